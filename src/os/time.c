/* SPDX-License-Identifier: Apache-2.0 */
#include "os/time.h"

#include <time.h>

static int64_t read_clock(clockid_t clock)
{
	struct timespec time;
	clock_gettime(clock, &time);
	return (int64_t)time.tv_sec * CLOCK_SECOND + time.tv_nsec / 1000;
}

int64_t time_now(void)
{
	return read_clock(CLOCK_REALTIME);
}

int64_t time_monotonic(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

int64_t time_since_boot(void)
{
	return read_clock(CLOCK_BOOTTIME);
}
