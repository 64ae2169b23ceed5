/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ArcSight CEF, and the record that CEF and LEEF have in common: a header of five or six texts and
 * named values.
 */
#ifndef DECODE_CEF_H
#define DECODE_CEF_H

#include "base/outcome.h"
#include "base/text.h"
#include "decode/decoder.h"

#include <stddef.h>

struct arena;

struct cef_pair {
	struct text key;
	struct text value; /* unescaped */
};

/* Texts point into the record or the arena. */
struct cef_record {
	struct text vendor;
	struct text product;
	struct text version;
	struct text id;       /* signature id; LEEF: event id */
	struct text name;     /* LEEF: empty */
	struct text severity; /* LEEF: empty; "sev" has it */
	struct cef_pair *pairs;
	size_t count;
	size_t room;
	struct arena *arena;
};

/*
 * Find `mark` ("CEF:", "LEEF:") with a version number and a bar behind it in the first part of a
 * record; *rest is what follows the mark. A relay may have put more before it than a syslog header.
 */
bool cef_find(struct text record, struct text mark, struct text *rest);

/* Read a record whose "CEF:" was found. MALFORMED when the header has fewer than seven bars. */
enum outcome cef_read(
    struct text rest, struct arena *arena, struct cef_record *record, struct why *why) MUST_CHECK;

/* Append one value; over LIMIT_FIELDS it is dropped. */
void cef_add(struct cef_record *record, struct text key, struct text value);

/* The value of a key; empty when there is none. */
struct text cef_value(const struct cef_record *record, const char *key);

/* Read "key=value key=value" where values may hold blanks: a value ends before the next key. */
void cef_read_pairs(struct text rest, struct cef_record *record);

/* Add the record's event with its logsource and fields. TOO_LARGE when there are too many. */
enum outcome cef_give(const struct cef_record *record, const struct view *view,
    struct events *events, struct event **event, struct why *why) MUST_CHECK;

#endif
