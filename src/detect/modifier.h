/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Value modifiers: what stands behind the field's name in a rule ("CommandLine|contains|all").
 *
 * Where the specification leaves room: "neq" negates the whole key, so it also holds when the field
 * is not there; "all" over a single value is accepted; a part of a time may be compared
 * ("hour|gte"); "windash" takes every dash of the value, not only those that begin a flag.
 */
#ifndef DETECT_MODIFIER_H
#define DETECT_MODIFIER_H

#include "base/outcome.h"
#include "base/text.h"
#include "detect/encode.h"
#include "detect/moment.h"
#include "detect/number.h"
#include "detect/reading.h"
#include "detect/regex.h"
#include "detect/rule.h"

#include <stdbool.h>
#include <stddef.h>

/* What kind of test the values become. */
enum value_type {
	VALUE_TYPE_STRING,
	VALUE_TYPE_REGEX,
	VALUE_TYPE_NETWORK,
	VALUE_TYPE_EXISTS,
	VALUE_TYPE_FIELD,
	VALUE_TYPE_COMPARE,
	VALUE_TYPE_MOMENT,
};

/* What is done to a string value, in the order written. The encodings stand last. */
enum change {
	CHANGE_CONTAINS,
	CHANGE_STARTS,
	CHANGE_ENDS,
	CHANGE_WINDASH,
	CHANGE_EXPAND,
	CHANGE_UTF16_LE,
	CHANGE_UTF16_BE,
	CHANGE_UTF16_MARKED,
	CHANGE_BASE64,
	CHANGE_BASE64_WITHIN,
};

#define MODIFIER_CHANGES 16

struct modifiers {
	enum value_type type;
	bool all;
	bool negated;
	bool cased;
	bool expands; /* placeholders are among the changes */
	struct regex_flags flags;
	enum comparison comparison;
	enum moment_part part;
	enum relation relation; /* VALUE_TYPE_FIELD */
	enum change changes[MODIFIER_CHANGES];
	size_t change_count;
};

/*
 * Read a key: the field's name before the first |, the modifiers behind. An empty name
 * means keywords. Refuses unknown modifiers, doubled ones and those that do not go together.
 */
enum outcome modifier_read(struct reading *reading, const struct yaml *node, struct text *field,
    struct modifiers *modifiers) MUST_CHECK;

#endif
