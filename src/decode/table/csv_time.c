/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Times as consoles and spreadsheets write them: "2026/1/2 3:04", "1/2/2026 3:04:05 PM",
 * "2026年1月2日 午後3時4分5秒". What clock.h reads is left to it.
 */
#include "decode/table/csv_parts.h"

#define NUMBERS 7

struct numbers {
	int64_t at[NUMBERS];
	size_t digits[NUMBERS];
	size_t count;
	bool morning;
	bool afternoon;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The runs of digits, at most nine each. False when there are too many. */
static bool take_numbers(struct text t, struct numbers *numbers)
{
	*numbers = (struct numbers){.count = 0};
	numbers->morning =
	    text_find_fold(t, TEXT("am")) != TEXT_NONE || text_find(t, TEXT("午前")) != TEXT_NONE;
	numbers->afternoon =
	    text_find_fold(t, TEXT("pm")) != TEXT_NONE || text_find(t, TEXT("午後")) != TEXT_NONE;
	for (size_t i = 0; i < t.size;) {
		size_t start = i;
		while (i < t.size && is_digit(t.at[i]))
			i++;
		if (i == start) {
			i++;
			continue;
		}
		if (numbers->count == NUMBERS || i - start > 9)
			return false;
		numbers->digits[numbers->count] = i - start;
		if (!text_to_int(text_part(t, start, i - start), &numbers->at[numbers->count++]))
			return false;
	}
	return true;
}

/* Twelve o'clock is the first hour of its half of the day. */
static int hour_of(const struct numbers *numbers)
{
	int64_t hour = numbers->at[3];
	if (hour > 23)
		return 99;
	if ((numbers->morning || numbers->afternoon) && hour == 12)
		hour = 0;
	return (int)hour + (numbers->afternoon && hour < 12 ? 12 : 0);
}

static int microseconds(const struct numbers *numbers)
{
	if (numbers->count < 7)
		return 0;
	int64_t value = numbers->at[6];
	for (size_t digits = numbers->digits[6]; digits < 6; digits++)
		value *= 10;
	for (size_t digits = numbers->digits[6]; digits > 6; digits--)
		value /= 10;
	return (int)value;
}

/* Bare numbers in the order that the form names. Text that is no time at all has too few of them.
 */
static bool from_numbers(struct text t, enum csv_time form, struct civil *civil)
{
	static const size_t order[][3] = {
	    [CSV_YMD] = {0, 1, 2}, [CSV_MDY] = {2, 0, 1}, [CSV_DMY] = {2, 1, 0}};
	struct numbers numbers;
	if (t.size > 64 || !take_numbers(t, &numbers) || numbers.count < 3 || numbers.count == 4)
		return false;
	int64_t year = numbers.at[order[form][0]];
	int64_t month = numbers.at[order[form][1]];
	int64_t day = numbers.at[order[form][2]];
	if (year < 100)
		year += 2000;
	if (year < 1900 || year > 9999 || month > 12 || day > 31)
		return false;
	*civil = (struct civil){
	    .year = (int)year,
	    .month = (int)month,
	    .day = (int)day,
	    .hour = numbers.count > 3 ? hour_of(&numbers) : 0,
	    .minute = numbers.count > 4 && numbers.at[4] < 60 ? (int)numbers.at[4] : 0,
	    .second = numbers.count > 5 && numbers.at[5] < 61 ? (int)numbers.at[5] : 0,
	    .microsecond = microseconds(&numbers),
	};
	return true;
}

static bool from_milli(struct text t, struct event *event)
{
	int64_t milli;
	if (!text_to_int(t, &milli) || milli < 0 || milli > INT64_MAX / 1000)
		return false;
	event->time = milli * 1000;
	event->has_time = true;
	return true;
}

bool csv_read_time(
    struct text t, enum csv_time form, struct event *event, const struct decode_context *context)
{
	struct civil civil;
	t = text_trim(t);
	if (t.size == 0)
		return false;
	if (form == CSV_MILLI)
		return from_milli(t, event);
	if (form == CSV_EPOCH || clock_parse(t, &civil))
		return decode_set_time_text(event, t, context);
	return from_numbers(t, form, &civil) && decode_set_time(event, &civil, context);
}
