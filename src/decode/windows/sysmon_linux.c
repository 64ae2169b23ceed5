/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sysmon for Linux: one <Event> in XML as the message of a syslog line (program "sysmon"). The
 * element names and event numbers are those of Sysmon (Microsoft Sysinternals); the data names are
 * kept, as Sigma's Linux rules use them.
 *
 * Only what Sysmon writes is read: <EventID>, <Computer>, <TimeCreated SystemTime="…"/>, and
 * <Data Name="…">…</Data>. It escapes poorly ("&lt " without the semicolon), which a strict XML
 * reader would refuse.
 */
#include "base/arena.h"
#include "decode/decoder.h"

#define PAIRS_MAX 128

static const struct text mark = TEXT_INIT("Provider Name=\"Linux-Sysmon\"");

static bool recognise(const struct view *view)
{
	struct text message = text_trim(view->message);

	return text_starts(message, TEXT("<Event>")) &&
	       text_find(text_part(message, 0, 256), mark) != TEXT_NONE;
}

/* What stands between two strings, from *rest on, which is stepped past it. */
static bool take_between(struct text *rest, struct text from, struct text to, struct text *found)
{
	size_t start = text_find(*rest, from);
	struct text inside;
	size_t end;

	if (start == TEXT_NONE)
		return false;
	inside = text_from(*rest, start + from.size);
	end = text_find(inside, to);
	if (end == TEXT_NONE)
		return false;
	*found = text_part(inside, 0, end);
	*rest = text_from(inside, end + to.size);
	return true;
}

struct entity {
	struct text name;
	char c;
};

/* The five entities; the semicolon may be missing. */
static struct text unescape(struct text t, struct arena *arena)
{
	static const struct entity entities[] = {{TEXT_INIT("&lt"), '<'}, {TEXT_INIT("&gt"), '>'},
	    {TEXT_INIT("&amp"), '&'}, {TEXT_INIT("&quot"), '"'}, {TEXT_INIT("&apos"), '\''}};
	char *out;
	size_t size = 0;

	if (text_find_char(t, '&') == TEXT_NONE)
		return t;
	out = arena_alloc(arena, t.size);
	while (t.size != 0) {
		size_t e = 0;
		size_t count = sizeof(entities) / sizeof(entities[0]);

		while (e < count && !text_skip(&t, entities[e].name))
			e++;
		if (e < count) {
			out[size++] = entities[e].c;
			text_skip(&t, TEXT(";"));
		} else {
			out[size++] = t.at[0];
			t = text_from(t, 1);
		}
	}
	return (struct text){out, size};
}

struct kind {
	struct text id;
	struct text category;
	struct text action;
};

static const struct kind kinds[] = {
    {TEXT_INIT("1"), TEXT_INIT("process_creation"), TEXT_INIT("process-created")},
    {TEXT_INIT("3"), TEXT_INIT("network_connection"), TEXT_INIT("connection")},
    {TEXT_INIT("4"), TEXT_INIT("sysmon_status"), TEXT_INIT("service-state")},
    {TEXT_INIT("5"), TEXT_INIT("process_termination"), TEXT_INIT("process-terminated")},
    {TEXT_INIT("9"), TEXT_INIT("raw_access_thread"), TEXT_INIT("raw-access")},
    {TEXT_INIT("11"), TEXT_INIT("file_event"), TEXT_INIT("file-created")},
    {TEXT_INIT("16"), TEXT_INIT("sysmon_status"), TEXT_INIT("configuration-changed")},
    {TEXT_INIT("23"), TEXT_INIT("file_delete"), TEXT_INIT("file-deleted")}};

static void put_kind(struct event *event, struct text id)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (text_equal(kinds[i].id, id)) {
			event->logsource.category = kinds[i].category;
			event_put(event, FIELD_ACTION, kinds[i].action);
		}
	}
	event_add(event, TEXT("EventID"), id, VALUE_NUMBER);
	event_put(event, FIELD_EVENT_CODE, id);
}

struct mapped {
	struct text key;
	enum field_id field;
};

/* Image, CommandLine, ParentImage and ParentCommandLine have the taxonomy's names already. */
static const struct mapped mappings[] = {{TEXT_INIT("SourceIp"), FIELD_SRC_IP},
    {TEXT_INIT("SourcePort"), FIELD_SRC_PORT}, {TEXT_INIT("DestinationIp"), FIELD_DST_IP},
    {TEXT_INIT("DestinationPort"), FIELD_DST_PORT},
    {TEXT_INIT("DestinationHostname"), FIELD_DST_HOST},
    {TEXT_INIT("SourceHostname"), FIELD_SRC_HOST}, {TEXT_INIT("Protocol"), FIELD_TRANSPORT},
    {TEXT_INIT("ProcessId"), FIELD_PROCESS_ID}, {TEXT_INIT("TargetFilename"), FIELD_FILE_PATH}};

static void put_data(struct event *event, struct text name, struct text value)
{
	event_add(event, name, value, VALUE_TEXT);
	for (size_t i = 0; i < sizeof(mappings) / sizeof(mappings[0]); i++) {
		if (text_equal(mappings[i].key, name))
			event_put(event, mappings[i].field, value);
	}
	if (text_equal(name, TEXT("User")) && !text_equal(value, TEXT("-")))
		decode_put_user(event, value);
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct text rest = view->message;
	struct text id;
	struct text time;
	struct text computer;
	struct text pair;
	struct event *event;

	if (!take_between(&rest, TEXT("<EventID>"), TEXT("</EventID>"), &id) ||
	    !take_between(&rest, TEXT("SystemTime=\""), TEXT("\""), &time) ||
	    !take_between(&rest, TEXT("<Computer>"), TEXT("</Computer>"), &computer)) {
		why_set(why, "a Sysmon event without its number, time or computer");
		return MALFORMED;
	}
	event = events_add(events, view->context->received);
	if (event == NULL) {
		why_set(why, "too many events in one record");
		return TOO_LARGE;
	}
	event->logsource.product = TEXT("linux");
	event->logsource.service = TEXT("sysmon");
	event->message = text_trim(view->message);
	decode_set_time_text(event, time, view->context);
	put_kind(event, id);
	event_put(event, FIELD_HOST, computer);
	for (size_t i = 0; i < PAIRS_MAX; i++) {
		size_t border;

		if (!take_between(&rest, TEXT("<Data Name=\""), TEXT("</Data>"), &pair))
			break;
		border = text_find(pair, TEXT("\">"));
		if (border != TEXT_NONE)
			put_data(event, text_part(pair, 0, border),
			    unescape(text_from(pair, border + 2), event->arena));
	}
	return DONE;
}

const struct decoder sysmon_linux_decoder = {
    "sysmon-linux", "Sysmon for Linux", "linux", recognise, decode};
