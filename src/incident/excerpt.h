/* SPDX-License-Identifier: Apache-2.0 */
/* A line that shows a person what an event says. */
#ifndef INCIDENT_EXCERPT_H
#define INCIDENT_EXCERPT_H

#include "event/event.h"

/*
 * Write at most `room` bytes of valid UTF-8 without control characters into `out` (not terminated)
 * and return how many: the fields that tell most ("CommandLine=… User=…"), or the event's message
 * where it has none of them.
 */
size_t excerpt_of(const struct event *event, char *out, size_t room);

#endif
