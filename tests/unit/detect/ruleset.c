/* SPDX-License-Identifier: Apache-2.0 */
/* Rule sets: adding, refusing, finding, placeholders' order, limits. */
#include "detect/ruleset.h"

#include "trial.h"

#include "base/limits.h"

static struct text rule_text(struct arena *arena, const char *title, const char *id)
{
	return text_format(arena,
	    "title: %s\n%s%s\nlogsource: {product: p}\ndetection: {s: {a: b}, condition: s}\n",
	    title, id[0] == '\0' ? "" : "id: ", id);
}

static void test_duplicates(void **state)
{
	(void)state;
	struct arena *arena = arena_create("test", 1 << 20);
	struct ruleset *ruleset = ruleset_create();
	assert_int_equal(ruleset_add(ruleset, TEXT("one.yml"), rule_text(arena, "a", "x1")), 1);
	assert_int_equal(ruleset_add(ruleset, TEXT("two.yml"), rule_text(arena, "b", "x1")), 0);
	assert_int_equal(ruleset_add(ruleset, TEXT("two.yml"), rule_text(arena, "b", "x2")), 1);
	size_t count;
	const struct refused_rule *refused = ruleset_refused(ruleset, &count);
	assert_int_equal(count, 1);
	assert_true(text_equal(refused[0].file, TEXT("two.yml")));
	assert_true(text_equal(refused[0].why, TEXT("id x1 is already that of a rule in one.yml")));
	assert_int_equal(ruleset_count(ruleset), 2);
	ruleset_destroy(ruleset);
	ruleset_destroy(NULL);
	arena_destroy(arena);
}

static void test_find(void **state)
{
	(void)state;
	struct arena *arena = arena_create("test", 1 << 20);
	struct ruleset *ruleset = ruleset_create();
	ruleset_add(ruleset, TEXT("f"), rule_text(arena, "First", "abc"));
	ruleset_add(ruleset, TEXT("f"), rule_text(arena, "Second", "abcd1"));
	ruleset_add(ruleset, TEXT("f"), rule_text(arena, "Third", "abcd2"));
	ruleset_add(ruleset, TEXT("f"), rule_text(arena, "Same", "q1"));
	ruleset_add(ruleset, TEXT("f"), rule_text(arena, "Same", "q2"));
	ruleset_add(ruleset, TEXT("f"), rule_text(arena, "q1x", "z"));
	const struct rule_facts *first = ruleset_rule(ruleset, 0);
	assert_ptr_equal(ruleset_find(ruleset, TEXT("abc")), first);
	assert_ptr_equal(ruleset_find(ruleset, TEXT("First")), first);
	assert_ptr_equal(ruleset_find(ruleset, TEXT("abcd1")), ruleset_rule(ruleset, 1));
	assert_ptr_equal(ruleset_find(ruleset, TEXT("Z")), ruleset_rule(ruleset, 5));
	assert_null(ruleset_find(ruleset, TEXT("abcd")));
	assert_null(ruleset_find(ruleset, TEXT("ab")));
	assert_null(ruleset_find(ruleset, TEXT("Same")));
	assert_null(ruleset_find(ruleset, TEXT("")));
	assert_null(ruleset_find(ruleset, TEXT("nothing")));
	ruleset_destroy(ruleset);
	arena_destroy(arena);
}

/* The bytes may go, and be overwritten, as soon as the rule is added. */
static void test_bytes_may_go(void **state)
{
	(void)state;
	static char bytes[] =
	    "title: t\nid: i\nlogsource: {product: test}\n"
	    "detection: {s: {Field|contains: Value, G|re: r+, H: 5}, condition: s}\n";
	char file[] = "name.yml";
	struct ruleset *ruleset = ruleset_create();
	assert_int_equal(ruleset_add(ruleset, text_of(file), text_of(bytes)), 1);
	memset(bytes, '#', sizeof(bytes) - 1);
	memset(file, '#', sizeof(file) - 1);
	ruleset_freeze(ruleset);
	struct evaluator *evaluator = evaluator_create(ruleset);
	struct arena *arena = arena_create("test", 1 << 20);
	struct match *matches;
	struct event *event =
	    trial_event(arena, "", EVENT({"Field", "a value"}, {"G", "rr"}, {"H", "5"}));
	assert_int_equal(evaluate(evaluator, event, &matches), 1);
	assert_true(text_equal(matches[0].rule->file, TEXT("name.yml")));
	evaluator_destroy(evaluator);
	ruleset_destroy(ruleset);
	arena_destroy(arena);
}

static void test_empty_set(void **state)
{
	(void)state;
	struct ruleset *ruleset = ruleset_create();
	ruleset_freeze(ruleset);
	struct evaluator *evaluator = evaluator_create(ruleset);
	struct arena *arena = arena_create("test", 1 << 20);
	struct match *matches;
	assert_int_equal(evaluate(evaluator, trial_event(arena, "m", NO_FIELDS), &matches), 0);
	assert_null(matches);
	size_t count;
	ruleset_refused(ruleset, &count);
	assert_int_equal(count, 0);
	evaluator_destroy(evaluator);
	evaluator_destroy(NULL);
	ruleset_destroy(ruleset);
	arena_destroy(arena);
}

static void test_large_file(void **state)
{
	(void)state;
	size_t size = LIMIT_RULE_FILE + 1;
	char *bytes = malloc(size);
	memset(bytes, '#', size);
	struct ruleset *ruleset = ruleset_create();
	assert_int_equal(ruleset_add(ruleset, TEXT("big.yml"), (struct text){bytes, size}), 0);
	size_t count;
	const struct refused_rule *refused = ruleset_refused(ruleset, &count);
	assert_int_equal(count, 1);
	assert_true(refused[0].why.size > 0);
	ruleset_destroy(ruleset);
	free(bytes);
}

/* A file full of the densest values there are: refused or loaded, but within the arena. */
static void test_dense_file(void **state)
{
	(void)state;
	size_t room = LIMIT_RULE_FILE;
	char *bytes = malloc(room);
	size_t size = (size_t)snprintf(bytes, room,
	    "title: t\nlogsource: {product: p}\ndetection:\n  s:\n"
	    "    f|windash|wide|base64offset|contains: [");
	while (size < room - 100)
		size += (size_t)snprintf(bytes + size, room - size, "--/-,");
	size += (size_t)snprintf(bytes + size, room - size, "x]\n  condition: s\n");
	struct ruleset *ruleset = ruleset_create();
	for (int i = 0; i < 20; i++)
		assert_int_equal(
		    ruleset_add(ruleset, TEXT("dense"), (struct text){bytes, size}), 0);
	size_t count;
	ruleset_refused(ruleset, &count);
	assert_int_equal(count, 20);
	ruleset_destroy(ruleset);
	free(bytes);
}

/* More refusals than are kept: the last one says so, and memory stays bounded. */
static void test_many_refusals(void **state)
{
	(void)state;
	struct ruleset *ruleset = ruleset_create();
	for (size_t i = 0; i < LIMIT_RULES + 10; i++)
		ruleset_add(ruleset, TEXT("f"), TEXT("x\n"));
	size_t count;
	const struct refused_rule *refused = ruleset_refused(ruleset, &count);
	assert_int_equal(count, LIMIT_RULES);
	assert_int_not_equal(text_find(refused[count - 1].why, TEXT("not listed")), TEXT_NONE);
	ruleset_destroy(ruleset);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_duplicates),
	    cmocka_unit_test(test_find),
	    cmocka_unit_test(test_bytes_may_go),
	    cmocka_unit_test(test_empty_set),
	    cmocka_unit_test(test_large_file),
	    cmocka_unit_test(test_dense_file),
	    cmocka_unit_test(test_many_refusals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
