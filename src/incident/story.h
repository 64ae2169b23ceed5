/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an incident means in two sentences, and the next three steps, in Japanese and
 * English, from the playbook in content/incident.
 */
#ifndef INCIDENT_STORY_H
#define INCIDENT_STORY_H

#include "incident/incident.h"
#include "incident/playbook.h"
#include "render/texts.h"

struct arena;
struct zone;

/* Fill in who it is about, story and steps of an incident. Texts (keys "story.*", "stage.*" and
 * "stage_meaning.*") come from `texts`; times are written in the zone. A date that is not credible
 * (CLOCK_CREDIBLE) is not told. */
void story_tell(struct incident *incident, const struct playbook *playbook,
    const struct texts *texts, const struct zone *zone, struct arena *arena);

#endif
