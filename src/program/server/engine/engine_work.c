/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The threads. A turn is begun by raising `generation`; each worker then takes queues until there
 * are none, closes its folds and counts itself out.
 */
#include "program/server/engine/engine_work.h"

#include "base/arena.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* One record at its limits, as in triage. */
#define SCRATCH_MEMORY ((size_t)512 << 20)
/* One frame more than ENOUGH at the very worst: FOLD_FINDINGS findings. */
#define HARVEST_MEMORY ((size_t)512 << 20)
/* A turn of several frames that takes more than this is given up and done in halves. */
#define ENOUGH ((size_t)32 << 20)

struct worker {
	struct engine_work *work;
	unsigned index;
	pthread_t thread;
	struct evaluator *evaluator;
	struct arena *scratch;
	struct harvest harvests[2];
};

struct engine_work {
	struct engine_work_options options;
	pthread_mutex_t mutex;
	pthread_cond_t begun;
	pthread_cond_t done;
	uint64_t generation;
	unsigned busy;
	bool ending;
	struct engine_turn *turn;
	unsigned side;
	_Atomic size_t next_queue;
	_Atomic uint64_t records; /* done since the start */
	struct worker workers[ENGINE_WORKERS];
};

static void do_frame(struct worker *worker, size_t at)
{
	struct engine_work *work = worker->work;
	struct engine_turn *turn = work->turn;
	struct frame_work doing = {
	    .harvest = &worker->harvests[work->side],
	    .evaluator = worker->evaluator,
	    .scratch = worker->scratch,
	    .mappings = work->options.mappings,
	    .zones = work->options.zones,
	    .records = &work->records,
	};
	_Atomic uint64_t *where = &work->options.board->at[worker->index];
	if (turn->aside[at])
		return;
	/* What a crash leaves on the board is what the parent suspects. */
	atomic_store(where, turn->frames[at].position + 1);
	frame_work_do(&doing, &turn->frames[at]);
	atomic_store(where, 0);
	bool full = doing.harvest->full || arena_used(doing.harvest->arena) > ENOUGH;
	if (turn->count > 1 && full)
		atomic_store(&turn->too_much, true);
}

static void do_turn(struct worker *worker)
{
	struct engine_work *work = worker->work;
	struct engine_turn *turn = work->turn;
	size_t queue;
	while ((queue = atomic_fetch_add(&work->next_queue, 1)) < turn->queue_count) {
		for (size_t at = turn->queues[queue].first; at != 0; at = turn->next[at - 1]) {
			if (atomic_load(&turn->too_much))
				return;
			do_frame(worker, at - 1);
		}
	}
	harvest_finish(&worker->harvests[work->side]);
}

static bool wait_for_turn(struct engine_work *work, uint64_t *generation)
{
	pthread_mutex_lock(&work->mutex);
	while (work->generation == *generation && !work->ending)
		pthread_cond_wait(&work->begun, &work->mutex);
	bool go_on = !work->ending;
	*generation = work->generation;
	pthread_mutex_unlock(&work->mutex);
	return go_on;
}

static void *run(void *data)
{
	struct worker *worker = data;
	struct engine_work *work = worker->work;
	uint64_t generation = 0;
	while (wait_for_turn(work, &generation)) {
		do_turn(worker);
		pthread_mutex_lock(&work->mutex);
		if (--work->busy == 0)
			pthread_cond_signal(&work->done);
		pthread_mutex_unlock(&work->mutex);
	}
	return NULL;
}

static void start(struct engine_work *work, unsigned index)
{
	struct worker *worker = &work->workers[index];
	worker->work = work;
	worker->index = index;
	worker->scratch = arena_create("record", SCRATCH_MEMORY);
	for (unsigned side = 0; side < 2; side++)
		worker->harvests[side].arena = arena_create("harvest", HARVEST_MEMORY);
	int error = pthread_create(&worker->thread, NULL, run, worker);
	if (error != 0) {
		fprintf(stderr, "sakimori: cannot start a thread: %s\n", strerror(error));
		abort();
	}
}

struct engine_work *engine_work_create(const struct engine_work_options *options)
{
	struct engine_work *work = calloc(1, sizeof(*work));
	if (work == NULL)
		abort();
	assert(options->workers != 0 && options->workers <= ENGINE_WORKERS);
	work->options = *options;
	pthread_mutex_init(&work->mutex, NULL);
	pthread_cond_init(&work->begun, NULL);
	pthread_cond_init(&work->done, NULL);
	for (unsigned i = 0; i < options->workers; i++)
		start(work, i);
	return work;
}

static void end(struct worker *worker)
{
	pthread_join(worker->thread, NULL);
	evaluator_destroy(worker->evaluator);
	arena_destroy(worker->scratch);
	for (unsigned side = 0; side < 2; side++) {
		harvest_clear(&worker->harvests[side]);
		arena_destroy(worker->harvests[side].arena);
	}
}

void engine_work_destroy(struct engine_work *work)
{
	if (work == NULL)
		return;
	pthread_mutex_lock(&work->mutex);
	work->ending = true;
	pthread_cond_broadcast(&work->begun);
	pthread_mutex_unlock(&work->mutex);
	for (unsigned i = 0; i < work->options.workers; i++)
		end(&work->workers[i]);
	pthread_cond_destroy(&work->begun);
	pthread_cond_destroy(&work->done);
	pthread_mutex_destroy(&work->mutex);
	free(work);
}

void engine_work_rules(struct engine_work *work, const struct ruleset *rules)
{
	for (unsigned i = 0; i < work->options.workers; i++) {
		evaluator_destroy(work->workers[i].evaluator);
		work->workers[i].evaluator = evaluator_create(rules);
	}
}

void engine_work_begin(struct engine_work *work, struct engine_turn *turn, unsigned side)
{
	engine_work_forget(work, side);
	pthread_mutex_lock(&work->mutex);
	assert(work->busy == 0);
	work->turn = turn;
	work->side = side;
	work->busy = work->options.workers;
	atomic_store(&work->next_queue, 0);
	work->generation++;
	pthread_cond_broadcast(&work->begun);
	pthread_mutex_unlock(&work->mutex);
}

/* Whether it is done within a second. */
static bool wait_a_second(struct engine_work *work)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec++;
	pthread_mutex_lock(&work->mutex);
	int error = 0;
	while (work->busy != 0 && error == 0)
		error = pthread_cond_clockwait(&work->done, &work->mutex, CLOCK_MONOTONIC, &until);
	bool done = work->busy == 0;
	pthread_mutex_unlock(&work->mutex);
	return done;
}

void engine_work_wait(struct engine_work *work, void (*alive)(void *data), void *data)
{
	uint64_t before = atomic_load(&work->records);
	while (!wait_a_second(work)) {
		uint64_t now = atomic_load(&work->records);
		if (now != before && alive != NULL)
			alive(data);
		before = now;
	}
}

const struct harvest *engine_work_harvest(
    const struct engine_work *work, unsigned side, unsigned worker)
{
	return &work->workers[worker].harvests[side];
}

unsigned engine_work_count(const struct engine_work *work)
{
	return work->options.workers;
}

void engine_work_forget(struct engine_work *work, unsigned side)
{
	for (unsigned i = 0; i < work->options.workers; i++)
		harvest_clear(&work->workers[i].harvests[side]);
}
