/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rule by which a zone's clock changes for ever: the TZ string of POSIX (XBD 8.3) with the
 * wider hours of RFC 8536 section 3.3.1. A part of base/clock.h's zones; seconds since 1970 in UTC.
 */
#ifndef BASE_ZONE_RULE_H
#define BASE_ZONE_RULE_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

enum zone_day_kind {
	ZONE_DAY_MONTH,  /* Mm.w.d: the w-th weekday d of a month, 5 is the last */
	ZONE_DAY_JULIAN, /* Jn: 1..365, 29 February is never counted */
	ZONE_DAY_PLAIN,  /* n: 0..365, 29 February is counted */
};

struct zone_day {
	enum zone_day_kind kind;
	int month;
	int week;
	int day;  /* weekday (0 is Sunday), or day of the year */
	int time; /* seconds from that day's midnight, may be below 0 or above a day */
};

struct zone_rule {
	int standard; /* seconds east of UTC */
	bool changes; /* to `summer`, from `start` (in standard time) to `end` (in summer time) */
	int summer;
	struct zone_day start;
	struct zone_day end;
};

/* A whole TZ string. False when it is none; *rule is untouched then. */
bool zone_rule_read(struct text t, struct zone_rule *rule);

/* Seconds east of UTC at an instant, in seconds, of the years 1 to 9999. */
int zone_rule_offset(const struct zone_rule *rule, int64_t seconds);

#endif
