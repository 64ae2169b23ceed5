/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The four states, as pages show them. What is not seen is not safe: a company from which nothing
 * comes is "unknown", however quiet it is. Only an incident that asks for action is louder.
 */
#include "base/arena.h"
#include "web/parts.h"

#include <stdio.h>

#define SILENT_ORDINARY CLOCK_DAY      /* where the source names no time of its own */
#define CLOCK_BOUND (5 * CLOCK_MINUTE) /* clocks that differ more spoil the order of events */
#define TELLING 100                    /* records below which a share says nothing */
#define SOURCES_MOST 1000
#define SOURCES_MEMORY ((size_t)16 << 20)

struct source_state source_judge(const struct source *source, int64_t now)
{
	int64_t bound = source->quiet_after > 0 ? source->quiet_after : SILENT_ORDINARY;
	int64_t off = source->clock_off < 0 ? -source->clock_off : source->clock_off;
	if (source->last_seen == CLOCK_NONE)
		return (struct source_state){STATE_UNKNOWN, "never"};
	if (now - source->last_seen > bound)
		return (struct source_state){STATE_UNKNOWN, "silent"};
	if (source->records >= TELLING && source->not_understood * 2 > source->records)
		return (struct source_state){STATE_LOOK, "not_understood"};
	if (off > CLOCK_BOUND)
		return (struct source_state){STATE_LOOK, "clock"};
	return (struct source_state){STATE_GOOD, "reporting"};
}

static void add_reason(struct call *call, struct company_state *state, const char *key, uint64_t n)
{
	if (state->reason_count < COMPANY_REASONS)
		state->reasons[state->reason_count++] = words_number_of(&call->words, key, n);
}

struct source_tally {
	uint64_t silent;
	uint64_t never;
	uint64_t clock;
	uint64_t not_understood;
};

static void tally_source_state(struct source_tally *tally, const char *reason)
{
	struct text word = text_of(reason);
	tally->never += text_equal(word, TEXT("never"));
	tally->silent += text_equal(word, TEXT("silent"));
	tally->clock += text_equal(word, TEXT("clock"));
	tally->not_understood += text_equal(word, TEXT("not_understood"));
}

static void look_at_sources(struct call *call, const struct sources *list,
    struct company_state *state, struct source_tally *tally)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct source *source = &list->at[i];
		if (source->removed != CLOCK_NONE)
			continue;
		struct source_state here = source_judge(source, call->now);
		state->sources++;
		state->reporting += here.state != STATE_UNKNOWN;
		tally_source_state(tally, here.reason);
		if (source->last_seen > state->last_seen)
			state->last_seen = source->last_seen;
	}
}

static void give_reasons(
    struct call *call, struct company_state *state, const struct source_tally *tally)
{
	if (state->act != 0)
		add_reason(call, state, "reason_act", state->act);
	if (state->look != 0)
		add_reason(call, state, "reason_look", state->look);
	if (state->sources == 0)
		add_reason(call, state, "reason_no_source", 0);
	else if (state->reporting == 0)
		add_reason(call, state, "reason_nothing_reports", state->sources);
	else if (tally->silent + tally->never != 0)
		add_reason(call, state, "reason_silent", tally->silent + tally->never);
	if (tally->clock != 0)
		add_reason(call, state, "reason_clock", tally->clock);
	if (tally->not_understood != 0)
		add_reason(call, state, "reason_not_understood", tally->not_understood);
	if (state->reason_count == 0)
		add_reason(call, state, "reason_good", state->reporting);
}

enum outcome company_judge(
    struct call *call, const struct company *company, struct company_state *state, struct why *why)
{
	struct company_state made = {.last_seen = CLOCK_NONE};
	struct incident_sum sum = {0};
	struct sources list = {0};
	struct source_tally tally = {0};
	struct page page = {.limit = SOURCES_MOST};
	struct text id = text_of(company->id);
	enum outcome outcome = incident_sum(call->store, &call->viewer, id, &sum, why);
	if (outcome != DONE)
		return outcome;
	/* Many companies are judged for one page: none leaves its sources in the request's memory.
	 */
	struct arena *arena = arena_create("sources", SOURCES_MEMORY);
	outcome = source_list(call->store, &call->viewer, id, page, arena, &list, why);
	if (outcome == DONE)
		look_at_sources(call, &list, &made, &tally);
	arena_destroy(arena);
	if (outcome != DONE)
		return outcome;
	made.act = sum.act;
	made.look = sum.look;
	uint64_t amiss = tally.silent + tally.never + tally.clock + tally.not_understood;
	if (made.act != 0)
		made.state = STATE_ACT;
	else if (made.reporting == 0)
		made.state = STATE_UNKNOWN;
	else if (made.look != 0 || amiss != 0)
		made.state = STATE_LOOK;
	give_reasons(call, &made, &tally);
	*state = made;
	return DONE;
}
