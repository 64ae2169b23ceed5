/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Windows events as XML: wevtutil, Event Viewer, forwarded events with RenderingInfo, Sysmon for
 * Linux in syslog. Source: Microsoft's event schema (namespace win/2004/08/events/event).
 *
 * expat reads it without a document type: a declaration of one stops the reader, so there are no
 * entities beyond XML's five and nothing can be fetched or blown up.
 */
#include "decode/windows/windows_xml.h"

#include "base/arena.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "decode/decoder.h"

#include <expat.h>
#include <string.h>

#define DEPTH_LIMIT 64

enum section { OUTSIDE, SYSTEM, EVENT_DATA, USER_DATA, RENDERING };

struct reader {
	XML_Parser parser;
	struct windows_event *windows;
	struct text *time;
	enum section section;
	unsigned section_depth;
	unsigned depth;
	const char *refused; /* why we stopped it; NULL: we did not */
	char *text;          /* as large as the input: what expat hands out is never longer */
	size_t used;
	size_t room;
	size_t start;     /* where the innermost element's text begins */
	struct text name; /* of the innermost element, or its Name attribute */
	bool leaf;        /* the innermost element has no child so far */
};

/* An attribute or element of System: which part it is. */
struct system_part {
	struct text element;
	struct text attribute; /* empty: the element's text */
	enum windows_system part;
};

static const struct system_part parts[] = {
    {TEXT_INIT("Provider"), TEXT_INIT("Name"), WINDOWS_PROVIDER},
    {TEXT_INIT("Provider"), TEXT_INIT("Guid"), WINDOWS_PROVIDER_GUID},
    {TEXT_INIT("EventID"), TEXT_INIT(""), WINDOWS_EVENT_ID},
    {TEXT_INIT("EventID"), TEXT_INIT("Qualifiers"), WINDOWS_QUALIFIERS},
    {TEXT_INIT("Version"), TEXT_INIT(""), WINDOWS_VERSION},
    {TEXT_INIT("Level"), TEXT_INIT(""), WINDOWS_LEVEL},
    {TEXT_INIT("Task"), TEXT_INIT(""), WINDOWS_TASK},
    {TEXT_INIT("Opcode"), TEXT_INIT(""), WINDOWS_OPCODE},
    {TEXT_INIT("Keywords"), TEXT_INIT(""), WINDOWS_KEYWORDS},
    {TEXT_INIT("EventRecordID"), TEXT_INIT(""), WINDOWS_RECORD_ID},
    {TEXT_INIT("Correlation"), TEXT_INIT("ActivityID"), WINDOWS_ACTIVITY_ID},
    {TEXT_INIT("Correlation"), TEXT_INIT("RelatedActivityID"), WINDOWS_RELATED_ACTIVITY_ID},
    {TEXT_INIT("Execution"), TEXT_INIT("ProcessID"), WINDOWS_PROCESS_ID},
    {TEXT_INIT("Execution"), TEXT_INIT("ThreadID"), WINDOWS_THREAD_ID},
    {TEXT_INIT("Channel"), TEXT_INIT(""), WINDOWS_CHANNEL},
    {TEXT_INIT("Computer"), TEXT_INIT(""), WINDOWS_COMPUTER},
    {TEXT_INIT("Security"), TEXT_INIT("UserID"), WINDOWS_USER_ID},
    {TEXT_INIT("Security"), TEXT_INIT("UserId"), WINDOWS_USER_ID},
};

static struct text local_name(const char *qualified)
{
	struct text name = text_of(qualified);
	size_t colon = text_find_last_char(name, ':');
	return colon == TEXT_NONE ? name : text_from(name, colon + 1);
}

static void take_system(
    struct reader *reader, struct text element, struct text attribute, struct text value)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (text_equal(parts[i].element, element) &&
		    text_equal(parts[i].attribute, attribute) &&
		    reader->windows->system[parts[i].part].size == 0)
			reader->windows->system[parts[i].part] = value;
	}
	if (text_equal(element, TEXT("TimeCreated")) && text_equal(attribute, TEXT("SystemTime")))
		*reader->time = value;
}

static enum section section_of(struct text name)
{
	if (text_equal(name, TEXT("System")))
		return SYSTEM;
	if (text_equal(name, TEXT("EventData")) || text_equal(name, TEXT("ProcessingErrorData")) ||
	    text_equal(name, TEXT("DebugData")))
		return EVENT_DATA;
	if (text_equal(name, TEXT("UserData")))
		return USER_DATA;
	return text_equal(name, TEXT("RenderingInfo")) ? RENDERING : OUTSIDE;
}

static void stop(struct reader *reader, const char *why)
{
	reader->refused = why;
	XML_StopParser(reader->parser, XML_FALSE);
}

static void XMLCALL on_start(void *data, const XML_Char *element, const XML_Char **attributes)
{
	struct reader *reader = data;
	struct arena *arena = reader->windows->arena;
	struct text name = local_name(element);
	if (++reader->depth > DEPTH_LIMIT) {
		stop(reader, "elements nested too deep");
		return;
	}
	reader->start = reader->used;
	reader->leaf = true;
	if (reader->section == OUTSIDE) {
		reader->section = section_of(name);
		reader->section_depth = reader->depth;
		return;
	}
	reader->name = text_copy(arena, name);
	for (size_t i = 0; attributes[i] != NULL; i += 2) {
		struct text attribute = local_name(attributes[i]);
		if (reader->section == SYSTEM)
			take_system(
			    reader, name, attribute, text_copy(arena, text_of(attributes[i + 1])));
		else if (reader->section == EVENT_DATA && text_equal(attribute, TEXT("Name")) &&
			 attributes[i + 1][0] != '\0')
			reader->name = text_copy(arena, text_of(attributes[i + 1]));
	}
}

static void take_leaf(struct reader *reader, struct text value)
{
	switch (reader->section) {
	case SYSTEM:
		take_system(reader, reader->name, TEXT(""), text_trim(value));
		break;
	case EVENT_DATA:
	case USER_DATA:
		windows_event_add(reader->windows, reader->name, value, VALUE_TEXT);
		break;
	case RENDERING:
		if (text_equal(reader->name, TEXT("Message")))
			reader->windows->message = value;
		break;
	case OUTSIDE:
		break;
	}
}

static void XMLCALL on_end(void *data, const XML_Char *element)
{
	struct reader *reader = data;
	(void)element;
	bool inside = reader->section != OUTSIDE && reader->depth > reader->section_depth;
	if (inside && reader->leaf)
		take_leaf(reader,
		    (struct text){reader->text + reader->start, reader->used - reader->start});
	else if (reader->section != OUTSIDE && reader->depth == reader->section_depth)
		reader->section = OUTSIDE;
	reader->leaf = false;
	reader->start = reader->used;
	reader->depth--;
}

static void XMLCALL on_text(void *data, const XML_Char *bytes, int size)
{
	struct reader *reader = data;
	size_t left = reader->room - reader->used;
	size_t take = (size_t)size < left ? (size_t)size : left;
	memcpy(reader->text + reader->used, bytes, take);
	reader->used += take;
}

static void XMLCALL on_doctype(void *data, const XML_Char *name, const XML_Char *system_id,
    const XML_Char *public_id, int internal)
{
	(void)name;
	(void)system_id;
	(void)public_id;
	(void)internal;
	stop(data, "a document type declaration is refused");
}

static enum XML_Error parse(struct text xml, struct reader *reader)
{
	XML_Parser parser = XML_ParserCreate("UTF-8");
	if (parser == NULL)
		return XML_ERROR_NO_MEMORY;
	reader->parser = parser;
	reader->room = xml.size;
	reader->text = arena_alloc(reader->windows->arena, xml.size);
	XML_SetUserData(parser, reader);
	XML_SetElementHandler(parser, on_start, on_end);
	XML_SetCharacterDataHandler(parser, on_text);
	XML_SetStartDoctypeDeclHandler(parser, on_doctype);
	enum XML_Error status = XML_ERROR_NONE;
	if (XML_Parse(parser, xml.at, (int)xml.size, XML_TRUE) != XML_STATUS_OK)
		status = XML_GetErrorCode(parser);
	XML_ParserFree(parser);
	return status;
}

/* Length of the UTF-8 sequence at t.at[i] when it is a character that XML allows; else 0. */
static size_t allowed_at(struct text t, size_t i)
{
	unsigned char first = (unsigned char)t.at[i];
	if (first < 0x80)
		return first >= 0x20 || first == '\t' || first == '\n' || first == '\r' ? 1 : 0;
	struct text rest = text_from(t, i);
	bool none =
	    text_starts(rest, TEXT("\xef\xbf\xbe")) || text_starts(rest, TEXT("\xef\xbf\xbf"));
	return none ? 0 : utf8_sequence(rest);
}

/* Length of a reference "&#x1;" to a character that XML does not allow, at t.at[i]; 0 when it is
 * none. */
static size_t bad_reference_at(struct text t, size_t i)
{
	struct text rest = text_from(t, i);
	uint64_t point;
	if (!text_skip(&rest, TEXT("&#")))
		return 0;
	size_t end = text_find_char(text_part(rest, 0, 10), ';');
	if (end == TEXT_NONE)
		return 0;
	struct text digits = text_part(rest, 0, end);
	bool hex = text_skip(&digits, TEXT("x"));
	if (!(hex ? text_to_hex(digits, &point) : text_to_uint(digits, &point)))
		return 0;
	bool control = point < 0x20 && point != '\t' && point != '\n' && point != '\r';
	bool none = (point >= 0xd800 && point <= 0xdfff) || point == 0xfffe || point == 0xffff ||
		    point > 0x10ffff;
	return control || none ? 2 + (hex ? 1 : 0) + digits.size + 1 : 0;
}

/* What stands for the ampersand at t.at[i], and how many bytes of t that is. */
static size_t clean_reference(struct text t, size_t i, struct text *out)
{
	static const struct text names[] = {TEXT_INIT("&lt;"), TEXT_INIT("&gt;"),
	    TEXT_INIT("&amp;"), TEXT_INIT("&quot;"), TEXT_INIT("&apos;")};
	struct text rest = text_from(t, i);
	size_t bad = bad_reference_at(t, i);
	if (bad != 0) {
		*out = TEXT("?");
		return bad;
	}
	if (text_starts(rest, TEXT("&#"))) {
		*out = TEXT("&");
		return 1;
	}
	for (size_t n = 0; n < sizeof(names) / sizeof(names[0]); n++) {
		struct text bare = text_part(names[n], 0, names[n].size - 1);
		if (text_starts(rest, bare)) {
			*out = names[n];
			return text_starts(rest, names[n]) ? names[n].size : bare.size;
		}
	}
	*out = TEXT("&amp;");
	return 1;
}

/*
 * Windows itself writes characters into values that XML forbids (a command line with a control
 * byte), Sysmon for Linux forgets semicolons behind "&lt". One such byte must not hide an event:
 * forbidden ones become
 * "?", ampersands are made whole.
 */
static struct text cleaned(struct arena *arena, struct text xml)
{
	size_t ampersands = 0;
	for (size_t i = 0; i < xml.size; i++)
		ampersands += xml.at[i] == '&';
	char *out = arena_alloc(arena, xml.size + 4 * ampersands);
	size_t used = 0;
	for (size_t i = 0; i < xml.size;) {
		struct text piece = text_part(xml, i, allowed_at(xml, i));
		size_t step = piece.size;
		if (xml.at[i] == '&') {
			step = clean_reference(xml, i, &piece);
		} else if (step == 0) {
			piece = TEXT("?");
			step = 1;
		}
		memcpy(out + used, piece.at, piece.size);
		used += piece.size;
		i += step;
	}
	return (struct text){out, used};
}

bool windows_xml_is(struct text t)
{
	t = text_trim(t);
	if (text_starts(t, TEXT("<?xml"))) {
		size_t end = text_find(t, TEXT("?>"));
		t = end == TEXT_NONE ? (struct text){NULL, 0} : text_trim(text_from(t, end + 2));
	}
	return text_skip(&t, TEXT("<Event")) && t.size != 0 &&
	       (t.at[0] == '>' || t.at[0] == ' ' || t.at[0] == '\r' || t.at[0] == '\n');
}

/* Syslog cuts long messages (Sysmon for Linux): what stands before the cut is worth having, the
 * value that was cut too. */
static void keep_part(struct reader *reader, enum XML_Error status)
{
	if (reader->section != OUTSIDE && reader->leaf && reader->depth > reader->section_depth)
		take_leaf(reader,
		    (struct text){reader->text + reader->start, reader->used - reader->start});
	reader->windows->incomplete = text_of(XML_ErrorString(status));
}

enum outcome windows_xml_read(
    struct text xml, struct windows_event *windows, struct text *time, struct why *why)
{
	struct windows_event before = *windows;
	struct reader reader = {.windows = windows, .time = time};
	xml = text_trim(xml);
	if (xml.size > LIMIT_DOCUMENT) {
		why_set(why, "XML of %zu bytes", xml.size);
		return TOO_LARGE;
	}
	enum XML_Error status = parse(xml, &reader);
	if (status == XML_ERROR_INVALID_TOKEN || status == XML_ERROR_BAD_CHAR_REF) {
		*windows = before;
		reader = (struct reader){.windows = windows, .time = time};
		status = parse(cleaned(windows->arena, xml), &reader);
	}
	if (reader.refused != NULL) {
		why_set(why, "%s", reader.refused);
		return NOT_SUPPORTED;
	}
	if (status != XML_ERROR_NONE && windows->system[WINDOWS_EVENT_ID].size != 0) {
		keep_part(&reader, status);
		return DONE;
	}
	if (status != XML_ERROR_NONE) {
		why_set(why, "no well-formed XML: %s", XML_ErrorString(status));
		return MALFORMED;
	}
	return DONE;
}

static bool recognise(const struct view *view)
{
	return windows_xml_is(view->message);
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct windows_event windows;
	struct text time = {NULL, 0};
	windows_event_init(&windows, view->arena);
	enum outcome outcome = windows_xml_read(view->message, &windows, &time, why);
	if (outcome != DONE)
		return outcome;
	if (windows.system[WINDOWS_EVENT_ID].size == 0) {
		why_set(why, "an <Event> without EventID");
		return MALFORMED;
	}
	struct event *event = events_add(events, view->context->received);
	if (event == NULL) {
		why_set(why, "too many events in one record");
		return TOO_LARGE;
	}
	decode_set_time_text(event, time, view->context);
	windows_event_put(&windows, event);
	return DONE;
}

const struct decoder windows_xml_decoder = {
    "windows-xml", "Windows event as XML", "windows", recognise, decode};
