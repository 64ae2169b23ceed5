/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The board: one page of memory that all processes of `serve` share, made by the parent before it
 * starts them. Numbers only, each written by one process; nothing on it is trusted with more than
 * being shown, but for `durable`, which only intake writes.
 */
#ifndef PROGRAM_SERVER_BOARD_H
#define PROGRAM_SERVER_BOARD_H

#include "base/outcome.h"

#include <stdatomic.h>
#include <stdint.h>

enum process { PROCESS_PARENT, PROCESS_INTAKE, PROCESS_ENGINE, PROCESS_WEB, PROCESS_COUNT };
const char *process_word(enum process process); /* "parent", "intake", … */

#define BOARD_WORKERS 16
#define BOARD_REFUSALS 8 /* enum refusal of intake/tally.h */

struct board {
	/* parent */
	_Atomic int64_t started; /* instant */
	_Atomic uint32_t reload; /* grows: read configuration and rules again */
	_Atomic uint32_t restarts[PROCESS_COUNT];
	_Atomic int64_t stopped_since[PROCESS_COUNT]; /* CLOCK_NONE: it runs */
	_Atomic int32_t pid[PROCESS_COUNT];
	/* everybody, once a second */
	_Atomic int64_t seen[PROCESS_COUNT];
	/* intake */
	_Atomic uint64_t durable; /* the log may be read up to here */
	_Atomic uint64_t records; /* made durable since the server started */
	_Atomic uint64_t bytes;
	_Atomic uint64_t batches;
	_Atomic uint64_t resent;                  /* batches that were there already */
	_Atomic uint64_t refused[BOARD_REFUSALS]; /* records */
	_Atomic uint64_t connections;             /* open at present */
	_Atomic uint64_t closed;                  /* by limits */
	_Atomic uint32_t disk_refusing;
	_Atomic uint64_t disk_free;
	/* web */
	_Atomic uint64_t console_connections; /* open at present */
	_Atomic uint64_t console_closed;      /* by limits */
	/* web, commands: intake ends the current segment when it changes */
	_Atomic uint32_t roll;
	/* engine */
	_Atomic uint64_t position; /* committed */
	_Atomic uint64_t events;
	_Atomic uint64_t not_understood;
	_Atomic uint64_t matches;
	_Atomic uint64_t findings; /* written */
	_Atomic uint64_t incidents;
	_Atomic uint64_t compacted; /* position up to which the log is sealed */
	_Atomic uint64_t rules;
	_Atomic uint64_t rules_refused;
	_Atomic int64_t commit_latency; /* receive → committed of the last turn, microseconds */
	/* Position + 1 of the frame that each worker is at; 0: none. What it is at when it dies is
	 * suspect. */
	_Atomic uint64_t at[BOARD_WORKERS];
};

/* Shared anonymous memory, inherited over fork(2). */
enum outcome board_create(struct board **board, struct why *why) MUST_CHECK;

#endif
