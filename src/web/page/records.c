/* SPDX-License-Identifier: Apache-2.0 */
/* One raw record: as received, as decoded, and where it came from. */
#include "web/page/pages.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "decode/decoder.h"
#include "search/records.h"
#include "web/parts.h"
#include "web/state.h"

#include <sodium.h>
#include <string.h>

#define EVENTS_SHOWN 64
#define RAW_SHOWN ((size_t)64 << 10) /* bytes that a page shows; programs get all */
#define VALUE_COLUMNS 2000
#define NAME_COLUMNS 80

/* Take the frame apart up to the record. Columns that the record points to live as long as
 * `records`, which the caller closes. */
static enum outcome seek(
    struct frame_records *records, uint64_t place, struct frame_record *record, struct why *why)
{
	for (;;) {
		enum outcome outcome = frame_records_next(records, record, why);
		if (outcome == AT_END) {
			why_set(why, "the frame has no record at this place");
			return NOT_FOUND;
		}
		if (outcome != DONE || record->place == place)
			return outcome;
		if (record->place > place) {
			why_set(why, "the frame has no record at this place");
			return NOT_FOUND;
		}
	}
}

/* Characters that change the direction of writing or cannot be seen would steer a reader's eye. */
static bool steers(struct text character)
{
	uint32_t code;
	unsigned char c[3];
	if (character.size == 2) {
		memcpy(c, character.at, 2);
		code = (c[0] & 0x1fU) << 6 | (c[1] & 0x3fU);
		return code < 0xa0 || code == 0xad || code == 0x61c;
	}
	if (character.size != 3)
		return false;
	memcpy(c, character.at, 3);
	code = (c[0] & 0xfU) << 12 | (c[1] & 0x3fU) << 6 | (c[2] & 0x3fU);
	return (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
	       (code >= 0x2060 && code <= 0x206f) || code == 0xfeff;
}

/* Bytes as text that a page can show exactly: what is no printable character stands as \xNN. */
static struct text shown_exactly(struct arena *arena, struct text bytes)
{
	static const char digits[] = "0123456789abcdef";
	char *out = arena_array(arena, bytes.size + 1, 4);
	size_t size = 0;
	size_t at = 0;
	while (at < bytes.size) {
		unsigned char c = (unsigned char)bytes.at[at];
		size_t whole = utf8_sequence(text_from(bytes, at));
		bool plain = (whole > 1 && !steers(text_part(bytes, at, whole))) ||
			     (c >= 0x20 && c < 0x7f) || c == '\n' || c == '\t';
		if (whole != 0 && plain) {
			memcpy(out + size, bytes.at + at, whole);
			size += whole;
			at += whole;
			continue;
		}
		out[size++] = '\\';
		out[size++] = 'x';
		out[size++] = digits[c >> 4];
		out[size++] = digits[c & 15];
		at++;
	}
	return (struct text){out, size};
}

static struct text base64(struct arena *arena, struct text bytes)
{
	size_t room = sodium_base64_encoded_len(bytes.size, sodium_base64_VARIANT_ORIGINAL);
	char *out = arena_alloc(arena, room);
	const unsigned char *at = (const unsigned char *)(bytes.size == 0 ? "" : bytes.at);
	sodium_bin2base64(out, room, at, bytes.size, sodium_base64_VARIANT_ORIGINAL);
	return text_of(out);
}

static void put_raw(struct call *call, struct text bytes)
{
	struct text shown = text_part(bytes, 0, RAW_SHOWN);
	/* A page shows a part only: what only programs get is not made for it. */
	if (call->json) {
		json_put_text(&call->data, "raw", utf8_repaired(call->arena, bytes));
		json_put_text(&call->data, "raw_base64", base64(call->arena, bytes));
	}
	data_count(&call->data, "bytes", bytes.size);
	json_put_text(&call->view, "raw", shown_exactly(call->arena, shown));
	json_put_text(&call->view, "bytes", words_bytes(&call->words, bytes.size));
	json_put_bool(&call->view, "cut", shown.size < bytes.size);
}

static void put_field(struct call *call, const struct field *field)
{
	enum field_id id;
	bool known = field_by_name(field->name, &id);
	json_put_named(&call->data, field->name, field->value);
	json_open_object(&call->view, NULL);
	view_text(call, "name", field->name, NAME_COLUMNS);
	view_text(call, "value", field->value, VALUE_COLUMNS);
	json_put_bool(&call->view, "known", known);
	if (known)
		json_put_text(&call->view, "meaning", text_of(field_spec(id)->meaning));
	json_close_object(&call->view);
}

static void put_event(struct call *call, const struct event *event)
{
	json_open_object(&call->data, NULL);
	json_open_object(&call->view, NULL);
	data_time(&call->data, "time", event->time);
	json_put_bool(&call->data, "has_time", event->has_time);
	data_text(&call->data, "product", event->logsource.product);
	data_text(&call->data, "category", event->logsource.category);
	data_text(&call->data, "service", event->logsource.service);
	data_text(&call->data, "message", event->message);
	view_moment(call, "time", event->time);
	json_put_bool(&call->view, "has_time", event->has_time);
	view_text(call, "product", event->logsource.product, NAME_COLUMNS);
	view_text(call, "category", event->logsource.category, NAME_COLUMNS);
	view_text(call, "service", event->logsource.service, NAME_COLUMNS);
	view_text(call, "message", event->message, VALUE_COLUMNS);
	json_open_object(&call->data, "fields");
	json_open_array(&call->view, "fields");
	for (size_t i = 0; i < event->count; i++)
		put_field(call, &event->fields[i]);
	json_close_object(&call->data);
	json_close_array(&call->view);
	json_close_object(&call->data);
	json_close_object(&call->view);
}

static void put_events(struct call *call, const struct frame *frame,
    const struct frame_record *record, const struct zone *zone)
{
	struct why why;
	struct events events;
	const struct decode_context context = {
	    .zone = zone, .received = frame->received, .columns = record->columns};
	events_init(&events, call->arena);
	const struct decoder *decoder = NULL;
	if (record->refused)
		why = record->why;
	else
		decoder = decode_record(record->bytes, &context, call->arena, &events, &why);
	if (decoder == NULL) {
		json_put_text(&call->data, "not_understood", text_of(why.text));
		json_put_text(&call->view, "not_understood", text_of(why.text));
	} else {
		json_put_text(&call->data, "decoder", text_of(decoder->name));
		json_put_text(&call->view, "decoder", text_of(decoder->title));
	}
	json_open_array(&call->data, "events");
	json_open_array(&call->view, "events");
	for (size_t i = 0; i < events.count && i < EVENTS_SHOWN; i++)
		put_event(call, events.at[i]);
	json_close_array(&call->data);
	json_close_array(&call->view);
	data_count(&call->data, "event_count", events.count);
}

static void put_where(struct call *call, const struct company *company, const struct frame *frame,
    struct record_name name, struct source *source)
{
	char text[RECORD_NAME_TEXT];
	record_name_write(name, text);
	json_put_text(&call->data, "record", text_of(text));
	json_put_text(&call->data, "company", text_of(company->id));
	json_put_text(&call->data, "source", frame->source);
	data_time(&call->data, "received", frame->received);
	data_text(&call->data, "origin", frame->origin);
	data_text(&call->data, "batch", frame->batch);
	json_put_bool(&call->data, "history", frame->history);
	json_put_text(&call->view, "record", text_of(text));
	view_text(call, "company_name", company->name, NAME_COLUMNS);
	view_link(call, "company_link", "/companies/%s", company->id);
	view_moment(call, "received", frame->received);
	view_text(call, "origin", frame->origin, NAME_COLUMNS);
	view_text(call, "batch", frame->batch, NAME_COLUMNS);
	if (source != NULL) {
		view_text(call, "source_name", source->name, NAME_COLUMNS);
		view_link(call, "source_link", "/companies/%s/sources/%s", company->id, source->id);
	}
}

/* The zone for lines without one: the source's, else the company's. */
static const struct zone *zone_for(
    struct call *call, const struct company *company, const struct source *source)
{
	struct text shown;
	bool own = source != NULL && source->zone.size != 0;
	return zone_of(call, own ? source->zone : company->zone, &shown);
}

static void show(struct call *call, const struct company *company, const struct frame *frame,
    struct record_name name)
{
	struct why why;
	struct source found;
	struct source *source = NULL;
	struct frame_record record;
	if (source_get(call->store, &call->viewer, text_of(company->id), frame->source, call->arena,
		&found, NULL) == DONE)
		source = &found;
	struct frame_records *records = frame_records_open(frame, call->web->mappings);
	enum outcome outcome = seek(records, name.place, &record, &why);
	if (outcome == DONE) {
		put_where(call, company, frame, name, source);
		put_raw(call, record.bytes);
		put_events(call, frame, &record, zone_for(call, company, source));
		json_put_text(&call->view, "title", words_get(&call->words, "record"));
		page_frame(call, "incidents");
		call_show(call, 200, "record");
	} else {
		call_fail(call, outcome, &why);
	}
	frame_records_close(records);
}

void record_show(struct call *call)
{
	struct why why;
	struct company company;
	struct frame frame;
	struct record_name name;
	if (!company_of(call, &company))
		return;
	if (!record_name_read(call_part(call, 3), &name)) {
		call_refuse(call, 404, "not-found", "error_not_found");
		return;
	}
	enum outcome outcome = journal_frame(
	    &call->options->place, text_of(company.id), name.position, call->arena, &frame, &why);
	/* Nobody sees a frame of somebody else, whatever position was asked for. */
	if (outcome == DONE && !text_equal(frame.company, text_of(company.id))) {
		why_set(&why, "no record has this name");
		outcome = NOT_FOUND;
	}
	if (outcome != DONE)
		call_fail(call, outcome, &why);
	else
		show(call, &company, &frame, name);
}
