/* SPDX-License-Identifier: Apache-2.0 */
/* Every decoder through decode_record(): any bytes are a record. */
#include "base/arena.h"
#include "base/limits.h"
#include "decode/decoder.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > LIMIT_LINE)
		return 0;
	struct arena *arena = arena_create("fuzz", (size_t)1 << 30);
	struct decode_context context = {.received = INT64_C(1700000000) * CLOCK_SECOND};
	struct events events;
	struct why why;
	events_init(&events, arena);
	const struct decoder *decoder =
	    decode_record((struct text){(const char *)data, size}, &context, arena, &events, &why);
	assert(decoder != NULL || events.count == 0);
	for (size_t i = 0; i < events.count; i++) {
		assert(events.at[i]->decoder.size != 0);
		assert(events.at[i]->count <= LIMIT_FIELDS);
	}
	arena_destroy(arena);
	return 0;
}
