/* SPDX-License-Identifier: Apache-2.0 */
/* The rules that are in force, loaded again when they changed. */
#ifndef PROGRAM_SERVER_ENGINE_ENGINE_RULES_H
#define PROGRAM_SERVER_ENGINE_ENGINE_RULES_H

#include "program/content/content.h"
#include "program/server/process.h"

/* Load those that the configuration names; tells their numbers on the board. On failure *rules
 * stays as it is. */
enum outcome engine_rules_load(const struct process_given *given, const struct content *content,
    struct ruleset **rules, struct why *why) MUST_CHECK;
/* How many files and rules were refused, and the first of them, in one line of at most `room`
 * bytes; 0: none. */
size_t engine_rules_refused(const struct ruleset *rules, char *line, size_t room);

#endif
