/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Common Event Format, revision 25 (ArcSight, 2017):
 * "CEF:0|vendor|product|version|id|name|severity|extension". In the header \| and \\ are escaped,
 * in values \= \\ \n \r; a value may hold blanks and ends before the next "key=". What writers get
 * wrong is taken as meant: unescaped "=" inside a word, backslashes of paths.
 */
#include "decode/cef.h"

#include "base/arena.h"
#include "base/limits.h"
#include "decode/cef_fields.h"

#include <string.h>

#define MARK_WITHIN 1024
#define VERSION_SIZE 4
#define HEADER_PARTS 6
#define FIRST_PAIRS 32

/* Size of the version number at the end of `t` when the mark (and perhaps a space) stands before
 * it; else 0. */
static size_t version_behind(struct text t, struct text mark)
{
	size_t digits = 0;
	while (digits < t.size && digits < VERSION_SIZE &&
	       memchr("0123456789.", t.at[t.size - 1 - digits], 11) != NULL)
		digits++;
	t.size -= digits;
	if (text_ends(t, TEXT(" ")))
		t.size--;
	return text_ends(t, mark) ? digits : 0;
}

/* By its bar: most records have none, and a byte is found many times faster than a word. */
bool cef_find(struct text record, struct text mark, struct text *rest)
{
	struct text front = text_part(record, 0, MARK_WITHIN);
	struct text left = front;
	size_t bar;
	while ((bar = text_find_char(left, '|')) != TEXT_NONE) {
		left = text_from(left, bar + 1);
		size_t before = front.size - left.size - 1;
		size_t version = version_behind(text_part(front, 0, before), mark);
		if (version != 0) {
			*rest = text_from(record, before - version);
			return true;
		}
	}
	return false;
}

/* What a backslash before `c` means; 0: nothing, the backslash stays. */
static char escape_of(char c)
{
	switch (c) {
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case '\\':
	case '=':
	case '|':
		return c;
	default:
		return 0;
	}
}

static struct text unescaped(struct arena *arena, struct text t)
{
	if (text_find_char(t, '\\') == TEXT_NONE)
		return t;
	char *out = arena_alloc(arena, t.size);
	size_t used = 0;
	for (size_t i = 0; i < t.size; i++) {
		char c = t.at[i];
		char meant = c == '\\' && i + 1 < t.size ? escape_of(t.at[i + 1]) : 0;
		out[used++] = meant != 0 ? meant : c;
		if (meant != 0)
			i++;
	}
	return (struct text){out, used};
}

/* One header part, up to a bar that is not escaped. */
static bool cut_header(struct text *rest, struct arena *arena, struct text *part)
{
	for (size_t i = 0; i < rest->size; i++) {
		if (rest->at[i] == '\\') {
			i++;
			continue;
		}
		if (rest->at[i] == '|') {
			*part = text_trim(unescaped(arena, text_part(*rest, 0, i)));
			*rest = text_from(*rest, i + 1);
			return true;
		}
	}
	return false;
}

void cef_add(struct cef_record *record, struct text key, struct text value)
{
	if (record->count == LIMIT_FIELDS)
		return;
	if (record->count == record->room) {
		size_t room = record->room == 0 ? FIRST_PAIRS : record->room * 2;
		record->pairs = arena_grow(
		    record->arena, record->pairs, record->count, room, sizeof(*record->pairs));
		record->room = room;
	}
	record->pairs[record->count++] = (struct cef_pair){key, value};
}

static bool is_key_char(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       memchr("_.-[]:", c, 6) != NULL;
}

/* Length of a key with "=" behind it at the start of t; 0 when there is none. */
static size_t key_length(struct text t)
{
	size_t i = 0;
	while (i < t.size && i < LIMIT_NAME && is_key_char(t.at[i]))
		i++;
	return i < t.size && t.at[i] == '=' ? i : 0;
}

/* Where the value at the start of t ends: at the last blank before the next key. */
static size_t value_length(struct text t)
{
	for (size_t i = 0; i < t.size; i++) {
		if (t.at[i] == '\\') {
			i++;
			continue;
		}
		bool blank = t.at[i] == ' ' || t.at[i] == '\t';
		bool next_blank = i + 1 < t.size && (t.at[i + 1] == ' ' || t.at[i + 1] == '\t');
		if (blank && !next_blank && key_length(text_from(t, i + 1)) != 0)
			return i;
	}
	return t.size;
}

void cef_read_pairs(struct text rest, struct cef_record *record)
{
	rest = text_trim(rest);
	while (rest.size != 0) {
		size_t key = key_length(rest);
		if (key == 0) {
			/* No key at all: keep the words rather than lose them. */
			cef_add(record, TEXT("extension"), rest);
			return;
		}
		struct text value = text_from(rest, key + 1);
		size_t size = value_length(value);
		cef_add(record, text_part(rest, 0, key),
		    unescaped(record->arena, text_trim(text_part(value, 0, size))));
		rest = text_trim(text_from(value, size));
	}
}

enum outcome cef_read(
    struct text rest, struct arena *arena, struct cef_record *record, struct why *why)
{
	*record = (struct cef_record){.arena = arena};
	struct text version;
	struct text *const parts[HEADER_PARTS] = {&record->vendor, &record->product,
	    &record->version, &record->id, &record->name, &record->severity};
	bool whole = cut_header(&rest, arena, &version);
	for (size_t i = 0; whole && i < HEADER_PARTS; i++)
		whole = cut_header(&rest, arena, parts[i]);
	if (!whole) {
		why_set(why, "a CEF header with fewer than seven parts");
		return MALFORMED;
	}
	cef_read_pairs(rest, record);
	return DONE;
}

struct text cef_value(const struct cef_record *record, const char *key)
{
	struct text wanted = text_of(key);
	for (size_t i = 0; i < record->count; i++) {
		if (text_equal(record->pairs[i].key, wanted))
			return record->pairs[i].value;
	}
	return (struct text){NULL, 0};
}

static struct text with_underscores(struct arena *arena, struct text t)
{
	char *out = arena_alloc(arena, t.size);
	size_t used = 0;
	for (size_t i = 0; i < t.size; i++) {
		char c = t.at[i];
		bool upper = c >= 'A' && c <= 'Z';
		bool plain = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
		if (plain)
			out[used++] = upper ? (char)(c - 'A' + 'a') : c;
		else if (used != 0 && out[used - 1] != '_')
			out[used++] = '_';
	}
	while (used != 0 && out[used - 1] == '_')
		used--;
	return (struct text){out, used};
}

/*
 * Logsource by vendor and product: that of the product's own decoder where there is one; any other
 * has the product "cef" and as service its own name, so that general verdicts and rules on one
 * product both find it.
 */
static struct logsource logsource_of(const struct cef_record *record)
{
	/* Products that have a decoder of their own log format: the same name, so that the same
	 * rules fit. */
	static const struct {
		struct text vendor;
		struct text product; /* empty: any of this vendor */
		struct text word;
	} known[] = {
	    {TEXT_INIT("Fortinet"), TEXT_INIT("FortiGate"), TEXT_INIT("fortigate")},
	    {TEXT_INIT("Palo Alto Networks"), TEXT_INIT("PAN-OS"), TEXT_INIT("paloalto")},
	    {TEXT_INIT("Check Point"), TEXT_INIT(""), TEXT_INIT("checkpoint")},
	    {TEXT_INIT("SonicWall"), TEXT_INIT(""), TEXT_INIT("sonicwall")},
	    {TEXT_INIT("WatchGuard"), TEXT_INIT(""), TEXT_INIT("watchguard")},
	    {TEXT_INIT("Trend Micro"), TEXT_INIT("Deep Security Agent"),
		TEXT_INIT("deep_security")},
	    {TEXT_INIT("Trend Micro"), TEXT_INIT("Deep Security Manager"),
		TEXT_INIT("deep_security")},
	};
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		bool any = known[i].product.size == 0;
		if (text_equal_fold(known[i].vendor, record->vendor) &&
		    (any || text_starts_fold(record->product, known[i].product)))
			return (struct logsource){.product = known[i].word};
	}
	return (struct logsource){
	    .product = TEXT("cef"),
	    .service = with_underscores(record->arena, record->product),
	};
}

/*
 * FortiOS writes its own fields with a prefix and type and subtype as "cat=utm:virus": without
 * the prefix they are what its rules and verdicts know.
 */
static void put_fortigate(const struct cef_record *record, struct event *event)
{
	for (size_t i = 0; i < record->count; i++) {
		struct text key = record->pairs[i].key;
		struct text value = record->pairs[i].value;
		if (text_skip(&key, TEXT("FTNTFGT")) && key.size != 0)
			event_add(event, key, value, VALUE_TEXT);
		else if (text_equal(key, TEXT("act")))
			event_add(event, TEXT("action"), value, VALUE_TEXT);
	}
	struct text category = cef_value(record, "cat");
	struct text type = text_cut(&category, ':');
	if (type.size != 0)
		event_add(event, TEXT("type"), type, VALUE_TEXT);
	if (category.size != 0 && event_find(event, TEXT("subtype")) == NULL)
		event_add(event, TEXT("subtype"), text_cut(&category, ' '), VALUE_TEXT);
}

enum outcome cef_give(const struct cef_record *record, const struct view *view,
    struct events *events, struct event **out, struct why *why)
{
	struct event *event = events_add(events, view->context->received);
	if (event == NULL) {
		why_set(why, "too many events in one record");
		return TOO_LARGE;
	}
	event->logsource = logsource_of(record);
	cef_fields_put(record, view->context, event);
	*out = event;
	return DONE;
}

static bool recognise(const struct view *view)
{
	struct text rest;
	return cef_find(view->record, TEXT("CEF:"), &rest);
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct text rest = {NULL, 0};
	struct cef_record record;
	cef_find(view->record, TEXT("CEF:"), &rest);
	enum outcome outcome = cef_read(rest, view->arena, &record, why);
	if (outcome != DONE)
		return outcome;
	struct event *event;
	outcome = cef_give(&record, view, events, &event, why);
	if (outcome == DONE && text_equal(event->logsource.product, TEXT("fortigate")))
		put_fortigate(&record, event);
	return outcome;
}

const struct decoder cef_decoder = {"cef", "Common Event Format", "cef", recognise, decode};
