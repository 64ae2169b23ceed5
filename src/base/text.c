/* SPDX-License-Identifier: Apache-2.0 */
/* Cutting, comparing and copying pieces of text. Numbers are in text_number.c. */
#include "base/text.h"

#include "base/arena.h"

#include <assert.h>
#include <pthread.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned char fold(char c)
{
	unsigned char byte = (unsigned char)c;
	return byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte;
}

static bool same_fold(const char *a, const char *b, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (a[i] != b[i] && fold(a[i]) != fold(b[i]))
			return false;
	}
	return true;
}

struct text text_of(const char *string)
{
	return (struct text){string, string == NULL ? 0 : strlen(string)};
}

bool text_equal_fold(struct text a, struct text b)
{
	return a.size == b.size && same_fold(a.at, b.at, a.size);
}

bool text_starts_fold(struct text t, struct text prefix)
{
	return t.size >= prefix.size && same_fold(t.at, prefix.at, prefix.size);
}

bool text_ends(struct text t, struct text suffix)
{
	if (suffix.size == 0)
		return true;
	return t.size >= suffix.size &&
	       memcmp(t.at + t.size - suffix.size, suffix.at, suffix.size) == 0;
}

int text_compare(struct text a, struct text b)
{
	size_t shorter = a.size < b.size ? a.size : b.size;
	int order = shorter == 0 ? 0 : memcmp(a.at, b.at, shorter);
	if (order != 0)
		return order;
	return (a.size > b.size) - (a.size < b.size);
}

size_t text_find(struct text t, struct text needle)
{
	if (needle.size == 0)
		return 0;
	if (needle.size > t.size)
		return TEXT_NONE;
	const char *found = memmem(t.at, t.size, needle.at, needle.size);
	return found == NULL ? TEXT_NONE : (size_t)(found - t.at);
}

size_t text_find_fold(struct text t, struct text needle)
{
	if (needle.size == 0)
		return 0;
	if (needle.size > t.size)
		return TEXT_NONE;
	unsigned char first = fold(needle.at[0]);
	unsigned char last = fold(needle.at[needle.size - 1]);
	const char *tail = t.at + needle.size - 1;
	size_t starts = t.size - needle.size + 1;
	for (size_t i = 0; i < starts; i++) {
		if (fold(t.at[i]) == first && fold(tail[i]) == last &&
		    same_fold(t.at + i, needle.at, needle.size))
			return i;
	}
	return TEXT_NONE;
}

size_t text_find_char(struct text t, char c)
{
	const char *found = t.size == 0 ? NULL : memchr(t.at, (unsigned char)c, t.size);
	return found == NULL ? TEXT_NONE : (size_t)(found - t.at);
}

size_t text_find_last_char(struct text t, char c)
{
	const char *found = t.size == 0 ? NULL : memrchr(t.at, (unsigned char)c, t.size);
	return found == NULL ? TEXT_NONE : (size_t)(found - t.at);
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct text text_trim(struct text t)
{
	while (t.size != 0 && is_space(t.at[t.size - 1]))
		t.size--;
	while (t.size != 0 && is_space(t.at[0])) {
		t.at++;
		t.size--;
	}
	return t;
}

struct text text_cut(struct text *rest, char separator)
{
	size_t end = text_find_char(*rest, separator);
	struct text piece = text_part(*rest, 0, end);
	*rest = text_from(*rest, end == TEXT_NONE ? rest->size : end + 1);
	return piece;
}

struct text text_word(struct text *rest)
{
	size_t start = 0;
	while (start < rest->size && (rest->at[start] == ' ' || rest->at[start] == '\t'))
		start++;
	size_t end = start;
	while (end < rest->size && rest->at[end] != ' ' && rest->at[end] != '\t')
		end++;
	struct text word = text_part(*rest, start, end - start);
	*rest = text_from(*rest, end);
	return word;
}

bool text_skip(struct text *rest, struct text prefix)
{
	if (!text_starts(*rest, prefix))
		return false;
	*rest = text_from(*rest, prefix.size);
	return true;
}

struct text text_copy(struct arena *arena, struct text t)
{
	return (struct text){arena_copy(arena, t.at, t.size), t.size};
}

const char *text_cstr(struct arena *arena, struct text t)
{
	char *string = arena_alloc(arena, t.size + 1);
	if (t.size != 0)
		memcpy(string, t.at, t.size);
	return string;
}

struct text text_lower(struct arena *arena, struct text t)
{
	char *lower = arena_alloc(arena, t.size);
	for (size_t i = 0; i < t.size; i++)
		lower[i] = (char)fold(t.at[i]);
	return (struct text){lower, t.size};
}

struct text text_format(struct arena *arena, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	int size = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	assert(size >= 0);
	char *bytes = arena_alloc(arena, (size_t)size + 1);
	va_start(arguments, format);
	vsnprintf(bytes, (size_t)size + 1, format, arguments);
	va_end(arguments);
	return (struct text){bytes, (size_t)size};
}

static pthread_once_t hash_once = PTHREAD_ONCE_INIT;
static unsigned char hash_key[crypto_shorthash_KEYBYTES];

static void hash_set_up(void)
{
	if (sodium_init() < 0) {
		fprintf(stderr, "sakimori: no source of random bytes\n");
		abort();
	}
	randombytes_buf(hash_key, sizeof(hash_key));
}

uint64_t text_hash(struct text t)
{
	pthread_once(&hash_once, hash_set_up);
	unsigned char out[crypto_shorthash_BYTES];
	const char *at = t.size == 0 ? "" : t.at;
	crypto_shorthash(out, (const unsigned char *)at, t.size, hash_key);
	uint64_t hash;
	static_assert(sizeof(hash) == sizeof(out), "SipHash gives 64 bits");
	memcpy(&hash, out, sizeof(hash));
	return hash;
}
