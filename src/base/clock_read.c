/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading dates and times as log lines write them (RFC 3339, RFC 3164 section 4.1.2, RFC 5322
 * section 3.3, Apache's %t, date(1)), by hand: it is done once a record.
 *
 * A reading works on a copy of the rest; nothing is taken where any part is out of range.
 */
#include "base/clock.h"

/* What stands between the parts differs, and with it how freely the parts are written. */
struct reading {
	struct text rest;
	struct civil civil;
	bool loose;   /* one digit will do for month, day and hour */
	bool brief;   /* the seconds may be missing */
	bool weekday; /* it began with the weekday: the year may stand at the end */
	bool iso;     /* a T between date and time */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool next_is_digit(struct text t)
{
	return t.size != 0 && is_digit(t.at[0]);
}

static bool next_is_word(struct text t)
{
	return t.size != 0 && (is_digit(t.at[0]) || is_letter(t.at[0]));
}

static bool skip(struct text *t, char c)
{
	if (t->size == 0 || t->at[0] != c)
		return false;
	t->at++;
	t->size--;
	return true;
}

static bool skip_either(struct text *t, char a, char b)
{
	return skip(t, a) || skip(t, b);
}

/* All digits that stand here, at least `least` and at most `most`. */
static bool number(struct text *t, size_t least, size_t most, int *out)
{
	size_t size = 0;
	int value = 0;
	while (size < t->size && is_digit(t->at[size])) {
		if (size == most)
			return false;
		value = value * 10 + (t->at[size++] - '0');
	}
	if (size < least)
		return false;
	t->at += size;
	t->size -= size;
	*out = value;
	return true;
}

/* Four digits; there is no year 0. */
static bool year(struct text *t, int *out)
{
	return number(t, 4, 4, out) && *out != 0;
}

/* One of the three-letter names in `names`, its place counted from 1; 0 when it is none. */
static int name(struct text *t, const char *names, int count)
{
	if (t->size < 3 || next_is_word(text_from(*t, 3)))
		return 0;
	for (int i = 0; i < count; i++) {
		struct text candidate = {names + (size_t)i * 3, 3};
		if (text_starts_fold(*t, candidate)) {
			*t = text_from(*t, 3);
			return i + 1;
		}
	}
	return 0;
}

static bool month_name(struct reading *reading)
{
	reading->civil.month = name(&reading->rest, "JanFebMarAprMayJunJulAugSepOctNovDec", 12);
	return reading->civil.month != 0;
}

static bool date_in_range(const struct civil *civil)
{
	static const int most[13] = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int64_t instant;
	if (civil->month < 1 || civil->month > 12 || civil->day < 1 ||
	    civil->day > most[civil->month])
		return false;
	/* Only this day hangs on the year. */
	return civil->month != 2 || civil->day != 29 || civil->year == 0 ||
	       clock_from_civil(
		   &(struct civil){.year = civil->year, .month = 2, .day = 29}, &instant);
}

/* The time of day. */

static size_t digits_ahead(struct text t, size_t from)
{
	size_t end = from;
	while (end < t.size && is_digit(t.at[end]))
		end++;
	return end - from;
}

/*
 * A comma also separates columns. Except after a T it is taken for a decimal sign only
 * where thousandths or millionths follow and then no further column or number.
 */
static bool is_fraction(const struct reading *reading)
{
	struct text t = reading->rest;
	if (t.size < 2 || (t.at[0] != '.' && t.at[0] != ','))
		return false;
	size_t size = digits_ahead(t, 1);
	if (t.at[0] == '.' || reading->iso)
		return size != 0;
	struct text after = text_from(t, 1 + size);
	return (size == 3 || size == 6) &&
	       (after.size == 0 || (!next_is_word(after) &&
				       text_find_char(TEXT(".,:/"), after.at[0]) == TEXT_NONE));
}

static void fraction(struct reading *reading)
{
	if (!is_fraction(reading))
		return;
	size_t size = digits_ahead(reading->rest, 1);
	int value = 0;
	for (size_t i = 0; i < 6; i++)
		value = value * 10 + (i < size ? reading->rest.at[1 + i] - '0' : 0);
	reading->civil.microsecond = value;
	reading->rest = text_from(reading->rest, 1 + size);
}

/* " AM" or " PM": read as 24 hours it would be wrong by half a day. */
static bool half_of_day(struct reading *reading)
{
	struct text t = reading->rest;
	skip(&t, ' ');
	bool afternoon = text_skip(&t, TEXT("PM"));
	if ((!afternoon && !text_skip(&t, TEXT("AM"))) || next_is_word(t))
		return true;
	reading->rest = t;
	int hour = reading->civil.hour;
	if (hour >= 1 && hour <= 12)
		reading->civil.hour = hour % 12 + (afternoon ? 12 : 0);
	/* Some write both, "14:05:00 PM". */
	return afternoon ? hour != 0 : hour <= 12;
}

static bool time_of_day(struct reading *reading)
{
	struct text *rest = &reading->rest;
	struct civil *civil = &reading->civil;
	if (!number(rest, reading->loose ? 1 : 2, 2, &civil->hour) || !skip(rest, ':') ||
	    !number(rest, 2, 2, &civil->minute))
		return false;
	if (skip(rest, ':')) {
		if (!number(rest, 2, 2, &civil->second))
			return false;
		fraction(reading);
	} else if (!reading->brief) {
		return false;
	}
	return half_of_day(reading) && civil->hour <= 23 && civil->minute <= 59 &&
	       civil->second <= 60;
}

/* Offsets from UTC. */

/* After the sign: hh:mm, hhmm, or hh where `short_form` is. */
static bool offset_digits(struct text *t, bool short_form, int *seconds)
{
	size_t size = digits_ahead(*t, 0);
	int hour = 0;
	int minute = 0;
	if (size == 4) {
		number(t, 4, 4, &hour);
		minute = hour % 100;
		hour /= 100;
	} else if (size == 2) {
		number(t, 2, 2, &hour);
		bool colon = skip(t, ':');
		if (colon ? !number(t, 2, 2, &minute) : !short_form)
			return false;
	} else {
		return false;
	}
	*seconds = hour * 3600 + minute * 60;
	return hour <= 23 && minute <= 59 && !next_is_word(*t);
}

static bool signed_offset(struct reading *reading, struct text t, bool short_form)
{
	int seconds;
	bool west = t.size != 0 && t.at[0] == '-';
	if (!skip_either(&t, '+', '-') || !offset_digits(&t, short_form, &seconds))
		return false;
	reading->civil.has_offset = true;
	reading->civil.offset = west ? -seconds : seconds;
	reading->rest = t;
	return true;
}

static bool zone_word(struct reading *reading, struct text t)
{
	static const struct {
		struct text word;
		int offset;
	} words[] = {{TEXT_INIT("UTC"), 0}, {TEXT_INIT("GMT"), 0}, {TEXT_INIT("JST"), 9 * 3600}};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct text after = t;
		if (!text_skip(&after, words[i].word) || next_is_word(after))
			continue;
		reading->civil.has_offset = true;
		reading->civil.offset = words[i].offset;
		reading->rest = after;
		return true;
	}
	return false;
}

/* An offset right behind the time, or after one space. False where what is there can only be a
 * broken one. */
static bool offset(struct reading *reading)
{
	struct text t = reading->rest;
	if (skip(&t, ' ')) {
		if (!signed_offset(reading, t, false))
			zone_word(reading, t);
		return true;
	}
	if (skip_either(&t, 'Z', 'z')) {
		reading->civil.has_offset = true;
		reading->rest = t;
		return true;
	}
	/* A hyphen may separate the time from what follows. */
	bool must = text_starts(t, TEXT("+")) || (reading->iso && text_starts(t, TEXT("-")));
	return signed_offset(reading, t, true) || !must;
}

/* Whole forms. */

/* "2019-05-12T02:10:11Z", "2019-05-12 02:10:11", "2019/5/2 2:10"; the year is read. */
static bool year_first(struct reading *reading, char separator)
{
	struct text *rest = &reading->rest;
	reading->loose = separator == '/';
	reading->brief = true;
	size_t least = reading->loose ? 1 : 2;
	if (!number(rest, least, 2, &reading->civil.month) || !skip(rest, separator) ||
	    !number(rest, least, 2, &reading->civil.day))
		return false;
	reading->iso = skip_either(rest, 'T', 't');
	if ((!reading->iso && !skip(rest, ' ')) || !time_of_day(reading))
		return false;
	return offset(reading);
}

/* "12/May/2019:02:10:11 +0900"; the day is read. */
static bool apache(struct reading *reading)
{
	struct text *rest = &reading->rest;
	if (!month_name(reading) || !skip(rest, '/') || !year(rest, &reading->civil.year) ||
	    !skip(rest, ':') || !time_of_day(reading))
		return false;
	return offset(reading);
}

/* "12 May 2019 02:10:11 +0900"; the day is read. */
static bool day_first(struct reading *reading)
{
	struct text *rest = &reading->rest;
	if (!month_name(reading) || !skip(rest, ' ') || !year(rest, &reading->civil.year) ||
	    !skip(rest, ' ') || !time_of_day(reading))
		return false;
	return offset(reading);
}

/* "[zone] year" after the time of day, as ctime(3) and date(1) have it. */
static void year_last(struct reading *reading)
{
	struct reading after = *reading;
	if (skip(&after.rest, ' ') && zone_word(&after, after.rest))
		skip(&after.rest, ' ');
	if (year(&after.rest, &after.civil.year) && !next_is_word(after.rest))
		*reading = after;
}

/* "May 12 02:10:11", "May  2 2019 02:10:11.123", "May 12, 2019 2:10:11 PM". */
static bool month_first(struct reading *reading)
{
	struct text *rest = &reading->rest;
	if (!month_name(reading) || !skip(rest, ' '))
		return false;
	skip(rest, ' ');
	if (!number(rest, 1, 2, &reading->civil.day))
		return false;
	bool comma = skip(rest, ',');
	if (!skip(rest, ' '))
		return false;
	reading->loose = comma;
	reading->brief = comma;
	if (comma || digits_ahead(*rest, 0) == 4) {
		if (!year(rest, &reading->civil.year) || !skip(rest, ' ') || !time_of_day(reading))
			return false;
		return offset(reading);
	}
	if (!time_of_day(reading))
		return false;
	if (reading->weekday)
		year_last(reading);
	return true;
}

static bool digits_first(struct reading *reading)
{
	struct text *rest = &reading->rest;
	if (digits_ahead(*rest, 0) == 4) {
		if (!year(rest, &reading->civil.year))
			return false;
		if (skip(rest, '-'))
			return year_first(reading, '-');
		return skip(rest, '/') && year_first(reading, '/');
	}
	if (!number(rest, 1, 2, &reading->civil.day))
		return false;
	if (skip(rest, '/'))
		return apache(reading);
	return skip(rest, ' ') && day_first(reading);
}

static bool any_form(struct reading *reading)
{
	if (next_is_digit(reading->rest))
		return digits_first(reading);
	reading->weekday = name(&reading->rest, "MonTueWedThuFriSatSun", 7) != 0;
	if (!reading->weekday)
		return month_first(reading);
	skip(&reading->rest, ',');
	if (!skip(&reading->rest, ' '))
		return false;
	return next_is_digit(reading->rest) ? digits_first(reading) : month_first(reading);
}

bool clock_read(struct text *rest, struct civil *civil)
{
	struct reading reading = {.rest = *rest};
	if (!any_form(&reading) || !date_in_range(&reading.civil) || next_is_word(reading.rest))
		return false;
	*rest = reading.rest;
	*civil = reading.civil;
	return true;
}

bool clock_parse(struct text t, struct civil *civil)
{
	struct civil parsed;
	if (!clock_read(&t, &parsed) || t.size != 0)
		return false;
	*civil = parsed;
	return true;
}
