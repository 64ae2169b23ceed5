/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The flat JSON notations of Windows events: one object, System fields and data side by side.
 */
#ifndef DECODE_WINDOWS_WINDOWS_FLAT_H
#define DECODE_WINDOWS_WINDOWS_FLAT_H

#include "base/json.h"
#include "decode/decoder.h"
#include "decode/windows/windows_event.h"

/* Whether an object looks like NXLog, the OTRF data sets, Azure Monitor tables, Fluentd or
 * Get-WinEvent. */
bool windows_flat_is(const struct json *object);

/* Read it. Data that stands in a text (JSON or XML, Azure Monitor) is read too; what cannot be is
 * kept as it is. */
void windows_flat_read(const struct json *object, struct windows_event *windows);

/*
 * The event's time. NXLog writes it without a zone; where the shipper also wrote its receive time
 * with and without one, the zone follows from these two.
 */
void windows_flat_time(
    const struct json *object, struct event *event, const struct decode_context *context);

#endif
