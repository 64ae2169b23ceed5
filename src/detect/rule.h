/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A rule as it is evaluated: a tree of conditions over tests of fields.
 *
 * A test compares one value of the rule. An item is all values under one key ("Image|endswith:
 * [a, b]"). Items are joined to detections (what Sigma calls search identifiers) and
 * those to the rule's condition. Everything lives on the rule set's arena and never changes.
 */
#ifndef DETECT_RULE_H
#define DETECT_RULE_H

#include "base/text.h"
#include "detect/glob.h"
#include "detect/moment.h"
#include "detect/network.h"
#include "detect/number.h"
#include "event/event.h"
#include "event/finding.h"

#include <stdbool.h>
#include <stddef.h>

struct regex;

enum test_kind {
	TEST_GLOB,
	TEST_REGEX,
	TEST_NETWORK,
	TEST_NUMBER, /* a plain number of the rule: the same number, or the same text */
	TEST_NULL,
	TEST_EXISTS,
	TEST_FIELD,
	TEST_COMPARE,
	TEST_MOMENT,
};

/* TEST_FIELD: how this field's value stands to the other's. */
enum relation { RELATION_EQUALS, RELATION_STARTS, RELATION_ENDS, RELATION_CONTAINS };

struct test {
	enum test_kind kind;
	bool or_next; /* one value became this test and the next: where all must hold, one of them
			 is enough */
	union {
		struct glob glob;
		const struct regex *regex;
		struct network network;
		struct {
			struct number number;
			struct glob written;
		} number;
		bool exists;
		struct {
			size_t field;
			enum relation relation;
			enum form form;
		} other;
		struct {
			struct number bound;
			enum comparison comparison;
			enum moment_part part; /* TEST_MOMENT */
		} compare;
	};
};

/* The "field" of keywords: every value of the event, and its message. */
#define ITEM_KEYWORDS SIZE_MAX

struct item {
	size_t field; /* number in the rule set's field names, or ITEM_KEYWORDS */
	bool all;     /* every test must hold, not just one */
	bool negated; /* neq */
	struct test *tests;
	size_t count;
};

enum node_kind { NODE_ITEM, NODE_AND, NODE_OR, NODE_NOT, NODE_DETECTION };

struct node {
	enum node_kind kind;
	size_t count; /* of children */
	union {
		const struct item *item; /* NODE_ITEM */
		size_t detection;        /* NODE_DETECTION: its number in the rule */
		struct node **children;  /* NODE_AND, NODE_OR: at least one; NODE_NOT: one */
	};
};

/* The rule's search identifiers. */
struct detections {
	struct text *names;
	struct node **nodes;
	size_t count;
};

struct rule {
	struct rule_facts facts; /* first: ruleset.h hands out pointers to it */
	struct logsource logsource;
	struct detections detections;
	struct node *condition;
	struct text source;
	enum severity severity_blocked; /* product_says: where the product stopped it */
	struct text name_field; /* product_says: field with the product's name for it, or empty */
};

/* What a product did, read from its fields (verdict.h). */
struct disposition_entry {
	const struct item *blocked; /* NULL: no such value */
	const struct item *allowed;
};

struct product_says {
	struct text product;
	struct disposition_entry *entries;
	size_t count;
};

#endif
