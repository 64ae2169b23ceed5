/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parts of a time in a field's text, for Sigma's time modifiers.
 */
#ifndef DETECT_MOMENT_H
#define DETECT_MOMENT_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

enum moment_part {
	MOMENT_MINUTE, /* 0–59 */
	MOMENT_HOUR,   /* 0–23 */
	MOMENT_DAY,    /* of the month, 1–31 */
	MOMENT_WEEK,   /* of ISO 8601, 1–53 */
	MOMENT_MONTH,  /* 1–12 */
	MOMENT_YEAR,
};

/* Whether a part can have that value at all. */
bool moment_possible(enum moment_part part, int64_t value);

/*
 * The part of a time in any form that clock_parse() or clock_parse_epoch() reads, as it
 * stands there: no zone is applied. False when the text is no such time or lacks the part.
 */
bool moment_read(struct text t, enum moment_part part, int64_t *value);

#endif
