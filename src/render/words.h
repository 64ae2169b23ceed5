/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers, times and foreign text as people read them, in Japanese or English.
 *
 * All texts that come back live on the arena (or are words of `texts`). What is said here itself
 * stands below "words." (content/texts/words.yaml).
 */
#ifndef RENDER_WORDS_H
#define RENDER_WORDS_H

#include "base/clock.h"
#include "render/texts.h"

#include <stdint.h>

struct arena;

struct words {
	struct arena *arena;
	const struct texts *texts;
	enum language language;
	const struct zone *zone;
	const char *prefix; /* of the keys that are asked for: "triage" */
};

/* The text of a key below the prefix. */
struct text words_get(const struct words *words, const char *key);
/* The same with {name} holes filled. */
struct text words_fill(
    const struct words *words, const char *key, const struct fill *fills, size_t count);
/* The same with {n} filled by a number. Of a text "one|many" the first half is for 1. */
struct text words_number_of(const struct words *words, const char *key, uint64_t n);

/* "1,234,567" */
struct text words_count(const struct words *words, uint64_t n);
/* "312 bytes", "4.5 MB" (powers of 1,000) */
struct text words_bytes(const struct words *words, uint64_t n);
/* "12%", "0.3%"; what is not nothing never shows as 0%, what is not all never as 100%. "–" of
 * nothing. */
struct text words_share(const struct words *words, uint64_t part, uint64_t whole);
/* "3 days 4 h", "25 min", "8 s": the two largest parts, rounded down. */
struct text words_duration(const struct words *words, int64_t microseconds);
/* "2019-05-12 11:10" in the zone; "–" for CLOCK_NONE, words for a date
 * before CLOCK_CREDIBLE. */
struct text words_moment(const struct words *words, int64_t instant);
/* "2019-05-12 11:10 – 11:25": the second date only where it is another. */
struct text words_span(const struct words *words, int64_t first, int64_t last);
/* RFC 3339 in UTC; empty for CLOCK_NONE. */
struct text words_exact(const struct words *words, int64_t instant);

/*
 * Foreign text made fit to be shown: well-formed UTF-8, no control, direction-changing or
 * invisible characters (a terminal or a reader's eye must not be steered by a log line), runs of
 * white space as one space, at most `columns` wide (an ellipsis marks the cut).
 */
struct text words_clean(const struct words *words, struct text t, size_t columns);

/* The same, but of a text that is too wide the end is kept: of a path, it is the end that tells. */
struct text words_clean_end(const struct words *words, struct text t, size_t columns);

/* Columns of a terminal that a text takes: 2 for East Asian wide characters, 0 for combining ones
 * and for ESC [ … m. */
size_t words_width(struct text t);
/* The columns of the one character (or ESC [ … m) at the start of t, and its bytes. t is not empty.
 */
size_t words_character(struct text t, size_t *bytes);

#endif
