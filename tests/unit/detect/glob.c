/* SPDX-License-Identifier: Apache-2.0 */
/* Wildcards, escapes and case. */
#include "detect/glob.h"

#include "trial.h"

static struct arena *arena;

static int start(void **state)
{
	(void)state;
	arena = arena_create("glob", 64 << 20);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	arena_destroy(arena);
	return 0;
}

static struct glob compiled(const char *written, bool cased)
{
	struct draft draft = glob_read(arena, text_of(written));
	return glob_compile(arena, arena, &draft, cased);
}

/* The look at pairs of bytes may let through what does not fit, never the other way round. */
static bool fits(const char *written, const char *value)
{
	struct glob glob = compiled(written, false);
	struct text form = form_of(arena, text_of(value), glob.form);
	struct glob_grams grams = glob_grams_of(form);
	bool matches = glob_matches(&glob, form);
	if (matches)
		assert_true(glob_possible(&glob, &grams));
	return matches;
}

static void test_shapes(void **state)
{
	(void)state;
	assert_int_equal(compiled("abc", false).shape, GLOB_EQUALS);
	assert_int_equal(compiled("", false).shape, GLOB_EQUALS);
	assert_int_equal(compiled("abc*", false).shape, GLOB_STARTS);
	assert_int_equal(compiled("**abc", false).shape, GLOB_ENDS);
	assert_int_equal(compiled("*abc***", false).shape, GLOB_CONTAINS);
	assert_int_equal(compiled("*", false).shape, GLOB_ANYTHING);
	assert_int_equal(compiled("a*c", false).shape, GLOB_WILD);
	assert_int_equal(compiled("a?", false).shape, GLOB_WILD);
	assert_int_equal(compiled("a\\*", false).shape, GLOB_EQUALS);
}

static void test_literals(void **state)
{
	(void)state;
	assert_true(fits("abc", "ABC"));
	assert_false(fits("abc", "abcd"));
	assert_false(fits("abc", "ab"));
	assert_true(fits("", ""));
	assert_false(fits("", "a"));
	assert_true(fits("ab*", "AB"));
	assert_false(fits("ab*", "a"));
	assert_true(fits("*bc", "abc"));
	assert_false(fits("*bc", "abcd"));
	assert_true(fits("*b*", "abc"));
	assert_false(fits("*b*", "acd"));
	assert_true(fits("*", ""));
}

/* The five cases of the specification's section "Escaping". */
static void test_escapes(void **state)
{
	(void)state;
	assert_true(fits("a\\b", "a\\b"));
	assert_true(fits("a\\\\b", "a\\b"));
	assert_false(fits("a\\\\b", "a\\\\b"));
	assert_true(fits("a\\*b", "a*b"));
	assert_false(fits("a\\*b", "axb"));
	assert_true(fits("a\\?", "a?"));
	assert_false(fits("a\\?", "ab"));
	assert_true(fits("a\\\\*", "a\\anything"));
	assert_false(fits("a\\\\*", "a*"));
	assert_true(fits("a\\\\\\*", "a\\*"));
	assert_false(fits("a\\\\\\*", "a\\b"));
	assert_true(fits("\\\\\\\\srv", "\\\\srv"));
	assert_true(fits("\\\\\\srv", "\\\\srv"));
	assert_true(fits("end\\", "end\\"));
	assert_true(fits("C:\\Users\\*\\AppData\\*.exe", "c:\\users*\\appdata\\x.exe") == false);
	assert_true(fits("C:\\Users\\\\*\\AppData\\\\*.exe", "c:\\users\\me\\appdata\\x.exe"));
	assert_true(fits("a\\n", "a\\n"));
}

static void test_wildcards(void **state)
{
	(void)state;
	assert_true(fits("a*c", "ac"));
	assert_true(fits("a*c", "abbbc"));
	assert_false(fits("a*c", "abbbd"));
	assert_true(fits("a*b*c", "a1b2b3c"));
	assert_false(fits("a*b*c", "a1c2b"));
	assert_true(fits("*a*b*", "xxaxxbxx"));
	assert_false(fits("*a*b*", "xxbxxaxx"));
	assert_true(fits("*ab", "aab"));
	assert_true(fits("*aab", "aaaab"));
	assert_true(fits("a?c", "abc"));
	assert_false(fits("a?c", "ac"));
	assert_false(fits("a?c", "abbc"));
	assert_true(fits("??", "ab"));
	assert_false(fits("??", "a"));
	assert_true(fits("*?", "a"));
	assert_false(fits("*?", ""));
	assert_true(fits("?*?", "ab"));
	assert_true(fits("*x?z*", "axxyzxqzb"));
	assert_false(fits("*x?z", "xaz!"));
	assert_true(fits("a*", "a\nb"));
	assert_true(fits("a?b", "a\nb"));
}

static void test_characters_are_not_bytes(void **state)
{
	(void)state;
	assert_true(fits("社?名", "社員名"));
	assert_false(fits("社??名", "社員名"));
	assert_true(fits("*?", "\xff"));
	assert_true(fits("a?b", "a\xff"
				"b"));
	assert_true(fits("*?é", "xÉ"));
}

static void test_case(void **state)
{
	(void)state;
	assert_true(fits("ÄPFEL", "äpfel"));
	assert_true(fits("Σίσυφος", "ΣΊΣΥΦΟΣ"));
	assert_true(fits("ｐｏｗｅｒ", "ＰＯＷＥＲ"));
	assert_false(fits("straße", "STRASSE"));
	struct glob cased = compiled("AbC*", true);
	assert_int_equal(cased.form, FORM_PLAIN);
	assert_true(glob_matches(&cased, TEXT("AbCd")));
	assert_false(glob_matches(&cased, TEXT("abcd")));
}

/* And it does spare searches: of words that are not there, few get through. */
static void test_pairs_spare_searches(void **state)
{
	(void)state;
	static const char *const words[] = {"mimikatz", "sekurlsa", "lsass", "whoami", "net user",
	    "vssadmin", "bitsadmin", "certutil", "rundll32", "regsvr32", "schtasks", "wevtutil"};
	struct text value = TEXT("powershell.exe -nop -w hidden -enc sqbfafgaiaa");
	struct glob_grams grams = glob_grams_of(value);
	size_t possible = 0;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		char pattern[32];
		snprintf(pattern, sizeof(pattern), "*%s*", words[i]);
		struct glob glob = compiled(pattern, false);
		assert_int_equal(glob.shape, GLOB_CONTAINS);
		possible += glob_possible(&glob, &grams);
	}
	assert_in_range(possible, 0, 2);
	struct glob one = compiled("*w*", false);
	assert_true(glob_possible(&one, &grams));
	struct glob last = compiled("*hidden -enc*", false);
	assert_true(glob_possible(&last, &grams));
}

static void test_nul(void **state)
{
	(void)state;
	struct draft draft = glob_read(arena, TEXT("*a\0b*"));
	struct glob glob = glob_compile(arena, arena, &draft, false);
	assert_true(glob_matches(&glob, TEXT("xa\0by")));
	assert_false(glob_matches(&glob, TEXT("xaby")));
}

/* A straightforward matcher that tries every split, to compare with. */
static bool slow(const char *pattern, const char *value)
{
	if (*pattern == '\0')
		return *value == '\0';
	if (*pattern == '*')
		return slow(pattern + 1, value) || (*value != '\0' && slow(pattern, value + 1));
	return *value != '\0' && (*pattern == '?' || *pattern == *value) &&
	       slow(pattern + 1, value + 1);
}

static void spell(unsigned number, unsigned base, const char *letters, char out[8])
{
	size_t size = 0;
	for (; number > 0 && size < 7; number /= base)
		out[size++] = letters[number % base];
	out[size] = '\0';
}

static void test_against_slow_matcher(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 1024; i++) {
		char pattern[8];
		spell(i, 4, "ab*?", pattern);
		for (unsigned j = 0; j < 128; j++) {
			char value[8];
			spell(j, 2, "ab", value);
			if (fits(pattern, value) != slow(pattern, value))
				fail_msg("pattern %s value %s", pattern, value);
		}
		arena_reset(arena);
	}
}

/* A value of 256 KiB against the worst that fits into a pattern must end soon, not in hours. */
static void test_worst_case(void **state)
{
	(void)state;
	char *value = arena_alloc(arena, 256 * 1024);
	memset(value, 'a', 256 * 1024);
	char pattern[600];
	for (size_t i = 0; i < 299; i++)
		memcpy(pattern + i * 2, "*a", 2);
	memcpy(pattern + 598, "b", 2);
	struct glob glob = compiled(pattern, false);
	assert_int_equal(glob.shape, GLOB_WILD);
	assert_false(glob_matches(&glob, (struct text){value, 256 * 1024}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_shapes),
	    cmocka_unit_test(test_literals),
	    cmocka_unit_test(test_escapes),
	    cmocka_unit_test(test_wildcards),
	    cmocka_unit_test(test_characters_are_not_bytes),
	    cmocka_unit_test(test_case),
	    cmocka_unit_test(test_pairs_spare_searches),
	    cmocka_unit_test(test_nul),
	    cmocka_unit_test(test_against_slow_matcher),
	    cmocka_unit_test(test_worst_case),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
