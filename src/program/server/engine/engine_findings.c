/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Findings of a turn into the store: each joins those near it, or is new. What one sender's records
 * may cost here is bounded: in memory (FINDINGS_NEAR rows at a time), in time (JOINS_A_TURN rows
 * that become part of others), and on the disk (FINDINGS_A_DAY new rows of a company).
 */
#include "program/server/engine/engine_findings.h"

#include "base/arena.h"
#include "incident/fold.h"
#include "incident/join.h"
#include "store/notice.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Further ones stay findings of their own. */
#define JOINS_A_TURN 2000
#define COUNTER TEXT_INIT("findings")

/* A finding of this turn as a row. */
static void row_of(const struct merge *merge, const struct harvest_company *company,
    const struct finding *finding, struct kept_finding *row)
{
	*row = (struct kept_finding){.finding = *finding};
	row->finding.incident = NULL;
	merge_names(row);
	merge_id(row->company, company->id);
	const struct frame *frame = engine_turn_frame(merge->turn, row->begun.position);
	if (frame != NULL)
		merge_id(row->source, frame->source);
	row->seen = company->seen;
	row->change = merge->turn->end;
}

/* Two findings of different incidents are one now: so are the incidents. */
static enum outcome join_incidents(const struct merge *merge, struct kept_finding *into,
    const struct kept_finding *from, struct why *why)
{
	if (from->incident[0] == '\0' || strcmp(from->incident, into->incident) == 0)
		return DONE;
	if (into->incident[0] == '\0') {
		merge_id(into->incident, text_of(from->incident));
		return DONE;
	}
	struct record_name a;
	struct record_name b;
	/* Where the incidents' oldest findings begun: which of two is the older one. */
	enum outcome outcome =
	    finding_begun(merge->store, merge->viewer, text_of(into->incident), &a, why);
	if (outcome == DONE)
		outcome =
		    finding_begun(merge->store, merge->viewer, text_of(from->incident), &b, why);
	if (outcome != DONE)
		return outcome;
	bool first = record_name_compare(a, b) <= 0;
	const char *stays = first ? into->incident : from->incident;
	const char *goes = first ? from->incident : into->incident;
	outcome = incident_merge(merge->store, merge->viewer, text_of(goes), text_of(stays), why);
	if (outcome == DONE)
		merge_id(into->incident, text_of(stays));
	return outcome;
}

static const struct kept_finding *oldest_of(
    const struct kept_findings *near, const struct kept_finding *row)
{
	const struct kept_finding *oldest = row;
	for (size_t i = 0; i < near->count; i++) {
		if (record_name_compare(near->at[i].begun, oldest->begun) < 0)
			oldest = &near->at[i];
	}
	return oldest;
}

static enum outcome take_in(const struct merge *merge, struct kept_finding *into,
    const struct kept_finding *from, struct why *why)
{
	finding_join(&into->finding, &from->finding);
	if (from->seen > into->seen)
		into->seen = from->seen;
	into->change = merge->turn->end;
	return join_incidents(merge, into, from, why);
}

/* Everything near it becomes part of the one that begun first. */
static enum outcome join_near(const struct merge *merge, struct kept_finding *row,
    struct kept_findings *near, struct why *why)
{
	const struct kept_finding *oldest = oldest_of(near, row);
	struct kept_finding into = *oldest;
	merge_places(&into, merge->arena);
	enum outcome outcome = DONE;
	if (oldest != row) {
		merge_places(row, merge->arena);
		outcome = take_in(merge, &into, row, why);
	}
	for (size_t i = 0; i < near->count && outcome == DONE; i++) {
		if (&near->at[i] == oldest)
			continue;
		merge_places(&near->at[i], merge->arena);
		outcome = take_in(merge, &into, &near->at[i], why);
	}
	merge_names(&into);
	if (outcome == DONE)
		outcome = finding_put(merge->store, merge->viewer, &into, why);
	for (size_t i = 0; i < near->count && outcome == DONE; i++) {
		if (&near->at[i] != oldest)
			outcome = finding_merge(merge->store, merge->viewer,
			    text_of(near->at[i].finding.id), text_of(into.finding.id), why);
	}
	return outcome;
}

/* How many new findings a company may still have today. */
struct quota {
	bool known;
	uint64_t made; /* in the last day, this turn's among them */
	uint64_t here; /* of this turn */
	uint64_t left_out;
};

static enum outcome ask_quota(const struct merge *merge, const struct harvest_company *company,
    struct quota *quota, struct why *why)
{
	struct counter *list = NULL;
	size_t count = 0;
	const struct text name = COUNTER;
	if (quota->known)
		return DONE;
	enum outcome outcome = counter_list(merge->store, merge->viewer, company->id, name,
	    merge->now - CLOCK_DAY, merge->now + CLOCK_HOUR, merge->arena, &list, &count, why);
	for (size_t i = 0; outcome == DONE && i < count; i++)
		quota->made += list[i].value;
	quota->known = outcome == DONE;
	return outcome;
}

/* What weighs more has as much room again, so that a flood of the small does not keep it out. */
static bool has_room(const struct quota *quota, const struct finding *finding)
{
	uint64_t most = FINDINGS_A_DAY;
	return quota->made < (finding->severity >= SEVERITY_HIGH ? 2 * most : most);
}

static enum outcome put_new(const struct merge *merge, const struct harvest_company *company,
    const struct kept_finding *row, struct quota *quota, struct why *why)
{
	enum outcome outcome = ask_quota(merge, company, quota, why);
	if (outcome != DONE)
		return outcome;
	if (!has_room(quota, &row->finding)) {
		quota->left_out++;
		return DONE;
	}
	outcome = finding_put(merge->store, merge->viewer, row, why);
	quota->made += outcome == DONE;
	quota->here += outcome == DONE;
	return outcome;
}

static enum outcome put_finding(const struct merge *merge, const struct harvest_company *company,
    const struct finding *finding, struct merged *merged, struct quota *quota, struct why *why)
{
	struct kept_finding row;
	struct kept_findings near = {NULL, 0, {NULL, 0}};
	arena_reset(merge->arena);
	row_of(merge, company, finding, &row);
	/* A frame at whose finding the engine dies is suspect, as one at whose record it does. */
	if (merge->at != NULL)
		atomic_store(merge->at, row.begun.position + 1);
	enum outcome outcome =
	    finding_near(merge->store, merge->viewer, &row, FOLD_GAP, merge->arena, &near, why);
	if (outcome != DONE)
		return outcome;
	if (near.count == 0)
		return put_new(merge, company, &row, quota, why);
	if (merged->joined >= JOINS_A_TURN)
		near.count = 1;
	merged->joined += near.count - 1;
	return join_near(merge, &row, &near, why);
}

static enum outcome tell_flood(const struct merge *merge, const struct harvest_company *company,
    const struct quota *quota, struct why *why)
{
	char detail[80];
	snprintf(
	    detail, sizeof(detail), "%" PRIu64 " new findings were only counted", quota->left_out);
	const struct notice notice = {.kind = TEXT_INIT("findings-flood"),
	    .company = company->id,
	    .about = company->id,
	    .detail = text_of(detail),
	    .over = CLOCK_NONE};
	return notice_open(merge->store, merge->viewer, &notice, merge->now, why);
}

static enum outcome count_new(const struct merge *merge, const struct harvest_company *company,
    const struct quota *quota, struct why *why)
{
	const struct counter counter = {.company = company->id,
	    .hour = merge->now - merge->now % CLOCK_HOUR,
	    .name = COUNTER,
	    .value = quota->here};
	enum outcome outcome = DONE;
	if (quota->here != 0)
		outcome = counter_add(merge->store, merge->viewer, &counter, why);
	if (outcome == DONE && quota->left_out != 0)
		outcome = tell_flood(merge, company, quota, why);
	else if (outcome == DONE && quota->known && quota->made < FINDINGS_A_DAY / 2)
		outcome = notice_over(merge->store, merge->viewer, TEXT("findings-flood"),
		    company->id, merge->now, why);
	return outcome;
}

enum outcome merge_findings(const struct merge *merge, const struct harvest_company *company,
    struct merged *merged, struct why *why)
{
	struct quota quota = {.known = false};
	if (company->finding_count == 0)
		return DONE;
	for (size_t i = 0; i < company->finding_count; i++) {
		enum outcome outcome = merge_settle(
		    put_finding(merge, company, &company->findings[i], merged, &quota, why),
		    merged);
		if (outcome != DONE)
			return outcome;
	}
	merged->findings += quota.here;
	merged->left_out += quota.left_out;
	enum outcome outcome = count_new(merge, company, &quota, why);
	if (outcome != DONE)
		return outcome;
	return correlation_mark(merge->store, merge->viewer, company->id, true, why);
}
