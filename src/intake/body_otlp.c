/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OTLP logs in their JSON mapping: resources hold scopes hold log records. Names are lowerCamelCase
 * by the specification; some senders write those of the protocol file, both are taken.
 */
#include "intake/body.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/limits.h"
#include "intake/body_value.h"

#include <sodium.h>

struct otlp {
	const struct body_sink *sink;
	struct arena *arena;
	struct buffer line;
	bool stopped;
	uint64_t *rejected;
	const struct json *resource; /* of the log record at hand */
	const struct json *scope;
};

static const struct json *member(const struct json *object, const char *camel, const char *snake)
{
	const struct json *found = json_get(object, camel);
	return found != NULL ? found : json_get(object, snake);
}

/* What an agent tells about where it read a line: the line itself tells more, or the same. */
static bool is_shippers(struct text name)
{
	static const char *const names[] = {"logtag", "time", "stream", "fluent.tag"};
	static const char *const beginnings[] = {"log.", "host.", "os.", "service.", "telemetry.",
	    "container.", "k8s.", "cloud.", "deployment.", "process.", "agent."};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (text_equal(name, text_of(names[i])))
			return true;
	}
	for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++) {
		if (text_starts(name, text_of(beginnings[i])))
			return true;
	}
	return false;
}

static bool only_shippers(const struct json *attributes)
{
	const struct json *item = attributes == NULL ? NULL : attributes->first;
	for (; item != NULL; item = item->next) {
		if (!is_shippers(json_get_text(item, "key")))
			return false;
	}
	return true;
}

/* Whether a text says by itself when or what it is: a syslog line, JSON, XML, CEF, LEEF, or
 * anything that begins with a time. */
static bool is_line(struct text t)
{
	struct civil time;
	if (t.size == 0 || text_find_char(t, '\n') != TEXT_NONE)
		return false;
	return t.at[0] == '<' || t.at[0] == '{' || text_starts(t, TEXT("CEF:")) ||
	       text_starts(t, TEXT("LEEF:")) || clock_read(&t, &time);
}

/* The body as text, where it is a string or bytes. */
static bool body_text(struct otlp *otlp, const struct json *body, struct text *out)
{
	const struct json *string = member(body, "stringValue", "string_value");
	const struct json *bytes = member(body, "bytesValue", "bytes_value");
	if (string != NULL && string->kind == JSON_STRING) {
		*out = string->text;
		return true;
	}
	if (bytes == NULL || bytes->kind != JSON_STRING)
		return false;
	unsigned char *made = arena_alloc(otlp->arena, bytes->text.size + 1);
	size_t size;
	if (sodium_base642bin(made, bytes->text.size + 1, bytes->text.at, bytes->text.size, NULL,
		&size, NULL, sodium_base64_VARIANT_ORIGINAL) != 0)
		return false;
	*out = (struct text){(const char *)made, size};
	return true;
}

static void put_time(struct json_writer *writer, const char *name, const struct json *nanoseconds)
{
	char text[CLOCK_TEXT];
	int64_t value;
	if (nanoseconds == NULL || !json_int(nanoseconds, &value) || value <= 0)
		return;
	clock_format(value / 1000, text);
	json_put_text(writer, name, text_of(text));
}

static void put_text(struct json_writer *writer, const char *name, const struct json *value)
{
	struct text t = json_text(value);
	if (t.size != 0)
		json_put_text(writer, name, t);
}

static void put_severity(struct json_writer *writer, const struct json *record)
{
	const struct json *number = member(record, "severityNumber", "severity_number");
	int64_t value;
	put_text(writer, "severityText", member(record, "severityText", "severity_text"));
	if (number != NULL && json_int(number, &value) && value != 0)
		json_put_int(writer, "severityNumber", value);
	else
		put_text(writer, "severityNumber", number); /* "SEVERITY_NUMBER_INFO" */
}

/* Under the name by which decoders look for a line's host. */
static void put_host(struct json_writer *writer, const struct json *resource)
{
	const struct json *list = json_get(resource, "attributes");
	for (const struct json *item = list == NULL ? NULL : list->first; item != NULL;
	     item = item->next) {
		if (!text_equal(json_get_text(item, "key"), TEXT("host.name")))
			continue;
		put_text(writer, "hostname",
		    member(json_get(item, "value"), "stringValue", "string_value"));
		return;
	}
}

static void put_scope(struct otlp *otlp, struct json_writer *writer)
{
	const struct json *attributes = json_get(otlp->scope, "attributes");
	if (json_get_text(otlp->scope, "name").size == 0 &&
	    (attributes == NULL || attributes->count == 0))
		return;
	json_open_object(writer, "scope");
	put_text(writer, "name", json_get(otlp->scope, "name"));
	put_text(writer, "version", json_get(otlp->scope, "version"));
	body_attributes(writer, "attributes", attributes, otlp->arena);
	json_close_object(writer);
}

static void write_record(
    struct otlp *otlp, const struct json *record, bool is_text, struct text line)
{
	struct json_writer writer;
	const struct json *body = json_get(record, "body");
	const struct json *time = member(record, "timeUnixNano", "time_unix_nano");
	const struct json *observed =
	    member(record, "observedTimeUnixNano", "observed_time_unix_nano");
	int64_t value;
	bool has_time = time != NULL && json_int(time, &value) && value > 0;
	buffer_clear(&otlp->line);
	json_begin(&writer, &otlp->line);
	json_open_object(&writer, NULL);
	put_time(&writer, "time", has_time ? time : observed);
	put_severity(&writer, record);
	put_host(&writer, otlp->resource);
	put_text(&writer, "eventName", member(record, "eventName", "event_name"));
	if (is_text)
		json_put_text(&writer, "message", line);
	else if (body != NULL)
		body_value(&writer, "body", body, otlp->arena);
	body_attributes(&writer, "attributes", json_get(record, "attributes"), otlp->arena);
	body_attributes(&writer, "resource", json_get(otlp->resource, "attributes"), otlp->arena);
	put_scope(otlp, &writer);
	put_text(&writer, "traceId", member(record, "traceId", "trace_id"));
	put_text(&writer, "spanId", member(record, "spanId", "span_id"));
	json_close_object(&writer);
}

/* A body of names and values that is a record by itself: an agent took a JSON line apart. */
static bool write_body(struct otlp *otlp, const struct json *body)
{
	const struct json *list = member(body, "kvlistValue", "kvlist_value");
	struct json_writer writer;
	if (list == NULL)
		return false;
	buffer_clear(&otlp->line);
	json_begin(&writer, &otlp->line);
	body_value(&writer, NULL, body, otlp->arena);
	return true;
}

static void take_record(struct otlp *otlp, const struct json *record)
{
	const struct json *body = json_get(record, "body");
	struct text line = {NULL, 0};
	bool is_text = body_text(otlp, body, &line);
	bool shippers = only_shippers(json_get(record, "attributes")) &&
			only_shippers(json_get(otlp->resource, "attributes"));
	if (record->kind != JSON_OBJECT) {
		++*otlp->rejected;
		return;
	}
	while (line.size != 0 && (line.at[line.size - 1] == '\n' || line.at[line.size - 1] == '\r'))
		line.size--;
	if (!(shippers && is_text && is_line(line))) {
		if (is_text || !shippers || !write_body(otlp, body))
			write_record(otlp, record, is_text, line);
		line = buffer_text(&otlp->line);
		if (otlp->line.full)
			line.size = LIMIT_LINE + 1;
	}
	if (line.size > LIMIT_LINE)
		++*otlp->rejected;
	else
		otlp->stopped = !otlp->sink->record(otlp->sink->data, line);
}

static void take_scope(struct otlp *otlp, const struct json *scope)
{
	const struct json *records = member(scope, "logRecords", "log_records");
	const struct json *record = records == NULL ? NULL : records->first;
	otlp->scope = json_get(scope, "scope");
	for (; record != NULL && !otlp->stopped; record = record->next)
		take_record(otlp, record);
}

static void take_resource(struct otlp *otlp, const struct json *resource)
{
	const struct json *scopes = member(resource, "scopeLogs", "scope_logs");
	if (scopes == NULL)
		scopes =
		    member(resource, "instrumentationLibraryLogs", "instrumentation_library_logs");
	const struct json *scope = scopes == NULL ? NULL : scopes->first;
	otlp->resource = json_get(resource, "resource");
	for (; scope != NULL && !otlp->stopped; scope = scope->next)
		take_scope(otlp, scope);
}

enum outcome body_otlp(struct text body, const struct body_sink *sink, struct arena *arena,
    uint64_t *rejected, struct why *why)
{
	static const struct json_limits limits = {.depth = 64, .values = 2000000, .lenient = true};
	const struct json *value = NULL;
	enum outcome outcome = json_read(body, &limits, arena, &value, why);
	if (outcome != DONE)
		return outcome;
	const struct json *resources = member(value, "resourceLogs", "resource_logs");
	if (value->kind != JSON_OBJECT || (resources != NULL && resources->kind != JSON_ARRAY)) {
		why_set(why, "the body is no ExportLogsServiceRequest (\"resourceLogs\", a list)");
		return MALFORMED;
	}
	struct otlp otlp = {.sink = sink, .rejected = rejected, .arena = arena};
	*rejected = 0;
	buffer_init(&otlp.line, LIMIT_LINE);
	const struct json *resource = resources == NULL ? NULL : resources->first;
	for (; resource != NULL && !otlp.stopped; resource = resource->next)
		take_resource(&otlp, resource);
	buffer_free(&otlp.line);
	return DONE;
}
