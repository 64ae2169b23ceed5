/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as JSON, strict and lenient. What is read is written again; that must be read to the
 * same writing by the strict reader, and what the strict reader takes the lenient one takes too.
 */
#include "base/json.h"

#include "base/arena.h"
#include "base/buffer.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_value(const struct json *value, struct buffer *out)
{
	struct json_writer writer;
	buffer_init(out, (size_t)1 << 26);
	json_begin(&writer, out);
	json_put_value(&writer, NULL, value);
	if (out->full)
		abort();
}

static void read_again(const struct json *value, struct arena *arena)
{
	struct buffer first;
	struct buffer second;
	const struct json *again;
	write_value(value, &first);
	if (json_read(buffer_text(&first), &json_strict_limits, arena, &again, NULL) != DONE)
		abort();
	write_value(again, &second);
	if (!text_equal(buffer_text(&first), buffer_text(&second)))
		abort();
	buffer_free(&first);
	buffer_free(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_create("fuzz", (size_t)1 << 28);
	struct text input = {(const char *)data, size};
	const struct json *value = NULL;
	struct why why;
	enum outcome strict = json_read(input, &json_strict_limits, arena, &value, &why);
	if (strict == DONE)
		read_again(value, arena);
	struct json_limits lenient = json_strict_limits;
	lenient.lenient = true;
	if (json_read(input, &lenient, arena, &value, &why) == DONE)
		read_again(value, arena);
	else if (strict == DONE)
		abort();
	struct text rest = input;
	while (json_read_next(&rest, &json_record_limits, arena, &value, &why) == DONE)
		if (rest.size >= size)
			abort();
	arena_destroy(arena);
	return 0;
}
