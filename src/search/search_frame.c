/* SPDX-License-Identifier: Apache-2.0 */
/* The hits of one frame. Its records are listed first and then decoded from the last one back, so
 * that a page of hits needs few of them. */
#include "base/arena.h"
#include "search/records.h"
#include "search/search_parts.h"

struct listed {
	uint64_t place;
	struct text bytes;
	const struct columns *columns;
};

struct list {
	struct listed *at;
	size_t count;
	size_t room;
};

static bool any_certain(const struct search_run *run)
{
	const struct query *query = run->wish->query;
	for (size_t i = 0; i < query->term_count; i++) {
		for (size_t k = 0; k < query->terms[i]->needle_count; k++) {
			if (run->certain[i][k])
				return true;
		}
	}
	return false;
}

/* What cannot fit by its bytes is not even listed. A framer's bytes are valid until its next
 * record, so they are copied. */
static void list_record(struct search_run *run, struct list *list,
    const struct frame_record *record, bool copied, bool needles)
{
	struct listed listed = {record->place, record->bytes, record->columns};
	arena_reset(run->scratch);
	if (needles && !search_may_fit(run, text_lower(run->scratch, record->bytes)))
		return;
	if (copied)
		listed.bytes = text_copy(run->listing, record->bytes);
	if (list->count == list->room) {
		size_t room = list->room == 0 ? 64 : list->room * 2;
		list->at = arena_grow(run->listing, list->at, list->room, room, sizeof(*list->at));
		list->room = room;
	}
	list->at[list->count++] = listed;
}

static void list_records(struct search_run *run, const struct frame *frame,
    struct frame_records *records, struct list *list)
{
	struct frame_record record;
	struct why why;
	bool needles = any_certain(run);
	while (frame_records_next(records, &record, &why) == DONE) {
		run->counts.records++;
		if (!record.refused)
			list_record(run, list, &record, frame->kind != FRAME_RECORDS, needles);
	}
}

static bool time_fits(const struct search_wish *wish, const struct event *event)
{
	return (wish->since == CLOCK_NONE || event->time >= wish->since) &&
	       (wish->until == CLOCK_NONE || event->time < wish->until);
}

/* The record that no decoder understood is found by its words and receive time, too. */
static void decode(struct search_run *run, const struct frame *frame, const struct listed *listed,
    struct events *events)
{
	const struct search_wish *wish = run->wish;
	const struct zone *zone = wish->zone;
	struct why why;
	if (wish->zone_of != NULL)
		zone = wish->zone_of(wish->data, frame->source);
	const struct decode_context context = {zone, frame->received, listed->columns};
	events_init(events, run->scratch);
	if (decode_record(listed->bytes, &context, run->scratch, events, &why) == NULL ||
	    events->count == 0) {
		events_init(events, run->scratch);
		(void)events_add(events, frame->received);
	}
}

static void try_record(
    struct search_run *run, const struct frame *frame, const struct listed *listed)
{
	const struct search_wish *wish = run->wish;
	struct events events;
	arena_reset(run->scratch);
	decode(run, frame, listed, &events);
	run->counts.decoded++;
	for (size_t i = 0; i < events.count; i++) {
		const struct event *event = events.at[i];
		if (!time_fits(wish, event) ||
		    !query_fits(wish->query, event, listed->bytes, run->scratch))
			continue;
		const struct hit hit = {
		    {frame->position, listed->place}, frame, listed->bytes, event};
		run->counts.hits++;
		run->stopped = !wish->hit(wish->data, &hit);
		return;
	}
}

static bool frame_wanted(const struct search_wish *wish, const struct frame *frame)
{
	if (frame->kind == FRAME_TALLY || !text_equal(frame->company, wish->company))
		return false;
	return wish->source.size == 0 || text_equal(frame->source, wish->source);
}

/* All of a frame at once: where its bytes cannot fit, its records need not be taken apart. */
static bool body_may_fit(struct search_run *run, const struct frame *frame)
{
	if (frame->kind != FRAME_RECORDS || !any_certain(run))
		return true;
	arena_reset(run->listing);
	return search_may_fit(run, text_lower(run->listing, frame->body));
}

void search_frame(struct search_run *run, const struct frame *frame)
{
	struct list list = {.count = 0};
	if (!frame_wanted(run->wish, frame))
		return;
	if (!body_may_fit(run, frame)) {
		run->counts.records += frame->count;
		return;
	}
	arena_reset(run->listing);
	struct frame_records *records = frame_records_open(frame, run->wish->mappings);
	list_records(run, frame, records, &list);
	for (size_t i = list.count; i > 0 && !run->stopped; i--)
		try_record(run, frame, &list.at[i - 1]);
	frame_records_close(records);
}
