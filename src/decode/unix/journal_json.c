/* SPDX-License-Identifier: Apache-2.0 */
/*
 * systemd's journal as `journalctl -o json` writes it (systemd.journal-fields(7), the "Journal
 * Export Formats" document's JSON part): one object an entry. A value that is no UTF-8 is an array
 * of bytes; a field that stands several times is an array of values; one over 4 KiB is null.
 *
 * The message goes to the syslog family's decoders behind a header made of the journal's fields, so
 * sshd's lines are read the same from a file and from the journal. The journal's own fields
 * are added to what comes out.
 */
#include "base/arena.h"
#include "decode/decoder.h"

#include <string.h>

static bool recognise(const struct view *view)
{
	return view->json != NULL && json_get(view->json, "__REALTIME_TIMESTAMP") != NULL;
}

/* An array of numbers as the bytes they are. */
static struct text bytes_of(struct arena *arena, const struct json *array)
{
	char *out = arena_alloc(arena, array->count);
	size_t size = 0;
	for (const struct json *item = array->first; item != NULL; item = item->next) {
		uint64_t byte;
		if (item->kind != JSON_NUMBER || !text_to_uint(item->text, &byte) || byte > 255)
			return json_text(array->first);
		out[size++] = (char)byte;
	}
	return (struct text){out, size};
}

static struct text get(const struct view *view, const char *name)
{
	const struct json *value = json_get(view->json, name);
	if (value != NULL && value->kind == JSON_ARRAY)
		return bytes_of(view->arena, value);
	return json_text(value);
}

static struct text first_of(const struct view *view, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct text value = get(view, names[i]);
		if (value.size != 0)
			return value;
	}
	return (struct text){NULL, 0};
}

/* Microseconds since 1970. */
static bool time_of(const struct view *view, int64_t *instant)
{
	return text_to_int(get(view, "__REALTIME_TIMESTAMP"), instant) && *instant >= 0;
}

static int priority_of(const struct view *view)
{
	uint64_t facility;
	uint64_t severity;
	if (!text_to_uint(get(view, "PRIORITY"), &severity) || severity > 7)
		return -1;
	if (!text_to_uint(get(view, "SYSLOG_FACILITY"), &facility) || facility > 23)
		facility = 1;
	return (int)(facility * 8 + severity);
}

static void make_envelope(const struct view *view, struct envelope *envelope)
{
	static const char *const programs[] = {"SYSLOG_IDENTIFIER", "_COMM"};
	static const char *const pids[] = {"SYSLOG_PID", "_PID"};
	int64_t instant;
	*envelope = (struct envelope){.priority = priority_of(view)};
	if (time_of(view, &instant)) {
		clock_to_civil(instant, 0, &envelope->time);
		envelope->time.has_offset = true;
		envelope->has_time = true;
	}
	envelope->host = get(view, "_HOSTNAME");
	envelope->program = first_of(view, programs, 2);
	envelope->pid = first_of(view, pids, 2);
}

static void add_field(struct event *event, const struct view *view, const struct json *field)
{
	if (field->kind == JSON_ARRAY && field->first != NULL && field->first->kind == JSON_NUMBER)
		event_add(event, field->name, bytes_of(view->arena, field), VALUE_TEXT);
	else
		decode_flatten(event, field->name, field);
}

/* The journal's fields under their own names; MESSAGE is in the event already. */
static void add_fields(struct event *event, const struct view *view)
{
	for (const struct json *field = view->json->first; field != NULL; field = field->next) {
		if (!text_equal(field->name, TEXT("MESSAGE")))
			add_field(event, view, field);
	}
}

static void put_missing(struct event *event, enum field_id field, struct text value)
{
	if (event_find(event, field_spec(field)->name) == NULL)
		event_put(event, field, value);
}

static void put_taxonomy(
    struct event *event, const struct view *view, const struct envelope *envelope)
{
	put_missing(event, FIELD_HOST, envelope->host);
	put_missing(event, FIELD_PROGRAM, envelope->program);
	put_missing(event, FIELD_PROCESS_ID, envelope->pid);
	put_missing(event, FIELD_IMAGE, get(view, "_EXE"));
	put_missing(event, FIELD_COMMAND_LINE, get(view, "_CMDLINE"));
	if (event->logsource.product.size == 0)
		event->logsource.product = TEXT("linux");
}

/* A message that no decoder knows is an event all the same. */
static enum outcome add_plain(
    const struct view *view, struct text message, struct events *events, struct why *why)
{
	struct event *event = events_add(events, view->context->received);
	if (event == NULL) {
		why_set(why, "too many events in one record");
		return TOO_LARGE;
	}
	event->logsource.product = TEXT("linux");
	event->message = message;
	return DONE;
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct envelope envelope;
	make_envelope(view, &envelope);
	struct text message = get(view, "MESSAGE");
	size_t before = events->count;
	struct why reason;
	if (decode_inner(view, &envelope, message, events, &reason) == NULL) {
		enum outcome outcome = add_plain(view, message, events, why);
		if (outcome != DONE)
			return outcome;
	}
	for (size_t i = before; i < events->count; i++) {
		struct event *event = events->at[i];
		int64_t instant;
		if (!event->has_time && time_of(view, &instant)) {
			event->time = instant;
			event->has_time = true;
		}
		put_taxonomy(event, view, &envelope);
		add_fields(event, view);
	}
	return DONE;
}

const struct decoder journal_json_decoder = {
    "journal-json", "systemd journal as JSON", "linux", recognise, decode};
