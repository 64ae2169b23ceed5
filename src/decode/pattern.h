/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Message texts with named holes, for programs and devices that log in sentences.
 *
 * A pattern is literal text (ASCII case does not matter) with
 *   {name}    a word: ends at white space or where the rest of the pattern can begin
 *   {name*}   a text: ends at the first place where the rest of the pattern can begin
 *   {name+}   a word and the parentheses behind it, attached or after a space when they hold no
 * space: "outside:192.0.2.1/53 (192.0.2.9/53)(LOCAL\user)"; "(type 8, code 0)" is not taken
 *   [...]     may be missing; groups are not nested
 *   a space   one or more spaces or tabs (up to 16)
 *   : , .     spaces may stand before it
 *   ~         a colon or comma with any spaces around it
 *   \         the next byte literally
 * The whole text has to fit; white space at its ends and a last full stop do not count. Holes
 * without name ({*}) are not kept.
 *
 * There is no backtracking: time is linear in the text for each hole.
 */
#ifndef DECODE_PATTERN_H
#define DECODE_PATTERN_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

#define PATTERN_HOLES 24 /* holes of one pattern, at most */

struct pattern_hole {
	struct text name; /* in the pattern, without its mark */
	struct text value;
};

struct pattern_match {
	struct pattern_hole at[PATTERN_HOLES];
	size_t count;
};

/* Whether `t` fits; *match is filled then, and undefined otherwise. Values point into `t`. */
bool pattern_fits(const char *pattern, struct text t, struct pattern_match *match);

/* The value of a hole; empty when the pattern has none of that name or its group was missing. */
struct text pattern_value(const struct pattern_match *match, const char *name);

#endif
