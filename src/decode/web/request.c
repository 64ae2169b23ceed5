/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTTP requests as logs hold them. Forms of the request target: RFC 9112 section 3.2.
 * Percent-encoding: RFC 3986 section 2.1; "+" as space in queries is the form encoding of the
 * WHATWG URL standard. Names: Sigma taxonomy 2.0.0, its proxy and web server parts.
 */
#include "decode/web/request.h"

#include "base/arena.h"
#include "base/limits.h"
#include "decode/decoder.h"

#include <stdio.h>
#include <string.h>

/* Attackers encode twice to get past a filter that decodes once; more than that no server undoes.
 */
#define DECODE_ROUNDS 2

/* The byte that two hexadecimal digits at t.at[i] stand for; -1 when they are none. */
static int hex_byte(struct text t, size_t i)
{
	if (t.size < 2 || i > t.size - 2)
		return -1;
	int high = text_hex_digit(t.at[i]);
	int low = text_hex_digit(t.at[i + 1]);
	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

struct text request_decode(struct arena *arena, struct text t, bool in_query)
{
	if (text_find_char(t, '%') == TEXT_NONE && text_find_char(t, '+') == TEXT_NONE)
		return t;
	char *out = arena_alloc(arena, t.size);
	size_t size = 0;
	for (size_t i = 0; i < t.size; i++) {
		char c = t.at[i];
		int byte = c == '%' ? hex_byte(t, i + 1) : -1;
		in_query = in_query || c == '?';
		if (byte >= 0) {
			c = (char)byte;
			i += 2;
		} else if (c == '+' && in_query) {
			c = ' ';
		}
		out[size++] = c;
	}
	struct text decoded = {out, size};
	return text_equal(decoded, t) ? t : decoded;
}

static char simple_escape(char c)
{
	static const char letters[] = "nrtvb\"\\'";
	static const char meanings[] = "\n\r\t\v\b\"\\'";
	const char *at = c == '\0' ? NULL : strchr(letters, c);
	return at == NULL ? '\0' : meanings[at - letters];
}

struct text request_unescape(struct arena *arena, struct text t)
{
	if (text_find_char(t, '\\') == TEXT_NONE)
		return t;
	char *out = arena_alloc(arena, t.size);
	size_t size = 0;
	for (size_t i = 0; i < t.size; i++) {
		char next = t.at[i] == '\\' && i + 1 < t.size ? t.at[i + 1] : '\0';
		int byte = next == 'x' ? hex_byte(t, i + 2) : -1;
		char plain = simple_escape(next);
		if (byte >= 0) {
			out[size++] = (char)byte;
			i += 3;
		} else if (plain != '\0') {
			out[size++] = plain;
			i++;
		} else {
			out[size++] = t.at[i];
		}
	}
	return (struct text){out, size};
}

size_t request_quoted(struct text t)
{
	size_t i = 0;
	while (i < t.size && t.at[i] != '"')
		i += t.at[i] == '\\' && i + 1 < t.size ? 2 : 1;
	return i;
}

/* RFC 9110 lets a method be any token; those that exist are upper-case words. */
static bool is_method(struct text t)
{
	if (t.size < 2 || t.size > 32)
		return false;
	for (size_t i = 0; i < t.size; i++) {
		bool upper = t.at[i] >= 'A' && t.at[i] <= 'Z';
		if (!upper && t.at[i] != '-' && t.at[i] != '_')
			return false;
	}
	return true;
}

bool request_split(struct text line, struct request *request)
{
	size_t space = text_find_char(line, ' ');
	if (space == TEXT_NONE || !is_method(text_part(line, 0, space)))
		return false;
	struct text target = text_trim(text_from(line, space + 1));
	struct text version = {NULL, 0};
	size_t last = text_find_last_char(target, ' ');
	/* The target may hold spaces that a client failed to encode: the version is the last word.
	 */
	if (last != TEXT_NONE && text_starts(text_from(target, last + 1), TEXT("HTTP/"))) {
		version = text_from(target, last + 1);
		target = text_trim(text_part(target, 0, last));
	}
	if (target.size == 0 || text_starts(target, TEXT("HTTP/")))
		return false;
	request->method = text_part(line, 0, space);
	request->target = target;
	request->version = version;
	return true;
}

void request_put_forwarded(struct event *event, struct text list)
{
	while (list.size != 0)
		event_put(event, FIELD_FORWARDED_FOR, text_trim(text_cut(&list, ',')));
}

/* The decoded forms of a value behind the value itself. */
static void put_decoded(struct event *event, enum field_id field, struct text value, bool in_query)
{
	for (int round = 0; round < DECODE_ROUNDS; round++) {
		struct text decoded = request_decode(event->arena, value, in_query);
		if (decoded.at == value.at)
			return;
		event_put(event, field, decoded);
		value = decoded;
	}
}

static bool is_given(struct text t)
{
	return t.size != 0 && !text_equal(t, TEXT("-"));
}

static struct text without_port(struct text host)
{
	struct text address;
	struct text port;
	if (decode_split_address(host, &address, &port))
		return address;
	size_t colon = text_find_last_char(host, ':');
	uint64_t number;
	bool has_port = colon != TEXT_NONE && text_to_uint(text_from(host, colon + 1), &number);
	return has_port ? text_part(host, 0, colon) : host;
}

/* "host:port", as CONNECT has it: no path. */
static void put_authority(struct event *event, struct text target)
{
	event_put(event, FIELD_URI, target);
	event_put(event, FIELD_CS_URI, target);
	event_put(event, FIELD_WEB_HOST, without_port(target));
}

static void put_query(struct event *event, const struct request *request, struct text query)
{
	event_put(event, FIELD_PROXY_QUERY, query);
	put_decoded(event, FIELD_PROXY_QUERY, query, true);
	put_decoded(event, FIELD_URI_QUERY, query, true);
	if (!request->server)
		return;
	event_put(event, FIELD_URI_QUERY, request->target);
	put_decoded(event, FIELD_URI_QUERY, request->target, false);
}

static void put_target(struct event *event, const struct request *request)
{
	struct text target = request->target;
	decode_put_url(event, target);
	event_put(event, FIELD_CS_URI, target);
	struct text path = event_get_field(event, FIELD_URI_PATH);
	event_put(event, FIELD_PROXY_STEM, path);
	put_decoded(event, FIELD_URI_PATH, path, false);
	put_query(event, request, event_get_field(event, FIELD_URI_QUERY));
	bool join = !request->server && is_given(request->host) && target.at[0] == '/' &&
		    target.size < LIMIT_VALUE && request->host.size < LIMIT_NAME;
	if (join) {
		target =
		    text_format(event->arena, "%s://%.*s%.*s", request->secure ? "https" : "http",
			TEXT_ARGS(request->host), TEXT_ARGS(target));
		event_put(event, FIELD_URI, target);
		event_put(event, FIELD_CS_URI, target);
	}
	put_decoded(event, FIELD_URI, target, false);
	put_decoded(event, FIELD_CS_URI, target, false);
	if (text_find(target, TEXT("://")) == TEXT_NONE || join)
		event_put(event, FIELD_WEB_HOST, without_port(request->host));
}

void request_put(struct event *event, const struct request *request)
{
	event_put(event, FIELD_METHOD, request->method);
	bool authority = text_equal(request->method, TEXT("CONNECT")) &&
			 text_find_char(request->target, '/') == TEXT_NONE;
	if (!is_given(request->target))
		event_put(event, FIELD_WEB_HOST, without_port(request->host));
	else if (authority)
		put_authority(event, request->target);
	else
		put_target(event, request);
	struct text version = request->version;
	(void)text_skip(&version, TEXT("HTTP/"));
	event_put(event, FIELD_HTTP_VERSION, version);
	event_put(event, FIELD_USER_AGENT, request->agent);
	event_put(event, FIELD_SERVER_USER_AGENT, request->agent);
	event_put(event, FIELD_REFERER, request->referer);
	event_put(event, FIELD_PROXY_REFERER, request->referer);
	event_put(event, FIELD_WEB_USER, request->user);
	event_put(event, FIELD_STATUS, request->status);
	event_put(event, FIELD_RESPONSE_BYTES, request->bytes);
	event_put(event, FIELD_CONTENT_TYPE, request->content_type);
	event_put(event, FIELD_COOKIE, request->cookie);
}
