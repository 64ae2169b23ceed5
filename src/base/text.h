/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A piece of text: a pointer and a length, not terminated, owned by somebody else.
 *
 * Text from outside may hold any bytes, NUL included. An empty text may have
 * at == NULL. Nothing here depends on the locale; "fold" means ASCII letters only.
 * What is asked many times for each record is inline.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/outcome.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;

struct text {
	const char *at;
	size_t size;
};

/* A text of a string literal. */
#define TEXT(literal) ((struct text){"" literal, sizeof(literal) - 1})
/* The same as an initialiser of static data. */
#define TEXT_INIT(literal)                                                                         \
	{                                                                                          \
		"" literal, sizeof(literal) - 1                                                    \
	}
/* For printf's "%.*s". */
#define TEXT_ARGS(t) (int)(t).size, (t).at == NULL ? "" : (t).at

/* The text of a terminated string; NULL gives an empty text. It lives as long as the string. */
struct text text_of(const char *string);

static inline bool text_equal(struct text a, struct text b)
{
	/* memcmp may not be given NULL, even for no bytes. */
	return a.size == b.size && (a.size == 0 || memcmp(a.at, b.at, a.size) == 0);
}
bool text_equal_fold(struct text a, struct text b);
static inline bool text_starts(struct text t, struct text prefix)
{
	return t.size >= prefix.size && text_equal((struct text){t.at, prefix.size}, prefix);
}
bool text_starts_fold(struct text t, struct text prefix);
bool text_ends(struct text t, struct text suffix);

/* Order by bytes, shorter first where one is the other's beginning: <0, 0, >0. */
int text_compare(struct text a, struct text b);

#define TEXT_NONE SIZE_MAX
/* Offset of the first occurrence, TEXT_NONE when there is none. An empty needle is at 0. */
size_t text_find(struct text t, struct text needle);
size_t text_find_fold(struct text t, struct text needle);
size_t text_find_char(struct text t, char c);
size_t text_find_last_char(struct text t, char c);

/* The part from `start` (to `start`+`size`), cut at the end of t: never out of bounds. */
static inline struct text text_from(struct text t, size_t start)
{
	if (start > t.size)
		start = t.size;
	return start == 0 ? t : (struct text){t.at + start, t.size - start};
}
static inline struct text text_part(struct text t, size_t start, size_t size)
{
	struct text part = text_from(t, start);
	if (part.size > size)
		part.size = size;
	return part;
}

/* Without ASCII white space at both ends (space, \t, \r, \n, \v, \f). */
struct text text_trim(struct text t);

/* Take from *rest what stands before the next `separator` and step past it; all of it when there is
 * none. */
struct text text_cut(struct text *rest, char separator);

/* Take the next run of bytes that are not space or tab from *rest, skipping those before it. */
struct text text_word(struct text *rest);

/* If *rest starts with `prefix`, step past it. */
bool text_skip(struct text *rest, struct text prefix);

/* Whole text as a decimal number: sign allowed for int, nothing else before or after. False leaves
 * *out. */
bool text_to_int(struct text t, int64_t *out);
bool text_to_uint(struct text t, uint64_t *out);
/* Whole text as hexadecimal digits (an "0x" may stand before). */
bool text_to_hex(struct text t, uint64_t *out);
/* What a hexadecimal digit counts; -1 for any other byte. */
int text_hex_digit(char c);
/* Whole text as a JSON-shaped number (RFC 8259 section 6), the locale ignored; too large for a
 * double is ±infinity. */
bool text_to_double(struct text t, double *out);

/* Copies on an arena; the terminated one ends at the first NUL that the text holds for whoever
 * reads it as a string. */
struct text text_copy(struct arena *arena, struct text t);
const char *text_cstr(struct arena *arena, struct text t);
struct text text_lower(struct arena *arena, struct text t);
struct text text_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A 64-bit hash for tables; keyed once a process with random bytes, so that input cannot aim at a
 * bucket. */
uint64_t text_hash(struct text t);

#endif
