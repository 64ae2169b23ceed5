/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Instants, civil times and zones, without ever asking what time it is.
 *
 * An instant is microseconds since 1970-01-01T00:00:00Z (POSIX time, no leap
 * seconds). Years 1 to 9999 can be written. Whoever knows the time passes it in.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/outcome.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct zone;

#define CLOCK_SECOND INT64_C(1000000)
#define CLOCK_MINUTE (60 * CLOCK_SECOND)
#define CLOCK_HOUR (60 * CLOCK_MINUTE)
#define CLOCK_DAY (24 * CLOCK_HOUR)

/* "No time": not a valid instant. */
#define CLOCK_NONE INT64_MIN

/*
 * 1990-01-01 UTC. A record that claims to be older comes from a clock that was never set, or counts
 * from the start of a capture: order and distance within its log hold, the date does not, and no
 * person is shown it. This is the one place that decides it.
 */
#define CLOCK_CREDIBLE (INT64_C(631152000) * CLOCK_SECOND)

struct civil {
	int year;        /* 1..9999; 0 where the text had none */
	int month;       /* 1..12 */
	int day;         /* 1..31 */
	int hour;        /* 0..23 */
	int minute;      /* 0..59 */
	int second;      /* 0..60; 60 is a leap second, taken as the next second */
	int microsecond; /* 0..999999; further digits are cut */
	bool has_offset; /* the text named its offset from UTC */
	int offset;      /* seconds east of UTC */
};

/* Days from 1970-01-01 to a date of the Gregorian calendar; year ≥ 1, month 1..12, any day count
 * from the month's start. */
int64_t clock_days(int year, int month, int day);

/* UTC only: a civil time with `offset` applied (0 when has_offset is false). False when a part is
 * out of range. */
bool clock_from_civil(const struct civil *civil, int64_t *instant);

/* The civil time at `offset` seconds east of UTC; outside years 1 to 9999 the nearest in them. */
void clock_to_civil(int64_t instant, int offset, struct civil *civil);

/*
 * Read a date and time from the start of *rest and step past it. All of:
 * RFC 3339 and ISO 8601 ("2019-05-12T02:10:11.123456Z", "2019-05-12 02:10:11",
 * "2019-05-12T02:10:11,123+0900"), RFC 3164 ("May 12 02:10:11", "May  2 2019 02:10:11[.123]"),
 * Apache ("12/May/2019:02:10:11 +0900", "Mon May 12 02:10:11.123 2019"), "2019/05/12 02:10:11";
 * besides these RFC 5322 ("Mon, 12 May 2019 02:10:11 +0900"), date(1) ("Sun May 12 02:10:11 JST
 * 2019"), "2019/5/2 2:10" and "May 12, 2019 2:10:11 PM" as consoles export them. Where a year is
 * named, an offset, "UTC", "GMT" or "JST" may follow after a space and is taken. False (and *rest
 * as it was) when there is none at the start.
 */
bool clock_read(struct text *rest, struct civil *civil);

/* A whole text that is one of the above. */
bool clock_parse(struct text t, struct civil *civil);

/* A whole text of seconds since 1970, with or without a fraction ("1157689312.049"). */
bool clock_parse_epoch(struct text t, int64_t *instant);

/*
 * The instant of a civil time: its own offset, else the zone's (NULL is UTC); a
 * missing year is the one that puts it nearest to `received`, at most a day after it.
 * False when a part is out of range or the year cannot be told (`received` is CLOCK_NONE).
 */
bool clock_resolve(
    const struct civil *civil, const struct zone *zone, int64_t received, int64_t *instant);

/* RFC 3339 in UTC with six digits and Z: 27 bytes and a NUL into `out` (size ≥ 28). */
#define CLOCK_TEXT 28
void clock_format(int64_t instant, char out[CLOCK_TEXT]);

/* "2019-05-12 11:10:11" in the zone, without fraction, for people: 19 bytes and a NUL. */
void clock_format_local(int64_t instant, const struct zone *zone, char out[CLOCK_TEXT]);

/*
 * A zone from the bytes of a TZif file (RFC 8536, versions 1 to 4, with the footer rule); lives on
 * the arena. Files that count leap seconds ("right/") are NOT_SUPPORTED.
 */
enum outcome zone_from_tzif(
    struct text bytes, struct arena *arena, const struct zone **zone, struct why *why) MUST_CHECK;

/* A zone of one fixed offset, seconds east of UTC. */
const struct zone *zone_fixed(int offset, struct arena *arena);

/* Seconds east of UTC at an instant. NULL is UTC. */
int zone_offset(const struct zone *zone, int64_t instant);

/*
 * Seconds east of UTC for a civil time of that zone (its has_offset ignored). Where the
 * clock was put back, the first of the two; where it was put forward, the offset before.
 */
int zone_offset_local(const struct zone *zone, const struct civil *civil);

#endif
