/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Committing a turn: what its records came to goes into the store together with the position behind
 * it, in one transaction. So after a crash a stretch of the log is either in the store as a whole
 * or will be worked on again as a whole.
 *
 * Ids do not depend on where turns end, nor on how often one was tried:
 * - The log is read in ascending order, so the first turn that sees a finding holds the smallest
 *   record name it will ever have. Its id is the hash of company, rule, title, subject and that
 *   name (kept_finding.begun), and stays when later matches, even of earlier times, join it.
 * - Of two findings that a later match bridges, the one that begun at the smaller name stays and
 * the other's id leads to it: the same as if all three had come in one turn.
 * - Nothing of a turn that was not committed is left anywhere but in memory.
 */
#ifndef PROGRAM_SERVER_ENGINE_ENGINE_MERGE_H
#define PROGRAM_SERVER_ENGINE_ENGINE_MERGE_H

#include "base/outcome.h"
#include "program/server/engine/engine_clocks.h"
#include "program/server/engine/engine_turn.h"
#include "program/server/engine/engine_work.h"
#include "store/results.h"

struct store;

struct merge {
	struct store *store;
	const struct viewer *viewer;
	struct arena *arena; /* reset as it likes */
	const struct engine_turn *turn;
	const struct harvest *const *harvests;
	unsigned harvest_count;
	struct clocks *clocks;
	int64_t now;
	_Atomic uint64_t *at; /* the board's place for what is being merged; may be NULL */
};

struct merged {
	uint64_t findings; /* that are new */
	uint64_t refused;  /* rows that the store did not take, whatever is tried */
	uint64_t joined;   /* findings that became part of others */
	uint64_t left_out; /* findings for which the day had no room */
};
/* On failure nothing is changed: call again. */
enum outcome merge_turn(
    const struct merge *merge, struct merged *merged, struct why *why) MUST_CHECK;

/* Give evidence the places of its records' names, on the arena, and back: `where.file` is the
 * frame's position with 20 digits, `where.record` the place in it. */
void merge_places(struct kept_finding *kept, struct arena *arena);
void merge_names(struct kept_finding *kept);
int record_name_compare(struct record_name a, struct record_name b);

/* What the store will not take however often it is asked is counted and passed over: one bad row
 * must not stop all that comes behind it. */
enum outcome merge_settle(enum outcome outcome, struct merged *merged) MUST_CHECK;
void merge_id(char out[STORE_ID], struct text id);

#endif
