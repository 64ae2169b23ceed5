/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside the framer: what framer.c and its framings (framer_lines.c, framer_json.c …) share. Nobody
 * else includes this.
 *
 * A framing looks at the bytes not yet consumed and says where the next piece ends. framer.c keeps
 * the buffer, the offsets, the limits and the refusals, so that a framing never sees a byte twice:
 * what it has looked at without finding an end it counts in `seen`, and its state says what those
 * bytes left open. What has been seen may be thrown away when the piece is over the limit.
 */
#ifndef DECODE_FRAME_FRAMER_PARTS_H
#define DECODE_FRAME_FRAMER_PARTS_H

#include "base/buffer.h"
#include "base/limits.h"
#include "decode/frame/encoding.h"
#include "decode/frame/framer.h"
#include "decode/table/columns.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;

enum cut_kind {
	CUT_MORE,   /* no end yet; `seen` is set. Never after the input's end */
	CUT_SKIP,   /* `next` bytes are nothing: separators */
	CUT_BLANK,  /* `next` bytes are a blank line or a header */
	CUT_RECORD, /* the first `size` bytes are a record, `next` bytes are done with */
	CUT_BROKEN, /* `next` bytes are refused because of `why` */
};

struct cut {
	enum cut_kind kind;
	size_t size;
	size_t next;
	const char *why;
};

struct framing {
	const char *name;
	size_t limit; /* bytes of one record */
	/* `pending` begins at the current piece; with framer->finished nothing will follow it. */
	struct cut (*cut)(struct framer *framer, struct text pending);
};

#define FRAMER_NAME 64 /* bytes of a short text kept from a header */

struct short_text {
	char bytes[FRAMER_NAME];
	size_t size;
};

/* Where the scan of a JSON value stands. */
struct json_scan {
	size_t depth;    /* 0: between values */
	uint64_t arrays; /* a bit for each of the innermost levels, the lowest is the current: an
			    array */
	bool in_string;
	bool escaped;
	char last; /* the last byte outside strings that is not white space */
	size_t column;
	bool fresh;     /* only spaces so far on this line */
	size_t home;    /* column of the value's first byte */
	bool one_line;  /* the value holds no line break so far */
	size_t open;    /* top-level arrays that are open */
	bool line_done; /* the last value stood alone on its line so far */
};

/* Zeek's directives before #fields. */
struct zeek_draft {
	char separator;
	struct short_text set_separator;
	struct short_text empty_field;
	struct short_text unset_field;
	struct short_text path;
};

/* One header that was seen; kept for as long as the framer lives. */
struct known_header {
	struct text line;
	struct text types; /* Zeek: the line of types below it */
	struct zeek_draft draft;
	struct columns columns;
};
#define FRAMER_HEADERS 128 /* different headers in one stream; more are refused */
#define FRAMER_LONGEST_HEADER ((size_t)64 * 1024)

struct framer {
	const struct csv_mappings *mappings;
	const struct framing *framing; /* NULL until the content is known */
	bool finished;
	bool refused; /* the content is no log text */

	struct buffer in; /* UTF-8, or whatever the file has */
	size_t at;        /* the first byte of `in` that is not consumed */
	size_t seen;      /* bytes behind `at` that the framing has looked at */
	bool is_utf16;
	struct utf16 utf16;

	uint64_t offset;  /* of the byte at `at`, in the unconverted stream */
	uint64_t dropped; /* bytes of the current piece that were thrown away, unconverted */
	uint64_t dropped_lines;
	uint64_t number;
	uint64_t blank;
	struct buffer converted; /* a CSV record that was code page 932 */

	/* the framings' own */
	struct json_scan json;
	bool in_entry; /* XML: within an Event; ModSecurity: within an entry */
	bool mid_line; /* ModSecurity: `seen` stands within a line too long for a boundary */
	struct short_text boundary; /* ModSecurity */
	size_t lines;               /* line breaks within the current piece, so far */
	bool in_quotes;             /* CSV */
	bool cell_start;            /* CSV: the next byte begins a cell */
	size_t single;       /* CSV: lines to be taken one by one, after a quote that never ended */
	size_t header_after; /* CSV: lines before the header */
	bool quote_closed;   /* CSV: the byte before ended a quoted stretch */
	struct columns *csv_columns; /* CSV: those of the header, in force below it */
	struct zeek_draft draft;
	struct arena *arena; /* headers */
	struct known_header *headers[FRAMER_HEADERS];
	size_t header_count;
	const struct columns *columns;      /* in force */
	const struct known_header *untyped; /* Zeek: the last #fields, until its #types */
};

extern const struct framing framer_lines;       /* framer_lines.c */
extern const struct framing framer_json_lines;  /* one JSON value a line */
extern const struct framing framer_syslog;      /* lines with continuations */
extern const struct framing framer_modsecurity; /* framer_audit.c */
extern const struct framing framer_json;        /* framer_json.c */
extern const struct framing framer_xml;         /* framer_xml.c */
extern const struct framing framer_zeek;        /* framer_headed.c */
extern const struct framing framer_w3c;
extern const struct framing framer_csv;

/* Look for a line break behind what was seen; TEXT_NONE when there is none (then all is seen). */
size_t framer_line_end(struct framer *framer, struct text pending);
/* The cut of one whole line that ends at `end` (TEXT_NONE: not yet, or the input's end). */
struct cut framer_line_cut(struct framer *framer, struct text pending, size_t end);
/* The line without the carriage return that may end it. */
struct text framer_without_return(struct text line);

/* Whether a line is a ModSecurity boundary "--name-LETTER--"; gives the name and the letter. */
bool framer_boundary(struct text line, struct text *name, char *letter);

/* The header of that line (and draft, and line of types), kept; NULL when it is too long or one too
 * many. */
struct known_header *framer_header(
    struct framer *framer, struct text line, struct text types, bool *is_new);

/* A CSV header somewhere in the first lines of `start`: sets csv_columns and header_after. */
bool framer_find_csv(struct framer *framer, struct text start);

/* framer_sniff.c: NULL when the bytes may be text, else what they are. */
const char *framer_binary(struct text start);
enum framer_marks { MARK_NONE, MARK_UTF8, MARK_UTF16_LITTLE, MARK_UTF16_BIG };
/* The byte order mark at the start, or UTF-16 without one; `size` is the mark's. */
enum framer_marks framer_mark(struct text start, size_t *size);
/* How the text that begins so is framed; the framer's state is set up for it. */
const struct framing *framer_sniff(struct framer *framer, struct text start);

#endif
