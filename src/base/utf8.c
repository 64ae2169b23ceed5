/* SPDX-License-Identifier: Apache-2.0 */
/* Well-formed UTF-8 as in RFC 3629 section 4: the second byte's range hangs on the first. */
#include "base/utf8.h"

#include "base/arena.h"

#include <assert.h>
#include <string.h>

struct shape {
	unsigned size; /* bytes in all; 0: no sequence starts so */
	unsigned char low;
	unsigned char high; /* the second byte's range */
};

static struct shape shape_of(unsigned char lead)
{
	if (lead < 0x80)
		return (struct shape){1, 0, 0};
	if (lead < 0xc2 || lead > 0xf4)
		return (struct shape){0, 0, 0};
	if (lead < 0xe0)
		return (struct shape){2, 0x80, 0xbf};
	if (lead < 0xf0)
		return (struct shape){3, lead == 0xe0 ? 0xa0 : 0x80, lead == 0xed ? 0x9f : 0xbf};
	return (struct shape){4, lead == 0xf0 ? 0x90 : 0x80, lead == 0xf4 ? 0x8f : 0xbf};
}

/* How many bytes at the start go together, whole sequence or not; its full size as well. */
static size_t run(struct text t, size_t *whole)
{
	struct shape shape = shape_of((unsigned char)t.at[0]);
	size_t have = 1;
	*whole = shape.size;
	while (have < shape.size && have < t.size) {
		unsigned char byte = (unsigned char)t.at[have];
		bool fits =
		    have == 1 ? byte >= shape.low && byte <= shape.high : (byte & 0xc0) == 0x80;
		if (!fits)
			break;
		have++;
	}
	return have;
}

size_t utf8_sequence(struct text t)
{
	size_t whole;
	if (t.size == 0)
		return 0;
	size_t have = run(t, &whole);
	return have == whole ? whole : 0;
}

size_t utf8_broken(struct text t)
{
	size_t whole;
	assert(t.size != 0);
	size_t have = run(t, &whole);
	assert(have != whole);
	return have;
}

static bool ascii_of_8(const char *at)
{
	uint64_t word;
	memcpy(&word, at, sizeof(word));
	return (word & UINT64_C(0x8080808080808080)) == 0;
}

static bool ascii_of_4(const char *at)
{
	uint32_t word;
	memcpy(&word, at, sizeof(word));
	return (word & UINT32_C(0x80808080)) == 0;
}

/* Names and values are short: what is left over of a text is looked at with what stands before it
 * rather than byte by byte. */
size_t utf8_ascii(struct text t)
{
	size_t at = 0;
	while (t.size - at >= 8 && ascii_of_8(t.at + at))
		at += 8;
	bool left = at < t.size && t.size - at < 8;
	if (left && t.size >= 8 && ascii_of_8(t.at + t.size - 8))
		return t.size;
	if (left && t.size < 8 && t.size >= 4 && ascii_of_4(t.at) && ascii_of_4(t.at + t.size - 4))
		return t.size;
	while (at < t.size && (t.at[at] & 0x80) == 0)
		at++;
	return at;
}

bool utf8_valid(struct text t)
{
	for (;;) {
		size_t plain = utf8_ascii(t);
		if (plain == t.size)
			return true;
		t = text_from(t, plain);
		size_t size = utf8_sequence(t);
		if (size == 0)
			return false;
		t = text_from(t, size);
	}
}

size_t utf8_put(uint32_t code, char out[4])
{
	assert(code <= 0x10ffff && (code < 0xd800 || code > 0xdfff));
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	size_t size = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	for (size_t i = size - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (code & 0x3f));
		code >>= 6;
	}
	static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
	out[0] = (char)(lead[size] | code);
	return size;
}

struct text utf8_repaired(struct arena *arena, struct text t)
{
	if (utf8_valid(t))
		return t;
	/* One byte can at most become one replacement. */
	struct text replacement = UTF8_REPLACEMENT;
	char *out = arena_array(arena, t.size, replacement.size);
	size_t size = 0;
	for (size_t i = 0; i < t.size;) {
		struct text rest = text_from(t, i);
		size_t good = utf8_sequence(rest);
		struct text piece = good == 0 ? replacement : text_part(rest, 0, good);
		memcpy(out + size, piece.at, piece.size);
		size += piece.size;
		i += good == 0 ? utf8_broken(rest) : good;
	}
	return (struct text){out, size};
}

struct text utf8_cut(struct text t, size_t limit)
{
	if (t.size <= limit)
		return t;
	while (limit > 0 && ((unsigned char)t.at[limit] & 0xc0) == 0x80)
		limit--;
	return text_part(t, 0, limit);
}
