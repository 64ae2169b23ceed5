/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much a source may send: a token bucket a source, in records a second, filled for ten seconds.
 * What is taken beyond the filling is a debt that has to run down first, so that a large request
 * passes when the bucket is full and the average holds all the same. Thread-safe; no clock of its
 * own.
 */
#ifndef PROGRAM_SERVER_INTAKE_INTAKE_LIMIT_H
#define PROGRAM_SERVER_INTAKE_INTAKE_LIMIT_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct intake_limit;

#define INTAKE_LIMIT_SECONDS 10 /* a full bucket */
#define INTAKE_LIMIT_DEBT 1000  /* seconds' worth that one request may have at the most */
#define INTAKE_LIMIT_SOURCES                                                                       \
	65536 /* buckets kept; those that are full again are forgotten first                       \
	       */

struct intake_limit *intake_limit_create(void);
/* NULL is harmless. */
void intake_limit_destroy(struct intake_limit *limit);

struct intake_limit_ask {
	struct text source;
	uint32_t rate; /* records a second; 0: unlimited */
	uint64_t records;
	int64_t ticks; /* microseconds of a monotonic clock */
};
/*
 * Take `records` of a source. False: nothing was taken, and *wait says after how many microseconds
 * it would be; INT64_MAX: never, so many at once are over the limit. `records` 0 asks whether the
 * source has to wait at all.
 */
bool intake_limit_take(
    struct intake_limit *limit, const struct intake_limit_ask *ask, int64_t *wait);

#endif
