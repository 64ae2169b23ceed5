/* SPDX-License-Identifier: Apache-2.0 */
/* Events and their fields; the limits on names, values and counts are applied here, once for all
 * decoders. */
#include "event/event.h"

#include "base/arena.h"
#include "base/limits.h"
#include "base/utf8.h"

#include <inttypes.h>
#include <stdio.h>

#define FIRST_FIELDS 24

struct event *event_create(struct arena *arena, int64_t received)
{
	struct event *event = arena_alloc(arena, sizeof(*event));
	event->time = received;
	event->received = received;
	event->arena = arena;
	return event;
}

void event_add(struct event *event, struct text name, struct text value, enum value_kind kind)
{
	if (event->count == LIMIT_FIELDS) {
		event->left_out++;
		return;
	}
	if (event->count == event->room) {
		size_t room = event->room == 0 ? FIRST_FIELDS : event->room * 2;
		if (room > LIMIT_FIELDS)
			room = LIMIT_FIELDS;
		event->fields = arena_grow(
		    event->arena, event->fields, event->count, room, sizeof(*event->fields));
		event->room = room;
	}
	event->fields[event->count++] = (struct field){
	    .name = utf8_repaired(event->arena, utf8_cut(name, LIMIT_NAME)),
	    .value = utf8_repaired(event->arena, utf8_cut(value, LIMIT_VALUE)),
	    .kind = kind,
	    .cut = value.size > LIMIT_VALUE,
	};
}

void event_put(struct event *event, enum field_id field, struct text value)
{
	if (value.size == 0 || text_equal(value, TEXT("-")))
		return;
	const struct field_spec *spec = field_spec(field);
	bool number = spec->type == FIELD_NUMBER || spec->type == FIELD_PORT;
	double parsed;
	event_add(event, spec->name, value,
	    number && text_to_double(value, &parsed) ? VALUE_NUMBER : VALUE_TEXT);
}

void event_put_int(struct event *event, enum field_id field, int64_t value)
{
	event_add(event, field_spec(field)->name, text_format(event->arena, "%" PRId64, value),
	    VALUE_NUMBER);
}

const struct field *event_find(const struct event *event, struct text name)
{
	for (size_t i = 0; i < event->count; i++) {
		if (text_equal(event->fields[i].name, name))
			return &event->fields[i];
	}
	return NULL;
}

struct text event_get(const struct event *event, struct text name)
{
	const struct field *field = event_find(event, name);
	return field == NULL ? (struct text){NULL, 0} : field->value;
}

struct text event_get_field(const struct event *event, enum field_id field)
{
	return event_get(event, field_spec(field)->name);
}

void events_init(struct events *events, struct arena *arena)
{
	*events = (struct events){.arena = arena};
}

struct event *events_add(struct events *events, int64_t received)
{
	if (events->count == LIMIT_EVENTS_A_RECORD)
		return NULL;
	if (events->count == events->room) {
		size_t room = events->room == 0 ? 4 : events->room * 2;
		events->at =
		    arena_grow(events->arena, events->at, events->count, room, sizeof(*events->at));
		events->room = room;
	}
	struct event *event = event_create(events->arena, received);
	events->at[events->count++] = event;
	return event;
}
