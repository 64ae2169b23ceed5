/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Batches are taken in the order they were submitted, so the batch whose turn it is always has a
 * worker, and waiting for the turn cannot deadlock.
 */
#include "program/cli/triage/triage_turn.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct turn {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	size_t total;
	struct batch **empty;
	size_t empty_count;
	struct batch **full; /* a ring of `total` places */
	size_t full_first;
	size_t full_count;
	uint64_t submitted;
	uint64_t done;
	bool finished;
};

static struct batch **places(size_t count)
{
	struct batch **at = calloc(count, sizeof(struct batch *));
	if (at == NULL) {
		fprintf(stderr, "sakimori: out of memory (%zu batches)\n", count);
		abort();
	}
	return at;
}

struct turn *turn_create(size_t batches)
{
	struct turn *turn = calloc(1, sizeof(*turn));
	if (turn == NULL)
		abort();
	pthread_mutex_init(&turn->lock, NULL);
	pthread_cond_init(&turn->changed, NULL);
	turn->total = batches;
	turn->empty = places(batches);
	turn->full = places(batches);
	for (size_t i = 0; i < batches; i++)
		turn->empty[turn->empty_count++] = batch_create();
	return turn;
}

void turn_destroy(struct turn *turn)
{
	if (turn == NULL)
		return;
	assert(turn->empty_count == turn->total);
	for (size_t i = 0; i < turn->empty_count; i++)
		batch_destroy(turn->empty[i]);
	free(turn->empty);
	free(turn->full);
	pthread_cond_destroy(&turn->changed);
	pthread_mutex_destroy(&turn->lock);
	free(turn);
}

struct batch *turn_empty(struct turn *turn)
{
	pthread_mutex_lock(&turn->lock);
	while (turn->empty_count == 0)
		pthread_cond_wait(&turn->changed, &turn->lock);
	struct batch *batch = turn->empty[--turn->empty_count];
	pthread_mutex_unlock(&turn->lock);
	return batch;
}

void turn_submit(struct turn *turn, struct batch *batch)
{
	pthread_mutex_lock(&turn->lock);
	assert(turn->full_count < turn->total && !turn->finished);
	batch->sequence = turn->submitted++;
	turn->full[(turn->full_first + turn->full_count++) % turn->total] = batch;
	pthread_cond_broadcast(&turn->changed);
	pthread_mutex_unlock(&turn->lock);
}

void turn_finish(struct turn *turn)
{
	pthread_mutex_lock(&turn->lock);
	turn->finished = true;
	pthread_cond_broadcast(&turn->changed);
	pthread_mutex_unlock(&turn->lock);
}

struct batch *turn_take(struct turn *turn)
{
	struct batch *batch = NULL;
	pthread_mutex_lock(&turn->lock);
	while (turn->full_count == 0 && !turn->finished)
		pthread_cond_wait(&turn->changed, &turn->lock);
	if (turn->full_count != 0) {
		batch = turn->full[turn->full_first];
		turn->full_first = (turn->full_first + 1) % turn->total;
		turn->full_count--;
	}
	pthread_mutex_unlock(&turn->lock);
	return batch;
}

void turn_wait(struct turn *turn, const struct batch *batch)
{
	pthread_mutex_lock(&turn->lock);
	while (turn->done != batch->sequence)
		pthread_cond_wait(&turn->changed, &turn->lock);
	pthread_mutex_unlock(&turn->lock);
}

void turn_done(struct turn *turn, struct batch *batch)
{
	source_release(batch->source);
	batch->source = NULL;
	pthread_mutex_lock(&turn->lock);
	assert(turn->done == batch->sequence);
	turn->done++;
	turn->empty[turn->empty_count++] = batch;
	pthread_cond_broadcast(&turn->changed);
	pthread_mutex_unlock(&turn->lock);
}
