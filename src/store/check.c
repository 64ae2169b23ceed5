/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of what people give. */
#include "store/check.h"

#include "base/address.h"
#include "base/arena.h"
#include "base/utf8.h"

#include <arpa/inet.h>
#include <string.h>

static bool has_control(struct text t)
{
	for (size_t i = 0; i < t.size; i++) {
		unsigned char c = (unsigned char)t.at[i];
		if (c < 0x20 || c == 0x7f)
			return true;
		/* U+0080 to U+009F; the text is well-formed UTF-8. */
		if (c == 0xc2 && (unsigned char)t.at[i + 1] < 0xa0)
			return true;
	}
	return false;
}

enum outcome check_words(const char *field, struct text t, struct why *why)
{
	if (t.size > CHECK_NAME) {
		why_set(why, "%s: %zu bytes, over the limit of %d", field, t.size, CHECK_NAME);
		return TOO_LARGE;
	}
	if (!utf8_valid(t)) {
		why_set(why, "%s: it is not valid UTF-8", field);
		return MALFORMED;
	}
	if (has_control(t)) {
		why_set(why, "%s: it has control characters", field);
		return MALFORMED;
	}
	return DONE;
}

enum outcome check_name(const char *field, struct text t, struct why *why)
{
	if (text_trim(t).size == 0) {
		why_set(why, "%s: it is empty", field);
		return MALFORMED;
	}
	return check_words(field, t, why);
}

static bool is_zone_char(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '+' || c == '/' || c == '-';
}

enum outcome check_zone(const char *field, struct text t, struct why *why)
{
	bool good = t.size <= 64 && !text_starts(t, TEXT("/")) && !text_ends(t, TEXT("/"));
	for (size_t i = 0; i < t.size && good; i++)
		good = is_zone_char(t.at[i]);
	if (good)
		return DONE;
	why_set(why, "%s: it is no name of a time zone (like Asia/Tokyo)", field);
	return MALFORMED;
}

enum outcome check_word(const char *field, struct text t, const char *const *words, struct why *why)
{
	for (size_t i = 0; words[i] != NULL; i++) {
		if (text_equal(t, text_of(words[i])))
			return DONE;
	}
	if (words[1] == NULL)
		why_set(why, "%s: it must be %s", field, words[0]);
	else
		why_set(why, "%s: it must be one of the known words (%s, %s, …)", field, words[0],
		    words[1]);
	return MALFORMED;
}

enum outcome check_hash(const char *field, struct text t, struct why *why)
{
	bool good = t.size == 64;
	for (size_t i = 0; i < t.size && good; i++)
		good = text_hex_digit(t.at[i]) >= 0 && !(t.at[i] >= 'A' && t.at[i] <= 'F');
	if (good)
		return DONE;
	why_set(why, "%s: it must be 64 lower-case hexadecimal digits", field);
	return MALFORMED;
}

enum outcome check_fingerprint(
    const char *field, struct text t, struct arena *arena, struct text *plain, struct why *why)
{
	char digits[64];
	size_t count = 0;
	for (size_t i = 0; i < t.size && count < sizeof(digits); i++) {
		if (t.at[i] != ':')
			digits[count++] = t.at[i];
	}
	/* 32 bytes in hexadecimal: 64 digits, or 31 colons between them. */
	bool whole = t.size == 64 || t.size == 95;
	struct text lower = text_lower(arena, (struct text){digits, count});
	if (!whole || check_hash(field, lower, NULL) != DONE) {
		why_set(why, "%s: it is no SHA-256 fingerprint (64 hexadecimal digits)", field);
		return MALFORMED;
	}
	*plain = lower;
	return DONE;
}

/* Whether no bit is set behind the prefix. */
static bool is_block(const unsigned char *bytes, size_t size, uint64_t prefix)
{
	for (size_t i = 0; i < size; i++) {
		unsigned keep = prefix >= 8 * (i + 1) ? 8 : prefix > 8 * i ? prefix - 8 * i : 0;
		if ((bytes[i] & (0xffu >> keep)) != 0)
			return false;
	}
	return true;
}

enum outcome check_address(
    const char *field, struct text t, struct arena *arena, struct text *plain, struct why *why)
{
	unsigned char bytes[ADDRESS_BYTES];
	char written[INET6_ADDRSTRLEN];
	struct text rest = t;
	struct text address = text_cut(&rest, '/');
	bool has_prefix = address.size < t.size;
	size_t size = address_read(address, bytes);
	uint64_t prefix = 8 * size;
	if (size == 0 || (has_prefix && (!text_to_uint(rest, &prefix) || prefix > 8 * size))) {
		why_set(why, "%s: '%.*s' is no address and no CIDR block", field,
		    TEXT_ARGS(text_part(t, 0, 60)));
		return MALFORMED;
	}
	if (!is_block(bytes, size, prefix)) {
		why_set(why, "%s: %.*s has bits set behind its prefix", field, TEXT_ARGS(t));
		return MALFORMED;
	}
	inet_ntop(size == 4 ? AF_INET : AF_INET6, bytes, written, sizeof(written));
	*plain = prefix == 8 * size ? text_copy(arena, text_of(written))
				    : text_format(arena, "%s/%u", written, (unsigned)prefix);
	return DONE;
}
