/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the engine notices of the installation once a minute: disk, silent sources, clocks,
 * processes. It is the engine that looks, for it alone writes results; that it is itself stopped is
 * for web to show (board.seen).
 */
#ifndef PROGRAM_SERVER_ENGINE_ENGINE_NOTICE_H
#define PROGRAM_SERVER_ENGINE_ENGINE_NOTICE_H

#include "base/outcome.h"
#include "program/server/engine/engine_steady.h"
#include "program/server/process.h"
#include "store/notice.h"

struct watch {
	const struct process_given *given;
	struct store *store;
	const struct viewer *viewer;
	uint32_t restarts[PROCESS_COUNT]; /* as seen before */
	int64_t restarted[PROCESS_COUNT]; /* when that changed; CLOCK_NONE */
	const struct steady *steady;      /* NULL: the wall clock is believed */
	bool full;                        /* the disk was full, and it is not told yet */
};

/* A clock that is off by more is told. */
#define WATCH_CLOCK (5 * CLOCK_MINUTE)

void watch_begin(struct watch *watch);
/* Look at everything; opens notices and ends those whose condition is over. */
enum outcome watch_look(struct watch *watch, int64_t now, struct why *why) MUST_CHECK;
/* What watch_look() kept of the clock before this process began. */
enum outcome watch_recall(struct store *store, const struct viewer *viewer, struct steady *steady,
    struct why *why) MUST_CHECK;
/* Open a notice of the installation. */
enum outcome watch_tell(const struct watch *watch, const char *kind, const char *about,
    const char *detail, int64_t now, struct why *why) MUST_CHECK;

#endif
