/* SPDX-License-Identifier: Apache-2.0 */
/* Many workers, one order: results come out as the batches went in, and every batch and source is
 * given back. */
#include "program/cli/triage/triage_turn.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define BATCHES 400
#define WORKERS 4

struct run {
	struct turn *turn;
	uint64_t seen[BATCHES];
	size_t count;
};

static void *work(void *data)
{
	struct run *run = data;
	struct batch *batch;
	while ((batch = turn_take(run->turn)) != NULL) {
		/* Later batches are often done first. */
		struct timespec pause = {.tv_nsec = (long)(batch->sequence * 7919 % 13) * 20000};
		nanosleep(&pause, NULL);
		turn_wait(run->turn, batch);
		run->seen[run->count++] = batch->sequence;
		turn_done(run->turn, batch);
	}
	return NULL;
}

static void results_keep_the_order(void **state)
{
	(void)state;
	struct run run = {.turn = turn_create(WORKERS * 2 + 2)};
	pthread_t threads[WORKERS];
	for (size_t i = 0; i < WORKERS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, work, &run), 0);
	struct source *source = source_create("a", 1, 0, NULL, 0);
	for (size_t i = 0; i < BATCHES; i++) {
		struct batch *batch = turn_empty(run.turn);
		batch_start(batch, source);
		turn_submit(run.turn, batch);
	}
	source_release(source);
	turn_finish(run.turn);
	for (size_t i = 0; i < WORKERS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(run.count, BATCHES);
	for (size_t i = 0; i < BATCHES; i++)
		assert_int_equal(run.seen[i], i);
	turn_destroy(run.turn);
}

static void a_batch_has_bounds(void **state)
{
	(void)state;
	struct source *source = source_create("name", 4, 5, NULL, 3);
	struct batch *batch = batch_create();
	batch_start(batch, source);
	assert_string_equal(batch->source->name, "name");
	/* One record always fits, however large the limits let it be. */
	assert_true(batch_has_room(batch, BATCH_BYTES * 2));
	struct framed framed = {.bytes = TEXT_INIT("record"), .number = 1};
	for (size_t i = 0; i < BATCH_ITEMS; i++) {
		assert_true(batch_has_room(batch, framed.bytes.size));
		batch_add(batch, &framed);
	}
	assert_false(batch_has_room(batch, 1));
	assert_int_equal(batch->items[1].offset, 6);
	source_release(source);
	source_release(batch->source);
	batch_destroy(batch);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(results_keep_the_order),
	    cmocka_unit_test(a_batch_has_bounds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
