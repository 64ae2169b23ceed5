/* SPDX-License-Identifier: Apache-2.0 */
/* One JSON string: the reader's part that unescapes. Whoever wants JSON uses base/json.h. */
#ifndef BASE_JSON_STRING_H
#define BASE_JSON_STRING_H

#include "base/outcome.h"
#include "base/text.h"

#include <stdbool.h>

struct arena;

struct json_string {
	const char
	    *at; /* the opening quote; afterwards past the closing one, or where the flaw is */
	const char *end; /* of the input */
	struct arena *arena;
	bool lenient;
	const char *flaw; /* set on failure: static words */
};

/* The string's meaning: a part of the input, or a copy on the arena. MALFORMED or TOO_LARGE with
 * the flaw. */
enum outcome json_string_read(struct json_string *string, struct text *out) MUST_CHECK;

#endif
