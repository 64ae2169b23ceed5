/* SPDX-License-Identifier: Apache-2.0 */
/* POSIX TZ strings ("EST5EDT,M3.2.0,M11.1.0"): reading one, and asking it for an offset. */
#include "base/zone_rule.h"

#include "base/clock.h"

#define DAY_SECONDS 86400
#define HOUR_SECONDS 3600
#define CHANGE_TIME (2 * HOUR_SECONDS) /* where the rule names none */

static bool number(struct text *t, int least, int most, int *out)
{
	int value = 0;
	size_t size = 0;
	while (size < t->size && size < 3 && t->at[size] >= '0' && t->at[size] <= '9')
		value = value * 10 + (t->at[size++] - '0');
	if (size == 0 || value < least || value > most)
		return false;
	*t = text_from(*t, size);
	*out = value;
	return true;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* At least three letters, or in angle brackets also digits and signs. */
static bool skip_name(struct text *t)
{
	size_t size = 0;
	if (text_skip(t, TEXT("<"))) {
		size = text_find_char(*t, '>');
		if (size == TEXT_NONE || size < 3)
			return false;
		*t = text_from(*t, size + 1);
		return true;
	}
	while (size < t->size && is_letter(t->at[size]))
		size++;
	*t = text_from(*t, size);
	return size >= 3;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool time_of(struct text *t, int most_hours, int *seconds)
{
	int hour;
	int minute = 0;
	int second = 0;
	bool negative = text_skip(t, TEXT("-"));
	if (!negative)
		text_skip(t, TEXT("+"));
	if (!number(t, 0, most_hours, &hour))
		return false;
	if (text_skip(t, TEXT(":"))) {
		if (!number(t, 0, 59, &minute))
			return false;
		if (text_skip(t, TEXT(":")) && !number(t, 0, 59, &second))
			return false;
	}
	int value = hour * HOUR_SECONDS + minute * 60 + second;
	*seconds = negative ? -value : value;
	return true;
}

/* POSIX counts west of Greenwich, everybody else east. */
static bool offset_of(struct text *t, int *east)
{
	int west;
	if (!time_of(t, 24, &west))
		return false;
	*east = -west;
	return true;
}

static bool day_of(struct text *t, struct zone_day *day)
{
	bool good;
	if (text_skip(t, TEXT("M"))) {
		day->kind = ZONE_DAY_MONTH;
		good = number(t, 1, 12, &day->month) && text_skip(t, TEXT(".")) &&
		       number(t, 1, 5, &day->week) && text_skip(t, TEXT(".")) &&
		       number(t, 0, 6, &day->day);
	} else if (text_skip(t, TEXT("J"))) {
		day->kind = ZONE_DAY_JULIAN;
		good = number(t, 1, 365, &day->day);
	} else {
		day->kind = ZONE_DAY_PLAIN;
		good = number(t, 0, 365, &day->day);
	}
	day->time = CHANGE_TIME;
	if (good && text_skip(t, TEXT("/")))
		good = time_of(t, 167, &day->time);
	return good;
}

bool zone_rule_read(struct text t, struct zone_rule *rule)
{
	struct zone_rule read = {.changes = false};
	if (!skip_name(&t) || !offset_of(&t, &read.standard))
		return false;
	if (t.size != 0) {
		read.changes = true;
		if (!skip_name(&t))
			return false;
		read.summer = read.standard + HOUR_SECONDS;
		if (!text_starts(t, TEXT(",")) && !offset_of(&t, &read.summer))
			return false;
		if (!text_skip(&t, TEXT(",")) || !day_of(&t, &read.start) ||
		    !text_skip(&t, TEXT(",")) || !day_of(&t, &read.end) || t.size != 0)
			return false;
	}
	*rule = read;
	return true;
}

/* Days since 1970 of a rule's day in a year. */
static int64_t day_in(const struct zone_day *day, int year)
{
	int64_t first = clock_days(year, 1, 1);
	if (day->kind == ZONE_DAY_PLAIN)
		return first + day->day;
	if (day->kind == ZONE_DAY_JULIAN) {
		/* From 1 March on, the day counted from the month's start is the same every year.
		 */
		return day->day < 60 ? first + day->day - 1
				     : clock_days(year, 3, 1) + day->day - 60;
	}
	int64_t month = clock_days(year, day->month, 1);
	int64_t next =
	    day->month == 12 ? clock_days(year + 1, 1, 1) : clock_days(year, day->month + 1, 1);
	/* 1970-01-01 was a Thursday; no date before year 1 comes here, so 7 × 200,000 suffices. */
	int weekday = (int)((month + 4 + 7 * INT64_C(200000)) % 7);
	int64_t found = month + (day->day - weekday + 7) % 7 + (day->week - 1) * 7;
	while (found >= next)
		found -= 7;
	return found;
}

static int64_t change(const struct zone_day *day, int year, int offset)
{
	return day_in(day, year) * DAY_SECONDS + day->time - offset;
}

int zone_rule_offset(const struct zone_rule *rule, int64_t seconds)
{
	struct civil civil;
	if (!rule->changes)
		return rule->standard;
	clock_to_civil(seconds * CLOCK_SECOND, 0, &civil);
	/* Summer may begin in the year before, and a rule's hours reach a week over the year's end.
	 */
	for (int year = civil.year - 1; year <= civil.year + 1; year++) {
		if (year < 1)
			continue;
		int64_t start = change(&rule->start, year, rule->standard);
		int64_t end = change(&rule->end, year, rule->summer);
		if (end <= start)
			end = change(&rule->end, year + 1, rule->summer);
		if (seconds >= start && seconds < end)
			return rule->summer;
	}
	return rule->standard;
}
