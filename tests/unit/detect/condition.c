/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions: precedence, quantifiers, brackets, lists, and what is refused. */
#include "detect/condition.h"

#include "trial.h"

/* Identifiers s1, s2, s3, _h and filter_a, each fits when the field of its name is 1. */
static const char *with_condition(const char *condition)
{
	static char detection[60000];
	int size = snprintf(detection, sizeof(detection),
	    "  s1: {s1: 1}\n  s2: {s2: 1}\n  s3: {s3: 1}\n  _h: {_h: 1}\n  filter_a: {f: 1}\n"
	    "  condition: %s\n",
	    condition);
	assert_in_range(size, 1, sizeof(detection) - 1);
	return detection;
}

/* `set` holds a letter for each identifier that fits: 1, 2, 3, h, f. */
static bool holds(const char *condition, const char *set)
{
	struct given given[6] = {{NULL, NULL}};
	size_t count = 0;
	for (; *set != '\0'; set++) {
		static const char *const names[] = {"s1", "s2", "s3", "_h", "f"};
		size_t which = (size_t)(strchr("123hf", *set) - "123hf");
		given[count++] = (struct given){names[which], "1"};
		given[count] = (struct given){NULL, NULL};
	}
	return trial_detects(with_condition(condition), "", given);
}

static const char *why(const char *condition)
{
	return trial_why(trial_document(with_condition(condition)));
}

static void test_operators(void **state)
{
	(void)state;
	assert_true(holds("s1", "1"));
	assert_false(holds("s1", "2"));
	assert_true(holds("s1 and s2", "12"));
	assert_false(holds("s1 and s2", "1"));
	assert_true(holds("s1 or s2", "2"));
	assert_false(holds("s1 or s2", "3"));
	assert_true(holds("not s1", ""));
	assert_false(holds("not s1", "1"));
	assert_true(holds("not not s1", "1"));
	assert_true(holds("s1 AND NOT s2", "1"));
	assert_true(holds("  s1\tand\n      s2 ", "12"));
}

static void test_precedence(void **state)
{
	(void)state;
	assert_true(holds("s1 or s2 and s3", "1"));
	assert_false(holds("(s1 or s2) and s3", "1"));
	assert_true(holds("s2 and s3 or s1", "1"));
	assert_true(holds("not s1 or s2", "12"));
	assert_false(holds("not (s1 or s2)", "2"));
	assert_false(holds("not s1 and s2", "12"));
	assert_true(holds("s1 and not s2 and not s3", "1"));
	assert_false(holds("s1 and not s2 and not s3", "13"));
	assert_true(holds("not 1 of s* or s1", "1"));
	assert_true(holds("((s1))and(s2)", "12"));
	assert_true(holds("(s1 and not filter_a) or (s2 and not filter_a)", "2"));
}

static void test_of(void **state)
{
	(void)state;
	assert_true(holds("1 of s*", "3"));
	assert_false(holds("1 of s*", "f"));
	assert_true(holds("all of s*", "123"));
	assert_false(holds("all of s*", "12"));
	assert_true(holds("any of s*", "2"));
	assert_true(holds("1 of *a", "f"));
	assert_true(holds("1 of f*r_a", "f"));
	assert_true(holds("1 of s1", "1"));
	assert_true(holds("all of *", "123hf"));
	assert_false(holds("all of *", "123f"));
	assert_true(holds("s1 and not 1 of filter_*", "1"));
	assert_false(holds("s1 and not 1 of filter_*", "1f"));
	assert_true(holds("not all of s*", "12"));
	assert_true(holds("1 of _*", "h"));
}

/* "them" leaves out what begins with an underscore. */
static void test_them(void **state)
{
	(void)state;
	assert_true(holds("1 of them", "f"));
	assert_false(holds("1 of them", "h"));
	assert_true(holds("all of them", "123f"));
	assert_false(holds("all of them", "123h"));
}

static void test_list(void **state)
{
	(void)state;
	assert_true(holds("[s1 and s2, s3]", "3"));
	assert_true(holds("[s1 and s2, s3]", "12"));
	assert_false(holds("[s1 and s2, s3]", "1"));
}

static void test_refused(void **state)
{
	(void)state;
	static const struct {
		const char *condition;
		const char *why;
	} cases[] = {
	    {"s1 and missing", "\"missing\", which is no search identifier"},
	    {"1 of missing_*", "\"missing_*\", which no search identifier fits"},
	    {"S1", "\"S1\", which is no search identifier"},
	    {"s1 and", "ends where a search identifier belongs"},
	    {"''", "ends where a search identifier belongs"},
	    {"and s1", "has \"and\" where"},
	    {"s1 s2", "has \"s2\" where"},
	    {"(s1", "ends where a closing bracket belongs"},
	    {"s1)", "has \")\" where"},
	    {"()", "has \")\" where"},
	    {"not", "ends where"},
	    {"2 of s*", "says \"2 of\""},
	    {"s1 of s*", "says \"s1 of\""},
	    {"1 of", "ends where a pattern"},
	    {"1 of (s*)", "has \"(\" where a pattern"},
	    {"1 s1", "\"1\", which is no search identifier"},
	    {"s1 | count() by x > 5", "aggregation"},
	    {"s1 | near s2", "aggregation"},
	    {"{a: b}", "condition is no text"},
	    {"[]", "condition is no text"},
	    {"[s1, [s2]]", "condition is no text"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *given = why(cases[i].condition);
		if (strstr(given, cases[i].why) == NULL || strncmp(given, "9: ", 3) != 0)
			fail_msg("%s: %s", cases[i].condition, given);
	}
}

/* Depth and length are bounded; up to the bound all is well. */
static void test_bounds(void **state)
{
	(void)state;
	static char condition[50000];
	for (size_t depth = READING_DEPTH - 1; depth <= 2000; depth += 1937) {
		memset(condition, '(', depth);
		memcpy(condition + depth, "s1", 2);
		memset(condition + depth + 2, ')', depth);
		condition[depth * 2 + 2] = '\0';
		if (depth < READING_DEPTH)
			assert_true(holds(condition, "1"));
		else
			assert_non_null(strstr(why(condition), "nest deeper"));
	}
	size_t size = 0;
	for (size_t i = 0; i < 5000; i++) {
		memcpy(condition + size, "not ", 4);
		size += 4;
	}
	memcpy(condition + size, "s1", 3);
	assert_non_null(strstr(why(condition), "more than 4096 words"));
	/* 1,500 times "not" is an even number of them. */
	assert_true(holds(condition + (5000 - 1500) * 4, "1"));
}

static void test_many_patterns_over_many_identifiers(void **state)
{
	(void)state;
	size_t room = 512 * 1024;
	char *document = malloc(room);
	size_t size =
	    (size_t)snprintf(document, room, "title: t\nlogsource: {product: test}\ndetection:\n");
	for (int i = 0; i < 10000; i++)
		size += (size_t)snprintf(document + size, room - size, "  s%d: {a: %d}\n", i, i);
	size += (size_t)snprintf(document + size, room - size, "  condition: 1 of *");
	for (int i = 0; i < 1000; i++)
		size += (size_t)snprintf(document + size, room - size, " or 1 of s*");
	assert_non_null(strstr(trial_why(document), "bytes of them in one rule"));
	free(document);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_operators),
	    cmocka_unit_test(test_precedence),
	    cmocka_unit_test(test_of),
	    cmocka_unit_test(test_them),
	    cmocka_unit_test(test_list),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_bounds),
	    cmocka_unit_test(test_many_patterns_over_many_identifiers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
