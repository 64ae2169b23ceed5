/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An event: a decoded record. Named fields, a time, and what kind of log it came from.
 *
 * Fields have two kinds of names, in one list. The vendor's own names, as they stand
 * in the record ("srcip", "EventData" names, "id.orig_h"), because vendors' Sigma rules use
 * them; and the taxonomy's names of event/fields.h ("src_ip"), the same for all products, which
 * attribution, reports and generic rules use. A name may stand several times: a list.
 *
 * All texts point into the record or the arena that the event was made on.
 */
#ifndef EVENT_EVENT_H
#define EVENT_EVENT_H

#include "base/clock.h"
#include "base/text.h"
#include "event/fields.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum value_kind {
	VALUE_TEXT,
	VALUE_NUMBER, /* text holds its decimal form */
	VALUE_BOOL,   /* text is "true" or "false" */
	VALUE_NULL,   /* the field is there and has no value; text is empty */
};

struct field {
	struct text name;
	struct text value;
	enum value_kind kind;
	bool cut;      /* the value was longer than LIMIT_VALUE */
	uint16_t next; /* event.c's: see struct event */
};

#define EVENT_BUCKETS 64

/* What Sigma calls logsource. Static strings or arena texts; empty where it does not apply. */
struct logsource {
	struct text product;
	struct text category;
	struct text service;
};

struct event {
	int64_t time;     /* instant; the receive time where the record has none */
	int64_t received; /* instant */
	bool has_time;    /* `time` came from the record */
	struct logsource logsource;
	struct text decoder; /* name of the decoder */
	struct text message; /* the free text of the record, for keyword search and for people; may
				be empty */
	struct field *fields;
	size_t count;
	size_t room;
	size_t left_out; /* fields beyond LIMIT_FIELDS, counted */
	struct arena *arena;
	/* event.c's index of the names: in each bucket the place + 1 of its last field, from there
	 * on by field.next to earlier ones; 0 ends. */
	uint16_t buckets[EVENT_BUCKETS];
};

/* An empty event on the arena; time and received are `received`. */
struct event *event_create(struct arena *arena, int64_t received);

/*
 * Add a field. A name over LIMIT_NAME or a value over LIMIT_VALUE is cut (on a UTF-8
 * border); invalid UTF-8 in a value or name becomes U+FFFD; over LIMIT_FIELDS the field is counted
 * and left out. An empty value is added as it is (empty is not null).
 */
void event_add(struct event *event, struct text name, struct text value, enum value_kind kind);

/* Add a taxonomy field as text; an empty value or "-" is not added. */
void event_put(struct event *event, enum field_id field, struct text value);
void event_put_int(struct event *event, enum field_id field, int64_t value);

/* The first field of that name; NULL when there is none. Exact, case matters. */
const struct field *event_find(const struct event *event, struct text name);
/* Its value, or an empty text. */
struct text event_get(const struct event *event, struct text name);
struct text event_get_field(const struct event *event, enum field_id field);

/* Give all fields of one name another, or take them out. A field's name is changed by nothing else;
 * what event_find() gave before is then no longer valid. */
void event_rename(struct event *event, struct text from, struct text to);
void event_remove(struct event *event, struct text name);

/* Many events of one record. */
struct events {
	struct event **at;
	size_t count;
	size_t room;
	struct arena *arena;
};

/* Start an empty list on the arena. */
void events_init(struct events *events, struct arena *arena);
/* Add a new event made for `received`; NULL when LIMIT_EVENTS_A_RECORD is reached. */
struct event *events_add(struct events *events, int64_t received);

#endif
