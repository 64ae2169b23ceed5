/* SPDX-License-Identifier: Apache-2.0 */
/* Invented results of a run, as the reports get them: what happened at a small parts maker. */
#ifndef TESTS_PROGRAM_CLI_EXAMPLE_H
#define TESTS_PROGRAM_CLI_EXAMPLE_H

#include "program/cli/triage/triage.h"

struct arena;

/* Two incidents, products' verdicts, files of which some were not understood, one not readable. */
const struct triage_result *example_attack(const struct ruleset *rules, struct arena *arena);

/* Records that were all understood, and nothing in them. */
const struct triage_result *example_quiet(const struct ruleset *rules, struct arena *arena);

/* Every list far over what a page shows. */
const struct triage_result *example_large(const struct ruleset *rules, struct arena *arena);

#endif
