/* SPDX-License-Identifier: Apache-2.0 */
/* A line that shows a person what an event says. */
#ifndef INCIDENT_EXCERPT_H
#define INCIDENT_EXCERPT_H

#include "event/event.h"

/*
 * Write at most `room` bytes of valid UTF-8 without control characters into `out` (not terminated)
 * and return how many: the fields that tell most ("CommandLine=… User=…"), behind the event's
 * message where that is short, or the message alone where it says it all or there are no fields.
 */
size_t excerpt_of(const struct event *event, char *out, size_t room);

#endif
