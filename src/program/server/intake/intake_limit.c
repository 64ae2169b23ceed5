/* SPDX-License-Identifier: Apache-2.0 */
/* Token buckets by source. */
#include "program/server/intake/intake_limit.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define CHAINS 4096
#define SECOND INT64_C(1000000)
#define NAME 41

/*
 * A bucket is kept as the instant at which it will be full again, so that filling costs nothing:
 * what is missing is (full - now) * rate. A debt is an instant further away than a bucket's time.
 */
struct bucket {
	struct bucket *next;
	char source[NAME];
	int64_t full; /* ticks */
};

struct intake_limit {
	pthread_mutex_t lock;
	struct bucket *chains[CHAINS];
	size_t count;
};

struct intake_limit *intake_limit_create(void)
{
	struct intake_limit *limit = calloc(1, sizeof(*limit));
	if (limit == NULL || pthread_mutex_init(&limit->lock, NULL) != 0)
		abort();
	return limit;
}

static void forget(struct intake_limit *limit, int64_t full_before)
{
	for (size_t i = 0; i < CHAINS; i++) {
		struct bucket **at = &limit->chains[i];
		while (*at != NULL) {
			struct bucket *bucket = *at;
			if (bucket->full > full_before) {
				at = &bucket->next;
				continue;
			}
			*at = bucket->next;
			free(bucket);
			limit->count--;
		}
	}
}

void intake_limit_destroy(struct intake_limit *limit)
{
	if (limit == NULL)
		return;
	forget(limit, INT64_MAX);
	pthread_mutex_destroy(&limit->lock);
	free(limit);
}

/* The source's bucket, a full one where it is new; NULL: there is no room. */
static struct bucket *bucket_of(struct intake_limit *limit, struct text source, int64_t ticks)
{
	struct bucket **chain = &limit->chains[text_hash(source) % CHAINS];
	for (struct bucket *b = *chain; b != NULL; b = b->next)
		if (text_equal(text_of(b->source), source))
			return b;
	if (source.size >= NAME)
		return NULL;
	if (limit->count >= INTAKE_LIMIT_SOURCES)
		forget(limit, ticks);
	if (limit->count >= INTAKE_LIMIT_SOURCES)
		return NULL;
	struct bucket *b = calloc(1, sizeof(*b));
	if (b == NULL)
		abort();
	memcpy(b->source, source.at, source.size);
	b->full = ticks;
	b->next = *chain;
	*chain = b;
	limit->count++;
	return b;
}

/* How long `records` take at a rate, rounded up so that no fraction passes for nothing. */
static int64_t worth(uint64_t records, uint32_t rate)
{
	return (int64_t)((records * (uint64_t)SECOND + rate - 1) / rate);
}

bool intake_limit_take(
    struct intake_limit *limit, const struct intake_limit_ask *ask, int64_t *wait)
{
	const int64_t whole = INTAKE_LIMIT_SECONDS * SECOND;
	if (ask->rate == 0)
		return true;
	if (ask->records > (uint64_t)ask->rate * INTAKE_LIMIT_DEBT) {
		*wait = INT64_MAX;
		return false;
	}
	int64_t cost = worth(ask->records, ask->rate);
	pthread_mutex_lock(&limit->lock);
	struct bucket *b = bucket_of(limit, ask->source, ask->ticks);
	int64_t missing = b == NULL ? whole : b->full - ask->ticks;
	if (missing < 0)
		missing = 0;
	/* More than a bucket asks for a full one, and goes into debt. */
	int64_t asked = cost > whole ? whole : cost;
	bool taken = b != NULL && missing + asked <= whole;
	if (taken)
		b->full = ask->ticks + missing + cost;
	else
		*wait = b == NULL ? SECOND : missing + asked - whole;
	pthread_mutex_unlock(&limit->lock);
	return taken;
}
