/* SPDX-License-Identifier: Apache-2.0 */
/* Instants and civil times of the Gregorian calendar, and how they are written. */
#include "base/clock.h"

#include <assert.h>
#include <string.h>

#define DAY_SECONDS 86400
#define DAYS_400_YEARS 146097
#define DAYS_TO_1970 719162            /* from 0001-01-01 */
#define DAYS_TO_10000 2932897          /* from 1970-01-01 */
#define FURTHEST_OFFSET (26 * 60 * 60) /* POSIX allows up to a day and some */

static const int days_before_month[13] = {
    0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_days(int year, int month)
{
	/* A year that the text did not name may be a leap year. */
	if (month == 2)
		return year == 0 || is_leap(year) ? 29 : 28;
	return days_before_month[month] - days_before_month[month - 1];
}

int64_t clock_days(int year, int month, int day)
{
	assert(year >= 1 && month >= 1 && month <= 12);
	int64_t before = year - 1;
	int64_t days = before * 365 + before / 4 - before / 100 + before / 400 - DAYS_TO_1970;
	days += days_before_month[month - 1] + (month > 2 && is_leap(year));
	return days + day - 1;
}

static bool in_range(const struct civil *civil)
{
	if (civil->year < 0 || civil->year > 9999 || civil->month < 1 || civil->month > 12)
		return false;
	if (civil->day < 1 || civil->day > month_days(civil->year, civil->month))
		return false;
	if (civil->hour < 0 || civil->hour > 23 || civil->minute < 0 || civil->minute > 59)
		return false;
	if (civil->second < 0 || civil->second > 60)
		return false;
	if (civil->microsecond < 0 || civil->microsecond > 999999)
		return false;
	return !civil->has_offset ||
	       (civil->offset >= -FURTHEST_OFFSET && civil->offset <= FURTHEST_OFFSET);
}

bool clock_from_civil(const struct civil *civil, int64_t *instant)
{
	if (civil->year == 0 || !in_range(civil))
		return false;
	int64_t seconds = clock_days(civil->year, civil->month, civil->day) * DAY_SECONDS;
	seconds += civil->hour * 3600 + civil->minute * 60 + civil->second;
	if (civil->has_offset)
		seconds -= civil->offset;
	*instant = seconds * CLOCK_SECOND + civil->microsecond;
	return true;
}

/* Quotient rounded down, and what is left: 0 <= *left < by. */
static int64_t divide(int64_t number, int64_t by, int64_t *left)
{
	int64_t quotient = number / by;
	*left = number % by;
	if (*left < 0) {
		*left += by;
		quotient--;
	}
	return quotient;
}

static void date_of(int64_t days, struct civil *civil)
{
	int64_t left;
	int64_t cycles = divide(days + DAYS_TO_1970, DAYS_400_YEARS, &left);
	/* The last day of 100, of 4 years and of one is the next's first by division: kept back. */
	int64_t centuries = left / 36524 < 4 ? left / 36524 : 3;
	left -= centuries * 36524;
	int64_t fours = left / 1461;
	left -= fours * 1461;
	int64_t years = left / 365 < 4 ? left / 365 : 3;
	left -= years * 365;
	civil->year = (int)(cycles * 400 + centuries * 100 + fours * 4 + years + 1);
	assert(left >= 0 && left <= 365);
	int month = (int)left / 32; /* never too late, at most one too early */
	int leap = is_leap(civil->year);
	while (month < 11 && days_before_month[month + 1] + (month >= 1 ? leap : 0) <= left)
		month++;
	civil->month = month + 1;
	civil->day = (int)left - days_before_month[month] - (month >= 2 ? leap : 0) + 1;
}

static int64_t within_years(int64_t instant)
{
	const int64_t first = -(int64_t)DAYS_TO_1970 * CLOCK_DAY;
	const int64_t end = (int64_t)DAYS_TO_10000 * CLOCK_DAY;
	if (instant < first)
		return first;
	return instant < end ? instant : end - 1;
}

void clock_to_civil(int64_t instant, int offset, struct civil *civil)
{
	int64_t left;
	assert(offset >= -FURTHEST_OFFSET && offset <= FURTHEST_OFFSET);
	/* Cut before the sum, which cannot overflow then, and after it. */
	instant = within_years(within_years(instant) + offset * CLOCK_SECOND);
	date_of(divide(instant, CLOCK_DAY, &left), civil);
	civil->hour = (int)(left / CLOCK_HOUR);
	civil->minute = (int)(left % CLOCK_HOUR / CLOCK_MINUTE);
	civil->second = (int)(left % CLOCK_MINUTE / CLOCK_SECOND);
	civil->microsecond = (int)(left % CLOCK_SECOND);
	civil->has_offset = true;
	civil->offset = offset;
}

/* Whole digits as a number: at most `most` of them. */
static bool take_digits(struct text *t, size_t most, int64_t *out)
{
	size_t size = 0;
	int64_t value = 0;
	for (; size < t->size && t->at[size] >= '0' && t->at[size] <= '9'; size++) {
		if (size == most)
			return false;
		value = value * 10 + (t->at[size] - '0');
	}
	*t = text_from(*t, size);
	*out = value;
	return size != 0;
}

bool clock_parse_epoch(struct text t, int64_t *instant)
{
	const int64_t scale[] = {1000000, 100000, 10000, 1000, 100, 10, 1};
	int64_t seconds;
	int64_t fraction = 0;
	bool negative = text_skip(&t, TEXT("-"));
	if (!take_digits(&t, 12, &seconds) || seconds >= (int64_t)DAYS_TO_10000 * DAY_SECONDS)
		return false;
	if (text_skip(&t, TEXT("."))) {
		struct text digits = text_part(t, 0, 6);
		size_t size = digits.size;
		if (!take_digits(&digits, 6, &fraction) || digits.size != 0)
			return false;
		fraction *= scale[size];
		t = text_from(t, size);
		while (t.size != 0 && t.at[0] >= '0' && t.at[0] <= '9')
			t = text_from(t, 1);
	}
	if (t.size != 0)
		return false;
	int64_t value = seconds * CLOCK_SECOND + fraction;
	*instant = negative ? -value : value;
	return true;
}

static bool resolve_with_year(const struct civil *civil, const struct zone *zone, int64_t *instant)
{
	struct civil whole = *civil;
	if (whole.year == 0 || !in_range(&whole))
		return false;
	if (!whole.has_offset) {
		whole.offset = zone_offset_local(zone, &whole);
		whole.has_offset = true;
	}
	return clock_from_civil(&whole, instant);
}

bool clock_resolve(
    const struct civil *civil, const struct zone *zone, int64_t received, int64_t *instant)
{
	if (civil->year != 0)
		return resolve_with_year(civil, zone, instant);
	if (received == CLOCK_NONE)
		return false;
	struct civil now;
	clock_to_civil(received, 0, &now);
	/* From the latest that may be right, back over a missing 29 February (8 years at 1900,
	 * 2100). */
	for (int year = now.year + 1; year >= now.year - 8 && year >= 1; year--) {
		struct civil guess = *civil;
		int64_t then;
		guess.year = year;
		if (resolve_with_year(&guess, zone, &then) && then - CLOCK_DAY <= received) {
			*instant = then;
			return true;
		}
	}
	return false;
}

static char *put_digits(char *out, int value, int digits)
{
	for (int i = digits - 1; i >= 0; i--) {
		out[i] = (char)('0' + value % 10);
		value /= 10;
	}
	return out + digits;
}

static char *put_date_time(char *out, const struct civil *civil, char between)
{
	out = put_digits(out, civil->year, 4);
	*out++ = '-';
	out = put_digits(out, civil->month, 2);
	*out++ = '-';
	out = put_digits(out, civil->day, 2);
	*out++ = between;
	out = put_digits(out, civil->hour, 2);
	*out++ = ':';
	out = put_digits(out, civil->minute, 2);
	*out++ = ':';
	return put_digits(out, civil->second, 2);
}

void clock_format(int64_t instant, char out[CLOCK_TEXT])
{
	struct civil civil;
	clock_to_civil(instant, 0, &civil);
	out = put_date_time(out, &civil, 'T');
	*out++ = '.';
	out = put_digits(out, civil.microsecond, 6);
	memcpy(out, "Z", 2);
}

void clock_format_local(int64_t instant, const struct zone *zone, char out[CLOCK_TEXT])
{
	struct civil civil;
	clock_to_civil(instant, zone_offset(zone, instant), &civil);
	out = put_date_time(out, &civil, ' ');
	*out = '\0';
}
