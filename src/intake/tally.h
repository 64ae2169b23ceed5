/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What intake refused, counted: by source and reason, and senders that belong to no source. Written
 * as a frame into the journal once a minute where there is something to tell, so that the counts
 * reach the store the same way as records do, once.
 */
#ifndef INTAKE_TALLY_H
#define INTAKE_TALLY_H

#include "base/outcome.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buffer;
struct tally;

/* Why a record was refused. */
enum refusal {
	REFUSED_RATE,      /* over the source's limit */
	REFUSED_SIZE,      /* over a limit of size */
	REFUSED_DISK,      /* the journal could not take it */
	REFUSED_BUSY,      /* too much waits for the disk */
	REFUSED_MALFORMED, /* the body breaks its format */
	REFUSED_STRANGER,  /* no source has this token, address, port or certificate */
	REFUSED_COUNT
};
const char *refusal_word(enum refusal refusal); /* "rate", "size", … */

/* Thread-safe; strangers at most 1,000, further ones are summed up under "others". */
struct tally *tally_open(void);
/* NULL is harmless. */
void tally_close(struct tally *tally);
void tally_source(struct tally *tally, struct text company, struct text source,
    enum refusal refusal, uint64_t records, uint64_t bytes);
void tally_stranger(
    struct tally *tally, struct text address, const char *transport, uint64_t records, int64_t now);
/* Write what was counted since the last call as JSON and start anew; false: nothing. */
bool tally_flush(struct tally *tally, struct buffer *out);

/* The counts of one frame. */
struct tally_row {
	struct text company; /* empty: a stranger's */
	struct text source;  /* a stranger's: its address */
	struct text word;    /* refusal; a stranger's: the transport */
	uint64_t records;
	uint64_t bytes;
	int64_t first; /* strangers; else CLOCK_NONE */
	int64_t last;
};
enum outcome tally_read(struct text json, struct arena *arena, struct tally_row **rows,
    size_t *count, struct why *why) MUST_CHECK;

#endif
