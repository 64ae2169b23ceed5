/* SPDX-License-Identifier: Apache-2.0 */
/* Lines: ends, blank ones, the limit, a sink that stops. */
#include "base/limits.h"
#include "collected.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static void expect(struct text body, const char *expected)
{
	struct collected got;
	struct body_sink sink = collected_begin(&got, 100);
	struct why why;
	assert_int_equal(body_lines(body, &sink, &why), DONE);
	assert_true(collected_is(&got, expected));
	buffer_free(&got.text);
}

static void ends(void **state)
{
	(void)state;
	expect(TEXT("one\ntwo\r\n\n \t\r\nthree"), "one|two|three|");
	expect(TEXT(" one \n"), " one |");
	expect(TEXT(""), "");
	expect(TEXT("\n\n"), "");
}

static void limit(void **state)
{
	(void)state;
	char *bytes = malloc(LIMIT_LINE + 8);
	struct collected got;
	struct body_sink sink = collected_begin(&got, 100);
	struct why why;
	memcpy(bytes, "one\n", 4);
	memset(bytes + 4, 'x', LIMIT_LINE + 1);
	assert_int_equal(body_lines((struct text){bytes, LIMIT_LINE + 5}, &sink, &why), TOO_LARGE);
	assert_non_null(strstr(why.text, "line 2"));
	assert_int_equal(got.count, 0);
	assert_int_equal(body_lines((struct text){bytes, LIMIT_LINE + 4}, &sink, &why), DONE);
	assert_int_equal(got.count, 2);
	buffer_free(&got.text);
	free(bytes);
}

static void stops(void **state)
{
	(void)state;
	struct collected got;
	struct body_sink sink = collected_begin(&got, 2);
	struct why why;
	assert_int_equal(body_lines(TEXT("1\n2\n3\n"), &sink, &why), DONE);
	assert_true(collected_is(&got, "1|2|"));
	buffer_free(&got.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ends), cmocka_unit_test(limit), cmocka_unit_test(stops)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
