/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Windows events as flat JSON. Sources: NXLog's im_msvistalog fields, Hayabusa's timelines, the
 * OTRF Security-Datasets, Azure Monitor's WindowsEvent, Event and SecurityEvent tables,
 * fluent-plugin-windows-eventlog, PowerShell's Get-WinEvent | ConvertTo-Json.
 */
#include "decode/windows/windows_flat.h"

#include "base/arena.h"
#include "decode/windows/windows_tree.h"
#include "decode/windows/windows_xml.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define CONSUMED_LIMIT 32

struct alias {
	const char *name;
	enum windows_system part;
};

static const char user_id[] = "UserId";

/* The first that is there has the part; later ones stay data. */
static const struct alias aliases[] = {
    {"SourceName", WINDOWS_PROVIDER},
    {"Provider_Name", WINDOWS_PROVIDER},
    {"ProviderName", WINDOWS_PROVIDER},
    {"EventSourceName", WINDOWS_PROVIDER},
    {"Provider", WINDOWS_PROVIDER},
    {"ProviderGuid", WINDOWS_PROVIDER_GUID},
    {"ProviderGUID", WINDOWS_PROVIDER_GUID},
    {"ProviderId", WINDOWS_PROVIDER_GUID},
    {"EventID", WINDOWS_EVENT_ID},
    {"EventId", WINDOWS_EVENT_ID},
    {"Id", WINDOWS_EVENT_ID},
    {"Qualifiers", WINDOWS_QUALIFIERS},
    {"Version", WINDOWS_VERSION},
    {"Level", WINDOWS_LEVEL},
    {"EventLevel", WINDOWS_LEVEL},
    {"Task", WINDOWS_TASK},
    {"OpcodeValue", WINDOWS_OPCODE},
    {"Opcode", WINDOWS_OPCODE},
    {"Keywords", WINDOWS_KEYWORDS},
    {"EventRecordID", WINDOWS_RECORD_ID},
    {"EventRecordId", WINDOWS_RECORD_ID},
    {"RecordNumber", WINDOWS_RECORD_ID},
    {"RecordId", WINDOWS_RECORD_ID},
    {"ActivityID", WINDOWS_ACTIVITY_ID},
    {"ActivityId", WINDOWS_ACTIVITY_ID},
    {"RelatedActivityID", WINDOWS_RELATED_ACTIVITY_ID},
    {"RelatedActivityId", WINDOWS_RELATED_ACTIVITY_ID},
    {"ExecutionProcessID", WINDOWS_PROCESS_ID},
    {"ExecutionThreadID", WINDOWS_THREAD_ID},
    {"ThreadID", WINDOWS_THREAD_ID},
    {"Channel", WINDOWS_CHANNEL},
    {"LogName", WINDOWS_CHANNEL},
    {"EventLog", WINDOWS_CHANNEL},
    {"Hostname", WINDOWS_COMPUTER},
    {"Computer", WINDOWS_COMPUTER},
    {"MachineName", WINDOWS_COMPUTER},
    {"UserID", WINDOWS_USER_ID},
    {user_id, WINDOWS_USER_ID},
};

/* What Logstash and its kin add of their own. Their "host", who sent it, stays: it is no name of
 * the event's machine. */
static const struct text shipper_names[] = {
    TEXT_INIT("@timestamp"), TEXT_INIT("@version"), TEXT_INIT("tags"), TEXT_INIT("port")};

bool windows_flat_is(const struct json *object)
{
	uint64_t id;
	struct text number = json_get_text(object, "EventID");
	if (number.size == 0)
		number = json_get_text(object, "EventId");
	bool get_winevent = number.size == 0;
	if (get_winevent)
		number = json_get_text(object, "Id");
	if (!text_to_uint(number, &id) || id > 0xffffffff)
		return false;
	bool provider =
	    json_get(object, "SourceName") != NULL || json_get(object, "ProviderName") != NULL ||
	    json_get(object, "Provider") != NULL || json_get(object, "Provider_Name") != NULL ||
	    json_get(object, "EventSourceName") != NULL;
	bool channel = json_get(object, "Channel") != NULL || json_get(object, "LogName") != NULL ||
		       json_get(object, "EventLog") != NULL;
	bool computer = json_get(object, "Hostname") != NULL ||
			json_get(object, "Computer") != NULL ||
			json_get(object, "MachineName") != NULL;
	if (get_winevent)
		return provider && channel;
	return (provider && computer) || channel;
}

/* Data as a text: Azure Monitor has JSON in one table and XML in the others. */
static bool read_inner(struct text t, struct windows_event *windows)
{
	struct windows_event before = *windows;
	struct text trimmed = text_trim(t);
	if (trimmed.size == 0)
		return false;
	if (trimmed.at[0] == '{') {
		const struct json *value;
		if (json_read(trimmed, &json_record_limits, windows->arena, &value, NULL) != DONE)
			return false;
		windows_tree_data(value, windows);
		return true;
	}
	struct text time;
	if (trimmed.at[0] == '<' && windows_xml_read(trimmed, windows, &time, NULL) == DONE)
		return true;
	*windows = before;
	return false;
}

static void read_data(const struct json *member, struct windows_event *windows)
{
	bool data = text_equal(member->name, TEXT("EventData")) ||
		    text_equal(member->name, TEXT("UserData"));
	if (data && member->kind == JSON_STRING && read_inner(member->text, windows))
		return;
	if (data) {
		windows_tree_data(member, windows);
		return;
	}
	/* Get-WinEvent: [{"Value": …}, …] */
	if (text_equal(member->name, TEXT("Properties")) && member->kind == JSON_ARRAY) {
		for (const struct json *one = member->first; one != NULL; one = one->next) {
			const struct json *value = json_get(one, "Value");
			if (value != NULL)
				windows_tree_add(windows, TEXT("Data"), value);
		}
		return;
	}
	windows_tree_add(windows, member->name, member);
}

static bool is_consumed(const struct json *member, const struct json *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (list[i] == member)
			return true;
	}
	for (size_t i = 0; i < COUNT(shipper_names); i++) {
		if (text_equal(shipper_names[i], member->name))
			return true;
	}
	return false;
}

static const struct json *read_message(const struct json *object, struct windows_event *windows)
{
	static const char *const names[] = {"Message", "message", "RenderedDescription"};
	for (size_t i = 0; i < COUNT(names); i++) {
		const struct json *member = json_get(object, names[i]);
		if (member != NULL && member->kind == JSON_STRING) {
			windows->message = member->text;
			return member;
		}
	}
	return NULL;
}

/* NXLog has no Level; its Severity is made from it. */
static struct text level_of(struct text severity)
{
	static const struct alias words[] = {
	    {"CRITICAL", 1}, {"ERROR", 2}, {"WARNING", 3}, {"INFO", 4}, {"DEBUG", 5}};
	static const struct text numbers[] = {TEXT_INIT(""), TEXT_INIT("1"), TEXT_INIT("2"),
	    TEXT_INIT("3"), TEXT_INIT("4"), TEXT_INIT("5")};
	for (size_t i = 0; i < COUNT(words); i++) {
		if (text_equal(severity, text_of(words[i].name)))
			return numbers[words[i].part];
	}
	return numbers[0];
}

void windows_flat_read(const struct json *object, struct windows_event *windows)
{
	const struct json *consumed[CONSUMED_LIMIT];
	size_t count = 0;
	for (size_t i = 0; i < COUNT(aliases); i++) {
		enum windows_system part = aliases[i].part;
		if (windows->system[part].size != 0)
			continue;
		const struct json *member = json_get(object, aliases[i].name);
		struct text value = windows_tree_text(member);
		/* Get-WinEvent's UserId is an object; as a plain text it is an event's own value.
		 */
		bool own =
		    aliases[i].name == user_id && member != NULL && member->kind != JSON_OBJECT;
		if (value.size == 0 || own)
			continue;
		windows->system[part] = value;
		consumed[count++] = member;
	}
	const struct json *message = read_message(object, windows);
	if (message != NULL)
		consumed[count++] = message;
	if (windows->system[WINDOWS_LEVEL].size == 0)
		windows->system[WINDOWS_LEVEL] = level_of(json_get_text(object, "Severity"));
	for (const struct json *member = object->first; member != NULL; member = member->next) {
		if (!is_consumed(member, consumed, count))
			read_data(member, windows);
	}
}

static bool civil_of(const struct json *object, const char *name, struct civil *civil)
{
	return clock_parse(text_trim(json_get_text(object, name)), civil);
}

static void set_instant(struct event *event, int64_t instant)
{
	event->time = instant;
	event->has_time = true;
}

/* "/Date(1600000000123)/", as Windows PowerShell writes times. */
static bool set_script_time(struct event *event, struct text t)
{
	int64_t milliseconds;
	if (!text_skip(&t, TEXT("/Date(")) || !text_ends(t, TEXT(")/")))
		return false;
	if (!text_to_int(text_part(t, 0, t.size - 2), &milliseconds) ||
	    milliseconds > INT64_MAX / 1000 || milliseconds < 0)
		return false;
	set_instant(event, milliseconds * 1000);
	return true;
}

/* Offset of the shipper's local clock, a quarter of an hour exact: its receive time without a zone,
 * less the same as an instant. */
static bool local_offset(const struct json *object, int64_t *offset)
{
	struct civil received;
	struct civil stamp;
	int64_t local;
	int64_t instant;
	if (!civil_of(object, "EventReceivedTime", &received) || received.has_offset ||
	    !civil_of(object, "@timestamp", &stamp) || !stamp.has_offset)
		return false;
	if (!clock_from_civil(&received, &local) || !clock_from_civil(&stamp, &instant))
		return false;
	const int64_t quarter = 15 * CLOCK_MINUTE;
	int64_t difference = local - instant;
	if (difference > 15 * CLOCK_HOUR || difference < -15 * CLOCK_HOUR)
		return false;
	*offset = (difference + (difference < 0 ? -quarter / 2 : quarter / 2)) / quarter * quarter;
	return true;
}

/* EventTime without a zone. */
static bool set_local_time(const struct json *object, const struct civil *civil,
    struct event *event, const struct decode_context *context)
{
	int64_t offset;
	int64_t local;
	if (local_offset(object, &offset) && clock_from_civil(civil, &local)) {
		set_instant(event, local - offset);
		return true;
	}
	return decode_set_time_text(event, json_get_text(object, "@timestamp"), context) ||
	       decode_set_time(event, civil, context);
}

void windows_flat_time(
    const struct json *object, struct event *event, const struct decode_context *context)
{
	static const char *const names[] = {
	    "TimeCreated", "SystemTime", "EventTime", "TimeGenerated", "Timestamp"};
	struct civil civil;
	struct civil naive;
	bool has_naive = false;
	for (size_t i = 0; i < COUNT(names); i++) {
		const struct json *member = json_get(object, names[i]);
		struct text t = text_trim(windows_tree_text(member));
		if (t.size == 0)
			continue;
		if (clock_parse(t, &civil) && civil.has_offset) {
			decode_set_time(event, &civil, context);
			return;
		}
		if (!has_naive && clock_parse(t, &naive))
			has_naive = true;
		else if (set_script_time(event, t))
			return;
	}
	/* Sysmon's own time is UTC and exact. */
	bool sysmon = text_equal(event->logsource.service, TEXT("sysmon"));
	if (has_naive && sysmon && civil_of(object, "UtcTime", &civil)) {
		civil.has_offset = true;
		civil.offset = 0;
		decode_set_time(event, &civil, context);
		return;
	}
	if (has_naive && set_local_time(object, &naive, event, context))
		return;
	decode_set_time_text(event, json_get_text(object, "@timestamp"), context);
}
