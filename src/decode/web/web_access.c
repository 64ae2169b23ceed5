/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Access logs of web servers: the common and combined log formats (Apache HTTP Server 2.4,
 * "Log Files", mod_log_config; nginx, ngx_http_log_module), with a virtual host in front, with
 * a list of forwarded addresses in place of the client's, and with anything behind.
 *
 *   [vhost] address[, address …] ident user [time] "request" status bytes ["referer" "agent"]
 * [more]
 *
 * Logsource: Sigma's web server rules ask for category webserver alone, and those that say
 * `service: apache` or `nginx` are about error logs. The line does not tell which server wrote it,
 * so product and service stay empty. Squid can write this format too; its result code at the end
 * tells it, and makes it a proxy's.
 */
#include "base/arena.h"
#include "decode/decoder.h"
#include "decode/web/request.h"

#include <string.h>

#define PREFIX_WORDS 32
#define STATUS_AND_SIZE 64 /* bytes behind a request that can hold both */

/* "12/May/2019:02:10:11 +0900" in brackets, behind a space: where the bracket stands. */
static size_t find_time(struct text line)
{
	for (size_t i = 1; i + 22 < line.size; i++) {
		bool here = line.at[i] == '[' && line.at[i - 1] == ' ' && line.at[i + 3] == '/' &&
			    line.at[i + 7] == '/' && line.at[i + 12] == ':';
		if (here)
			return i;
		/* The request may hold such a bracket, and stands behind the time. */
		if (line.at[i] == '"' && line.at[i - 1] == ']')
			return TEXT_NONE;
	}
	return TEXT_NONE;
}

static bool recognise(const struct view *view)
{
	size_t open = find_time(view->message);
	if (open == TEXT_NONE)
		return false;
	struct text rest = text_from(view->message, open);
	size_t close = text_find(rest, TEXT("] \""));
	return close != TEXT_NONE && close < 40;
}

/* What stands before the time. */
struct prefix {
	struct text words[PREFIX_WORDS];
	bool comma[PREFIX_WORDS]; /* a comma stood behind it: the list goes on */
	size_t count;
	struct text user;
};

/* One word, or several in quotes that are a list. */
static struct text next_word(struct text *rest)
{
	*rest = text_trim(*rest);
	if (rest->size == 0 || rest->at[0] != '"')
		return text_word(rest);
	*rest = text_from(*rest, 1);
	size_t end = request_quoted(*rest);
	struct text word = text_part(*rest, 0, end);
	*rest = text_from(*rest, end + 1);
	return word;
}

static void add_address(struct prefix *prefix, struct text word)
{
	while (word.size != 0 && prefix->count < PREFIX_WORDS) {
		bool comma = text_find_char(word, ',') != TEXT_NONE;
		struct text one = text_trim(text_cut(&word, ','));
		if (one.size == 0)
			continue;
		prefix->words[prefix->count] = one;
		prefix->comma[prefix->count++] = comma;
	}
}

/*
 * The ident is "-" everywhere in practice, so the first lone "-" behind an address ends the
 * addresses; where there is none, ident and user are the last two words.
 */
static bool read_prefix(struct text text, struct prefix *prefix)
{
	size_t words = 0;
	for (struct text rest = text_trim(text); rest.size != 0 && words < 64; words++)
		(void)next_word(&rest);
	struct text rest = text_trim(text);
	for (size_t i = 0; i < words && rest.size != 0; i++) {
		struct text word = next_word(&rest);
		bool ident = prefix->count != 0 && (text_equal(word, TEXT("-")) || i + 2 == words);
		if (ident) {
			prefix->user = text_trim(rest);
			return true;
		}
		add_address(prefix, word);
	}
	return prefix->count != 0;
}

/* Loopback, private and link-local addresses (RFC 1918, 4193, 3927, 4291): not the client's own. */
static bool is_private(struct text t)
{
	static const struct text starts[] = {TEXT_INIT("10."), TEXT_INIT("127."),
	    TEXT_INIT("192.168."), TEXT_INIT("169.254."), TEXT_INIT("::1"), TEXT_INIT("fe80:"),
	    TEXT_INIT("fc"), TEXT_INIT("fd")};
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		if (text_starts_fold(t, starts[i]))
			return true;
	}
	int64_t second;
	struct text rest = t;
	return text_skip(&rest, TEXT("172.")) && text_to_int(text_cut(&rest, '.'), &second) &&
	       second >= 16 && second <= 31;
}

/*
 * Of a list the first public address is the client, else the first: what stands before it was
 * private on the other side, what follows are proxies.
 */
static struct text client_of(const struct prefix *prefix, size_t first)
{
	for (size_t i = first; i < prefix->count; i++) {
		if (decode_is_ip(prefix->words[i]) && !is_private(prefix->words[i]))
			return prefix->words[i];
	}
	return prefix->words[first];
}

static struct text put_virtual_host(struct event *event, struct text host)
{
	struct text port = {NULL, 0};
	struct text address;
	uint64_t number;
	size_t colon = text_find_last_char(host, ':');
	if (decode_split_address(host, &address, &port)) {
		event_put(event, FIELD_DST_IP, address);
		event_put(event, FIELD_DST_PORT, port);
		return host;
	}
	if (colon != TEXT_NONE && text_to_uint(text_from(host, colon + 1), &number)) {
		event_put(event, FIELD_DST_PORT, text_from(host, colon + 1));
		host = text_part(host, 0, colon);
	}
	event_put(event, FIELD_DST_HOST, host);
	return host;
}

/* The ends; returns the virtual host, empty when there is none. */
static struct text put_prefix(struct event *event, const struct prefix *prefix)
{
	struct text host = {NULL, 0};
	bool has_host = prefix->count > 1 && !prefix->comma[0];
	if (has_host)
		host = put_virtual_host(event, prefix->words[0]);
	size_t first = has_host ? 1 : 0;
	struct text client = client_of(prefix, first);
	if (decode_is_ip(client))
		event_put(event, FIELD_SRC_IP, client);
	else if (!text_equal(client, TEXT("unix:"))) /* nginx on a local socket */
		event_put(event, FIELD_SRC_HOST, client);
	for (size_t i = first; prefix->count > first + 1 && i < prefix->count; i++)
		event_put(event, FIELD_FORWARDED_FOR, prefix->words[i]);
	return host;
}

/* A quoted field from *rest, unescaped; empty when there is none. */
static struct text take_quoted(struct event *event, struct text *rest)
{
	struct text trimmed = text_trim(*rest);
	if (trimmed.size == 0 || trimmed.at[0] != '"')
		return (struct text){NULL, 0};
	trimmed = text_from(trimmed, 1);
	size_t end = request_quoted(trimmed);
	*rest = text_from(trimmed, end + 1);
	return request_unescape(event->arena, text_part(trimmed, 0, end));
}

static bool is_squid_result(struct text word)
{
	return text_find_char(word, ':') != TEXT_NONE &&
	       (text_starts(word, TEXT("TCP_")) || text_starts(word, TEXT("NONE_")) ||
		   text_starts(word, TEXT("UDP_")));
}

static void put_squid(struct event *event, struct text word)
{
	event->logsource = (struct logsource){TEXT("squid"), TEXT("proxy"), {NULL, 0}};
	struct text hierarchy = word;
	event_put(event, FIELD_ACTION, text_cut(&hierarchy, ':'));
	event_add(event, TEXT("hierarchy"), hierarchy, VALUE_TEXT);
}

static void put_named(struct event *event, struct text key, struct text value)
{
	bool forwarded =
	    text_equal_fold(key, TEXT("X-Forwarded-For")) || text_equal_fold(key, TEXT("xff"));
	if (forwarded)
		request_put_forwarded(event, value);
	else if (!text_equal(value, TEXT("-")))
		event_add(event, key, value, VALUE_TEXT);
}

/* What a site's own format adds: "quoted" (nginx's own example: forwarded addresses), key="value",
 * words. */
static void put_more(struct event *event, struct text rest)
{
	rest = text_trim(rest);
	while (rest.size != 0) {
		struct pairs pairs = {rest, 0, event->arena};
		struct text key;
		struct text value;
		size_t stop = 0;
		while (stop < rest.size && memchr(" \t\"", rest.at[stop], 3) == NULL)
			stop++;
		size_t equals = text_find_char(text_part(rest, 0, stop + 1), '=');
		if (rest.at[0] == '"') {
			value = take_quoted(event, &rest);
			struct text list = value;
			bool address = decode_is_ip(text_trim(text_cut(&list, ',')));
			put_named(event, address ? TEXT("xff") : TEXT("extra"), value);
		} else if (equals != 0 && equals < stop + 1 &&
			   decode_next_pair(&pairs, &key, &value)) {
			put_named(event, key, value);
			rest = pairs.rest;
		} else {
			value = text_word(&rest);
			if (is_squid_result(value))
				put_squid(event, value);
			else
				event_add(event, TEXT("extra"), value, VALUE_TEXT);
		}
		rest = text_trim(rest);
	}
}

static bool is_status(struct text t)
{
	uint64_t status;
	return t.size == 3 && text_to_uint(t, &status);
}

/*
 * Where the request's closing quote stands. Apache and nginx escape quotes inside it; Tomcat and
 * others do not: then it is the first quote behind which a status and a size follow.
 */
static size_t request_end(struct text t)
{
	size_t end = request_quoted(t);
	while (end < t.size) {
		/* No further than needed: a line may be nothing but quotes. */
		struct text behind = text_part(t, end + 1, STATUS_AND_SIZE);
		struct text size = {NULL, 0};
		if (is_status(text_word(&behind)))
			size = text_word(&behind);
		uint64_t number;
		if (text_equal(size, TEXT("-")) || text_to_uint(size, &number))
			return end;
		end += 1 + request_quoted(text_from(t, end + 1));
	}
	return TEXT_NONE;
}

static void put_outcome(struct event *event, struct text status)
{
	if (is_status(status))
		event_put(event, FIELD_OUTCOME,
		    status.at[0] < '4' && status.at[0] != '0' ? TEXT("success") : TEXT("failure"));
}

static void put_request(
    struct event *event, struct text line, struct text rest, struct request *request)
{
	(void)request_split(line, request);
	request->status = text_word(&rest);
	request->bytes = text_word(&rest);
	request->referer = take_quoted(event, &rest);
	request->agent = take_quoted(event, &rest);
	event_add(event, TEXT("request"), line, VALUE_TEXT);
	put_more(event, rest);
	request->server = event->logsource.product.size == 0;
	request_put(event, request);
	event_put(event, FIELD_USER, request->user);
	put_outcome(event, request->status);
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct text line = view->message;
	size_t open = find_time(line);
	size_t close =
	    open == TEXT_NONE ? TEXT_NONE : text_find(text_from(line, open), TEXT("] \""));
	struct prefix prefix = {.count = 0};
	if (close == TEXT_NONE || !read_prefix(text_part(line, 0, open), &prefix)) {
		why_set(why, "no address before the time");
		return MALFORMED;
	}
	struct text rest = text_from(line, open + close + 3);
	size_t end = request_end(rest);
	if (end == TEXT_NONE) {
		why_set(why, "no status behind the request");
		return MALFORMED;
	}
	struct event *event = events_add(events, view->context->received);
	if (event == NULL) {
		why_set(why, "too many events in one record");
		return TOO_LARGE;
	}
	event->logsource.category = TEXT("webserver");
	(void)decode_set_time_text(event, text_part(line, open + 1, close - 1), view->context);
	struct request request = {.user = prefix.user, .host = put_prefix(event, &prefix)};
	event->message = request_unescape(event->arena, text_part(rest, 0, end));
	put_request(event, event->message, text_from(rest, end + 1), &request);
	return DONE;
}

const struct decoder web_access_decoder = {
    "web-access", "Apache and nginx access log", "", recognise, decode};
