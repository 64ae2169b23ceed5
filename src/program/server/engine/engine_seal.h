/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The compactor: turns segments of the log that are ended and committed into sealed blocks of one
 * company each, anchors the chains' heads in the store, then drops the segments. A thread of its
 * own with its own connection to the store; it does its work in the time the others leave.
 *
 * A crash at any moment is harmless: frames that are sealed already are passed over
 * (block_writer_last()), and a segment is dropped only when all that is in it is sealed, synced and
 * anchored. Dropping and retiring are done under an exclusive lock of the journal's "lock" file;
 * whoever copies the journal holds a shared one.
 */
#ifndef PROGRAM_SERVER_ENGINE_ENGINE_SEAL_H
#define PROGRAM_SERVER_ENGINE_ENGINE_SEAL_H

#include "base/outcome.h"
#include "decode/table/csv.h"
#include "program/server/process.h"
#include "store/store.h"

struct seal;

struct seal_options {
	const struct process_given *given;
	const struct csv_mappings *mappings;
	const struct viewer *viewer;
	struct store *store; /* its own; closed by seal_destroy() */
	/* The time that retention goes by (engine_steady.h); CLOCK_NONE: not known yet. NULL: the
	 * thread retires nothing. */
	const _Atomic int64_t *steady;
};

/* Without a thread: for tests and commands. */
struct seal *seal_create(const struct seal_options *options);
/* Ends the thread. NULL is harmless. */
void seal_destroy(struct seal *seal);
/* Start the thread. */
void seal_start(struct seal *seal);

/* Seal the log's oldest segment and drop it. AT_END: none is ended and committed; NEED_MORE: it is
 * sealed, but somebody holds the lock. */
enum outcome seal_segment(struct seal *seal, struct why *why) MUST_CHECK;
/* Retire blocks that are older or more than their company keeps. NEED_MORE: somebody holds the
 * lock. */
enum outcome seal_retire(struct seal *seal, int64_t now, struct why *why) MUST_CHECK;

#endif
