/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mustache over any template, partials and data. The input is split at form feeds:
 * data as JSON, the template, then partials named p, q and r.
 */
#include "base/arena.h"
#include "base/buffer.h"
#include "render/mustache.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct sources {
	struct text at[3];
};

static struct text find(void *data, struct text name)
{
	const struct sources *sources = data;
	if (name.size != 1 || name.at[0] < 'p' || name.at[0] > 'r')
		return TEXT("");
	return sources->at[name.at[0] - 'p'];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text rest = {(const char *)data, size};
	struct text values = text_cut(&rest, '\f');
	struct text source = text_cut(&rest, '\f');
	struct sources sources;
	for (size_t i = 0; i < 3; i++)
		sources.at[i] = text_cut(&rest, '\f');
	struct partials partials = {find, &sources};
	struct arena *arena = arena_create("fuzz", (size_t)64 * 1024 * 1024);
	struct buffer out;
	buffer_init(&out, (size_t)256 * 1024);
	const struct json *json = NULL;
	const struct template *template;
	struct why why;
	if (json_read(values, &json_record_limits, arena, &json, NULL) != DONE)
		json = NULL;
	if (template_compile(source, &partials, arena, &template, &why) == DONE) {
		enum outcome outcome = template_render(template, json, &out, &why);
		if (outcome != DONE && outcome != TOO_LARGE)
			abort();
	}
	buffer_free(&out);
	arena_destroy(arena);
	return 0;
}
