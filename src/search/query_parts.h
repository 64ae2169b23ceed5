/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A query as it was read: a tree of conditions. Terms know what the index must hold for them
 * (tokens) and which parts of words the bytes of a record must hold where the index says that no
 * decoder derived them (needles).
 */
#ifndef SEARCH_QUERY_PARTS_H
#define SEARCH_QUERY_PARTS_H

#include "base/address.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

#define QUERY_DEPTH 32
#define TERM_NEEDLES 8

/* A text with wildcards, folded: the pieces between its `*`. In a piece the byte PATTERN_ANY
 * (no UTF-8 has it) stands for `?`, any one character. */
#define PATTERN_ANY '\xff'
struct pattern {
	struct text *pieces;
	size_t count; /* at least 1 */
};

enum term_kind {
	TERM_WORDS,   /* somewhere in a text, whole words */
	TERM_VALUE,   /* a field's value, all of it */
	TERM_NETWORK, /* an address of a block; without a field: any value */
	TERM_NUMBER,
};
enum compare { COMPARE_LESS, COMPARE_LESS_EQUAL, COMPARE_MORE, COMPARE_MORE_EQUAL };

struct term {
	enum term_kind kind;
	unsigned number;   /* among the query's terms, from 0 */
	struct text field; /* empty: any */
	struct pattern pattern;
	unsigned char network[ADDRESS_BYTES];
	size_t network_size; /* 4 or 16 */
	unsigned prefix;     /* bits */
	enum compare compare;
	double bound;
	struct text *tokens; /* the index must hold all of them */
	size_t token_count;
	struct text needles[TERM_NEEDLES]; /* parts of words, folded, at least 3 bytes each */
	size_t needle_count;
};

enum node_kind { NODE_ALL, NODE_ANY, NODE_NOT, NODE_TERM };
struct node {
	enum node_kind kind;
	struct term *term;  /* NODE_TERM */
	struct node *first; /* the others: children; NODE_NOT has one */
	struct node *next;
};

struct query {
	struct node *root; /* NULL: everything fits */
	struct term **terms;
	size_t term_count;
};

/* Make a pattern of a text as it was written. A backslash is a backslash: paths have many. */
struct pattern pattern_of(struct text t, struct arena *arena);
/* The whole of `folded`. */
bool pattern_is(const struct pattern *pattern, struct text folded);
/* A part of `folded` that begins and ends with words, but where the pattern has `*` at its ends. */
bool pattern_in(const struct pattern *pattern, struct text folded);
/* Tokens and needles of a term. */
void term_demands(struct term *term, struct arena *arena);

#endif
