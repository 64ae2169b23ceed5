/* SPDX-License-Identifier: Apache-2.0 */
/* A JSON body cut into records: values one after the other, an array standing for its elements.
 * Each record is the object's bytes as they came. Pure. */
#ifndef PROGRAM_SERVER_INTAKE_INTAKE_JSON_H
#define PROGRAM_SERVER_INTAKE_INTAKE_JSON_H

#include "base/outcome.h"
#include "intake/body.h"

struct arena;

#define INTAKE_JSON_ARENA ((size_t)64 << 20)

/* `arena` (INTAKE_JSON_ARENA) is reset for each value. MALFORMED and TOO_LARGE name the value by
 * its number; an object may have LIMIT_DOCUMENT bytes. */
enum outcome intake_json(struct text body, const struct body_sink *sink, struct arena *arena,
    struct why *why) MUST_CHECK;

#endif
