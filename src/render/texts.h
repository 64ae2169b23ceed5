/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words in Japanese and English: content/texts/NAME.yaml, each key with a `ja` and an `en`.
 *
 *   triage.title: {ja: …, en: …}
 *
 * White space around a text is kept, but for newlines at its end.
 * A text may hold {name} holes that are filled by text_fill(). A key that is missing is a bug
 * that a test finds; at run time the key itself is shown.
 */
#ifndef RENDER_TEXTS_H
#define RENDER_TEXTS_H

#include "base/outcome.h"
#include "base/text.h"

#include <stddef.h>

struct arena;
struct texts;

enum language { LANGUAGE_JA, LANGUAGE_EN };

/* An empty collection on the arena. */
struct texts *texts_create(struct arena *arena);
/* Add a file's bytes (copied as needed). MALFORMED with file-relative line: bad YAML, a missing
 * language, a key twice. */
enum outcome texts_add(struct texts *texts, struct text bytes, struct why *why) MUST_CHECK;
/* The text of a key. */
struct text texts_get(const struct texts *texts, enum language language, const char *key);
/* All keys, in the order they were added: for templates and tests. */
size_t texts_count(const struct texts *texts);
struct text texts_key(const struct texts *texts, size_t index);

/* A hole's name and what goes in. */
struct fill {
	const char *name;
	struct text value;
};
/* `t` with {name} replaced; an unknown {name} stays as it is. */
struct text texts_fill(struct arena *arena, struct text t, const struct fill *fills, size_t count);

#endif
