/* SPDX-License-Identifier: Apache-2.0 */
/* What several decoders need: times, flattening, accounts, URLs, addresses, pairs and cells. */
#include "base/address.h"
#include "base/arena.h"
#include "base/limits.h"
#include "decode/decoder.h"

#include <string.h>

bool decode_set_time(
    struct event *event, const struct civil *civil, const struct decode_context *context)
{
	int64_t instant;
	if (!clock_resolve(civil, context->zone, context->received, &instant))
		return false;
	event->time = instant;
	event->has_time = true;
	return true;
}

bool decode_set_time_text(struct event *event, struct text t, const struct decode_context *context)
{
	struct civil civil;
	if (clock_parse(text_trim(t), &civil))
		return decode_set_time(event, &civil, context);
	int64_t instant;
	if (!clock_parse_epoch(text_trim(t), &instant))
		return false;
	event->time = instant;
	event->has_time = true;
	return true;
}

enum value_kind decode_value_kind(const struct json *value)
{
	switch (value->kind) {
	case JSON_NULL:
		return VALUE_NULL;
	case JSON_FALSE:
	case JSON_TRUE:
		return VALUE_BOOL;
	case JSON_NUMBER:
		return VALUE_NUMBER;
	default:
		return VALUE_TEXT;
	}
}

struct text decode_join(struct arena *arena, struct text a, char between, struct text b)
{
	if (b.size == 0)
		return a;
	if (a.size == 0)
		return b;
	size_t size = a.size + 1 + b.size;
	char *out = arena_alloc(arena, size);
	memcpy(out, a.at, a.size);
	out[a.size] = between;
	memcpy(out + a.size + 1, b.at, b.size);
	return (struct text){out, size};
}

/* The reader bounds the depth (json_record_limits), and so this recursion. */
void decode_flatten(struct event *event, struct text prefix, const struct json *value)
{
	if (value == NULL)
		return;
	if (prefix.size > LIMIT_NAME)
		prefix.size = LIMIT_NAME;
	if (value->kind != JSON_OBJECT && value->kind != JSON_ARRAY) {
		struct text text = value->kind == JSON_NULL ? (struct text){NULL, 0} : value->text;
		event_add(event, prefix, text, decode_value_kind(value));
		return;
	}
	for (const struct json *child = value->first; child != NULL; child = child->next) {
		struct text name =
		    value->kind == JSON_OBJECT ? child->name : (struct text){NULL, 0};
		decode_flatten(event, decode_join(event->arena, prefix, '.', name), child);
	}
}

void decode_put_user(struct event *event, struct text account)
{
	account = text_trim(account);
	size_t back = text_find_last_char(account, '\\');
	if (back != TEXT_NONE) {
		event_put(event, FIELD_USER, text_from(account, back + 1));
		event_put(event, FIELD_USER_DOMAIN, text_part(account, 0, back));
		return;
	}
	size_t sign = text_find_char(account, '@');
	if (sign != TEXT_NONE && sign != 0) {
		event_put(event, FIELD_USER, text_part(account, 0, sign));
		event_put(event, FIELD_USER_DOMAIN, text_from(account, sign + 1));
		return;
	}
	event_put(event, FIELD_USER, account);
}

void decode_put_sum(struct event *event, enum field_id field, struct text a, struct text b)
{
	int64_t x;
	int64_t y;
	int64_t sum;
	if (text_to_int(a, &x) && text_to_int(b, &y) && x >= 0 && y >= 0 &&
	    !__builtin_add_overflow(x, y, &sum))
		event_put_int(event, field, sum);
}

/* Take "scheme://host[:port]" from the front of *rest. */
static void put_authority(struct event *event, struct text *rest)
{
	size_t mark = text_find(*rest, TEXT("://"));
	if (mark == TEXT_NONE || mark == 0 || mark > 16)
		return;
	event_put(event, FIELD_URI_SCHEME, text_lower(event->arena, text_part(*rest, 0, mark)));
	*rest = text_from(*rest, mark + 3);
	size_t end = 0;
	while (end < rest->size && memchr("/?#", rest->at[end], 3) == NULL)
		end++;
	struct text host = text_part(*rest, 0, end);
	*rest = text_from(*rest, end);
	size_t at = text_find_last_char(host, '@');
	if (at != TEXT_NONE)
		host = text_from(host, at + 1);
	size_t colon = text_find_last_char(host, ':');
	uint64_t port;
	if (colon != TEXT_NONE && text_to_uint(text_from(host, colon + 1), &port))
		host = text_part(host, 0, colon);
	event_put(event, FIELD_WEB_HOST, host);
}

static void put_extension(struct event *event, struct text path)
{
	size_t slash = text_find_last_char(path, '/');
	struct text name = slash == TEXT_NONE ? path : text_from(path, slash + 1);
	size_t dot = text_find_last_char(name, '.');
	if (dot != TEXT_NONE && name.size - dot <= 16)
		event_put(event, FIELD_URI_EXTENSION, text_from(name, dot + 1));
}

void decode_put_url(struct event *event, struct text url)
{
	event_put(event, FIELD_URI, url);
	struct text rest = url;
	put_authority(event, &rest);
	rest = text_part(rest, 0, text_find_char(rest, '#'));
	size_t question = text_find_char(rest, '?');
	struct text path = text_part(rest, 0, question);
	event_put(event, FIELD_URI_PATH, path);
	if (question != TEXT_NONE)
		event_put(event, FIELD_URI_QUERY, text_from(rest, question + 1));
	put_extension(event, path);
}

bool decode_is_ip(struct text t)
{
	unsigned char bytes[ADDRESS_BYTES];
	return address_read(t, bytes) != 0;
}

static bool is_port(struct text t)
{
	uint64_t port;
	return t.size != 0 && text_to_uint(t, &port) && port <= 65535;
}

/* "[v6]" or "[v6]:port" */
static bool split_bracketed(struct text t, struct text *address, struct text *port)
{
	size_t close = text_find_char(t, ']');
	if (close == TEXT_NONE || !decode_is_ip(text_part(t, 1, close - 1)))
		return false;
	struct text behind = text_from(t, close + 1);
	if (behind.size != 0 && !(behind.at[0] == ':' && is_port(text_from(behind, 1))))
		return false;
	*address = text_part(t, 1, close - 1);
	*port = text_from(behind, 1);
	return true;
}

bool decode_split_address(struct text t, struct text *address, struct text *port)
{
	if (decode_is_ip(t)) {
		*address = t;
		*port = (struct text){NULL, 0};
		return true;
	}
	if (t.size != 0 && t.at[0] == '[')
		return split_bracketed(t, address, port);
	size_t mark = text_find_last_char(t, '/');
	if (mark == TEXT_NONE)
		mark = text_find_last_char(t, ':');
	if (mark == TEXT_NONE || !decode_is_ip(text_part(t, 0, mark)) ||
	    !is_port(text_from(t, mark + 1)))
		return false;
	*address = text_part(t, 0, mark);
	*port = text_from(t, mark + 1);
	return true;
}

/* Length of a quoted value's inside, from behind its opening quote; whether a backslash stood in
 * it. */
static size_t quoted_length(struct text t, char quote, bool *escaped)
{
	size_t end = text_find_char(t, quote);
	size_t i = text_find_char(text_part(t, 0, end), '\\');
	*escaped = i != TEXT_NONE && i + 1 < t.size;
	if (!*escaped)
		return end == TEXT_NONE ? t.size : end;
	while (i < t.size && t.at[i] != quote)
		i += t.at[i] == '\\' && i + 1 < t.size ? 2 : 1;
	return i;
}

static struct text unescaped(struct arena *arena, struct text t)
{
	char *out = arena_alloc(arena, t.size);
	size_t size = 0;
	for (size_t i = 0; i < t.size; i++) {
		bool escape =
		    t.at[i] == '\\' && i + 1 < t.size && memchr("\"'\\", t.at[i + 1], 3) != NULL;
		if (escape)
			i++;
		out[size++] = t.at[i];
	}
	return (struct text){out, size};
}

static bool is_gap(const struct pairs *pairs, char c)
{
	return c == ' ' || c == '\t' || (pairs->separator != 0 && c == pairs->separator);
}

static bool ends_bare(const struct pairs *pairs, char c)
{
	return pairs->separator != 0 ? c == pairs->separator : c == ' ' || c == '\t';
}

static struct text take_value(struct pairs *pairs)
{
	struct text *rest = &pairs->rest;
	if (rest->size != 0 && (rest->at[0] == '"' || rest->at[0] == '\'')) {
		char quote = rest->at[0];
		bool escaped;
		struct text inside = text_from(*rest, 1);
		size_t size = quoted_length(inside, quote, &escaped);
		struct text value = text_part(inside, 0, size);
		*rest = text_from(inside, size + 1);
		return escaped ? unescaped(pairs->arena, value) : value;
	}
	size_t end = 0;
	while (end < rest->size && !ends_bare(pairs, rest->at[end]))
		end++;
	struct text value = text_part(*rest, 0, end);
	*rest = text_from(*rest, end);
	return pairs->separator != 0 ? text_trim(value) : value;
}

bool decode_next_pair(struct pairs *pairs, struct text *key, struct text *value)
{
	struct text *rest = &pairs->rest;
	size_t end;
	for (;;) {
		size_t start = 0;
		while (start < rest->size && is_gap(pairs, rest->at[start]))
			start++;
		*rest = text_from(*rest, start);
		end = 0;
		while (end < rest->size && rest->at[end] != '=' && !is_gap(pairs, rest->at[end]))
			end++;
		if (end == rest->size)
			return false;
		if (rest->at[end] == '=' && end != 0)
			break;
		/* A word that is no pair: step over it. */
		*rest = text_from(*rest, end == 0 ? 1 : end);
	}
	*key = text_part(*rest, 0, end);
	*rest = text_from(*rest, end + 1);
	*value = take_value(pairs);
	return true;
}

/* Where a quoted cell ends: its closing quote, or the row's end. *doubled: it holds doubled quotes.
 */
static size_t quoted_end(struct text t, bool *doubled)
{
	size_t at = 0;
	*doubled = false;
	for (;;) {
		size_t found = text_find_char(text_from(t, at), '"');
		if (found == TEXT_NONE)
			return t.size;
		at += found;
		if (at + 1 >= t.size || t.at[at + 1] != '"')
			return at;
		*doubled = true;
		at += 2;
	}
}

static struct text undouble(struct arena *arena, struct text t)
{
	char *out = arena_alloc(arena, t.size);
	size_t size = 0;
	for (size_t i = 0; i < t.size; i++) {
		out[size++] = t.at[i];
		if (t.at[i] == '"')
			i++;
	}
	return (struct text){out, size};
}

bool decode_next_cell(struct cells *cells, struct text *cell)
{
	if (cells->ended)
		return false;
	struct text quoted = {NULL, 0};
	bool is_quoted = text_skip(&cells->rest, TEXT("\""));
	if (is_quoted) {
		bool doubled;
		size_t end = quoted_end(cells->rest, &doubled);
		quoted = text_part(cells->rest, 0, end);
		if (doubled)
			quoted = undouble(cells->arena, quoted);
		cells->rest = text_from(cells->rest, end + 1);
	}
	cells->ended = text_find_char(cells->rest, cells->separator) == TEXT_NONE;
	struct text bare = text_cut(&cells->rest, cells->separator);
	*cell = is_quoted ? quoted : bare;
	return true;
}

struct text decode_transport(struct text t, struct arena *arena)
{
	/* IANA protocol numbers (registry of 2024-12). */
	static const struct {
		struct text number;
		struct text word;
	} known[] = {{TEXT_INIT("1"), TEXT_INIT("icmp")}, {TEXT_INIT("2"), TEXT_INIT("igmp")},
	    {TEXT_INIT("4"), TEXT_INIT("ipv4")}, {TEXT_INIT("6"), TEXT_INIT("tcp")},
	    {TEXT_INIT("17"), TEXT_INIT("udp")}, {TEXT_INIT("41"), TEXT_INIT("ipv6")},
	    {TEXT_INIT("47"), TEXT_INIT("gre")}, {TEXT_INIT("50"), TEXT_INIT("esp")},
	    {TEXT_INIT("51"), TEXT_INIT("ah")}, {TEXT_INIT("58"), TEXT_INIT("ipv6-icmp")},
	    {TEXT_INIT("89"), TEXT_INIT("ospf")}, {TEXT_INIT("103"), TEXT_INIT("pim")},
	    {TEXT_INIT("112"), TEXT_INIT("vrrp")}, {TEXT_INIT("132"), TEXT_INIT("sctp")}};
	t = text_trim(t);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (text_equal(known[i].number, t))
			return known[i].word;
	}
	return text_lower(arena, t);
}
