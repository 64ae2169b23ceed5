/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nginx's error log (nginx core module, error_log; the form is that of ngx_log.c):
 *
 *   2026/11/20 10:00:00 [error] PID#TID: *CONNECTION message, client: …, server: …, request: "…",
 *   upstream: "…", host: "…", referrer: "…"
 *
 * What FastCGI programs print may go over several lines: those that follow begin with
 * "PHP message: " and carry no time of their own. A ModSecurity line is ModSecurity's finding:
 * product modsecurity, service nginx.
 */
#include "decode/decoder.h"
#include "decode/web/modsecurity.h"

static const struct text php = TEXT_INIT("PHP message: ");

static bool recognise(const struct view *view)
{
	struct text t = view->message;
	bool shape = t.size > 22 && t.at[4] == '/' && t.at[7] == '/' && t.at[10] == ' ' &&
		     t.at[13] == ':' && t.at[16] == ':' && t.at[19] == ' ' && t.at[20] == '[';
	return shape || text_starts(t, php);
}

/* The value of ", name: " from the tail; quoted or up to the next comma. */
static struct text take(struct text tail, struct text mark)
{
	size_t at = text_find(tail, mark);
	if (at == TEXT_NONE)
		return (struct text){NULL, 0};
	tail = text_from(tail, at + mark.size);
	if (tail.size != 0 && tail.at[0] == '"') {
		tail = text_from(tail, 1);
		return text_part(tail, 0, request_quoted(tail));
	}
	return text_trim(text_part(tail, 0, text_find_char(tail, ',')));
}

static void put_client(struct event *event, struct text client)
{
	if (decode_is_ip(client))
		event_put(event, FIELD_SRC_IP, client);
	else if (!text_equal(client, TEXT("unix:")))
		event_put(event, FIELD_SRC_HOST, client);
}

/* open() "/var/www/x" failed (2: No such file or directory) */
static void put_file(struct event *event, struct text words)
{
	size_t failed = text_find(words, TEXT("\" failed ("));
	size_t quote = text_find_char(words, '"');
	if (failed == TEXT_NONE || quote == TEXT_NONE || quote >= failed)
		return;
	event_put(event, FIELD_FILE_PATH, text_part(words, quote + 1, failed - quote - 1));
	struct text reason = text_from(words, failed + 10);
	event_put(event, FIELD_REASON, text_part(reason, 0, text_find_char(reason, ')')));
}

/* user "bob": password mismatch; user "bob" was not found in "/etc/nginx/htpasswd" */
static void put_login(struct event *event, struct text words)
{
	bool failed = text_find(words, TEXT(": password mismatch")) != TEXT_NONE ||
		      text_find(words, TEXT("\" was not found in ")) != TEXT_NONE;
	if (!text_skip(&words, TEXT("user \"")) || !failed)
		return;
	decode_put_user(event, text_part(words, 0, request_quoted(words)));
	event_put(event, FIELD_OUTCOME, TEXT("failure"));
}

/* The message itself ends where the first of the parts that nginx appends begins. */
static size_t tail_of(struct text message)
{
	static const struct text marks[] = {TEXT_INIT(", client: "), TEXT_INIT(" while ")};
	size_t at = text_find(message, marks[0]);
	size_t while_at = text_find(text_part(message, 0, at), marks[1]);
	return while_at != TEXT_NONE && at != TEXT_NONE ? while_at : at;
}

static void put_request(struct event *event, struct text tail)
{
	struct request request = {
	    .host = take(tail, TEXT(", host: ")),
	    .referer = take(tail, TEXT(", referrer: ")),
	    .server = true,
	};
	struct text line = request_unescape(event->arena, take(tail, TEXT(", request: ")));
	(void)request_split(line, &request);
	request_put(event, &request);
	put_client(event, take(tail, TEXT(", client: ")));
	struct text upstream = take(tail, TEXT(", upstream: "));
	if (upstream.size != 0)
		event_add(event, TEXT("upstream"), upstream, VALUE_TEXT);
	struct text server = take(tail, TEXT(", server: "));
	if (server.size != 0)
		event_add(event, TEXT("server"), server, VALUE_TEXT);
}

static void put_modsecurity(struct event *event, struct text words)
{
	size_t at = text_find(words, TEXT("ModSecurity: "));
	if (at == TEXT_NONE || text_find(words, TEXT(" [id \"")) == TEXT_NONE)
		return;
	modsecurity_put_alert(event, text_from(words, at + 13));
}

static void put_message(struct event *event, struct text message)
{
	size_t tail = tail_of(message);
	struct text words = text_part(message, 0, tail);
	event->message = message;
	if (tail != TEXT_NONE)
		put_request(event, text_from(message, tail));
	put_file(event, words);
	put_login(event, words);
	put_modsecurity(event, words);
}

/* "54053#0: *1 message": process, thread, connection. */
static struct text put_head(struct event *event, struct text rest)
{
	struct text behind = rest;
	struct text pid = text_cut(&behind, '#');
	struct text tid = text_cut(&behind, ':');
	uint64_t number;
	if (!text_to_uint(pid, &number) || !text_to_uint(tid, &number))
		return rest;
	event_put(event, FIELD_PROCESS_ID, pid);
	event_add(event, TEXT("tid"), tid, VALUE_NUMBER);
	behind = text_trim(behind);
	if (behind.size == 0 || behind.at[0] != '*')
		return behind;
	struct text words = text_from(behind, 1);
	struct text connection = text_word(&words);
	if (!text_to_uint(connection, &number))
		return behind;
	event_put(event, FIELD_SESSION_ID, connection);
	return text_trim(words);
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct text line = view->message;
	struct civil civil;
	bool continued = text_starts(line, php);
	size_t close = text_find_char(line, ']');
	if (!continued && (close == TEXT_NONE || !clock_parse(text_part(line, 0, 19), &civil))) {
		why_set(why, "no time and level in front");
		return MALFORMED;
	}
	struct event *event = events_add(events, view->context->received);
	if (event == NULL) {
		why_set(why, "too many events in one record");
		return TOO_LARGE;
	}
	event->logsource = (struct logsource){TEXT("nginx"), {NULL, 0}, TEXT("nginx")};
	if (continued) {
		put_message(event, line);
		return DONE;
	}
	(void)decode_set_time(event, &civil, view->context);
	event_put(event, FIELD_LEVEL, text_part(line, 21, close - 21));
	put_message(event, put_head(event, text_trim(text_from(line, close + 1))));
	return DONE;
}

const struct decoder nginx_error_decoder = {
    "nginx-error", "nginx error log", "nginx", recognise, decode};
