/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The framer with any bytes: it must end, cover the input in order, and give the same records
 * whatever the size of the pushes (the first byte chooses it).
 */
#include "decode/frame/framer.h"
#include "base/arena.h"
#include "base/text.h"
#include "decode/table/csv.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char mapping[] = "name: fuzz\nproduct: fuzz\nrequired: [[a], [b]]\ncolumns:\n"
			      "  - {from: [a], to: src_ip}\n";

struct sum {
	uint64_t hash;
	uint64_t records;
	uint64_t end;
};

static void add(struct sum *sum, const struct framed *framed)
{
	assert(framed->number == ++sum->records);
	assert(framed->offset >= sum->end);
	assert(!framed->refused || framed->bytes.size == 0);
	sum->end = framed->offset;
	struct text parts[] = {framed->bytes,
	    {(const char *)&framed->offset, sizeof(framed->offset)},
	    {(const char *)&framed->size, sizeof(framed->size)},
	    {(const char *)&framed->lines, sizeof(framed->lines)}};
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		sum->hash = sum->hash * 31 + text_hash(parts[i]);
}

static struct sum frame(struct text input, size_t chunk, const struct csv_mappings *mappings)
{
	struct sum sum = {0, 0, 0};
	struct framer *framer = framer_create(mappings);
	struct framed framed;
	struct why why;
	size_t size = input.size;
	bool finished = false;
	for (;;) {
		enum outcome outcome = framer_next(framer, &framed, &why);
		if (outcome == DONE) {
			add(&sum, &framed);
			continue;
		}
		if (outcome != NEED_MORE)
			break;
		assert(!finished);
		if (input.size == 0) {
			framer_finish(framer);
			finished = true;
		}
		if (!finished)
			framer_push(framer, text_part(input, 0, chunk));
		input = text_from(input, chunk);
	}
	assert(sum.end <= size);
	sum.hash += framer_blank(framer);
	framer_destroy(framer);
	return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	struct text input = {(const char *)data + 1, size - 1};
	struct arena *arena = arena_create("fuzz", 1024 * 1024);
	struct csv_mappings *mappings = csv_mappings_create(arena);
	struct why why;
	if (csv_mappings_add(mappings, text_of(mapping), &why) != DONE)
		abort();
	struct sum whole = frame(input, SIZE_MAX, mappings);
	struct sum parts = frame(input, 1 + data[0] % 64, mappings);
	assert(whole.hash == parts.hash && whole.records == parts.records);
	arena_destroy(arena);
	return 0;
}
