/* SPDX-License-Identifier: Apache-2.0 */
/* Encodings for the modifiers wide, utf16*, base64 and base64offset (modifiers appendix 2.1.0). */
#include "detect/encode.h"

#include "base/arena.h"
#include "base/utf8.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

static void put_unit(char *out, uint32_t unit, enum utf16 kind)
{
	char high = (char)(unit >> 8);
	char low = (char)(unit & 0xff);
	out[0] = kind == UTF16_BE ? high : low;
	out[1] = kind == UTF16_BE ? low : high;
}

/* The code point of a well-formed sequence of `size` bytes. */
static uint32_t code_of(const char *at, size_t size)
{
	const unsigned char *s = (const unsigned char *)at;
	static const unsigned char lead[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
	uint32_t code = s[0] & lead[size];
	for (size_t i = 1; i < size; i++)
		code = code << 6 | (s[i] & 0x3f);
	return code;
}

bool encode_utf16(struct arena *arena, struct text t, enum utf16 kind, struct text *encoded)
{
	if (!utf8_valid(t))
		return false;
	char *out = arena_alloc(arena, 2 + t.size * 2);
	size_t size = 0;
	if (kind == UTF16_MARKED) {
		put_unit(out, 0xfeff, kind);
		size = 2;
	}
	while (t.size > 0) {
		size_t step = utf8_sequence(t);
		uint32_t code = code_of(t.at, step);
		if (code > 0xffff) {
			put_unit(out + size, 0xd7c0 + (code >> 10), kind);
			size += 2;
			code = 0xdc00 + (code & 0x3ff);
		}
		put_unit(out + size, code, kind);
		size += 2;
		t = text_from(t, step);
	}
	*encoded = (struct text){out, size};
	return true;
}

struct text encode_base64(struct arena *arena, struct text bytes)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	char *out = arena_alloc(arena, (bytes.size + 2) / 3 * 4);
	size_t size = 0;
	const unsigned char *s = (const unsigned char *)bytes.at;
	for (size_t i = 0; i < bytes.size; i += 3) {
		size_t have = bytes.size - i;
		uint32_t group = (uint32_t)s[i] << 16;
		group |= have > 1 ? (uint32_t)s[i + 1] << 8 : 0;
		group |= have > 2 ? (uint32_t)s[i + 2] : 0;
		out[size++] = digits[group >> 18];
		out[size++] = digits[group >> 12 & 0x3f];
		out[size++] = have > 1 ? digits[group >> 6 & 0x3f] : '=';
		out[size++] = have > 2 ? digits[group & 0x3f] : '=';
	}
	return (struct text){out, size};
}

/*
 * Bytes before take 0, 2 or 3 digits that they alone or they and ours decide. At the end,
 * a group that ours fill only in part ends in padding or in a digit that what follows decides.
 */
struct text encode_base64_within(struct arena *arena, struct text bytes, unsigned shift)
{
	static const size_t before[] = {0, 2, 3};
	static const size_t behind[] = {0, 3, 2};
	assert(shift < 3);
	char *shifted = arena_alloc(arena, bytes.size + shift);
	memcpy(shifted + shift, bytes.at == NULL ? "" : bytes.at, bytes.size);
	struct text whole = {shifted, bytes.size + shift};
	struct text encoded = encode_base64(arena, whole);
	size_t end = encoded.size - behind[whole.size % 3];
	if (end <= before[shift])
		return TEXT("");
	return text_part(encoded, before[shift], end - before[shift]);
}
