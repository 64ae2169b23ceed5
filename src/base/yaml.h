/* SPDX-License-Identifier: Apache-2.0 */
/*
 * YAML 1.1 (libyaml) in UTF-8, read into a tree on an arena, with the line of every node.
 *
 * Input is hostile: depth, nodes and bytes are limited, aliases are refused
 * (so no "billion laughs"), duplicate keys are refused with their line, tags other than
 * the core ones are refused. A plain scalar knows that it was plain, so that null,
 * numbers and booleans can be told from quoted text. "<<" is an ordinary key.
 */
#ifndef BASE_YAML_H
#define BASE_YAML_H

#include "base/outcome.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml {
	enum yaml_kind kind;
	unsigned line;   /* 1-based */
	struct text key; /* within a map: its key's text */
	unsigned key_line;
	struct text text;   /* scalar */
	bool plain;         /* scalar: not quoted, not a block */
	struct yaml *first; /* list, map: first child */
	struct yaml *next;
	size_t count;
};

/* No limit of nesting may be above this. */
#define YAML_DEPTH 64

struct yaml_limits {
	size_t bytes;
	size_t depth;
	size_t nodes;
};

/* For rules and content: 1 MiB, depth 32, 100,000 nodes. */
extern const struct yaml_limits yaml_content_limits;

/*
 * Read all documents of `input`; *documents is an array of roots on the arena. `why`
 * begins with "line N: ". An empty input has zero documents. TOO_LARGE also where the
 * arena has no room; a thousand nodes take about 150 kB besides their text.
 */
enum outcome yaml_read(struct text input, const struct yaml_limits *limits, struct arena *arena,
    struct yaml ***documents, size_t *count, struct why *why) MUST_CHECK;

/* The member of a map; NULL when not there, or `map` is NULL or no map. */
const struct yaml *yaml_get(const struct yaml *map, const char *key);
/* The text of a scalar; empty for anything else and NULL. */
struct text yaml_text(const struct yaml *node);
struct text yaml_get_text(const struct yaml *map, const char *key);
/* A plain scalar that YAML's core schema reads as null ("", "~", null, Null, NULL). */
bool yaml_is_null(const struct yaml *node);

#endif
