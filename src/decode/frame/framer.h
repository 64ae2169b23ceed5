/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stream of bytes cut into records, told by its content how.
 *
 * Push bytes as they come, take records until NEED_MORE. Framings: lines (a line that
 * begins with white space continues the one before where the file is a local syslog
 * file), JSON values (pretty-printed, concatenated, or the elements of a top-level array), XML
 * <Event> elements, ModSecurity native audit entries, headed lines (Zeek, W3C, CSV with quoted line
 * breaks). UTF-16 (with a byte order mark, or plainly without) is turned into UTF-8, a UTF-8 mark
 * is dropped; CSV that is not UTF-8 is read as Windows code page 932 (Japanese).
 *
 * Pure: no input or output. Memory is bounded by LIMIT_LINE or LIMIT_DOCUMENT and the
 * largest push. Nothing is dropped in silence: what is over a limit comes out as
 * a refusal with its offset and size, and framing goes on behind it.
 */
#ifndef DECODE_FRAME_FRAMER_H
#define DECODE_FRAME_FRAMER_H

#include "base/outcome.h"
#include "base/text.h"
#include "decode/table/columns.h"

#include <stdbool.h>
#include <stdint.h>

struct framer;
struct csv_mappings; /* decode/table/csv.h */

/* One record, or a stretch that was refused. */
struct framed {
	struct text bytes; /* valid until the next framer call; empty when refused */
	uint64_t offset;   /* in the (decompressed, not converted) stream */
	uint64_t number;   /* records and refusals counted from 1 */
	uint64_t lines;    /* how many lines of input it took: 1 for an ordinary line */
	bool refused;      /* over a limit or broken framing: `why` says which */
	uint64_t size;     /* bytes that were refused */
	struct why why;
	const struct columns *columns; /* the header in force; lives as long as the framer */
};

/* `mappings` (may be NULL) tells which CSV headers are known; it must outlive the framer. */
struct framer *framer_create(const struct csv_mappings *mappings);
/* NULL is harmless. Columns that records point to go with it. */
void framer_destroy(struct framer *framer);

#define FRAMER_PUSH ((size_t)16 * 1024 * 1024) /* bytes that one push may have */

/* Give it the next bytes (copied), at most FRAMER_PUSH. Only after framer_next() said NEED_MORE. */
void framer_push(struct framer *framer, struct text bytes);
/* No more bytes will come. */
void framer_finish(struct framer *framer);

/*
 * DONE: *out is the next record. NEED_MORE: push or finish. AT_END: all is out. NOT_SUPPORTED
 * (once, before the first record, then AT_END): the content is no log text; `why` says what it is
 * ("a packet capture (pcapng): …", "a Windows event log (EVTX) …", "binary data").
 */
enum outcome framer_next(struct framer *framer, struct framed *out, struct why *why) MUST_CHECK;

/* Blank lines and header lines that carry no record, counted. */
uint64_t framer_blank(const struct framer *framer);

/* The first 16 KiB of content name the framing: for tests and statistics ("lines", "json", "xml",
 * …). */
const char *framer_kind(const struct framer *framer);

#endif
