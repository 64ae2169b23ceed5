/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-16 in pieces of any size, with all that can be wrong with it. */
#include "decode/frame/encoding.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void expect(struct text raw, bool big, struct text wanted)
{
	for (size_t chunk = 1; chunk <= raw.size + 1; chunk++) {
		struct utf16 utf16;
		struct buffer out;
		buffer_init(&out, 4096);
		encoding_utf16_start(&utf16, big);
		for (size_t at = 0; at < raw.size; at += chunk)
			encoding_utf16_put(&utf16, text_part(raw, at, chunk), &out);
		encoding_utf16_finish(&utf16, &out);
		assert_true(text_equal(buffer_text(&out), wanted));
		buffer_free(&out);
	}
}

static void test_both_orders(void **state)
{
	(void)state;
	expect(TEXT("a\0\xe5\x65\x3d\xd8\0\xde"), false, TEXT("a\xe6\x97\xa5\xf0\x9f\x98\x80"));
	expect(TEXT("\0a\x65\xe5\xd8\x3d\xde\0"), true, TEXT("a\xe6\x97\xa5\xf0\x9f\x98\x80"));
	expect(TEXT("\0\0\xff\xff"), false, TEXT("\0\xef\xbf\xbf"));
	expect(TEXT("\xff\xdb\xff\xdf"), false, TEXT("\xf4\x8f\xbf\xbf"));
	expect(TEXT(""), false, TEXT(""));
}

static void test_lone_surrogates(void **state)
{
	(void)state;
	expect(TEXT("\x3d\xd8"
		    "a\0"),
	    false,
	    TEXT("\xef\xbf\xbd"
		 "a"));
	expect(TEXT("\0\xde"
		    "a\0"),
	    false,
	    TEXT("\xef\xbf\xbd"
		 "a"));
	expect(TEXT("\x3d\xd8\x3d\xd8\0\xde"), false, TEXT("\xef\xbf\xbd\xf0\x9f\x98\x80"));
	expect(TEXT("\x3d\xd8"), false, TEXT("\xef\xbf\xbd"));
	expect(TEXT("a\0b"), false, TEXT("a\xef\xbf\xbd"));
	expect(TEXT("\x3d\xd8z"), false, TEXT("\xef\xbf\xbd\xef\xbf\xbd"));
}

static void test_size(void **state)
{
	(void)state;
	assert_int_equal(encoding_utf16_size(TEXT("")), 0);
	assert_int_equal(encoding_utf16_size(TEXT("ab\n")), 6);
	assert_int_equal(encoding_utf16_size(TEXT("\xe6\x97\xa5")), 2);
	assert_int_equal(encoding_utf16_size(TEXT("\xf0\x9f\x98\x80")), 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_both_orders),
	    cmocka_unit_test(test_lone_surrogates),
	    cmocka_unit_test(test_size),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
