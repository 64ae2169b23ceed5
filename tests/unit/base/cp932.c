/* SPDX-License-Identifier: Apache-2.0 */
/* Code page 932: single bytes, pairs, Microsoft's additions, private use, and what is none of it.
 */
#include "base/cp932.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void expect(struct text raw, const char *wanted, bool clean)
{
	struct buffer out;
	buffer_init(&out, 4096);
	assert_int_equal(cp932_put(raw, &out), clean);
	assert_true(text_equal(buffer_text(&out), text_of(wanted)));
	buffer_free(&out);
}

static void test_characters(void **state)
{
	(void)state;
	expect(TEXT(""), "", true);
	expect(TEXT("plain ~\\ ASCII"), "plain ~\\ ASCII", true);
	expect(TEXT("\x93\xfa\x96\x7b\x8c\xea"), "日本語", true);
	expect(TEXT("\x95\x5c\x8e\xa6,\x83\x5c"), "表示,ソ", true);
	expect(TEXT("\xb6\xc5\xdf"), "ｶﾅﾟ", true);
	/* first and last rows of the table; NEC's and IBM's additions; private use */
	expect(TEXT("\x81\x40\x88\x9f\x98\x72\x98\x9f\xea\xa4"), "　亜腕弌熙", true);
	expect(TEXT("\x87\x40\xfa\x40\xfc\x4b"), "①ⅰ黑", true);
	expect(TEXT("\xf0\x40\xf9\xfc"), "\xee\x80\x80\xee\x9d\x97", true);
}

/* Bytes that are no character are one U+FFFD each, and what follows is not eaten. */
static void test_broken(void **state)
{
	(void)state;
	expect(TEXT("\x93"), "\xef\xbf\xbd", false);
	expect(TEXT("\x93\",x"), "\xef\xbf\xbd\",x", false);
	expect(TEXT("\x80\xa0\xfd\xfe\xff"),
	    "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", false);
	expect(TEXT("\x81\x7f\x81\xff"), "\xef\xbf\xbd\x7f\xef\xbf\xbd\xef\xbf\xbd", false);
	expect(TEXT("\x85\x40"), "\xef\xbf\xbd@", false);
}

static void test_nul(void **state)
{
	(void)state;
	struct buffer out;
	buffer_init(&out, 16);
	assert_true(cp932_put(TEXT("a\0b"), &out));
	assert_true(text_equal(buffer_text(&out), TEXT("a\0b")));
	buffer_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_characters),
	    cmocka_unit_test(test_broken),
	    cmocka_unit_test(test_nul),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
