/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Patterns: Sigma's strings with the wildcards * (any run, also none) and ? (one character).
 *
 * A pattern is made in two steps. A draft is a list of pieces, which modifiers still
 * change; compiling it gives the pattern that values are compared with.
 */
#ifndef DETECT_GLOB_H
#define DETECT_GLOB_H

#include "base/text.h"
#include "detect/form.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum piece_kind {
	PIECE_TEXT, /* these bytes */
	PIECE_ANY,  /* * */
	PIECE_ONE,  /* ? */
};

struct piece {
	enum piece_kind kind;
	struct text text; /* PIECE_TEXT */
};

struct draft {
	struct piece *pieces;
	size_t count;
	bool dashes; /* all dashes are alike (windash) */
};

/* More pieces than any honest rule has: bounds the work of a comparison. */
#define GLOB_PIECES 1024

/*
 * Read a Sigma string. A backslash takes the meaning from a following *, ? or \; before
 * anything else it is itself. Gives the draft on the arena, its texts there too.
 */
struct draft glob_read(struct arena *arena, struct text written);

/* The same where placeholders (%name%) will be looked for: "\%" becomes a piece "%" of its own,
 * which is part of none. */
struct draft glob_read_percent(struct arena *arena, struct text written);

/* A draft that is this text, without wildcards. */
struct draft glob_literal(struct arena *arena, struct text text);

/* Put a * before or behind what is there. */
struct draft glob_widen(struct arena *arena, struct draft draft, bool before, bool behind);

/* The draft has no wildcard; *text is what it says. */
bool glob_is_literal(const struct draft *draft, struct arena *arena, struct text *text);

enum glob_shape {
	GLOB_EQUALS,
	GLOB_STARTS,
	GLOB_ENDS,
	GLOB_CONTAINS,
	GLOB_ANYTHING,
	GLOB_WILD, /* any other arrangement of pieces */
};

/* Bits that a pattern asks for of the values that may hold its literal. */
#define GLOB_GRAMS 3

struct glob {
	enum glob_shape shape;
	enum form form; /* the form in which values are compared with it */
	union {
		struct text literal; /* in that form */
		struct {
			const struct piece *pieces; /* GLOB_WILD */
			size_t count;
		};
	};
	uint16_t grams[GLOB_GRAMS]; /* GLOB_CONTAINS, of a literal of at least two bytes */
};

/* Compile a draft of at most GLOB_PIECES pieces; what the pattern points to is copied to the arena.
 */
struct glob glob_compile(
    struct arena *arena, struct arena *scratch, const struct draft *draft, bool cased);

/*
 * Which pairs of neighbouring bytes a value has, as bits. Most of the patterns that look for a word
 * anywhere in a value are answered by a look at a few bits instead of a search.
 */
struct glob_grams {
	uint64_t bits[8];
};
struct glob_grams glob_grams_of(struct text value);

/* False when a value (in the pattern's form) with these pairs cannot fit. */
bool glob_possible(const struct glob *glob, const struct glob_grams *grams);

/* Whether a value, given in the pattern's form, fits. */
bool glob_matches(const struct glob *glob, struct text value);

#endif
