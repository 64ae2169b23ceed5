/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine's workers: decode, match, fold. A worker takes the frames of one partition after the
 * other, so that a company's records are handled in order by one thread; an event is forgotten as
 * soon as what it tells is noted.
 *
 * Nothing here touches the store: what came of a turn lies in a struct harvest for each worker
 * until the writer has committed it. There are two harvests a worker, so that a turn can be worked
 * on while the one before is being committed.
 */
#ifndef PROGRAM_SERVER_ENGINE_ENGINE_WORK_H
#define PROGRAM_SERVER_ENGINE_ENGINE_WORK_H

#include "decode/table/csv.h"
#include "detect/ruleset.h"
#include "incident/fold.h"
#include "intake/tally.h"
#include "program/server/board.h"
#include "program/server/engine/engine_counters.h"
#include "program/server/engine/engine_turn.h"
#include "program/server/engine/engine_zones.h"

#define WORK_LAGS 31 /* distances of clocks that are noted of a source in a turn */

/* What a turn tells of one source. */
struct harvest_source {
	struct text id; /* terminated */
	uint64_t records;
	uint64_t refused;
	uint64_t not_understood;
	int64_t last_seen;       /* the latest receive time */
	int64_t lags[WORK_LAGS]; /* receive time less event time, of the last records */
	uint64_t lag_count;      /* of all that had a time of their own */
	struct harvest_source *next;
};

/* Who had which address from when to when. */
struct harvest_tenancy {
	struct text address;
	struct text host;
	int64_t first;
	int64_t last;
	struct harvest_tenancy *next;
	struct harvest_tenancy *chain; /* worker's table */
	const struct harvest_company *company;
};

/* What a turn tells of one company. */
struct harvest_company {
	struct text id; /* terminated */
	struct fold *fold;
	struct finding *findings; /* once the worker is done with the turn */
	size_t finding_count;
	int64_t seen; /* the latest receive time of a record that matched */
	struct harvest_source *sources;
	struct harvest_tenancy *tenancies;
	struct counters *counters;
	struct harvest_company *next;
	struct harvest_company *chain;
};

/* Counts of intake's, of one frame. */
struct harvest_tally {
	struct tally_row *rows;
	size_t count;
	int64_t received;
	struct harvest_tally *next;
};

#define HARVEST_BUCKETS 256
struct harvest {
	struct arena *arena;
	struct harvest_company *companies;
	struct harvest_company *company_buckets[HARVEST_BUCKETS];
	struct harvest_tenancy *tenancy_buckets[HARVEST_BUCKETS];
	size_t tenancy_count;
	struct harvest_tally *tallies;
	uint64_t records;
	uint64_t events;
	uint64_t not_understood;
	uint64_t matches;
	uint64_t overflow; /* matches that found no room; known once it is finished */
	bool full;         /* a fold has no room for more findings */
};

struct engine_work;

struct engine_work_options {
	unsigned workers; /* at most ENGINE_WORKERS */
	const struct csv_mappings *mappings;
	const struct zones *zones;
	struct board *board;
};
/* The board's last place is the compactor's, the one before it that of merging. */
#define ENGINE_WORKERS (BOARD_WORKERS - 2)

/* Starts the threads. */
struct engine_work *engine_work_create(const struct engine_work_options *options);
/* Ends the threads. NULL is harmless. */
void engine_work_destroy(struct engine_work *work);
/* The rules from the next turn on; nothing may be under way, and no harvest of the old ones left.
 */
void engine_work_rules(struct engine_work *work, const struct ruleset *rules);

/* Begin a turn, with the harvests of that side (0 or 1), which are emptied. */
void engine_work_begin(struct engine_work *work, struct engine_turn *turn, unsigned side);
/* Wait until it is done; turn->too_much says whether it was given up. While the workers get on with
 * it, `alive` (may be NULL) is called about once a second: a turn may take long, and a worker that
 * is stuck must not look alive. */
void engine_work_wait(struct engine_work *work, void (*alive)(void *data), void *data);
/* The harvests of a side, one a worker. */
const struct harvest *engine_work_harvest(
    const struct engine_work *work, unsigned side, unsigned worker);
unsigned engine_work_count(const struct engine_work *work);
/* Forget the harvests of a side. */
void engine_work_forget(struct engine_work *work, unsigned side);

/* One frame by itself, into a harvest: what a worker does, for it and for tests. */
struct frame_work {
	struct harvest *harvest;
	struct evaluator *evaluator;
	struct arena *scratch; /* one record */
	const struct csv_mappings *mappings;
	const struct zones *zones;
	_Atomic uint64_t *records; /* counts those that are done */
};
void frame_work_do(struct frame_work *work, const struct frame *frame);
/* Close the folds. */
void harvest_finish(struct harvest *harvest);
void harvest_clear(struct harvest *harvest);

#endif
