/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the search share: its state, and their steps. */
#ifndef SEARCH_SEARCH_PARTS_H
#define SEARCH_SEARCH_PARTS_H

#include "search/query_parts.h"
#include "search/search.h"

struct arena;

struct search_run {
	const struct search_wish *wish;
	struct search_counts counts;
	struct arena *frames;  /* the frames at hand */
	struct arena *listing; /* the records of one frame, in lower case for needles */
	struct arena *scratch; /* one record */
	bool stopped;          /* the receiver has enough */
	/* Of each needle: in the current block it stands in a record's own bytes, or nowhere. */
	bool certain[QUERY_TERMS][TERM_NEEDLES];
};

/* search_block.c: whether the current block may hold something that fits; fills `certain`. */
bool search_block_wanted(
    struct search_run *run, struct block_reader *reader, const struct block_facts *facts);
/* Nothing is certain: frames of the log have no index. */
void search_uncertain(struct search_run *run);
/* Whether bytes (ASCII letters in lower case) may fit, by the needles that are certain. */
bool search_may_fit(const struct search_run *run, struct text lowered);

/* search_frame.c: give the hits of a frame, newest first. */
void search_frame(struct search_run *run, const struct frame *frame);

#endif
