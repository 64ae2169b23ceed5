/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine process: reads the log, decodes and matches what stands in it, commits what comes of
 * it.
 */
#include "program/server/engine/engine.h"

#include "base/arena.h"
#include "program/server/sandboxes.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One finding and those near it; a page of an incident's. */
#define MERGE_MEMORY ((size_t)64 << 20)
#define HEAPS 2 /* glibc's arenas: idle threads' heaps are memory that nobody uses */

static unsigned workers_of(const struct config *config)
{
	long wanted = config->workers != 0 ? (long)config->workers : sysconf(_SC_NPROCESSORS_ONLN);
	if (wanted < 1)
		return 1;
	return wanted < ENGINE_WORKERS ? (unsigned)wanted : ENGINE_WORKERS;
}

static enum outcome open_stores(struct engine *engine, struct store **sealing, struct why *why)
{
	const struct store_options options = {.folder = engine->given->places->store};
	enum outcome outcome = store_open(&options, &engine->store, why);
	if (outcome == DONE)
		outcome = store_open(&options, sealing, why);
	return outcome;
}

static void clear_board(struct board *board)
{
	for (size_t i = 0; i < BOARD_WORKERS; i++)
		atomic_store(&board->at[i], 0);
}

static void create_parts(struct engine *engine, struct store *sealing)
{
	const struct process_given *given = engine->given;
	const struct engine_work_options work = {
	    .workers = workers_of(given->config),
	    .mappings = engine->content.mappings,
	    .zones = engine->zones,
	    .board = given->board,
	};
	const struct seal_options seal = {.given = given,
	    .mappings = engine->content.mappings,
	    .viewer = &engine->viewer,
	    .store = sealing,
	    .steady = &engine->steady_now};
	engine->work = engine_work_create(&work);
	engine_work_rules(engine->work, engine->rules);
	engine->seal = seal_create(&seal);
	engine->watch = (struct watch){.given = given,
	    .store = engine->store,
	    .viewer = &engine->viewer,
	    .steady = &engine->steady};
	watch_begin(&engine->watch);
}

/* All that comes before the first byte from outside. */
static enum outcome set_up(struct engine *engine, struct why *why)
{
	static struct sandbox sandbox;
	struct store *sealing = NULL;
	engine->reload = atomic_load(&engine->given->board->reload);
	enum outcome outcome = content_load(&engine->content, why);
	if (outcome == DONE)
		outcome = engine_rules_load(engine->given, &engine->content, &engine->rules, why);
	if (outcome != DONE)
		return outcome;
	engine_sandbox(engine->given, &sandbox);
	outcome = process_confine(engine->given, &sandbox, why);
	if (outcome == DONE)
		outcome = open_stores(engine, &sealing, why);
	if (outcome == DONE)
		outcome = position_get(
		    engine->store, &engine->viewer, TEXT("engine"), &engine->position, why);
	if (outcome == DONE)
		outcome = watch_recall(engine->store, &engine->viewer, &engine->steady, why);
	if (outcome != DONE) {
		store_close(sealing);
		return outcome;
	}
	create_parts(engine, sealing);
	return DONE;
}

static void clean_up(struct engine *engine)
{
	seal_destroy(engine->seal);
	engine_work_destroy(engine->work);
	log_reader_close(engine->log);
	engine_turn_destroy(engine->turns[0]);
	engine_turn_destroy(engine->turns[1]);
	store_close(engine->store);
	ruleset_destroy(engine->rules);
	clocks_destroy(engine->clocks);
	zones_destroy(engine->zones);
	arena_destroy(engine->arena);
	content_unload(&engine->content);
}

int engine_main(const struct process_given *given)
{
	struct why why;
	struct engine engine = {
	    .given = given,
	    .viewer = viewer_system("engine"),
	    .zones = zones_create(),
	    .clocks = clocks_create(),
	    .arena = arena_create("merging", MERGE_MEMORY),
	    .turns = {engine_turn_create(), engine_turn_create()},
	    .most_frames = SIZE_MAX,
	    .due = true,
	    .steady_now = CLOCK_NONE,
	};
	(void)mallopt(M_ARENA_MAX, HEAPS);
	clear_board(given->board);
	(void)process_stop_descriptor(given);
	bool ready = set_up(&engine, &why) == DONE;
	if (ready) {
		atomic_store(&given->board->position, engine.position);
		seal_start(engine.seal);
		while (engine_step(&engine))
			;
		engine_settle(&engine);
	} else {
		process_say(given, "%s", why.text);
	}
	clean_up(&engine);
	return ready ? 0 : 1;
}
