/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One run of `triage` over files and folders: the reader, the workers and what comes of them.
 */
#ifndef PROGRAM_CLI_TRIAGE_TRIAGE_RUN_H
#define PROGRAM_CLI_TRIAGE_TRIAGE_RUN_H

#include "program/cli/triage/triage.h"
#include "program/cli/triage/triage_work.h"
#include "program/content/content.h"

#include <stdio.h>

struct triage_run {
	/* what to do */
	const char *const *paths;
	size_t path_count;
	struct content *content;
	const struct ruleset *rules;
	const struct zone *zone;
	enum triage_format format;
	enum severity min_level;
	unsigned workers;
	FILE *out;              /* lines of JSON lines and CSV; flushed and checked by the caller */
	bool progress;          /* tell on standard error how far it is */
	enum language language; /* of the progress line */
	/* what came of it */
	struct triage_result result;
	struct triage_tally *tally; /* owns what the result points to */
	struct arena *arena;        /* incidents */
};

/*
 * Read, decode, match, fold and correlate; `result` is filled in but for rules' names, zone name
 * and time. NOT_READABLE when `out` could not be written. What cannot be read of the input is in
 * the result, not a failure.
 */
enum outcome triage_run(struct triage_run *run, struct why *why) MUST_CHECK;

/* Free tally and incidents. */
void triage_run_end(struct triage_run *run);

#endif
