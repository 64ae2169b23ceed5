/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conditions: "selection and not 1 of filter_*" becomes a tree over the rule's detections.
 */
#ifndef DETECT_CONDITION_H
#define DETECT_CONDITION_H

#include "base/outcome.h"
#include "base/text.h"
#include "detect/reading.h"
#include "detect/rule.h"

/* Most words of one condition. */
#define CONDITION_WORDS 4096

/* Refuses what is no condition, names what is not there, or nests deeper than READING_DEPTH. */
enum outcome condition_read(struct reading *reading, unsigned line, struct text condition,
    const struct detections *detections, struct node **node) MUST_CHECK;

#endif
