/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The loop of the engine's main thread, a pipeline of two stages: while the workers are at one
 * turn, this thread commits the one before. On one core it is the same, one after the other.
 */
#include "program/server/engine/engine.h"

#include "base/arena.h"
#include "os/time.h"
#include "program/server/engine/engine_findings.h"

#include <errno.h>
#include <inttypes.h>
#include <malloc.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BEAT CLOCK_SECOND
#define LOOK (60 * CLOCK_SECOND)
#define FIRST_LOOK (5 * CLOCK_SECOND)
/* When something has changed: heartbeats by the new clock have come by then. */
#define SOON (2 * CLOCK_SECOND)
#define ZONES_AGE (5 * CLOCK_SECOND)
#define ZONES_SOON (CLOCK_SECOND / 2)
/* A commit that failed is tried again after so long, then twice as long, up to … */
#define RETRY (CLOCK_SECOND / 10)
#define RETRY_MOST (10 * CLOCK_SECOND)
/* A turn that held so much memory is worth giving it back. */
#define BIG_TURN ((size_t)2 << 20)

static void tell(struct engine *engine, const char *kind, const char *about, const char *detail)
{
	struct why why;
	process_say(engine->given, "%s: %s", about, detail);
	if (watch_tell(&engine->watch, kind, about, detail, time_now(), &why) != DONE)
		process_say(engine->given, "no notice: %s", why.text);
}

/* The log begins behind what was committed: it was dropped or lost. It ends before: the store was
 * brought back from elsewhere, or the log is another one. Either way go on with what there is. */
static void go_where_the_log_is(struct engine *engine, const struct log_extent *extent)
{
	char detail[160];
	uint64_t to = engine->position;
	if (engine->position < extent->first)
		to = extent->first;
	if (engine->position > extent->end)
		to = extent->end;
	if (to == engine->position)
		return;
	snprintf(detail, sizeof(detail),
	    "the log has positions %" PRIu64 " to %" PRIu64 ", the store stands at %" PRIu64,
	    extent->first, extent->end, engine->position);
	/* A store that never committed simply begins where the log does. */
	if (engine->position != 0)
		tell(engine, "journal-damaged", "position", detail);
	engine->position = to;
}

static bool open_log(struct engine *engine)
{
	const char *folder = engine->given->places->log;
	struct log_extent extent;
	struct why why;
	if (engine->log != NULL)
		return true;
	if (atomic_load(&engine->given->board->durable) == 0 ||
	    log_extent(folder, &extent, &why) != DONE)
		return false;
	go_where_the_log_is(engine, &extent);
	if (log_reader_open(folder, engine->position, &engine->log, &why) == DONE)
		return true;
	process_say(engine->given, "the log: %s", why.text);
	engine->log = NULL;
	return false;
}

static void reopen_log(struct engine *engine, uint64_t position)
{
	log_reader_close(engine->log);
	engine->log = NULL;
	engine->position = position;
	(void)open_log(engine);
}

static void refresh_zones(struct engine *engine, const struct engine_turn *turn)
{
	struct why why;
	int64_t age = time_monotonic() - engine->zones_at;
	bool stranger = false;
	for (size_t i = 0; i < turn->count && !stranger && age >= ZONES_SOON; i++)
		stranger = turn->frames[i].source.size != 0 &&
			   !zones_know(engine->zones, turn->frames[i].source);
	if (engine->zones_at != 0 && age < ZONES_AGE && !stranger)
		return;
	if (zones_refresh(engine->zones, engine->store, &engine->viewer, &why) != DONE)
		process_say(engine->given, "time zones of sources: %s", why.text);
	engine->zones_at = time_monotonic();
}

/* Whether there is a turn, now with the workers. */
static bool begin_turn(struct engine *engine)
{
	struct engine_turn *turn = engine->turns[engine->side];
	const struct engine_turn_limits limits = {
	    .until = atomic_load(&engine->given->board->durable),
	    .bodies = TURN_BODIES,
	    .frames = engine->most_frames,
	    .records = TURN_RECORDS};
	struct why why;
	if (!open_log(engine))
		return false;
	enum outcome outcome = engine_turn_read(turn, engine->log, engine->given, &limits, &why);
	if (outcome == AT_END)
		return false;
	if (outcome != DONE) {
		process_say(engine->given, "the log: %s", why.text);
		reopen_log(engine, turn->begin);
		return false;
	}
	refresh_zones(engine, turn);
	engine_work_begin(engine->work, turn, engine->side);
	return true;
}

static void beat(void *data)
{
	process_beat(((const struct engine *)data)->given);
}

/* It waits to be committed, unless it was too much: then it is read again, by halves. */
static void end_turn(struct engine *engine)
{
	struct engine_turn *turn = engine->turns[engine->side];
	engine_work_wait(engine->work, beat, engine);
	if (!atomic_load(&turn->too_much)) {
		engine->position = turn->end;
		engine->pending = true;
		engine->side = 1 - engine->side;
		engine->most_frames = SIZE_MAX;
		return;
	}
	engine->most_frames = turn->count / 2;
	engine_work_forget(engine->work, engine->side);
	reopen_log(engine, turn->begin);
}

static void show_turn(
    struct engine *engine, unsigned side, const struct engine_turn *turn, int64_t now)
{
	struct board *board = engine->given->board;
	for (unsigned i = 0; i < engine_work_count(engine->work); i++) {
		const struct harvest *harvest = engine_work_harvest(engine->work, side, i);
		atomic_fetch_add(&board->events, harvest->events);
		atomic_fetch_add(&board->not_understood, harvest->not_understood);
		atomic_fetch_add(&board->matches, harvest->matches);
		if (harvest->overflow != 0)
			process_say(engine->given,
			    "one batch made more findings than there is room for: %" PRIu64
			    " matches are only counted",
			    harvest->overflow);
		engine->due = engine->due || harvest->matches != 0;
	}
	if (turn->count != 0)
		atomic_store(&board->commit_latency, now - turn->frames[turn->count - 1].received);
	atomic_store(&board->position, turn->end);
}

static enum outcome merge(struct engine *engine, unsigned side, struct why *why)
{
	const struct harvest *harvests[ENGINE_WORKERS];
	unsigned count = engine_work_count(engine->work);
	for (unsigned i = 0; i < count; i++)
		harvests[i] = engine_work_harvest(engine->work, side, i);
	const struct merge merge = {.store = engine->store,
	    .viewer = &engine->viewer,
	    .arena = engine->arena,
	    .turn = engine->turns[side],
	    .harvests = harvests,
	    .harvest_count = count,
	    .clocks = engine->clocks,
	    .now = time_now(),
	    .at = &engine->given->board->at[BOARD_WORKERS - 2]};
	struct merged merged;
	enum outcome outcome = merge_turn(&merge, &merged, why);
	arena_reset(engine->arena);
	if (outcome != DONE)
		return outcome;
	atomic_fetch_add(&engine->given->board->findings, merged.findings);
	if (merged.left_out != 0)
		process_say(engine->given,
		    "more than %d new findings of a company in a day: %" PRIu64 " are only counted",
		    FINDINGS_A_DAY, merged.left_out);
	if (merged.refused != 0)
		process_say(
		    engine->given, "the store did not take %" PRIu64 " rows", merged.refused);
	return DONE;
}

/* While nothing could be written no notice could be, either. */
static void tell_late(struct engine *engine)
{
	struct why why;
	tell(engine, "results-not-written", "results", "written again");
	if (notice_over(engine->store, &engine->viewer, TEXT("results-not-written"),
		TEXT("results"), time_now(), &why) != DONE)
		process_say(engine->given, "notice: %s", why.text);
}

/* Commit the turn that waits. On failure it goes on waiting: nothing is passed over. */
static void commit(struct engine *engine)
{
	unsigned side = 1 - engine->side;
	struct engine_turn *turn = engine->turns[side];
	struct why why;
	if (time_monotonic() < engine->retry_at)
		return;
	if (merge(engine, side, &why) != DONE) {
		engine->retry_after = engine->retry_after == 0 ? RETRY : engine->retry_after * 2;
		if (engine->retry_after > RETRY_MOST)
			engine->retry_after = RETRY_MOST;
		engine->retry_at = time_monotonic() + engine->retry_after;
		process_say(
		    engine->given, "nothing is lost, but results cannot be written: %s", why.text);
		return;
	}
	if (engine->retry_after != 0)
		tell_late(engine);
	engine->retry_after = 0;
	engine->pending = false;
	show_turn(engine, side, turn, time_now());
	bool big = turn->bodies > BIG_TURN;
	engine_work_forget(engine->work, side);
	engine_turn_clear(turn);
	if (big)
		(void)malloc_trim(0);
}

static void tell_refused(struct engine *engine)
{
	char line[400];
	struct why why;
	if (engine_rules_refused(engine->rules, line, sizeof(line)) != 0)
		tell(engine, "rules-refused", "rules", line);
	else if (notice_over(engine->store, &engine->viewer, TEXT("rules-refused"), TEXT("rules"),
		     time_now(), &why) != DONE)
		process_say(engine->given, "notice: %s", why.text);
}

/* Between turns only: what was folded points to the rules. */
static void reload(struct engine *engine)
{
	struct why why;
	struct ruleset *rules = NULL;
	uint32_t wanted = atomic_load(&engine->given->board->reload);
	if (wanted == engine->reload || engine->pending)
		return;
	engine->reload = wanted;
	if (engine_rules_load(engine->given, &engine->content, &rules, &why) != DONE) {
		tell(engine, "rules-refused", "rules", why.text);
		return;
	}
	engine_work_rules(engine->work, rules);
	ruleset_destroy(engine->rules);
	engine->rules = rules;
	tell_refused(engine);
	(void)malloc_trim(0);
}

/* The clock, and whether the disk takes records: what happens there is told soon. */
static bool is_news(struct engine *engine)
{
	bool refusing = atomic_load(&engine->given->board->disk_refusing) != 0;
	bool jumped = steady_look(&engine->steady, time_now(), time_since_boot());
	bool news = jumped || refusing != engine->refusing;
	engine->refusing = refusing;
	atomic_store(&engine->steady_now, steady_now(&engine->steady));
	if (jumped) {
		/* How late the sources' lines seemed was measured with the other clock. */
		clocks_destroy(engine->clocks);
		engine->clocks = clocks_create();
	}
	return news;
}

static void look_around(struct engine *engine)
{
	int64_t now = time_monotonic();
	struct why why;
	if (now - engine->beaten_at >= BEAT) {
		process_beat(engine->given);
		engine->beaten_at = now;
		if (is_news(engine) && engine->looked_at != 0)
			engine->looked_at = now - LOOK + SOON;
	}
	if (engine->looked_at == 0) {
		engine->looked_at = now - LOOK + FIRST_LOOK;
		tell_refused(engine);
	}
	if (now - engine->looked_at < LOOK)
		return;
	engine->looked_at = now;
	if (watch_look(&engine->watch, time_now(), &why) != DONE)
		process_say(engine->given, "notices: %s", why.text);
}

/* Until records come, something is due, or a second has passed. */
static void wait_for_more(struct engine *engine)
{
	struct pollfd polled[] = {
	    {.fd = engine->given->wake_engine, .events = POLLIN},
	    {.fd = process_stop_descriptor(engine->given), .events = POLLIN},
	};
	int64_t now = time_monotonic();
	int64_t until = now + BEAT;
	if (engine->pending && engine->retry_at < until)
		until = engine->retry_at;
	if (engine->due && engine->correlate_at < until)
		until = engine->correlate_at;
	int wait = until <= now ? 0 : (int)((until - now) / 1000 + 1);
	if (poll(polled, 2, wait) <= 0 || (polled[0].revents & POLLIN) == 0)
		return;
	uint64_t times;
	if (read(engine->given->wake_engine, &times, sizeof(times)) < 0 && errno != EAGAIN)
		process_say(engine->given, "eventfd: %s", strerror(errno));
}

bool engine_step(struct engine *engine)
{
	if (process_stopping(engine->given))
		return false;
	reload(engine);
	/* While results cannot be written, at most one more turn is worked on; it waits. */
	bool reloading = atomic_load(&engine->given->board->reload) != engine->reload;
	bool stuck = engine->pending && engine->retry_after != 0;
	bool working = !stuck && !reloading && begin_turn(engine);
	bool committed = engine->pending;
	if (engine->pending)
		commit(engine);
	committed = committed && !engine->pending;
	if (working) {
		engine_work_wait(engine->work, beat, engine);
		/* Both sides are full: the older one first. */
		while (engine->pending && !process_stopping(engine->given)) {
			wait_for_more(engine);
			commit(engine);
			look_around(engine);
		}
		if (engine->pending)
			return false;
		end_turn(engine);
	}
	engine_correlate_due(engine);
	look_around(engine);
	if (!working && !committed && !reloading)
		wait_for_more(engine);
	return true;
}

void engine_settle(struct engine *engine)
{
	engine_work_wait(engine->work, beat, engine);
	engine->retry_at = 0;
	if (engine->pending)
		commit(engine);
}
