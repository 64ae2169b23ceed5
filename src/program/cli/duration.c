/* SPDX-License-Identifier: Apache-2.0 */
#include "program/cli/duration.h"

#define MOST (INT64_C(36525) * CLOCK_DAY)

bool duration_read(struct text t, int64_t *microseconds)
{
	static const struct {
		char letter;
		int64_t unit;
	} units[] = {{'s', CLOCK_SECOND}, {'m', CLOCK_MINUTE}, {'h', CLOCK_HOUR}, {'d', CLOCK_DAY},
	    {'w', 7 * CLOCK_DAY}};
	uint64_t number;
	if (t.size < 2 || !text_to_uint(text_part(t, 0, t.size - 1), &number))
		return false;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (t.at[t.size - 1] != units[i].letter)
			continue;
		if (number > (uint64_t)(MOST / units[i].unit))
			return false;
		*microseconds = (int64_t)number * units[i].unit;
		return true;
	}
	return false;
}

/* "2026-11-20" */
static bool read_date(struct text t, struct civil *civil)
{
	uint64_t parts[3];
	if (t.size != 10)
		return false;
	struct text rest = t;
	for (size_t i = 0; i < 3; i++) {
		struct text part = text_cut(&rest, '-');
		if (part.size != (i == 0 ? 4 : 2) || !text_to_uint(part, &parts[i]))
			return false;
	}
	*civil =
	    (struct civil){.year = (int)parts[0], .month = (int)parts[1], .day = (int)parts[2]};
	return true;
}

/* The day after may be in another month. */
static bool next_day(struct civil *civil)
{
	int64_t noon;
	civil->hour = 12;
	if (!clock_from_civil(civil, &noon))
		return false;
	clock_to_civil(noon + CLOCK_DAY, 0, civil);
	civil->hour = 0;
	civil->has_offset = false;
	return true;
}

bool duration_moment(
    struct text t, const struct zone *zone, int64_t now, bool end, int64_t *instant)
{
	struct civil civil;
	int64_t ago;
	if (duration_read(t, &ago)) {
		*instant = now - ago;
		return true;
	}
	if (read_date(t, &civil)) {
		if (end && !next_day(&civil))
			return false;
		return clock_resolve(&civil, zone, now, instant);
	}
	return clock_parse(t, &civil) && clock_resolve(&civil, zone, now, instant);
}
