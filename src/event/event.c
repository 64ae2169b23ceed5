/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events and their fields; the limits on names, values and counts are applied here, once for all
 * decoders. Decoders look for some fifty names in some fifty fields, for every line that comes in:
 * so the fields are chained by a cheap hash of their names.
 */
#include "event/event.h"

#include "base/arena.h"
#include "base/limits.h"
#include "base/utf8.h"

#include <assert.h>
#include <string.h>

#define FIRST_FIELDS 24

struct event *event_create(struct arena *arena, int64_t received)
{
	struct event *event = arena_alloc(arena, sizeof(*event));
	event->time = received;
	event->received = received;
	event->arena = arena;
	return event;
}

/* Names are short, many begin alike ("src…") or end alike ("…ip"). */
static size_t bucket_of(struct text name)
{
	if (name.size == 0)
		return 0;
	unsigned char first = (unsigned char)name.at[0];
	unsigned char last = (unsigned char)name.at[name.size - 1];
	return (first * 7u + last * 3u + name.size) % EVENT_BUCKETS;
}

static void index_field(struct event *event, size_t place)
{
	uint16_t *head = &event->buckets[bucket_of(event->fields[place].name)];
	event->fields[place].next = *head;
	*head = (uint16_t)(place + 1);
}

static void index_all(struct event *event)
{
	memset(event->buckets, 0, sizeof(event->buckets));
	for (size_t i = 0; i < event->count; i++)
		index_field(event, i);
}

/* The name is good. */
static void append(struct event *event, struct text name, struct text value, enum value_kind kind)
{
	static_assert(LIMIT_FIELDS < UINT16_MAX, "places fit the index");
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
	event->fields[event->count] = (struct field){
	    .name = name,
	    .value = utf8_repaired(event->arena, utf8_cut(value, LIMIT_VALUE)),
	    .kind = kind,
	    .cut = value.size > LIMIT_VALUE,
	};
	index_field(event, event->count++);
}

void event_add(struct event *event, struct text name, struct text value, enum value_kind kind)
{
	append(event, utf8_repaired(event->arena, utf8_cut(name, LIMIT_NAME)), value, kind);
}

void event_put(struct event *event, enum field_id field, struct text value)
{
	if (value.size == 0 || text_equal(value, TEXT("-")))
		return;
	const struct field_spec *spec = field_spec(field);
	bool number = spec->type == FIELD_NUMBER || spec->type == FIELD_PORT;
	double parsed;
	append(event, spec->name, value,
	    number && text_to_double(value, &parsed) ? VALUE_NUMBER : VALUE_TEXT);
}

/* Counters come with every line: printf would cost more than the rest of such a field. */
static struct text digits_of(struct arena *arena, int64_t value)
{
	char reversed[24];
	size_t size = 0;
	uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	do {
		reversed[size++] = (char)('0' + left % 10);
		left /= 10;
	} while (left != 0);
	if (value < 0)
		reversed[size++] = '-';
	char *out = arena_alloc(arena, size);
	for (size_t i = 0; i < size; i++)
		out[i] = reversed[size - 1 - i];
	return (struct text){out, size};
}

void event_put_int(struct event *event, enum field_id field, int64_t value)
{
	append(event, field_spec(field)->name, digits_of(event->arena, value), VALUE_NUMBER);
}

const struct field *event_find(const struct event *event, struct text name)
{
	const struct field *found = NULL;
	for (size_t i = event->buckets[bucket_of(name)]; i != 0; i = event->fields[i - 1].next) {
		if (text_equal(event->fields[i - 1].name, name))
			found = &event->fields[i - 1];
	}
	return found;
}

void event_rename(struct event *event, struct text from, struct text to)
{
	if (event_find(event, from) == NULL)
		return;
	for (size_t i = 0; i < event->count; i++) {
		if (text_equal(event->fields[i].name, from))
			event->fields[i].name = to;
	}
	index_all(event);
}

void event_remove(struct event *event, struct text name)
{
	if (event_find(event, name) == NULL)
		return;
	size_t kept = 0;
	for (size_t i = 0; i < event->count; i++) {
		if (!text_equal(event->fields[i].name, name))
			event->fields[kept++] = event->fields[i];
	}
	event->count = kept;
	index_all(event);
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
		events->at = arena_grow(
		    events->arena, events->at, events->count, room, sizeof(struct event *));
		events->room = room;
	}
	struct event *event = event_create(events->arena, received);
	events->at[events->count++] = event;
	return event;
}
