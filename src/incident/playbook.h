/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The playbook of content/incident: which three steps fit an incident.
 *
 *   steps:
 *     - for: {state: act, category: callback, about: machine}
 *       next: [{ja: …, en: …}, three of them]
 *
 * The first entry of which every condition holds is taken:
 * - state: act or look
 * - category: an alarming finding has it
 * - leads: the weightiest finding has this category
 * - technique: an ATT&CK technique ("t1190", with its sub-techniques) of a finding of the
 * incident's highest severity
 * - stage: the furthest
 * - about: machine (one to PLAYBOOK_MANY), many, account (no machine is known), else address
 * - from: outside (an address that is not the company's own takes part), inside
 * - attempts: yes (nothing more is shown), no
 * `for: any` fits always; a list of condition maps fits where one of them does.
 */
#ifndef INCIDENT_PLAYBOOK_H
#define INCIDENT_PLAYBOOK_H

#include "base/outcome.h"
#include "incident/incident.h"

#define PLAYBOOK_MANY 5

struct arena;
struct playbook;

/* An empty playbook on the arena. */
struct playbook *playbook_create(struct arena *arena);

/* Add content/incident/playbook.yaml's bytes. MALFORMED names the line. */
enum outcome playbook_add(struct playbook *playbook, struct text bytes, struct why *why) MUST_CHECK;

/* The INCIDENT_STEPS steps that fit, their holes not filled; NULL when no entry does. */
const struct both *playbook_choose(
    const struct playbook *playbook, const struct incident *incident);

#endif
