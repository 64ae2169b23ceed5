/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an incident means in two sentences, and the next three steps, in Japanese and
 * English, from the playbook in content/incident.
 */
#ifndef INCIDENT_STORY_H
#define INCIDENT_STORY_H

#include "base/outcome.h"
#include "incident/incident.h"
#include "render/texts.h"

struct arena;
struct zone;
struct playbook;

/* An empty playbook on the arena. */
struct playbook *playbook_create(struct arena *arena);

/* Add content/incident/playbook.yaml's bytes: the steps for each category and stage. MALFORMED
 * names the line. */
enum outcome playbook_add(struct playbook *playbook, struct text bytes, struct why *why) MUST_CHECK;

/* Fill in story and steps of an incident. Texts (keys "story.*" and "stage.*") come from `texts`;
 * times are written in the zone. */
void story_tell(struct incident *incident, const struct playbook *playbook,
    const struct texts *texts, const struct zone *zone, struct arena *arena);

#endif
