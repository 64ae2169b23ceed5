/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A turn of the engine: a stretch of the log that is decoded, matched and committed as one. A turn
 * is large when much has come and small when little has; what comes of the records is the same
 * either way (engine_merge.h says how).
 */
#ifndef PROGRAM_SERVER_ENGINE_ENGINE_TURN_H
#define PROGRAM_SERVER_ENGINE_ENGINE_TURN_H

#include "base/outcome.h"
#include "journal/frame.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct log_reader;
struct process_given;

#define TURN_BODIES ((size_t)4 << 20)
#define TURN_RECORDS 20000
#define TURN_DAMAGES 16

/* Frames of one partition, in order. */
struct engine_turn_queue {
	unsigned partition;
	size_t first; /* place in frames + 1 */
	size_t last;
};

struct damage {
	uint64_t from;
	uint64_t to;
	struct why why;
};

struct engine_turn {
	struct arena *arena;
	struct frame *frames; /* positions ascend */
	size_t *next;         /* frame of the same partition: place + 1, 0 for none */
	bool *aside;          /* set aside: not to be touched */
	size_t count;
	size_t room;
	uint64_t begin; /* positions that it covers */
	uint64_t end;
	size_t bodies; /* bytes */
	struct engine_turn_queue queues[JOURNAL_PARTITIONS];
	size_t queue_count;
	struct damage damages[TURN_DAMAGES];
	size_t damage_count;
	_Atomic bool too_much; /* its results take too much memory: do it again with half of it */
};

struct engine_turn *engine_turn_create(void);
/* NULL is harmless. */
void engine_turn_destroy(struct engine_turn *turn);

/* How much a turn may hold. */
struct engine_turn_limits {
	uint64_t until; /* position: the log's durable end */
	size_t bodies;  /* a frame that is larger is a turn of its own */
	size_t frames;
	size_t records;
};
/*
 * Read a turn from the log. AT_END: there is nothing. NOT_READABLE: the log could not be read;
 * nothing was skipped. Frames in `given`'s list of those set aside are marked.
 */
enum outcome engine_turn_read(struct engine_turn *turn, struct log_reader *log,
    const struct process_given *given, const struct engine_turn_limits *limits,
    struct why *why) MUST_CHECK;
/* The frame at a position; NULL when the turn has none. */
const struct frame *engine_turn_frame(const struct engine_turn *turn, uint64_t position);
/* Forget everything. */
void engine_turn_clear(struct engine_turn *turn);

#endif
