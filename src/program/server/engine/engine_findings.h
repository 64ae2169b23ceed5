/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PROGRAM_SERVER_ENGINE_ENGINE_FINDINGS_H
#define PROGRAM_SERVER_ENGINE_ENGINE_FINDINGS_H

#include "program/server/engine/engine_merge.h"

/* New findings of a company in a day; twice as many where they are severe. Further ones are counted
 * and told (notice "findings-flood"): their records are in the journal all the same. */
#define FINDINGS_A_DAY 50000

/* A company's findings of the turn; part of merge_turn(). */
enum outcome merge_findings(const struct merge *merge, const struct harvest_company *company,
    struct merged *merged, struct why *why) MUST_CHECK;

#endif
