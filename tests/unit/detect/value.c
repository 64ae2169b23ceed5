/* SPDX-License-Identifier: Apache-2.0 */
/* What values mean: null, empty, numbers, booleans, lists of fields, keywords. */
#include "detect/value.h"

#include "trial.h"

static void test_null(void **state)
{
	(void)state;
	assert_fits("A: null", {"B", "x"});
	assert_fits("A: null", {"A", NULL});
	assert_fits("A: ~", {"B", "x"});
	assert_fits("A:", {"B", "x"});
	assert_misses("A: null", {"A", ""});
	assert_misses("A: null", {"A", "null"});
	assert_fits("A: 'null'", {"A", "null"});
	assert_misses("A: 'null'", {"B", "x"});
	assert_fits("A: [null, x]", {"A", "x"});
	assert_fits("A: [null, x]", {"B", "x"});
	assert_fits("A: null", {"A", "x"}, {"A", NULL});
}

static void test_empty(void **state)
{
	(void)state;
	assert_fits("A: ''", {"A", ""});
	assert_misses("A: ''", {"A", "x"});
	assert_misses("A: ''", {"A", NULL});
	assert_misses("A: ''", {"B", ""});
	assert_fits("A: '*'", {"A", ""});
	assert_misses("A: '*'", {"A", NULL});
	assert_misses("A: '*'", {"B", "x"});
}

static void test_numbers(void **state)
{
	(void)state;
	assert_fits("A: 4624", {"A", "4624"});
	assert_misses("A: 4624", {"A", "46240"});
	assert_misses("A: 4624", {"A", "x4624"});
	assert_fits("A: 4624", {"A", "4624.0"});
	assert_fits("A: '4624'", {"A", "4624"});
	assert_misses("A: '4624'", {"A", "4624.0"});
	assert_fits("A: 0x17", {"A", "0x17"});
	assert_fits("A: 0x17", {"A", "23"});
	assert_misses("A: '0x17'", {"A", "23"});
	assert_fits("A: -1", {"A", "-1"});
	assert_fits("A: 1.5", {"A", "1.50"});
	assert_fits("A: [1, 2, 3]", {"A", "3"});
	assert_misses("A: 1e9999", {"A", "2e9999"});
	assert_misses("A: 18446744073709551615", {"A", "1"});
	assert_fits("A: 18446744073709551615", {"A", "18446744073709551615"});
}

static void test_booleans(void **state)
{
	(void)state;
	assert_fits("A: true", {"A", "true"});
	assert_fits("A: true", {"A", "True"});
	assert_misses("A: true", {"A", "1"});
	assert_misses("A: false", {"A", "true"});
	assert_fits("A: yes", {"A", "yes"});
	assert_misses("A: yes", {"A", "true"});
}

static void test_lists_of_fields(void **state)
{
	(void)state;
	assert_fits("A: b", {"A", "a"}, {"A", "b"}, {"A", "c"});
	assert_misses("A: d", {"A", "a"}, {"A", "b"}, {"A", "c"});
	assert_fits("A|startswith: x", {"A", NULL}, {"A", "xy"});
	assert_fits("A|contains|all: [b, d]", {"A", "abc"}, {"A", "cde"});
	assert_misses("A|neq: b", {"A", "a"}, {"A", "b"});
}

static bool keyword(const char *selection, const char *message, const struct given *given)
{
	return trial_detects(trial_selection(selection), message, given);
}

static void test_keywords(void **state)
{
	(void)state;
	assert_true(
	    keyword("- EvilService\n    - svc.exe -n evil", "", EVENT({"X", "an evilSERVICE!"})));
	assert_true(
	    keyword("- EvilService\n    - svc.exe -n evil", "run svc.exe -n evil", NO_FIELDS));
	assert_false(
	    keyword("- EvilService", "evil service", EVENT({"X", "evil"}, {"Y", "service"})));
	/* The name of a field is not its content. */
	assert_false(keyword("- EvilService", "", EVENT({"EvilService", "x"})));
	assert_true(keyword("EvilService", "EVILSERVICE", NO_FIELDS));
	assert_true(keyword("- 'a*c'", "xx abbc", NO_FIELDS));
	assert_false(keyword("- 'a*c'", "a", EVENT({"X", "c"})));
	assert_true(keyword("- 200", "", EVENT({"status", "200"})));
	assert_true(keyword("- 200", "", EVENT({"status", "12001"})));
}

static void test_keywords_all(void **state)
{
	(void)state;
	assert_true(keyword("'|all':\n      - one\n      - two", "one", EVENT({"X", "TWO"})));
	assert_false(keyword("'|all':\n      - one\n      - two", "one", EVENT({"X", "three"})));
	assert_true(keyword("'|all': [one, 200]", "one", EVENT({"X", "200"})));
	assert_true(keyword("'|re': 'a\\d'", "xa1", NO_FIELDS));
	assert_false(keyword("'|re': 'a\\d'", "xA1", NO_FIELDS));
	assert_true(keyword("'|re|i': 'a\\d'", "xA1", NO_FIELDS));
	assert_true(keyword("'|cased': 'Ab'", "xAbx", NO_FIELDS));
	assert_false(keyword("'|cased': 'Ab'", "xabx", NO_FIELDS));
	assert_true(keyword("'|contains|windash': ' -x'", "a /x", NO_FIELDS));
	assert_true(keyword("'|wide|base64offset|contains': 'cmd'", "zYwBtAGQA", NO_FIELDS));
	assert_true(keyword("'|neq': bad", "good", NO_FIELDS));
	assert_why("needs the name of a field", "'|endswith': x");
	assert_why("needs the name of a field", "'|cidr': 10.0.0.0/8");
	assert_why("needs the name of a field", "'|exists': true");
	assert_why("needs the name of a field", "'|fieldref': A");
	assert_why("needs the name of a field", "'|gt': 4");
	assert_why("null stands only", "- null");
}

/* Maps join by and, lists by or, and they may be mixed. */
static void test_maps_and_lists(void **state)
{
	(void)state;
	assert_fits("A: a\n    B: b", {"A", "a"}, {"B", "b"});
	assert_misses("A: a\n    B: b", {"A", "a"}, {"B", "x"});
	assert_fits("- A: a\n    - B: b", {"A", "x"}, {"B", "b"});
	assert_misses("- A: a\n      B: b\n    - C: c", {"A", "a"}, {"C", "x"});
	assert_fits("- A: a\n      B: b\n    - C: c", {"A", "a"}, {"B", "b"});
	assert_true(keyword("- A: a\n    - word", "some word", NO_FIELDS));
	assert_true(keyword("- A: a\n    - word", "", EVENT({"A", "a"})));
	assert_false(keyword("- A: a\n    - word", "", EVENT({"A", "b"})));
	assert_fits("- - A: a\n      - B: b\n    - C: c", {"B", "b"});
	assert_why("without content", "[]");
	assert_why("without content", "{}");
	assert_why("without content", "- {}");
}

static void test_limits(void **state)
{
	(void)state;
	static char selection[50000] = "A: '";
	size_t size = strlen(selection);
	for (size_t i = 0; i < 2000; i++)
		selection[size++] = i % 2 == 0 ? '*' : 'a';
	memcpy(selection + size, "'", 2);
	assert_why("wildcards in a value", selection);
	char name[600] = "";
	memset(name, 'n', 300);
	memcpy(name + 300, ": x", 4);
	assert_why("name of more than", name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_null),
	    cmocka_unit_test(test_empty),
	    cmocka_unit_test(test_numbers),
	    cmocka_unit_test(test_booleans),
	    cmocka_unit_test(test_lists_of_fields),
	    cmocka_unit_test(test_keywords),
	    cmocka_unit_test(test_keywords_all),
	    cmocka_unit_test(test_maps_and_lists),
	    cmocka_unit_test(test_limits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
