/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which time zone a source's lines and a company's incidents are in, as the store has it: read
 * between turns, asked by the workers during one.
 */
#ifndef PROGRAM_SERVER_ENGINE_ENGINE_ZONES_H
#define PROGRAM_SERVER_ENGINE_ENGINE_ZONES_H

#include "base/clock.h"
#include "base/outcome.h"
#include "base/text.h"

struct store;
struct viewer;
struct zones;

#define ZONES_FOLDER "/usr/share/zoneinfo" /* must be readable in the sandbox */

struct zones *zones_create(void);
/* NULL is harmless. */
void zones_destroy(struct zones *zones);

/* Read companies and sources again. On failure what is known stays. A zone that is not known to the
 * system is taken as UTC. */
enum outcome zones_refresh(struct zones *zones, struct store *store, const struct viewer *viewer,
    struct why *why) MUST_CHECK;
/* Whether a source is known. */
bool zones_know(const struct zones *zones, struct text source);
/* NULL (UTC) where nothing is known. They live as long as the zones. */
const struct zone *zones_of_source(
    const struct zones *zones, struct text company, struct text source);
const struct zone *zones_of_company(const struct zones *zones, struct text company);

#endif
