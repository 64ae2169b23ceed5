/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Case folding. The tables are libunistring's (Unicode character database); the lower case of the
 * upper case is the simple folding of CaseFolding.txt for every letter but the two Turkish ones,
 * which that file leaves alone and so do we.
 */
#include "base/unicode.h"

#include "base/arena.h"
#include "base/utf8.h"

#include <assert.h>
#include <string.h>
#include <unicase.h>
#include <unistr.h>

#define DOTTED_CAPITAL_I 0x130
#define DOTLESS_SMALL_I 0x131

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Where folding begins to matter: the first upper case or non-ASCII byte. */
static size_t first_foldable(struct text t)
{
	size_t i = 0;
	while (i < t.size && !is_upper(t.at[i]) && (unsigned char)t.at[i] < 0x80)
		i++;
	return i;
}

static ucs4_t fold_point(ucs4_t point)
{
	if (point == DOTTED_CAPITAL_I || point == DOTLESS_SMALL_I)
		return point;
	return uc_tolower(uc_toupper(point));
}

/* Fold the sequence of `size` bytes at `from` (not ASCII) to `to`; gives the bytes written. */
static size_t fold_sequence(const char *from, size_t size, char *to)
{
	ucs4_t point;
	int read = u8_mbtouc(&point, (const uint8_t *)from, size);
	assert(read == (int)size);
	return utf8_put(fold_point(point), to);
}

struct text unicode_fold(struct arena *arena, struct text t)
{
	size_t i = first_foldable(t);
	if (i == t.size)
		return t;
	/* A two-byte letter may fold to three bytes (U+023A); nothing grows by more. */
	size_t room = i + (t.size - i) + (t.size - i) / 2 + 4;
	char *out = arena_alloc(arena, room);
	memcpy(out, t.at, i);
	size_t size = i;
	while (i < t.size) {
		unsigned char c = (unsigned char)t.at[i];
		size_t step = c < 0x80 ? 0 : utf8_sequence(text_from(t, i));
		if (step == 0) {
			out[size++] = is_upper((char)c) ? (char)(c | 0x20) : (char)c;
			i++;
			continue;
		}
		assert(room - size >= 4);
		size += fold_sequence(t.at + i, step, out + size);
		i += step;
	}
	return (struct text){out, size};
}
