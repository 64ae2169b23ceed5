/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows below a header: CSV (RFC 4180) through a mapping file, and the W3C extended format by w3c.c.
 * Every cell is a field under its column's name; the mapping adds the taxonomy's.
 */
#include "decode/table/csv.h"

#include "base/arena.h"
#include "base/limits.h"
#include "decode/table/columns.h"
#include "decode/table/csv_parts.h"

/* One row: its cells, and what its event becomes. */
struct row {
	struct event *event;
	const struct csv_binding *binding;
	const struct decode_context *context;
	struct text *cells; /* as many as the header has columns */
};

static void read_cells(struct row *row, const struct view *view, char separator)
{
	const struct csv_binding *binding = row->binding;
	struct cells cells = {.rest = view->record, .separator = separator, .arena = view->arena};
	struct text cell;
	row->cells = arena_array(view->arena, binding->count, sizeof(row->cells[0]));
	for (size_t i = 0; i < LIMIT_COLUMNS && decode_next_cell(&cells, &cell); i++) {
		cell = text_trim(cell);
		if (i < binding->count) {
			row->cells[i] = cell;
			event_add(row->event, binding->names[i], cell, VALUE_TEXT);
		} else if (binding->mapping->extra.size != 0) {
			event_add(row->event, binding->mapping->extra, cell, VALUE_TEXT);
			row->event->message = cell;
		}
	}
}

/* The column's value: of its alternatives, the first that has one. */
static struct text value_of(const struct row *row, const struct csv_bound *bound)
{
	for (size_t i = 0; i < bound->count; i++) {
		struct text value = row->cells[bound->at[i]];
		if (!native_is_none(value))
			return value;
	}
	return (struct text){NULL, 0};
}

static bool has_word(const struct csv_word *word, struct text value)
{
	for (size_t i = 0; i < word->texts.count; i++) {
		if (text_find_fold(value, word->texts.at[i]) != TEXT_NONE)
			return true;
	}
	return false;
}

/* The word that stands for a value; empty when none fits and it is not to be kept. */
static struct text translated(const struct csv_column *column, struct text value)
{
	if (column->word_count == 0)
		return value;
	for (size_t i = 0; i < column->word_count; i++) {
		if (has_word(&column->words[i], value))
			return column->words[i].word;
	}
	return column->keep ? value : (struct text){NULL, 0};
}

static void put_address(struct event *event, const struct csv_column *column, struct text value)
{
	struct text address;
	struct text port;
	if (!decode_split_address(value, &address, &port))
		return;
	native_put(event, column->field, address);
	if (column->has_port)
		native_put(event, column->port, port);
}

static void put_bound(struct event *event, const struct csv_column *column, struct text value)
{
	if (value.size == 0)
		return;
	switch (column->target) {
	case CSV_PRODUCT:
		event->logsource.product = value;
		return;
	case CSV_CATEGORY:
		event->logsource.category = value;
		return;
	case CSV_SERVICE:
		event->logsource.service = value;
		return;
	case CSV_FIELD:
		break;
	}
	if (column->form == CSV_URL)
		decode_put_url(event, value);
	else if (column->form == CSV_ADDRESS)
		put_address(event, column, value);
	else
		native_put(event, column->field, value);
}

static void put_constant(struct event *event, const struct csv_pair *constant)
{
	enum field_id field;
	if (field_by_name(constant->name, &field))
		native_put(event, field, constant->value);
	else
		event_add(event, constant->name, constant->value, VALUE_TEXT);
}

static struct text cell_at(const struct row *row, size_t at)
{
	return at == CSV_NO_COLUMN ? (struct text){NULL, 0} : row->cells[at];
}

static void set_time(const struct row *row)
{
	const struct csv_binding *binding = row->binding;
	struct text time = cell_at(row, binding->time);
	struct text clock = cell_at(row, binding->clock);
	/* Tables with a column of the time of day have a date without one. */
	if (clock.size != 0 && text_find_char(time, ':') == TEXT_NONE)
		time = decode_join(row->event->arena, time, ' ', clock);
	csv_read_time(time, binding->mapping->time_form, row->event, row->context);
}

static void fill(const struct row *row)
{
	const struct csv_binding *binding = row->binding;
	const struct csv_mapping *mapping = binding->mapping;
	struct event *event = row->event;
	native_apply(event, binding->rows, binding->row_count);
	for (size_t i = 0; i < binding->bound_count; i++) {
		const struct csv_bound *bound = &binding->bound[i];
		put_bound(event, bound->column, translated(bound->column, value_of(row, bound)));
	}
	for (size_t i = 0; i < mapping->constant_count; i++)
		put_constant(event, &mapping->constants[i]);
	if (binding->message != CSV_NO_COLUMN)
		event->message = cell_at(row, binding->message);
	set_time(row);
}

static bool is_csv(const struct columns *columns)
{
	return columns->kind == COLUMNS_CSV && columns->binding != NULL;
}

static bool recognise(const struct view *view)
{
	const struct columns *columns = view->context->columns;
	return columns != NULL && (columns->kind == COLUMNS_W3C || is_csv(columns));
}

/* A title or a total below the table has one cell; the header's own columns have more. */
static bool is_row(const struct columns *columns, struct text record)
{
	return columns->count < 3 || text_find_char(record, columns->separator) != TEXT_NONE;
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	const struct columns *columns = view->context->columns;
	if (columns->kind == COLUMNS_W3C)
		return w3c_decode(view, events, why);
	if (!is_row(columns, view->record)) {
		why_set(why, "it is no row of the table");
		return MALFORMED;
	}
	struct row row = {
	    .event = event_create(view->arena, view->context->received),
	    .binding = columns->binding,
	    .context = view->context,
	};
	row.event->logsource = columns->mapping->logsource;
	read_cells(&row, view, columns->separator);
	fill(&row);
	return native_give(row.event, events, why);
}

const struct decoder csv_decoder = {
    "csv", "CSV with a mapping, and W3C extended logs", "", recognise, decode};
