/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands in a request, from bytes nobody has looked at: the first line is a path, the second a
 * query, the third a cookie header, the fourth Accept-Language; the rest is a body, as a form and
 * as JSON.
 */
#include "base/arena.h"
#include "base/utf8.h"
#include "web/request.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever comes out is text that can be shown and stored. */
static void check(struct text t)
{
	if (!utf8_valid(t))
		abort();
	for (size_t i = 0; i < t.size; i++)
		if ((unsigned char)t.at[i] < 0x20 && t.at[i] != '\t' && t.at[i] != '\n' &&
		    t.at[i] != '\r')
			abort();
}

static void check_form(const struct form *form)
{
	if (form->count > FORM_FIELDS)
		abort();
	for (size_t i = 0; i < form->count; i++) {
		check(form->at[i].name);
		check(form->at[i].value);
	}
}

/* What is encoded decodes to itself. */
static void check_round(struct text t, struct arena *arena)
{
	struct text back;
	struct text encoded = percent_encode(arena, t);
	if (percent_decode(encoded, true, arena, &back, NULL) != DONE || !text_equal(back, t))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_create("fuzz", (size_t)256 << 20);
	struct text rest = {(const char *)data, size};
	struct text path = text_cut(&rest, '\n');
	struct text query = text_cut(&rest, '\n');
	struct text cookie = text_cut(&rest, '\n');
	struct text languages = text_cut(&rest, '\n');
	struct text parts[PATH_PARTS];
	size_t count = 0;
	struct form form = {NULL, 0};
	enum language language;
	if (path_split(path, arena, parts, &count, NULL) == DONE)
		for (size_t i = 0; i < count; i++) {
			check(parts[i]);
			check_round(parts[i], arena);
		}
	if (form_read(query, arena, &form, NULL) == DONE)
		check_form(&form);
	(void)cookie_get(cookie, TEXT("sakimori"));
	(void)language_preferred(languages, &language);
	(void)accepts(languages, TEXT("application/json"));
	if (form_read(rest, arena, &form, NULL) == DONE)
		check_form(&form);
	if (form_read_json(rest, arena, &form, NULL) == DONE)
		check_form(&form);
	arena_destroy(arena);
	return 0;
}
