/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as YAML: counts agree with the tree, every node has its line, no key is there twice. */
#include "base/yaml.h"

#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_line(const struct yaml *node, size_t size)
{
	if (node->line == 0 || node->line > size + 1)
		abort();
}

/* The depth was limited by the reader. */
static void check(const struct yaml *node, size_t size)
{
	size_t count = 0;
	check_line(node, size);
	for (const struct yaml *child = node->first; child != NULL; child = child->next) {
		check(child, size);
		count++;
		if (node->kind != YAML_MAP)
			continue;
		for (const struct yaml *other = child->next; count < 50 && other != NULL;
		     other = other->next)
			if (text_equal(other->key, child->key))
				abort();
	}
	if (count != node->count)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_create("fuzz", (size_t)1 << 26);
	struct yaml **documents;
	size_t count;
	struct why why = {""};
	struct text input = {(const char *)data, size};
	enum outcome outcome =
	    yaml_read(input, &yaml_content_limits, arena, &documents, &count, &why);
	if (outcome == DONE) {
		for (size_t i = 0; i < count; i++)
			check(documents[i], size);
	} else if (!text_starts(text_of(why.text), TEXT("line "))) {
		abort();
	}
	arena_destroy(arena);
	return 0;
}
