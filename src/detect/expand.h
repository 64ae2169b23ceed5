/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes that make several drafts of one: placeholders, and dashes before an encoding.
 */
#ifndef DETECT_EXPAND_H
#define DETECT_EXPAND_H

#include "base/outcome.h"
#include "detect/draft.h"
#include "detect/reading.h"

/* Most drafts that one value may become. */
#define EXPAND_MOST 4096

/*
 * Put a placeholder's values in the place of %name%; "\%" is a percent sign. All combinations where
 * there are several. Refused, with a reason that begins with "placeholder", when one has no values.
 */
enum outcome expand_placeholders(struct reading *reading, unsigned line, const struct draft *draft,
    struct drafts *drafts) MUST_CHECK;

/* Every permutation of the five dashes, for texts that will be encoded. Refused when there are
 * wildcards. */
enum outcome expand_dashes(struct reading *reading, unsigned line, const struct draft *draft,
    struct drafts *drafts) MUST_CHECK;

#endif
