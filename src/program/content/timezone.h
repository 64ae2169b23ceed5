/* SPDX-License-Identifier: Apache-2.0 */
/* The time zone of a run: by name from the system's database, as an offset, or the machine's own.
 */
#ifndef PROGRAM_CONTENT_TIMEZONE_H
#define PROGRAM_CONTENT_TIMEZONE_H

#include "base/clock.h"

/*
 * `name` is an IANA name ("Asia/Tokyo"), "UTC", an offset ("+09:00"), or NULL for the machine's own
 * (TZ, else /etc/localtime, else UTC). MALFORMED: no zone's name; NOT_FOUND: the system's
 * database does not have it. Zone and its name for people live on the arena.
 */
enum outcome timezone_find(const char *name, struct arena *arena, const struct zone **zone,
    struct text *shown, struct why *why) MUST_CHECK;

#endif
