/* SPDX-License-Identifier: Apache-2.0 */
/* Every value modifier, with what it fits and what it does not, and the combinations that are
 * refused. */
#include "detect/modifier.h"

#include "trial.h"

static void test_none(void **state)
{
	(void)state;
	assert_fits("Image: 'C:\\Windows\\*.exe'", {"Image", "c:\\windows*.EXE"});
	assert_misses("Image: 'C:\\Windows\\*.exe'", {"Image", "c:\\windows\\cmd.EXE"});
	assert_fits("Image: 'C:\\Windows\\\\*.exe'", {"Image", "c:\\windows\\cmd.EXE"});
	assert_fits("Image: ['a', 'b']", {"Image", "B"});
	assert_misses("Image: ['a', 'b']", {"Image", "c"});
	assert_misses("Image: a", {"image", "a"});
}

static void test_contains(void **state)
{
	(void)state;
	assert_fits("C|contains: 'Mimi'", {"C", "x MIMIkatz"});
	assert_misses("C|contains: 'mimi'", {"C", "x mi mi"});
	assert_fits("C|contains: 'a*c'", {"C", "xxaxxcxx"});
	assert_fits("C|contains: '*abc*'", {"C", "xabcx"});
	assert_fits("C|contains: ''", {"C", ""});
	assert_misses("C|contains: ''", {"D", "x"});
	assert_fits("C|contains: 127", {"C", "http://127.0.0.1"});
}

static void test_startswith_endswith(void **state)
{
	(void)state;
	assert_fits("C|startswith: 'Ab'", {"C", "abc"});
	assert_misses("C|startswith: 'ab'", {"C", "xab"});
	assert_fits("C|endswith: '\\CMD.exe'", {"C", "C:\\x\\cmd.EXE"});
	assert_misses("C|endswith: '\\cmd.exe'", {"C", "cmd.exe"});
	assert_misses("C|endswith: '\\cmd.exe'", {"C", "C:\\cmd.exe "});
	assert_fits("C|startswith: 'a*b'", {"C", "axxbyy"});
	assert_fits("C|endswith: 'a?b'", {"C", "yyaxb"});
}

static void test_all(void **state)
{
	(void)state;
	assert_fits("C|contains|all: ['a1', 'b2']", {"C", "xxB2 A1"});
	assert_misses("C|contains|all: ['a1', 'b2']", {"C", "xxB2"});
	/* A list: each value in some element. */
	assert_fits("C|all: ['a', 'b']", {"C", "b"}, {"C", "a"});
	assert_misses("C|all: ['a', 'b']", {"C", "ab"});
	assert_fits("C|all|contains: ['a', 'b']", {"C", "ab"});
	assert_fits("C|contains|all: ['a']", {"C", "a"});
	/* Several values made of one are alternatives, also under all. */
	assert_fits("C|base64offset|contains|all: ['foobar', 'cmd.exe']",
	    {"C", "xxZm9vYmFy and Y21kLmV4Z"});
	assert_misses("C|base64offset|contains|all: ['foobar', 'cmd.exe']", {"C", "xxZm9vYmFy"});
}

static void test_re(void **state)
{
	(void)state;
	assert_fits("C|re: 'a\\d+b'", {"C", "xxa12byy"});
	assert_misses("C|re: 'a\\d+b'", {"C", "xxA12Byy"});
	assert_misses("C|re: '^a$'", {"C", "xa"});
	assert_fits("C|re|i: 'a\\d+b'", {"C", "xxA12Byy"});
	assert_misses("C|re: '^b'", {"C", "a\nb"});
	assert_fits("C|re|m: '^b'", {"C", "a\nb"});
	assert_misses("C|re: 'a.b'", {"C", "a\nb"});
	assert_fits("C|re|s: 'a.b'", {"C", "a\nb"});
	assert_fits("C|re|i|m|s: '^a.B$'", {"C", "x\nA\nb\ny"});
	assert_fits("C|re: '(?i)ABC'", {"C", "abc"});
	assert_fits("C|re|all: ['a+', 'b+']", {"C", "bbaa"});
	assert_misses("C|re|all: ['a+', 'c+']", {"C", "bbaa"});
	assert_fits("C|re: '\\\\\\\\srv'", {"C", "\\\\srv"});
	assert_fits("C|re: '^社.名$'", {"C", "社員名"});
	assert_fits("C|re: 12", {"C", "3124"});
}

static void test_cidr(void **state)
{
	(void)state;
	assert_fits("A|cidr: 10.0.0.0/8", {"A", "10.1.2.3"});
	assert_misses("A|cidr: 10.0.0.0/8", {"A", "192.0.2.1"});
	assert_fits("A|cidr: ['10.0.0.0/8', '2001:db8::/32']", {"A", "2001:db8::5"});
	assert_misses("A|cidr: 10.0.0.0/8", {"A", "10.1.2.3.example"});
	assert_fits("A|cidr|neq: 10.0.0.0/8", {"A", "192.0.2.1"});
}

static void test_exists(void **state)
{
	(void)state;
	assert_fits("A|exists: true", {"A", "x"});
	assert_fits("A|exists: true", {"A", ""});
	assert_fits("A|exists: true", {"A", NULL});
	assert_misses("A|exists: true", {"B", "x"});
	assert_fits("A|exists: false", {"B", "x"});
	assert_misses("A|exists: false", {"A", NULL});
}

static void test_cased(void **state)
{
	(void)state;
	assert_fits("A|cased: 'AbC'", {"A", "AbC"});
	assert_misses("A|cased: 'AbC'", {"A", "abc"});
	assert_fits("A|contains|cased: 'bC'", {"A", "AbC"});
	assert_misses("A|contains|cased: 'BC'", {"A", "AbC"});
	assert_misses("A|cased|endswith: 'c'", {"A", "AbC"});
	assert_fits("A|windash|contains|cased: ' -F'", {"A", "x /F"});
	assert_misses("A|windash|contains|cased: ' -F'", {"A", "x /f"});
}

static void test_orders(void **state)
{
	(void)state;
	assert_fits("A|lt: 10", {"A", "9"});
	assert_misses("A|lt: 10", {"A", "10"});
	assert_fits("A|lte: 10", {"A", "10"});
	assert_misses("A|lte: 10", {"A", "10.5"});
	assert_fits("A|gt: 10", {"A", "100"});
	assert_misses("A|gt: 10", {"A", "10"});
	assert_fits("A|gte: 10", {"A", "10"});
	assert_misses("A|gte: 10", {"A", "9.99"});
	assert_fits("A|gt: -1.5", {"A", "-1"});
	assert_fits("A|gte: 0x10", {"A", "16"});
	assert_fits("A|gte: 16", {"A", "0x10"});
	assert_misses("A|gt: 10", {"A", "many"});
	assert_misses("A|gt: 10", {"A", ""});
	assert_misses("A|gt: 10", {"A", NULL});
	assert_misses("A|gt: 10", {"B", "11"});
	assert_fits("A|gt: 9223372036854775806", {"A", "9223372036854775807"});
	assert_misses("A|gt: 9223372036854775806", {"A", "9223372036854775806"});
}

static void test_neq(void **state)
{
	(void)state;
	assert_fits("A|neq: x", {"A", "y"});
	assert_misses("A|neq: x", {"A", "X"});
	assert_fits("A|neq: 5", {"A", "6"});
	assert_misses("A|neq: 5", {"A", "5"});
	/* Different from all of the values. */
	assert_misses("A|neq: [x, y]", {"A", "y"});
	assert_fits("A|neq: [x, y]", {"A", "z"});
	assert_fits("A|contains|neq: x", {"A", "abc"});
	assert_misses("A|contains|neq: x", {"A", "axc"});
	assert_fits("A|neq: x", {"B", "x"});
	assert_misses("A|neq: null", {"B", "x"});
}

static void test_fieldref(void **state)
{
	(void)state;
	assert_fits("A|fieldref: B", {"A", "Me"}, {"B", "mE"});
	assert_misses("A|fieldref: B", {"A", "me"}, {"B", "you"});
	assert_misses("A|fieldref: B", {"A", "me"});
	assert_misses("A|fieldref: B", {"C", "me"});
	assert_misses("A|fieldref: B", {"A", NULL}, {"B", NULL});
	assert_fits("A|fieldref: B", {"A", ""}, {"B", ""});
	assert_fits("A|fieldref|startswith: B", {"A", "C:\\x\\y"}, {"B", "c:\\X"});
	assert_misses("A|fieldref|startswith: B", {"A", "x"}, {"B", "xy"});
	assert_fits("A|fieldref|endswith: B", {"A", "abc"}, {"B", "bc"});
	assert_misses("A|fieldref|endswith: B", {"A", "abc"}, {"B", "ab"});
	assert_fits("A|fieldref|contains: B", {"A", "abc"}, {"B", "b"});
	assert_fits("A|contains|fieldref: B", {"A", "abc"}, {"B", "b"});
	assert_misses("A|fieldref|contains: B", {"A", "b"}, {"B", "abc"});
	assert_fits("A|fieldref: [B, C]", {"A", "x"}, {"B", "y"}, {"C", "x"});
	assert_fits("A|fieldref: B", {"A", "x"}, {"A", "z"}, {"B", "y"}, {"B", "z"});
	assert_fits("A|fieldref|neq: B", {"A", "x"}, {"B", "y"});
	assert_misses("A|fieldref|neq: B", {"A", "x"}, {"B", "x"});
	assert_misses("A|fieldref|cased: B", {"A", "x"}, {"B", "X"});
	/* The other field's value is a text, not a pattern. */
	assert_misses("A|fieldref: B", {"A", "abc"}, {"B", "a*"});
}

static void test_windash(void **state)
{
	(void)state;
	static const char *const dashes[] = {"-", "/", "–", "—", "―"};
	for (size_t i = 0; i < 5; i++) {
		for (size_t j = 0; j < 5; j++) {
			char value[64];
			snprintf(value, sizeof(value), "tool.exe %sa x %sB", dashes[i], dashes[j]);
			assert_fits("C|contains|windash: ' -a x /b'", {"C", value});
			assert_fits("C|windash|contains|all: [' —a', ' ―b']", {"C", value});
			assert_misses("C|contains|windash: ' -c'", {"C", value});
			assert_misses(
			    "C|contains: ' ―a x —b'", {"C", i == 4 && j == 3 ? "" : value});
		}
	}
	assert_fits("C|windash: '-a*'", {"C", "/abc"});
	assert_misses("C|contains|windash: ' -a'", {"C", "tool.exe +a"});
	assert_misses("C|contains|windash: ' -a'", {"C", "tool.exe \xe2\x80\x92"
							 "a"});
	assert_fits("C|endswith|windash: '-?'", {"C", "x /社"});
}

static void test_windash_before_encoding(void **state)
{
	(void)state;
	/* "-e" and "/e" in UTF-16, in Base64 at offset 0. */
	assert_fits("C|windash|wide|base64offset|contains: '-en'", {"C", "xxxxLQBlAG4A"});
	assert_fits("C|windash|wide|base64offset|contains: '-en'", {"C", "xxxxLwBlAG4A"});
	assert_misses("C|windash|wide|base64offset|contains: '-en'", {"C", "xxxxKwBlAG4A"});
	assert_why("permutations", "C|windash|base64: '-a-b-c-d-e-f'");
	assert_why("wildcards", "C|windash|base64: '-a*'");
}

static void test_encodings(void **state)
{
	(void)state;
	assert_fits("C|base64: 'foobar'", {"C", "Zm9vYmFy"});
	assert_misses("C|base64: 'foobar'", {"C", "xZm9vYmFy"});
	assert_fits("C|base64|contains: 'foobar'", {"C", "xZm9vYmFy"});
	assert_fits("C|base64offset|contains: 'http://'", {"C", "aHR0cDovL3g="});
	assert_fits("C|base64offset|contains: 'http://'", {"C", "eGh0dHA6Ly94"});
	assert_fits("C|base64offset|contains: 'http://'", {"C", "eHhodHRwOi8veA=="});
	assert_misses("C|base64offset|contains: 'http://'", {"C", "ZnRwOi8vZXhhbXBsZQ=="});
	assert_fits("C|wide|base64offset|contains: 'cmd'", {"C", "YwBtAGQA"});
	assert_fits("C|utf16le|base64: 'cmd'", {"C", "YwBtAGQA"});
	assert_fits("C|utf16be|base64: 'cmd'", {"C", "AGMAbQBk"});
	assert_fits("C|utf16|base64: 'cmd'", {"C", "//5jAG0AZAA="});
	assert_misses("C|utf16|base64: 'cmd'", {"C", "YwBtAGQA"});
	/* The encoded text is a Sigma string like any other: no case unless cased. */
	assert_fits("C|base64: 'foobar'", {"C", "ZM9VYMFY"});
	assert_misses("C|base64|cased: 'foobar'", {"C", "ZM9VYMFY"});
	/* An escaped wildcard is a character of the value. */
	assert_fits("C|base64: 'a\\*'", {"C", "YSo="});
	assert_why("wildcards", "C|base64: 'a*'");
	assert_why("wildcards", "C|base64offset: 'a*'");
	assert_why("wildcards", "C|contains|base64: 'a'");
	assert_why("two bytes", "C|base64offset|contains: 'a'");
}

static void test_time(void **state)
{
	(void)state;
	static const char time[] = "2024-02-29 23:05:07.123";
	assert_fits("T|minute: 5", {"T", time});
	assert_misses("T|minute: 6", {"T", time});
	assert_fits("T|hour: [22, 23]", {"T", time});
	assert_fits("T|day: 29", {"T", time});
	assert_fits("T|week: 9", {"T", time});
	assert_fits("T|month: 2", {"T", time});
	assert_fits("T|year: 2024", {"T", time});
	assert_misses("T|year: 2023", {"T", time});
	assert_fits("T|hour|gte: 22", {"T", time});
	assert_fits("T|lt|hour: 23", {"T", "2024-02-29T00:00:00Z"});
	assert_misses("T|hour|lt: 23", {"T", time});
	assert_fits("T|hour|neq: 5", {"T", time});
	assert_misses("T|hour: 23", {"T", "never"});
	assert_why("part of a time", "T|hour: 25");
	assert_why("part of a time", "T|hour: noon");
	assert_why("part of a time", "T|month: 0");
}

static void test_unknown(void **state)
{
	(void)state;
	assert_why("5: unknown modifier \"like\"", "C|like: x");
	assert_why("unknown modifier \"\"", "C|: x");
	assert_why("unknown modifier \"\"", "C|contains|: x");
	assert_why("unknown modifier \"Contains\"", "C|Contains: x");
	assert_why("twice", "C|contains|contains: x");
	assert_why("only behind \"re\"", "C|i: x");
	assert_why("only behind \"re\"", "C|i|re: x");
}

static void test_together(void **state)
{
	(void)state;
	static const char *const wrong[] = {"contains|startswith", "startswith|endswith",
	    "re|contains", "contains|re", "re|cidr", "re|cased", "re|windash", "re|base64",
	    "re|expand", "cidr|contains", "cidr|windash", "exists|contains", "exists|all",
	    "exists|neq", "lt|gt", "lt|contains", "gt|neq", "lt|cased", "fieldref|re",
	    "fieldref|cidr", "fieldref|base64", "fieldref|windash", "fieldref|expand",
	    "hour|contains", "hour|day", "hour|re", "wide|utf16", "utf16le|utf16be",
	    "base64|base64offset", "fieldref|lt"};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		char selection[64];
		snprintf(selection, sizeof(selection), "C|%s: 1", wrong[i]);
		assert_why("do not go together", selection);
	}
}

static void test_wrong_values(void **state)
{
	(void)state;
	assert_why("needs true or false", "C|exists: 'true'");
	assert_why("needs true or false", "C|exists: 1");
	assert_why("need a number", "C|lt: many");
	assert_why("need a number", "C|gte: '5'");
	assert_why("need a number", "C|gte: null");
	assert_why("address block", "C|cidr: 10.0.*");
	assert_why("address block", "C|cidr: null");
	assert_why("name of a field", "C|fieldref: 'a*'");
	assert_why("name of a field", "C|fieldref: ''");
	assert_why("name of a field", "C|fieldref: null");
	assert_why("regular expression", "C|re: '('");
	assert_why("needs a text", "C|re: null");
	assert_why("null stands only", "C|contains: null");
	assert_why("without values", "C: []");
	assert_why("neither a text", "C: {a: b}");
	assert_why("neither a text", "C: [[a]]");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_none),
	    cmocka_unit_test(test_contains),
	    cmocka_unit_test(test_startswith_endswith),
	    cmocka_unit_test(test_all),
	    cmocka_unit_test(test_re),
	    cmocka_unit_test(test_cidr),
	    cmocka_unit_test(test_exists),
	    cmocka_unit_test(test_cased),
	    cmocka_unit_test(test_orders),
	    cmocka_unit_test(test_neq),
	    cmocka_unit_test(test_fieldref),
	    cmocka_unit_test(test_windash),
	    cmocka_unit_test(test_windash_before_encoding),
	    cmocka_unit_test(test_encodings),
	    cmocka_unit_test(test_time),
	    cmocka_unit_test(test_unknown),
	    cmocka_unit_test(test_together),
	    cmocka_unit_test(test_wrong_values),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
