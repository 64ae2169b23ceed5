/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON values one after the other (RFC 8259; also RFC 7464's separators), or as the elements of a
 * top-level array, by counting brackets outside strings.
 *
 * A value that never ends would swallow all that follows. So an opening brace that begins a line no
 * further right than the value itself did, in a place where JSON allows no object, starts a new
 * value: what stood before is refused. After a value that had its line for itself the stream is
 * read by lines, where one broken line harms no other.
 */
#include "decode/frame/framer_parts.h"

#define TRACKED 64 /* levels whose kind is remembered; records are never that deep */

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void advance(struct json_scan *scan, char c)
{
	if (c == '\n') {
		scan->column = 0;
		scan->fresh = true;
		scan->one_line = false;
		return;
	}
	scan->column++;
	scan->fresh = scan->fresh && is_space(c);
}

static void step_string(struct json_scan *scan, char c)
{
	if (scan->escaped)
		scan->escaped = false;
	else if (c == '\\')
		scan->escaped = true;
	else if (c == '"')
		scan->in_string = false;
}

static void step(struct json_scan *scan, char c)
{
	if (scan->in_string) {
		step_string(scan, c);
		return;
	}
	if (c == '"')
		scan->in_string = true;
	if (c == '{' || c == '[') {
		scan->depth++;
		scan->arrays = scan->arrays << 1 | (c == '[');
	}
	if (c == '}' || c == ']') {
		scan->depth--;
		scan->arrays >>= 1;
	}
	if (!is_space(c))
		scan->last = c;
}

/* Whether an opening brace that begins a line here must be a new value. */
static bool out_of_place(const struct json_scan *scan)
{
	if (!scan->fresh || scan->column > scan->home)
		return false;
	if (scan->in_string)
		return true;
	bool in_array = scan->depth > TRACKED || (scan->arrays & 1) != 0;
	if (scan->last == ':')
		return false;
	return !in_array || (scan->last != ',' && scan->last != '[');
}

static struct cut within(struct framer *framer, struct text pending)
{
	struct json_scan *scan = &framer->json;
	for (size_t i = framer->seen; i < pending.size; i++) {
		char c = pending.at[i];
		if (c == '{' && out_of_place(scan)) {
			scan->depth = 0;
			return (struct cut){CUT_BROKEN, 0, i,
			    "a JSON value that does not end before the next one begins"};
		}
		step(scan, c);
		advance(scan, c);
		if (scan->depth != 0)
			continue;
		scan->line_done = scan->one_line && scan->home == 0 && scan->open == 0;
		return (struct cut){CUT_RECORD, i + 1, i + 1, NULL};
	}
	framer->seen = pending.size;
	if (!framer->finished)
		return (struct cut){.kind = CUT_MORE};
	scan->depth = 0;
	return (struct cut){CUT_BROKEN, 0, pending.size, "a JSON value that does not end"};
}

/* Start a value with the brace that stands first. */
static struct cut begin(struct framer *framer, struct text pending)
{
	struct json_scan *scan = &framer->json;
	scan->arrays = 0;
	scan->in_string = false;
	scan->escaped = false;
	scan->last = 0;
	scan->home = scan->column;
	scan->one_line = true;
	scan->line_done = false;
	step(scan, '{');
	advance(scan, '{');
	framer->seen = 1;
	return within(framer, pending);
}

/* Something that is no object: an element of the array, or a line between values. */
static struct cut other(struct framer *framer, struct text pending)
{
	struct json_scan *scan = &framer->json;
	size_t i = framer->seen;
	while (i < pending.size && pending.at[i] != '\n') {
		char c = pending.at[i];
		if (scan->open != 0 && (c == ',' || c == ']' || c == '{'))
			break;
		i++;
	}
	framer->seen = i;
	if (i == pending.size && !framer->finished)
		return (struct cut){.kind = CUT_MORE};
	scan->column += i;
	scan->fresh = false;
	scan->line_done = false;
	size_t size = i;
	while (size > 0 && is_space(pending.at[size - 1]))
		size--;
	return (struct cut){CUT_RECORD, size, i, NULL};
}

/* Whether a byte between values only separates them. */
static bool separates(struct framer *framer, char c)
{
	struct json_scan *scan = &framer->json;
	if (c == '[')
		scan->open++;
	else if (c == ']' && scan->open != 0)
		scan->open--;
	else if (!is_space(c) && c != ',' && c != '\x1e')
		return false;
	advance(scan, c);
	if (c == '\n' && scan->line_done)
		framer->framing = &framer_json_lines;
	return true;
}

static struct cut json_cut(struct framer *framer, struct text pending)
{
	if (framer->json.depth != 0)
		return within(framer, pending);
	if (framer->seen != 0 || framer->dropped != 0)
		return other(framer, pending);
	if (pending.size == 0)
		return (struct cut){.kind = CUT_MORE};
	size_t i = 0;
	while (
	    i < pending.size && framer->framing == &framer_json && separates(framer, pending.at[i]))
		i++;
	if (i != 0)
		return (struct cut){.kind = CUT_SKIP, .next = i};
	return pending.at[0] == '{' ? begin(framer, pending) : other(framer, pending);
}

const struct framing framer_json = {"json", LIMIT_DOCUMENT, json_cut};
