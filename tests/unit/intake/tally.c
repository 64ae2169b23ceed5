/* SPDX-License-Identifier: Apache-2.0 */
/* What is counted comes out once; strangers are capped. */
#include "intake/tally.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

struct written {
	struct arena *arena;
	struct buffer out;
	struct tally_row *rows;
	size_t count;
};

static void write_out(struct tally *tally, struct written *written)
{
	struct why why;
	written->arena = arena_create("test", 1 << 24);
	buffer_init(&written->out, 1 << 22);
	assert_true(tally_flush(tally, &written->out));
	if (tally_read(buffer_text(&written->out), written->arena, &written->rows, &written->count,
		&why) != DONE)
		fail_msg("%s", why.text);
}

static void end(struct written *written)
{
	arena_destroy(written->arena);
	buffer_free(&written->out);
}

static const struct tally_row *row(
    const struct written *written, const char *source, const char *word)
{
	for (size_t i = 0; i < written->count; i++) {
		if (text_equal(written->rows[i].source, text_of(source)) &&
		    text_equal(written->rows[i].word, text_of(word)))
			return &written->rows[i];
	}
	return NULL;
}

static void counted_once(void **state)
{
	(void)state;
	struct tally *tally = tally_open();
	struct written written;
	struct buffer none;
	int64_t now = 1763632800 * CLOCK_SECOND;
	tally_source(tally, TEXT("x"), TEXT("utm"), REFUSED_RATE, 3, 300);
	tally_source(tally, TEXT("x"), TEXT("utm"), REFUSED_RATE, 4, 400);
	tally_source(tally, TEXT("x"), TEXT("utm"), REFUSED_SIZE, 1, 9);
	tally_source(tally, TEXT("y"), TEXT("dc"), REFUSED_DISK, 2, 0);
	tally_stranger(tally, TEXT("192.0.2.9"), "udp", 1, now);
	tally_stranger(tally, TEXT("192.0.2.9"), "udp", 1, now + CLOCK_SECOND);
	tally_stranger(tally, TEXT("192.0.2.9"), "tcp", 5, now);
	write_out(tally, &written);
	assert_int_equal(written.count, 5);
	assert_int_equal(row(&written, "utm", "rate")->records, 7);
	assert_int_equal(row(&written, "utm", "rate")->bytes, 700);
	assert_int_equal(row(&written, "utm", "size")->records, 1);
	assert_true(text_equal(row(&written, "dc", "disk")->company, TEXT("y")));
	const struct tally_row *stranger = row(&written, "192.0.2.9", "udp");
	assert_int_equal(stranger->company.size, 0);
	assert_int_equal(stranger->records, 2);
	assert_int_equal(stranger->first, now);
	assert_int_equal(stranger->last, now + CLOCK_SECOND);
	assert_int_equal(row(&written, "utm", "rate")->first, CLOCK_NONE);
	end(&written);
	buffer_init(&none, 1 << 20);
	assert_false(tally_flush(tally, &none));
	assert_int_equal(none.size, 0);
	buffer_free(&none);
	tally_source(tally, TEXT("x"), TEXT("utm"), REFUSED_RATE, 1, 1);
	write_out(tally, &written);
	assert_int_equal(written.count, 1);
	assert_int_equal(written.rows[0].records, 1);
	end(&written);
	tally_close(tally);
	tally_close(NULL);
}

static void many_strangers(void **state)
{
	(void)state;
	struct tally *tally = tally_open();
	struct written written;
	char address[32];
	for (int i = 0; i < 3000; i++) {
		snprintf(address, sizeof(address), "10.0.%d.%d", i / 250, i % 250);
		tally_stranger(tally, text_of(address), "udp", 2, 0);
	}
	write_out(tally, &written);
	assert_int_equal(written.count, 1001);
	assert_int_equal(row(&written, "others", "udp")->records, 4000);
	end(&written);
	tally_close(tally);
}

static void broken(void **state)
{
	(void)state;
	static const char *const cases[] = {"", "{}", "{\"rows\":[{}]}",
	    "{\"rows\":[{\"address\":\"a\",\"transport\":\"udp\",\"records\":-1,\"bytes\":0}]}",
	    ("{\"rows\":[{\"address\":\"a\",\"transport\":\"udp\",\"records\":1,\"bytes\":0,"
	     "\"first\":\"soon\"}]}")};
	struct arena *arena = arena_create("test", 1 << 20);
	struct tally_row *rows = NULL;
	struct why why;
	size_t count;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_not_equal(
		    tally_read(text_of(cases[i]), arena, &rows, &count, &why), DONE);
	assert_null(rows);
	arena_destroy(arena);
}

static void words(void **state)
{
	(void)state;
	assert_string_equal(refusal_word(REFUSED_RATE), "rate");
	assert_string_equal(refusal_word(REFUSED_STRANGER), "stranger");
	assert_string_equal(refusal_word(REFUSED_COUNT), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(counted_once),
	    cmocka_unit_test(many_strangers),
	    cmocka_unit_test(broken),
	    cmocka_unit_test(words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
