/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Regular expressions of rules (PCRE2), with bounds on what one may cost.
 */
#ifndef DETECT_REGEX_H
#define DETECT_REGEX_H

#include "base/outcome.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct regex;
struct matcher;

struct regex_flags {
	bool any_case;   /* i */
	bool multi_line; /* m: ^ and $ at every line */
	bool dot_all;    /* s: the dot takes newlines too */
};

/*
 * Compile. The struct lives on the arena, what PCRE2 allocates until regex_destroy(). MALFORMED
 * with PCRE2's reason and the offset; TOO_LARGE for patterns over 16 KiB.
 */
enum outcome regex_compile(struct text pattern, const struct regex_flags *flags,
    struct arena *arena, struct regex **regex, struct why *why) MUST_CHECK;
/* NULL is harmless. */
void regex_destroy(struct regex *regex);

/* Bytes that PCRE2 holds for it. */
size_t regex_size(const struct regex *regex);

/* Scratch for one thread. */
struct matcher *matcher_create(void);
/* NULL is harmless. */
void matcher_destroy(struct matcher *matcher);

enum regex_answer {
	REGEX_NO,
	REGEX_YES,
	REGEX_GAVE_UP, /* a limit was reached before there was an answer */
};

/* Whether the expression is found anywhere in `value`. */
enum regex_answer regex_search(
    const struct regex *regex, struct matcher *matcher, struct text value);

#endif
