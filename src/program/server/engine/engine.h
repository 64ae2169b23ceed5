/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside the engine process: what its main thread holds. engine.c sets it up, engine_loop.c turns.
 */
#ifndef PROGRAM_SERVER_ENGINE_ENGINE_H
#define PROGRAM_SERVER_ENGINE_ENGINE_H

#include "journal/log.h"
#include "program/content/content.h"
#include "program/server/engine/engine_correlate.h"
#include "program/server/engine/engine_merge.h"
#include "program/server/engine/engine_notice.h"
#include "program/server/engine/engine_rules.h"
#include "program/server/engine/engine_seal.h"
#include "program/server/engine/engine_steady.h"
#include "program/server/engine/engine_work.h"
#include "program/server/engine/engine_zones.h"
#include "program/server/process.h"
#include "store/store.h"

/* Companies whose correlation takes long or failed, and until when they wait; when all places are
 * taken the one that waits least gives its place up. */
#define ENGINE_RESTING 32
struct resting {
	char company[STORE_ID];
	int64_t until; /* monotonic microseconds */
};

struct engine {
	const struct process_given *given;
	struct viewer viewer;
	struct content content;
	struct ruleset *rules;
	struct store *store;
	struct zones *zones;
	struct clocks *clocks;
	struct engine_work *work;
	struct seal *seal;
	struct watch watch;
	struct steady steady;
	_Atomic int64_t steady_now; /* for the compactor's thread */
	bool refusing;              /* the disk, as it was seen last */
	struct arena *arena;        /* of merging */
	struct log_reader *log;     /* NULL: it could not be opened yet */
	uint64_t position;          /* where the next turn begins */
	struct engine_turn *turns[2];
	unsigned side;      /* of the turn that is read next */
	bool pending;       /* the other side's turn waits to be committed */
	size_t most_frames; /* of the next turn: less after one that was too much */
	uint32_t reload;    /* as seen on the board */
	/* monotonic microseconds */
	int64_t zones_at;
	int64_t looked_at;
	int64_t beaten_at;
	int64_t correlate_at; /* not before */
	int64_t retry_at;     /* of a commit that failed */
	int64_t retry_after;
	char correlated[STORE_ID]; /* the company that was last */
	bool due;                  /* companies may wait for correlation */
	struct resting resting[ENGINE_RESTING];
};

/* One step of the loop: reads, works, commits, correlates, looks around; waits when there is
 * nothing to do. False when the process is asked to stop. */
bool engine_step(struct engine *engine);
/* Correlate companies that are due, as far as there is time for it. */
void engine_correlate_due(struct engine *engine);
/* Wait until what is under way is committed or given up: at the end. */
void engine_settle(struct engine *engine);

#endif
