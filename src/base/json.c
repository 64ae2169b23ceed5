/* SPDX-License-Identifier: Apache-2.0 */
/* Looking things up in a JSON value that was read. */
#include "base/json.h"

/* Above it a double no longer tells neighbouring integers apart. */
#define EXACT_INTEGER 9007199254740992.0

const struct json_limits json_record_limits = {.depth = 64, .values = 100000, .lenient = true};
const struct json_limits json_strict_limits = {.depth = JSON_DEPTH, .values = 10000000};

static const struct json *member(const struct json *object, struct text name)
{
	if (object == NULL || object->kind != JSON_OBJECT)
		return NULL;
	const struct json *value = object->first;
	while (value != NULL && !text_equal(value->name, name))
		value = value->next;
	return value;
}

const struct json *json_get(const struct json *object, const char *name)
{
	return member(object, text_of(name));
}

const struct json *json_path(const struct json *object, const char *path)
{
	struct text rest = text_of(path);
	do {
		object = member(object, text_cut(&rest, '.'));
	} while (object != NULL && rest.size != 0);
	return object;
}

struct text json_text(const struct json *value)
{
	if (value == NULL)
		return (struct text){NULL, 0};
	switch (value->kind) {
	case JSON_FALSE:
	case JSON_TRUE:
	case JSON_NUMBER:
	case JSON_STRING:
		return value->text;
	case JSON_NULL:
	case JSON_ARRAY:
	case JSON_OBJECT:
		break;
	}
	return (struct text){NULL, 0};
}

struct text json_get_text(const struct json *object, const char *name)
{
	return json_text(json_get(object, name));
}

bool json_int(const struct json *value, int64_t *out)
{
	if (value == NULL || (value->kind != JSON_NUMBER && value->kind != JSON_STRING))
		return false;
	if (text_to_int(value->text, out))
		return true;
	double real;
	if (!text_to_double(value->text, &real))
		return false;
	if (!(real >= -EXACT_INTEGER && real <= EXACT_INTEGER) || real != (double)(int64_t)real)
		return false;
	*out = (int64_t)real;
	return true;
}
