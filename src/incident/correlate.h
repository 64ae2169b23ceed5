/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Correlation, first form: findings of one company that share a host, account, address or file
 * within CORRELATE_WINDOW become one incident.
 *
 * Only what alarms begins an incident: severity medium or above, and not all of it
 * blocked. What was blocked or is minor joins an incident of the same machine, account or address
 * as context, and is else only counted. Values that very many subjects share (a name server,
 * a common program, "administrator") do not link; an address or file that products call malicious
 * does, however many it reached. Attempts from outside that nothing followed are one incident of
 * each kind (intrusion, web application), not one for every address.
 */
#ifndef INCIDENT_CORRELATE_H
#define INCIDENT_CORRELATE_H

#include "incident/incident.h"

struct arena;

#define CORRELATE_WINDOW (24 * CLOCK_HOUR)

/*
 * Make incidents of all findings (sorted as fold_findings() gives them; their `incident` is
 * set). The array and all in it live on the arena; sorted with the most urgent first: act before
 * look, then by confidence, then by first time. Stories and steps are still empty.
 */
struct incident *correlate(
    struct finding *findings, size_t count, struct arena *arena, size_t *incident_count);

/*
 * The same over findings that were correlated before. together[i] (NULL: none) is a number for the
 * incident that finding i was in, 0 for none: alarming findings that were together stay together,
 * so that an incident that people know never falls apart when a name turns out to be shared by too
 * many.
 */
struct incident *correlate_again(struct finding *findings, size_t count, const size_t *together,
    struct arena *arena, size_t *incident_count);

#endif
