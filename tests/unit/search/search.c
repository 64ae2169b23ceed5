/* SPDX-License-Identifier: Apache-2.0 */
/* Search over a real journal: the same answers from the log, from blocks, and from both. */
#include "search/search.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "journal/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define START (CLOCK_DAY * 20000)
#define FRAMES 40
#define IN_FRAME 5
#define OURS "aaaa"
#define OTHERS "bbbb"

static char folder[64];
static char journal[128];
static char keys[128];
static char log_folder[160];
static const struct journal_place place = {journal, keys};
static struct arena *arena;

static void set_up_folders(void)
{
	snprintf(folder, sizeof(folder), "/tmp/unit-search-XXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(journal, sizeof(journal), "%s/journal", folder);
	snprintf(keys, sizeof(keys), "%s/keys", folder);
	snprintf(log_folder, sizeof(log_folder), "%s/log", journal);
	assert_int_equal(mkdir(journal, 0700), 0);
	assert_int_equal(mkdir(keys, 0700), 0);
}

/* Frame n of a company is received on day n; its records are of that day. */
static struct frame make_frame(const char *company, int n, struct buffer *body)
{
	buffer_clear(body);
	for (int i = 0; i < IN_FRAME; i++) {
		char line[512];
		int size = snprintf(line, sizeof(line),
		    "{\"winlog\":{\"channel\":\"Security\",\"event_id\":4624,\"computer_name\":"
		    "\"pc\",\"event_data\":{\"user\":\"%s%d\",\"src_ip\":\"10.%d.0.%d\","
		    "\"number\":\"%d\",\"note\":\"caf\\u00e9 %s\"}}}",
		    company, n, n, i, n * 10 + i, n == 7 && i == 3 ? "Rarebit" : "common");
		records_put(body, (struct text){line, (size_t)size});
	}
	return (struct frame){.kind = FRAME_RECORDS,
	    .received = START + n * CLOCK_DAY,
	    .company = text_of(company),
	    .source = n % 2 == 0 ? TEXT("even") : TEXT("odd"),
	    .count = IN_FRAME,
	    .body = buffer_text(body)};
}

/* Days from..to into a new segment. */
static void fill_log(int from, int to)
{
	const struct log_options options = {.folder = log_folder, .wake = -1};
	struct log_writer *writer;
	struct buffer body;
	struct why why;
	uint64_t ticket = 0;
	buffer_init(&body, 1 << 20);
	assert_int_equal(log_writer_open(&options, &writer, &why), DONE);
	for (int n = from; n < to; n++) {
		struct frame ours = make_frame(OURS, n, &body);
		assert_int_equal(log_append(writer, &ours, &ticket, &why), DONE);
		struct frame others = make_frame(OTHERS, n, &body);
		assert_int_equal(log_append(writer, &others, &ticket, &why), DONE);
	}
	assert_int_equal(log_wait(writer, ticket, &why), DONE);
	log_writer_close(writer);
	buffer_free(&body);
}

static void add_token(void *data, struct text token)
{
	block_add_token(data, token);
}

static void seal_frame(struct block_writer *writer, const struct frame *frame)
{
	struct arena *scratch = arena_create("seal", (size_t)64 << 20);
	const struct search_sink sink = {add_token, writer, search_told_create()};
	struct text rest = frame->body;
	struct text record;
	struct why why;
	assert_int_equal(block_add(writer, frame, &why), DONE);
	while (records_next(&rest, &record) == DONE) {
		const struct decode_context context = {.received = frame->received};
		struct events events;
		events_init(&events, scratch);
		if (decode_record(record, &context, scratch, &events, &why) == NULL)
			(void)events_add(&events, frame->received);
		for (size_t i = 0; i < events.count; i++)
			search_tokens(events.at[i], record, scratch, &sink);
	}
	search_told_destroy(sink.told);
	arena_destroy(scratch);
}

/* Seal our frames of the days from..to, two days a block. */
static void seal(int from, int to)
{
	struct block_writer *writer;
	struct log_reader *reader;
	struct chain_head head;
	struct frame frame;
	struct why why;
	assert_int_equal(block_writer_open(&place, TEXT(OURS), &writer, &why), DONE);
	assert_int_equal(log_reader_open(log_folder, 0, &reader, &why), DONE);
	while (log_read(reader, UINT64_MAX, arena, &frame, &why) == DONE) {
		int day = (int)((frame.received - START) / CLOCK_DAY);
		if (!text_equal(frame.company, TEXT(OURS)) || day < from || day >= to)
			continue;
		seal_frame(writer, &frame);
		if (day % 2 == 1)
			assert_int_equal(block_flush(writer, &head, &why), DONE);
	}
	assert_int_equal(block_flush(writer, &head, &why), DONE);
	log_reader_close(reader);
	block_writer_close(writer);
}

struct got {
	size_t count;
	size_t most; /* 0: all */
	int64_t last;
	uint64_t names;
	struct search_counts counts;
};

static bool on_hit(void *data, const struct hit *hit)
{
	struct got *got = data;
	assert_true(text_equal(hit->frame->company, TEXT(OURS)));
	assert_true(got->count == 0 || hit->frame->received <= got->last);
	got->last = hit->frame->received;
	got->names = got->names * 31 + hit->name.position * 8 + hit->name.place;
	return ++got->count != got->most;
}

static struct got find(struct search_wish wish, const char *text)
{
	struct got got = {.most = (size_t)wish.log_end};
	struct why why;
	wish.place = &place;
	wish.company = TEXT(OURS);
	wish.log_end = UINT64_MAX;
	wish.hit = on_hit;
	wish.data = &got;
	assert_int_equal(query_read(text_of(text), arena, &wish.query, &why), DONE);
	if (search(&wish, &got.counts, &why) != DONE)
		fail_msg("%s: %s", text, why.text);
	assert_int_equal(got.count, got.counts.hits);
	return got;
}

#define OPEN .since = CLOCK_NONE, .until = CLOCK_NONE

static const struct {
	const char *query;
	size_t hits;
} cases[] = {
    {"", FRAMES *IN_FRAME},
    {"user:aaaa12", IN_FRAME},
    {"user:AAAA12 number:>=123", 2},
    {"rarebit", 1},
    {"rareb*", 1},
    {"*AREBI*", 1},
    {"rare", 0},
    {"\"caf\xc3\x89 rarebit\"", 1},
    {"caf\xc3\xa9", FRAMES *IN_FRAME},
    {"*\xc3\xa9", FRAMES *IN_FRAME},
    {"-common", 1},
    {"src_ip:10.7.0.0/16", IN_FRAME},
    {"10.7.0.3/32", 1},
    {"10.0.0.0/8", FRAMES *IN_FRAME},
    {"(user:aaaa1 OR user:aaaa2) -number:10", 2 * IN_FRAME - 1},
    {"user:bbbb1", 0},
    {"number:>390", 9 - IN_FRAME},
    {"user:aaaa1?", 10 * IN_FRAME},
};

static void check_all(const char *state)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct got got = find((struct search_wish){OPEN}, cases[i].query);
		if (got.count != cases[i].hits)
			fail_msg("%s: %s: %zu and not %zu", state, cases[i].query, got.count,
			    cases[i].hits);
	}
	struct got some = find(
	    (struct search_wish){.since = START + 10 * CLOCK_DAY, .until = START + 12 * CLOCK_DAY},
	    "");
	assert_int_equal(some.count, 2 * IN_FRAME);
	some = find((struct search_wish){OPEN, .source = TEXT("odd")}, "common");
	assert_int_equal(some.count, FRAMES / 2 * IN_FRAME - 1);
	some = find((struct search_wish){OPEN, .log_end = 3}, "common");
	assert_int_equal(some.count, 3);
	assert_true(some.last >= START + (FRAMES - 1) * CLOCK_DAY);
}

static void test_everywhere(void **state)
{
	struct why why;
	(void)state;
	assert_int_equal(block_key_create(&place, TEXT(OURS), &why), DONE);
	fill_log(0, FRAMES);
	check_all("log");
	uint64_t names = find((struct search_wish){OPEN}, "").names;
	seal(0, 16);
	check_all("both");
	assert_true(find((struct search_wish){OPEN}, "").names == names);
	seal(16, FRAMES);
	check_all("blocks");
	assert_true(find((struct search_wish){OPEN}, "").names == names);
	struct got all = find((struct search_wish){OPEN}, "");
	assert_int_equal(all.counts.blocks, FRAMES / 2);
	/* What the index and the times rule out is not opened. */
	struct got rare = find((struct search_wish){OPEN}, "user:aaaa12");
	assert_true(rare.counts.blocks <= 3);
	assert_int_equal(rare.counts.blocks + rare.counts.passed, FRAMES / 2);
	struct got late = find(
	    (struct search_wish){.since = START + 10 * CLOCK_DAY, .until = START + 12 * CLOCK_DAY},
	    "");
	assert_true(late.counts.blocks <= 5);
	/* A part of a word is looked for in bytes, and little is decoded. */
	struct got part = find((struct search_wish){OPEN}, "*arebi*");
	assert_int_equal(part.counts.decoded, 1);
}

/* All ended segments are sealed and gone: what is left of the log does not begin at 0. */
static void test_after_dropping(void **state)
{
	struct why why;
	(void)state;
	assert_int_equal(block_key_create(&place, TEXT(OURS), &why), DONE);
	fill_log(0, FRAMES);
	seal(0, FRAMES);
	fill_log(FRAMES, FRAMES + 1);
	assert_int_equal(log_drop(log_folder, UINT64_MAX, &why), DONE);
	assert_int_equal(find((struct search_wish){OPEN}, "user:aaaa40").count, IN_FRAME);
	assert_int_equal(find((struct search_wish){OPEN}, "").count, (FRAMES + 1) * IN_FRAME);
}

static int begin(void **state)
{
	(void)state;
	arena = arena_create("test", (size_t)256 << 20);
	set_up_folders();
	return 0;
}

static int remove_all(const char *path)
{
	pid_t pid = fork();
	if (pid == 0) {
		execlp("rm", "rm", "-rf", path, (char *)NULL);
		_exit(1);
	}
	return pid < 0;
}

static int end(void **state)
{
	(void)state;
	arena_destroy(arena);
	return remove_all(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_everywhere, begin, end),
	    cmocka_unit_test_setup_teardown(test_after_dropping, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
