/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table of distinct names, each with a number: 0, 1, 2 … in the order they were added.
 */
#ifndef DETECT_NAMES_H
#define DETECT_NAMES_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct names {
	struct text *at; /* by number */
	size_t count;
	size_t room;
	size_t *buckets;     /* number + 1; 0 is free */
	size_t bucket_count; /* a power of two */
	struct arena *arena; /* the owner's */
};

/* An empty table on the arena. */
void names_init(struct names *names, struct arena *arena);

/* The number of a name, TEXT_NONE when it is not there. Case matters. */
size_t names_find(const struct names *names, struct text name);

/* The number of a name, which is added (copied) when it is not there. */
size_t names_add(struct names *names, struct text name);

#endif
