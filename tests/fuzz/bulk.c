/* SPDX-License-Identifier: Apache-2.0 */
/* Bulk bodies of any bytes: the answer is JSON with an item for each action, as many good ones as
 * there were records. */
#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "intake/body.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool count(void *data, struct text record)
{
	assert(record.size >= 2 && text_find_char(record, '\n') == TEXT_NONE);
	++*(uint64_t *)data;
	return true;
}

static void check(struct text items, const struct bulk_answer *answer)
{
	struct arena *arena = arena_create("fuzz", (size_t)256 << 20);
	const struct json *value = NULL;
	uint64_t good = 0;
	enum outcome outcome = json_read(items, &json_strict_limits, arena, &value, NULL);
	assert(outcome == DONE && value->kind == JSON_ARRAY);
	for (const struct json *item = value->first; item != NULL; item = item->next)
		good += text_equal(json_get_text(item->first, "status"), TEXT("201"));
	assert(good == answer->records && answer->errors == (good != value->count));
	arena_destroy(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint64_t records = 0;
	struct buffer items;
	struct body_sink sink = {count, &records};
	struct bulk_answer answer = {.items = &items};
	struct why why;
	buffer_init(&items, (size_t)64 << 20);
	enum outcome outcome =
	    body_bulk((struct text){(const char *)data, size}, TEXT("fuzz"), &sink, &answer, &why);
	assert(answer.records == records);
	if (outcome == DONE)
		check(buffer_text(&items), &answer);
	buffer_free(&items);
	return 0;
}
