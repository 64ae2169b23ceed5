/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8 against its definition: every code point, and what must not be taken for one. */
#include "base/utf8.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void every_code_point(void **state)
{
	(void)state;
	for (uint32_t code = 0; code <= 0x10ffff; code++) {
		char bytes[4];
		if (code >= 0xd800 && code <= 0xdfff)
			continue;
		size_t size = utf8_put(code, bytes);
		size_t expected = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
		if (size != expected || utf8_sequence((struct text){bytes, size}) != size)
			fail_msg("U+%04X", (unsigned)code);
		/* Cut short it is none, and one replacement stands for it. */
		if (size > 1 && (utf8_sequence((struct text){bytes, size - 1}) != 0 ||
				    utf8_broken((struct text){bytes, size - 1}) != size - 1))
			fail_msg("U+%04X cut", (unsigned)code);
	}
}

/* All texts of two bytes, against the definition. */
static void every_pair(void **state)
{
	(void)state;
	for (unsigned a = 0; a < 256; a++) {
		for (unsigned b = 0; b < 256; b++) {
			char bytes[2] = {(char)a, (char)b};
			bool two = a >= 0xc2 && a <= 0xdf && b >= 0x80 && b <= 0xbf;
			bool valid = (a < 0x80 && b < 0x80) || two;
			assert_int_equal(utf8_valid((struct text){bytes, 2}), valid);
		}
	}
}

static void ill_formed(void **state)
{
	(void)state;
	static const struct {
		struct text t;
		size_t broken;
	} bad[] = {
	    {TEXT_INIT("\x80"), 1},
	    {TEXT_INIT("\xc0\xaf"), 1},         /* overlong */
	    {TEXT_INIT("\xe0\x80\xaf"), 1},     /* overlong */
	    {TEXT_INIT("\xf0\x80\x80\xaf"), 1}, /* overlong */
	    {TEXT_INIT("\xed\xa0\x80"), 1},     /* a surrogate */
	    {TEXT_INIT("\xf4\x90\x80\x80"), 1}, /* above U+10FFFF */
	    {TEXT_INIT("\xf5\x80\x80\x80"), 1},
	    {TEXT_INIT("\xff"), 1},
	    {TEXT_INIT("\xe1\x80\xe2"), 2},
	    {TEXT_INIT("\xf1\x80\x80\x41"), 3},
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(utf8_sequence(bad[i].t), 0);
		assert_int_equal(utf8_broken(bad[i].t), bad[i].broken);
		assert_false(utf8_valid(bad[i].t));
	}
}

static void ascii_runs(void **state)
{
	(void)state;
	char bytes[40];
	memset(bytes, 'a', sizeof(bytes));
	for (size_t i = 0; i < sizeof(bytes); i++) {
		bytes[i] = '\x80';
		assert_int_equal(utf8_ascii((struct text){bytes, sizeof(bytes)}), i);
		assert_int_equal(utf8_ascii((struct text){bytes, i}), i);
		bytes[i] = 'a';
	}
	assert_int_equal(utf8_ascii((struct text){NULL, 0}), 0);
	assert_true(utf8_valid((struct text){NULL, 0}));
	assert_int_equal(utf8_sequence((struct text){NULL, 0}), 0);
}

static void repairs(void **state)
{
	(void)state;
	struct arena *arena = arena_create("test", 4096);
	struct text good = TEXT("a\xe6\x97\xa5");
	assert_ptr_equal(utf8_repaired(arena, good).at, good.at);
	struct text fixed = utf8_repaired(arena, TEXT("a\xff"
						      "b\xe6\x97"));
	assert_true(text_equal(fixed, TEXT("a\xef\xbf\xbd"
					   "b\xef\xbf\xbd")));
	fixed = utf8_repaired(arena, TEXT("\x80\x80\x80"));
	assert_true(text_equal(fixed, TEXT("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd")));
	arena_destroy(arena);
}

static void cuts_between_characters(void **state)
{
	(void)state;
	struct text t = TEXT("\xe6\x97\xa5\xe6\x9c\xac");
	static const size_t sizes[] = {0, 0, 0, 3, 3, 3, 6, 6};
	for (size_t limit = 0; limit < 8; limit++)
		assert_int_equal(utf8_cut(t, limit).size, sizes[limit]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_code_point),
	    cmocka_unit_test(every_pair),
	    cmocka_unit_test(ill_formed),
	    cmocka_unit_test(ascii_runs),
	    cmocka_unit_test(repairs),
	    cmocka_unit_test(cuts_between_characters),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
