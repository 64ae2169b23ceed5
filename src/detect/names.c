/* SPDX-License-Identifier: Apache-2.0 */
/* Numbered names: open addressing with linear steps, at most half full. */
#include "detect/names.h"

#include "base/arena.h"

#include <assert.h>

#define FIRST_BUCKETS 256

void names_init(struct names *names, struct arena *arena)
{
	*names = (struct names){.bucket_count = FIRST_BUCKETS, .arena = arena};
	names->buckets = arena_array(arena, names->bucket_count, sizeof(*names->buckets));
}

/* The bucket that holds the name, or the free one where it belongs. */
static size_t *bucket_of(const struct names *names, struct text name)
{
	size_t mask = names->bucket_count - 1;
	size_t i = (size_t)text_hash(name) & mask;
	while (names->buckets[i] != 0 && !text_equal(names->at[names->buckets[i] - 1], name))
		i = (i + 1) & mask;
	return &names->buckets[i];
}

size_t names_find(const struct names *names, struct text name)
{
	size_t found = *bucket_of(names, name);
	return found == 0 ? TEXT_NONE : found - 1;
}

static void grow_buckets(struct names *names)
{
	names->bucket_count *= 2;
	names->buckets = arena_array(names->arena, names->bucket_count, sizeof(*names->buckets));
	for (size_t i = 0; i < names->count; i++)
		*bucket_of(names, names->at[i]) = i + 1;
}

size_t names_add(struct names *names, struct text name)
{
	size_t found = names_find(names, name);
	if (found != TEXT_NONE)
		return found;
	if (names->count == names->room) {
		size_t room = names->room == 0 ? 64 : names->room * 2;
		names->at =
		    arena_grow(names->arena, names->at, names->room, room, sizeof(*names->at));
		names->room = room;
	}
	if ((names->count + 1) * 2 > names->bucket_count)
		grow_buckets(names);
	names->at[names->count] = text_copy(names->arena, name);
	names->count++;
	size_t *bucket = bucket_of(names, name);
	assert(*bucket == 0);
	*bucket = names->count;
	return names->count - 1;
}
