/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Apache's error log (Apache HTTP Server 2.2 and 2.4, core directive ErrorLogFormat):
 *
 *   [time] [level] [client a.b.c.d] message                                   2.2
 *   [time] [module:level] [pid N:tid N] [client a:p] AH01234: message         2.4
 *
 * A ModSecurity line in it is ModSecurity's finding: product modsecurity, service apache.
 */
#include "decode/decoder.h"
#include "decode/web/modsecurity.h"

static const struct text days = TEXT_INIT("MonTueWedThuFriSatSun");

/* "[Mon Dec 26 16:15:55.103786 2016]" */
static bool recognise(const struct view *view)
{
	struct text t = view->message;
	bool shape = t.size > 26 && t.at[0] == '[' && t.at[4] == ' ' && t.at[8] == ' ' &&
		     t.at[14] == ':' && t.at[17] == ':';
	return shape && text_find(days, text_part(t, 1, 3)) != TEXT_NONE;
}

/* The inside of a bracket at the start of *rest, which is then stepped past. */
static bool take_bracket(struct text *rest, struct text *inside)
{
	if (rest->size == 0 || rest->at[0] != '[')
		return false;
	size_t close = text_find_char(*rest, ']');
	if (close == TEXT_NONE)
		return false;
	*inside = text_part(*rest, 1, close - 1);
	*rest = text_trim(text_from(*rest, close + 1));
	return true;
}

static void put_client(struct event *event, struct text client)
{
	struct text address;
	struct text port;
	if (!decode_split_address(client, &address, &port)) {
		/* "[client 2001:db8::1:40000]": version 6 with a port behind, without brackets. */
		size_t colon = text_find_last_char(client, ':');
		address = text_part(client, 0, colon);
		port = text_from(client, colon + 1);
		if (colon == TEXT_NONE || !decode_is_ip(address)) {
			event_put(event, FIELD_SRC_HOST, client);
			return;
		}
	}
	event_put(event, FIELD_SRC_IP, address);
	event_put(event, FIELD_SRC_PORT, port);
}

static bool is_level(struct text t)
{
	static const struct text levels[] = {TEXT_INIT("emerg"), TEXT_INIT("alert"),
	    TEXT_INIT("crit"), TEXT_INIT("error"), TEXT_INIT("warn"), TEXT_INIT("notice"),
	    TEXT_INIT("info"), TEXT_INIT("debug")};
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		if (text_equal(t, levels[i]))
			return true;
	}
	return text_starts(t, TEXT("trace")) && t.size == 6;
}

/* One bracket in front of the message. False when it is part of the message. */
static bool put_bracket(struct event *event, struct text inside)
{
	struct text rest = inside;
	struct text module = text_cut(&rest, ':');
	if (text_skip(&inside, TEXT("client "))) {
		if (event_find(event, TEXT("src_ip")) == NULL)
			put_client(event, inside);
	} else if (text_skip(&inside, TEXT("remote "))) {
		put_client(event, inside);
	} else if (text_skip(&inside, TEXT("pid "))) {
		struct text pid = text_cut(&inside, ':');
		event_put(event, FIELD_PROCESS_ID, pid);
		if (text_skip(&inside, TEXT("tid ")))
			event_add(event, TEXT("tid"), inside, VALUE_NUMBER);
	} else if (is_level(inside)) {
		event_put(event, FIELD_LEVEL, inside);
	} else if (is_level(rest)) {
		if (module.size != 0)
			event_add(event, TEXT("module"), module, VALUE_TEXT);
		event_put(event, FIELD_LEVEL, rest);
	} else {
		return false;
	}
	return true;
}

/* "(13)Permission denied: " between the brackets: the system's own error. */
static void skip_system_error(struct event *event, struct text *rest)
{
	size_t close = text_find(*rest, TEXT(": [client "));
	if (rest->size == 0 || rest->at[0] != '(' || close == TEXT_NONE)
		return;
	event_put(event, FIELD_REASON, text_part(*rest, 0, close));
	*rest = text_trim(text_from(*rest, close + 2));
}

static bool is_code(struct text t)
{
	if (t.size != 7 || !text_starts(t, TEXT("AH")))
		return false;
	uint64_t number;
	return text_to_uint(text_from(t, 2), &number);
}

static struct text between(struct text t, struct text before, char end)
{
	size_t at = text_find(t, before);
	if (at == TEXT_NONE)
		return (struct text){NULL, 0};
	t = text_from(t, at + before.size);
	return text_part(t, 0, text_find_char(t, end));
}

/* user NAME: authentication failure for "/path": Password Mismatch; user NAME not found: /path */
static void put_login(struct event *event, struct text body)
{
	static const struct text marks[] = {TEXT_INIT(": authentication failure for "),
	    TEXT_INIT(" not found: "), TEXT_INIT(": password mismatch"),
	    TEXT_INIT(": nonce mismatch"), TEXT_INIT(" in realm ")};
	if (!text_skip(&body, TEXT("user ")))
		return;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t end = text_find(body, marks[i]);
		if (end == TEXT_NONE)
			continue;
		decode_put_user(event, text_trim(text_part(body, 0, end)));
		event_put(event, FIELD_OUTCOME, TEXT("failure"));
		return;
	}
}

/* What the messages of the core and the authentication modules name. */
static void put_known(struct event *event, struct text body)
{
	struct text path = between(body, TEXT("File does not exist: "), ',');
	if (path.size == 0)
		path = between(body, TEXT("script '"), '\'');
	event_put(event, FIELD_FILE_PATH, text_trim(path));
	put_login(event, body);
}

static void put_message(struct event *event, struct text message)
{
	struct text body = message;
	size_t colon = text_find_char(message, ':');
	if (colon != TEXT_NONE && is_code(text_part(message, 0, colon))) {
		event_put(event, FIELD_EVENT_CODE, text_part(message, 0, colon));
		body = text_trim(text_from(message, colon + 1));
	}
	size_t referer = text_find(body, TEXT(", referer: "));
	if (referer != TEXT_NONE) {
		event_put(event, FIELD_REFERER, text_from(body, referer + 11));
		body = text_part(body, 0, referer);
	}
	if (text_skip(&body, TEXT("ModSecurity: ")) &&
	    text_find(body, TEXT(" [id \"")) != TEXT_NONE) {
		modsecurity_put_alert(event, body);
		return;
	}
	put_known(event, body);
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct text rest = view->message;
	struct text time;
	struct civil civil;
	if (!take_bracket(&rest, &time) || !clock_parse(time, &civil)) {
		why_set(why, "no time in its first bracket");
		return MALFORMED;
	}
	struct event *event = events_add(events, view->context->received);
	if (event == NULL) {
		why_set(why, "too many events in one record");
		return TOO_LARGE;
	}
	event->logsource = (struct logsource){TEXT("apache"), {NULL, 0}, TEXT("apache")};
	(void)decode_set_time(event, &civil, view->context);
	for (;;) {
		struct text inside;
		struct text before = rest;
		skip_system_error(event, &rest);
		if (!take_bracket(&rest, &inside))
			break;
		if (!put_bracket(event, inside)) {
			rest = before;
			break;
		}
	}
	event->message = rest;
	put_message(event, rest);
	return DONE;
}

const struct decoder apache_error_decoder = {
    "apache-error", "Apache error log", "apache", recognise, decode};
