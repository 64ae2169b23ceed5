/* SPDX-License-Identifier: Apache-2.0 */
/* Instants and civil times, against values that date(1) gives, and over every day of the calendar.
 */
#include "base/clock.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static int64_t instant_of(const char *string)
{
	struct civil civil;
	int64_t instant = CLOCK_NONE;
	if (!clock_parse(text_of(string), &civil) ||
	    !clock_resolve(&civil, NULL, CLOCK_NONE, &instant))
		fail_msg("no time: %s", string);
	return instant;
}

/* Values from `date -u -d … +%s`. */
static void known_instants(void **state)
{
	(void)state;
	assert_true(instant_of("1970-01-01T00:00:00Z") == 0);
	assert_true(instant_of("1969-12-31T23:59:59.999999Z") == -1);
	assert_true(instant_of("2000-02-29T12:00:00Z") == 951825600 * CLOCK_SECOND);
	assert_true(instant_of("2019-05-12T02:10:11.123456Z") == INT64_C(1557627011123456));
	assert_true(instant_of("2019-05-12T11:10:11.123456+09:00") == INT64_C(1557627011123456));
	assert_true(instant_of("2100-03-01T00:00:00Z") == INT64_C(4107542400) * CLOCK_SECOND);
	assert_true(instant_of("0001-01-01T00:00:00Z") == INT64_C(-62135596800) * CLOCK_SECOND);
	assert_true(instant_of("9999-12-31T23:59:59Z") == INT64_C(253402300799) * CLOCK_SECOND);
}

static void a_leap_second_is_the_next_second(void **state)
{
	(void)state;
	assert_true(instant_of("2016-12-31T23:59:60Z") == instant_of("2017-01-01T00:00:00Z"));
}

static void every_day_there_and_back(void **state)
{
	(void)state;
	int64_t day = clock_days(1, 1, 1);
	int64_t last = clock_days(9999, 12, 31);
	struct civil before = {0};
	for (; day <= last; day++) {
		struct civil civil;
		int64_t instant;
		clock_to_civil(day * CLOCK_DAY + 86399999999, 0, &civil);
		bool next =
		    civil.day == before.day + 1 ||
		    (civil.day == 1 && (civil.month == before.month + 1 || civil.month == 1));
		if (!next || !clock_from_civil(&civil, &instant) ||
		    instant != day * CLOCK_DAY + 86399999999 ||
		    clock_days(civil.year, civil.month, civil.day) != day)
			fail_msg("day %lld", (long long)day);
		before = civil;
	}
	assert_int_equal(before.year, 9999);
	assert_int_equal(before.month, 12);
	assert_int_equal(before.day, 31);
}

static void parts_out_of_range(void **state)
{
	(void)state;
	const struct civil good = {.year = 2019, .month = 2, .day = 28};
	struct civil bad[16];
	for (size_t i = 0; i < 16; i++)
		bad[i] = good;
	bad[0].year = 0;
	bad[1].year = 10000;
	bad[2].month = 0;
	bad[3].month = 13;
	bad[4].day = 29;
	bad[5].day = 0;
	bad[6].hour = 24;
	bad[7].hour = -1;
	bad[8].minute = 60;
	bad[9].second = 61;
	bad[10].microsecond = 1000000;
	bad[11].has_offset = true;
	bad[11].offset = 100 * 3600;
	bad[12].year = -4;
	bad[13].month = 1000000;
	bad[14].microsecond = -1;
	bad[15].year = 1900;
	bad[15].day = 29;
	for (size_t i = 0; i < 16; i++) {
		int64_t instant = 42;
		if (clock_from_civil(&bad[i], &instant) || instant != 42)
			fail_msg("case %zu", i);
		/* Without a year, what is wrong must still be. */
		bad[i].year = bad[i].year == 2019 ? 0 : bad[i].year;
	}
	int64_t instant;
	assert_true(clock_from_civil(&good, &instant));
	for (size_t i = 2; i < 12; i++) {
		if (i != 4 && clock_resolve(&bad[i], NULL, 0, &instant))
			fail_msg("case %zu without its year", i);
	}
}

static void far_instants_are_cut(void **state)
{
	(void)state;
	char out[CLOCK_TEXT];
	clock_format(INT64_MAX, out);
	assert_string_equal(out, "9999-12-31T23:59:59.999999Z");
	clock_format(INT64_MIN, out);
	assert_string_equal(out, "0001-01-01T00:00:00.000000Z");
	struct civil civil;
	clock_to_civil(INT64_MAX, 93600, &civil);
	assert_int_equal(civil.year, 9999);
	clock_to_civil(INT64_MIN, -93600, &civil);
	assert_int_equal(civil.year, 1);
}

static void formats(void **state)
{
	(void)state;
	char out[CLOCK_TEXT];
	clock_format(INT64_C(1557627011123456), out);
	assert_string_equal(out, "2019-05-12T02:10:11.123456Z");
	clock_format(-1, out);
	assert_string_equal(out, "1969-12-31T23:59:59.999999Z");
	struct arena *arena = arena_create("test", 4096);
	clock_format_local(INT64_C(1557627011123456), zone_fixed(9 * 3600, arena), out);
	assert_string_equal(out, "2019-05-12 11:10:11");
	clock_format_local(INT64_C(1557627011123456), NULL, out);
	assert_string_equal(out, "2019-05-12 02:10:11");
	arena_destroy(arena);
}

static void epochs(void **state)
{
	(void)state;
	int64_t instant;
	assert_true(clock_parse_epoch(TEXT("1157689312.049"), &instant));
	assert_true(instant == INT64_C(1157689312049000));
	assert_true(clock_parse_epoch(TEXT("0"), &instant));
	assert_true(instant == 0);
	assert_true(clock_parse_epoch(TEXT("1.1234567899999999999999"), &instant));
	assert_true(instant == 1123456);
	assert_true(clock_parse_epoch(TEXT("-1.5"), &instant));
	assert_true(instant == -1500000);
	assert_true(clock_parse_epoch(TEXT("253402300799.999999"), &instant));
	static const char *const bad[] = {"", ".", "1.", ".5", "1e9", "1,5", " 1", "1 ", "1.5x",
	    "1.123456x", "1.1234567x", "253402300800", "1557627011123", "9999999999999999999999",
	    "--1", "+1", "1.5.5"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		instant = 42;
		if (clock_parse_epoch(text_of(bad[i]), &instant) || instant != 42)
			fail_msg("taken: %s", bad[i]);
	}
}

static void assert_year(const char *line, const char *received, const char *expected)
{
	struct civil civil;
	int64_t instant = 0;
	char out[CLOCK_TEXT] = "";
	assert_true(clock_parse(text_of(line), &civil));
	assert_int_equal(civil.year, 0);
	if (clock_resolve(&civil, NULL, instant_of(received), &instant))
		clock_format_local(instant, NULL, out);
	assert_string_equal(out, expected);
}

static void a_missing_year(void **state)
{
	(void)state;
	assert_year("May 12 02:10:11", "2019-05-12T03:00:00Z", "2019-05-12 02:10:11");
	assert_year("Dec 31 23:59:59", "2020-01-01T00:00:05Z", "2019-12-31 23:59:59");
	/* A sender's clock or zone may be ahead, by a day at most. */
	assert_year("Jan  1 08:00:00", "2019-12-31T23:30:00Z", "2020-01-01 08:00:00");
	assert_year("Jan  1 23:30:00", "2019-12-31T23:30:00Z", "2020-01-01 23:30:00");
	assert_year("Jan  1 23:30:01", "2019-12-31T23:30:00Z", "2019-01-01 23:30:01");
	assert_year("May 14 02:10:11", "2019-05-12T03:00:00Z", "2018-05-14 02:10:11");
	assert_year("Feb 29 00:00:00", "2023-06-01T00:00:00Z", "2020-02-29 00:00:00");
	assert_year("Feb 29 00:00:00", "2103-06-01T00:00:00Z", "2096-02-29 00:00:00");
	assert_year("Feb 29 00:00:00", "2024-02-28T12:00:00Z", "2024-02-29 00:00:00");
	struct civil civil;
	int64_t instant;
	assert_true(clock_parse(TEXT("May 12 02:10:11"), &civil));
	assert_false(clock_resolve(&civil, NULL, CLOCK_NONE, &instant));
}

static void own_offset_comes_before_the_zone(void **state)
{
	(void)state;
	struct arena *arena = arena_create("test", 4096);
	const struct zone *tokyo = zone_fixed(9 * 3600, arena);
	struct civil civil;
	int64_t instant;
	assert_true(clock_parse(TEXT("2019-05-12 02:10:11"), &civil));
	assert_true(clock_resolve(&civil, tokyo, CLOCK_NONE, &instant));
	assert_true(instant == instant_of("2019-05-11T17:10:11Z"));
	assert_true(clock_parse(TEXT("2019-05-12 02:10:11 -0400"), &civil));
	assert_true(clock_resolve(&civil, tokyo, CLOCK_NONE, &instant));
	assert_true(instant == instant_of("2019-05-12T06:10:11Z"));
	/* The year is told by the zone's own new year. */
	assert_true(clock_parse(TEXT("Jan  1 08:00:00"), &civil));
	assert_true(clock_resolve(&civil, tokyo, instant_of("2019-12-31T23:00:01Z"), &instant));
	assert_true(instant == instant_of("2019-12-31T23:00:00Z"));
	arena_destroy(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(known_instants),
	    cmocka_unit_test(a_leap_second_is_the_next_second),
	    cmocka_unit_test(every_day_there_and_back),
	    cmocka_unit_test(parts_out_of_range),
	    cmocka_unit_test(far_instants_are_cut),
	    cmocka_unit_test(formats),
	    cmocka_unit_test(epochs),
	    cmocka_unit_test(a_missing_year),
	    cmocka_unit_test(own_offset_comes_before_the_zone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
