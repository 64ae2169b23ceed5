/* SPDX-License-Identifier: Apache-2.0 */
/* The spool: what was put in is there after it was opened again, and how far it was sent. */
#include "program/relay/spool.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "program/relay/post.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <ftw.h>

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
	(void)status, (void)kind, (void)place;
	return remove(path);
}

static void remove_below(const char *folder)
{
	assert_int_equal(nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

static struct spool *opened(const char *folder)
{
	struct spool *spool = NULL;
	struct why why;
	if (spool_open(folder, SPOOL_LEAST, &spool, &why) != DONE)
		fail_msg("%s", why.text);
	return spool;
}

static enum outcome put(struct spool *spool, const char *batch, uint64_t *ticket)
{
	struct buffer body;
	struct why why;
	buffer_init(&body, 1024);
	records_put(&body, TEXT("<34>one"));
	struct spooled records = {.source = "file",
	    .origin = TEXT("/var/log/a"),
	    .batch = text_of(batch),
	    .received = CLOCK_CREDIBLE,
	    .count = 1,
	    .body = buffer_text(&body)};
	enum outcome outcome = spool_append(spool, &records, ticket, &why);
	buffer_free(&body);
	return outcome;
}

static void kept(void **state)
{
	(void)state;
	char folder[] = "/tmp/unit-spool-XXXXXX";
	struct why why;
	uint64_t ticket;
	assert_non_null(mkdtemp(folder));
	struct spool *spool = opened(folder);
	assert_int_equal(put(spool, "f:10", &ticket), DONE);
	assert_int_equal(spool_wait(spool, ticket, &why), DONE);
	char relay[33];
	memcpy(relay, spool_sent(spool)->relay, sizeof(relay));
	spool_close(spool);
	spool = opened(folder);
	/* The same stretch once more is known; one that goes on behind it is not. */
	assert_int_equal(put(spool, "f:10", &ticket), ALREADY_THERE);
	assert_int_equal(ticket, 0);
	assert_string_equal(spool_sent(spool)->relay, relay);
	struct log_reader *reader = NULL;
	struct arena *arena = arena_create("test", (size_t)32 << 20);
	struct frame frame;
	assert_int_equal(spool_reader(spool, &reader, &why), DONE);
	assert_int_equal(log_read(reader, spool_durable(spool), arena, &frame, &why), DONE);
	assert_true(text_equal(frame.origin, TEXT("/var/log/a")));
	assert_int_equal(spool_set_sent(spool, frame.position, frame.next, &why), DONE);
	uint64_t next = frame.next;
	assert_int_equal(log_read(reader, spool_durable(spool), arena, &frame, &why), AT_END);
	log_reader_close(reader);
	spool_close(spool);
	spool = opened(folder);
	assert_int_equal(spool_sent(spool)->until, next);
	spool_close(spool);
	spool_close(NULL);
	arena_destroy(arena);
	remove_below(folder);
}

static void waits(void **state)
{
	(void)state;
	struct post_answer none = {0};
	struct post_answer asked = {.retry = 90};
	for (unsigned i = 0; i < 40; i++) {
		int64_t most = (i < 6 ? 1 << i : 60) * CLOCK_SECOND;
		int64_t wait = post_wait(i, &none);
		assert_true(wait >= most / 2 && wait <= most);
		assert_int_equal(post_wait(i, &asked), 90 * CLOCK_SECOND);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(kept), cmocka_unit_test(waits)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
