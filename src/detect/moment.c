/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of a time: modifiers appendix 2.1.0, "Time Modifiers"; weeks by ISO 8601 (the week of a
 * year's first Thursday is its first). */
#include "detect/moment.h"

#include "base/clock.h"

#include <assert.h>

static const struct {
	int64_t least;
	int64_t most;
} bounds[] = {
    [MOMENT_MINUTE] = {0, 59},
    [MOMENT_HOUR] = {0, 23},
    [MOMENT_DAY] = {1, 31},
    [MOMENT_WEEK] = {1, 53},
    [MOMENT_MONTH] = {1, 12},
    [MOMENT_YEAR] = {1, 9999},
};

bool moment_possible(enum moment_part part, int64_t value)
{
	return value >= bounds[part].least && value <= bounds[part].most;
}

static bool leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int day_of_year(int year, int month, int day)
{
	static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
	return before[month - 1] + day + (month > 2 && leap(year) ? 1 : 0);
}

/* 1 is Monday, 7 Sunday. */
static int weekday(int year, int month, int day)
{
	int past = year - 1;
	int days = past * 365 + past / 4 - past / 100 + past / 400 + day_of_year(year, month, day);
	return (days + 6) % 7 + 1;
}

/* A year has 53 weeks when it begins or ends on a Thursday. */
static int weeks_of(int year)
{
	return weekday(year, 1, 1) == 4 || weekday(year, 12, 31) == 4 ? 53 : 52;
}

static int week(const struct civil *civil)
{
	int day = day_of_year(civil->year, civil->month, civil->day);
	int number = (day - weekday(civil->year, civil->month, civil->day) + 10) / 7;
	if (number < 1)
		return civil->year > 1 ? weeks_of(civil->year - 1) : 52;
	return number > weeks_of(civil->year) ? 1 : number;
}

static bool read_civil(struct text t, struct civil *civil)
{
	int64_t instant;
	if (clock_parse(t, civil))
		return true;
	if (!clock_parse_epoch(t, &instant))
		return false;
	clock_to_civil(instant, 0, civil);
	return true;
}

bool moment_read(struct text t, enum moment_part part, int64_t *value)
{
	struct civil civil;
	if (!read_civil(text_trim(t), &civil))
		return false;
	if (civil.year == 0 && (part == MOMENT_YEAR || part == MOMENT_WEEK))
		return false;
	switch (part) {
	case MOMENT_MINUTE:
		*value = civil.minute;
		return true;
	case MOMENT_HOUR:
		*value = civil.hour;
		return true;
	case MOMENT_DAY:
		*value = civil.day;
		return true;
	case MOMENT_WEEK:
		*value = week(&civil);
		return true;
	case MOMENT_MONTH:
		*value = civil.month;
		return true;
	case MOMENT_YEAR:
		*value = civil.year;
		return true;
	}
	assert(!"a part");
	return false;
}
