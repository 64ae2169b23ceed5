/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Log Event Extended Format 1.0 and 2.0 (IBM QRadar): "LEEF:2.0|vendor|product|version|event
 * id|delimiter|attributes". 1.0 has no delimiter part and separates by tab. The delimiter is one
 * character or a hexadecimal code
 * ("x09", "0x5E"); writers leave it out, or replace tabs by blanks on the way.
 */
#include "decode/leef.h"

#include "base/arena.h"
#include "decode/cef_fields.h"

#define HEADER_PARTS 5

/* A delimiter part: empty means tab. False when it is no delimiter, so attributes begin here. */
static bool delimiter_of(struct text part, char *delimiter)
{
	uint64_t code;
	if (part.size == 0) {
		*delimiter = '\t';
		return true;
	}
	if (part.size == 1) {
		*delimiter = part.at[0];
		return true;
	}
	struct text digits = part;
	bool marked = text_skip(&digits, TEXT("0x")) || text_skip(&digits, TEXT("x")) ||
		      text_skip(&digits, TEXT("X"));
	if (!marked || digits.size > 2 || !text_to_hex(digits, &code) || code == 0)
		return false;
	*delimiter = (char)code;
	return true;
}

/* LEEF has no escapes, but Trend Micro doubles the backslashes of paths as it does in CEF. */
static void halve_backslashes(struct cef_record *record)
{
	for (size_t i = 0; i < record->count; i++) {
		struct text value = record->pairs[i].value;
		if (text_find(value, TEXT("\\\\")) == TEXT_NONE)
			continue;
		char *out = arena_alloc(record->arena, value.size);
		size_t used = 0;
		for (size_t j = 0; j < value.size; j++) {
			out[used++] = value.at[j];
			if (value.at[j] == '\\' && j + 1 < value.size && value.at[j + 1] == '\\')
				j++;
		}
		record->pairs[i].value = (struct text){out, used};
	}
}

static void read_attributes(struct text rest, char delimiter, struct cef_record *record)
{
	/* Relays that replace control characters leave blanks: then a value ends before the next
	 * key. */
	bool found = text_find_char(rest, delimiter) != TEXT_NONE;
	if (!found && delimiter == '\t') {
		cef_read_pairs(rest, record);
		return;
	}
	while (rest.size != 0) {
		struct text pair = text_cut(&rest, delimiter);
		size_t equals = text_find_char(pair, '=');
		struct text key = text_trim(text_part(pair, 0, equals));
		if (equals != TEXT_NONE && key.size != 0)
			cef_add(record, key, text_trim(text_from(pair, equals + 1)));
		else if (text_trim(pair).size != 0)
			cef_add(record, TEXT("extension"), text_trim(pair));
	}
}

enum outcome leef_read(
    struct text rest, struct arena *arena, struct cef_record *record, struct why *why)
{
	*record = (struct cef_record){.arena = arena};
	struct text version = {NULL, 0};
	struct text *const parts[HEADER_PARTS] = {
	    &version, &record->vendor, &record->product, &record->version, &record->id};
	for (size_t i = 0; i < HEADER_PARTS; i++) {
		if (text_find_char(rest, '|') == TEXT_NONE) {
			why_set(why, "a LEEF header with fewer than five parts");
			return MALFORMED;
		}
		*parts[i] = text_trim(text_cut(&rest, '|'));
	}
	char delimiter = '\t';
	size_t bar = text_find_char(rest, '|');
	if (text_starts(version, TEXT("2")) && bar != TEXT_NONE &&
	    delimiter_of(text_part(rest, 0, bar), &delimiter))
		rest = text_from(rest, bar + 1);
	read_attributes(rest, delimiter, record);
	if (text_equal_fold(record->vendor, TEXT("Trend Micro")))
		halve_backslashes(record);
	return DONE;
}

static bool recognise(const struct view *view)
{
	struct text rest;
	return cef_find(view->record, TEXT("LEEF:"), &rest);
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct text rest = {NULL, 0};
	struct cef_record record;
	cef_find(view->record, TEXT("LEEF:"), &rest);
	enum outcome outcome = leef_read(rest, view->arena, &record, why);
	if (outcome != DONE)
		return outcome;
	struct event *event;
	return cef_give(&record, view, events, &event, why);
}

const struct decoder leef_decoder = {"leef", "Log Event Extended Format", "cef", recognise, decode};
