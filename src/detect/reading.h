/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is passed along while a rule is read: where its parts go, what it may cost, why it was
 * refused.
 */
#ifndef DETECT_READING_H
#define DETECT_READING_H

#include "base/outcome.h"
#include "base/text.h"
#include "base/yaml.h"
#include "detect/names.h"
#include "detect/regex.h"

#include <stddef.h>

struct arena;

/* Bounds on one document. */
#define READING_TESTS 100000
#define READING_BYTES ((size_t)16 * 1024 * 1024)
#define READING_DEPTH 64

/* Values of a placeholder. */
struct placeholder {
	struct text name;
	struct text *values;
	size_t count;
};

/* What outlives a rule: the rule set's. */
struct store {
	struct arena *arena; /* what evaluating touches, close together */
	struct arena *texts; /* what only people read */
	struct names fields; /* names that rules ask for */
	struct placeholder *placeholders;
	size_t placeholder_count;
	struct regex **regexes; /* to be destroyed with the set */
	size_t regex_count;
	size_t regex_room;
	size_t regex_bytes;
};

struct reading {
	struct store *store;
	struct arena *scratch; /* for what is not kept: as long as the file is read */
	size_t tests;          /* made so far */
	size_t bytes;          /* of their texts */
	unsigned line;         /* of the refusal */
	struct why why;
};

/* Refuse the document, with the line: gives MALFORMED. */
enum outcome reading_refuse(struct reading *reading, unsigned line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Count `tests` and `bytes` against the bounds; TOO_LARGE (refused) when they are exceeded. */
enum outcome reading_spend(
    struct reading *reading, unsigned line, size_t tests, size_t bytes) MUST_CHECK;

/* The scalar under `key`: *text is empty when it is not there. Refused when it is a list or map. */
enum outcome reading_text(
    struct reading *reading, const struct yaml *map, const char *key, struct text *text) MUST_CHECK;

#endif
