/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands in a request: paths, queries, forms (application/x-www-form-urlencoded, WHATWG URL
 * Standard section 5), JSON objects, cookies (RFC 6265), languages (RFC 9110 section 12.5.4). Pure;
 * everything in it is hostile and has a limit.
 */
#ifndef WEB_REQUEST_H
#define WEB_REQUEST_H

#include "base/outcome.h"
#include "base/text.h"
#include "render/texts.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

#define FORM_FIELDS 256
#define PATH_PARTS 6
#define PATH_SIZE 2048

/* Undo %XX (and '+' as a space where `plus`). MALFORMED: a broken escape, no UTF-8, a control
 * character other than tab and line ends. */
enum outcome percent_decode(struct text t, bool plus, struct arena *arena, struct text *decoded,
    struct why *why) MUST_CHECK;
/* For a part of a path or a value of a query. */
struct text percent_encode(struct arena *arena, struct text t);

struct form_field {
	struct text name;
	struct text value;
};
struct form {
	struct form_field *at;
	size_t count;
};
/* TOO_LARGE: over FORM_FIELDS. */
enum outcome form_read(
    struct text encoded, struct arena *arena, struct form *form, struct why *why) MUST_CHECK;
/* A JSON object whose values are strings, numbers, booleans or lists of them (a list gives several
 * fields of one name; null gives none). */
enum outcome form_read_json(
    struct text body, struct arena *arena, struct form *form, struct why *why) MUST_CHECK;
bool form_has(const struct form *form, const char *name);
/* The first of that name, without white space around; empty when there is none. */
struct text form_get(const struct form *form, const char *name);
/* The same as it was typed, for passwords. */
struct text form_raw(const struct form *form, const char *name);

/* The decoded parts of "/a/b%20c": {"a", "b c"}. "/" has none; an empty part is MALFORMED. */
enum outcome path_split(struct text path, struct arena *arena, struct text parts[PATH_PARTS],
    size_t *count, struct why *why) MUST_CHECK;

/* The value of a cookie; empty when it is not there. */
struct text cookie_get(struct text header, struct text name);

/* Whether an Accept header names this type (wildcards do not count). */
bool accepts(struct text header, struct text type);

/* The language that Accept-Language prefers; false when it names none of ours. */
bool language_preferred(struct text header, enum language *language);
/* "ja", "en" */
bool language_parse(struct text word, enum language *language);
struct text language_word(enum language language);

#endif
