/* SPDX-License-Identifier: Apache-2.0 */
/* Patterns with named holes: what fits, what the holes get, what does not fit. */
#include "decode/pattern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct trial {
	const char *pattern;
	const char *text;
	const char *holes; /* "name=value|name=value"; NULL: does not fit */
};

static void check(const struct trial *trial)
{
	struct pattern_match match;
	char got[512] = "";

	if (!pattern_fits(trial->pattern, text_of(trial->text), &match)) {
		if (trial->holes != NULL)
			fail_msg("\"%s\" does not fit %s", trial->text, trial->pattern);
		return;
	}
	if (trial->holes == NULL)
		fail_msg("\"%s\" fits %s", trial->text, trial->pattern);
	for (size_t i = 0; i < match.count; i++) {
		size_t size = strlen(got);

		snprintf(got + size, sizeof(got) - size, "%s%.*s=%.*s", i == 0 ? "" : "|",
		    TEXT_ARGS(match.at[i].name), TEXT_ARGS(match.at[i].value));
	}
	assert_string_equal(got, trial->holes);
}

static void check_all(const struct trial *trials, size_t count)
{
	for (size_t i = 0; i < count; i++)
		check(&trials[i]);
}

static void fills_holes(void **state)
{
	static const struct trial trials[] = {
	    {"plain", "plain", ""},
	    {"plain", "PLAIN.", ""},
	    {"plain", "plainer", NULL},
	    {"plain", "plai", NULL},
	    {"a {x} c", "a b c", "x=b"},
	    {"a {x} c", "a b b c", NULL},
	    {"a {x*} c", "a b b c", "x=b b"},
	    {"a {x*} c", "a  c", NULL},
	    {"user '{x*}' in", "user '' in", "x="},
	    {"from {ip} port {port}", "from 192.0.2.1 port 22.", "ip=192.0.2.1|port=22"},
	    {"{a}: {b*}", "one: two: three", "a=one|b=two: three"},
	    {"server = {s}~user = {u}", "server =  192.0.2.1 : user = x", "s=192.0.2.1|u=x"},
	    {"server = {s}~user = {u}", "server = 192.0.2.1,user = x", "s=192.0.2.1|u=x"},
	    {"{*} end", "whatever end", ""},
	    {"\\[{x}\\]", "[y]", "x=y"},
	    {"{x}", "", NULL},
	    {"{x*}", "", "x="},
	};

	(void)state;
	check_all(trials, sizeof(trials) / sizeof(trials[0]));
}

static void takes_groups(void **state)
{
	static const struct trial trials[] = {
	    {"a[ b {x}] c", "a c", ""},
	    {"a[ b {x}] c", "a b 1 c", "x=1"},
	    {"{a}[ by {b}]", "it", "a=it"},
	    {"{a}[ by {b}]", "it by me", "a=it|b=me"},
	    {"{a*}[ by {b}]", "it is by me", "a=it is|b=me"},
	    {"x[ {a}][ ({b})]", "x (y)", "a=(y)"},
	    {"d {x}[ ({u})]", "d 1 (me)", "x=1|u=me"},
	    {"q[: {k*}]", "q: A B", "k=A B"},
	};

	(void)state;
	check_all(trials, sizeof(trials) / sizeof(trials[0]));
}

static void takes_parentheses(void **state)
{
	static const struct trial trials[] = {
	    {"for {S+} to {D+}", "for o:192.0.2.1/5 (192.0.2.1/5)(L\\u, 1) to i:h/6",
		"S=o:192.0.2.1/5 (192.0.2.1/5)(L\\u, 1)|D=i:h/6"},
	    {"dst {D+}[ ](type {t}, code {c})", "dst i:192.0.2.1(type 8, code 0)",
		"D=i:192.0.2.1|t=8|c=0"},
	    {"dst {D+}[ ](type {t}, code {c})", "dst i:192.0.2.1 (type 8, code 0)",
		"D=i:192.0.2.1|t=8|c=0"},
	    {"{D+} by", "a (b c) by", NULL},
	    {"{D+} by", "a(b c) by", "D=a(b c)"},
	    {"{D+} by", "a(b by", NULL},
	};

	(void)state;
	check_all(trials, sizeof(trials) / sizeof(trials[0]));
}

static void finds_values(void **state)
{
	struct pattern_match match;

	(void)state;
	assert_true(pattern_fits("{a} {b}", TEXT("1 2"), &match));
	assert_true(text_equal(pattern_value(&match, "b"), TEXT("2")));
	assert_true(text_equal(pattern_value(&match, "c"), TEXT("")));
}

/* A megabyte that keeps every hole busy must not take more than a moment. */
static void stays_linear(void **state)
{
	size_t size = (size_t)1 << 20;
	char *bytes = malloc(size);
	struct pattern_match match;

	(void)state;
	assert_non_null(bytes);
	memset(bytes, ' ', size);
	bytes[0] = 'x';
	bytes[size - 1] = 'x';
	assert_false(pattern_fits("{a*} : {b*} , {c*} end", (struct text){bytes, size}, &match));
	memset(bytes, '(', size);
	assert_false(pattern_fits("{a+} to {b+} end", (struct text){bytes, size}, &match));
	memset(bytes, 'a', size);
	assert_false(pattern_fits("{a*}ab{b*}ac{c*}", (struct text){bytes, size}, &match));
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(fills_holes),
	    cmocka_unit_test(takes_groups),
	    cmocka_unit_test(takes_parentheses),
	    cmocka_unit_test(finds_values),
	    cmocka_unit_test(stays_linear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
