/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file of content/verdicts (its form stands in detect/verdict.h) becomes rules and a table of
 * what a product did.
 */
#ifndef DETECT_VERDICT_READ_H
#define DETECT_VERDICT_READ_H

#include "base/outcome.h"
#include "base/yaml.h"
#include "detect/reading.h"
#include "detect/rule.h"

/* Whether the document is such a file. */
bool verdict_is(const struct yaml *document);

/* The file's head: product and disposition. Refused as a whole when it is wrong. */
enum outcome verdict_read_head(
    struct reading *reading, const struct yaml *document, struct product_says *says) MUST_CHECK;

/* One member of the list under `verdicts:`. The source is left to the caller. */
enum outcome verdict_read(struct reading *reading, const struct yaml *map, struct text product,
    struct rule **rule) MUST_CHECK;

#endif
