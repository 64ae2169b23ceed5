/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether this machine's wall clock can be believed. A clock that jumps ahead by a year for a
 * minute must not remove a year's records: they go by the time of steady_now(), which follows the
 * wall clock only as far as time has really passed (a clock that nobody can set), or until the
 * clock has stayed where it is for a day of running.
 */
#ifndef PROGRAM_SERVER_ENGINE_ENGINE_STEADY_H
#define PROGRAM_SERVER_ENGINE_ENGINE_STEADY_H

#include "base/clock.h"

#include <stdbool.h>
#include <stdint.h>

#define STEADY_SLACK (5 * CLOCK_MINUTE) /* more at once is a jump */
#define STEADY_OFF (3 * CLOCK_DAY)      /* a server may have been off for so long */
#define STEADY_PROOF CLOCK_DAY          /* of running, then a jump is believed */

struct steady {
	int64_t even; /* what the wall clock would show had it never jumped; kept over restarts */
	int64_t away; /* running time since it jumped; 0: it did not; kept, too */
	int64_t by;   /* how far it is ahead, while away is not 0 */
	int64_t wall; /* as seen last */
	int64_t ticks;
	bool agreed; /* since the start */
};

/* As it was kept; `even` is 0 where nothing was. */
void steady_begin(struct steady *steady, int64_t even, int64_t away);
/* Look at both clocks: the wall clock and one that only counts time that passes. True when the wall
 * clock jumped or came back since the look before. */
bool steady_look(struct steady *steady, int64_t wall, int64_t ticks);
/* Never later than the time really is, as far as can be known; CLOCK_NONE before the first look. */
int64_t steady_now(const struct steady *steady);

#endif
