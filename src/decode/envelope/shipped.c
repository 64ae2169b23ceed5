/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A log line that a shipper put into JSON: the line itself, or the parts of its syslog header as
 * members. Sources: Filebeat's and Fluentd's exported fields, Docker's json-file driver, Vector's
 * syslog source, rsyslog's JSON templates, Splunk's JSON export (_raw).
 *
 * Asked behind all decoders of JSON. A line that no decoder knows stays unknown.
 */
#include "decode/decoder.h"
#include "decode/envelope/envelope.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* What Splunk's export puts around. */
static const struct json *members_of(const struct view *view)
{
	const struct json *result = json_get(view->json, "result");
	return json_get(result, "_raw") != NULL ? result : view->json;
}

static struct text first_of(const struct json *object, const char *const *paths, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct text t = text_trim(json_text(json_path(object, paths[i])));
		if (t.size != 0)
			return t;
	}
	return (struct text){NULL, 0};
}

static struct text line_of(const struct json *object)
{
	static const char *const places[] = {"_raw", "event.original", "message", "log", "msg"};
	return first_of(object, places, COUNT(places));
}

static bool recognise(const struct view *view)
{
	return view->json != NULL && !view->inner && line_of(members_of(view)).size != 0;
}

static struct text host_of(const struct json *object)
{
	static const char *const places[] = {
	    "host.name", "host.hostname", "hostname", "host", "agent.hostname"};
	return first_of(object, places, COUNT(places));
}

/* "sshd[4721]:" is a program and a number. */
static void put_tag(struct envelope *envelope, struct text tag)
{
	tag = text_part(tag, 0, text_find_char(tag, ':'));
	size_t bracket = text_find_char(tag, '[');
	envelope->program = text_part(tag, 0, bracket);
	if (bracket == TEXT_NONE)
		return;
	struct text pid = text_from(tag, bracket + 1);
	envelope->pid = text_part(pid, 0, text_find_char(pid, ']'));
}

static bool time_of(const struct json *object, struct civil *time)
{
	static const char *const places[] = {
	    "timereported", "timestamp", "@timestamp", "time", "_time"};
	for (size_t i = 0; i < COUNT(places); i++) {
		if (clock_parse(text_trim(json_get_text(object, places[i])), time))
			return true;
	}
	return false;
}

/* A line without a header of its own whose header's parts are members. */
static void read_members(const struct json *object, struct envelope *envelope)
{
	static const char *const tags[] = {"syslogtag", "programname", "program", "appname",
	    "app_name", "app-name", "ident", "process.name", "tag"};
	static const char *const pids[] = {"procid", "proc_id", "pid", "process.pid", "pid_number"};
	put_tag(envelope, first_of(object, tags, COUNT(tags)));
	if (envelope->pid.size == 0)
		envelope->pid = first_of(object, pids, COUNT(pids));
	/* Without a program it is any program's JSON with a time and a message. */
	if (envelope->program.size != 0)
		envelope->has_time = time_of(object, &envelope->time);
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	const struct json *object = members_of(view);
	struct envelope envelope;
	struct text message;
	envelope_read(line_of(object), &envelope, &message);
	if (!envelope.has_time && envelope.priority < 0)
		read_members(object, &envelope);
	if (envelope.host.size == 0)
		envelope.host = host_of(object);
	size_t before = events->count;
	if (decode_inner(view, &envelope, message, events, why) == NULL)
		return NOT_SUPPORTED;
	for (size_t i = before; i < events->count; i++) {
		struct civil time;
		if (!events->at[i]->has_time && time_of(object, &time))
			decode_set_time(events->at[i], &time, view->context);
	}
	return DONE;
}

const struct decoder shipped_decoder = {
    "shipped", "A line in a shipper's JSON", "", recognise, decode};
