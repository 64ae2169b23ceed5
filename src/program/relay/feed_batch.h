/* SPDX-License-Identifier: Apache-2.0 */
/* A batch of records that is being filled: records of themselves, or rows with their header. */
#ifndef PROGRAM_RELAY_FEED_BATCH_H
#define PROGRAM_RELAY_FEED_BATCH_H

#include "base/buffer.h"
#include "base/text.h"
#include "decode/table/columns.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FEED_BATCH ((size_t)4 << 20)
#define FEED_RECORDS 10000

struct feed_batch {
	struct buffer body;
	const struct columns *columns; /* of its rows; NULL: records */
	uint32_t count;
};

/* Whether a record has to wait for the next batch. */
bool feed_batch_ends(
    const struct feed_batch *batch, const struct columns *columns, struct text record);
void feed_batch_add(struct feed_batch *batch, const struct columns *columns, struct text record);
void feed_batch_clear(struct feed_batch *batch);

#endif
