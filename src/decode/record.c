/* SPDX-License-Identifier: Apache-2.0 */
/* One record: peel the syslog header, look for JSON, ask the decoders in their order, finish the
 * events. */
#include "base/utf8.h"
#include "decode/blocked.h"
#include "decode/decoder.h"
#include "decode/envelope/envelope.h"

#include <stdio.h>

static const struct envelope no_envelope = {.priority = -1};

/* JSON behind a syslog header may be marked by the "@cee:" cookie (MITRE CEE Log Transport 1.0). */
static struct text json_part(struct text message)
{
	message = text_trim(message);
	if (text_skip(&message, TEXT("@cee:")))
		message = text_trim(message);
	return message;
}

static void look_for_json(struct view *view, struct why *why)
{
	struct text part = json_part(view->message);
	if (part.size == 0 || part.at[0] != '{')
		return;
	const struct json *json;
	struct why reason;
	if (json_read(part, &json_record_limits, view->arena, &json, &reason) == DONE)
		view->json = json;
	else
		why_set(why, "JSON: %s", reason.text);
}

static bool has(const struct event *event, enum field_id field)
{
	return event_find(event, field_spec(field)->name) != NULL;
}

static void put_missing(struct event *event, enum field_id field, struct text value)
{
	if (!has(event, field))
		event_put(event, field, value);
}

/*
 * The header's host is the machine itself for a Unix log; before a network product's message it is
 * the device that reports, which is not whom the event is about.
 */
static void put_envelope(struct event *event, const struct envelope *envelope)
{
	if (envelope->priority >= 0 && !has(event, FIELD_SYSLOG_PRIORITY))
		event_put_int(event, FIELD_SYSLOG_PRIORITY, envelope->priority);
	put_missing(event, FIELD_SYSLOG_HOST, envelope->host);
	put_missing(event, FIELD_PROGRAM, envelope->program);
	if (text_equal(event->logsource.product, TEXT("linux")))
		put_missing(event, FIELD_HOST, envelope->host);
	else if (!has(event, FIELD_HOST))
		put_missing(event, FIELD_DEVICE, envelope->host);
}

static void finish(struct event *event, const struct decoder *decoder, const struct view *view)
{
	if (event->decoder.size == 0)
		event->decoder = text_of(decoder->name);
	if (!event->has_time && view->envelope.has_time)
		decode_set_time(event, &view->envelope.time, view->context);
	if (event->message.size == 0)
		event->message = view->message;
	event->message = utf8_repaired(event->arena, event->message);
	put_envelope(event, &view->envelope);
	blocked_put_by_action(event);
}

static const struct decoder *ask_decoders(
    const struct view *view, struct events *events, struct why *why)
{
	size_t count;
	const struct decoder *const *decoders = decoder_all(&count);
	for (size_t i = 0; i < count; i++) {
		if (!decoders[i]->recognise(view))
			continue;
		size_t before = events->count;
		struct why reason = {"it gave no reason"};
		if (decoders[i]->decode(view, events, &reason) == DONE) {
			for (size_t e = before; e < events->count; e++)
				finish(events->at[e], decoders[i], view);
			return decoders[i];
		}
		events->count = before;
		why_set(why, "%s: %s", decoders[i]->title, reason.text);
	}
	return NULL;
}

const struct decoder *decode_record(struct text record, const struct decode_context *context,
    struct arena *arena, struct events *events, struct why *why)
{
	struct view view = {
	    .record = record,
	    .message = record,
	    .envelope = no_envelope,
	    .context = context,
	    .arena = arena,
	};
	why_set(why, "no known log format");
	/* A row below a header is a row, whatever its first cell looks like. */
	if (context->columns == NULL)
		envelope_read(record, &view.envelope, &view.message);
	look_for_json(&view, why);
	return ask_decoders(&view, events, why);
}

const struct decoder *decode_inner(const struct view *carrier, const struct envelope *envelope,
    struct text message, struct events *events, struct why *why)
{
	if (carrier->inner) {
		why_set(why, "a carried message carries another");
		return NULL;
	}
	struct decode_context context = *carrier->context;
	context.columns = NULL;
	struct view view = {
	    .record = message,
	    .message = message,
	    .envelope = *envelope,
	    .context = &context,
	    .arena = carrier->arena,
	    .inner = true,
	};
	why_set(why, "no known log format");
	look_for_json(&view, why);
	return ask_decoders(&view, events, why);
}
