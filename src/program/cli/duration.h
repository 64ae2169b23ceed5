/* SPDX-License-Identifier: Apache-2.0 */
/* Spans and points of time as people write them in options. */
#ifndef PROGRAM_CLI_DURATION_H
#define PROGRAM_CLI_DURATION_H

#include "base/clock.h"

/* "45s", "30m", "12h", "7d", "2w": a whole number and its unit, at most 100 years. */
bool duration_read(struct text t, int64_t *microseconds);

/*
 * A date and time that clock.h reads, a date alone ("2026-11-20", its beginning; `end`: the
 * beginning of the day after), or a duration: so long before `now`. In the zone, where it names no
 * offset.
 */
bool duration_moment(
    struct text t, const struct zone *zone, int64_t now, bool end, int64_t *instant);

#endif
