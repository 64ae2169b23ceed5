/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Windows events as JSON, whoever shipped them: Winlogbeat (also before version 7, and as
 * Elasticsearch exports it), the trees of windows_tree.c, the flat objects of windows_flat.c, and
 * JSON that only wraps the event's XML. Source: Winlogbeat's list of exported fields.
 */
#include "base/arena.h"
#include "decode/decoder.h"
#include "decode/windows/windows_event.h"
#include "decode/windows/windows_flat.h"
#include "decode/windows/windows_tree.h"
#include "decode/windows/windows_xml.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct beats_part {
	const char *path;
	enum windows_system part;
};

/* Below "winlog"; before version 7 at the top, under the second name where it changed. */
static const struct beats_part beats_parts[] = {
    {"provider_name", WINDOWS_PROVIDER},
    {"source_name", WINDOWS_PROVIDER},
    {"provider_guid", WINDOWS_PROVIDER_GUID},
    {"event_id", WINDOWS_EVENT_ID},
    {"version", WINDOWS_VERSION},
    {"level", WINDOWS_LEVEL},
    {"task", WINDOWS_TASK},
    {"opcode", WINDOWS_OPCODE},
    {"record_id", WINDOWS_RECORD_ID},
    {"record_number", WINDOWS_RECORD_ID},
    {"activity_id", WINDOWS_ACTIVITY_ID},
    {"related_activity_id", WINDOWS_RELATED_ACTIVITY_ID},
    {"process.pid", WINDOWS_PROCESS_ID},
    {"process_id", WINDOWS_PROCESS_ID},
    {"process.thread.id", WINDOWS_THREAD_ID},
    {"thread_id", WINDOWS_THREAD_ID},
    {"channel", WINDOWS_CHANNEL},
    {"log_name", WINDOWS_CHANNEL},
    {"computer_name", WINDOWS_COMPUTER},
    {"computer", WINDOWS_COMPUTER},
    {"user.identifier", WINDOWS_USER_ID},
};

/* What an Elasticsearch export or a log pipeline puts around the event. */
static const struct json *unwrapped(const struct json *root)
{
	/* Chainsaw puts evtx_dump's tree below what its rule says. */
	const struct json *document = json_path(root, "document.data");
	if (json_get(document, "Event") != NULL)
		return document;
	const struct json *source = json_get(root, "_source");
	return source != NULL && source->kind == JSON_OBJECT ? source : root;
}

/* The event's XML in one of the places where shippers keep it; empty when there is none. */
static struct text wrapped_xml(const struct json *root)
{
	static const char *const paths[] = {
	    "event.original", "message", "Message", "SyslogMessage", "xml", "raw", "log"};
	for (size_t i = 0; i < COUNT(paths); i++) {
		struct text t = json_text(json_path(root, paths[i]));
		if (windows_xml_is(t))
			return t;
	}
	return (struct text){NULL, 0};
}

/* The object that holds Winlogbeat's fields; NULL when there is none. */
static const struct json *beats_of(const struct json *root)
{
	const struct json *winlog = json_get(root, "winlog");
	if (windows_tree_text(json_get(winlog, "event_id")).size != 0)
		return winlog;
	bool old = json_get(root, "event_id") != NULL && json_get(root, "log_name") != NULL &&
		   json_get(root, "computer_name") != NULL;
	/* Vector's windows_event_log source. */
	bool vector = json_get(root, "event_id") != NULL && json_get(root, "channel") != NULL &&
		      json_get(root, "computer") != NULL && json_get(root, "event_data") != NULL;
	return old || vector ? root : NULL;
}

static const struct json *tree_of(const struct json *root)
{
	const struct json *event = json_get(root, "Event");
	if (windows_tree_is(event))
		return event;
	return windows_tree_is(root) ? root : NULL;
}

/* Winlogbeat gives the keywords' words only. */
static void read_beats_keywords(const struct json *keywords, struct windows_event *windows)
{
	static const struct {
		struct text word;
		struct text bits;
	} known[] = {{TEXT_INIT("Audit Success"), TEXT_INIT("0x8020000000000000")},
	    {TEXT_INIT("Audit Failure"), TEXT_INIT("0x8010000000000000")}};
	const struct json *first =
	    keywords != NULL && keywords->kind == JSON_ARRAY ? keywords->first : keywords;
	struct text word = json_text(first);
	for (size_t i = 0; i < COUNT(known); i++) {
		if (text_equal(known[i].word, word))
			word = known[i].bits;
	}
	if (word.size != 0)
		windows->system[WINDOWS_KEYWORDS] = word;
}

/* Winlogbeat numbers unnamed values "param1", "param2" …; rules look for them in Data. */
static void add_numbered_as_data(const struct json *data, struct windows_event *windows)
{
	for (const struct json *child = data == NULL ? NULL : data->first; child != NULL;
	     child = child->next) {
		struct text rest = child->name;
		uint64_t number;
		if (text_skip(&rest, TEXT("param")) && text_to_uint(rest, &number))
			windows_tree_add(windows, TEXT("Data"), child);
	}
}

static void read_beats(
    const struct json *root, const struct json *beats, struct windows_event *windows)
{
	bool seen[WINDOWS_SYSTEM_COUNT] = {false};
	for (size_t i = 0; i < COUNT(beats_parts); i++) {
		const struct beats_part *part = &beats_parts[i];
		struct text value = windows_tree_text(json_path(beats, part->path));
		if (value.size == 0 || seen[part->part])
			continue;
		windows->system[part->part] = value;
		seen[part->part] = true;
	}
	read_beats_keywords(json_get(beats, "keywords"), windows);
	const struct json *data = json_get(beats, "event_data");
	windows_tree_data(data, windows);
	add_numbered_as_data(data, windows);
	windows_tree_data(json_get(beats, "user_data"), windows);
	struct text user = json_text(json_path(beats, "user.name"));
	if (user.size != 0) {
		windows_event_add(windows, TEXT("AccountName"), user, VALUE_TEXT);
		windows_event_add(windows, TEXT("Domain"),
		    json_text(json_path(beats, "user.domain")), VALUE_TEXT);
	}
	windows->outcome = json_get_text(beats, "outcome");
	if (windows->outcome.size == 0)
		windows->outcome = json_text(json_path(root, "event.outcome"));
	struct text message = json_get_text(root, "message");
	if (!windows_xml_is(message))
		windows->message = message;
}

/* Wazuh's manager gives "win": {"system": …, "eventdata": …}, names with a small first letter. */
static const struct json *wazuh_of(const struct json *root)
{
	const struct json *win = json_get(root, "win");
	if (win == NULL)
		win = json_path(root, "data.win");
	return json_path(win, "system.eventID") != NULL ? win : NULL;
}

/* Its agent escapes backslashes and quotes once more. */
static struct text once_more(struct text t, struct arena *arena)
{
	if (text_find(t, TEXT("\\\\")) == TEXT_NONE && text_find(t, TEXT("\\\"")) == TEXT_NONE)
		return t;
	char *out = arena_alloc(arena, t.size);
	size_t size = 0;
	for (size_t i = 0; i < t.size; i++) {
		bool escape = t.at[i] == '\\' && i + 1 < t.size &&
			      (t.at[i + 1] == '\\' || t.at[i + 1] == '"');
		i += escape;
		out[size++] = t.at[i];
	}
	return (struct text){out, size};
}

static void read_wazuh(const struct json *win, struct windows_event *windows, struct text *time)
{
	static const struct beats_part parts[] = {{"providerName", WINDOWS_PROVIDER},
	    {"providerGuid", WINDOWS_PROVIDER_GUID}, {"eventID", WINDOWS_EVENT_ID},
	    {"version", WINDOWS_VERSION}, {"level", WINDOWS_LEVEL}, {"task", WINDOWS_TASK},
	    {"opcode", WINDOWS_OPCODE}, {"keywords", WINDOWS_KEYWORDS},
	    {"eventRecordID", WINDOWS_RECORD_ID}, {"processID", WINDOWS_PROCESS_ID},
	    {"threadID", WINDOWS_THREAD_ID}, {"channel", WINDOWS_CHANNEL},
	    {"computer", WINDOWS_COMPUTER}};
	const struct json *system = json_get(win, "system");
	for (size_t i = 0; i < COUNT(parts); i++)
		windows->system[parts[i].part] = json_get_text(system, parts[i].path);
	*time = json_get_text(system, "systemTime");
	windows->message = json_get_text(system, "message");
	const struct json *data = json_get(win, "eventdata");
	for (const struct json *one = data == NULL ? NULL : data->first; one != NULL;
	     one = one->next) {
		struct text first = text_part(one->name, 0, 1);
		bool small = first.size != 0 && first.at[0] >= 'a' && first.at[0] <= 'z';
		struct text name = one->name;
		if (small)
			name = text_format(windows->arena, "%c%.*s", first.at[0] - 0x20,
			    TEXT_ARGS(text_from(one->name, 1)));
		if (one->kind == JSON_STRING)
			windows_event_add(
			    windows, name, once_more(one->text, windows->arena), VALUE_TEXT);
		else
			windows_tree_add(windows, name, one);
	}
}

static bool recognise(const struct view *view)
{
	if (view->json == NULL || view->json->kind != JSON_OBJECT)
		return false;
	const struct json *root = unwrapped(view->json);
	return beats_of(root) != NULL || wazuh_of(root) != NULL || tree_of(root) != NULL ||
	       windows_flat_is(root) || wrapped_xml(root).size != 0;
}

static enum outcome read_any(
    const struct json *root, struct windows_event *windows, struct text *time, struct why *why)
{
	const struct json *tree = tree_of(root);
	const struct json *beats = beats_of(root);
	struct text xml = wrapped_xml(root);
	if (wazuh_of(root) != NULL) {
		read_wazuh(wazuh_of(root), windows, time);
		return DONE;
	}
	if (tree != NULL) {
		windows_tree_read(tree, windows, time);
		return DONE;
	}
	if (beats == NULL && windows_flat_is(root)) {
		windows_flat_read(root, windows);
		return DONE;
	}
	/* Winlogbeat with include_xml may leave the data to the XML. */
	bool data = json_get(beats, "event_data") != NULL || json_get(beats, "user_data") != NULL;
	if (xml.size != 0 && !data) {
		enum outcome outcome = windows_xml_read(xml, windows, time, why);
		if (outcome != DONE && beats == NULL)
			return outcome;
	}
	if (beats != NULL)
		read_beats(root, beats, windows);
	return DONE;
}

static void set_time(
    const struct view *view, const struct json *root, struct text time, struct event *event)
{
	const struct json *beats = beats_of(root);
	if (beats == NULL && tree_of(root) == NULL && windows_flat_is(root)) {
		windows_flat_time(root, event, view->context);
		return;
	}
	if (decode_set_time_text(event, json_get_text(beats, "time_created"), view->context) ||
	    decode_set_time_text(event, time, view->context))
		return;
	decode_set_time_text(event, json_get_text(root, "@timestamp"), view->context);
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	const struct json *root = unwrapped(view->json);
	struct windows_event windows;
	struct text time = {NULL, 0};
	windows_event_init(&windows, view->arena);
	enum outcome outcome = read_any(root, &windows, &time, why);
	if (outcome != DONE)
		return outcome;
	if (windows.system[WINDOWS_EVENT_ID].size == 0) {
		why_set(why, "a Windows event without EventID");
		return MALFORMED;
	}
	struct event *event = events_add(events, view->context->received);
	if (event == NULL) {
		why_set(why, "too many events in one record");
		return TOO_LARGE;
	}
	windows_event_put(&windows, event);
	set_time(view, root, time, event);
	return DONE;
}

const struct decoder windows_json_decoder = {
    "windows-json", "Windows event as JSON", "windows", recognise, decode};
