/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The unit of work of `triage`: some records of one source, decoded and matched by one worker.
 *
 * The reader fills batches in order and numbers them; workers process them at the same
 * time and hand over their results in that order (triage_turn.h), so the output is the same
 * whatever the number of workers.
 */
#ifndef PROGRAM_CLI_TRIAGE_TRIAGE_BATCH_H
#define PROGRAM_CLI_TRIAGE_TRIAGE_BATCH_H

#include "base/buffer.h"
#include "base/outcome.h"
#include "decode/frame/framer.h"
#include "decode/table/columns.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define BATCH_ITEMS 2048
#define BATCH_BYTES ((size_t)1024 * 1024)

/* One file or archive member while it is read. The framer owns the columns that records point to.
 */
struct source {
	const char *name; /* on the heap, with the source */
	int64_t modified; /* taken as receive time of its records */
	struct framer *framer;
	uint64_t index;      /* in the order read */
	atomic_uint holders; /* the reader and every batch; the last one frees it */
};

struct batch_item {
	size_t offset; /* in the batch's bytes */
	size_t size;
	uint64_t number;
	uint64_t stream_offset;
	const struct columns *columns;
	bool refused;
	struct why why;
};

struct batch {
	uint64_t sequence;
	struct source *source;
	struct buffer bytes;
	struct batch_item items[BATCH_ITEMS];
	size_t count;
	bool ends_source;      /* no batch of this source follows */
	uint64_t source_bytes; /* with ends_source: its size */
	bool source_refused;   /* with ends_source: the rest of it could not be read */
	uint64_t refused_at;
	struct why why;
};

struct source *source_create(
    const char *name, size_t size, int64_t modified, struct framer *framer, uint64_t index);
void source_release(struct source *source);

struct batch *batch_create(void);
void batch_destroy(struct batch *batch);
/* Empty it for `source` and hold that. */
void batch_start(struct batch *batch, struct source *source);
/* Whether there is room for one more record of this size. A batch takes at least one whatever its
 * size. */
bool batch_has_room(const struct batch *batch, size_t size);
void batch_add(struct batch *batch, const struct framed *framed);

#endif
