/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the command `journal`. Nobody else includes this. */
#ifndef PROGRAM_CLI_JOURNAL_JOURNAL_PARTS_H
#define PROGRAM_CLI_JOURNAL_JOURNAL_PARTS_H

#include "base/clock.h"
#include "journal/verify.h"
#include "store/directory.h"
#include "store/results.h"

#include <stdbool.h>

struct journal_company {
	struct text id;
	struct text name; /* empty: the store does not know it */
};

struct journal_command {
	const char *data;
	const char *company;
	const char *to;
	bool json;
	bool plain;
	struct arena *arena;
	struct store *store;
	struct viewer viewer;
	struct journal_place place;
	struct journal_company *companies;
	size_t count;
};

/* Say why; the exit status. */
int journal_fail(const struct why *why);
/* A company's anchor; NULL: it has none. */
const struct chain_head *journal_anchor(
    struct journal_command *command, struct text company, struct chain_head *head);
int journal_run_verify(struct journal_command *command);
int journal_run_verify_export(struct journal_command *command, const char *folder);
int journal_run_stat(struct journal_command *command);

#endif
