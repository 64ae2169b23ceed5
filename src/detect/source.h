/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The part of a YAML file that one of its documents or nodes was read from.
 */
#ifndef DETECT_SOURCE_H
#define DETECT_SOURCE_H

#include "base/text.h"

#include <stddef.h>

struct arena;

struct source {
	struct text bytes;
	size_t *lines; /* offset of each */
	size_t count;
};

/* Find the lines; the index lives on the arena. */
void source_index(struct source *source, struct arena *arena, struct text bytes);

/* Lines `from` up to before `to`, 1-based; `to` 0 means to the end. */
struct text source_lines(const struct source *source, unsigned from, unsigned to);

/* The document that holds `line`: between the marker lines ("---", "...") around it, without them.
 */
struct text source_document(const struct source *source, unsigned line);

#endif
