/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Incidents of a company, made again from its stored findings whenever those changed.
 *
 * Nothing is kept between two times: findings know which incident they are in, and that is all that
 * ties a group found now to the incidents that people know. A group takes over the incident of
 * its finding that begun first; its other incidents are merged into that one, their ids lead there.
 * A group without one gets a new id, the hash of the id of the alarming finding that begun first.
 * As findings' ids and beginnings do not depend on turns, neither do incidents'. (One thing can
 * differ: where a finding that begun early becomes alarming only later, the incident may by then
 * have been named by another.)
 */
#ifndef PROGRAM_SERVER_ENGINE_ENGINE_CORRELATE_H
#define PROGRAM_SERVER_ENGINE_ENGINE_CORRELATE_H

#include "base/outcome.h"
#include "detect/ruleset.h"
#include "incident/playbook.h"
#include "render/texts.h"
#include "store/results.h"

struct store;
struct zone;

/* So long ago a finding was last seen that correlation leaves it alone, unless its incident goes
 * on. */
#define CORRELATE_BACK (7 * CLOCK_DAY)

struct correlation {
	struct store *store;
	const struct viewer *viewer;
	const struct ruleset *rules; /* their facts go before those of rows */
	const struct playbook *playbook;
	const struct texts *texts;
	const struct zone *zone; /* the company's */
	struct text company;
	int64_t now;
};
struct correlated {
	uint64_t findings;  /* looked at */
	uint64_t left_out;  /* over FOLD_FINDINGS: the oldest */
	uint64_t incidents; /* that are new */
};
/* In one transaction. On failure nothing is changed. */
enum outcome correlate_company(const struct correlation *correlation, struct correlated *correlated,
    struct why *why) MUST_CHECK;

#endif
