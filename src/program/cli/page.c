/* SPDX-License-Identifier: Apache-2.0 */
/* Layout of plain text for a terminal; rules of our own, line breaking after JIS X 4051 (the marks
 * most used). */
#include "program/cli/page.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "render/words.h"

#include <stdbool.h>
#include <string.h>

#define BETWEEN 2     /* columns between cells */
#define LAST_LEAST 24 /* columns that the last cell needs; else it begins on a line of its own */

struct row {
	struct text cells[PAGE_CELLS];
	size_t count;
};

struct table {
	size_t widths[PAGE_CELLS];
	bool right[PAGE_CELLS];
};

static void put_spaces(struct buffer *out, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buffer_put_char(out, ' ');
}

static bool holds(const char *marks, struct text character)
{
	struct text all = text_of(marks);
	return character.size > 1 && text_find(all, character) != TEXT_NONE;
}

/* May a line end between these two characters? */
static bool may_break(struct text before, struct text after)
{
	static const char no_begin[] = "、。，．・：；？！）］｝」』】〉》”’ーァィゥェォッャュョヮ"
				       "ヵヶぁぃぅぇぉっゃゅょゎ々…–%";
	static const char no_end[] = "（［｛「『【〈《“‘";
	size_t bytes;
	if (after.at[0] == ' ' || before.at[0] == ' ')
		return after.at[0] != ' ';
	bool wide = words_character(before, &bytes) == 2 || words_character(after, &bytes) == 2;
	return wide && !holds(no_begin, after) && !holds(no_end, before);
}

/* Bytes of the next piece of t that may not be broken: a word, or an East Asian character and its
 * marks. */
static size_t piece_size(struct text t)
{
	size_t at = 0;
	struct text before = {NULL, 0};
	while (at < t.size) {
		size_t bytes;
		size_t width = words_character(text_from(t, at), &bytes);
		struct text here = text_part(t, at, bytes);
		if (width != 0 && before.size != 0 && may_break(before, here))
			return at;
		if (width != 0)
			before = here;
		at += bytes;
	}
	return at;
}

static size_t trailing_spaces(struct text t)
{
	size_t count = 0;
	while (count < t.size && t.at[t.size - 1 - count] == ' ')
		count++;
	return count;
}

struct line {
	struct buffer *out;
	size_t columns;
	size_t indent; /* of further lines */
	size_t at;     /* columns written of this one */
	size_t spaces; /* that wait: they are not written where the line ends */
};

static void next_line(struct line *line)
{
	buffer_put_char(line->out, '\n');
	put_spaces(line->out, line->indent);
	line->at = line->indent;
	line->spaces = 0;
}

/* A word that no line has room for. */
static void put_broken(struct line *line, struct text word)
{
	while (word.size != 0) {
		size_t bytes;
		size_t width = words_character(word, &bytes);
		if (line->at + width > line->columns)
			next_line(line);
		buffer_put(line->out, text_part(word, 0, bytes));
		line->at += width;
		word = text_from(word, bytes);
	}
}

static void put_piece(struct line *line, struct text piece)
{
	size_t trailing = trailing_spaces(piece);
	struct text word = text_part(piece, 0, piece.size - trailing);
	size_t width = words_width(word);
	bool fits = line->at + line->spaces + width <= line->columns;
	if (!fits && line->at > line->indent)
		next_line(line);
	put_spaces(line->out, line->spaces);
	line->at += line->spaces;
	if (width > line->columns - line->indent) {
		put_broken(line, word);
	} else {
		buffer_put(line->out, word);
		line->at += width;
	}
	line->spaces = trailing;
}

/* Write t from column `at` on, further lines from the same column. */
static void put_wrapped(struct text t, size_t at, size_t columns, struct buffer *out)
{
	struct line line = {.out = out, .columns = columns, .indent = at, .at = at};
	while (t.size != 0) {
		size_t size = piece_size(t);
		put_piece(&line, text_part(t, 0, size));
		t = text_from(t, size);
	}
	buffer_put_char(out, '\n');
}

static bool is_number(struct text t)
{
	if (t.size == 0 || text_equal(t, TEXT("–")))
		return true;
	for (size_t i = 0; i < t.size; i++)
		if (strchr("0123456789,.%<>", t.at[i]) == NULL || t.at[i] == '\0')
			return false;
	return true;
}

static struct row cut_row(struct text line)
{
	struct row row = {.count = 0};
	while (row.count + 1 < PAGE_CELLS && text_find_char(line, '\t') != TEXT_NONE)
		row.cells[row.count++] = text_cut(&line, '\t');
	row.cells[row.count++] = line;
	return row;
}

/* Widths of columns; the first row may be a heading above numbers. */
static struct table measure(struct text block)
{
	struct table table = {.widths = {0}};
	for (size_t i = 0; i < PAGE_CELLS; i++)
		table.right[i] = true;
	for (size_t n = 0; block.size != 0; n++) {
		struct row row = cut_row(text_cut(&block, '\n'));
		for (size_t i = 0; i < row.count; i++) {
			size_t width = words_width(row.cells[i]);
			if (width > table.widths[i])
				table.widths[i] = width;
			if (!is_number(row.cells[i]) && (n != 0 || block.size == 0))
				table.right[i] = false;
		}
	}
	return table;
}

/* Write a cell after `blank` columns that wait, and give those that wait after it: no line ends
 * with spaces. */
static size_t put_cell(
    const struct table *table, size_t column, struct text cell, size_t blank, struct buffer *out)
{
	size_t fill = table->widths[column] - words_width(cell);
	if (cell.size == 0)
		return blank + fill;
	put_spaces(out, blank + (table->right[column] ? fill : 0));
	buffer_put(out, cell);
	return table->right[column] ? 0 : fill;
}

static void put_row(const struct table *table, struct text line, size_t columns, struct buffer *out)
{
	struct row row = cut_row(line);
	size_t last = row.count - 1;
	size_t at = 0;
	size_t blank = 0;
	for (size_t i = 0; i < last; i++) {
		blank = put_cell(table, i, row.cells[i], blank, out) + BETWEEN;
		at += table->widths[i] + BETWEEN;
	}
	bool fits = at + table->widths[last] <= columns;
	if (fits && table->right[last]) {
		(void)put_cell(table, last, row.cells[last], blank, out);
		buffer_put_char(out, '\n');
		return;
	}
	if (!fits && at + LAST_LEAST > columns) {
		at = 2 * BETWEEN;
		blank = at;
		buffer_put_char(out, '\n');
	}
	put_spaces(out, row.cells[last].size == 0 ? 0 : blank);
	put_wrapped(row.cells[last], at, columns, out);
}

/* The lines at the start of `in` that hold tabs. */
static struct text take_block(struct text *in)
{
	struct text rest = *in;
	while (rest.size != 0) {
		struct text after = rest;
		if (text_find_char(text_cut(&after, '\n'), '\t') == TEXT_NONE)
			break;
		rest = after;
	}
	struct text block = text_part(*in, 0, in->size - rest.size);
	*in = rest;
	return block;
}

void page_layout(struct text in, size_t columns, struct buffer *out)
{
	if (columns < PAGE_COLUMNS_LEAST)
		columns = PAGE_COLUMNS_LEAST;
	while (in.size != 0) {
		struct text block = take_block(&in);
		struct table table = measure(block);
		while (block.size != 0)
			put_row(&table, text_cut(&block, '\n'), columns, out);
		if (in.size == 0)
			break;
		struct text line = text_cut(&in, '\n');
		size_t indent = 0;
		while (indent < line.size && line.at[indent] == ' ')
			indent++;
		put_spaces(out, indent == line.size ? 0 : indent);
		put_wrapped(text_from(line, indent), indent, columns, out);
	}
}
