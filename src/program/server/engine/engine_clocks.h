/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How far sources' clocks are off: the median distance of their last records' times from when they
 * were received. Kept in memory only; what it comes to is in the store.
 */
#ifndef PROGRAM_SERVER_ENGINE_ENGINE_CLOCKS_H
#define PROGRAM_SERVER_ENGINE_ENGINE_CLOCKS_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct clocks;

#define CLOCKS_LAGS 31
#define CLOCKS_SOURCES 20000 /* further ones are not followed */

struct clocks *clocks_create(void);
/* NULL is harmless. */
void clocks_destroy(struct clocks *clocks);
/* Note distances of a source; the oldest are forgotten. */
void clocks_add(struct clocks *clocks, struct text source, const int64_t *lags, size_t count);
/* Their median; false where nothing is known of it. */
bool clocks_off(const struct clocks *clocks, struct text source, int64_t *off);

#endif
