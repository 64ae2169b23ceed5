/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A key of a detection and its values become an item of tests.
 */
#ifndef DETECT_VALUE_H
#define DETECT_VALUE_H

#include "base/outcome.h"
#include "base/yaml.h"
#include "detect/reading.h"
#include "detect/rule.h"

/* The member of a map: "Field|modifiers: value" or a list of values. */
enum outcome value_read_member(
    struct reading *reading, const struct yaml *member, const struct item **item) MUST_CHECK;

/* Words that are looked for in the whole event: a scalar or a list of scalars. */
enum outcome value_read_keywords(
    struct reading *reading, const struct yaml *node, const struct item **item) MUST_CHECK;

/* Values of a field that is named elsewhere, without modifiers: a scalar or a list of scalars. */
enum outcome value_read_field(struct reading *reading, struct text field, const struct yaml *node,
    const struct item **item) MUST_CHECK;

#endif
