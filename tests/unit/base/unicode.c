/* SPDX-License-Identifier: Apache-2.0 */
/* Case folding, also over every code point that there is. */
#include "base/unicode.h"

#include "base/arena.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static int start(void **state)
{
	(void)state;
	arena = arena_create("unicode", 64 << 20);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	arena_destroy(arena);
	return 0;
}

static void assert_folds(const char *from, const char *to)
{
	struct text folded = unicode_fold(arena, text_of(from));
	assert_int_equal(folded.size, strlen(to));
	assert_memory_equal(folded.at, to, folded.size);
}

static void folds_ascii(void **state)
{
	(void)state;
	assert_folds("", "");
	assert_folds("Hello, WORLD [@`{] 09", "hello, world [@`{] 09");
	struct text same = TEXT("already lower");
	assert_ptr_equal(unicode_fold(arena, same).at, same.at);
	assert_int_equal(unicode_fold(arena, (struct text){NULL, 0}).size, 0);
}

static void folds_beyond_ascii(void **state)
{
	(void)state;
	assert_folds("ÄÖÜ ÉÈ", "äöü éè");
	assert_folds("ПРИВЕТ", "привет");
	assert_folds("ΣΊΣΥΦΟΣ", "σίσυφοσ");
	assert_folds("σίσυφος", "σίσυφοσ");
	assert_folds("ＡＢＣ社名", "ａｂｃ社名");
	assert_folds("\u212aelvin \u017f", "kelvin s");
	assert_folds("\u00b5", "\u03bc");
	assert_folds("\U00010400", "\U00010428");
	assert_folds("ẞ ß", "ß ß");
	assert_folds("İıIi", "İıii");
	assert_folds("\u023a", "\u2c65");
}

static void keeps_what_is_no_utf8(void **state)
{
	(void)state;
	assert_folds("A\xff"
		     "B\xc3",
	    "a\xff"
	    "b\xc3");
	assert_folds("\xc3\xc4"
		     "A",
	    "\xc3\xc4"
	    "a");
	assert_folds("\xed\xa0\x80"
		     "X",
	    "\xed\xa0\x80"
	    "x");
}

/* One code point for one, at most half as much again in size, and folding twice changes nothing. */
static void folds_every_code_point(void **state)
{
	(void)state;
	for (uint32_t code = 0; code <= 0x10ffff; code++) {
		char bytes[4];
		if (code >= 0xd800 && code <= 0xdfff)
			continue;
		size_t size = utf8_put(code, bytes);
		struct text folded = unicode_fold(arena, (struct text){bytes, size});
		assert_int_equal(utf8_sequence(folded), folded.size);
		assert_true(folded.size * 2 <= size * 3);
		struct text again = unicode_fold(arena, folded);
		assert_true(text_equal(again, folded));
		arena_reset(arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(folds_ascii),
	    cmocka_unit_test(folds_beyond_ascii),
	    cmocka_unit_test(keeps_what_is_no_utf8),
	    cmocka_unit_test(folds_every_code_point),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
