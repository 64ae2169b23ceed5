/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Folding: matches of one rule about one subject become one finding.
 *
 * Matches may come in any order of time; the findings at the end are the same for every
 * order (which values of an overfull set are kept, and what overflows, does depend on it).
 * Memory is bounded: at most FOLD_FINDINGS findings are open, about 140 MB at the very worst;
 * matches that would begin a further one are counted in fold_overflow() and not kept.
 */
#ifndef INCIDENT_FOLD_H
#define INCIDENT_FOLD_H

#include "event/finding.h"
#include "incident/incident.h"

#define FOLD_FINDINGS 10000
#define FOLD_GAP (24 * CLOCK_HOUR)

struct arena;
struct fold;

/* `company` goes into the ids; "" where there is none. Copied. */
struct fold *fold_create(struct text company);
/*
 * One of very many at a time: it takes what it needs, and little at first, from an arena that
 * others use as well and that outlives its findings. Files' names are those of FOLD_PLACE bytes at
 * most, and ids are of the place where a finding begun (finding.begun) instead of its earliest
 * record: so they are the same however the records were dealt out to folds, as long as those are
 * joined in order of place.
 */
#define FOLD_PLACE 24
struct fold *fold_create_within(struct arena *arena, struct text company);
/* NULL is harmless. Findings go with it, but not those of fold_create_within(). */
void fold_destroy(struct fold *fold);
/* The id that a finding has by where it begun. */
void fold_set_id(struct text company, struct finding *finding);

/* A match, with what outlives its event. */
struct sighting {
	const struct rule_facts *rule;
	struct text title;
	enum severity severity;
	enum disposition disposition;
	int64_t time;
	struct subject subject;
	struct position where;
	struct text excerpt; /* as excerpt_of() writes it; cut to EVIDENCE_EXCERPT */
};

/* Add a match. Texts are copied, the rule is kept by pointer. */
void fold_add(struct fold *fold, const struct sighting *sighting);

/* Close: join findings that later matches bridged, compute ids, sort by first time, then id. Call
 * once. */
struct finding *fold_findings(struct fold *fold, size_t *count);

/* Matches that found no room. */
uint64_t fold_overflow(const struct fold *fold);

#endif
