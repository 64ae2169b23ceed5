/* SPDX-License-Identifier: Apache-2.0 */
#include "render/words.h"

#include "base/arena.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static const char words_file[] =
    "words.bytes: {ja: '{n}バイト', en: '{n} byte|{n} bytes'}\n"
    "words.days: {ja: '{n}日', en: '{n} day|{n} days'}\n"
    "words.hours: {ja: '{n}時間', en: '{n} h'}\n"
    "words.minutes: {ja: '{n}分', en: '{n} min'}\n"
    "words.seconds: {ja: '{n}秒', en: '{n} s'}\n"
    "words.moment: {ja: 1秒未満, en: under 1 s}\n"
    "words.duration_and: {ja: '{first}{second}', en: '{first} {second}'}\n"
    "words.share_least: {ja: 0.1%未満, en: <0.1%}\n"
    "words.share_most: {ja: 99.9%超, en: '>99.9%'}\n";

static struct words english;
static struct words japanese;

static int make(void **state)
{
	struct arena *arena = arena_create("test", (size_t)32 * 1024 * 1024);
	struct texts *texts = texts_create(arena);
	struct why why;
	if (texts_add(texts, text_of(words_file), &why) != DONE)
		fail_msg("%s", why.text);
	const struct zone *tokyo = zone_fixed(9 * 3600, arena);
	english = (struct words){arena, texts, LANGUAGE_EN, tokyo, "words"};
	japanese = (struct words){arena, texts, LANGUAGE_JA, tokyo, "words"};
	*state = arena;
	return 0;
}

static int drop(void **state)
{
	arena_destroy(*state);
	return 0;
}

static void is(struct text got, const char *expected)
{
	if (!text_equal(got, text_of(expected)))
		fail_msg("\"%.*s\" is not \"%s\"", TEXT_ARGS(got), expected);
}

static void counts(void **state)
{
	(void)state;
	is(words_count(&english, 0), "0");
	is(words_count(&english, 999), "999");
	is(words_count(&english, 1000), "1,000");
	is(words_count(&english, 19302391), "19,302,391");
	is(words_count(&english, UINT64_MAX), "18,446,744,073,709,551,615");
	is(words_number_of(&english, "days", 1), "1 day");
	is(words_number_of(&english, "days", 0), "0 days");
	is(words_number_of(&english, "days", 1200), "1,200 days");
	is(words_number_of(&japanese, "days", 2), "2日");
	is(words_get(&english, "no_such_key"), "words.no_such_key");
}

static void sizes(void **state)
{
	(void)state;
	is(words_bytes(&english, 1), "1 byte");
	is(words_bytes(&japanese, 312), "312バイト");
	is(words_bytes(&english, 999), "999 bytes");
	is(words_bytes(&english, 1000), "1.0 kB");
	is(words_bytes(&english, 4440), "4.4 kB");
	is(words_bytes(&english, 9960), "10 kB");
	is(words_bytes(&english, 999499), "999 kB");
	is(words_bytes(&english, 999500), "1.0 MB");
	is(words_bytes(&english, UINT64_MAX), "18 EB");
}

static void shares(void **state)
{
	(void)state;
	is(words_share(&english, 0, 0), "–");
	is(words_share(&english, 0, 5), "0%");
	is(words_share(&english, 5, 5), "100%");
	is(words_share(&english, 1, 2), "50%");
	is(words_share(&english, 3, 1000), "0.3%");
	is(words_share(&english, 1, 1000000), "<0.1%");
	is(words_share(&japanese, 1, 1000000), "0.1%未満");
	is(words_share(&english, 999999, 1000000), ">99.9%");
	is(words_share(&english, 995, 1000), "99.5%");
	is(words_share(&english, 949, 1000), "95%");
}

static void durations(void **state)
{
	(void)state;
	is(words_duration(&english, 0), "under 1 s");
	is(words_duration(&english, -5 * CLOCK_DAY), "under 1 s");
	is(words_duration(&english, 59 * CLOCK_SECOND), "59 s");
	is(words_duration(&english, 65 * CLOCK_SECOND), "1 min");
	is(words_duration(&english, 95 * CLOCK_MINUTE), "1 h 35 min");
	is(words_duration(&english, 2 * CLOCK_HOUR + 20 * CLOCK_SECOND), "2 h");
	is(words_duration(&english, 22 * CLOCK_HOUR + 7 * CLOCK_MINUTE), "22 h");
	is(words_duration(&english, CLOCK_DAY), "1 day");
	is(words_duration(&japanese, 3 * CLOCK_DAY + 4 * CLOCK_HOUR), "3日4時間");
	is(words_duration(&english, 40 * CLOCK_DAY + CLOCK_HOUR), "40 days");
}

#define NOON INT64_C(1761534000000000) /* 2025-10-27T03:00:00Z */

static void times(void **state)
{
	(void)state;
	is(words_moment(&english, NOON), "2025-10-27 12:00");
	is(words_moment(&japanese, NOON), "2025-10-27 12:00");
	is(words_moment(&english, CLOCK_NONE), "–");
	is(words_span(&english, NOON, NOON + 30 * CLOCK_SECOND), "2025-10-27 12:00");
	is(words_span(&english, NOON, NOON + CLOCK_HOUR), "2025-10-27 12:00 – 13:00");
	is(words_span(&english, NOON, NOON + CLOCK_DAY), "2025-10-27 12:00 – 2025-10-28 12:00");
	is(words_span(&english, CLOCK_NONE, NOON), "–");
	is(words_exact(&english, NOON + 1), "2025-10-27T03:00:00.000001Z");
	is(words_exact(&english, CLOCK_NONE), "");
}

static void cleans(void **state)
{
	(void)state;
	is(words_clean(&english, TEXT(""), 10), "");
	is(words_clean(&english, TEXT("  a \t\r\n b  "), 10), "a b");
	is(words_clean(&english, TEXT("a\x1b[31mb"), 20), "a\xef\xbf\xbd[31mb");
	is(words_clean(&english, TEXT("a\xff\xc3"), 20), "a\xef\xbf\xbd\xef\xbf\xbd");
	is(words_clean(&english, TEXT("a\0b\x7f"), 20), "a\xef\xbf\xbd"
							"b\xef\xbf\xbd");
	/* C1 control, right-to-left override, zero width space, line separator */
	is(words_clean(&english, TEXT("a\xc2\x9b\xe2\x80\xae\xe2\x80\x8b\xe2\x80\xa8z"), 20),
	    "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdz");
	is(words_clean(&english, TEXT("abcdef"), 6), "abcdef");
	is(words_clean(&english, TEXT("abcdefg"), 6), "abcde…");
	is(words_clean(&english, TEXT("経理部のPC"), 10), "経理部のPC");
	is(words_clean(&english, TEXT("経理部のPC"), 9), "経理部の…");
	is(words_clean(&english, TEXT("経理部のPC"), 8), "経理部…");
}

static void keeps_the_end(void **state)
{
	(void)state;
	is(words_clean_end(&english, TEXT("a/b.log"), 7), "a/b.log");
	is(words_clean_end(&english, TEXT("aa/b.log"), 7), "…/b.log");
	is(words_clean_end(&english, TEXT("経理部/PC"), 7), "…部/PC");
	is(words_clean_end(&english, TEXT("経理部/PC"), 6), "…部/PC");
	is(words_clean_end(&english, TEXT("経理部/PC"), 5), "…/PC");
	is(words_clean_end(&english, TEXT("a\nb\x1b"), 7), "a b\xef\xbf\xbd");
}

static void bounds_marks_without_width(void **state)
{
	struct arena *arena = *state;
	char *bytes = arena_alloc(arena, 2000);
	for (size_t i = 0; i < 2000; i += 2) {
		bytes[i] = '\xcc'; /* U+0301 */
		bytes[i + 1] = '\x81';
	}
	struct text cleaned = words_clean(&english, (struct text){bytes, 2000}, 10);
	assert_true(cleaned.size < 100);
	assert_true(utf8_valid(cleaned));
}

static void measures(void **state)
{
	(void)state;
	assert_int_equal(words_width(TEXT("")), 0);
	assert_int_equal(words_width(TEXT("abc")), 3);
	assert_int_equal(words_width(TEXT("経理PC")), 6);
	assert_int_equal(words_width(TEXT("ｱ")), 1);
	assert_int_equal(words_width(TEXT("か\xe3\x82\x99")), 2);
	assert_int_equal(words_width(TEXT("\x1b[1;31m赤\x1b[0m")), 2);
	/* not a colour: each byte counts */
	assert_int_equal(words_width(TEXT("\x1b[2J")), 4);
	assert_int_equal(words_width(TEXT("\xff")), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(counts),
	    cmocka_unit_test(sizes),
	    cmocka_unit_test(shares),
	    cmocka_unit_test(durations),
	    cmocka_unit_test(times),
	    cmocka_unit_test(cleans),
	    cmocka_unit_test(keeps_the_end),
	    cmocka_unit_test(bounds_marks_without_width),
	    cmocka_unit_test(measures),
	};
	return cmocka_run_group_tests(tests, make, drop);
}
