/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of times. */
#include "detect/moment.h"

#include "trial.h"

static int64_t part(const char *text, enum moment_part which)
{
	int64_t value;
	return moment_read(text_of(text), which, &value) ? value : -1;
}

static void test_parts(void **state)
{
	(void)state;
	static const char time[] = "2019-05-12T23:10:11.123456Z";
	assert_int_equal(part(time, MOMENT_MINUTE), 10);
	assert_int_equal(part(time, MOMENT_HOUR), 23);
	assert_int_equal(part(time, MOMENT_DAY), 12);
	assert_int_equal(part(time, MOMENT_MONTH), 5);
	assert_int_equal(part(time, MOMENT_YEAR), 2019);
	assert_int_equal(part(time, MOMENT_WEEK), 19);
}

/* "It is not designed to handle timezone": the hour is the one that stands there. */
static void test_no_zone(void **state)
{
	(void)state;
	assert_int_equal(part("2019-05-12T23:10:11+09:00", MOMENT_HOUR), 23);
	assert_int_equal(part("12/May/2019:02:10:11 +0900", MOMENT_HOUR), 2);
	assert_int_equal(part(" 2019-05-12 02:10:11.5 ", MOMENT_HOUR), 2);
	assert_int_equal(part("1557627011", MOMENT_HOUR), 2);
	assert_int_equal(part("May 12 02:10:11", MOMENT_HOUR), 2);
	assert_int_equal(part("May 12 02:10:11", MOMENT_YEAR), -1);
	assert_int_equal(part("May 12 02:10:11", MOMENT_WEEK), -1);
}

/* Years that begin or end within another year's week; the pairs are those of ISO 8601's own
 * examples and calendars. */
static void test_weeks(void **state)
{
	(void)state;
	static const struct {
		const char *day;
		int64_t week;
	} days[] = {{"2005-01-01T00:00:00Z", 53}, {"2005-01-02T00:00:00Z", 53},
	    {"2005-12-31T00:00:00Z", 52}, {"2007-01-01T00:00:00Z", 1}, {"2007-12-31T00:00:00Z", 1},
	    {"2008-12-28T00:00:00Z", 52}, {"2008-12-29T00:00:00Z", 1}, {"2010-01-03T00:00:00Z", 53},
	    {"2010-01-04T00:00:00Z", 1}, {"2020-12-31T00:00:00Z", 53}, {"2024-02-29T00:00:00Z", 9},
	    {"2024-12-30T00:00:00Z", 1}, {"0001-01-01T00:00:00Z", 1}, {"9999-12-31T00:00:00Z", 52}};
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		assert_int_equal(part(days[i].day, MOMENT_WEEK), days[i].week);
}

static void test_no_time(void **state)
{
	(void)state;
	assert_int_equal(part("", MOMENT_HOUR), -1);
	assert_int_equal(part("-", MOMENT_HOUR), -1);
	assert_int_equal(part("tomorrow", MOMENT_HOUR), -1);
	assert_int_equal(part("2019-13-12T23:10:11Z", MOMENT_DAY), -1);
}

static void test_possible(void **state)
{
	(void)state;
	assert_true(moment_possible(MOMENT_MINUTE, 0));
	assert_true(moment_possible(MOMENT_MINUTE, 59));
	assert_false(moment_possible(MOMENT_MINUTE, 60));
	assert_false(moment_possible(MOMENT_HOUR, 24));
	assert_false(moment_possible(MOMENT_HOUR, -1));
	assert_false(moment_possible(MOMENT_DAY, 0));
	assert_true(moment_possible(MOMENT_DAY, 31));
	assert_true(moment_possible(MOMENT_WEEK, 53));
	assert_false(moment_possible(MOMENT_WEEK, 54));
	assert_false(moment_possible(MOMENT_MONTH, 13));
	assert_true(moment_possible(MOMENT_YEAR, 2026));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_parts),
	    cmocka_unit_test(test_no_zone),
	    cmocka_unit_test(test_weeks),
	    cmocka_unit_test(test_no_time),
	    cmocka_unit_test(test_possible),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
