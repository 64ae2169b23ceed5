/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Search over a company's journal: newest first, first answers at once.
 *
 * A query is words and conditions, all of which must hold:
 *   word            in the record or in any field's value, case-insensitively (whole text, not only
 * words) "two words"     this phrase field:value     a field of the event (taxonomy or vendor's
 * name) is the value; `*` and `?` are wild field:10.0.0.0/8   an address within a block field:>100,
 * >=, <, <=   a number -condition      does not hold (a OR b)        one of them Names of fields
 * match exactly, then case-folded; values case-folded (Unicode simple folding).
 *
 * Blocks whose value index shows that they cannot hold what is asked are passed over; the rest is
 * decoded again. The index knows every whole value and every word of letters and digits in values
 * and messages; what has neither (a wildcard within a word, a negation, a number's bound) is looked
 * for by reading.
 */
#ifndef SEARCH_SEARCH_H
#define SEARCH_SEARCH_H

#include "base/clock.h"
#include "base/outcome.h"
#include "decode/decoder.h"
#include "journal/block.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct query;

#define QUERY_SIZE 4096 /* bytes of a query */
#define QUERY_TERMS 64

/* Read a query; it lives on the arena. MALFORMED names the column. An empty query fits everything.
 */
enum outcome query_read(
    struct text t, struct arena *arena, const struct query **query, struct why *why) MUST_CHECK;
/* Whether an event (and the record it came from) fits. */
bool query_fits(
    const struct query *query, const struct event *event, struct text record, struct arena *arena);

/* Give all tokens of an event to the index of the frame it is in. `add` may be called with the same
 * token again. */
void search_tokens(const struct event *event, struct text record, struct arena *arena,
    void (*add)(void *data, struct text token), void *data);

/* One hit. Valid during the call. */
struct hit {
	struct record_name name;
	const struct frame *frame;
	struct text record;
	const struct event *event; /* the first of the record that fits */
};
struct search_wish {
	const struct journal_place *place;
	struct text company;
	const struct query *query;
	int64_t since; /* event time; CLOCK_NONE: open */
	int64_t until;
	struct text source;      /* empty: all */
	uint64_t log_end;        /* how far the log is durable; UINT64_MAX: all that is whole */
	const struct zone *zone; /* for lines without one */
	const struct csv_mappings *mappings; /* may be NULL */
	/* Newest frame first (by receive time); false stops. */
	bool (*hit)(void *data, const struct hit *hit);
	/* Now and then: how far back the search has come; false stops. May be NULL. */
	bool (*progress)(void *data, int64_t at, uint64_t records);
	void *data;
};
struct search_counts {
	uint64_t hits;
	uint64_t records; /* decoded */
	uint64_t blocks;  /* opened */
	uint64_t passed;  /* blocks passed over by their index or time */
	uint64_t damaged; /* blocks that could not be read */
};
enum outcome search(
    const struct search_wish *wish, struct search_counts *counts, struct why *why) MUST_CHECK;

#endif
