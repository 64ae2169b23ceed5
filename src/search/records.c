/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A frame of records is stepped through; a piece of a stream goes through a framer as a file does,
 * all at once, for it ends where a record ends and has its header with it.
 */
#include "search/records.h"

#include "base/limits.h"
#include "decode/frame/framer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct frame_records {
	const struct frame *frame;
	struct text rest;      /* FRAME_RECORDS: what is not stepped through yet */
	uint64_t place;        /* FRAME_RECORDS: of the next record */
	struct framer *framer; /* FRAME_STREAM */
	bool ended;
};

struct frame_records *frame_records_open(
    const struct frame *frame, const struct csv_mappings *mappings)
{
	struct frame_records *records = calloc(1, sizeof(*records));
	if (records == NULL) {
		fprintf(stderr, "sakimori: out of memory (records of a frame)\n");
		abort();
	}
	records->frame = frame;
	records->rest = frame->body;
	records->ended = frame->kind != FRAME_RECORDS && frame->kind != FRAME_STREAM;
	if (frame->kind == FRAME_STREAM) {
		records->framer = framer_create(mappings);
		framer_push(records->framer, text_part(frame->body, 0, FRAMER_PUSH));
		framer_finish(records->framer);
	}
	return records;
}

void frame_records_close(struct frame_records *records)
{
	if (records == NULL)
		return;
	framer_destroy(records->framer);
	free(records);
}

/* What is taken whole elsewhere is held to the same limit here. */
static void refuse_large(struct frame_record *record)
{
	if (record->bytes.size <= LIMIT_DOCUMENT)
		return;
	why_set(&record->why, "a record of %zu bytes, over the limit of %zu", record->bytes.size,
	    LIMIT_DOCUMENT);
	record->refused = true;
	record->bytes = (struct text){NULL, 0};
}

static enum outcome next_record(
    struct frame_records *records, struct frame_record *record, struct why *why)
{
	struct text bytes;
	enum outcome outcome = records_next(&records->rest, &bytes);
	if (outcome != DONE) {
		records->ended = true;
		if (outcome != AT_END)
			why_set(
			    why, "record %" PRIu64 " does not fit into its frame", records->place);
		return outcome;
	}
	*record = (struct frame_record){.place = records->place++, .bytes = bytes};
	refuse_large(record);
	return DONE;
}

static enum outcome next_framed(
    struct frame_records *records, struct frame_record *record, struct why *why)
{
	struct framed framed;
	enum outcome outcome = framer_next(records->framer, &framed, why);
	if (outcome != DONE) {
		records->ended = true;
		return outcome == NOT_SUPPORTED ? MALFORMED : AT_END;
	}
	*record = (struct frame_record){.place = framed.number - 1,
	    .bytes = framed.bytes,
	    .columns = framed.columns,
	    .refused = framed.refused};
	if (framed.refused)
		record->why = framed.why;
	return DONE;
}

enum outcome frame_records_next(
    struct frame_records *records, struct frame_record *record, struct why *why)
{
	if (records->ended)
		return AT_END;
	if (records->framer != NULL)
		return next_framed(records, record, why);
	return next_record(records, record, why);
}
