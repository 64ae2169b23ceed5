/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Foreign text made fit to be shown, and how wide it is on a terminal. Sources: Unicode Standard
 * Annex 11 (East Asian Width; the blocks of wide characters, ambiguous ones as narrow),
 * annex 9 (direction controls), Unicode technical report 36 (visual spoofing).
 */
#include "base/arena.h"
#include "base/utf8.h"
#include "render/words.h"

#include <stdbool.h>
#include <string.h>

struct range {
	uint32_t first;
	uint32_t last;
};

static const struct range wide[] = {
    {0x1100, 0x115f},
    {0x231a, 0x231b},
    {0x2329, 0x232a},
    {0x23e9, 0x23ec},
    {0x25fd, 0x25fe},
    {0x2614, 0x2615},
    {0x2648, 0x2653},
    {0x26aa, 0x26ab},
    {0x2705, 0x2705},
    {0x270a, 0x270b},
    {0x274c, 0x274c},
    {0x2753, 0x2755},
    {0x2e80, 0x303e},
    {0x3041, 0x33ff},
    {0x3400, 0x4dbf},
    {0x4e00, 0xa4cf},
    {0xa960, 0xa97f},
    {0xac00, 0xd7a3},
    {0xf900, 0xfaff},
    {0xfe10, 0xfe19},
    {0xfe30, 0xfe6f},
    {0xff00, 0xff60},
    {0xffe0, 0xffe6},
    {0x16fe0, 0x18aff},
    {0x1b000, 0x1b2ff},
    {0x1f200, 0x1f2ff},
    {0x1f300, 0x1f64f},
    {0x1f680, 0x1f6ff},
    {0x1f900, 0x1f9ff},
    {0x20000, 0x3fffd},
};

/* Marks that stand over the character before them. */
static const struct range combining[] = {
    {0x0300, 0x036f},
    {0x0483, 0x0489},
    {0x0591, 0x05bd},
    {0x064b, 0x065f},
    {0x1ab0, 0x1aff},
    {0x1dc0, 0x1dff},
    {0x20d0, 0x20ff},
    {0x302a, 0x302f},
    {0x3099, 0x309a},
    {0xfe00, 0xfe0f},
    {0xfe20, 0xfe2f},
};

/* Not to be seen, or steering what is: direction controls, zero widths, separators, tags. */
static const struct range hidden[] = {
    {0x0000, 0x001f},
    {0x007f, 0x009f},
    {0x00ad, 0x00ad},
    {0x034f, 0x034f},
    {0x061c, 0x061c},
    {0x115f, 0x1160},
    {0x17b4, 0x17b5},
    {0x180b, 0x180f},
    {0x200b, 0x200f},
    {0x2028, 0x202e},
    {0x2060, 0x206f},
    {0x3164, 0x3164},
    {0xfeff, 0xfeff},
    {0xffa0, 0xffa0},
    {0xfff0, 0xfffb},
    {0x1bca0, 0x1bca3},
    {0x1d173, 0x1d17a},
    {0xe0000, 0xe0fff},
};

static bool is_in(const struct range *ranges, size_t count, uint32_t code)
{
	for (size_t i = 0; i < count; i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return true;
	return false;
}
#define IS_IN(ranges, code) is_in(ranges, sizeof(ranges) / sizeof((ranges)[0]), code)

/* The character of a well-formed sequence. */
static uint32_t code_of(struct text sequence)
{
	static const uint8_t lead_bits[5] = {0, 0x7f, 0x1f, 0x0f, 0x07};
	uint32_t code = (uint8_t)sequence.at[0] & lead_bits[sequence.size];
	for (size_t i = 1; i < sequence.size; i++)
		code = code << 6 | ((uint8_t)sequence.at[i] & 0x3f);
	return code;
}

static size_t width_of(uint32_t code)
{
	if (code < 0x300)
		return 1;
	if (IS_IN(combining, code))
		return 0;
	return IS_IN(wide, code) ? 2 : 1;
}

/* Bytes of the ESC [ … m (ECMA-48 SGR) at the start of t; 0 when there is none. */
static size_t paint_size(struct text t)
{
	if (!text_starts(t, TEXT("\x1b[")))
		return 0;
	for (size_t i = 2; i < t.size; i++) {
		if (t.at[i] == 'm')
			return i + 1;
		if (t.at[i] == '\0' || strchr("0123456789;", t.at[i]) == NULL)
			return 0;
	}
	return 0;
}

size_t words_character(struct text t, size_t *bytes)
{
	*bytes = paint_size(t);
	if (*bytes != 0)
		return 0;
	*bytes = utf8_sequence(t);
	if (*bytes != 0)
		return width_of(code_of(text_part(t, 0, *bytes)));
	*bytes = utf8_broken(t);
	return 1;
}

size_t words_width(struct text t)
{
	size_t width = 0;
	while (t.size != 0) {
		size_t bytes;
		width += words_character(t, &bytes);
		t = text_from(t, bytes);
	}
	return width;
}

struct cleaner {
	char *out;
	size_t size;
	size_t width;
	size_t columns;
	size_t fits; /* of out: what leaves a column for the ellipsis */
	bool space;  /* white space is waiting for what follows it */
	bool cut;
};

static void put(struct cleaner *cleaner, struct text sequence, size_t width)
{
	if (cleaner->width + width > cleaner->columns) {
		cleaner->cut = true;
		return;
	}
	memcpy(cleaner->out + cleaner->size, sequence.at, sequence.size);
	cleaner->size += sequence.size;
	cleaner->width += width;
	if (cleaner->width < cleaner->columns)
		cleaner->fits = cleaner->size;
}

static bool is_space(uint32_t code)
{
	return code == ' ' || (code >= '\t' && code <= '\r') || code == 0xa0 || code == 0x3000 ||
	       (code >= 0x2000 && code <= 0x200a);
}

static void put_character(struct cleaner *cleaner, struct text sequence)
{
	uint32_t code = code_of(sequence);
	if (is_space(code)) {
		cleaner->space = cleaner->size != 0;
		return;
	}
	if (cleaner->space)
		put(cleaner, TEXT(" "), 1);
	cleaner->space = false;
	if (cleaner->cut)
		return;
	if (IS_IN(hidden, code))
		put(cleaner, UTF8_REPLACEMENT, 1);
	else
		put(cleaner, sequence, width_of(code));
}

struct text words_clean(const struct words *words, struct text t, size_t columns)
{
	/* a hidden or broken byte may become three; marks without width are not let pile up */
	size_t room = (columns < t.size ? columns : t.size) * 4 + 16;
	struct cleaner cleaner = {.out = arena_alloc(words->arena, room), .columns = columns};
	while (t.size != 0 && !cleaner.cut && cleaner.size + 8 < room) {
		size_t bytes = utf8_sequence(t);
		if (bytes == 0) {
			bytes = utf8_broken(t);
			put_character(&cleaner, UTF8_REPLACEMENT);
		} else {
			put_character(&cleaner, text_part(t, 0, bytes));
		}
		t = text_from(t, bytes);
	}
	if (t.size != 0 || cleaner.cut) {
		cleaner.size = cleaner.fits;
		memcpy(cleaner.out + cleaner.size, "…", 3);
		cleaner.size += 3;
	}
	return (struct text){cleaner.out, cleaner.size};
}

#define LONGEST 8192

struct text words_clean_end(const struct words *words, struct text t, size_t columns)
{
	struct text clean = words_clean(words, t, LONGEST);
	size_t width = words_width(clean);
	if (width <= columns)
		return clean;
	while (clean.size != 0 && width >= columns) {
		size_t bytes;
		width -= words_character(clean, &bytes);
		clean = text_from(clean, bytes);
	}
	return text_format(words->arena, "…%.*s", TEXT_ARGS(clean));
}
