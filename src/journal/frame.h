/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A frame: what one request, one datagram burst or one connection's turn brought, of one company
 * and one source. It is the unit that is appended, made durable, read, sealed and found again.
 *
 * Records in a frame are counted from 0; (position of the frame, place in it) names a record for
 * ever, before and behind compaction. Its text form is "POSITION-PLACE" in decimal ("48151-3").
 */
#ifndef JOURNAL_FRAME_H
#define JOURNAL_FRAME_H

#include "base/outcome.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

struct buffer;

/* Independent of cores and machines; a company belongs to one for ever. */
#define JOURNAL_PARTITIONS 64
unsigned journal_partition(struct text company);

#define FRAME_BODY ((size_t)8 << 20) /* bytes of a body, unpacked */
#define FRAME_RECORDS_MOST 65536     /* records of a frame */
#define FRAME_ID 40                  /* bytes of a company's or source's id */
#define FRAME_ORIGIN 255
#define FRAME_BATCH 128

enum frame_kind {
	FRAME_RECORDS = 1, /* body: records_put() one after the other */
	FRAME_STREAM = 2,  /* body: a piece of a file to be cut by a framer; a headed format repeats
			      its  header; pieces end where a record ends */
	FRAME_TALLY = 3,   /* body: JSON of counts that intake made, see intake/tally.h; company may
			      be   empty */
};

struct frame {
	enum frame_kind kind;
	bool history;      /* records were collected earlier: their own times count, however old */
	uint64_t position; /* set when read */
	uint64_t next;     /* set when read: where the frame behind it begins */
	int64_t received;  /* instant */
	struct text company; /* ids: [0-9a-z-]{1,40} */
	struct text source;
	struct text origin; /* who sent it to the source: an address, a file's name; may be empty */
	struct text batch;  /* the sender's batch id; empty: none */
	uint32_t count;     /* records; 0 for FRAME_STREAM and FRAME_TALLY */
	struct text body;
};

/* Append a record to a body under construction: its length as LEB128, then its bytes. */
void records_put(struct buffer *body, struct text record);
/* Take the next record from *rest. AT_END; MALFORMED when a length does not fit. */
enum outcome records_next(struct text *rest, struct text *record) MUST_CHECK;

/* A record's name for ever. */
struct record_name {
	uint64_t position;
	uint64_t place;
};
#define RECORD_NAME_TEXT 44
void record_name_write(struct record_name name, char out[RECORD_NAME_TEXT]);
bool record_name_read(struct text t, struct record_name *name);

#endif
