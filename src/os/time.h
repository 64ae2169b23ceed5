/* SPDX-License-Identifier: Apache-2.0 */
/* What time it is, for programs; the rooms that read no clock are given it. */
#ifndef OS_TIME_H
#define OS_TIME_H

#include "base/clock.h"

/* The instant, by a clock that may be wrong and may jump. */
int64_t time_now(void);
/* Microseconds since some moment before the process began: only grows, whatever is done to clocks.
 */
int64_t time_monotonic(void);
/* The same, the time that the machine slept included. */
int64_t time_since_boot(void);

#endif
