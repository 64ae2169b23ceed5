/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The relay's spool: a journal log of its own, and how far it was sent. What is in it survives the
 * line, the server and the relay itself. Bounded: when it is full, the oldest stays and new is
 * refused. Thread-safe, but for what the one sender calls.
 */
#ifndef PROGRAM_RELAY_SPOOL_H
#define PROGRAM_RELAY_SPOOL_H

#include "base/outcome.h"
#include "journal/log.h"

#include <stdbool.h>
#include <stdint.h>

struct spool;

#define SPOOL_LEAST ((uint64_t)64 << 20)
#define SPOOL_SEGMENT ((uint64_t)8 << 20)

/* Make or continue. ALREADY_THERE: another relay uses the folder. */
enum outcome spool_open(
    const char *folder, uint64_t most, struct spool **spool, struct why *why) MUST_CHECK;
/* NULL is harmless. */
void spool_close(struct spool *spool);
const char *spool_folder(const struct spool *spool);

/* Append records (`count` of them in `body`); *ticket goes to spool_wait(). NEED_MORE: it is full,
 * or the disk is; not now. ALREADY_THERE: the batch is in it (ticket 0) or on its way. */
struct spooled {
	const char *source; /* "syslog", "file" */
	struct text origin;
	struct text batch;
	int64_t received;
	uint32_t count;
	struct text body;
};
enum outcome spool_append(struct spool *spool, const struct spooled *records, uint64_t *ticket,
    struct why *why) MUST_CHECK;
enum outcome spool_wait(struct spool *spool, uint64_t ticket, struct why *why) MUST_CHECK;
/* Look at what it takes; about once a second. */
void spool_measure(struct spool *spool);
bool spool_is_full(struct spool *spool);
/* Bytes on disk. */
uint64_t spool_size(struct spool *spool);

/* How far it was sent: `position` is acknowledged; `until` is behind it when a batch [position,
 * until) was on its way: after a restart the same batch must be sent again, no larger one. */
struct spool_sent {
	char relay[33]; /* random, of this spool */
	uint64_t position;
	uint64_t until;
};
const struct spool_sent *spool_sent(const struct spool *spool);
/* Durable when it returns. */
enum outcome spool_set_sent(
    struct spool *spool, uint64_t position, uint64_t until, struct why *why) MUST_CHECK;
/* Read from `sent` on; up to spool_durable(). */
enum outcome spool_reader(
    struct spool *spool, struct log_reader **reader, struct why *why) MUST_CHECK;
uint64_t spool_durable(const struct spool *spool);
/* Sleep until something new is durable, at most so long. */
void spool_sleep(struct spool *spool, int64_t microseconds);
/* Let what was sent go. */
void spool_drop(struct spool *spool);

#endif
