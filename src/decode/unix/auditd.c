/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The Linux audit system: "[node=HOST ]type=TYPE msg=audit(SECONDS.mmm:SERIAL): key=value …", from
 * audit.log or through syslog (audispd, audisp-syslog, the kernel's "audit: type=1400 audit(…):
 * …"), and auoms' "type=AUOMS_EXECVE audit(…): …".
 *
 * Facts from the audit documentation project's field dictionary and message types (as known in
 * 2026-11, not held against a dated copy). Values that the kernel writes in hexadecimal, because
 * users choose them, are decoded; the part behind the byte 1D of ENRICHED logs (SYSCALL="execve"
 * UID="root" …) is read like the rest. Every field keeps its own name.
 */
#include "decode/decoder.h"
#include "decode/unix/audit_values.h"

#define HEADER_MAX 512 /* "audit(" stands this near the beginning */

struct header {
	struct text node;
	struct text type;
	struct text seconds;
	struct text serial;
	struct text rest;
};

/* "type=NAME" or "type=NUMBER" before "audit(", which may follow "msg=". */
static bool read_header(struct text message, struct header *header)
{
	struct text head = text_part(message, 0, HEADER_MAX);
	size_t mark = text_find(head, TEXT("audit("));
	struct text before;
	struct text id;
	size_t close;
	int64_t instant;

	*header = (struct header){TEXT(""), TEXT(""), TEXT(""), TEXT(""), TEXT("")};
	if (mark == TEXT_NONE)
		return false;
	id = text_from(text_part(head, 0, mark + 64), mark + 6);
	close = text_find_char(id, ')');
	if (close == TEXT_NONE)
		return false;
	header->rest = text_from(message, mark + 6 + close + 1);
	text_skip(&header->rest, TEXT(":"));
	id = text_part(id, 0, close);
	header->seconds = text_cut(&id, ':');
	header->serial = id;
	before = text_part(message, 0, mark);
	while (before.size != 0) {
		struct text word = text_word(&before);

		if (text_skip(&word, TEXT("node=")))
			header->node = word;
		else if (text_skip(&word, TEXT("type=")))
			header->type = word;
	}
	return header->type.size != 0 && clock_parse_epoch(header->seconds, &instant);
}

static bool recognise(const struct view *view)
{
	struct header header;

	return read_header(view->message, &header);
}

struct mapped {
	struct text key;
	enum field_id field;
};

static const struct mapped mappings[] = {{TEXT_INIT("exe"), FIELD_IMAGE},
    {TEXT_INIT("comm"), FIELD_PROCESS}, {TEXT_INIT("pid"), FIELD_PROCESS_ID},
    {TEXT_INIT("ses"), FIELD_SESSION_ID}, {TEXT_INIT("name"), FIELD_FILE_PATH},
    {TEXT_INIT("proctitle"), FIELD_COMMAND_LINE}, {TEXT_INIT("cmd"), FIELD_COMMAND_LINE},
    {TEXT_INIT("addr"), FIELD_SRC_IP}, {TEXT_INIT("uid"), FIELD_USER_ID},
    {TEXT_INIT("grp"), FIELD_GROUP}, {TEXT_INIT("key"), FIELD_RULE_NAME}};

/* Words that stand for "nothing" in these logs. */
static bool is_nothing(struct text value)
{
	return value.size == 0 || text_equal(value, TEXT("?")) ||
	       text_equal(value, TEXT("(null)")) || text_equal(value, TEXT("(none)")) ||
	       text_equal(value, TEXT("unset")) || text_equal(value, TEXT("4294967295"));
}

static void put_mapped(struct event *event, struct text key, struct text value)
{
	if (is_nothing(value))
		return;
	for (size_t i = 0; i < sizeof(mappings) / sizeof(mappings[0]); i++) {
		if (text_equal(mappings[i].key, key)) {
			if (mappings[i].field != FIELD_SRC_IP || decode_is_ip(value))
				event_put(event, mappings[i].field, value);
			return;
		}
	}
	if (text_equal(key, TEXT("hostname")) && !decode_is_ip(value))
		event_put(event, FIELD_SRC_HOST, value);
}

static void put_outcome(struct event *event)
{
	static const struct text keys[] = {TEXT_INIT("success"), TEXT_INIT("res")};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct text value = event_get(event, keys[i]);

		if (text_equal(value, TEXT("yes")) || text_equal(value, TEXT("success")) ||
		    text_equal(value, TEXT("1")))
			event_put(event, FIELD_OUTCOME, TEXT("success"));
		else if (text_equal(value, TEXT("no")) || text_equal(value, TEXT("failed")) ||
			 text_equal(value, TEXT("0")))
			event_put(event, FIELD_OUTCOME, TEXT("failure"));
	}
}

/* The account: of the record itself, else the one that the enriched part or auoms names. */
static void put_user(struct event *event)
{
	static const struct text keys[] = {
	    TEXT_INIT("acct"), TEXT_INIT("UID"), TEXT_INIT("user"), TEXT_INIT("AUID")};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct text value = event_get(event, keys[i]);

		if (is_nothing(value))
			continue;
		if (!text_equal(keys[i], field_spec(FIELD_USER)->name)) /* has the name already */
			decode_put_user(event, value);
		return;
	}
}

static bool is_exec(struct text call)
{
	return text_equal(call, TEXT("execve")) || text_equal(call, TEXT("execveat"));
}

/* Programs that were started are what Sigma calls process_creation. */
static void put_category(struct event *event, struct text type)
{
	struct text call = event_get(event, TEXT("SYSCALL"));
	bool failed = text_equal(event_get_field(event, FIELD_OUTCOME), TEXT("failure"));

	if (text_equal(type, TEXT("EXECVE"))) {
		audit_values_put_command_line(event);
		event->logsource.category = TEXT("process_creation");
	} else if (is_exec(call) && !failed) {
		event->logsource.category = TEXT("process_creation");
	}
}

/* The system call's name, where the record has only its number: Sigma's rules ask for the name. */
static void put_call(struct event *event)
{
	struct text name;

	if (event_find(event, TEXT("SYSCALL")) != NULL)
		return;
	name = audit_values_call(event_get(event, TEXT("syscall")), event_get(event, TEXT("arch")));
	if (name.size != 0)
		event_add(event, TEXT("SYSCALL"), name, VALUE_TEXT);
}

static void put_pairs(struct event *event, struct text type, struct text rest)
{
	struct audit_pairs pairs = {.rest = rest, .type = type, .arena = event->arena};
	struct text key;
	struct text value;

	while (audit_values_next(&pairs, &key, &value)) {
		event_add(event, key, value, VALUE_TEXT);
		put_mapped(event, key, value);
	}
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct header header;
	struct event *event;
	struct text type;
	int64_t instant;

	if (!read_header(view->message, &header)) {
		why_set(why, "an audit record without type or time");
		return MALFORMED;
	}
	event = events_add(events, view->context->received);
	if (event == NULL) {
		why_set(why, "too many events in one record");
		return TOO_LARGE;
	}
	type = audit_values_type(header.type);
	if (clock_parse_epoch(header.seconds, &instant)) {
		event->time = instant;
		event->has_time = true;
	}
	event->logsource.product = TEXT("linux");
	event->logsource.service = TEXT("auditd");
	event->message = text_trim(view->message);
	event_add(event, TEXT("type"), type, VALUE_TEXT);
	event_put(event, FIELD_EVENT_CODE, type);
	event_put(event, FIELD_EVENT_ID, header.serial);
	event_put(event, FIELD_HOST, header.node);
	put_pairs(event, type, header.rest);
	put_call(event);
	put_outcome(event);
	put_user(event);
	put_category(event, type);
	event_put(event, FIELD_ACTION,
	    event_find(event, TEXT("op")) != NULL ? event_get(event, TEXT("op"))
						  : text_lower(event->arena, type));
	return DONE;
}

const struct decoder auditd_decoder = {"auditd", "Linux audit", "linux", recognise, decode};
