/* SPDX-License-Identifier: Apache-2.0 */
#include "program/server/engine/engine_clocks.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

#define BUCKETS 1024
#define CLOCKS_MEMORY ((size_t)16 << 20)

struct followed {
	struct text source;
	int64_t lags[CLOCKS_LAGS];
	uint64_t count;
	struct followed *next;
};

struct clocks {
	struct arena *arena;
	struct followed *buckets[BUCKETS];
	size_t count;
};

struct clocks *clocks_create(void)
{
	struct arena *arena = arena_create("clocks", CLOCKS_MEMORY);
	struct clocks *clocks = arena_alloc(arena, sizeof(*clocks));
	clocks->arena = arena;
	return clocks;
}

void clocks_destroy(struct clocks *clocks)
{
	if (clocks != NULL)
		arena_destroy(clocks->arena);
}

static struct followed *find(const struct clocks *clocks, struct text source)
{
	struct followed *f = clocks->buckets[text_hash(source) % BUCKETS];
	while (f != NULL && !text_equal(f->source, source))
		f = f->next;
	return f;
}

void clocks_add(struct clocks *clocks, struct text source, const int64_t *lags, size_t count)
{
	struct followed *f = find(clocks, source);
	if (f == NULL && clocks->count == CLOCKS_SOURCES)
		return;
	if (f == NULL) {
		struct followed **bucket = &clocks->buckets[text_hash(source) % BUCKETS];
		f = arena_alloc(clocks->arena, sizeof(*f));
		f->source = text_copy(clocks->arena, source);
		f->next = *bucket;
		*bucket = f;
		clocks->count++;
	}
	for (size_t i = 0; i < count; i++)
		f->lags[f->count++ % CLOCKS_LAGS] = lags[i];
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a;
	int64_t y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

bool clocks_off(const struct clocks *clocks, struct text source, int64_t *off)
{
	const struct followed *f = find(clocks, source);
	if (f == NULL || f->count == 0)
		return false;
	int64_t sorted[CLOCKS_LAGS];
	size_t count = f->count < CLOCKS_LAGS ? (size_t)f->count : CLOCKS_LAGS;
	memcpy(sorted, f->lags, count * sizeof(sorted[0]));
	qsort(sorted, count, sizeof(sorted[0]), by_size);
	*off = sorted[count / 2];
	return true;
}
