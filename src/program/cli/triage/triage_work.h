/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A worker of `triage`: decodes and matches batches, hands its results over in turn.
 */
#ifndef PROGRAM_CLI_TRIAGE_TRIAGE_WORK_H
#define PROGRAM_CLI_TRIAGE_TRIAGE_WORK_H

#include "program/cli/triage/triage_tally.h"
#include "program/cli/triage/triage_turn.h"

enum triage_format { FORMAT_TEXT, FORMAT_JSONL, FORMAT_CSV, FORMAT_HTML };

/* What all workers share; only `tally` changes, and only in turn. */
struct triage_work {
	struct turn *turn;
	struct triage_tally *tally;
	const struct ruleset *rules;
	const struct zone *zone;
	enum triage_format format;
	enum severity min_level;
};

/* Body of a worker's thread: takes batches until there are no more. `work` is a struct triage_work;
 * returns NULL. */
void *triage_worker(void *work);

#endif
