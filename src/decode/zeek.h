/* SPDX-License-Identifier: Apache-2.0 */
/* What Zeek's logs are made of: which log a set of fields comes from, which columns are lists or
 * booleans. */
#ifndef DECODE_ZEEK_H
#define DECODE_ZEEK_H

#include "base/json.h"
#include "base/text.h"

#include <stdbool.h>

/* The log ("conn", "dns" …) that an object without _path must come from; empty when none fits. */
struct text zeek_guess_path(const struct json *json);

/* Whether a column of the TSV form holds a set or vector; `path` is the log's. */
bool zeek_is_list(struct text path, struct text name);

/* Whether a column of the TSV form is a boolean, written T and F. */
bool zeek_is_bool(struct text name);

#endif
