/* SPDX-License-Identifier: Apache-2.0 */
/* Taking rules from a folder or an archive into the folder of added rules, all or nothing. */
#ifndef PROGRAM_CLI_RULES_RULES_ADD_H
#define PROGRAM_CLI_RULES_RULES_ADD_H

#include "base/outcome.h"
#include "detect/ruleset.h"

/*
 * Read every *.yml and *.yaml of `path` (a folder, or an archive such as sigma_all_rules.zip),
 * check them, and replace `folder`/NAME, NAME being the last part of `path`, by those files that
 * have a rule that loads. A file keeps its name's letters, digits, dots, hyphens and
 * underscores behind a number, so no archive can choose where it is written. *rules is a frozen set
 * of what was read and refused. NOT_FOUND when there is no rule in it; what was there before stays
 * on any failure.
 * The process enters the sandbox for good: afterwards it can read only `path` and change only
 * `folder`.
 */
enum outcome rules_add(
    const char *path, const char *folder, struct ruleset **rules, struct why *why) MUST_CHECK;

#endif
