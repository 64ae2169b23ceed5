/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which Sigma logsource a Windows event belongs to.
 */
#ifndef DECODE_WINDOWS_WINDOWS_LOGSOURCE_H
#define DECODE_WINDOWS_WINDOWS_LOGSOURCE_H

#include "decode/windows/windows_names.h"
#include "event/event.h"

/* The service by channel, or by provider where the channel is missing; static text, empty where
 * Sigma knows none. */
struct text windows_logsource_service(const struct windows_event *windows);

/* Product, that service, and the category by service and EventID (registry events: by EventType
 * too). Static texts. */
struct logsource windows_logsource_of(
    const struct windows_event *windows, struct text service, const struct windows_names *names);

#endif
