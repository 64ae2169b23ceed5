/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The records of a frame, whatever its kind, one after the other: the one way in which the engine,
 * search and pages take frames apart, so that a record's place is the same for all of them.
 */
#ifndef SEARCH_RECORDS_H
#define SEARCH_RECORDS_H

#include "decode/decoder.h"
#include "journal/frame.h"

struct arena;
struct csv_mappings;
struct frame_records;

struct frame_record {
	uint64_t place; /* from 0 */
	struct text bytes;
	const struct columns *columns; /* for decode_context */
	bool refused;                  /* the framer refused it: `why` */
	struct why why;
};

/* `frame` must outlive it. `mappings` may be NULL. */
struct frame_records *frame_records_open(
    const struct frame *frame, const struct csv_mappings *mappings);
/* AT_END; MALFORMED: the rest of the frame cannot be taken apart. */
enum outcome frame_records_next(
    struct frame_records *records, struct frame_record *record, struct why *why) MUST_CHECK;
/* NULL is harmless. */
void frame_records_close(struct frame_records *records);

#endif
