/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Frames at which the engine died. One that it was at when it died of a fault twice is set aside:
 * the engine passes it over, and the rest goes on. What is set aside outlives the server in a file,
 * a position a line.
 *
 * Several workers are at several frames, of which one is to blame. So after the first death the
 * engine is started with one worker until it has passed all suspects: the second death then tells
 * which it was.
 */
#ifndef PROGRAM_SERVER_SUSPECTS_H
#define PROGRAM_SERVER_SUSPECTS_H

#include "base/outcome.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SUSPECTS_ASIDE 1024 /* further ones are not set aside: something else is wrong then */
#define SUSPECTS_SEEN 64    /* the oldest is forgotten for a new one */

struct suspect {
	uint64_t position;
	unsigned deaths;
};
struct suspects {
	uint64_t aside[SUSPECTS_ASIDE];
	size_t aside_count;
	struct suspect seen[SUSPECTS_SEEN];
	size_t seen_count;
};

/* Whether a wait status (waitpid) tells of a fault, and not of being killed or ended. */
bool suspects_is_fault(int status);
/* The engine died of a fault at these (position + 1 of a frame, 0: none). Returns how many were set
 * aside by it: they are the last of `aside`. */
size_t suspects_note(struct suspects *suspects, const uint64_t *at, size_t count);
/* What was committed is passed, and no suspect any more. Whether there are others. */
bool suspects_open(struct suspects *suspects, uint64_t committed);

/* The file; one that is not there is empty. MALFORMED names the line. */
enum outcome suspects_load(const char *path, struct suspects *suspects, struct why *why) MUST_CHECK;
enum outcome suspects_save(
    const char *path, const struct suspects *suspects, struct why *why) MUST_CHECK;

#endif
