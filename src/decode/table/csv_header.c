/* SPDX-License-Identifier: Apache-2.0 */
/* A header's column names against the mappings': which mapping knows it, and which column is what.
 */
#include "base/arena.h"
#include "decode/table/csv_parts.h"

/* The next byte of a name that counts, full-width ASCII forms (U+FF01-FF5E) folded; 0 at the end.
 */
static unsigned char next_byte(struct text *rest)
{
	while (rest->size != 0) {
		unsigned char c = (unsigned char)rest->at[0];
		size_t size = 1;
		if (text_starts(*rest, TEXT("\xef\xbc")) && rest->size >= 3) {
			c = (unsigned char)(rest->at[2] - 0x60);
			size = 3;
		} else if (text_starts(*rest, TEXT("\xef\xbd")) && rest->size >= 3 &&
			   (unsigned char)rest->at[2] <= 0x9e) {
			c = (unsigned char)(rest->at[2] - 0x20);
			size = 3;
		} else if (text_starts(*rest, TEXT("\xe3\x80\x80"))) {
			c = ' '; /* U+3000 */
			size = 3;
		}
		*rest = text_from(*rest, size);
		bool ignored =
		    c == ' ' || c == '_' || c == '-' || c == '.' || c == '(' || c == ')' || c == 0;
		if (!ignored)
			return c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
	}
	return 0;
}

static bool same_name(struct text a, struct text b)
{
	for (;;) {
		unsigned char one = next_byte(&a);
		if (one != next_byte(&b))
			return false;
		if (one == 0)
			return true;
	}
}

/* The header's column of that name. */
static size_t column_of(struct text name, const struct text *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (same_name(name, names[i]))
			return i;
	}
	return CSV_NO_COLUMN;
}

/* The header's column for the first alternative that it has. */
static size_t first_of(const struct csv_names *from, const struct text *names, size_t count)
{
	for (size_t i = 0; i < from->count; i++) {
		size_t at = column_of(from->at[i], names, count);
		if (at != CSV_NO_COLUMN)
			return at;
	}
	return CSV_NO_COLUMN;
}

static bool knows(const struct csv_mapping *mapping, const struct text *names, size_t count)
{
	for (size_t i = 0; i < mapping->required_count; i++) {
		if (first_of(&mapping->required[i], names, count) == CSV_NO_COLUMN)
			return false;
	}
	return true;
}

const struct csv_mapping *csv_mapping_find(
    const struct csv_mappings *mappings, const struct text *names, size_t count)
{
	const struct csv_mapping *best = NULL;
	for (size_t i = 0; i < mappings->count; i++) {
		const struct csv_mapping *mapping = mappings->at[i];
		bool more = best == NULL || mapping->required_count > best->required_count;
		if (more && knows(mapping, names, count))
			best = mapping;
	}
	return best;
}

/* A column's native name: its own, unless the mapping gives it another. */
static struct text native_name(const struct csv_mapping *mapping, struct text name)
{
	for (size_t i = 0; i < mapping->name_count; i++) {
		if (same_name(mapping->names[i].name, name))
			return mapping->names[i].value;
	}
	return name;
}

static bool is_plain(const struct csv_column *column)
{
	return column->target == CSV_FIELD && column->form == CSV_NATIVE && column->word_count == 0;
}

/* The header's columns that one of the mapping's columns reads. */
static void bind_column(struct csv_binding *binding, const struct csv_column *column,
    const struct text *names, struct arena *arena)
{
	struct csv_bound *bound = &binding->bound[binding->bound_count];
	bound->column = column;
	bound->at = arena_array(arena, column->from.count, sizeof(bound->at[0]));
	for (size_t i = 0; i < column->from.count; i++) {
		size_t at = column_of(column->from.at[i], names, binding->count);
		if (at == CSV_NO_COLUMN)
			continue;
		if (is_plain(column))
			binding->rows[binding->row_count++] =
			    (struct native_row){binding->names[at], column->field, column->native};
		else
			bound->at[bound->count++] = at;
	}
	binding->bound_count += bound->count != 0;
}

static size_t count_alternatives(const struct csv_mapping *mapping)
{
	size_t count = 0;
	for (size_t i = 0; i < mapping->column_count; i++)
		count += mapping->columns[i].from.count;
	return count;
}

const struct csv_binding *csv_bind(
    const struct csv_mapping *mapping, const struct text *names, size_t count, struct arena *arena)
{
	struct csv_binding *binding = arena_alloc(arena, sizeof(*binding));
	binding->mapping = mapping;
	binding->count = count;
	binding->names = arena_array(arena, count, sizeof(binding->names[0]));
	for (size_t i = 0; i < count; i++)
		binding->names[i] = native_name(mapping, names[i]);
	binding->rows = arena_array(arena, count_alternatives(mapping), sizeof(binding->rows[0]));
	binding->bound = arena_array(arena, mapping->column_count, sizeof(binding->bound[0]));
	for (size_t i = 0; i < mapping->column_count; i++)
		bind_column(binding, &mapping->columns[i], names, arena);
	binding->time = first_of(&mapping->time, names, count);
	binding->clock = first_of(&mapping->clock, names, count);
	binding->message = first_of(&mapping->message, names, count);
	return binding;
}
