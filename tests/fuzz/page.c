/* SPDX-License-Identifier: Apache-2.0 */
/* The text page's layout over any bytes, and what may be shown of them: the first byte is the
 * width. */
#include "program/cli/page.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/utf8.h"
#include "render/words.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect_narrow(struct text page, size_t columns)
{
	while (page.size != 0)
		if (words_width(text_cut(&page, '\n')) > columns)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	size_t columns = data[0];
	struct text in = {(const char *)data + 1, size - 1};
	struct arena *arena = arena_create("fuzz", (size_t)16 * 1024 * 1024);
	struct words words = {.arena = arena, .prefix = ""};
	struct buffer out;
	buffer_init(&out, (size_t)4 * 1024 * 1024);
	page_layout(in, columns, &out);
	struct text shown = words_clean(&words, in, columns);
	if (!utf8_valid(shown) || (columns > 0 && words_width(shown) > columns))
		abort();
	buffer_clear(&out);
	page_layout(shown, columns, &out);
	expect_narrow(
	    buffer_text(&out), columns < PAGE_COLUMNS_LEAST ? PAGE_COLUMNS_LEAST : columns);
	buffer_free(&out);
	arena_destroy(arena);
	return 0;
}
