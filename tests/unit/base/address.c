/* SPDX-License-Identifier: Apache-2.0 */
#include "base/address.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void what_is_an_address(void **state)
{
	(void)state;
	unsigned char bytes[ADDRESS_BYTES];
	static const unsigned char v4[4] = {192, 0, 2, 1};
	assert_int_equal(address_read(TEXT("192.0.2.1"), bytes), 4);
	assert_memory_equal(bytes, v4, 4);
	assert_int_equal(address_read(TEXT("::ffff:192.0.2.1"), bytes), 4);
	assert_memory_equal(bytes, v4, 4);
	assert_int_equal(address_read(TEXT("2001:db8::1"), bytes), 16);
	assert_true(bytes[0] == 0x20 && bytes[15] == 1);
	assert_int_equal(address_read(TEXT("2001:0db8:0000:0000:0000:0000:0000:0001"), bytes), 16);
}

static void what_is_none(void **state)
{
	(void)state;
	static const char *const none[] = {"", "1.2.3", "1.2.3.4.5", "01.2.3.4", "256.1.1.1",
	    "localhost", "[::1]", "fe80::1%eth0", "1.2.3.4 ",
	    "::1::", "2001:0db8:0000:0000:0000:0000:0000:00001:and:so:on:and:so:on"};
	unsigned char bytes[ADDRESS_BYTES];
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_int_equal(address_read(text_of(none[i]), bytes), 0);
	assert_int_equal(address_read((struct text){"1.2.3.4\0x", 9}, bytes), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_an_address),
	    cmocka_unit_test(what_is_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
