/* SPDX-License-Identifier: Apache-2.0 */
/* Source slices. A line that begins with --- or ... ends a document even inside a block text
 * (YAML 1.1, 4.2.1). */
#include "detect/source.h"

#include "base/arena.h"

#include <assert.h>
#include <stdbool.h>

void source_index(struct source *source, struct arena *arena, struct text bytes)
{
	size_t count = 1;
	for (size_t i = 0; i < bytes.size; i++)
		count += bytes.at[i] == '\n' ? 1 : 0;
	*source = (struct source){bytes, arena_array(arena, count, sizeof(size_t)), count};
	size_t line = 1;
	for (size_t i = 0; i < bytes.size; i++) {
		if (bytes.at[i] == '\n')
			source->lines[line++] = i + 1;
	}
	assert(line == count);
}

/* Where a line begins; the end of the file for lines behind the last. */
static size_t offset_of(const struct source *source, size_t line)
{
	assert(line > 0);
	return line <= source->count ? source->lines[line - 1] : source->bytes.size;
}

struct text source_lines(const struct source *source, unsigned from, unsigned to)
{
	size_t start = from == 0 ? 0 : offset_of(source, from);
	size_t end = to == 0 ? source->bytes.size : offset_of(source, to);
	return end <= start ? TEXT("") : text_part(source->bytes, start, end - start);
}

static bool is_marker(const struct source *source, size_t line)
{
	struct text rest = text_from(source->bytes, offset_of(source, line));
	if (!text_skip(&rest, TEXT("---")) && !text_skip(&rest, TEXT("...")))
		return false;
	return rest.size == 0 || rest.at[0] == ' ' || rest.at[0] == '\t' || rest.at[0] == '\r' ||
	       rest.at[0] == '\n';
}

struct text source_document(const struct source *source, unsigned line)
{
	size_t from = line == 0 ? 1 : line;
	while (from > 1 && !is_marker(source, from - 1))
		from--;
	size_t to = line == 0 ? 1 : line;
	while (to <= source->count && !is_marker(source, to))
		to++;
	return source_lines(source, (unsigned)from, (unsigned)to);
}
