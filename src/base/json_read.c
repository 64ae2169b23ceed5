/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The JSON reader (RFC 8259): one pass, no recursion, a stack of the containers that are open.
 *
 * It stands on the path of every JSON record, so nodes come in small chunks and
 * strings are copied only where they must be (json_string.c).
 */
#include "base/json.h"

#include "base/arena.h"
#include "base/json_string.h"

#include <assert.h>

#define NODES_AT_ONCE 16

struct level {
	struct json *container;
	struct json *last; /* its newest child */
};

enum want {
	WANT_VALUE,
	WANT_FIRST, /* a value, or the end of the container just opened */
	WANT_AFTER, /* a comma, or the end of the container */
};

struct reader {
	const char *start;
	const char *at;
	const char *end;
	const struct json_limits *limits;
	struct arena *arena;
	struct why *why;
	enum outcome outcome; /* of the failure */
	struct text name;     /* for the next value */
	struct json *root;
	struct json *nodes; /* not used yet */
	size_t spare;
	size_t values;
	size_t depth;
	struct level *stack;
};

static size_t offset(const struct reader *reader)
{
	return (size_t)(reader->at - reader->start);
}

static bool malformed(struct reader *reader, const char *what)
{
	reader->outcome = MALFORMED;
	why_set(reader->why, "byte %zu: %s", offset(reader), what);
	return false;
}

static bool too_large(struct reader *reader, size_t limit, const char *of_what)
{
	reader->outcome = TOO_LARGE;
	why_set(reader->why, "byte %zu: more than %zu %s", offset(reader), limit, of_what);
	return false;
}

static void skip_space(struct reader *reader)
{
	while (reader->at < reader->end && (*reader->at == ' ' || *reader->at == '\n' ||
					       *reader->at == '\r' || *reader->at == '\t'))
		reader->at++;
}

/* Nodes and their links. */

static struct json *add_value(struct reader *reader, enum json_kind kind)
{
	if (reader->values == reader->limits->values) {
		too_large(reader, reader->limits->values, "values");
		return NULL;
	}
	if (reader->spare == 0) {
		if (arena_left(reader->arena) < NODES_AT_ONCE * sizeof(struct json)) {
			too_large(reader, reader->values, "values for the memory there is");
			return NULL;
		}
		reader->nodes = arena_array(reader->arena, NODES_AT_ONCE, sizeof(struct json));
		reader->spare = NODES_AT_ONCE;
	}
	struct json *value = reader->nodes++;
	reader->spare--;
	reader->values++;
	value->kind = kind;
	value->name = reader->name;
	reader->name = (struct text){NULL, 0};
	if (reader->depth == 0) {
		reader->root = value;
		return value;
	}
	struct level *level = &reader->stack[reader->depth - 1];
	if (level->last == NULL)
		level->container->first = value;
	else
		level->last->next = value;
	level->last = value;
	level->container->count++;
	return value;
}

static bool add_scalar(struct reader *reader, enum json_kind kind, struct text text)
{
	struct json *value = add_value(reader, kind);
	if (value == NULL)
		return false;
	value->text = text;
	return true;
}

static bool open_container(struct reader *reader, enum json_kind kind)
{
	if (reader->depth == reader->limits->depth)
		return too_large(reader, reader->limits->depth, "levels of nesting");
	struct json *value = add_value(reader, kind);
	if (value == NULL)
		return false;
	reader->stack[reader->depth++] = (struct level){.container = value};
	reader->at++;
	return true;
}

static bool read_string(struct reader *reader, struct text *out)
{
	struct json_string string = {.at = reader->at,
	    .end = reader->end,
	    .arena = reader->arena,
	    .lenient = reader->limits->lenient};
	reader->outcome = json_string_read(&string, out);
	reader->at = string.at;
	if (reader->outcome == DONE)
		return true;
	why_set(reader->why, "byte %zu: %s", offset(reader), string.flaw);
	return false;
}

/* Numbers and words. */

static bool skip_digits(struct reader *reader)
{
	const char *start = reader->at;
	while (reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9')
		reader->at++;
	return reader->at != start;
}

static bool skip_one_of(struct reader *reader, char a, char b)
{
	if (reader->at == reader->end || (*reader->at != a && *reader->at != b))
		return false;
	reader->at++;
	return true;
}

static bool read_number(struct reader *reader)
{
	const char *start = reader->at;
	skip_one_of(reader, '-', '-');
	bool good = skip_one_of(reader, '0', '0') || skip_digits(reader);
	if (good && skip_one_of(reader, '.', '.'))
		good = skip_digits(reader);
	if (good && skip_one_of(reader, 'e', 'E')) {
		skip_one_of(reader, '+', '-');
		good = skip_digits(reader);
	}
	if (!good)
		return malformed(reader, "a number without a digit where one must be");
	struct text text = {start, (size_t)(reader->at - start)};
	return add_scalar(reader, JSON_NUMBER, text);
}

static bool read_word(struct reader *reader, enum json_kind kind, struct text word)
{
	struct text rest = {reader->at, (size_t)(reader->end - reader->at)};
	if (!text_starts(rest, word))
		return malformed(reader, "no value starts so");
	reader->at += word.size;
	return add_scalar(reader, kind, text_part(rest, 0, word.size));
}

/* The grammar. */

static bool read_name(struct reader *reader)
{
	if (*reader->at != '"')
		return malformed(reader, "a name in quotes is expected");
	if (!read_string(reader, &reader->name))
		return false;
	skip_space(reader);
	if (reader->at == reader->end || *reader->at != ':')
		return malformed(reader, "a colon is expected");
	reader->at++;
	skip_space(reader);
	return reader->at != reader->end || malformed(reader, "a name without a value");
}

static bool read_value(struct reader *reader, enum want *want)
{
	struct text string;
	*want = WANT_AFTER;
	switch (*reader->at) {
	case '{':
		*want = WANT_FIRST;
		return open_container(reader, JSON_OBJECT);
	case '[':
		*want = WANT_FIRST;
		return open_container(reader, JSON_ARRAY);
	case '"':
		return read_string(reader, &string) && add_scalar(reader, JSON_STRING, string);
	case 't':
		return read_word(reader, JSON_TRUE, TEXT("true"));
	case 'f':
		return read_word(reader, JSON_FALSE, TEXT("false"));
	case 'n':
		return read_word(reader, JSON_NULL, TEXT("null"));
	default:
		if (*reader->at != '-' && (*reader->at < '0' || *reader->at > '9'))
			return malformed(reader, "no value starts so");
		return read_number(reader);
	}
}

static bool step(struct reader *reader, enum want *want)
{
	skip_space(reader);
	if (reader->at == reader->end)
		return malformed(reader, "the text ends too early");
	bool object = false;
	if (reader->depth != 0) {
		object = reader->stack[reader->depth - 1].container->kind == JSON_OBJECT;
		if (*want != WANT_VALUE && *reader->at == (object ? '}' : ']')) {
			reader->at++;
			reader->depth--;
			*want = WANT_AFTER;
			return true;
		}
	}
	if (*want == WANT_AFTER) {
		if (*reader->at != ',')
			return malformed(reader, "a comma or the end is expected");
		reader->at++;
		*want = WANT_VALUE;
		return true;
	}
	if (object && !read_name(reader))
		return false;
	return read_value(reader, want);
}

static bool read_one(struct reader *reader)
{
	struct level stack[JSON_DEPTH];
	enum want want = WANT_VALUE;
	bool good = true;
	assert(reader->limits->depth <= JSON_DEPTH);
	reader->stack = stack;
	while (good && (want != WANT_AFTER || reader->depth != 0))
		good = step(reader, &want);
	reader->stack = NULL;
	return good;
}

static struct reader start(
    struct text input, const struct json_limits *limits, struct arena *arena, struct why *why)
{
	if (input.at == NULL)
		input.at = "";
	struct reader reader = {.start = input.at,
	    .at = input.at,
	    .end = input.at + input.size,
	    .limits = limits,
	    .arena = arena,
	    .why = why};
	if (limits->lenient && text_starts(input, TEXT("\xef\xbb\xbf")))
		reader.at += 3;
	return reader;
}

enum outcome json_read(struct text input, const struct json_limits *limits, struct arena *arena,
    const struct json **value, struct why *why)
{
	struct reader reader = start(input, limits, arena, why);
	if (!read_one(&reader))
		return reader.outcome;
	skip_space(&reader);
	if (reader.at != reader.end) {
		malformed(&reader, "something stands after the value");
		return reader.outcome;
	}
	*value = reader.root;
	return DONE;
}

enum outcome json_read_next(struct text *rest, const struct json_limits *limits,
    struct arena *arena, const struct json **value, struct why *why)
{
	struct reader reader = start(*rest, limits, arena, why);
	skip_space(&reader);
	if (reader.at == reader.end)
		return AT_END;
	if (!read_one(&reader))
		return reader.outcome;
	*value = reader.root;
	*rest = text_from(*rest, offset(&reader));
	return DONE;
}
