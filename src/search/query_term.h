/* SPDX-License-Identifier: Apache-2.0 */
/* One condition of a query, from its text. */
#ifndef SEARCH_QUERY_TERM_H
#define SEARCH_QUERY_TERM_H

#include "base/outcome.h"
#include "search/query_parts.h"

struct term_text {
	bool has_field;
	bool quoted; /* the value stood in quotes: no address block, no number */
	struct text field;
	struct text value;
};

/* Where the colon behind a field's name stands; TEXT_NONE where a word is no "field:value": an
 * address, a time, a URL or a path of Windows has colons, too. */
size_t term_colon(struct text word);
/* MALFORMED with why, without a place. */
enum outcome term_read(const struct term_text *text, struct arena *arena, struct term **term,
    struct why *why) MUST_CHECK;

#endif
