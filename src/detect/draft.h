/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What modifiers make of one string of a rule: one draft goes in, one or several come out.
 */
#ifndef DETECT_DRAFT_H
#define DETECT_DRAFT_H

#include "base/outcome.h"
#include "detect/glob.h"
#include "detect/modifier.h"
#include "detect/reading.h"

#include <stddef.h>

struct drafts {
	struct draft *at;
	size_t count;
};

/* Apply all changes in their order, on the scratch arena. `line` is for refusals. */
enum outcome draft_change(struct reading *reading, unsigned line, const struct modifiers *modifiers,
    struct drafts *drafts) MUST_CHECK;

#endif
