/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers in text: borders of the types and what is no number. */
#include "base/text.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void integers(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t value;
	} good[] = {
	    {"0", 0},
	    {"-0", 0},
	    {"+17", 17},
	    {"007", 7},
	    {"9223372036854775807", INT64_MAX},
	    {"-9223372036854775808", INT64_MIN},
	};
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		int64_t value = 42;
		assert_true(text_to_int(text_of(good[i].text), &value));
		assert_true(value == good[i].value);
	}
}

static void no_integers(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "-", "+", "--1", "+-1", " 1", "1 ", "1.0", "0x10",
	    "1e3", "9223372036854775808", "-9223372036854775809", "99999999999999999999999"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		int64_t value = 42;
		assert_false(text_to_int(text_of(bad[i]), &value));
		assert_int_equal(value, 42);
	}
	int64_t value = 42;
	assert_false(text_to_int((struct text){NULL, 0}, &value));
	assert_false(text_to_int(TEXT("1\0"), &value));
}

static void unsigned_and_hexadecimal(void **state)
{
	(void)state;
	uint64_t value = 42;
	assert_true(text_to_uint(TEXT("18446744073709551615"), &value));
	assert_true(value == UINT64_MAX);
	assert_false(text_to_uint(TEXT("18446744073709551616"), &value));
	assert_false(text_to_uint(TEXT("+1"), &value));
	assert_false(text_to_uint(TEXT("-1"), &value));
	assert_true(text_to_hex(TEXT("0xFFFFFFFFffffffff"), &value));
	assert_true(value == UINT64_MAX);
	assert_true(text_to_hex(TEXT("1f"), &value));
	assert_int_equal(value, 0x1f);
	assert_true(text_to_hex(TEXT("0X0000000000000000a"), &value));
	assert_int_equal(value, 10);
	assert_false(text_to_hex(TEXT("0x"), &value));
	assert_false(text_to_hex(TEXT(""), &value));
	assert_false(text_to_hex(TEXT("0x0x1"), &value));
	assert_false(text_to_hex(TEXT("10000000000000000"), &value));
	assert_false(text_to_hex(TEXT("g"), &value));
	assert_int_equal(value, 10);
}

static void reals(void **state)
{
	(void)state;
	static const char *const good[] = {"0", "-0", "0.5", "-1.25", "123456789012345", "0.1",
	    "999999999999999", "9999999999999999", "1157689312.049", "1e3", "1E+3", "2.5e-3",
	    "1e400", "-1e400", "1e-400", "4.9e-324", "0.000000000000001", "1.7976931348623157e308",
	    "9007199254740993", "0.30000000000000004", "100000000000000.5"};
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		double value;
		assert_true(text_to_double(text_of(good[i]), &value));
		double expected = strtod(good[i], NULL);
		assert_memory_equal(&value, &expected, sizeof(value));
	}
}

static void no_reals(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "-", "+1", ".5", "1.", "01", "1e", "1e+", "0x1p3",
	    "inf", "nan", " 1", "1 ", "1,5", "--1", "1.5.2", "1e5.2"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		double value = 42;
		assert_false(text_to_double(text_of(bad[i]), &value));
		assert_true(value == 42);
	}
}

static void very_long_real(void **state)
{
	(void)state;
	size_t size = 100000;
	char *digits = malloc(size);
	assert_non_null(digits);
	memset(digits, '3', size);
	digits[1] = '.';
	double value;
	assert_true(text_to_double((struct text){digits, size}, &value));
	assert_true(value == 10.0 / 3);
	free(digits);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(integers),
	    cmocka_unit_test(no_integers),
	    cmocka_unit_test(unsigned_and_hexadecimal),
	    cmocka_unit_test(reals),
	    cmocka_unit_test(no_reals),
	    cmocka_unit_test(very_long_real),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
