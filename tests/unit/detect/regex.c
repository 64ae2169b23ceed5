/* SPDX-License-Identifier: Apache-2.0 */
/* Regular expressions: flags, refusals, and that a hostile pair of expression and value ends. */
#include "detect/regex.h"

#include "trial.h"

static enum regex_answer search(const char *pattern, struct text value)
{
	struct arena *arena = arena_create("regex", 1 << 20);
	struct regex_flags flags = {false, false, false};
	struct regex *regex;
	struct why why;
	assert_int_equal(regex_compile(text_of(pattern), &flags, arena, &regex, &why), DONE);
	assert_in_range(regex_size(regex), 1, 1 << 20);
	struct matcher *matcher = matcher_create();
	enum regex_answer answer = regex_search(regex, matcher, value);
	matcher_destroy(matcher);
	regex_destroy(regex);
	arena_destroy(arena);
	return answer;
}

static void test_search(void **state)
{
	(void)state;
	assert_int_equal(search("b+", TEXT("abbc")), REGEX_YES);
	assert_int_equal(search("b+$", TEXT("abbc")), REGEX_NO);
	assert_int_equal(search("", TEXT("")), REGEX_YES);
	assert_int_equal(search("^$", (struct text){NULL, 0}), REGEX_YES);
	assert_int_equal(search("a.c", TEXT("a\0c")), REGEX_YES);
	assert_int_equal(search("a.c", TEXT("a社c")), REGEX_YES);
}

/* One bad byte must not hide what stands beside it. */
static void test_invalid_utf8(void **state)
{
	(void)state;
	assert_int_equal(search("evil", TEXT("\xff\xfe evil \x80")), REGEX_YES);
	assert_int_equal(search("evil", TEXT("\xff\xfe \x80")), REGEX_NO);
}

static void test_refused(void **state)
{
	(void)state;
	static const char *const wrong[] = {
	    "(", "[a", "a{2,1}", "*", "(?<x", "\\C", "(?P<n>a)(?P<n>b)", "\xff", "\\"};
	struct arena *arena = arena_create("regex", 1 << 20);
	struct regex_flags flags = {false, false, false};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct regex *regex = NULL;
		struct why why;
		assert_int_equal(
		    regex_compile(text_of(wrong[i]), &flags, arena, &regex, &why), MALFORMED);
		assert_null(regex);
		assert_non_null(strstr(why.text, "at offset"));
	}
	static char deep[20000];
	struct regex *regex = NULL;
	memset(deep, '(', 5000);
	assert_int_equal(
	    regex_compile((struct text){deep, 5000}, &flags, arena, &regex, NULL), MALFORMED);
	memset(deep, 'a', sizeof(deep));
	assert_int_equal(
	    regex_compile((struct text){deep, sizeof(deep)}, &flags, arena, &regex, NULL),
	    TOO_LARGE);
	arena_destroy(arena);
	regex_destroy(NULL);
	matcher_destroy(NULL);
}

/* The classic that needs 2^n steps. */
static void test_gives_up(void **state)
{
	(void)state;
	static char value[40];
	memset(value, 'a', sizeof(value) - 1);
	assert_int_equal(search("^(a+)+[bc]$", text_of(value)), REGEX_GAVE_UP);
	assert_int_equal(search("^(a|aa)+$", text_of(value)), REGEX_YES);
}

static void test_long_value(void **state)
{
	(void)state;
	char *value = malloc(256 * 1024);
	memset(value, 'a', 256 * 1024);
	struct text text = {value, 256 * 1024};
	assert_int_equal(search("a.*a.*[bc]", text), REGEX_GAVE_UP);
	assert_int_equal(search(".{1000,}", text), REGEX_YES);
	assert_int_equal(search("(a|b)*c", text) == REGEX_YES, false);
	free(value);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_search),
	    cmocka_unit_test(test_invalid_utf8),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_gives_up),
	    cmocka_unit_test(test_long_value),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
