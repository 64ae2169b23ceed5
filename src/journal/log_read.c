/* SPDX-License-Identifier: Apache-2.0 */
/* Reading frames: what the scan finds, unpacked onto an arena. */
#include "base/arena.h"
#include "base/clock.h"
#include "journal/log_parts.h"

#include <sodium.h>
#include <stdlib.h>
#include <zstd.h>

#define SLACK 256 /* what alignment of a frame's texts may cost */

struct log_reader {
	struct log_scan scan;
	ZSTD_DCtx *context;
};

enum outcome log_reader_open(
    const char *folder, uint64_t position, struct log_reader **reader, struct why *why)
{
	struct disk_numbers bases;
	if (sodium_init() < 0)
		abort();
	enum outcome outcome = log_segments(folder, &bases, why);
	if (outcome != DONE)
		return outcome == NOT_FOUND ? NOT_READABLE : outcome;
	bool before = bases.count != 0 && position < bases.at[0];
	if (before)
		why_set(why, "the log begins at %llu, behind %llu", (unsigned long long)bases.at[0],
		    (unsigned long long)position);
	disk_list_free(&bases);
	if (before)
		return NOT_FOUND;
	struct log_reader *made = disk_memory(NULL, sizeof(*made));
	made->context = ZSTD_createDCtx();
	if (made->context == NULL)
		abort();
	log_scan_begin(&made->scan, folder, position);
	*reader = made;
	return DONE;
}

void log_reader_close(struct log_reader *reader)
{
	if (reader == NULL)
		return;
	log_scan_end(&reader->scan);
	ZSTD_freeDCtx(reader->context);
	free(reader);
}

uint64_t log_reader_position(const struct log_reader *reader)
{
	return reader->scan.position;
}

static bool is_own(unsigned kind)
{
	return kind >= LOG_NAMES && kind <= LOG_MARK;
}

/* The body on the arena; never more than the head said, and that is at most FRAME_BODY. */
static enum outcome unpack(
    ZSTD_DCtx *context, const struct log_raw *raw, struct arena *arena, struct text *body)
{
	if (!raw->packed) {
		*body = text_copy(arena, raw->body);
		return DONE;
	}
	char *bytes = arena_alloc(arena, raw->unpacked);
	size_t size =
	    ZSTD_decompressDCtx(context, bytes, raw->unpacked, raw->body.at, raw->body.size);
	if (ZSTD_isError(size) || size != raw->unpacked)
		return MALFORMED;
	*body = (struct text){bytes, size};
	return DONE;
}

static bool is_frame(const struct log_raw *raw)
{
	bool tally = raw->kind == FRAME_TALLY;
	return raw->kind >= FRAME_RECORDS && raw->kind <= FRAME_TALLY &&
	       (frame_id_valid(raw->company) || (tally && raw->company.size == 0)) &&
	       (frame_id_valid(raw->source) || (tally && raw->source.size == 0));
}

static enum outcome frame_of(ZSTD_DCtx *context, const struct log_raw *raw, struct arena *arena,
    struct frame *frame, struct why *why)
{
	struct frame read = {.kind = raw->kind,
	    .history = raw->history,
	    .position = raw->position,
	    .next = raw->next,
	    .received = raw->received,
	    .count = raw->count};
	*frame = (struct frame){.position = raw->position, .next = raw->next};
	if (!is_frame(raw) || unpack(context, raw, arena, &read.body) != DONE) {
		why_set(why, "position %llu: a frame that cannot be taken apart",
		    (unsigned long long)raw->position);
		return MALFORMED;
	}
	read.company = text_copy(arena, raw->company);
	read.source = text_copy(arena, raw->source);
	read.origin = text_copy(arena, raw->origin);
	read.batch = text_copy(arena, raw->batch);
	*frame = read;
	return DONE;
}

static enum outcome no_room(const struct log_raw *raw, struct why *why)
{
	why_set(why, "position %llu: a frame of %u bytes, more than there is room for",
	    (unsigned long long)raw->position, raw->unpacked);
	return TOO_LARGE;
}

static bool has_room(const struct arena *arena, const struct log_raw *raw)
{
	return arena_left(arena) >= (size_t)raw->unpacked + raw->stored + SLACK;
}

enum outcome log_read(struct log_reader *reader, uint64_t until, struct arena *arena,
    struct frame *frame, struct why *why)
{
	struct log_raw raw;
	for (;;) {
		enum outcome outcome = log_scan_next(&reader->scan, until, 0, &raw, why);
		if (outcome == MALFORMED)
			*frame = (struct frame){.position = raw.position, .next = raw.next};
		if (outcome != DONE)
			return outcome;
		if (is_own(raw.kind))
			continue;
		if (has_room(arena, &raw))
			return frame_of(reader->context, &raw, arena, frame, why);
		reader->scan.position = raw.position;
		return no_room(&raw, why);
	}
}

static enum outcome look_at(struct log_scan *scan, uint64_t position, struct log_raw *raw)
{
	/* A step first: it opens the segment and learns whether the position counts in it. */
	enum outcome outcome = log_scan_next(scan, UINT64_MAX, 0, raw, NULL);
	if (outcome == MALFORMED && raw->position == position && !scan->headless) {
		scan->position = position;
		return log_look(scan, raw) == LOG_BROKEN ? MALFORMED : NOT_FOUND;
	}
	if (outcome != DONE && outcome != MALFORMED && outcome != AT_END)
		return outcome;
	return outcome == DONE && raw->position == position && !is_own(raw->kind) ? DONE
										  : NOT_FOUND;
}

enum outcome log_read_at(const char *folder, uint64_t position, struct arena *arena,
    struct frame *frame, struct why *why)
{
	struct log_reader *reader = NULL;
	struct log_raw raw;
	enum outcome outcome = log_reader_open(folder, position, &reader, why);
	if (outcome != DONE)
		return outcome;
	outcome = look_at(&reader->scan, position, &raw);
	if (outcome == NOT_FOUND || outcome == MALFORMED)
		why_set(why, "no %sframe begins at %llu", outcome == MALFORMED ? "whole " : "",
		    (unsigned long long)position);
	if (outcome == DONE && !has_room(arena, &raw))
		outcome = no_room(&raw, why);
	if (outcome == DONE)
		outcome = frame_of(reader->context, &raw, arena, frame, why);
	log_reader_close(reader);
	return outcome;
}
