/* SPDX-License-Identifier: Apache-2.0 */
/* Arenas: a chain of blocks that double in size, handed out from the newest. */
#include "base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Large enough that a batch rarely takes a second one, small enough for many arenas. */
#define FIRST_BLOCK ((size_t)16 * 1024)
#define LARGEST_STEP ((size_t)1024 * 1024)

struct block {
	struct block *previous;
	size_t size; /* of bytes[] */
	size_t used;
	alignas(max_align_t) unsigned char bytes[];
};

struct arena {
	const char *name;
	size_t ceiling;
	size_t used;
	struct block *last;
};

static size_t aligned(size_t size)
{
	return (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
}

static struct block *block_create(struct block *previous, size_t size)
{
	struct block *block = malloc(sizeof(*block) + size);
	if (block == NULL) {
		fprintf(stderr, "sakimori: out of memory (%zu bytes)\n", size);
		abort();
	}
	block->previous = previous;
	block->size = size;
	block->used = 0;
	return block;
}

struct arena *arena_create(const char *name, size_t ceiling)
{
	struct arena *arena = malloc(sizeof(*arena));
	if (arena == NULL) {
		fprintf(stderr, "sakimori: out of memory (arena %s)\n", name);
		abort();
	}
	size_t first = ceiling < FIRST_BLOCK ? aligned(ceiling) : FIRST_BLOCK;
	*arena = (struct arena){.name = name, .ceiling = ceiling, .used = 0};
	arena->last = block_create(NULL, first);
	return arena;
}

void arena_destroy(struct arena *arena)
{
	if (arena == NULL)
		return;
	while (arena->last != NULL) {
		struct block *previous = arena->last->previous;
		free(arena->last);
		arena->last = previous;
	}
	free(arena);
}

void arena_reset(struct arena *arena)
{
	while (arena->last->previous != NULL) {
		struct block *previous = arena->last->previous;
		free(arena->last);
		arena->last = previous;
	}
	arena->last->used = 0;
	arena->used = 0;
}

static void claim(struct arena *arena, size_t size)
{
	if (size > arena->ceiling - arena->used) {
		fprintf(stderr, "sakimori: arena %s reached its ceiling of %zu bytes\n",
		    arena->name, arena->ceiling);
		abort();
	}
	arena->used += size;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	assert(size <= SIZE_MAX / 2);
	size_t want = aligned(size == 0 ? 1 : size);
	claim(arena, want);
	struct block *block = arena->last;
	if (want > block->size - block->used) {
		size_t step = block->size * 2 < LARGEST_STEP ? block->size * 2 : LARGEST_STEP;
		block = block_create(block, want > step ? want : step);
		arena->last = block;
	}
	void *bytes = block->bytes + block->used;
	block->used += want;
	return memset(bytes, 0, want);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
	assert(size != 0 && count <= SIZE_MAX / 2 / size);
	return arena_alloc(arena, count * size);
}

void *arena_grow(struct arena *arena, void *old, size_t have, size_t want, size_t size)
{
	assert(size != 0 && want <= SIZE_MAX / 2 / size && have <= want);
	size_t old_size = aligned(have * size);
	struct block *block = arena->last;
	unsigned char *top = block->bytes + block->used;
	/* The last allocation grows in place where its block has room. */
	if (old != NULL && have != 0 && (unsigned char *)old + old_size == top &&
	    aligned(want * size) - old_size <= block->size - block->used) {
		size_t more = aligned(want * size) - old_size;
		claim(arena, more);
		memset((unsigned char *)old + have * size, 0, (want - have) * size);
		block->used += more;
		return old;
	}
	void *bytes = arena_array(arena, want, size);
	assert(have == 0 || old != NULL);
	if (have != 0)
		memcpy(bytes, old, have * size);
	return bytes;
}

void *arena_copy(struct arena *arena, const void *bytes, size_t size)
{
	void *copy = arena_alloc(arena, size);
	if (size != 0)
		memcpy(copy, bytes, size);
	return copy;
}

size_t arena_used(const struct arena *arena)
{
	return arena->used;
}

size_t arena_left(const struct arena *arena)
{
	return arena->ceiling - arena->used;
}
