/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CSV that consoles export, told by its header and read through mapping files
 * (content/csv/NAME.yaml): which column is which field, the time's column and form, what the
 * action words mean. The encoding needs no word: UTF-8, UTF-16 with a mark, else code page 932.
 *
 * A mapping file is one YAML map:
 *
 *   name: example-utm             short name, for messages
 *   title: Example UTM            for people
 *   source: …                     where the column names come from, with date; not read
 *   product: example-utm          Sigma's logsource; category and service likewise; any may be
 * missing required:                     the header must have one name of each line
 *     - [Source IP, 送信元IP]
 *   time: {from: [Time, 日時], form: ymd}
 *                                 or {date: [Date], clock: [Time], form: mdy}. form: ymd (default),
 * mdy, dmy for the order of bare numbers (two-digit years are of this century), epoch for seconds,
 * milli for thousandths since 1970. A zone in the text counts, else the source's columns:
 *     - from: [Source IP, 送信元IP]   the first that the header has and the row has a value in
 *       to: src_ip                  a field of event/fields.def; or logsource.product, .category,
 * .service form: ip                    text (default) lower transport account ip port number milli
 * direction, url (with its parts), address (IP and port in one cell) port: src_port for form
 * address: where the port goes words:                      the value becomes the first word of
 * which one text occurs in it blocked: [Block, 遮断]     (ASCII case does not matter) else: keep
 * what no word fits: keep it as it is, or drop it (the default) names: {イベント ID: EventID}
 * columns that get another native name message: [Description]         the column whose text is the
 * event's message extra: Message                 native name of a cell behind the last column
 *   constants: {event_action: x}   fields that every event gets
 *
 * Column names are compared without regard to ASCII case, full-width forms, spaces, "_", "-", "."
 * and parentheses. Every column is also a field under its own name.
 */
#ifndef DECODE_TABLE_CSV_H
#define DECODE_TABLE_CSV_H

#include "base/outcome.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct csv_binding;
struct csv_mapping;
struct csv_mappings;

/* An empty collection on the arena. */
struct csv_mappings *csv_mappings_create(struct arena *arena);

/* Add one mapping file's bytes. MALFORMED names file-relative line and reason. `bytes` may go
 * afterwards. */
enum outcome csv_mappings_add(
    struct csv_mappings *mappings, struct text bytes, struct why *why) MUST_CHECK;

/* The mapping whose required columns are all among `names`; the one with the most required columns
 * wins, of equals the first that was added. NULL: none. */
const struct csv_mapping *csv_mapping_find(
    const struct csv_mappings *mappings, const struct text *names, size_t count);

/* Its short name. */
struct text csv_mapping_name(const struct csv_mapping *mapping);

/* Which of a header's columns the mapping reads for what, worked out once. Keeps `names`; lives on
 * the arena. */
const struct csv_binding *csv_bind(
    const struct csv_mapping *mapping, const struct text *names, size_t count, struct arena *arena);

#endif
