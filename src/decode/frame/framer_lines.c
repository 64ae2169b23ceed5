/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines: plain ones, one JSON value each (NDJSON), and local syslog files, where a line that begins
 * with white space belongs to the message before it (as rsyslog and Apple's syslogd write line
 * breaks).
 */
#include "decode/frame/framer_parts.h"

#include <string.h>

struct text framer_without_return(struct text line)
{
	if (line.size != 0 && line.at[line.size - 1] == '\r')
		line.size--;
	return line;
}

size_t framer_line_end(struct framer *framer, struct text pending)
{
	size_t end = text_find_char(text_from(pending, framer->seen), '\n');
	if (end == TEXT_NONE) {
		framer->seen = pending.size;
		return TEXT_NONE;
	}
	return framer->seen + end;
}

struct cut framer_line_cut(struct framer *framer, struct text pending, size_t end)
{
	bool ended = end != TEXT_NONE;
	if (!ended && !framer->finished)
		return (struct cut){.kind = CUT_MORE};
	struct text line = text_part(pending, 0, ended ? end : pending.size);
	size_t next = line.size + ended;
	if (framer->dropped == 0 && text_trim(line).size == 0)
		return (struct cut){.kind = CUT_BLANK, .next = next};
	return (struct cut){CUT_RECORD, framer_without_return(line).size, next, NULL};
}

static struct cut lines_cut(struct framer *framer, struct text pending)
{
	return framer_line_cut(framer, pending, framer_line_end(framer, pending));
}

/* A line that only opens something is the start of a value over several lines. */
static bool opens(struct text line)
{
	line = text_trim(line);
	if (line.size == 0 || (line.at[0] != '{' && line.at[0] != '['))
		return false;
	return strchr("{[,:", line.at[line.size - 1]) != NULL;
}

static struct cut json_lines_cut(struct framer *framer, struct text pending)
{
	struct cut cut = lines_cut(framer, pending);
	if (cut.kind != CUT_RECORD || framer->dropped != 0 ||
	    !opens(text_part(pending, 0, cut.size)))
		return cut;
	framer->framing = &framer_json;
	framer->json = (struct json_scan){.fresh = true};
	framer->seen = 0;
	return (struct cut){.kind = CUT_SKIP, .next = 0};
}

/* Whether the line break at `end` ends the message; *unknown when the byte behind it is not there
 * yet. */
static bool ends_message(struct framer *framer, struct text pending, size_t end, bool *unknown)
{
	*unknown = end + 1 >= pending.size && !framer->finished;
	if (*unknown || end + 1 >= pending.size)
		return !*unknown;
	char c = pending.at[end + 1];
	bool continued = c == ' ' || c == '\t';
	return !continued || framer->lines >= LIMIT_CONTINUATION - 1 || end >= LIMIT_LINE ||
	       framer->dropped != 0;
}

static struct cut syslog_cut(struct framer *framer, struct text pending)
{
	for (;;) {
		size_t end = framer_line_end(framer, pending);
		bool unknown;
		if (end == TEXT_NONE)
			return framer_line_cut(framer, pending, end);
		if (ends_message(framer, pending, end, &unknown))
			return framer_line_cut(framer, pending, end);
		framer->seen = end;
		if (unknown)
			return (struct cut){.kind = CUT_MORE};
		framer->lines++;
		framer->seen++;
	}
}

const struct framing framer_lines = {"lines", LIMIT_LINE, lines_cut};
const struct framing framer_json_lines = {"json-lines", LIMIT_LINE, json_lines_cut};
const struct framing framer_syslog = {"syslog", LIMIT_LINE, syslog_cut};
