/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Search over a company's journal: newest first, first answers at once.
 *
 * A query is conditions, all of which must hold:
 *
 *   word               in the message, a field's value or the raw record, as a whole word
 *   "two words"        this phrase, from the beginning of a word to the end of one
 *   fail*  *fail*      a part: `*` is any text, `?` any one character
 *   field:value        a field of the event (taxonomy's or vendor's name) is the value, all of it;
 *                      wildcards as above, quotes where it has spaces or parentheses
 *   field:10.0.0.0/8   an address within a block; without a field: any value is one
 *   field:>100         a number; >=, <, <=
 *   -condition         does not hold (NOT is the same)
 *   a b OR c           either both or the third; parentheses group
 *
 * Words end where letters and digits end. Japanese and Chinese are written without spaces, so what
 * is asked for may stand anywhere in them. Upper and lower case are the same (Unicode simple
 * folding). Names of fields match exactly, or, where the event has none such, case-folded;
 * product, category, service, decoder and message can be asked for like fields. A backslash is a
 * backslash; a quote within quotes is doubled.
 *
 * Blocks whose value index shows that they cannot hold what is asked are passed over. The index
 * knows every whole value, every whole word and the network of every address, so these are found in
 * months of records at once. For a part of a word the bytes of records are looked through; a
 * negation or a number's bound is found by decoding.
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

/* What was told of a block already, so that it need not be told again. */
struct search_told;
struct search_told *search_told_create(void);
/* NULL is harmless. */
void search_told_destroy(struct search_told *told);
/* Another block begins. */
void search_told_forget(struct search_told *told);

struct search_sink {
	void (*add)(void *data, struct text token); /* the token is valid during the call */
	void *data;
	struct search_told *told;
};
/*
 * Give all tokens of an event to the index of the block that its record is in, but those that
 * `told` knows of; the same one may be given again. Every record must be told, else search passes
 * it over: for one that no decoder understands, tell event_create(arena, received), and each of a
 * record's events.
 */
void search_tokens(const struct event *event, struct text record, struct arena *arena,
    const struct search_sink *sink);

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
	int64_t since;           /* event time, from here on; CLOCK_NONE: open */
	int64_t until;           /* up to here, exclusive; CLOCK_NONE: open */
	struct text source;      /* empty: all */
	uint64_t log_end;        /* how far the log is durable; UINT64_MAX: all that is whole */
	const struct zone *zone; /* for lines without one */
	/* The zone of a source's lines; NULL: `zone` for all. */
	const struct zone *(*zone_of)(void *data, struct text source);
	const struct csv_mappings *mappings; /* may be NULL */
	/* Newest frame first (by receive time); false stops. */
	bool (*hit)(void *data, const struct hit *hit);
	/* Now and then: how far back the search has come; false stops. May be NULL. */
	bool (*progress)(void *data, int64_t at, uint64_t records);
	void *data;
};
struct search_counts {
	uint64_t hits;
	uint64_t records; /* looked at */
	uint64_t decoded; /* of these */
	uint64_t blocks;  /* opened */
	uint64_t passed;  /* blocks passed over by their index or time */
	uint64_t damaged; /* blocks that could not be read */
};
enum outcome search(
    const struct search_wish *wish, struct search_counts *counts, struct why *why) MUST_CHECK;

#endif
