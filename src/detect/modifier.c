/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Value modifiers of Sigma 2.1.0 (modifiers appendix of 2025-08-02), as a table: what each does,
 * what must have come before it, what cannot stand with it.
 */
#include "detect/modifier.h"

#include <assert.h>
#include <stdint.h>

enum modifier {
	ALL,
	STARTSWITH,
	ENDSWITH,
	CONTAINS,
	EXISTS,
	CASED,
	NEQ,
	WINDASH,
	RE,
	RE_I,
	RE_M,
	RE_S,
	BASE64,
	BASE64OFFSET,
	UTF16LE,
	UTF16BE,
	UTF16,
	WIDE,
	LT,
	LTE,
	GT,
	GTE,
	MINUTE,
	HOUR,
	DAY,
	WEEK,
	MONTH,
	YEAR,
	CIDR,
	EXPAND,
	FIELDREF,
	MODIFIER_COUNT
};

#define BIT(modifier) (UINT64_C(1) << (modifier))
#define PLACES (BIT(STARTSWITH) | BIT(ENDSWITH) | BIT(CONTAINS))
#define UTF16S (BIT(UTF16LE) | BIT(UTF16BE) | BIT(UTF16) | BIT(WIDE))
#define BASE64S (BIT(BASE64) | BIT(BASE64OFFSET))
#define CHANGES (PLACES | UTF16S | BASE64S | BIT(WINDASH) | BIT(EXPAND))
#define REGEXES (BIT(RE) | BIT(RE_I) | BIT(RE_M) | BIT(RE_S))
#define ORDERS (BIT(LT) | BIT(LTE) | BIT(GT) | BIT(GTE))
#define PARTS (BIT(MINUTE) | BIT(HOUR) | BIT(DAY) | BIT(WEEK) | BIT(MONTH) | BIT(YEAR))
#define TYPES (REGEXES | ORDERS | PARTS | BIT(CIDR) | BIT(FIELDREF) | BIT(EXISTS))
/* What makes sense only for the value of a field, not for words anywhere in the event. */
#define FIELD_ONLY                                                                                 \
	(ORDERS | PARTS | BIT(STARTSWITH) | BIT(ENDSWITH) | BIT(EXISTS) | BIT(CIDR) | BIT(FIELDREF))

/* Setting one of them in `modifiers`. */
#define STRING_CHANGE(what) VALUE_TYPE_STRING, what, true
#define TYPE_ONLY(type) type, 0, false

static const struct row {
	struct text name;
	uint64_t needs;    /* one of them before it; 0: nothing */
	uint64_t excludes; /* none of them, before or behind it */
	enum value_type type;
	enum change change;
	bool changes;
} rows[MODIFIER_COUNT] = {
    [ALL] = {TEXT_INIT("all"), 0, BIT(EXISTS), TYPE_ONLY(VALUE_TYPE_STRING)},
    [STARTSWITH] = {TEXT_INIT("startswith"), 0,
	(PLACES & ~BIT(STARTSWITH)) | (TYPES & ~BIT(FIELDREF)), STRING_CHANGE(CHANGE_STARTS)},
    [ENDSWITH] = {TEXT_INIT("endswith"), 0, (PLACES & ~BIT(ENDSWITH)) | (TYPES & ~BIT(FIELDREF)),
	STRING_CHANGE(CHANGE_ENDS)},
    [CONTAINS] = {TEXT_INIT("contains"), 0, (PLACES & ~BIT(CONTAINS)) | (TYPES & ~BIT(FIELDREF)),
	STRING_CHANGE(CHANGE_CONTAINS)},
    [EXISTS] = {TEXT_INIT("exists"), 0, ~BIT(EXISTS), TYPE_ONLY(VALUE_TYPE_EXISTS)},
    [CASED] = {TEXT_INIT("cased"), 0, TYPES & ~BIT(FIELDREF), TYPE_ONLY(VALUE_TYPE_STRING)},
    [NEQ] = {TEXT_INIT("neq"), 0, ORDERS | BIT(EXISTS), TYPE_ONLY(VALUE_TYPE_STRING)},
    [WINDASH] = {TEXT_INIT("windash"), 0, TYPES, STRING_CHANGE(CHANGE_WINDASH)},
    [RE] = {TEXT_INIT("re"), 0, CHANGES | (TYPES & ~REGEXES), TYPE_ONLY(VALUE_TYPE_REGEX)},
    [RE_I] = {TEXT_INIT("i"), BIT(RE), 0, TYPE_ONLY(VALUE_TYPE_REGEX)},
    [RE_M] = {TEXT_INIT("m"), BIT(RE), 0, TYPE_ONLY(VALUE_TYPE_REGEX)},
    [RE_S] = {TEXT_INIT("s"), BIT(RE), 0, TYPE_ONLY(VALUE_TYPE_REGEX)},
    [BASE64] = {TEXT_INIT("base64"), 0, TYPES | BIT(BASE64OFFSET), STRING_CHANGE(CHANGE_BASE64)},
    [BASE64OFFSET] = {TEXT_INIT("base64offset"), 0, TYPES, STRING_CHANGE(CHANGE_BASE64_WITHIN)},
    [UTF16LE] = {TEXT_INIT("utf16le"), 0, TYPES | (UTF16S & ~BIT(UTF16LE)),
	STRING_CHANGE(CHANGE_UTF16_LE)},
    [UTF16BE] = {TEXT_INIT("utf16be"), 0, TYPES | (UTF16S & ~BIT(UTF16BE)),
	STRING_CHANGE(CHANGE_UTF16_BE)},
    [UTF16] = {TEXT_INIT("utf16"), 0, TYPES | (UTF16S & ~BIT(UTF16)),
	STRING_CHANGE(CHANGE_UTF16_MARKED)},
    [WIDE] = {TEXT_INIT("wide"), 0, TYPES | (UTF16S & ~BIT(WIDE)), STRING_CHANGE(CHANGE_UTF16_LE)},
    [LT] = {TEXT_INIT("lt"), 0, CHANGES | (TYPES & ~(BIT(LT) | PARTS)),
	TYPE_ONLY(VALUE_TYPE_COMPARE)},
    [LTE] = {TEXT_INIT("lte"), 0, CHANGES | (TYPES & ~(BIT(LTE) | PARTS)),
	TYPE_ONLY(VALUE_TYPE_COMPARE)},
    [GT] = {TEXT_INIT("gt"), 0, CHANGES | (TYPES & ~(BIT(GT) | PARTS)),
	TYPE_ONLY(VALUE_TYPE_COMPARE)},
    [GTE] = {TEXT_INIT("gte"), 0, CHANGES | (TYPES & ~(BIT(GTE) | PARTS)),
	TYPE_ONLY(VALUE_TYPE_COMPARE)},
    [MINUTE] = {TEXT_INIT("minute"), 0, CHANGES | (TYPES & ~(BIT(MINUTE) | ORDERS)),
	TYPE_ONLY(VALUE_TYPE_MOMENT)},
    [HOUR] = {TEXT_INIT("hour"), 0, CHANGES | (TYPES & ~(BIT(HOUR) | ORDERS)),
	TYPE_ONLY(VALUE_TYPE_MOMENT)},
    [DAY] = {TEXT_INIT("day"), 0, CHANGES | (TYPES & ~(BIT(DAY) | ORDERS)),
	TYPE_ONLY(VALUE_TYPE_MOMENT)},
    [WEEK] = {TEXT_INIT("week"), 0, CHANGES | (TYPES & ~(BIT(WEEK) | ORDERS)),
	TYPE_ONLY(VALUE_TYPE_MOMENT)},
    [MONTH] = {TEXT_INIT("month"), 0, CHANGES | (TYPES & ~(BIT(MONTH) | ORDERS)),
	TYPE_ONLY(VALUE_TYPE_MOMENT)},
    [YEAR] = {TEXT_INIT("year"), 0, CHANGES | (TYPES & ~(BIT(YEAR) | ORDERS)),
	TYPE_ONLY(VALUE_TYPE_MOMENT)},
    [CIDR] = {TEXT_INIT("cidr"), 0, CHANGES | (TYPES & ~BIT(CIDR)), TYPE_ONLY(VALUE_TYPE_NETWORK)},
    [EXPAND] = {TEXT_INIT("expand"), 0, TYPES, STRING_CHANGE(CHANGE_EXPAND)},
    [FIELDREF] = {TEXT_INIT("fieldref"), 0, (CHANGES & ~PLACES) | (TYPES & ~BIT(FIELDREF)),
	TYPE_ONLY(VALUE_TYPE_FIELD)},
};

static bool find_modifier(struct text name, enum modifier *modifier)
{
	for (size_t i = 0; i < MODIFIER_COUNT; i++) {
		if (text_equal(rows[i].name, name)) {
			*modifier = (enum modifier)i;
			return true;
		}
	}
	return false;
}

static void set_flag(struct modifiers *modifiers, enum modifier modifier)
{
	modifiers->all |= modifier == ALL;
	modifiers->negated |= modifier == NEQ;
	modifiers->cased |= modifier == CASED;
	modifiers->expands |= modifier == EXPAND;
	modifiers->flags.any_case |= modifier == RE_I;
	modifiers->flags.multi_line |= modifier == RE_M;
	modifiers->flags.dot_all |= modifier == RE_S;
	if (BIT(modifier) & ORDERS)
		modifiers->comparison = (enum comparison)(COMPARE_LT + (modifier - LT));
	if (BIT(modifier) & PARTS)
		modifiers->part = (enum moment_part)(MOMENT_MINUTE + (modifier - MINUTE));
	if (modifier == CONTAINS)
		modifiers->relation = RELATION_CONTAINS;
	if (modifier == STARTSWITH)
		modifiers->relation = RELATION_STARTS;
	if (modifier == ENDSWITH)
		modifiers->relation = RELATION_ENDS;
}

/* A part of a time may be compared; otherwise the one type that was named is the values'. */
static void set_type(struct modifiers *modifiers, const struct row *row)
{
	if (row->type != VALUE_TYPE_STRING && modifiers->type != VALUE_TYPE_MOMENT)
		modifiers->type = row->type;
	if (!row->changes)
		return;
	assert(modifiers->change_count < MODIFIER_CHANGES);
	modifiers->changes[modifiers->change_count++] = row->change;
}

/* Add one modifier behind those in *seen. */
static enum outcome add_modifier(struct reading *reading, const struct yaml *node, struct text name,
    uint64_t *seen, struct modifiers *modifiers)
{
	enum modifier modifier;
	if (!find_modifier(name, &modifier))
		return reading_refuse(reading, node->key_line,
		    "unknown modifier \"%.*s\" in \"%.*s\"", TEXT_ARGS(name), TEXT_ARGS(node->key));
	const struct row *row = &rows[modifier];
	if (*seen & BIT(modifier))
		return reading_refuse(reading, node->key_line,
		    "modifier \"%.*s\" stands twice in \"%.*s\"", TEXT_ARGS(name),
		    TEXT_ARGS(node->key));
	if (row->needs != 0 && (*seen & row->needs) == 0)
		return reading_refuse(reading, node->key_line,
		    "modifier \"%.*s\" in \"%.*s\" stands only behind \"re\"", TEXT_ARGS(name),
		    TEXT_ARGS(node->key));
	*seen |= BIT(modifier);
	set_flag(modifiers, modifier);
	set_type(modifiers, row);
	return DONE;
}

static enum outcome check_together(
    struct reading *reading, const struct yaml *node, uint64_t seen, bool keywords)
{
	for (size_t i = 0; i < MODIFIER_COUNT; i++) {
		uint64_t wrong = seen & rows[i].excludes & ~BIT(i);
		if ((seen & BIT(i)) == 0 || wrong == 0)
			continue;
		size_t other = 0;
		while ((wrong & BIT(other)) == 0)
			other++;
		return reading_refuse(reading, node->key_line,
		    "modifiers \"%.*s\" and \"%.*s\" do not go together in \"%.*s\"",
		    TEXT_ARGS(rows[i].name), TEXT_ARGS(rows[other].name), TEXT_ARGS(node->key));
	}
	if (keywords && (seen & FIELD_ONLY) != 0)
		return reading_refuse(reading, node->key_line,
		    "\"%.*s\" needs the name of a field before its modifiers",
		    TEXT_ARGS(node->key));
	return DONE;
}

enum outcome modifier_read(struct reading *reading, const struct yaml *node, struct text *field,
    struct modifiers *modifiers)
{
	struct text rest = node->key;
	bool more = text_find_char(rest, '|') != TEXT_NONE;
	struct text name = text_cut(&rest, '|');
	struct modifiers read = {.type = VALUE_TYPE_STRING, .comparison = COMPARE_EQUAL};
	uint64_t seen = 0;
	while (more) {
		more = text_find_char(rest, '|') != TEXT_NONE;
		struct text word = text_cut(&rest, '|');
		enum outcome outcome = add_modifier(reading, node, word, &seen, &read);
		if (outcome != DONE)
			return outcome;
	}
	enum outcome outcome = check_together(reading, node, seen, name.size == 0);
	if (outcome != DONE)
		return outcome;
	*field = name;
	*modifiers = read;
	return DONE;
}
