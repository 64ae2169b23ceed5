/* SPDX-License-Identifier: Apache-2.0 */
#include "program/cli/triage/triage_batch.h"

#include "base/limits.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *allocate(size_t size)
{
	void *memory = calloc(1, size);
	if (memory == NULL) {
		fprintf(stderr, "sakimori: out of memory (%zu bytes)\n", size);
		abort();
	}
	return memory;
}

struct source *source_create(
    const char *name, size_t size, int64_t modified, struct framer *framer, uint64_t index)
{
	struct source *source = allocate(sizeof(*source) + size + 1);
	char *copy = (char *)(source + 1);
	memcpy(copy, name, size);
	source->name = copy;
	source->modified = modified;
	source->framer = framer;
	source->index = index;
	atomic_init(&source->holders, 1);
	return source;
}

static void hold(struct source *source)
{
	atomic_fetch_add(&source->holders, 1);
}

void source_release(struct source *source)
{
	if (atomic_fetch_sub(&source->holders, 1) != 1)
		return;
	framer_destroy(source->framer);
	free(source);
}

struct batch *batch_create(void)
{
	struct batch *batch = allocate(sizeof(*batch));
	buffer_init(&batch->bytes, BATCH_BYTES + LIMIT_DOCUMENT);
	return batch;
}

void batch_destroy(struct batch *batch)
{
	if (batch == NULL)
		return;
	buffer_free(&batch->bytes);
	free(batch);
}

void batch_start(struct batch *batch, struct source *source)
{
	hold(source);
	batch->source = source;
	buffer_clear(&batch->bytes);
	batch->count = 0;
	batch->ends_source = false;
	batch->source_refused = false;
}

bool batch_has_room(const struct batch *batch, size_t size)
{
	if (batch->count == 0)
		return true;
	return batch->count < BATCH_ITEMS && batch->bytes.size + size <= BATCH_BYTES;
}

void batch_add(struct batch *batch, const struct framed *framed)
{
	assert(batch->count < BATCH_ITEMS);
	struct batch_item *item = &batch->items[batch->count++];
	*item = (struct batch_item){
	    .offset = batch->bytes.size,
	    .size = framed->bytes.size,
	    .number = framed->number,
	    .stream_offset = framed->offset,
	    .columns = framed->columns,
	    .refused = framed->refused,
	};
	if (framed->refused)
		item->why = framed->why;
	buffer_put(&batch->bytes, framed->bytes);
	assert(!batch->bytes.full);
}
