/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON (RFC 8259): a strict reader into an arena, and a writer into a buffer.
 *
 * The reader keeps a number as the text it was, so nothing is rounded. Strings are
 * unescaped; where the input has invalid UTF-8 or lone surrogates, the strict
 * reader refuses and the lenient one puts U+FFFD (a sensor's line must not
 * escape detection by one bad byte). Duplicate names are kept in order;
 * json_get finds the first.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/outcome.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buffer;

enum json_kind {
	JSON_NULL,
	JSON_FALSE,
	JSON_TRUE,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT
};

/* One value. Points into the input and the arena: both must outlive it. */
struct json {
	enum json_kind kind;
	struct text name;   /* within an object: its name, unescaped */
	struct text text;   /* string: unescaped; number, true, false, null: as written */
	struct json *first; /* array, object: first child */
	struct json *next;  /* next sibling */
	size_t count;       /* array, object: number of children */
};

/* No limit of nesting may be above this: readers and writers keep a stack of so many. */
#define JSON_DEPTH 512

struct json_limits {
	size_t depth;  /* nesting of arrays and objects, at most JSON_DEPTH */
	size_t values; /* values in all */
	bool lenient;  /* replace bad UTF-8 instead of refusing; raw control characters in strings
			  are accepted */
};

/* What log records are read with: depth 64, 100,000 values, lenient. */
extern const struct json_limits json_record_limits;
/* Strict, depth 512, 10 million values (memory is the arena's matter). */
extern const struct json_limits json_strict_limits;

/*
 * Read one whole text as one value. MALFORMED names the offset; TOO_LARGE names the limit, which
 * may also be what the arena has left. The lenient reader skips a byte order mark at the start.
 */
enum outcome json_read(struct text input, const struct json_limits *limits, struct arena *arena,
    const struct json **value, struct why *why) MUST_CHECK;

/* Read one value at the start of *rest (leading white space skipped) and step past it. AT_END when
 * nothing is left. */
enum outcome json_read_next(struct text *rest, const struct json_limits *limits,
    struct arena *arena, const struct json **value, struct why *why) MUST_CHECK;

/* The member of an object; NULL when it is not there or `object` is NULL or no object. */
const struct json *json_get(const struct json *object, const char *name);
/* The same through a dotted path of names ("winlog.event_data"). */
const struct json *json_path(const struct json *object, const char *path);
/* The text of a string, number or boolean; an empty text for anything else and for NULL. */
struct text json_text(const struct json *value);
/* The text of a member. */
struct text json_get_text(const struct json *object, const char *name);
/* A number (or a string that holds one) as an integer; "2.0" and "1e3" are integers too. */
bool json_int(const struct json *value, int64_t *out);

/* Write values: always valid JSON, invalid UTF-8 as U+FFFD. Commas are put by the writer. */
struct json_writer {
	struct buffer *out;
	unsigned depth;      /* at most 32 */
	uint32_t has_before; /* a bit a level: something was written there */
};
void json_begin(struct json_writer *writer, struct buffer *out);
void json_open_object(
    struct json_writer *writer, const char *name); /* name NULL: in an array or at the top */
void json_close_object(struct json_writer *writer);
void json_open_array(struct json_writer *writer, const char *name);
void json_close_array(struct json_writer *writer);
void json_put_text(struct json_writer *writer, const char *name, struct text value);
void json_put_named(
    struct json_writer *writer, struct text name, struct text value); /* name from data */
void json_put_int(struct json_writer *writer, const char *name, int64_t value);
void json_put_real(
    struct json_writer *writer, const char *name, double value); /* not finite: null */
void json_put_bool(struct json_writer *writer, const char *name, bool value);
void json_put_null(struct json_writer *writer, const char *name);
/* Copy a value that was read, of any depth; NULL is written as null. */
void json_put_value(struct json_writer *writer, const char *name, const struct json *value);

#endif
