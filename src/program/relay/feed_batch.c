/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows of a headed format mean nothing without their header, so each batch of them begins with one,
 * written from the columns in force: whatever the file had above, it comes out in UTF-8.
 */
#include "program/relay/feed_batch.h"

#include "journal/frame.h"

#include <string.h>

static void put_directive(
    struct buffer *out, const struct columns *columns, const char *name, struct text value)
{
	if (value.size == 0)
		return;
	buffer_put_string(out, name);
	buffer_put_char(out, columns->separator);
	buffer_put(out, value);
	buffer_put_char(out, '\n');
}

static void put_list(
    struct buffer *out, const struct columns *columns, const char *name, const struct text *values)
{
	buffer_put_string(out, name);
	for (size_t i = 0; i < columns->count; i++) {
		buffer_put_char(out, columns->separator);
		buffer_put(out, values[i]);
	}
	buffer_put_char(out, '\n');
}

static void put_zeek(struct buffer *out, const struct columns *columns)
{
	buffer_format(out, "#separator \\x%02x\n", (unsigned char)columns->separator);
	put_directive(out, columns, "#set_separator", columns->set_separator);
	put_directive(out, columns, "#empty_field", columns->empty_field);
	put_directive(out, columns, "#unset_field", columns->unset_field);
	put_directive(out, columns, "#path", columns->path);
	put_list(out, columns, "#fields", columns->names);
	if (columns->types != NULL)
		put_list(out, columns, "#types", columns->types);
}

static void put_w3c(struct buffer *out, const struct columns *columns)
{
	buffer_put_string(out, "#Fields:");
	for (size_t i = 0; i < columns->count; i++) {
		buffer_put_char(out, i == 0 ? ' ' : columns->separator);
		buffer_put(out, columns->names[i]);
	}
	buffer_put_char(out, '\n');
}

/* RFC 4180: quoted, quotes doubled. */
static void put_csv(struct buffer *out, const struct columns *columns)
{
	for (size_t i = 0; i < columns->count; i++) {
		struct text name = columns->names[i];
		if (i != 0)
			buffer_put_char(out, columns->separator);
		buffer_put_char(out, '"');
		for (size_t c = 0; c < name.size; c++) {
			if (name.at[c] == '"')
				buffer_put_char(out, '"');
			buffer_put_char(out, name.at[c]);
		}
		buffer_put_char(out, '"');
	}
	buffer_put_char(out, '\n');
}

bool feed_batch_ends(
    const struct feed_batch *batch, const struct columns *columns, struct text record)
{
	return batch->count != 0 && (batch->columns != columns || batch->count == FEED_RECORDS ||
					batch->body.size + record.size + 16 > FEED_BATCH);
}

static void put_header(struct buffer *out, const struct columns *columns)
{
	static void (*const put[])(struct buffer *, const struct columns *) = {
	    [COLUMNS_ZEEK] = put_zeek, [COLUMNS_W3C] = put_w3c, [COLUMNS_CSV] = put_csv};
	put[columns->kind](out, columns);
}

void feed_batch_add(struct feed_batch *batch, const struct columns *columns, struct text record)
{
	if (batch->count == 0 && columns != NULL)
		put_header(&batch->body, columns);
	batch->columns = columns;
	batch->count++;
	if (columns == NULL) {
		records_put(&batch->body, record);
		return;
	}
	buffer_put(&batch->body, record);
	buffer_put_char(&batch->body, '\n');
}

void feed_batch_clear(struct feed_batch *batch)
{
	buffer_clear(&batch->body);
	batch->count = 0;
	batch->columns = NULL;
}
