/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walk back through a company's journal: what is in the log and not yet in a block first,
 * then the blocks from the newest on.
 *
 * The compactor may seal and drop the log while we read. So the log is read down to the newest
 * sealed position, remembering how far down we came (`covered`), and only then the blocks are
 * opened, in which everything from there on was seen already: what moved in between is found in
 * one place or the other, and once.
 */
#include "search/search.h"

#include "base/arena.h"
#include "base/limits.h"
#include "journal/log.h"
#include "search/search_parts.h"

#include <limits.h>
#include <stdio.h>

/* A frame's body, what a framer keeps of it and a copy in lower case. */
#define FRAMES_MEMORY (BLOCK_BODY + 4 * FRAME_BODY + ((size_t)64 << 20))
#define LISTING_MEMORY (4 * FRAME_BODY + ((size_t)64 << 20))
#define SCRATCH_MEMORY ((size_t)512 << 20)
#define LOG_MEMORY ((size_t)512 << 20) /* positions of frames: 8 bytes each */
#define SEGMENTS_MOST 65536

/* Of segments, or of a company's frames in one of them, ascending. */
struct positions {
	uint64_t *at;
	size_t count;
	size_t room;
	struct arena *arena;
};

static void add_position(struct positions *positions, uint64_t position)
{
	if (positions->count == positions->room) {
		size_t room = positions->room == 0 ? 256 : positions->room * 2;
		positions->at = arena_grow(
		    positions->arena, positions->at, positions->room, room, sizeof(*positions->at));
		positions->room = room;
	}
	positions->at[positions->count++] = position;
}

static bool tell_progress(struct search_run *run, int64_t at)
{
	const struct search_wish *wish = run->wish;
	if (wish->progress != NULL && !wish->progress(wish->data, at, run->counts.records))
		run->stopped = true;
	return !run->stopped;
}

/* The newest position that is sealed; 0: none. */
static enum outcome last_sealed(const struct search_wish *wish, uint64_t *last, struct why *why)
{
	struct block_reader *reader;
	*last = 0;
	enum outcome outcome = block_reader_open(wish->place, wish->company, &reader, why);
	if (outcome == NOT_FOUND)
		return DONE;
	if (outcome != DONE)
		return outcome;
	struct block_facts facts;
	do {
		outcome = block_previous(reader, &facts, why);
	} while (outcome == MALFORMED);
	if (outcome == DONE)
		*last = facts.last;
	block_reader_close(reader);
	return outcome == AT_END ? DONE : outcome;
}

/* Where the segments begin that may hold frames behind `after`. */
static enum outcome find_segments(
    const char *folder, uint64_t after, struct positions *segments, struct why *why)
{
	struct log_span span = {0};
	enum outcome outcome = log_segment_span(folder, 0, &span, why);
	while (outcome == DONE && segments->count < SEGMENTS_MOST) {
		if (span.last > after)
			add_position(segments, span.first);
		outcome = log_segment_span(folder, span.end, &span, why);
	}
	if (outcome != NOT_FOUND)
		return outcome == NOT_READABLE ? outcome : DONE;
	/* The one that is being written begins where the last ended one ends; where none did, all
	 * before it may be gone. */
	struct log_extent extent = {.first = span.end};
	if (span.end == 0 && log_extent(folder, &extent, why) != DONE)
		return NOT_READABLE;
	add_position(segments, extent.first);
	return DONE;
}

/* The frames of the company between `after` and `until` in the segment that begins at `start`. */
static enum outcome list_segment(struct search_run *run, const char *folder, uint64_t start,
    uint64_t until, uint64_t after, struct positions *positions, struct why *why)
{
	struct log_reader *reader;
	enum outcome outcome = log_reader_open(folder, start, &reader, why);
	if (outcome != DONE)
		return outcome;
	do {
		struct frame frame;
		arena_reset(run->frames);
		outcome = log_read(reader, until, run->frames, &frame, why);
		if (outcome == DONE && frame.position > after &&
		    text_equal(frame.company, run->wish->company))
			add_position(positions, frame.position);
	} while (outcome == DONE || outcome == MALFORMED);
	log_reader_close(reader);
	return outcome == AT_END ? DONE : outcome;
}

/* False: a frame is not there any more, because its segment was dropped. */
static bool search_positions(struct search_run *run, const char *folder,
    const struct positions *positions, uint64_t *covered)
{
	for (size_t i = positions->count; i > 0 && !run->stopped; i--) {
		struct frame frame;
		struct why why;
		arena_reset(run->frames);
		if (log_read_at(folder, positions->at[i - 1], run->frames, &frame, &why) != DONE)
			return false;
		search_frame(run, &frame);
		*covered = frame.position;
		(void)tell_progress(run, frame.received);
	}
	return true;
}

/* Segment by segment, the newest first. */
static enum outcome search_log(
    struct search_run *run, const char *folder, uint64_t *covered, struct why *why)
{
	uint64_t sealed;
	struct arena *arena = arena_create("search of the log", LOG_MEMORY);
	struct positions segments = {.arena = arena};
	enum outcome outcome = last_sealed(run->wish, &sealed, why);
	if (outcome == DONE)
		outcome = find_segments(folder, sealed, &segments, why);
	uint64_t until = run->wish->log_end;
	bool there = outcome == DONE;
	search_uncertain(run);
	/* What is not there any more was sealed and dropped meanwhile: blocks have it. */
	for (size_t i = segments.count; i > 0 && there && !run->stopped; i--) {
		struct positions positions = {.arena = arena};
		uint64_t start = segments.at[i - 1];
		there = list_segment(run, folder, start, until, sealed, &positions, why) == DONE &&
			search_positions(run, folder, &positions, covered);
		until = start;
	}
	arena_destroy(arena);
	return outcome;
}

static void search_block(struct search_run *run, struct block_reader *reader,
    const struct block_facts *facts, uint64_t covered)
{
	struct frame *frames;
	size_t count;
	struct why why;
	if (!search_block_wanted(run, reader, facts)) {
		run->counts.passed++;
		return;
	}
	arena_reset(run->frames);
	if (block_frames(reader, run->frames, &frames, &count, &why) != DONE) {
		run->counts.damaged++;
		return;
	}
	run->counts.blocks++;
	for (size_t i = count; i > 0 && !run->stopped; i--) {
		if (frames[i - 1].position < covered)
			search_frame(run, &frames[i - 1]);
	}
}

static enum outcome search_blocks(struct search_run *run, uint64_t covered, struct why *why)
{
	struct block_reader *reader;
	struct block_facts facts;
	enum outcome outcome =
	    block_reader_open(run->wish->place, run->wish->company, &reader, why);
	if (outcome == NOT_FOUND)
		return DONE;
	if (outcome != DONE)
		return outcome;
	while (!run->stopped) {
		outcome = block_previous(reader, &facts, why);
		if (outcome == MALFORMED)
			run->counts.damaged++;
		if (outcome != DONE && outcome != MALFORMED)
			break;
		if (outcome == DONE && facts.first < covered)
			search_block(run, reader, &facts, covered);
		if (outcome == DONE)
			(void)tell_progress(run, facts.first_received);
	}
	block_reader_close(reader);
	return run->stopped || outcome == AT_END ? DONE : outcome;
}

enum outcome search(const struct search_wish *wish, struct search_counts *counts, struct why *why)
{
	struct search_run run = {.wish = wish};
	char folder[PATH_MAX];
	int size = snprintf(folder, sizeof(folder), "%s/log", wish->place->folder);
	if (size < 0 || (size_t)size >= sizeof(folder)) {
		why_set(why, "the journal's path is too long");
		return TOO_LARGE;
	}
	run.frames = arena_create("search: frames", FRAMES_MEMORY);
	run.listing = arena_create("search: records", LISTING_MEMORY);
	run.scratch = arena_create("search: one record", SCRATCH_MEMORY);
	uint64_t covered = UINT64_MAX;
	enum outcome outcome = search_log(&run, folder, &covered, why);
	if (outcome == DONE && !run.stopped)
		outcome = search_blocks(&run, covered, why);
	arena_destroy(run.frames);
	arena_destroy(run.listing);
	arena_destroy(run.scratch);
	if (outcome == DONE)
		*counts = run.counts;
	return outcome;
}
