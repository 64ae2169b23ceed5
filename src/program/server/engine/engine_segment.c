/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two passes: the first notes which frames there are of whom, the second takes one company after
 * the other. So only one chain is open at a time, however many companies a segment holds; a
 * position takes 16 bytes, and a frame's body is in memory only while it is being sealed.
 */
#include "program/server/engine/engine_segment.h"

#include "base/arena.h"
#include "base/clock.h"
#include "decode/decoder.h"
#include "journal/log.h"
#include "search/records.h"
#include "search/search.h"

#include <stdlib.h>
#include <string.h>

#define BUCKETS 1024
/* A frame at its limits, as stored and unpacked. */
#define FRAME_MEMORY ((size_t)64 << 20)
#define SCRATCH_MEMORY ((size_t)512 << 20)

struct listed_company {
	struct text id;
	uint32_t number;
	struct listed_company *next;
};

struct listed_frame {
	uint32_t company;
	uint64_t position;
};

struct sealing {
	const struct segment *segment;
	struct arena *arena;
	struct arena *body;    /* one frame */
	struct arena *scratch; /* one record */
	struct listed_company *buckets[BUCKETS];
	struct text *companies; /* by number */
	size_t company_count;
	size_t company_room;
	struct listed_frame *frames;
	size_t count;
	size_t room;
	struct block_writer *writer;
	struct search_told *told; /* of the block that is being filled */
	uint64_t block;           /* which one that is */
};

static uint32_t number_of(struct sealing *s, struct text company)
{
	struct listed_company **bucket = &s->buckets[text_hash(company) % BUCKETS];
	for (struct listed_company *c = *bucket; c != NULL; c = c->next) {
		if (text_equal(c->id, company))
			return c->number;
	}
	if (s->company_count == s->company_room) {
		size_t room = s->company_room == 0 ? 64 : s->company_room * 2;
		s->companies = arena_grow(
		    s->arena, s->companies, s->company_count, room, sizeof(*s->companies));
		s->company_room = room;
	}
	struct listed_company *c = arena_alloc(s->arena, sizeof(*c));
	*c = (struct listed_company){
	    text_copy(s->arena, company), (uint32_t)s->company_count, *bucket};
	*bucket = c;
	s->companies[s->company_count] = c->id;
	return (uint32_t)s->company_count++;
}

/* On the heap, for it may be large and grows. */
static void note_frame(struct sealing *s, const struct frame *frame)
{
	if (s->count == s->room) {
		s->room = s->room == 0 ? 1024 : s->room * 2;
		s->frames = reallocarray(s->frames, s->room, sizeof(*s->frames));
		if (s->frames == NULL)
			abort();
	}
	s->frames[s->count++] =
	    (struct listed_frame){number_of(s, frame->company), frame->position};
}

static enum outcome list_frames(struct sealing *s, struct why *why)
{
	struct log_reader *reader;
	enum outcome outcome = log_reader_open(s->segment->log, s->segment->begin, &reader, why);
	if (outcome != DONE)
		return outcome;
	while (log_reader_position(reader) < s->segment->end) {
		struct frame frame = {.kind = FRAME_RECORDS};
		arena_reset(s->body);
		outcome = log_read(reader, s->segment->end, s->body, &frame, why);
		/* A damaged stretch was told when the engine met it. */
		if (outcome == MALFORMED)
			continue;
		if (outcome != DONE)
			break;
		if (frame.kind != FRAME_TALLY && frame.company.size != 0)
			note_frame(s, &frame);
	}
	log_reader_close(reader);
	return outcome == AT_END || outcome == MALFORMED ? DONE : outcome;
}

static int by_company(const void *a, const void *b)
{
	const struct listed_frame *x = a;
	const struct listed_frame *y = b;
	if (x->company != y->company)
		return x->company < y->company ? -1 : 1;
	return (x->position > y->position) - (x->position < y->position);
}

static void add_token(void *data, struct text token)
{
	block_add_token(data, token);
}

static bool is_aside(const struct segment *segment, uint64_t position)
{
	for (size_t i = 0; i < segment->aside_count; i++) {
		if (segment->aside[i] == position)
			return true;
	}
	return false;
}

static void index_record(
    struct sealing *s, const struct frame *frame, const struct frame_record *record, bool decode)
{
	const struct decode_context context = {
	    .received = frame->received, .columns = record->columns};
	const struct search_sink sink = {add_token, s->writer, s->told};
	struct events events;
	struct why why;
	arena_reset(s->scratch);
	events_init(&events, s->scratch);
	if (decode)
		(void)decode_record(record->bytes, &context, s->scratch, &events, &why);
	for (size_t i = 0; i < events.count; i++)
		search_tokens(events.at[i], record->bytes, s->scratch, &sink);
	if (events.count == 0)
		search_tokens(
		    event_create(s->scratch, frame->received), record->bytes, s->scratch, &sink);
}

/* The zone of lines without one does not matter to the index: times are not looked up in it. */
static void index_frame(struct sealing *s, const struct frame *frame)
{
	bool aside = is_aside(s->segment, frame->position);
	const struct frame whole = {.kind = FRAME_RECORDS, .body = frame->body};
	/* What a frame that was set aside does to the framer nobody knows. */
	if (aside && frame->kind == FRAME_STREAM) {
		const struct frame_record record = {.bytes = whole.body};
		index_record(s, frame, &record, false);
		return;
	}
	struct frame_records *records = frame_records_open(frame, s->segment->mappings);
	struct frame_record record;
	struct why why;
	atomic_store(s->segment->at, aside ? 0 : frame->position + 1);
	while (frame_records_next(records, &record, &why) == DONE) {
		if (!record.refused)
			index_record(s, frame, &record, !aside);
	}
	atomic_store(s->segment->at, 0);
	frame_records_close(records);
}

static enum outcome seal_frame(struct sealing *s, uint64_t position, struct why *why)
{
	struct frame frame = {.kind = FRAME_RECORDS};
	if (position <= block_writer_last(s->writer) && block_writer_last(s->writer) != 0)
		return DONE;
	arena_reset(s->body);
	enum outcome outcome = log_read_at(s->segment->log, position, s->body, &frame, why);
	if (outcome == DONE)
		outcome = block_add(s->writer, &frame, why);
	if (outcome != DONE)
		return outcome;
	if (block_writer_block(s->writer) != s->block)
		search_told_forget(s->told);
	s->block = block_writer_block(s->writer);
	index_frame(s, &frame);
	return outcome;
}

/* The frames from `from` to before `to` are one company's. */
static enum outcome seal_company(
    struct sealing *s, size_t from, size_t to, struct sealed_heads *heads, struct why *why)
{
	struct text company = s->companies[s->frames[from].company];
	struct sealed_head *head = &heads->at[heads->count];
	enum outcome outcome = block_writer_open(&s->segment->place, company, &s->writer, why);
	if (outcome == NOT_FOUND)
		return DONE;
	if (outcome != DONE)
		return outcome;
	s->block = UINT64_MAX; /* none: it is another company's */
	for (size_t i = from; i < to && outcome == DONE; i++)
		outcome = seal_frame(s, s->frames[i].position, why);
	if (outcome == DONE)
		outcome = block_flush(s->writer, &head->head, why);
	block_writer_close(s->writer);
	s->writer = NULL;
	head->company = company;
	heads->count += outcome == DONE && head->head.sequence != 0;
	return outcome;
}

static enum outcome seal_all(struct sealing *s, struct sealed_heads *heads, struct why *why)
{
	enum outcome outcome = DONE;
	heads->at = arena_array(s->arena, s->company_count + 1, sizeof(*heads->at));
	if (s->count != 0)
		qsort(s->frames, s->count, sizeof(*s->frames), by_company);
	for (size_t from = 0; from < s->count && outcome == DONE;) {
		size_t to = from + 1;
		while (to < s->count && s->frames[to].company == s->frames[from].company)
			to++;
		outcome = seal_company(s, from, to, heads, why);
		from = to;
	}
	return outcome;
}

enum outcome segment_seal(
    const struct segment *segment, struct arena *arena, struct sealed_heads *heads, struct why *why)
{
	struct sealing s = {.segment = segment,
	    .arena = arena,
	    .body = arena_create("frame to seal", FRAME_MEMORY),
	    .scratch = arena_create("record to seal", SCRATCH_MEMORY),
	    .told = search_told_create()};
	enum outcome outcome = list_frames(&s, why);
	if (outcome == DONE)
		outcome = seal_all(&s, heads, why);
	free(s.frames);
	arena_destroy(s.body);
	arena_destroy(s.scratch);
	search_told_destroy(s.told);
	return outcome;
}
