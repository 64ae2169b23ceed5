/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Layout of plain text for a terminal: columns are aligned and long lines wrapped, with
 * East Asian characters counted as two columns.
 *
 * Cells of a line are separated by tabs. Neighbouring lines with tabs make a table: each column as
 * wide as its widest cell, columns of numbers to the right, and the last cell wrapped below
 * itself. A line without tabs is wrapped below its own indentation. Lines break at spaces
 * and between East Asian characters, where Japanese typesetting (JIS X 4051) allows it; a word
 * longer than a line breaks anywhere. ESC [ … m takes no room.
 */
#ifndef PROGRAM_CLI_PAGE_H
#define PROGRAM_CLI_PAGE_H

#include "base/text.h"

#include <stddef.h>

struct buffer;

#define PAGE_COLUMNS_LEAST 40
#define PAGE_CELLS 12

/* Lay out `in` for at least PAGE_COLUMNS_LEAST columns, and write it behind what `out` holds. */
void page_layout(struct text in, size_t columns, struct buffer *out);

#endif
