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
	search_tokens(event, record, arena, add, got);
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
	search_tokens(event_create(arena, 0), buffer_text(&record), arena, last_token, &incomplete);
	assert_true(incomplete);
	search_tokens(event_create(arena, 0), TEXT("a few words"), arena, last_token, &incomplete);
	assert_false(incomplete);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_event),
	    cmocka_unit_test(test_bounds),
	    cmocka_unit_test(test_incomplete),
	    cmocka_unit_test(test_runs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
