/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small installation for tests of the engine: a folder with journal, store and a company or two,
 * a log that the test appends to, and engine processes, forked as the server forks them.
 */
#ifndef TESTS_ENGINE_WORLD_H
#define TESTS_ENGINE_WORLD_H

#include "base/arena.h"
#include "base/clock.h"
#include "journal/log.h"
#include "program/server/process.h"
#include "store/directory.h"
#include "store/notice.h"
#include "store/results.h"

#include <sys/types.h>

struct world {
	struct arena *arena;
	char folder[64];
	char rules[128]; /* a folder of rules */
	const char *rule_dirs[1];
	struct places places;
	struct config config;
	struct board *board;
	struct process_given given;
	struct log_writer *log;
	struct store *store;
	struct viewer viewer;
	struct company company;
	struct source source;
	struct journal_place place;
	uint64_t ticket; /* of the last frame */
	int held;        /* the other end of the lifeline */
	pid_t engine;
};

struct world *world_open(uint64_t segment);
void world_close(struct world *world);

/* Append a frame of the world's company; wait until it is durable. */
void world_frame(struct world *world, struct frame *frame);
/* Append lines as one frame of records, received now. */
void world_lines(struct world *world, const char *const *lines, size_t count);
/* An alert of the machine 10.0.0.`machine` (up to 65,535), seconds before now. */
const char *world_alert(struct world *world, unsigned machine, const char *name, int64_t ago);
/* The same, as a frame of its own. */
void world_put_alert(struct world *world, unsigned machine, const char *name, int64_t ago);

void world_start(struct world *world);
/* Ask it to stop; its exit status. */
int world_stop(struct world *world);
void world_kill(struct world *world);
/* Wait until everything that is durable is committed and no company is due; false after some
 * seconds, or when the engine died. */
bool world_settle(struct world *world);

/* Keep the store as it is; bring that state back, the log stays. The engine must not run. */
void world_keep(struct world *world);
void world_go_back(struct world *world);

/* The company's findings by id; incidents. */
struct kept_findings world_findings(struct world *world);
struct kept_incidents world_incidents(struct world *world);
/* Whether a notice of that kind is open. */
bool world_notice(struct world *world, const char *kind);
int64_t world_now(void);

#endif
