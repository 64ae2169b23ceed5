/* SPDX-License-Identifier: Apache-2.0 */
/* How much a finding or an incident weighs. */
#ifndef INCIDENT_JUDGE_H
#define INCIDENT_JUDGE_H

#include "incident/incident.h"

/* Whether it begins an incident: medium or above, and not all of it blocked. */
bool judge_alarms(const struct finding *finding);

/*
 * Whether it shows only that somebody tried: an intrusion or web attack signature up to the stage
 * of getting in, below critical. Rules that see the success, too, carry the tag
 * "sakimori.answered".
 */
bool judge_attempt(const struct finding *finding);

/* The alarming finding to name first: the most severe, of those the one of the furthest stage, of
 * those one with a title of ours in Japanese, of those the earliest. NULL when none alarms. */
const struct finding *judge_weightiest(const struct incident *incident);

/* Set confidence, state and attempts from its findings, and put the machine of the weightiest
 * first. */
void judge_incident(struct incident *incident);

#endif
