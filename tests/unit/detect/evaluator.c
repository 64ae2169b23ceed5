/* SPDX-License-Identifier: Apache-2.0 */
/* The evaluator: order and number of matches, many events through one, log sources from records. */
#include "detect/ruleset.h"

#include "trial.h"

#include "base/limits.h"

static struct arena *arena;

static int start(void **state)
{
	(void)state;
	arena = arena_create("evaluator test", (size_t)1 << 30);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	arena_destroy(arena);
	return 0;
}

static void add(struct ruleset *ruleset, const char *id, const char *logsource, const char *value)
{
	struct text document = text_format(arena,
	    "title: %s\nid: %s\nlogsource: {%s}\ndetection: {s: {A: '%s'}, condition: s}\n", id, id,
	    logsource, value);
	assert_int_equal(ruleset_add(ruleset, TEXT("f"), document), 1);
}

/* Matches come in the order of the rules, whatever groups their log sources make. */
static void test_order(void **state)
{
	(void)state;
	struct ruleset *ruleset = ruleset_create();
	add(ruleset, "r0", "product: test", "x");
	add(ruleset, "r1", "category: c", "x");
	add(ruleset, "r2", "product: test", "y");
	add(ruleset, "r3", "product: test, category: c", "*");
	add(ruleset, "r4", "product: test", "x*");
	add(ruleset, "r5", "product: other", "x");
	ruleset_freeze(ruleset);
	struct evaluator *evaluator = evaluator_create(ruleset);
	struct event *event = trial_event(arena, "", EVENT({"A", "x"}));
	event->logsource.category = TEXT("c");
	struct match *matches;
	assert_int_equal(evaluate(evaluator, event, &matches), 4);
	static const size_t expected[] = {0, 1, 3, 4};
	for (size_t i = 0; i < 4; i++) {
		assert_ptr_equal(matches[i].rule, ruleset_rule(ruleset, expected[i]));
		assert_ptr_equal(matches[i].event, event);
		assert_int_equal(matches[i].disposition, DISPOSITION_UNKNOWN);
	}
	evaluator_destroy(evaluator);
	ruleset_destroy(ruleset);
}

static void test_most_matches(void **state)
{
	(void)state;
	struct ruleset *ruleset = ruleset_create();
	for (int i = 0; i < EVALUATE_MATCHES + 10; i++) {
		char id[16];
		snprintf(id, sizeof(id), "r%d", i);
		add(ruleset, id, i % 2 == 0 ? "product: test" : "category: c", "x");
	}
	ruleset_freeze(ruleset);
	struct evaluator *evaluator = evaluator_create(ruleset);
	struct event *event = trial_event(arena, "", EVENT({"A", "x"}));
	event->logsource.category = TEXT("c");
	struct match *matches;
	assert_int_equal(evaluate(evaluator, event, &matches), EVALUATE_MATCHES);
	for (size_t i = 0; i < EVALUATE_MATCHES; i++)
		assert_ptr_equal(matches[i].rule, ruleset_rule(ruleset, i));
	assert_int_equal(evaluator_left_out(evaluator), 10);
	evaluate(evaluator, event, &matches);
	assert_int_equal(evaluator_left_out(evaluator), 20);
	evaluator_destroy(evaluator);
	ruleset_destroy(ruleset);
}

/* Nothing of an event is left when the next one comes. */
static void test_events_do_not_mix(void **state)
{
	(void)state;
	struct ruleset *ruleset = ruleset_create();
	add(ruleset, "x", "product: test", "x");
	assert_int_equal(ruleset_add(ruleset, TEXT("f"),
			     TEXT("title: nothing\nlogsource: {product: test}\n"
				  "detection: {s: {B: null}, condition: s}\n")),
	    1);
	ruleset_freeze(ruleset);
	struct evaluator *evaluator = evaluator_create(ruleset);
	struct match *matches;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(
		    evaluate(
			evaluator, trial_event(arena, "", EVENT({"A", "x"}, {"B", "b"})), &matches),
		    1);
		assert_ptr_equal(matches[0].rule, ruleset_rule(ruleset, 0));
		assert_int_equal(
		    evaluate(evaluator, trial_event(arena, "", EVENT({"C", "x"})), &matches), 1);
		assert_ptr_equal(matches[0].rule, ruleset_rule(ruleset, 1));
	}
	evaluator_destroy(evaluator);
	ruleset_destroy(ruleset);
}

/* More log sources than are remembered, long ones among them: the answers stay right. */
static void test_many_logsources(void **state)
{
	(void)state;
	struct ruleset *ruleset = ruleset_create();
	for (int i = 0; i < 100; i++) {
		char id[16];
		char logsource[32];
		snprintf(id, sizeof(id), "r%d", i);
		snprintf(logsource, sizeof(logsource), "service: s%d", i);
		add(ruleset, id, logsource, "x");
	}
	ruleset_freeze(ruleset);
	struct evaluator *evaluator = evaluator_create(ruleset);
	static char long_word[1000];
	memset(long_word, 'w', sizeof(long_word) - 1);
	for (int i = 0; i < 500; i++) {
		struct event *event = trial_event(arena, "", EVENT({"A", "x"}));
		char service[16];
		int which = i * 7 % 100;
		snprintf(service, sizeof(service), "s%d", which);
		event->logsource.service = text_of(service);
		event->logsource.product = i % 3 == 0 ? text_of(long_word) : TEXT("p");
		struct match *matches;
		assert_int_equal(evaluate(evaluator, event, &matches), 1);
		assert_ptr_equal(matches[0].rule, ruleset_rule(ruleset, (size_t)which));
	}
	evaluator_destroy(evaluator);
	ruleset_destroy(ruleset);
}

static void test_counts_what_it_gave_up(void **state)
{
	(void)state;
	struct ruleset *ruleset = ruleset_create();
	assert_int_equal(ruleset_add(ruleset, TEXT("f"),
			     TEXT("title: re\nlogsource: {product: test}\n"
				  "detection: {s: {A|re: '^(a+)+[bc]$'}, condition: s}\n")),
	    1);
	ruleset_freeze(ruleset);
	struct evaluator *evaluator = evaluator_create(ruleset);
	struct match *matches;
	static char value[50];
	memset(value, 'a', sizeof(value) - 1);
	assert_int_equal(
	    evaluate(evaluator, trial_event(arena, "", EVENT({"A", value})), &matches), 0);
	assert_int_equal(evaluator_gave_up(evaluator), 1);
	assert_int_equal(
	    evaluate(evaluator, trial_event(arena, "", EVENT({"A", "aab"})), &matches), 1);
	assert_int_equal(evaluator_gave_up(evaluator), 1);
	evaluator_destroy(evaluator);
	ruleset_destroy(ruleset);
}

/* The largest event that the limits allow, all of its values folded: the scratch arena has room. */
static void test_largest_event(void **state)
{
	(void)state;
	struct ruleset *ruleset = ruleset_create();
	assert_int_equal(ruleset_add(ruleset, TEXT("f"),
			     TEXT("title: k\nlogsource: {product: test}\ndetection:\n"
				  "  s:\n    '|windash': '-ⱥⱥz'\n  condition: s\n")),
	    1);
	ruleset_freeze(ruleset);
	struct evaluator *evaluator = evaluator_create(ruleset);
	/* U+023A grows when it is folded. */
	char *value = malloc(LIMIT_VALUE);
	for (size_t i = 0; i < LIMIT_VALUE; i += 2)
		memcpy(value + i, "\xc8\xba", 2);
	struct event *event = trial_event(arena, "", NO_FIELDS);
	for (size_t i = 0; i < LIMIT_FIELDS; i++)
		event_add(event, TEXT("F"), (struct text){value, LIMIT_VALUE}, VALUE_TEXT);
	struct match *matches;
	event->count = 64; /* as many as the machine that runs the tests surely has memory for */
	assert_int_equal(evaluate(evaluator, event, &matches), 0);
	event_add(event, TEXT("F"), TEXT("/ȺȺZ"), VALUE_TEXT);
	assert_int_equal(evaluate(evaluator, event, &matches), 1);
	free(value);
	evaluator_destroy(evaluator);
	ruleset_destroy(ruleset);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_order),
	    cmocka_unit_test(test_most_matches),
	    cmocka_unit_test(test_events_do_not_mix),
	    cmocka_unit_test(test_many_logsources),
	    cmocka_unit_test(test_counts_what_it_gave_up),
	    cmocka_unit_test(test_largest_event),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
