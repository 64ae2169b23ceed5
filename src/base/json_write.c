/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON writer (RFC 8259): whatever bytes it is given, what comes out is valid. */
#include "base/json.h"

#include "base/buffer.h"
#include "base/utf8.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define DEEPEST 32

static void put_escaped(struct buffer *out, unsigned char byte)
{
	static const char digit[] = "0123456789abcdef";
	static const char *const names[] = {
	    ['\b'] = "\\b", ['\t'] = "\\t", ['\n'] = "\\n", ['\f'] = "\\f", ['\r'] = "\\r"};
	if (byte == '"' || byte == '\\') {
		buffer_put_char(out, '\\');
		buffer_put_char(out, (char)byte);
	} else if (byte < sizeof(names) / sizeof(names[0]) && names[byte] != NULL) {
		buffer_put_string(out, names[byte]);
	} else {
		buffer_put(out, TEXT("\\u00"));
		buffer_put_char(out, digit[byte >> 4]);
		buffer_put_char(out, digit[byte & 15]);
	}
}

static bool is_plain(char c)
{
	unsigned char byte = (unsigned char)c;
	return byte >= 0x20 && byte < 0x7f && c != '"' && c != '\\';
}

/* U+0080 to U+009F: allowed, but a terminal obeys some of them. */
static bool is_c1(struct text t)
{
	return t.size > 1 && t.at[0] == '\xc2' && (unsigned char)t.at[1] < 0xa0;
}

/* Bytes at the start that can be written as they are; *broken how many after them are no UTF-8. */
static size_t as_it_is(struct text t, size_t *broken)
{
	size_t size = 0;
	*broken = 0;
	while (size < t.size) {
		size_t step = 1;
		if ((t.at[size] & 0x80) != 0)
			step = utf8_sequence(text_from(t, size));
		else if (!is_plain(t.at[size]))
			break;
		if (step == 2 && is_c1(text_from(t, size)))
			break;
		if (step == 0) {
			*broken = utf8_broken(text_from(t, size));
			break;
		}
		size += step;
	}
	return size;
}

static void put_string(struct buffer *out, struct text t)
{
	buffer_put_char(out, '"');
	while (t.size != 0) {
		size_t broken;
		size_t size = as_it_is(t, &broken);
		buffer_put(out, text_part(t, 0, size));
		t = text_from(t, size);
		if (broken != 0) {
			buffer_put(out, UTF8_REPLACEMENT);
			t = text_from(t, broken);
		} else if (is_c1(t)) {
			put_escaped(out, (unsigned char)t.at[1]);
			t = text_from(t, 2);
		} else if (t.size != 0) {
			put_escaped(out, (unsigned char)t.at[0]);
			t = text_from(t, 1);
		}
	}
	buffer_put_char(out, '"');
}

/* The comma before a value, where one is due. */
static void begin_value(struct json_writer *writer)
{
	uint32_t level = UINT32_C(1) << writer->depth;
	if ((writer->has_before & level) != 0) {
		assert(writer->depth != 0); /* one value stands at the top */
		buffer_put_char(writer->out, ',');
	}
	writer->has_before |= level;
}

static void begin_member(struct json_writer *writer, const char *name)
{
	begin_value(writer);
	if (name == NULL)
		return;
	put_string(writer->out, text_of(name));
	buffer_put_char(writer->out, ':');
}

static void open_level(struct json_writer *writer, const char *name, char bracket)
{
	begin_member(writer, name);
	buffer_put_char(writer->out, bracket);
	assert(writer->depth + 1 < DEEPEST);
	writer->depth++;
	writer->has_before &= ~(UINT32_C(1) << writer->depth);
}

static void close_level(struct json_writer *writer, char bracket)
{
	assert(writer->depth != 0);
	writer->depth--;
	buffer_put_char(writer->out, bracket);
}

void json_begin(struct json_writer *writer, struct buffer *out)
{
	*writer = (struct json_writer){.out = out};
}

void json_open_object(struct json_writer *writer, const char *name)
{
	open_level(writer, name, '{');
}

void json_close_object(struct json_writer *writer)
{
	close_level(writer, '}');
}

void json_open_array(struct json_writer *writer, const char *name)
{
	open_level(writer, name, '[');
}

void json_close_array(struct json_writer *writer)
{
	close_level(writer, ']');
}

void json_put_text(struct json_writer *writer, const char *name, struct text value)
{
	begin_member(writer, name);
	put_string(writer->out, value);
}

void json_put_named(struct json_writer *writer, struct text name, struct text value)
{
	begin_value(writer);
	put_string(writer->out, name);
	buffer_put_char(writer->out, ':');
	put_string(writer->out, value);
}

void json_put_int(struct json_writer *writer, const char *name, int64_t value)
{
	begin_member(writer, name);
	buffer_format(writer->out, "%lld", (long long)value);
}

/* The C library writes its locale's decimal point, which need not be a dot nor one byte. */
static struct text with_point(char *digits)
{
	size_t size = 0;
	bool point = false;
	for (const char *c = digits; *c != '\0'; c++) {
		bool plain = strchr("+-0123456789e", *c) != NULL;
		if (plain || !point)
			digits[size++] = plain ? *c : '.';
		point = point || !plain;
	}
	return (struct text){digits, size};
}

void json_put_real(struct json_writer *writer, const char *name, double value)
{
	char digits[48];
	struct text shortest = TEXT("null");
	double back = 0;
	begin_member(writer, name);
	/* The fewest digits that read back as the same number: 17 always do. */
	for (int precision = 15; isfinite(value) && precision <= 17; precision++) {
		snprintf(digits, sizeof(digits), "%.*g", precision, value);
		shortest = with_point(digits);
		if (text_to_double(shortest, &back) && back == value)
			break;
	}
	buffer_put(writer->out, shortest);
}

void json_put_bool(struct json_writer *writer, const char *name, bool value)
{
	begin_member(writer, name);
	buffer_put_string(writer->out, value ? "true" : "false");
}

void json_put_null(struct json_writer *writer, const char *name)
{
	begin_member(writer, name);
	buffer_put(writer->out, TEXT("null"));
}

static bool is_container(const struct json *value)
{
	return value->kind == JSON_OBJECT || value->kind == JSON_ARRAY;
}

/* A scalar whole; a container's opening bracket. */
static void put_start(struct buffer *out, const struct json *value)
{
	switch (value->kind) {
	case JSON_NULL:
	case JSON_FALSE:
	case JSON_TRUE:
	case JSON_NUMBER:
		buffer_put(out, value->text);
		break;
	case JSON_STRING:
		put_string(out, value->text);
		break;
	case JSON_ARRAY:
		buffer_put_char(out, '[');
		break;
	case JSON_OBJECT:
		buffer_put_char(out, '{');
		break;
	}
}

/* The next value to write after `value` and all in it; closes what ends there. */
static const struct json *advance(
    struct buffer *out, const struct json **open, size_t *depth, const struct json *value)
{
	while (*depth != 0 && value->next == NULL) {
		value = open[--*depth];
		buffer_put_char(out, value->kind == JSON_OBJECT ? '}' : ']');
	}
	if (*depth == 0)
		return NULL;
	buffer_put_char(out, ',');
	return value->next;
}

void json_put_value(struct json_writer *writer, const char *name, const struct json *value)
{
	const struct json *open[JSON_DEPTH];
	size_t depth = 0;
	struct buffer *out = writer->out;
	begin_member(writer, name);
	if (value == NULL)
		buffer_put(out, TEXT("null"));
	while (value != NULL) {
		if (depth != 0 && open[depth - 1]->kind == JSON_OBJECT) {
			put_string(out, value->name);
			buffer_put_char(out, ':');
		}
		put_start(out, value);
		if (is_container(value) && value->first != NULL) {
			assert(depth < JSON_DEPTH);
			open[depth++] = value;
			value = value->first;
			continue;
		}
		if (is_container(value))
			buffer_put_char(out, value->kind == JSON_OBJECT ? '}' : ']');
		value = advance(out, open, &depth, value);
	}
}
