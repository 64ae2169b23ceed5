/* SPDX-License-Identifier: Apache-2.0 */
/* A texts file of any bytes, and holes in what it holds. */
#include "render/texts.h"
#include "base/arena.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text bytes = {(const char *)data, size};
	struct arena *arena = arena_create("fuzz", (size_t)128 * 1024 * 1024);
	struct texts *texts = texts_create(arena);
	const struct fill fills[] = {{"n", TEXT("1")}, {"name", TEXT("{n}")}};
	if (texts_add(texts, bytes, NULL) != DONE && texts_count(texts) != 0)
		abort();
	for (size_t i = 0; i < texts_count(texts) && i < 64; i++) {
		const char *key = text_cstr(arena, texts_key(texts, i));
		(void)texts_fill(arena, texts_get(texts, LANGUAGE_JA, key), fills, 2);
		(void)texts_fill(arena, texts_get(texts, LANGUAGE_EN, key), fills, 2);
	}
	arena_destroy(arena);
	return 0;
}
