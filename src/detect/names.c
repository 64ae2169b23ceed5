/* SPDX-License-Identifier: Apache-2.0 */
/* Numbered names: open addressing with linear steps, at most half full. */
#include "detect/names.h"

#include "base/arena.h"

#include <assert.h>
#include <string.h>

#define FIRST_BUCKETS 256

void names_init(struct names *names, struct arena *arena)
{
	*names = (struct names){.bucket_count = FIRST_BUCKETS, .arena = arena};
	names->buckets = arena_array(arena, names->bucket_count, sizeof(*names->buckets));
}

static uint64_t eight_at(const char *at)
{
	uint64_t bytes;
	memcpy(&bytes, at, sizeof(bytes));
	return bytes;
}

/* Looked up for every field of every event, so it is made of a few bytes only. The names in the
 * table are the rules': what events ask for cannot make chains longer. */
static uint64_t hash_of(struct text name)
{
	uint64_t hash = name.size;
	if (name.size >= 8) {
		hash ^= eight_at(name.at) * UINT64_C(0x9e3779b97f4a7c15);
		hash ^= eight_at(name.at + name.size / 2 - 4) * UINT64_C(0xc2b2ae3d27d4eb4f);
		hash += eight_at(name.at + name.size - 8);
	} else {
		for (size_t i = 0; i < name.size; i++)
			hash = hash << 8 | (unsigned char)name.at[i];
	}
	hash *= UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 32;
}

/* The bucket that holds the name, or the free one where it belongs. */
static size_t *bucket_of(const struct names *names, struct text name)
{
	size_t mask = names->bucket_count - 1;
	size_t i = (size_t)hash_of(name) & mask;
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
