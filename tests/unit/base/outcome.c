/* SPDX-License-Identifier: Apache-2.0 */
/* Reasons are cut on a character's border; every outcome has a word of its own. */
#include "base/outcome.h"

#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void writes_a_reason(void **state)
{
	(void)state;
	struct why why;
	why_set(&why, "line %d: %s", 7, "no");
	assert_string_equal(why.text, "line 7: no");
	why_set(NULL, "nobody asks %d", 1);
}

/* 日 is three bytes: wherever the cut falls, what is left is well-formed and as long as it can be.
 */
static void cuts_on_a_border(void **state)
{
	(void)state;
	for (int lead = 0; lead < 7; lead++) {
		char many[400] = "";
		memset(many, 'x', (size_t)lead);
		for (size_t i = 0; i < 100; i++)
			memcpy(many + lead + i * 3, "\xe6\x97\xa5", 3);
		struct why why;
		why_set(&why, "%s", many);
		size_t size = strlen(why.text);
		assert_true(size >= sizeof(why.text) - 3 && size < sizeof(why.text));
		assert_true(utf8_valid(text_of(why.text)));
		assert_memory_equal(why.text, many, size);
	}
}

static void keeps_what_just_fits(void **state)
{
	(void)state;
	char exact[256];
	struct why why;
	memset(exact, 'a', sizeof(exact) - 1);
	exact[255] = '\0';
	why_set(&why, "%s", exact);
	assert_string_equal(why.text, exact);
	why_set(&why, "%s%s", exact, "b");
	assert_string_equal(why.text, exact);
}

static void words_differ(void **state)
{
	(void)state;
	for (int a = DONE; a <= NEED_MORE; a++) {
		assert_true(strlen(outcome_word((enum outcome)a)) > 0);
		for (int b = DONE; b < a; b++)
			assert_string_not_equal(
			    outcome_word((enum outcome)a), outcome_word((enum outcome)b));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(writes_a_reason),
	    cmocka_unit_test(cuts_on_a_border),
	    cmocka_unit_test(keeps_what_just_fits),
	    cmocka_unit_test(words_differ),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
