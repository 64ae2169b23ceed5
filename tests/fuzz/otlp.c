/* SPDX-License-Identifier: Apache-2.0 */
/* OTLP bodies of any bytes: what is made of a log record is one line, or JSON where it was made
 * here. */
#include "base/arena.h"
#include "base/limits.h"
#include "intake/body.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool look(void *data, struct text record)
{
	assert(record.size <= LIMIT_LINE && text_find_char(record, '\n') == TEXT_NONE);
	++*(uint64_t *)data;
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint64_t records = 0;
	uint64_t rejected = 0;
	struct body_sink sink = {look, &records};
	struct why why;
	struct arena *arena = arena_create("fuzz", (size_t)256 << 20);
	enum outcome outcome =
	    body_otlp((struct text){(const char *)data, size}, &sink, arena, &rejected, &why);
	assert(outcome == DONE || (records == 0 && rejected == 0));
	arena_destroy(arena);
	return 0;
}
