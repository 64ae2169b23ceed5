/* SPDX-License-Identifier: Apache-2.0 */
/* Cutting, finding and comparing text, with empty texts and NUL bytes. */
#include "base/text.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct text nothing = {NULL, 0};

static void assert_text(struct text t, const char *expected)
{
	assert_int_equal(t.size, strlen(expected));
	if (t.size != 0)
		assert_memory_equal(t.at, expected, t.size);
}

static void compares(void **state)
{
	(void)state;
	assert_true(text_equal(TEXT("abc"), TEXT("abc")));
	assert_false(text_equal(TEXT("abc"), TEXT("abd")));
	assert_false(text_equal(TEXT("abc"), TEXT("ab")));
	assert_true(text_equal(nothing, TEXT("")));
	assert_true(text_equal(TEXT("a\0b"), TEXT("a\0b")));
	assert_false(text_equal(TEXT("a\0b"), TEXT("a\0c")));
	assert_true(text_equal_fold(TEXT("PowerShell"), TEXT("POWERsHELL")));
	assert_false(text_equal_fold(TEXT("[a"), TEXT("{a")));
	assert_false(text_equal_fold(TEXT("@"), TEXT("`")));
	assert_true(text_compare(TEXT("a"), TEXT("b")) < 0);
	assert_true(text_compare(TEXT("ab"), TEXT("a")) > 0);
	assert_true(text_compare(TEXT("\xff"), TEXT("a")) > 0);
	assert_int_equal(text_compare(nothing, TEXT("")), 0);
	assert_true(text_compare(nothing, TEXT("a")) < 0);
}

static void starts_and_ends(void **state)
{
	(void)state;
	assert_true(text_starts(TEXT("abc"), TEXT("ab")));
	assert_true(text_starts(TEXT("abc"), nothing));
	assert_true(text_starts(nothing, nothing));
	assert_false(text_starts(TEXT("ab"), TEXT("abc")));
	assert_true(text_starts_fold(TEXT("HTTPS://"), TEXT("http")));
	assert_true(text_ends(TEXT("abc"), TEXT("bc")));
	assert_true(text_ends(nothing, nothing));
	assert_false(text_ends(TEXT("c"), TEXT("bc")));
	assert_false(text_ends(TEXT("abC"), TEXT("bc")));
}

static void finds(void **state)
{
	(void)state;
	assert_int_equal(text_find(TEXT("xaab"), TEXT("aab")), 1);
	assert_int_equal(text_find(TEXT("aaaab"), TEXT("aab")), 2);
	assert_int_equal(text_find(TEXT("abc"), TEXT("")), 0);
	assert_int_equal(text_find(nothing, TEXT("")), 0);
	assert_int_equal(text_find(nothing, TEXT("a")), TEXT_NONE);
	assert_int_equal(text_find(TEXT("ab"), TEXT("abc")), TEXT_NONE);
	assert_int_equal(text_find(TEXT("a\0b"), TEXT("\0b")), 1);
	assert_int_equal(text_find_fold(TEXT("C:\\WINDOWS\\Lsass.EXE"), TEXT("lsass.exe")), 11);
	assert_int_equal(text_find_fold(TEXT("aaaAB"), TEXT("aab")), 2);
	assert_int_equal(text_find_fold(TEXT("abc"), TEXT("C")), 2);
	assert_int_equal(text_find_fold(TEXT("abc"), TEXT("d")), TEXT_NONE);
	assert_int_equal(text_find_fold(nothing, TEXT("d")), TEXT_NONE);
	assert_int_equal(text_find_char(TEXT("a=b=c"), '='), 1);
	assert_int_equal(text_find_last_char(TEXT("a=b=c"), '='), 3);
	assert_int_equal(text_find_char(TEXT("a\xff"), '\xff'), 1);
	assert_int_equal(text_find_char(nothing, '='), TEXT_NONE);
	assert_int_equal(text_find_last_char(nothing, '='), TEXT_NONE);
}

static void parts_never_leave_the_text(void **state)
{
	(void)state;
	struct text t = TEXT("abcdef");
	assert_text(text_from(t, 2), "cdef");
	assert_text(text_from(t, 6), "");
	assert_text(text_from(t, SIZE_MAX), "");
	assert_text(text_part(t, 1, 2), "bc");
	assert_text(text_part(t, 4, SIZE_MAX), "ef");
	assert_text(text_part(t, 7, 1), "");
	assert_text(text_from(nothing, 1), "");
	assert_text(text_part(nothing, 0, 1), "");
}

static void trims(void **state)
{
	(void)state;
	assert_text(text_trim(TEXT(" \t\r\n\v\fa b\n ")), "a b");
	assert_text(text_trim(TEXT("   ")), "");
	assert_text(text_trim(nothing), "");
	/* U+3000 is no ASCII space, and NUL is none either. */
	assert_text(text_trim(TEXT("\xe3\x80\x80"
				   "a")),
	    "\xe3\x80\x80"
	    "a");
	assert_int_equal(text_trim(TEXT("\0 ")).size, 1);
}

static void cuts_at_separators(void **state)
{
	(void)state;
	struct text rest = TEXT("a,,b,");
	assert_text(text_cut(&rest, ','), "a");
	assert_text(text_cut(&rest, ','), "");
	assert_text(text_cut(&rest, ','), "b");
	assert_int_equal(rest.size, 0);
	assert_text(text_cut(&rest, ','), "");
	rest = TEXT("whole");
	assert_text(text_cut(&rest, ','), "whole");
	assert_int_equal(rest.size, 0);
	rest = nothing;
	assert_text(text_cut(&rest, ','), "");
}

static void takes_words(void **state)
{
	(void)state;
	struct text rest = TEXT(" \tone two\nx  ");
	assert_text(text_word(&rest), "one");
	assert_text(text_word(&rest), "two\nx");
	assert_text(text_word(&rest), "");
	assert_int_equal(rest.size, 0);
	rest = TEXT("key=value");
	assert_false(text_skip(&rest, TEXT("Key")));
	assert_true(text_skip(&rest, TEXT("key=")));
	assert_text(rest, "value");
	assert_true(text_skip(&rest, nothing));
}

static void copies(void **state)
{
	(void)state;
	struct arena *arena = arena_create("test", 1 << 16);
	char changing[] = "AbC";
	struct text t = text_of(changing);
	struct text copy = text_copy(arena, t);
	const char *string = text_cstr(arena, t);
	struct text lower = text_lower(arena, TEXT("AbC\xc3\x84"
						   "Z["));
	changing[0] = 'x';
	assert_text(copy, "AbC");
	assert_string_equal(string, "AbC");
	assert_text(lower, "abc\xc3\x84"
			   "z[");
	assert_string_equal(text_cstr(arena, nothing), "");
	assert_text(text_copy(arena, nothing), "");
	assert_text(text_format(arena, "%d-%.*s", 7, TEXT_ARGS(TEXT("seven"))), "7-seven");
	assert_text(text_format(arena, "%.*s", TEXT_ARGS(nothing)), "");
	assert_text(text_of(NULL), "");
	arena_destroy(arena);
}

static void hashes_spread(void **state)
{
	(void)state;
	unsigned used[64] = {0};
	for (int i = 0; i < 6400; i++) {
		char name[16];
		int size = snprintf(name, sizeof(name), "%d", i);
		struct text t = {name, (size_t)size};
		assert_true(text_hash(t) == text_hash(t));
		used[text_hash(t) & 63]++;
	}
	/* 100 expected a bucket, deviation 10. */
	for (size_t i = 0; i < 64; i++)
		assert_in_range(used[i], 40, 160);
	assert_true(text_hash(nothing) == text_hash(TEXT("")));
	assert_true(text_hash(TEXT("a\0b")) != text_hash(TEXT("a\0c")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(compares),
	    cmocka_unit_test(starts_and_ends),
	    cmocka_unit_test(finds),
	    cmocka_unit_test(parts_never_leave_the_text),
	    cmocka_unit_test(trims),
	    cmocka_unit_test(cuts_at_separators),
	    cmocka_unit_test(takes_words),
	    cmocka_unit_test(copies),
	    cmocka_unit_test(hashes_spread),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
