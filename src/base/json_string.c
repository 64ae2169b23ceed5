/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON strings (RFC 8259 section 7). Plain bytes are skipped eight at a time; a string
 * that means just what is written stays where it is, others are copied onto the arena.
 */
#include "base/json_string.h"

#include "base/arena.h"
#include "base/utf8.h"

#include <assert.h>
#include <endian.h>
#include <limits.h>
#include <string.h>

/* What the arena may add to a request for alignment. */
#define ARENA_SLACK 64
#define LONE_SURROGATE UINT32_MAX
#define EVERY_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

static bool malformed(struct json_string *string, const char *flaw)
{
	string->flaw = flaw;
	return false;
}

/* The next byte that is a quote, a backslash, a control character or no ASCII. */
static const char *skip_plain(const char *at, const char *end)
{
	const uint64_t high = EVERY_BYTE(0x80);
	for (; (size_t)(end - at) >= sizeof(uint64_t); at += sizeof(uint64_t)) {
		uint64_t word;
		memcpy(&word, at, sizeof(word));
		word = le64toh(word);
		/* A byte of x becomes 0 where it is what is sought; 0 - 1 borrows its top bit. What
		 * is borrowed beyond reaches later bytes only, so the first one found is right. */
		uint64_t quote = word ^ EVERY_BYTE('"');
		uint64_t slash = word ^ EVERY_BYTE('\\');
		uint64_t found = (quote - EVERY_BYTE(1)) & ~quote;
		found |= (slash - EVERY_BYTE(1)) & ~slash;
		found |= (word - EVERY_BYTE(0x20)) & ~word;
		found = (found | word) & high;
		if (found != 0)
			return at + __builtin_ctzll(found) / 8;
	}
	while (at < end && (unsigned char)*at >= 0x20 && (unsigned char)*at < 0x80 && *at != '"' &&
	       *at != '\\')
		at++;
	return at;
}

static bool four_digits(struct text t, uint32_t *code)
{
	uint64_t value;
	/* An "x" would pass as the prefix of a hexadecimal number. */
	if (t.size < 4 || t.at[1] == 'x' || t.at[1] == 'X' ||
	    !text_to_hex(text_part(t, 0, 4), &value))
		return false;
	*code = (uint32_t)value;
	return true;
}

static size_t unicode_escape(struct text t, uint32_t *code)
{
	uint32_t low;
	if (!four_digits(text_from(t, 2), code))
		return 0;
	if (*code < 0xd800 || *code > 0xdfff)
		return 6;
	if (*code < 0xdc00 && text_starts(text_from(t, 6), TEXT("\\u")) &&
	    four_digits(text_from(t, 8), &low) && low >= 0xdc00 && low <= 0xdfff) {
		*code = 0x10000 + ((*code - 0xd800) << 10) + (low - 0xdc00);
		return 12;
	}
	*code = LONE_SURROGATE;
	return 6;
}

/* Of the escapes of one letter; 0: there is none. */
static const unsigned char meanings[UCHAR_MAX + 1] = {['"'] = '"',
    ['\\'] = '\\',
    ['/'] = '/',
    ['b'] = '\b',
    ['f'] = '\f',
    ['n'] = '\n',
    ['r'] = '\r',
    ['t'] = '\t'};

/* The escape at the start of t: its size and what it means; 0 when there is no such escape. */
static size_t escape(struct text t, uint32_t *code)
{
	if (t.size < 2)
		return 0;
	if (t.at[1] == 'u')
		return unicode_escape(t, code);
	*code = meanings[(unsigned char)t.at[1]];
	return *code == 0 ? 0 : 2;
}

/* What a string is made of, told by a first look. */
struct string_shape {
	bool changed;  /* not as written: it must be copied */
	size_t broken; /* places where U+FFFD comes in */
};

/* One byte or sequence that is not plain, at string->at. False when it may not stand there. */
static bool look_at(struct json_string *string, struct string_shape *shape)
{
	struct text t = {string->at, (size_t)(string->end - string->at)};
	bool lenient = string->lenient;
	uint32_t code;
	size_t size;
	if (*string->at == '\\') {
		size = escape(t, &code);
		if (size == 0)
			return malformed(string, "an unknown escape");
		if (code == LONE_SURROGATE && !lenient)
			return malformed(string, "half of a surrogate pair");
		shape->changed = true;
	} else if ((unsigned char)*string->at < 0x20) {
		if (!lenient)
			return malformed(string, "a control character in a string");
		size = 1;
	} else {
		size = utf8_sequence(t);
		if (size == 0 && !lenient)
			return malformed(string, "invalid UTF-8");
		if (size == 0) {
			shape->changed = true;
			shape->broken++;
			size = utf8_broken(t);
		}
	}
	string->at += size;
	return true;
}

static size_t put_escape(struct text t, char *out, size_t *taken)
{
	uint32_t code = 0;
	*taken = escape(t, &code);
	assert(*taken != 0);
	return utf8_put(code == LONE_SURROGATE ? 0xfffd : code, out);
}

/* Write what the raw text means; its shape said that every byte has its place. */
static size_t unescape(struct text raw, char *out)
{
	size_t size = 0;
	while (raw.size != 0) {
		size_t taken = (size_t)(skip_plain(raw.at, raw.at + raw.size) - raw.at);
		if (taken == 0 && raw.at[0] != '\\')
			taken = (raw.at[0] & 0x80) == 0 ? 1 : utf8_sequence(raw);
		if (taken != 0) {
			memcpy(out + size, raw.at, taken);
			size += taken;
		} else if (raw.at[0] == '\\') {
			size += put_escape(raw, out + size, &taken);
		} else {
			taken = utf8_broken(raw);
			size += utf8_put(0xfffd, out + size);
		}
		raw = text_from(raw, taken);
	}
	return size;
}

static bool find_end(struct json_string *string, struct string_shape *shape)
{
	for (;;) {
		string->at = skip_plain(string->at, string->end);
		if (string->at == string->end)
			return malformed(string, "a string without its end");
		if (*string->at == '"')
			return true;
		if (!look_at(string, shape))
			return false;
	}
}

enum outcome json_string_read(struct json_string *string, struct text *out)
{
	struct string_shape shape = {false, 0};
	const char *start = ++string->at;
	if (!find_end(string, &shape))
		return MALFORMED;
	struct text raw = {start, (size_t)(string->at - start)};
	if (shape.changed) {
		/* No escape grows; a broken byte becomes three. */
		size_t room = raw.size + 2 * shape.broken;
		if (arena_left(string->arena) < room + ARENA_SLACK) {
			string->flaw = "a string too large for the memory there is";
			return TOO_LARGE;
		}
		char *copy = arena_alloc(string->arena, room);
		raw = (struct text){copy, unescape(raw, copy)};
		assert(raw.size <= room);
	}
	*out = raw;
	string->at++;
	return DONE;
}
