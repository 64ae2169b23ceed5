/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Defender's advanced hunting tables, one row a record, as the streaming export writes them.
 */
#ifndef DECODE_CLOUD_M365_HUNTING_H
#define DECODE_CLOUD_M365_HUNTING_H

#include "base/json.h"
#include "decode/decoder.h"
#include "event/event.h"

/* Whether a record is {"category": "AdvancedHunting-TABLE", "properties": {…}}. */
bool m365_hunting_is(const struct json *record);

/*
 * Put its columns as named, the taxonomy fields, the time and the logsource. Tables of what
 * happened on a Windows machine (processes, files, registry, images, connections) get Sigma's
 * Windows category and Sysmon's names, so that Windows rules fit.
 */
void m365_hunting_put(
    struct event *event, const struct json *record, const struct decode_context *context);

#endif
