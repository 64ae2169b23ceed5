/* SPDX-License-Identifier: Apache-2.0 */
#include "incident/ordinary.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void addresses(void **state)
{
	(void)state;
	static const char *const ordinary[] = {"127.0.0.1", "0.0.0.0", "255.255.255.255",
	    "224.0.0.1", "169.254.7.7", "8.8.8.8", "1.1.1.1", "::", "::1", "0:0:0:0:0:0:0:0",
	    "0:0:0:0:0:0:0:1", "fe80:0:0:0:e142:5666:31a1:94c3", "ff02::fb", "::ffff:127.0.0.1",
	    "::ffff:8.8.4.4", "2001:4860:4860::8844", "2606:4700:4700::1111"};
	static const char *const telling[] = {"192.168.0.1", "203.0.113.9", "8.8.8.9",
	    "2001:db8::1", "::2", "::ffff:203.0.113.9", "fd00::1", "2001:4860:1::1", "",
	    "localhost", "1.1.1.1.1",
	    "0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0"};
	for (size_t i = 0; i < sizeof(ordinary) / sizeof(ordinary[0]); i++) {
		if (!ordinary_address(text_of(ordinary[i])))
			fail_msg("%s is ordinary", ordinary[i]);
	}
	for (size_t i = 0; i < sizeof(telling) / sizeof(telling[0]); i++) {
		if (ordinary_address(text_of(telling[i])))
			fail_msg("%s tells something", telling[i]);
	}
	assert_false(ordinary_address((struct text){"1.1.1.1\0", 8}));
	assert_false(ordinary_address((struct text){NULL, 0}));
}

static void users_and_files(void **state)
{
	(void)state;
	assert_true(ordinary_user(TEXT("Administrator")));
	assert_true(ordinary_user(TEXT("www-data")));
	assert_false(ordinary_user(TEXT("tanaka")));
	assert_false(ordinary_user(TEXT("root2")));
	assert_false(ordinary_user(TEXT("")));
	assert_true(ordinary_file(TEXT("C:\\Windows\\System32\\cmd.exe")));
	assert_true(ordinary_file(TEXT("/usr/bin/curl")));
	assert_false(ordinary_file(TEXT("C:\\Users\\tanaka\\Downloads\\a.exe")));
	assert_false(ordinary_file(TEXT("/home/tanaka/usr/bin/x")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(addresses),
	    cmocka_unit_test(users_and_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
