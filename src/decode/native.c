/* SPDX-License-Identifier: Apache-2.0 */
/* Native field names to taxonomy names. */
#include "decode/native.h"

#include "base/arena.h"
#include "base/limits.h"
#include "decode/decoder.h"

#include <assert.h>
#include <stdint.h>

bool native_is_none(struct text value)
{
	switch (value.size) {
	case 0:
		return true;
	case 1:
		return value.at[0] == '-';
	case 3:
		return text_equal(value, TEXT("N/A")) || text_equal(value, TEXT("n/a"));
	default:
		return text_equal(value, TEXT("(null)"));
	}
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

/* The field of that name among the first `natives`, which stood in the event before the table was
 * applied. */
static const struct field *find_native(const struct event *event, size_t natives, struct text name)
{
	const struct field *found = event_find(event, name);
	return found != NULL && (size_t)(found - event->fields) < natives ? found : NULL;
}

/* Whether the row found a value. */
static bool apply_row(struct event *event, size_t natives, const struct native_row *row)
{
	const struct field *from = find_native(event, natives, row->name);
	if (from == NULL)
		return false;
	struct text value = text_trim(from->value);
	if (!native_is_none(value))
		value = formed(event, row, value);
	if (native_is_none(value))
		return false;
	const struct field *to = find_native(event, natives, field_spec(row->field)->name);
	if (to == NULL)
		event_put(event, row->field, value);
	else
		take_over(event, (size_t)(to - event->fields), row->field, value);
	return true;
}

void native_apply(struct event *event, const struct native_row *rows, size_t count)
{
	bool taken[FIELD_COUNT] = {false};
	size_t natives = event->count;
	for (size_t i = 0; i < count; i++) {
		const struct native_row *row = &rows[i];
		if (taken[row->field])
			continue;
		taken[row->field] = apply_row(event, natives, row);
	}
	clear_none(event, natives);
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
