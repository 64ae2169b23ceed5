/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ModSecurity's native audit log (reference manual, "Audit Log Formats"): entries of several parts,
 * each part headed by a boundary line. Version 2 writes "--7ae1b2c3-A--", version 3
 * "---aBcD1234---A--"; part A begins an entry and part Z ends it.
 */
#include "decode/frame/framer_parts.h"

#include <string.h>

bool framer_boundary(struct text line, struct text *name, char *letter)
{
	line = framer_without_return(line);
	if (line.size > FRAMER_NAME || !text_starts(line, TEXT("--")) ||
	    !text_ends(line, TEXT("--")))
		return false;
	struct text inner = text_part(line, 2, line.size - 4);
	if (inner.size < 4 || line.size < 4)
		return false;
	char part = inner.at[inner.size - 1];
	if (part < 'A' || part > 'Z' || inner.at[inner.size - 2] != '-')
		return false;
	inner.size--;
	while (inner.size != 0 && inner.at[0] == '-')
		inner = text_from(inner, 1);
	while (inner.size != 0 && inner.at[inner.size - 1] == '-')
		inner.size--;
	for (size_t i = 0; i < inner.size; i++) {
		char c = inner.at[i];
		bool plain =
		    (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!plain)
			return false;
	}
	*name = inner;
	*letter = part;
	return inner.size != 0;
}

static bool is_ours(const struct framer *framer, struct text name)
{
	struct text ours = {framer->boundary.bytes, framer->boundary.size};
	return text_equal(ours, name);
}

/* One line within an entry, from `start` to `end`; CUT_MORE when the entry goes on behind it. */
static struct cut judge(struct framer *framer, struct text pending, size_t start, size_t end)
{
	struct text name;
	char letter;
	struct text line = text_part(pending, start, end - start);
	size_t next = end < pending.size ? end + 1 : end;
	if (framer->mid_line || !framer_boundary(line, &name, &letter))
		return (struct cut){.kind = CUT_MORE};
	bool ours = is_ours(framer, name);
	if ((letter != 'Z' || !ours) && (letter != 'A' || ours))
		return (struct cut){.kind = CUT_MORE};
	framer->in_entry = false;
	if (letter == 'Z')
		return (struct cut){
		    CUT_RECORD, start + framer_without_return(line).size, next, NULL};
	/* Another entry begins: this one was cut short, and still tells something. */
	return (struct cut){CUT_RECORD, start, start, NULL};
}

static struct cut within(struct framer *framer, struct text pending)
{
	for (;;) {
		size_t start = framer->seen;
		size_t end = framer_line_end(framer, pending);
		if (end == TEXT_NONE && !framer->finished) {
			/* What is too long for a boundary need not be kept whole. */
			framer->mid_line = framer->mid_line || pending.size - start > FRAMER_NAME;
			framer->seen = framer->mid_line ? pending.size : start;
			return (struct cut){.kind = CUT_MORE};
		}
		struct cut cut =
		    judge(framer, pending, start, end == TEXT_NONE ? pending.size : end);
		framer->mid_line = false;
		if (cut.kind != CUT_MORE)
			return cut;
		if (end == TEXT_NONE)
			break;
		framer->seen = end + 1;
	}
	framer->in_entry = false;
	return (struct cut){CUT_RECORD, pending.size, pending.size, NULL};
}

static struct cut modsecurity_cut(struct framer *framer, struct text pending)
{
	struct text name;
	char letter;
	if (framer->in_entry)
		return within(framer, pending);
	size_t end = framer_line_end(framer, pending);
	bool is_line = end != TEXT_NONE && framer->dropped == 0;
	if (!is_line || !framer_boundary(text_part(pending, 0, end), &name, &letter) ||
	    letter != 'A')
		return framer_line_cut(framer, pending, end);
	framer->in_entry = true;
	framer->mid_line = false;
	framer->boundary.size = name.size;
	memcpy(framer->boundary.bytes, name.at, name.size);
	framer->seen = end + 1;
	return within(framer, pending);
}

const struct framing framer_modsecurity = {"modsecurity", LIMIT_DOCUMENT, modsecurity_cut};
