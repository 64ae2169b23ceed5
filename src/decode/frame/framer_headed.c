/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines below a header: Zeek's TSV (Zeek manual, "Zeek Log Formats") and the W3C extended log file
 * format (WD-logfile-960323). A later header replaces the one before. White space before a
 * directive's # is accepted: editors and copies from a screen leave it.
 */
#include "base/arena.h"
#include "decode/frame/framer_parts.h"

#include <string.h>

static void keep(struct short_text *to, struct text from)
{
	from = text_part(from, 0, FRAMER_NAME);
	to->size = from.size;
	if (from.size != 0)
		memcpy(to->bytes, from.at, from.size);
}

static struct text whole(const struct short_text *from)
{
	return (struct text){from->bytes, from->size};
}

static bool same_short(const struct short_text *a, const struct short_text *b)
{
	return a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}

static bool same_draft(const struct zeek_draft *a, const struct zeek_draft *b)
{
	return a->separator == b->separator && same_short(&a->set_separator, &b->set_separator) &&
	       same_short(&a->empty_field, &b->empty_field) &&
	       same_short(&a->unset_field, &b->unset_field) && same_short(&a->path, &b->path);
}

static struct known_header *find_header(
    const struct framer *framer, struct text line, struct text types)
{
	for (size_t i = 0; i < framer->header_count; i++) {
		struct known_header *header = framer->headers[i];
		if (text_equal(header->line, line) && text_equal(header->types, types) &&
		    same_draft(&header->draft, &framer->draft))
			return header;
	}
	return NULL;
}

struct known_header *framer_header(
    struct framer *framer, struct text line, struct text types, bool *is_new)
{
	struct known_header *header = find_header(framer, line, types);
	*is_new = header == NULL;
	if (header != NULL)
		return header;
	if (framer->header_count == FRAMER_HEADERS || line.size > FRAMER_LONGEST_HEADER ||
	    types.size > FRAMER_LONGEST_HEADER)
		return NULL;
	header = arena_alloc(framer->arena, sizeof(*header));
	header->line = text_copy(framer->arena, line);
	header->types = text_copy(framer->arena, types);
	header->draft = framer->draft;
	framer->headers[framer->header_count++] = header;
	return header;
}

/* The names behind #fields or #Fields: as columns. */
static void fill_names(struct framer *framer, struct columns *columns, struct text names)
{
	columns->names = arena_array(framer->arena, LIMIT_COLUMNS, sizeof(columns->names[0]));
	struct text rest = text_trim(text_copy(framer->arena, names));
	while (rest.size != 0 && columns->count < LIMIT_COLUMNS) {
		struct text name = text_trim(text_cut(&rest, columns->separator));
		if (name.size != 0 || columns->separator == ',')
			columns->names[columns->count++] = name;
	}
}

/* "\x09" or the character itself. */
static char zeek_separator(struct text value)
{
	uint64_t code;
	if (text_skip(&value, TEXT("\\x")) && text_to_hex(text_part(value, 0, 2), &code) &&
	    code != 0)
		return (char)code;
	return value.size == 1 ? value.at[0] : '\t';
}

static const struct text no_types = {NULL, 0};

static bool zeek_fields(struct framer *framer, struct text line, struct text names)
{
	bool is_new;
	struct known_header *header = framer_header(framer, line, no_types, &is_new);
	framer->columns = header == NULL ? NULL : &header->columns;
	framer->untyped = header;
	if (!is_new || header == NULL)
		return header != NULL;
	header->columns = (struct columns){
	    .kind = COLUMNS_ZEEK,
	    .separator = header->draft.separator,
	    .set_separator = whole(&header->draft.set_separator),
	    .empty_field = whole(&header->draft.empty_field),
	    .unset_field = whole(&header->draft.unset_field),
	    .path = whole(&header->draft.path),
	};
	fill_names(framer, &header->columns, names);
	return true;
}

/*
 * The types make another header of the names above them, for rows may have been given out with the
 * one that has none.
 */
static bool zeek_types(struct framer *framer, struct text line, struct text types)
{
	const struct known_header *untyped = framer->untyped;
	if (untyped == NULL)
		return true;
	bool is_new;
	struct known_header *header = framer_header(framer, untyped->line, line, &is_new);
	if (header == NULL)
		return false;
	framer->columns = &header->columns;
	framer->untyped = NULL;
	if (!is_new)
		return true;
	struct columns *columns = &header->columns;
	*columns = untyped->columns;
	columns->types = arena_array(framer->arena, columns->count, sizeof(columns->types[0]));
	struct text rest = text_trim(text_copy(framer->arena, types));
	for (size_t i = 0; i < columns->count && rest.size != 0; i++)
		columns->types[i] = text_cut(&rest, columns->separator);
	return true;
}

/* One line that begins with '#'; false when it is a header that is refused. */
static bool zeek_header(struct framer *framer, struct text line)
{
	struct zeek_draft *draft = &framer->draft;
	struct text rest = line;
	if (text_skip(&rest, TEXT("#separator "))) {
		draft->separator = zeek_separator(rest);
		return true;
	}
	struct text word = text_cut(&rest, draft->separator);
	if (text_equal(word, TEXT("#fields")))
		return zeek_fields(framer, line, rest);
	if (text_equal(word, TEXT("#types")))
		return zeek_types(framer, line, rest);
	if (text_equal(word, TEXT("#set_separator")))
		keep(&draft->set_separator, rest);
	else if (text_equal(word, TEXT("#empty_field")))
		keep(&draft->empty_field, rest);
	else if (text_equal(word, TEXT("#unset_field")))
		keep(&draft->unset_field, rest);
	else if (text_equal(word, TEXT("#path")))
		keep(&draft->path, rest);
	return true;
}

/* Amazon's and Microsoft's are separated by tabs or commas, Internet Information Services' by
 * spaces. */
static char w3c_separator(struct text names)
{
	if (text_find_char(names, ',') != TEXT_NONE)
		return ',';
	bool only_tabs =
	    text_find_char(names, ' ') == TEXT_NONE && text_find_char(names, '\t') != TEXT_NONE;
	return only_tabs ? '\t' : ' ';
}

static bool w3c_header(struct framer *framer, struct text line)
{
	struct text names = line;
	if (!text_skip(&names, TEXT("#Fields:")))
		return true;
	bool is_new;
	struct known_header *header = framer_header(framer, line, no_types, &is_new);
	framer->columns = header == NULL ? NULL : &header->columns;
	if (!is_new || header == NULL)
		return header != NULL;
	header->columns.kind = COLUMNS_W3C;
	header->columns.separator = w3c_separator(text_trim(names));
	fill_names(framer, &header->columns, names);
	return true;
}

static struct cut headed_cut(struct framer *framer, struct text pending,
    bool (*header)(struct framer *framer, struct text line))
{
	struct cut cut = framer_line_cut(framer, pending, framer_line_end(framer, pending));
	if (cut.kind != CUT_RECORD || framer->dropped != 0 || cut.size > LIMIT_LINE)
		return cut;
	struct text line = text_part(pending, 0, cut.size);
	while (line.size != 0 && (line.at[0] == ' ' || line.at[0] == '\t'))
		line = text_from(line, 1);
	if (!text_starts(line, TEXT("#")))
		return cut;
	if (header(framer, line))
		return (struct cut){.kind = CUT_BLANK, .next = cut.next};
	return (struct cut){CUT_BROKEN, 0, cut.next, "a header too long, or one too many"};
}

static struct cut zeek_cut(struct framer *framer, struct text pending)
{
	return headed_cut(framer, pending, zeek_header);
}

static struct cut w3c_cut(struct framer *framer, struct text pending)
{
	return headed_cut(framer, pending, w3c_header);
}

const struct framing framer_zeek = {"zeek", LIMIT_LINE, zeek_cut};
const struct framing framer_w3c = {"w3c", LIMIT_LINE, w3c_cut};
