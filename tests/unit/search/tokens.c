/* SPDX-License-Identifier: Apache-2.0 */
/* What an event gives to the index: exactly these tokens, and bounds that hold. */
#include "search/tokens.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "search/search.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>

struct got {
	struct text at[4096];
	size_t count;
	struct arena *arena;
};

static void add(void *data, struct text token)
{
	struct got *got = data;
	assert_true(token.size <= 1 + TOKEN_VALUE);
	if (got->count < sizeof(got->at) / sizeof(got->at[0]))
		got->at[got->count] = text_copy(got->arena, token);
	got->count++;
}

static bool has(const struct got *got, const char *token)
{
	for (size_t i = 0; i < got->count; i++) {
		if (text_equal(got->at[i], text_of(token)))
			return true;
	}
	return false;
}

static struct got *tell(struct arena *arena, const struct event *event, struct text record)
{
	struct got *got = arena_alloc(arena, sizeof(*got));
	got->arena = arena;
	const struct search_sink sink = {add, got, search_told_create()};
	search_tokens(event, record, arena, &sink);
	search_told_destroy(sink.told);
	return got;
}

static void test_event(void **state)
{
	struct arena *arena = arena_create("test", (size_t)64 << 20);
	struct event *event = event_create(arena, CLOCK_DAY * 20000);
	event->time = CLOCK_DAY * 19990;
	event_add(event, TEXT("ip"), TEXT("10.1.2.3"), VALUE_TEXT);
	event_add(event, TEXT("user"), TEXT("Root"), VALUE_TEXT);
	event_add(event, TEXT("derived"), TEXT("Zebra"), VALUE_TEXT);
	struct got *got = tell(arena, event, TEXT("user=ROOT from 10.1.2.3 東京都"));
	static const char *const good[] = {"wuser", "wroot", "wfrom", "w10", "=10.1.2.3",
	    "/\x0a\x01\x02", "/\x0a\x01", "/\x0a\x01\x02\x03", "wzebra", "3zeb", "3ebr", "3bra",
	    "w東京", "w京都", "-", "d19990", "m624"};
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		if (!has(got, good[i]))
			fail_msg("missing: %s", good[i]);
	}
	assert_false(has(got, "=root")); /* one word is told as a word */
	assert_false(has(got, "3roo"));  /* stands in the record */
	assert_false(has(got, "w1"));
	assert_false(has(got, "!"));
	assert_false(has(got, "+"));
	assert_int_equal(got->count, sizeof(good) / sizeof(good[0]));
	arena_destroy(arena);
	(void)state;
}

/* A value that is a part of the record has the record's words, and its own where it cuts one. */
static void test_part(void **state)
{
	struct arena *arena = arena_create("test", (size_t)64 << 20);
	struct text record = TEXT("user=ROOTs from 10.1.2.34, xyzzy");
	struct event *event = event_create(arena, 0);
	event_add(event, TEXT("cut"), text_part(record, 1, 8), VALUE_TEXT);
	event_add(event, TEXT("ends"), text_part(record, 27, 4), VALUE_TEXT);
	event_add(event, TEXT("address"), text_part(record, 16, 8), VALUE_TEXT);
	struct got *got = tell(arena, event, record);
	static const char *const good[] = {"wuser", "wroots", "wfrom", "w10", "w34", "wxyzzy",
	    "/\x0a\x01\x02\x22", "wser", "wroot", "=ser=root", "wxyzz", "=10.1.2.3",
	    "/\x0a\x01\x02", "/\x0a\x01", "/\x0a\x01\x02\x03"};
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		if (!has(got, good[i]))
			fail_msg("missing: %s", good[i]);
	}
	assert_int_equal(got->count, sizeof(good) / sizeof(good[0]));
	arena_destroy(arena);
	(void)state;
}

static void test_bounds(void **state)
{
	struct arena *arena = arena_create("test", (size_t)256 << 20);
	struct buffer record;
	buffer_init(&record, (size_t)4 << 20);
	for (unsigned i = 0; i < 200000; i++)
		buffer_format(&record, "%x\xc3\xa9 ", i);
	struct event *event = event_create(arena, 0);
	event->time = 2 * CLOCK_DAY;
	struct got *got = tell(arena, event, buffer_text(&record));
	assert_true(got->count <= TOKEN_EVENT + 1);
	assert_true(got->count >= TOKEN_EVENT);
	assert_true(has(got, "+"));
	buffer_free(&record);
	arena_destroy(arena);
	(void)state;
}

static void last_token(void *data, struct text token)
{
	*(bool *)data = text_equal(token, TOKEN_INCOMPLETE);
}

/* What is over the bound says so, or search would pass it over. */
static void test_incomplete(void **state)
{
	struct arena *arena = arena_create("test", (size_t)256 << 20);
	struct buffer record;
	bool incomplete = false;
	buffer_init(&record, (size_t)4 << 20);
	for (unsigned i = 0; i < TOKEN_EVENT + 10; i++)
		buffer_format(&record, "w%x ", i);
	const struct search_sink sink = {last_token, &incomplete, search_told_create()};
	search_tokens(event_create(arena, 0), buffer_text(&record), arena, &sink);
	assert_true(incomplete);
	search_tokens(event_create(arena, 0), TEXT("a few words"), arena, &sink);
	assert_false(incomplete);
	search_told_destroy(sink.told);
	buffer_free(&record);
	arena_destroy(arena);
	(void)state;
}

static void test_runs(void **state)
{
	static const char *const want[] = {"abc", "12", "東京", "tower", "über", "カタ", "ナ"};
	struct text rest = TEXT("abc-12 東京tower\xff_über、カタ・ナ ");
	struct text run;
	enum run_kind kind;
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		assert_true(tokens_run(&rest, &run, &kind));
		assert_true(text_equal(run, text_of(want[i])));
	}
	assert_false(tokens_run(&rest, &run, &kind));
	(void)state;
}

/* All tokens of a block, each once. */
struct set {
	struct text *at;
	size_t count;
	struct arena *arena;
};

static int by_bytes(const void *a, const void *b)
{
	return text_compare(*(const struct text *)a, *(const struct text *)b);
}

static void keep(void *data, struct text token)
{
	struct set *set = data;
	set->at[set->count++] = text_copy(set->arena, token);
}

static void settle(struct set *set)
{
	size_t kept = 0;
	qsort(set->at, set->count, sizeof(*set->at), by_bytes);
	for (size_t i = 0; i < set->count; i++) {
		if (kept == 0 || !text_equal(set->at[kept - 1], set->at[i]))
			set->at[kept++] = set->at[i];
	}
	set->count = kept;
}

/* A record of a few words, and an event whose fields are parts of it, cut anywhere, or are not. */
static struct event *make_event(unsigned seed, struct arena *arena, struct text *record)
{
	static const char *const words[] = {"alpha", "ALPHA", "10.1.2.3", "1.2.3.4.5", "東京都",
	    "x", "beta7", "::1", "-", "gamma delta", "ÜBER", "ab.cd"};
	struct buffer line;
	unsigned dice = seed;
	buffer_init(&line, 4096);
	for (unsigned i = 0; i < 5; i++) {
		dice = dice * 1103515245u + 12345u;
		/* Most lines are ASCII, and most words recur; there are more than are remembered.
		 */
		const char *word = words[(dice >> 16) % (seed % 3 == 0 ? 12 : 4)];
		buffer_format(&line, "%s%s", word, (dice >> 24) % 2 ? " " : "");
	}
	for (unsigned i = 0; i < 30; i++)
		buffer_format(&line, " n%u", seed * 30 + i);
	*record = text_copy(arena, buffer_text(&line));
	buffer_free(&line);
	struct event *event = event_create(arena, 0);
	for (unsigned i = 0; i < 8; i++) {
		dice = dice * 1103515245u + 12345u;
		size_t start = (dice >> 8) % 24;
		struct text part = text_part(*record, start, (dice >> 16) % 20);
		struct text other = text_of(words[(dice >> 16) % 12]);
		event_add(event, TEXT("f"), i < 5 ? part : other, VALUE_TEXT);
	}
	return event;
}

/* Remembering what was told changes nothing of what a block has in the end, also when more is told
 * than can be remembered. */
static void test_told(void **state)
{
	struct arena *arena = arena_create("test", (size_t)1 << 30);
	struct set sets[2];
	const size_t most = 1000000;
	for (size_t i = 0; i < 2; i++)
		sets[i] = (struct set){arena_array(arena, most, sizeof(struct text)), 0, arena};
	struct search_sink together = {keep, &sets[0], search_told_create()};
	struct search_sink alone = {keep, &sets[1], search_told_create()};
	size_t given[2] = {0, 0};
	for (unsigned seed = 0; seed < 3000; seed++) {
		struct text record;
		struct event *event = make_event(seed, arena, &record);
		search_tokens(event, record, arena, &together);
		search_told_forget(alone.told);
		search_tokens(event, record, arena, &alone);
	}
	for (size_t i = 0; i < 2; i++) {
		given[i] = sets[i].count;
		assert_true(sets[i].count < most);
		settle(&sets[i]);
	}
	assert_true(given[0] < given[1]);
	assert_int_equal(sets[0].count, sets[1].count);
	for (size_t i = 0; i < sets[0].count; i++)
		assert_true(text_equal(sets[0].at[i], sets[1].at[i]));
	search_told_destroy(together.told);
	search_told_destroy(alone.told);
	arena_destroy(arena);
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_event),
	    cmocka_unit_test(test_part),
	    cmocka_unit_test(test_bounds),
	    cmocka_unit_test(test_incomplete),
	    cmocka_unit_test(test_runs),
	    cmocka_unit_test(test_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
