/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The log: what arrives is appended here, made durable, then acknowledged.
 *
 * One log for all partitions, in segments of one folder ("%020llu.log", named by the position of
 * their first byte). One process appends (intake; at a company's side the relay's spool); others
 * read. A position is a byte offset in the whole log: it only grows, also over restarts, refused
 * groups and cut tails (there are gaps, then). One log and not one a partition, because a group
 * commit is then one fdatasync(2) however many companies take part; every frame names its
 * partition, and readers take the partitions they want.
 *
 * Group commit: appends gather in memory while the group before is being written and synced; a
 * group is settled as a whole. Nothing is acknowledged before its group is durable. A frame is
 * compressed (zstd) and carries a checksum and the position up to which the log was durable when it
 * was written. At opening, a damaged stretch behind the last position known to be durable is a torn
 * tail: nothing in it was ever acknowledged, and it is left out; a damaged stretch before it is
 * damage, is never cut, is reported, and reading goes on behind it.
 *
 * A batch id makes a resend harmless: one that is pending or durable is not appended again. The
 * last LOG_BATCHES ids are remembered. An id of the form seq:NAME:NUMBER is a promise of its
 * sender: numbers ascend and the next is sent only when the one before is durable; then the highest
 * number of (source, NAME) stands for all before it and is remembered for ever. What is remembered
 * is carried over into every new segment, so that older ones may be dropped.
 *
 * A full or failing disk: the group is refused as a whole (its settled callback says why), what is
 * durable is not touched, and the next group is tried on a new segment. After a failed fdatasync a
 * segment is never written again.
 */
#ifndef JOURNAL_LOG_H
#define JOURNAL_LOG_H

#include "base/outcome.h"
#include "journal/frame.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct arena;
struct log_writer;
struct log_reader;

#define LOG_SEGMENT ((uint64_t)64 << 20)
#define LOG_BATCHES 65536
#define LOG_PENDING ((size_t)64 << 20) /* bytes of bodies that may wait for their commit */

struct log_options {
	const char *folder; /* made when it is not there (mode 0770 less the umask) */
	uint64_t segment;   /* bytes; 0: LOG_SEGMENT */
	uint64_t reserve;   /* bytes that must stay free on the disk: appends are refused below */
	int64_t age;        /* a segment that holds frames is ended after so long, microseconds; 0:
			       10 minutes */
	uint64_t least;     /* positions begin here at least (what readers have committed) */
	/*
	 * All appends with a ticket up to `ticket`, not settled before, are: durable (DONE) or
	 * refused (NOT_READABLE with why). Called from the log's own thread, in order, once a
	 * group.
	 */
	void (*settled)(void *data, uint64_t ticket, enum outcome outcome, const struct why *why);
	void *data;
	_Atomic uint64_t *durable; /* published after each group: read up to here; may be NULL */
	const _Atomic uint32_t
	    *roll; /* whenever its value changes the segment is ended; may be NULL */
	int wake;  /* an eventfd to be written to after each group; -1: none */
};

/* Open for appending: recover, then start the commit thread. The folder is locked (flock):
 * ALREADY_THERE when somebody else appends. */
enum outcome log_writer_open(
    const struct log_options *options, struct log_writer **writer, struct why *why) MUST_CHECK;
/* Commit what is pending, end the thread. NULL is harmless. */
void log_writer_close(struct log_writer *writer);

/*
 * Append; the frame is copied. May be called by many threads. DONE: *ticket will be settled.
 * ALREADY_THERE: a batch with this id of this source is pending (*ticket is its) or durable
 * (*ticket is 0): do not append, acknowledge when it is settled. TOO_LARGE: over a limit of
 * frame.h. MALFORMED: ids break their form. NOT_READABLE: the disk is full or failing, with the
 * reason; NEED_MORE: LOG_PENDING is reached, try later.
 */
enum outcome log_append(struct log_writer *writer, const struct frame *frame, uint64_t *ticket,
    struct why *why) MUST_CHECK;
/* Wait until a ticket is settled. */
enum outcome log_wait(struct log_writer *writer, uint64_t ticket, struct why *why) MUST_CHECK;
/* Why appends are refused at present; DONE when they are not. */
enum outcome log_state(struct log_writer *writer, struct why *why);

/* What stands in a folder. */
struct log_extent {
	uint64_t first; /* position of the oldest segment */
	uint64_t end;   /* behind the last whole frame */
	uint64_t bytes; /* on disk */
	int64_t oldest; /* receive time of the first frame; CLOCK_NONE */
};
enum outcome log_extent(const char *folder, struct log_extent *extent, struct why *why) MUST_CHECK;

/* Read from a position on. NOT_FOUND: it is before the first segment. */
enum outcome log_reader_open(
    const char *folder, uint64_t position, struct log_reader **reader, struct why *why) MUST_CHECK;
/* NULL is harmless. */
void log_reader_close(struct log_reader *reader);
/*
 * The next frame that ends at or before `until` (UINT64_MAX: all that is whole), on the arena.
 * AT_END: none yet; call again later. MALFORMED: a damaged stretch from frame->position to
 * frame->next, with why; the next call goes on behind it.
 */
enum outcome log_read(struct log_reader *reader, uint64_t until, struct arena *arena,
    struct frame *frame, struct why *why) MUST_CHECK;
/* Where the next call reads. */
uint64_t log_reader_position(const struct log_reader *reader);
/* One frame by its position. NOT_FOUND: no frame begins there (any more). */
enum outcome log_read_at(const char *folder, uint64_t position, struct arena *arena,
    struct frame *frame, struct why *why) MUST_CHECK;

/* An ended segment (another one follows it). */
struct log_span {
	uint64_t first; /* position of its first byte */
	uint64_t last;  /* behind its last frame that counts */
	uint64_t end;   /* where the next one begins */
};
/* The ended segment that holds a position, or the oldest one when that is behind it. NOT_FOUND when
 * it is still being written. */
enum outcome log_segment_span(
    const char *folder, uint64_t position, struct log_span *span, struct why *why) MUST_CHECK;
/* Remove the segments that lie wholly before a position; never the last one. */
enum outcome log_drop(const char *folder, uint64_t position, struct why *why) MUST_CHECK;

#endif
