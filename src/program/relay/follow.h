/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files followed as they grow, into the spool: through rotation by renaming and by truncating,
 * only whole lines, each once.
 *
 * Where a file was read up to stands in a file of the spool's folder. Before a stretch is appended
 * to the spool its end is made durable there, so that after a crash the same stretch is appended
 * again and not a longer one; the log knows it by its batch id, FILE:END, and takes it once.
 */
#ifndef PROGRAM_RELAY_FOLLOW_H
#define PROGRAM_RELAY_FOLLOW_H

#include "program/relay/spool.h"

#include <stdatomic.h>

struct follow;

#define FOLLOW_FILES 256

struct follow_options {
	struct spool *spool;
	const char *const *paths;
	size_t count;
	bool from_start; /* files that are there and not known yet: all of them, not only what
			    comes */
	void (*say)(const char *format, ...) __attribute__((format(printf, 1, 2)));
};
/* MALFORMED: what was kept of an earlier run is damaged. */
enum outcome follow_open(
    const struct follow_options *options, struct follow **follow, struct why *why) MUST_CHECK;
/* NULL is harmless. */
void follow_close(struct follow *follow);
/* Look at all files once. *busy: there is more at once. NOT_READABLE: positions cannot be kept. */
enum outcome follow_turn(struct follow *follow, bool *busy, struct why *why) MUST_CHECK;

#endif
