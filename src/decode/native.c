/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Native field names to taxonomy names. A record has some 50 fields and a table some 60 rows, for
 * every line that comes in: so the natives are put into a small hash first, and each row
 * costs one look.
 */
#include "decode/native.h"

#include "base/arena.h"
#include "base/limits.h"
#include "decode/decoder.h"

#include <assert.h>
#include <stdint.h>

#define BUCKETS 64
#define NOTHING UINT16_MAX

/* The fields that stood in the event before the table was applied, by name. */
struct natives {
	struct event *event;
	uint16_t head[BUCKETS];
	uint16_t *next;
};

static size_t bucket_of(struct text name)
{
	if (name.size == 0)
		return 0;
	unsigned char first = (unsigned char)name.at[0];
	unsigned char last = (unsigned char)name.at[name.size - 1];
	return (first * 7u + last * 3u + name.size) % BUCKETS;
}

/* From the last field to the first, so that of two with one name the first is found. */
static void index_natives(struct natives *natives, struct event *event)
{
	assert(event->count < NOTHING);
	natives->event = event;
	for (size_t i = 0; i < BUCKETS; i++)
		natives->head[i] = NOTHING;
	natives->next = arena_array(event->arena, event->count, sizeof(*natives->next));
	for (size_t i = event->count; i-- > 0;) {
		size_t bucket = bucket_of(event->fields[i].name);
		natives->next[i] = natives->head[bucket];
		natives->head[bucket] = (uint16_t)i;
	}
}

/* Its place among the event's fields; NOTHING when there is none. */
static uint16_t find_native(const struct natives *natives, struct text name)
{
	uint16_t i = natives->head[bucket_of(name)];
	while (i != NOTHING && !text_equal(natives->event->fields[i].name, name))
		i = natives->next[i];
	return i;
}

bool native_is_none(struct text value)
{
	static const struct text none[] = {
	    TEXT_INIT("-"), TEXT_INIT("N/A"), TEXT_INIT("(null)"), TEXT_INIT("n/a")};
	if (value.size == 0)
		return true;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		if (text_equal(value, none[i]))
			return true;
	}
	return false;
}

/* The field at `place` has the taxonomy's name already: give it the taxonomy's value. */
static void take_over(struct event *event, size_t place, enum field_id field, struct text value)
{
	struct field *own = &event->fields[place];
	struct text name = own->name;
	struct text before = own->value;
	enum field_type type = field_spec(field)->type;
	double number;
	bool is_number =
	    (type == FIELD_NUMBER || type == FIELD_PORT) && text_to_double(value, &number);
	own->value = value;
	own->kind = is_number ? VALUE_NUMBER : VALUE_TEXT;
	if (!text_equal(before, value) && !native_is_none(before))
		event_add(event, name, before, VALUE_TEXT);
}

void native_put(struct event *event, enum field_id field, struct text value)
{
	const struct field *found = event_find(event, field_spec(field)->name);
	if (native_is_none(value))
		return;
	if (found == NULL)
		event_put(event, field, value);
	else
		take_over(event, (size_t)(found - event->fields), field, value);
}

static struct text direction_of(struct text value)
{
	static const struct {
		struct text word;
		struct text direction;
	} known[] = {{TEXT_INIT("outbound"), TEXT_INIT("outbound")},
	    {TEXT_INIT("outgoing"), TEXT_INIT("outbound")},
	    {TEXT_INIT("out"), TEXT_INIT("outbound")}, {TEXT_INIT("egress"), TEXT_INIT("outbound")},
	    {TEXT_INIT("inbound"), TEXT_INIT("inbound")},
	    {TEXT_INIT("incoming"), TEXT_INIT("inbound")}, {TEXT_INIT("in"), TEXT_INIT("inbound")},
	    {TEXT_INIT("ingress"), TEXT_INIT("inbound")},
	    {TEXT_INIT("internal"), TEXT_INIT("internal")},
	    {TEXT_INIT("external"), TEXT_INIT("external")}};
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (text_equal_fold(value, known[i].word))
			return known[i].direction;
	}
	return (struct text){NULL, 0};
}

static struct text address_of(struct text value)
{
	bool none = text_equal(value, TEXT("0.0.0.0")) || text_equal(value, TEXT("::"));
	return !none && decode_is_ip(value) ? value : (struct text){NULL, 0};
}

static struct text port_of(struct text value)
{
	uint64_t port;
	bool good = text_to_uint(value, &port) && port != 0 && port <= UINT16_MAX;
	return good ? value : (struct text){NULL, 0};
}

static struct text seconds_of(struct arena *arena, struct text value)
{
	uint64_t milli;
	if (!text_to_uint(value, &milli))
		return (struct text){NULL, 0};
	return text_format(
	    arena, "%llu.%03u", (unsigned long long)(milli / 1000), (unsigned)(milli % 1000));
}

/* The account without its domain; the domain, when the field is FIELD_USER, is put beside it. */
static struct text account_of(struct event *event, enum field_id field, struct text value)
{
	struct text domain = {NULL, 0};
	size_t back = text_find_last_char(value, '\\');
	size_t at = text_find_char(value, '@');
	if (back != TEXT_NONE) {
		domain = text_part(value, 0, back);
		if (text_ends(domain, TEXT("\\"))) /* written as if it were escaped */
			domain.size--;
		value = text_from(value, back + 1);
	} else if (at != TEXT_NONE && at != 0) {
		domain = text_from(value, at + 1);
		value = text_part(value, 0, at);
	}
	if (field == FIELD_USER && domain.size != 0)
		native_put(event, FIELD_USER_DOMAIN, domain);
	return value;
}

static struct text formed(struct event *event, const struct native_row *row, struct text value)
{
	double number;
	switch (row->form) {
	case NATIVE_TEXT:
		break;
	case NATIVE_LOWER:
		return text_lower(event->arena, value);
	case NATIVE_TRANSPORT:
		return decode_transport(value, event->arena);
	case NATIVE_ACCOUNT:
		return account_of(event, row->field, value);
	case NATIVE_IP:
		return address_of(value);
	case NATIVE_PORT:
		return port_of(value);
	case NATIVE_NUMBER:
		return text_to_double(value, &number) ? value : (struct text){NULL, 0};
	case NATIVE_MILLI:
		return seconds_of(event->arena, value);
	case NATIVE_DIRECTION:
		return direction_of(value);
	}
	return value;
}

/* Many records say user="N/A": as a taxonomy field that would be somebody's name. */
static void clear_none(struct event *event, size_t natives)
{
	for (size_t i = 0; i < natives; i++) {
		struct field *field = &event->fields[i];
		enum field_id id;
		if (field->value.size != 0 && native_is_none(field->value) &&
		    field_by_name(field->name, &id)) {
			field->value = (struct text){NULL, 0};
			field->kind = VALUE_NULL;
		}
	}
}

/* Whether the row found a value. */
static bool apply_row(const struct natives *natives, const struct native_row *row)
{
	struct event *event = natives->event;
	uint16_t from = find_native(natives, row->name);
	if (from == NOTHING)
		return false;
	struct text value = text_trim(event->fields[from].value);
	if (!native_is_none(value))
		value = formed(event, row, value);
	if (native_is_none(value))
		return false;
	uint16_t to = find_native(natives, field_spec(row->field)->name);
	if (to == NOTHING)
		event_put(event, row->field, value);
	else
		take_over(event, to, row->field, value);
	return true;
}

void native_apply(struct event *event, const struct native_row *rows, size_t count)
{
	struct natives natives;
	bool taken[FIELD_COUNT] = {false};
	size_t own = event->count;

	index_natives(&natives, event);
	for (size_t i = 0; i < count; i++) {
		const struct native_row *row = &rows[i];
		if (taken[row->field])
			continue;
		taken[row->field] = apply_row(&natives, row);
	}
	clear_none(event, own);
}

size_t native_pairs(struct event *event, struct text t, char separator)
{
	struct pairs pairs = {.rest = t, .separator = separator, .arena = event->arena};
	struct text key;
	struct text value;
	size_t count = 0;
	while (decode_next_pair(&pairs, &key, &value)) {
		event_add(event, key, value, VALUE_TEXT);
		count++;
	}
	return count;
}

static bool is_key_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '-' || c == '.';
}

/* Length of the key at the start of `t` when an equals sign follows it; else 0. */
static size_t key_length(struct text t)
{
	size_t i = 0;
	while (i < t.size && i < LIMIT_NAME && is_key_char(t.at[i]))
		i++;
	return i < t.size && t.at[i] == '=' ? i : 0;
}

/* Where a bare value ends: before the next word that is a key, or at the end. */
static size_t spaced_length(struct text t)
{
	for (size_t i = 0; i < t.size; i++) {
		if (t.at[i] != ' ' && t.at[i] != '\t')
			continue;
		if (key_length(text_from(t, i + 1)) != 0)
			return i;
	}
	return t.size;
}

size_t native_pairs_spaced(struct event *event, struct text t)
{
	struct text rest = text_trim(t);
	size_t count = 0;
	while (rest.size != 0) {
		size_t size = key_length(rest);
		if (size == 0) { /* a word that is no pair */
			text_word(&rest);
			rest = text_trim(rest);
			continue;
		}
		struct text key = text_part(rest, 0, size);
		struct text value = text_from(rest, size + 1);
		if (value.size != 0 && (value.at[0] == '"' || value.at[0] == '\'')) {
			struct pairs pairs = {.rest = rest, .arena = event->arena};
			if (!decode_next_pair(&pairs, &key, &value))
				break;
			rest = pairs.rest;
		} else {
			value = text_part(value, 0, spaced_length(value));
			rest = text_from(rest, size + 1 + value.size);
		}
		event_add(event, key, text_trim(value), VALUE_TEXT);
		rest = text_trim(rest);
		count++;
	}
	return count;
}

bool native_has_key(struct text t, struct text key)
{
	size_t from = 0;
	for (;;) {
		size_t at = text_find(text_from(t, from), key);
		if (at == TEXT_NONE)
			return false;
		at += from;
		char before = at == 0 ? ' ' : t.at[at - 1];
		if (before == ' ' || before == ',' || before == '"' || before == '\t')
			return true;
		from = at + 1;
	}
}

void native_put_url(struct event *event, struct text scheme, struct text host, struct text url)
{
	if (native_is_none(host))
		host = (struct text){NULL, 0};
	if (native_is_none(url)) {
		event_put(event, FIELD_WEB_HOST, host);
		return;
	}
	bool whole = text_find(url, TEXT("://")) != TEXT_NONE;
	if (whole || host.size == 0 || url.at[0] != '/') {
		decode_put_url(event, url);
		if (!whole)
			event_put(event, FIELD_WEB_HOST, host);
		return;
	}
	if (scheme.size == 0)
		scheme = TEXT("http");
	decode_put_url(event, text_format(event->arena, "%.*s://%.*s%.*s", TEXT_ARGS(scheme),
				  TEXT_ARGS(host), TEXT_ARGS(url)));
}

enum outcome native_give(const struct event *event, struct events *events, struct why *why)
{
	struct event *added = events_add(events, event->received);
	if (added == NULL) {
		why_set(why, "too many events in one record");
		return TOO_LARGE;
	}
	*added = *event;
	return DONE;
}
