/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forms of text. Sigma's windash (modifiers appendix 2.1.0) wants every permutation of
 * five dashes; writing all five as one on both sides gives the same answer without the
 * permutations.
 */
#include "detect/form.h"

#include "base/arena.h"
#include "base/unicode.h"

#include <stdbool.h>
#include <string.h>

/* U+2013, U+2014 and U+2015 are e2 80 93, e2 80 94 and e2 80 95. */
static bool long_dash_at(struct text t, size_t i)
{
	if (t.size - i < 3 || t.at[i] != '\xe2' || t.at[i + 1] != '\x80')
		return false;
	return t.at[i + 2] == '\x93' || t.at[i + 2] == '\x94' || t.at[i + 2] == '\x95';
}

static size_t first_dash(struct text t)
{
	size_t i = 0;
	while (i < t.size && t.at[i] != '/' && !long_dash_at(t, i))
		i++;
	return i;
}

static struct text dashes_alike(struct arena *arena, struct text t)
{
	size_t i = first_dash(t);
	if (i == t.size)
		return t;
	char *out = arena_alloc(arena, t.size);
	memcpy(out, t.at, i);
	size_t size = i;
	while (i < t.size) {
		bool is_long = long_dash_at(t, i);
		out[size++] = is_long || t.at[i] == '/' ? '-' : t.at[i];
		i += is_long ? 3 : 1;
	}
	return (struct text){out, size};
}

struct text form_of(struct arena *arena, struct text t, enum form form)
{
	if (form & FORM_FOLDED)
		t = unicode_fold(arena, t);
	if (form & FORM_DASHED)
		t = dashes_alike(arena, t);
	return t;
}
