/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The framer's frame: buffer, offsets, limits and refusals; the framings beside it find the ends.
 *
 * What is over its framing's limit is thrown away as it comes, by the framing's own scan, so that
 * the end is found where it is and memory stays at the limit and one push.
 */
#include "decode/frame/framer.h"

#include "base/arena.h"
#include "base/cp932.h"
#include "base/utf8.h"
#include "decode/frame/framer_parts.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define SNIFFED ((size_t)16 * 1024) /* wide CSV headers are several KiB */
#define HEADER_ROOM ((size_t)16 * 1024 * 1024)
/* The limit, what one push adds (a UTF-16 push grows by half), and the buffer's doubling. */
#define BUFFER_CEILING (2 * (LIMIT_DOCUMENT + 2 * FRAMER_PUSH))

struct framer *framer_create(const struct csv_mappings *mappings)
{
	struct framer *framer = calloc(1, sizeof(*framer));
	if (framer == NULL)
		abort();
	framer->mappings = mappings;
	framer->arena = arena_create("headers of one stream", HEADER_ROOM);
	buffer_init(&framer->in, BUFFER_CEILING);
	buffer_init(&framer->converted, 4 * LIMIT_LINE);
	return framer;
}

void framer_destroy(struct framer *framer)
{
	if (framer == NULL)
		return;
	arena_destroy(framer->arena);
	buffer_free(&framer->in);
	buffer_free(&framer->converted);
	free(framer);
}

static struct text pending_of(const struct framer *framer)
{
	return text_from(buffer_text(&framer->in), framer->at);
}

/* Move what is not consumed to the front. */
static void compact(struct framer *framer)
{
	if (framer->at == 0)
		return;
	struct text rest = pending_of(framer);
	if (rest.size != 0)
		memmove(framer->in.bytes, rest.at, rest.size);
	framer->in.size = rest.size;
	framer->at = 0;
}

void framer_push(struct framer *framer, struct text bytes)
{
	assert(!framer->finished && bytes.size <= FRAMER_PUSH);
	if (framer->refused)
		return;
	compact(framer);
	if (framer->is_utf16)
		encoding_utf16_put(&framer->utf16, bytes, &framer->in);
	else
		buffer_put(&framer->in, bytes);
	assert(!framer->in.full);
}

void framer_finish(struct framer *framer)
{
	if (!framer->finished && framer->is_utf16)
		encoding_utf16_finish(&framer->utf16, &framer->in);
	framer->finished = true;
}

/* Turn what was pushed before the content was known into UTF-8. */
static void convert_start(struct framer *framer)
{
	struct buffer raw = framer->in;
	buffer_init(&framer->in, BUFFER_CEILING);
	framer->is_utf16 = true;
	encoding_utf16_put(&framer->utf16, text_from(buffer_text(&raw), framer->at), &framer->in);
	if (framer->finished)
		encoding_utf16_finish(&framer->utf16, &framer->in);
	framer->at = 0;
	buffer_free(&raw);
}

/* Know the content by its first bytes. */
static enum outcome start(struct framer *framer, struct why *why)
{
	struct text first = text_part(pending_of(framer), 0, SNIFFED);
	size_t mark_size;
	enum framer_marks mark = framer_mark(first, &mark_size);
	const char *binary = mark == MARK_NONE ? framer_binary(first) : NULL;
	if (binary != NULL) {
		framer->refused = true;
		why_set(why, "%s", binary);
		return NOT_SUPPORTED;
	}
	framer->at += mark_size;
	framer->offset += mark_size;
	if (mark == MARK_UTF16_LITTLE || mark == MARK_UTF16_BIG) {
		encoding_utf16_start(&framer->utf16, mark == MARK_UTF16_BIG);
		convert_start(framer);
	}
	framer->framing = framer_sniff(framer, text_part(pending_of(framer), 0, SNIFFED));
	return DONE;
}

/* Bytes of the stream that these bytes of the buffer came from. */
static uint64_t original(const struct framer *framer, struct text bytes)
{
	return framer->is_utf16 ? encoding_utf16_size(bytes) : bytes.size;
}

static uint64_t breaks(struct text bytes)
{
	uint64_t count = 0;
	size_t end;
	while ((end = text_find_char(bytes, '\n')) != TEXT_NONE) {
		count++;
		bytes = text_from(bytes, end + 1);
	}
	return count;
}

static void consume(struct framer *framer, size_t size)
{
	framer->offset += original(framer, text_part(pending_of(framer), 0, size));
	framer->at += size;
	framer->seen = 0;
	framer->lines = 0;
	framer->dropped = 0;
	framer->dropped_lines = 0;
}

/* Forget what the framing has seen of a piece that is too large anyway. */
static void drop_seen(struct framer *framer)
{
	struct text seen = text_part(pending_of(framer), 0, framer->seen);
	uint64_t size = original(framer, seen);
	framer->dropped += size;
	framer->dropped_lines += breaks(seen);
	framer->offset += size;
	framer->at += framer->seen;
	framer->seen = 0;
}

static void refuse(struct framer *framer, const struct cut *cut, struct framed *out)
{
	size_t size = cut->kind == CUT_BROKEN ? cut->next : cut->size;
	struct text bytes = text_part(pending_of(framer), 0, size);
	out->refused = true;
	out->size = framer->dropped + original(framer, bytes);
	if (out->size > framer->framing->limit || framer->dropped != 0)
		why_set(&out->why, "%s of %llu bytes, over the limit of %zu bytes",
		    framer->framing->limit == LIMIT_LINE ? "a line" : "a record",
		    (unsigned long long)out->size, framer->framing->limit);
	else
		why_set(&out->why, "%s", cut->why);
}

/* CSV that is not UTF-8 is what Japanese Windows programs write. */
static struct text readable(struct framer *framer, struct text bytes)
{
	if (framer->framing != &framer_csv || utf8_valid(bytes))
		return bytes;
	buffer_clear(&framer->converted);
	cp932_put(bytes, &framer->converted);
	return buffer_text(&framer->converted);
}

static void give(struct framer *framer, const struct cut *cut, struct framed *out)
{
	struct text bytes = text_part(pending_of(framer), 0, cut->size);
	struct text taken = text_part(pending_of(framer), 0, cut->next);
	*out = (struct framed){
	    .offset = framer->offset - framer->dropped,
	    .number = ++framer->number,
	    .columns = framer->columns,
	};
	uint64_t count = framer->dropped_lines + breaks(taken);
	bool ended = taken.size != 0 && taken.at[taken.size - 1] == '\n';
	out->lines = count + (ended ? 0 : 1);
	if (cut->kind == CUT_BROKEN || framer->dropped != 0 || cut->size > framer->framing->limit)
		refuse(framer, cut, out);
	else
		out->bytes = readable(framer, bytes);
	consume(framer, cut->next);
}

enum outcome framer_next(struct framer *framer, struct framed *out, struct why *why)
{
	if (framer->refused)
		return AT_END;
	if (framer->framing == NULL) {
		if (pending_of(framer).size < SNIFFED && !framer->finished)
			return NEED_MORE;
		if (start(framer, why) != DONE)
			return NOT_SUPPORTED;
	}
	for (;;) {
		struct text pending = pending_of(framer);
		if (pending.size == 0 && framer->finished && framer->dropped == 0)
			return AT_END;
		struct cut cut = framer->framing->cut(framer, pending);
		assert(cut.next <= pending.size && cut.size <= pending.size);
		switch (cut.kind) {
		case CUT_MORE:
			assert(!framer->finished && framer->seen <= pending.size);
			if (framer->dropped != 0 || framer->seen > framer->framing->limit)
				drop_seen(framer);
			return NEED_MORE;
		case CUT_BLANK:
			framer->blank++;
			consume(framer, cut.next);
			break;
		case CUT_SKIP:
			consume(framer, cut.next);
			break;
		case CUT_RECORD:
		case CUT_BROKEN:
			give(framer, &cut, out);
			return DONE;
		}
	}
}

uint64_t framer_blank(const struct framer *framer)
{
	return framer->blank;
}

const char *framer_kind(const struct framer *framer)
{
	return framer->framing == NULL ? "unknown" : framer->framing->name;
}
