/* SPDX-License-Identifier: Apache-2.0 */
/* Inside CSV: a mapping and a binding as csv_mapping.c makes them and csv.c reads them. Nobody else
 * includes this. */
#ifndef DECODE_TABLE_CSV_PARTS_H
#define DECODE_TABLE_CSV_PARTS_H

#include "decode/decoder.h"
#include "decode/native.h"
#include "decode/table/csv.h"

#include <stdbool.h>
#include <stddef.h>

struct csv_names {
	struct text *at;
	size_t count;
};

enum csv_form { CSV_NATIVE, CSV_URL, CSV_ADDRESS };

/* Where a column's value goes. */
enum csv_target { CSV_FIELD, CSV_PRODUCT, CSV_CATEGORY, CSV_SERVICE };

struct csv_word {
	struct text word;
	struct csv_names texts;
};

struct csv_column {
	struct csv_names from;
	enum csv_target target;
	enum field_id field;
	enum csv_form form;
	enum native_form native; /* for CSV_NATIVE */
	bool has_port;
	enum field_id port;
	struct csv_word *words;
	size_t word_count;
	bool keep; /* what no word fits */
};

enum csv_time { CSV_YMD, CSV_MDY, CSV_DMY, CSV_EPOCH, CSV_MILLI };

struct csv_pair {
	struct text name;
	struct text value;
};

struct csv_mapping {
	struct text name;
	struct logsource logsource;
	struct csv_names *required;
	size_t required_count;
	struct csv_names time;  /* or the date … */
	struct csv_names clock; /* … and the time of day */
	enum csv_time time_form;
	struct csv_column *columns;
	size_t column_count;
	struct csv_pair *names;
	size_t name_count;
	struct csv_names message;
	struct text extra;
	struct csv_pair *constants;
	size_t constant_count;
};

#define CSV_MAPPINGS 256

struct csv_mappings {
	struct arena *arena;
	struct csv_mapping *at[CSV_MAPPINGS];
	size_t count;
};

#define CSV_NO_COLUMN SIZE_MAX

/* One of the mapping's columns and the header's columns that it reads, in the order of its
 * alternatives. */
struct csv_bound {
	const struct csv_column *column;
	size_t *at;
	size_t count;
};

struct csv_binding {
	const struct csv_mapping *mapping;
	struct text *names; /* native name of each of the header's columns */
	size_t count;
	struct native_row *rows; /* what native_apply() can do */
	size_t row_count;
	struct csv_bound *bound; /* the rest: words, URLs, addresses, parts of the logsource */
	size_t bound_count;
	size_t time;
	size_t clock;
	size_t message;
};

/* csv_time.c: a time in a mapping's form; false when it is none. */
bool csv_read_time(
    struct text t, enum csv_time form, struct event *event, const struct decode_context *context);

/* w3c.c: decode a row of the W3C extended format. */
enum outcome w3c_decode(const struct view *view, struct events *events, struct why *why);

#endif
