/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The header of a headed format (Zeek TSV, W3C extended, CSV): which column is what.
 *
 * The framer reads header lines and keeps the columns in force; records that follow
 * carry a pointer to them in their decode_context. Immutable once made.
 */
#ifndef DECODE_TABLE_COLUMNS_H
#define DECODE_TABLE_COLUMNS_H

#include "base/text.h"

#include <stddef.h>

struct csv_binding; /* decode/table/csv.h */
struct csv_mapping;

enum columns_kind { COLUMNS_ZEEK, COLUMNS_W3C, COLUMNS_CSV };

struct columns {
	enum columns_kind kind;
	char separator;
	struct text set_separator; /* Zeek */
	struct text empty_field;   /* Zeek: "(empty)" */
	struct text unset_field;   /* Zeek: "-" */
	struct text path;          /* Zeek: "conn", "dns" … */
	struct text *names;
	struct text *types; /* Zeek: "string", "set[addr]" …; NULL where the header has none */
	size_t count;
	const struct csv_mapping
	    *mapping; /* CSV: the mapping file that knows this header; NULL: none does */
	const struct csv_binding *binding; /* CSV: which column it reads for what */
};

#endif
