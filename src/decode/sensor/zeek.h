/* SPDX-License-Identifier: Apache-2.0 */
/* Which of Zeek's logs a set of fields comes from. */
#ifndef DECODE_SENSOR_ZEEK_H
#define DECODE_SENSOR_ZEEK_H

#include "base/json.h"
#include "base/text.h"

/* The log ("conn", "dns" …) that an object without _path must come from; empty when none fits. */
struct text zeek_guess_path(const struct json *json);

#endif
