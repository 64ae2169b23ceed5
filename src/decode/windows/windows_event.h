/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A Windows event between its notation (JSON of several shippers, XML, later EVTX) and
 * the event that detection sees. A reader of one notation fills it; windows_event_put() knows the
 * rest.
 */
#ifndef DECODE_WINDOWS_WINDOWS_EVENT_H
#define DECODE_WINDOWS_WINDOWS_EVENT_H

#include "base/text.h"
#include "event/event.h"

#include <stddef.h>

struct arena;

/* What stands in the event's System part, under the names that Windows rules use for it. */
enum windows_system {
	WINDOWS_PROVIDER,
	WINDOWS_PROVIDER_GUID,
	WINDOWS_EVENT_ID,
	WINDOWS_QUALIFIERS,
	WINDOWS_VERSION,
	WINDOWS_LEVEL,
	WINDOWS_TASK,
	WINDOWS_OPCODE,
	WINDOWS_KEYWORDS,
	WINDOWS_RECORD_ID,
	WINDOWS_ACTIVITY_ID,
	WINDOWS_RELATED_ACTIVITY_ID,
	WINDOWS_PROCESS_ID,
	WINDOWS_THREAD_ID,
	WINDOWS_CHANNEL,
	WINDOWS_COMPUTER,
	WINDOWS_USER_ID,
	WINDOWS_SYSTEM_COUNT
};

/* One value of EventData or UserData. Unnamed ones are called "Data". */
struct windows_datum {
	struct text name;
	struct text value;
	enum value_kind kind;
};

/* Texts point into the record or the arena. */
struct windows_event {
	struct text system[WINDOWS_SYSTEM_COUNT];
	struct text message;    /* the text that Windows renders for people; may be empty */
	struct text incomplete; /* why not all of it could be read; empty: it could */
	struct text outcome;    /* "success" or "failure" where the shipper says it; may be empty */
	struct windows_datum *data;
	size_t count;
	size_t room;
	size_t left_out; /* values beyond LIMIT_FIELDS, counted */
	struct arena *arena;
};

/* An empty one; what it grows comes from the arena. */
void windows_event_init(struct windows_event *windows, struct arena *arena);

/* Append one value; over LIMIT_FIELDS it is counted and left out. */
void windows_event_add(
    struct windows_event *windows, struct text name, struct text value, enum value_kind kind);

/*
 * Put all of it on the event: System fields, data as named, the Sysmon names for what other
 * channels call differently, taxonomy fields, message and logsource. Appends to `windows` what it
 * derives. The time is the caller's.
 */
void windows_event_put(struct windows_event *windows, struct event *event);

#endif
