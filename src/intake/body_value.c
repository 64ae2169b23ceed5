/* SPDX-License-Identifier: Apache-2.0 */
/* OTLP's values as plain JSON. Depth is bounded: the writer's stack is. */
#include "intake/body_value.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"

#define DEEPEST 16

struct value_writer {
	struct json_writer *writer;
	struct arena *arena;
	unsigned depth;
};

static void put_value(struct value_writer *to, const char *name, const struct json *value);

static void put_members(struct value_writer *to, const struct json *list)
{
	const struct json *item = list == NULL ? NULL : list->first;
	to->depth++;
	for (; item != NULL; item = item->next) {
		struct text key = json_get_text(item, "key");
		/* Names of attributes are short; text_cstr() ends one at a NUL. */
		if (arena_left(to->arena) > key.size + 4096)
			put_value(to, text_cstr(to->arena, key), json_get(item, "value"));
	}
	to->depth--;
}

static void put_object(struct value_writer *to, const char *name, const struct json *value)
{
	json_open_object(to->writer, name);
	put_members(to, json_get(value, "values"));
	json_close_object(to->writer);
}

static void put_array(struct value_writer *to, const char *name, const struct json *value)
{
	const struct json *list = json_get(value, "values");
	const struct json *item = list == NULL ? NULL : list->first;
	json_open_array(to->writer, name);
	to->depth++;
	for (; item != NULL; item = item->next)
		put_value(to, NULL, item);
	to->depth--;
	json_close_array(to->writer);
}

static void put_string(struct value_writer *to, const char *name, const struct json *value)
{
	json_put_text(to->writer, name, json_text(value));
}

static void put_integer(struct value_writer *to, const char *name, const struct json *value)
{
	int64_t number;
	if (json_int(value, &number))
		json_put_int(to->writer, name, number);
	else
		put_string(to, name, value);
}

/* "NaN", "Infinity" are strings in JSON. */
static void put_real(struct value_writer *to, const char *name, const struct json *value)
{
	double number;
	if (text_to_double(json_text(value), &number))
		json_put_real(to->writer, name, number);
	else
		put_string(to, name, value);
}

static void put_bool(struct value_writer *to, const char *name, const struct json *value)
{
	json_put_bool(to->writer, name, text_equal(json_text(value), TEXT("true")));
}

static const struct {
	const char *camel;
	const char *snake;
	void (*put)(struct value_writer *to, const char *name, const struct json *value);
} kinds[] = {
    {"stringValue", "string_value", put_string},
    {"intValue", "int_value", put_integer},
    {"doubleValue", "double_value", put_real},
    {"boolValue", "bool_value", put_bool},
    {"kvlistValue", "kvlist_value", put_object},
    {"arrayValue", "array_value", put_array},
    {"bytesValue", "bytes_value", put_string},
};

static void put_value(struct value_writer *to, const char *name, const struct json *value)
{
	for (size_t i = 0; to->depth < DEEPEST && i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const struct json *found = json_get(value, kinds[i].camel);
		if (found == NULL)
			found = json_get(value, kinds[i].snake);
		if (found != NULL) {
			kinds[i].put(to, name, found);
			return;
		}
	}
	json_put_null(to->writer, name);
}

void body_value(
    struct json_writer *writer, const char *name, const struct json *value, struct arena *arena)
{
	struct value_writer to = {writer, arena, 0};
	put_value(&to, name, value);
}

void body_attributes(
    struct json_writer *writer, const char *name, const struct json *list, struct arena *arena)
{
	struct value_writer to = {writer, arena, 0};
	if (list == NULL || list->count == 0)
		return;
	json_open_object(writer, name);
	put_members(&to, list);
	json_close_object(writer);
}
