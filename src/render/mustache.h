/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mustache templates (the public specification's core: comments, delimiters, interpolation,
 * inverted, partials, sections), compiled once, rendered many times.
 *
 * Data is a JSON value. {{name}} is HTML-escaped (& < > " '), {{{name}}} and {{&name}} are
 * not. Templates are trusted content, data is not: nothing in data is ever read as template.
 *
 * A section is left out for null, false, an empty list, an empty string and what is not there
 * (the number 0 is a value). What no template can say here: lambdas, inheritance, dynamic names.
 */
#ifndef RENDER_MUSTACHE_H
#define RENDER_MUSTACHE_H

#include "base/json.h"
#include "base/outcome.h"
#include "base/text.h"

struct arena;
struct buffer;
struct template;

/* Finds a partial's source by name; an empty text when there is none (the partial renders as
 * nothing). */
struct partials {
	struct text (*find)(void *data, struct text name);
	void *data;
};

/*
 * Compile. `source` and the partials' sources must outlive the template. MALFORMED names the
 * line; TOO_LARGE: a source over 1 MiB, sections over 64 deep, over 255 partials, no room on
 * the arena.
 * Partials are compiled with it, each once; `partials` may be NULL.
 */
enum outcome template_compile(struct text source, const struct partials *partials,
    struct arena *arena, const struct template **compiled, struct why *why) MUST_CHECK;

/*
 * Render into `out`; `data` may be NULL. TOO_LARGE when the buffer's ceiling, the depth of
 * sections (64) or partials (32), or 50 million steps are reached.
 */
enum outcome template_render(const struct template *compiled, const struct json *data,
    struct buffer *out, struct why *why) MUST_CHECK;

#endif
