/* SPDX-License-Identifier: Apache-2.0 */
#include "program/server/engine/engine_merge.h"

#include "base/arena.h"
#include "incident/attribution.h"
#include "program/server/engine/engine_findings.h"
#include "store/directory.h"
#include "store/notice.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define TENANCIES_MOST ATTRIBUTION_PAIRS

int record_name_compare(struct record_name a, struct record_name b)
{
	if (a.position != b.position)
		return a.position < b.position ? -1 : 1;
	return (a.place > b.place) - (a.place < b.place);
}

static struct position place_of(struct record_name name, struct arena *arena)
{
	return (struct position){text_format(arena, "%020" PRIu64, name.position), name.place};
}

static struct record_name name_of(const struct position *place)
{
	struct record_name name = {0, place->record};
	(void)text_to_uint(place->file, &name.position);
	return name;
}

void merge_places(struct kept_finding *kept, struct arena *arena)
{
	for (size_t i = 0; i < kept->finding.evidence_count; i++)
		kept->finding.evidence[i].where = place_of(kept->names[i], arena);
	kept->finding.begun = place_of(kept->begun, arena);
}

void merge_names(struct kept_finding *kept)
{
	for (size_t i = 0; i < kept->finding.evidence_count; i++) {
		kept->names[i] = name_of(&kept->finding.evidence[i].where);
		kept->finding.evidence[i].where = (struct position){{NULL, 0}, 0};
	}
	kept->begun = name_of(&kept->finding.begun);
}

enum outcome merge_settle(enum outcome outcome, struct merged *merged)
{
	if (outcome != MALFORMED && outcome != TOO_LARGE && outcome != NOT_FOUND)
		return outcome;
	merged->refused++;
	return DONE;
}

void merge_id(char out[STORE_ID], struct text id)
{
	snprintf(out, STORE_ID, "%.*s", TEXT_ARGS(text_part(id, 0, STORE_ID - 1)));
}

static enum outcome put_tenancies(const struct merge *merge, const struct harvest_company *company,
    struct merged *merged, struct why *why)
{
	enum outcome outcome = DONE;
	const struct harvest_tenancy *t = company->tenancies;
	for (; t != NULL && outcome == DONE; t = t->next) {
		const struct kept_tenancy kept = {t->address, t->host, t->first, t->last};
		outcome = merge_settle(tenancy_put(merge->store, merge->viewer, company->id, &kept,
					   TENANCIES_MOST, why),
		    merged);
	}
	return outcome;
}

/* A source without times of its own tells nothing of its clock: what was known stays. */
static enum outcome clock_of(const struct merge *merge, const struct harvest_company *company,
    const struct harvest_source *source, int64_t *clock_off, struct why *why)
{
	struct source known;
	size_t count = source->lag_count < WORK_LAGS ? (size_t)source->lag_count : WORK_LAGS;
	if (count != 0)
		clocks_add(merge->clocks, source->id, source->lags, count);
	if (clocks_off(merge->clocks, source->id, clock_off))
		return DONE;
	arena_reset(merge->arena);
	enum outcome outcome = source_get(
	    merge->store, merge->viewer, company->id, source->id, merge->arena, &known, why);
	if (outcome == DONE)
		*clock_off = known.clock_off;
	return outcome;
}

static enum outcome put_source(const struct merge *merge, const struct harvest_company *company,
    const struct harvest_source *source, struct why *why)
{
	struct source_seen seen = {.last_seen = source->last_seen,
	    .now = merge->now,
	    .records = source->records,
	    .refused = source->refused,
	    .not_understood = source->not_understood};
	merge_id(seen.source, source->id);
	enum outcome outcome = clock_of(merge, company, source, &seen.clock_off, why);
	if (outcome == DONE)
		outcome = source_saw(merge->store, merge->viewer, &seen, why);
	/* A source that was removed meanwhile has no row to count in. */
	return outcome == NOT_FOUND ? DONE : outcome;
}

static enum outcome put_company(const struct merge *merge, const struct harvest_company *company,
    struct merged *merged, struct why *why)
{
	struct company known;
	arena_reset(merge->arena);
	enum outcome outcome =
	    company_get(merge->store, merge->viewer, company->id, merge->arena, &known, why);
	/* It left while its records were on the way: nothing of it is kept. */
	if (outcome == NOT_FOUND || (outcome == DONE && known.left != CLOCK_NONE))
		return DONE;
	if (outcome == DONE)
		outcome = merge_findings(merge, company, merged, why);
	if (outcome == DONE)
		outcome = put_tenancies(merge, company, merged, why);
	if (outcome == DONE)
		outcome =
		    counters_put(company->counters, company->id, merge->store, merge->viewer, why);
	const struct harvest_source *source = company->sources;
	for (; source != NULL && outcome == DONE; source = source->next)
		outcome = put_source(merge, company, source, why);
	return outcome;
}

/* What intake refused of a source. */
static enum outcome put_refused(const struct merge *merge, const struct harvest_tally *tally,
    const struct tally_row *row, struct why *why)
{
	struct source_seen seen = {.last_seen = CLOCK_NONE, .refused = row->records};
	struct source known;
	const struct counter counter = {.company = row->company,
	    .source = row->source,
	    .hour = tally->received - tally->received % CLOCK_HOUR,
	    .name = TEXT_INIT("refused"),
	    .detail = row->word,
	    .value = row->records};
	merge_id(seen.source, row->source);
	arena_reset(merge->arena);
	enum outcome outcome = source_get(
	    merge->store, merge->viewer, row->company, row->source, merge->arena, &known, why);
	if (outcome != DONE)
		return outcome;
	seen.clock_off = known.clock_off;
	seen.last_seen = known.last_seen;
	outcome = counter_add(merge->store, merge->viewer, &counter, why);
	if (outcome == DONE)
		outcome = source_saw(merge->store, merge->viewer, &seen, why);
	return outcome;
}

static enum outcome put_stranger(
    const struct merge *merge, const struct tally_row *row, struct why *why)
{
	const struct stranger stranger = {.address = row->source,
	    .transport = row->word,
	    .refused = row->records,
	    .first = row->first,
	    .last = row->last};
	return stranger_saw(merge->store, merge->viewer, &stranger, why);
}

static enum outcome put_tally(const struct merge *merge, const struct harvest_tally *tally,
    struct merged *merged, struct why *why)
{
	enum outcome outcome = DONE;
	for (size_t i = 0; i < tally->count && outcome == DONE; i++) {
		const struct tally_row *row = &tally->rows[i];
		outcome = row->company.size == 0 ? put_stranger(merge, row, why)
						 : put_refused(merge, tally, row, why);
		outcome = merge_settle(outcome, merged);
	}
	return outcome;
}

static enum outcome put_harvest(const struct merge *merge, const struct harvest *harvest,
    struct merged *merged, struct why *why)
{
	enum outcome outcome = DONE;
	const struct harvest_company *company = harvest->companies;
	for (; company != NULL && outcome == DONE; company = company->next)
		outcome = put_company(merge, company, merged, why);
	const struct harvest_tally *tally = harvest->tallies;
	for (; tally != NULL && outcome == DONE; tally = tally->next)
		outcome = put_tally(merge, tally, merged, why);
	return outcome;
}

static enum outcome put_aside(const struct merge *merge, const struct frame *frame, struct why *why)
{
	char position[32];
	struct set_aside aside = {.position = frame->position,
	    .at = merge->now,
	    .why = TEXT_INIT("the engine died twice while it was at it")};
	merge_id(aside.company, frame->company);
	snprintf(position, sizeof(position), "%" PRIu64, frame->position);
	const struct notice notice = {.kind = TEXT_INIT("frame-set-aside"),
	    .company = frame->company,
	    .about = text_of(position),
	    .detail = aside.why,
	    .over = CLOCK_NONE};
	enum outcome outcome = set_aside_put(merge->store, merge->viewer, &aside, why);
	if (outcome == DONE)
		outcome = notice_open(merge->store, merge->viewer, &notice, merge->now, why);
	return outcome;
}

static enum outcome put_damage(
    const struct merge *merge, const struct damage *damage, struct why *why)
{
	char about[64];
	snprintf(about, sizeof(about), "log %" PRIu64 "-%" PRIu64, damage->from, damage->to);
	const struct notice notice = {.kind = TEXT_INIT("journal-damaged"),
	    .about = text_of(about),
	    .detail = text_of(damage->why.text),
	    .over = CLOCK_NONE};
	return notice_open(merge->store, merge->viewer, &notice, merge->now, why);
}

static enum outcome put_turn(const struct merge *merge, struct merged *merged, struct why *why)
{
	const struct engine_turn *turn = merge->turn;
	enum outcome outcome = DONE;
	for (unsigned i = 0; i < merge->harvest_count && outcome == DONE; i++)
		outcome = put_harvest(merge, merge->harvests[i], merged, why);
	for (size_t i = 0; i < turn->count && outcome == DONE; i++) {
		if (turn->aside[i])
			outcome = merge_settle(put_aside(merge, &turn->frames[i], why), merged);
	}
	for (size_t i = 0; i < turn->damage_count && outcome == DONE; i++)
		outcome = put_damage(merge, &turn->damages[i], why);
	if (outcome == DONE)
		outcome = position_set(merge->store, merge->viewer, TEXT("engine"), turn->end, why);
	return outcome;
}

enum outcome merge_turn(const struct merge *merge, struct merged *merged, struct why *why)
{
	*merged = (struct merged){.findings = 0};
	enum outcome outcome = store_begin(merge->store, why);
	if (outcome != DONE)
		return outcome;
	outcome = put_turn(merge, merged, why);
	if (merge->at != NULL)
		atomic_store(merge->at, 0);
	if (outcome == DONE)
		outcome = store_commit(merge->store, why);
	if (outcome != DONE)
		store_rollback(merge->store);
	return outcome;
}
