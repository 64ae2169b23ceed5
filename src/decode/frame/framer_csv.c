/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CSV (RFC 4180) below a header that a mapping file knows: a record ends at a line break outside
 * quotes.
 *
 * A quote opens only at the start of a cell. One that never ends would swallow the file, so after
 * LIMIT_CONTINUATION lines its record is taken to be one line, and so are the lines that were
 * looked through.
 */
#include "decode/decoder.h"
#include "decode/table/csv.h"

#include "base/arena.h"
#include "base/cp932.h"
#include "base/utf8.h"
#include "decode/frame/framer_parts.h"

#define HEADER_LINES 10 /* a title, a range of dates and the like may stand before the header */

/* A header line in UTF-8; it lives on the arena. */
static struct text readable_header(struct arena *arena, struct text line)
{
	if (utf8_valid(line))
		return text_copy(arena, line);
	struct buffer converted;
	buffer_init(&converted, 4 * FRAMER_LONGEST_HEADER);
	cp932_put(line, &converted);
	struct text copy = text_copy(arena, buffer_text(&converted));
	buffer_free(&converted);
	return copy;
}

/* Try one line as a header with one separator. */
static bool try_header(struct framer *framer, struct text line, char separator)
{
	struct columns *columns = arena_alloc(framer->arena, sizeof(*columns));
	columns->kind = COLUMNS_CSV;
	columns->separator = separator;
	columns->names = arena_array(framer->arena, LIMIT_COLUMNS, sizeof(columns->names[0]));
	struct cells cells = {.rest = line, .separator = separator, .arena = framer->arena};
	struct text cell;
	while (columns->count < LIMIT_COLUMNS && decode_next_cell(&cells, &cell))
		columns->names[columns->count++] = text_trim(cell);
	columns->mapping = csv_mapping_find(framer->mappings, columns->names, columns->count);
	if (columns->mapping == NULL)
		return false;
	columns->binding =
	    csv_bind(columns->mapping, columns->names, columns->count, framer->arena);
	framer->csv_columns = columns;
	return true;
}

static bool is_header(struct framer *framer, struct text line)
{
	static const char separators[] = {',', '\t', ';'};
	if (line.size == 0 || line.size > FRAMER_LONGEST_HEADER)
		return false;
	struct text header = readable_header(framer->arena, line);
	for (size_t i = 0; i < sizeof(separators); i++) {
		if (text_find_char(line, separators[i]) != TEXT_NONE &&
		    try_header(framer, header, separators[i]))
			return true;
	}
	return false;
}

bool framer_find_csv(struct framer *framer, struct text start)
{
	for (size_t i = 0; framer->mappings != NULL && i < HEADER_LINES; i++) {
		size_t end = text_find_char(start, '\n');
		if (end == TEXT_NONE)
			return false;
		if (is_header(framer, framer_without_return(text_part(start, 0, end)))) {
			framer->header_after = i;
			framer->cell_start = true;
			return true;
		}
		start = text_from(start, end + 1);
	}
	return false;
}

/* Whether the line break at hand ends the record: not within quotes, unless those never end. */
static bool ends_record(struct framer *framer)
{
	if (!framer->in_quotes || framer->single != 0)
		return true;
	framer->lines++;
	return framer->lines >= LIMIT_CONTINUATION;
}

static void step(struct framer *framer, char c)
{
	bool closed = false;
	if (c == '"' && framer->in_quotes) {
		framer->in_quotes = false;
		closed = true;
	} else if (c == '"' && (framer->cell_start || framer->quote_closed)) {
		framer->in_quotes = true; /* a cell's first quote, or the second of a doubled one */
	}
	framer->quote_closed = closed;
	framer->cell_start = !framer->in_quotes && c == framer->csv_columns->separator;
}

/* Offset of the line break that ends the record; TEXT_NONE when it is not there yet. */
static size_t row_end(struct framer *framer, struct text pending)
{
	for (size_t i = framer->seen; i < pending.size; i++) {
		if (pending.at[i] == '\n' && ends_record(framer))
			return i;
		step(framer, pending.at[i]);
	}
	framer->seen = pending.size;
	return TEXT_NONE;
}

static struct cut row(struct framer *framer, struct text pending)
{
	size_t end = row_end(framer, pending);
	if (end == TEXT_NONE && !framer->finished)
		return (struct cut){.kind = CUT_MORE};
	bool never_ended = framer->in_quotes && framer->lines != 0;
	if (never_ended && framer->dropped == 0) {
		framer->single = framer->lines;
		end = text_find_char(pending, '\n');
	} else if (framer->single != 0) {
		framer->single--;
	}
	framer->in_quotes = false;
	framer->quote_closed = false;
	framer->cell_start = true;
	return framer_line_cut(framer, pending, end);
}

/* The lines before the header, which stand for themselves, and the header itself. */
static struct cut top(struct framer *framer, struct text pending)
{
	struct cut cut = framer_line_cut(framer, pending, framer_line_end(framer, pending));
	if (cut.kind == CUT_MORE)
		return cut;
	if (framer->header_after != 0) {
		framer->header_after--;
		return cut;
	}
	bool is_new;
	framer_header(framer, text_part(pending, 0, cut.size), (struct text){NULL, 0}, &is_new);
	framer->columns = framer->csv_columns;
	return (struct cut){.kind = CUT_BLANK, .next = cut.next};
}

static struct cut csv_cut(struct framer *framer, struct text pending)
{
	if (framer->columns == NULL)
		return top(framer, pending);
	struct cut cut = row(framer, pending);
	bool whole = cut.kind == CUT_RECORD && framer->dropped == 0;
	/* Exports that were put together repeat their header. */
	if (whole && text_equal(text_part(pending, 0, cut.size), framer->headers[0]->line))
		return (struct cut){.kind = CUT_BLANK, .next = cut.next};
	return cut;
}

const struct framing framer_csv = {"csv", LIMIT_LINE, csv_cut};
