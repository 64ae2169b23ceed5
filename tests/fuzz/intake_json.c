/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a JSON body: every record is an object that lies within the body, in order, and is
 * cut the same when it comes alone; the token of any header is within bounds. */
#include "program/server/intake/intake_json.h"

#include "base/arena.h"
#include "program/server/intake/intake_request.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	struct text body;
	size_t at;
	struct arena *arena;
	size_t alone;
};

static bool count(void *data, struct text record)
{
	struct seen *seen = data;
	(void)record;
	seen->alone++;
	return true;
}

static bool look(void *data, struct text record)
{
	struct seen *seen = data;
	size_t from = (size_t)(record.at - seen->body.at);
	if (from < seen->at || from + record.size > seen->body.size || record.size < 2 ||
	    record.at[0] != '{' || record.at[record.size - 1] != '}')
		abort();
	seen->at = from + record.size;
	struct arena *arena = arena_create("alone", INTAKE_JSON_ARENA);
	struct body_sink sink = {count, seen};
	seen->alone = 0;
	if (intake_json(record, &sink, arena, NULL) != DONE || seen->alone != 1)
		abort();
	arena_destroy(arena);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text body = {(const char *)data, size};
	struct arena *arena = arena_create("fuzz", INTAKE_JSON_ARENA);
	struct seen seen = {.body = body, .arena = arena};
	struct body_sink sink = {look, &seen};
	char room[INTAKE_TOKEN];
	struct text tokens[2];
	struct why why = {{0}};
	if (intake_json(body, &sink, arena, &why) != DONE && why.text[0] == '\0')
		abort();
	size_t found = intake_token(body, room, tokens);
	for (size_t i = 0; i < found; i++)
		if (tokens[i].size == 0 || tokens[i].size > INTAKE_TOKEN)
			abort();
	arena_destroy(arena);
	return 0;
}
