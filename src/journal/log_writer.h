/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the log: the one who appends. Nobody but log_*.c includes this. */
#ifndef JOURNAL_LOG_WRITER_H
#define JOURNAL_LOG_WRITER_H

#include "journal/log_parts.h"

#include <pthread.h>
#include <zstd.h>

#define LOG_PACKERS 2
#define LOG_REFUSALS 64

/* A frame that waits for its commit: room for the head, then what is stored. */
struct log_pending {
	struct log_pending *next;
	uint64_t ticket;
	size_t held; /* what it counts against LOG_PENDING */
	bool has_batch;
	struct log_batch_key batch;
	struct log_raw raw; /* sizes of texts only, not their bytes */
	char bytes[];
};

struct log_queue {
	struct log_pending *first;
	struct log_pending *last;
	size_t count;
	size_t stored; /* bytes on disk */
};

/* Tickets first..last were refused. */
struct log_refusal {
	uint64_t first;
	uint64_t last;
	struct why why;
};

struct log_packer {
	ZSTD_CCtx *context;
	char *bytes;
	size_t room;
};

struct log_writer {
	struct log_options options;
	char *folder;
	int folder_fd; /* locked */
	pthread_t thread;

	pthread_mutex_t lock; /* for what follows, to the next blank line */
	pthread_cond_t work;
	pthread_cond_t settled;
	struct log_queue queue;
	size_t pending; /* bytes held by frames that are not settled */
	uint64_t ticket;
	uint64_t settled_ticket;
	struct log_batches *batches;
	struct log_refusal refusals[LOG_REFUSALS]; /* a ring */
	size_t refused;
	uint64_t forgotten; /* tickets up to here are of refusals that fell out of the ring */
	bool failing;
	struct why failure;
	bool closing;
	struct log_packer *idle[LOG_PACKERS];

	/* The commit thread's own. */
	int fd; /* -1: no segment is open */
	struct log_segment segment;
	uint64_t end;      /* where the next frame goes */
	uint64_t good_end; /* behind the last durable group */
	uint64_t next_base;
	uint64_t left_over; /* a segment without frames that goes when the next is made; UINT64_MAX:
			       none */
	bool has_frames;
	bool marked;
	bool end_segment; /* begin another one as soon as it can be done */
	uint32_t roll;
	int64_t began;     /* monotonic: when the segment got its first frame */
	int64_t committed; /* monotonic: the last group */
	int64_t retry;     /* monotonic: when to try again */
	size_t needed;     /* free bytes that the refused group asked for */
};

/* log_commit.c */
void *log_commit_thread(void *data);

/* log_group.c: onto the disk. */

/* Write and sync a group. On failure it never was. */
enum outcome log_group_write(
    struct log_writer *writer, const struct log_queue *group, struct why *why) MUST_CHECK;
/* End the segment and begin another one with what is carried over. */
enum outcome log_segment_next(struct log_writer *writer, struct why *why) MUST_CHECK;
/* Say in the segment how far it is durable; unsynced. */
void log_group_mark(struct log_writer *writer);
/* Whether the disk has room for so many bytes more. */
enum outcome log_room(const struct log_writer *writer, size_t bytes, struct why *why) MUST_CHECK;

/* log_recover.c */
enum outcome log_recover(struct log_writer *writer, struct why *why) MUST_CHECK;

#endif
