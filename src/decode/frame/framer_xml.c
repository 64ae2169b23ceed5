/* SPDX-License-Identifier: Apache-2.0 */
/*
 * <Event> elements as wevtutil, Get-WinEvent's ToXml() and the Event Viewer write them: one after
 * the other or within <Events>, on one line or spread. Event data is escaped there, so no parser is
 * needed to find the end; the record's decoder reads it as XML.
 */
#include "decode/frame/framer_parts.h"

#define LONGEST_TAG 9 /* "</Events>" */

/* Whether `t` begins with `tag` and the tag's name ends there. */
static bool tag_starts(struct text t, struct text tag)
{
	if (!text_starts(t, tag) || t.size <= tag.size)
		return false;
	char c = t.at[tag.size];
	return c == '>' || c == '/' || c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct cut end_of_entry(struct framer *framer, struct text pending, size_t i)
{
	struct text rest = text_from(pending, i);
	framer->in_entry = false;
	if (text_starts(rest, TEXT("</Event>"))) {
		size_t size = i + TEXT("</Event>").size;
		return (struct cut){CUT_RECORD, size, size, NULL};
	}
	return (struct cut){
	    CUT_BROKEN, 0, i, "an <Event> element that does not end before the next one begins"};
}

static struct cut within(struct framer *framer, struct text pending)
{
	for (size_t i = framer->seen;; i++) {
		size_t found = text_find_char(text_from(pending, i), '<');
		i = found == TEXT_NONE ? pending.size : i + found;
		struct text rest = text_from(pending, i);
		bool too_short = rest.size < LONGEST_TAG && !framer->finished;
		if (rest.size == 0 || too_short) {
			framer->seen = i;
			break;
		}
		if (text_starts(rest, TEXT("</Event>")) ||
		    (tag_starts(rest, TEXT("<Event")) && (i != 0 || framer->dropped != 0)))
			return end_of_entry(framer, pending, i);
	}
	if (!framer->finished)
		return (struct cut){.kind = CUT_MORE};
	framer->in_entry = false;
	return (struct cut){CUT_BROKEN, 0, pending.size, "an <Event> element that does not end"};
}

/* The XML declaration, a comment, or the element around the events. */
static bool is_frame(struct text t)
{
	return text_starts(t, TEXT("<?")) || text_starts(t, TEXT("<!--")) ||
	       tag_starts(t, TEXT("<Events")) || tag_starts(t, TEXT("</Events"));
}

/* Anything else up to the next tag or line break, or a frame up to its end. */
static struct cut between(struct framer *framer, struct text pending, bool frame)
{
	struct text end_mark = text_starts(pending, TEXT("<!--")) ? TEXT("-->") : TEXT(">");
	if (frame) {
		size_t end = text_find(text_from(pending, framer->seen), end_mark);
		if (end != TEXT_NONE)
			return (struct cut){
			    .kind = CUT_BLANK, .next = framer->seen + end + end_mark.size};
	} else {
		bool begun = framer->seen != 0 || framer->dropped != 0;
		for (size_t i = begun ? framer->seen : 1; i < pending.size; i++) {
			if (pending.at[i] == '<' || pending.at[i] == '\n')
				return (struct cut){CUT_RECORD, i, i, NULL};
		}
	}
	/* A comment's end may have begun. */
	framer->seen = pending.size > 4 && frame ? pending.size - 2 : pending.size;
	if (!framer->finished)
		return (struct cut){.kind = CUT_MORE};
	return (struct cut){CUT_RECORD, pending.size, pending.size, NULL};
}

static struct cut xml_cut(struct framer *framer, struct text pending)
{
	if (framer->in_entry)
		return within(framer, pending);
	if (framer->dropped != 0)
		return between(framer, pending, false);
	struct text trimmed = text_trim(pending);
	size_t space = trimmed.size == 0 ? pending.size : (size_t)(trimmed.at - pending.at);
	if (space != 0)
		return (struct cut){.kind = CUT_SKIP, .next = space};
	if (pending.size < LONGEST_TAG && !framer->finished)
		return (struct cut){.kind = CUT_MORE};
	if (!tag_starts(pending, TEXT("<Event")))
		return between(framer, pending, is_frame(pending));
	framer->in_entry = true;
	framer->seen = 1;
	return within(framer, pending);
}

const struct framing framer_xml = {"xml", LIMIT_DOCUMENT, xml_cut};
