/* SPDX-License-Identifier: Apache-2.0 */
/* What a condition means: an address block, a number's bound, a value, or words. */
#include "search/query_term.h"

#include "base/arena.h"
#include "base/limits.h"

/* "fe80::1", "2001:db8::/32" */
static bool is_address(struct text t)
{
	unsigned char bytes[ADDRESS_BYTES];
	struct text rest = t;
	return address_read(text_cut(&rest, '/'), bytes) != 0;
}

/* "00:11:22:aa:bb:cc" */
static bool is_mac(struct text t)
{
	if (t.size != 17)
		return false;
	for (size_t i = 0; i < t.size; i++) {
		bool good = i % 3 == 2 ? t.at[i] == ':' : text_hex_digit(t.at[i]) >= 0;
		if (!good)
			return false;
	}
	return true;
}

static bool begins_name(char c)
{
	unsigned char letter = (unsigned char)c | 0x20;
	return (letter >= 'a' && letter <= 'z') || c == '_' || c == '@' || (unsigned char)c >= 0x80;
}

size_t term_colon(struct text word)
{
	size_t colon = text_find_char(word, ':');
	if (colon == TEXT_NONE || colon == 0 || !begins_name(word.at[0]))
		return TEXT_NONE;
	struct text behind = text_from(word, colon + 1);
	if (text_starts(behind, TEXT("//")) || (colon == 1 && text_starts(behind, TEXT("\\"))))
		return TEXT_NONE;
	return is_address(word) || is_mac(word) ? TEXT_NONE : colon;
}

static enum outcome read_network(struct text value, struct term *term, struct why *why)
{
	struct text bits = value;
	struct text address = text_cut(&bits, '/');
	uint64_t prefix;
	size_t size = address_read(address, term->network);
	if (address.size == value.size || size == 0 || !text_to_uint(bits, &prefix))
		return NOT_FOUND;
	if (prefix > size * 8) {
		why_set(why, "an address block's prefix is at most %zu", size * 8);
		return MALFORMED;
	}
	term->kind = TERM_NETWORK;
	term->network_size = size;
	term->prefix = (unsigned)prefix;
	return DONE;
}

static enum outcome read_bound(struct text value, struct term *term, struct why *why)
{
	static const struct {
		struct text sign;
		enum compare compare;
	} signs[] = {
	    {TEXT_INIT(">="), COMPARE_MORE_EQUAL},
	    {TEXT_INIT("<="), COMPARE_LESS_EQUAL},
	    {TEXT_INIT(">"), COMPARE_MORE},
	    {TEXT_INIT("<"), COMPARE_LESS},
	};
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		if (!text_skip(&value, signs[i].sign))
			continue;
		if (!text_to_double(value, &term->bound)) {
			why_set(
			    why, "behind %.*s there should be a number", TEXT_ARGS(signs[i].sign));
			return MALFORMED;
		}
		term->kind = TERM_NUMBER;
		term->compare = signs[i].compare;
		return DONE;
	}
	return NOT_FOUND;
}

static enum outcome read_special(const struct term_text *text, struct term *term, struct why *why)
{
	enum outcome outcome = NOT_FOUND;
	if (!text->quoted)
		outcome = read_network(text->value, term, why);
	if (outcome == NOT_FOUND && text->has_field && !text->quoted)
		outcome = read_bound(text->value, term, why);
	return outcome;
}

/* Of words nothing but stars and spaces would be left: everything fits, which is not meant. */
static bool says_nothing(struct text value)
{
	for (size_t i = 0; i < value.size; i++) {
		if (value.at[i] != '*' && value.at[i] != ' ')
			return false;
	}
	return true;
}

enum outcome term_read(
    const struct term_text *text, struct arena *arena, struct term **term, struct why *why)
{
	struct term read = {.field = text->field};
	if (text->field.size > LIMIT_NAME) {
		why_set(why, "a field's name is over %d bytes", LIMIT_NAME);
		return MALFORMED;
	}
	if (!text->has_field && says_nothing(text->value)) {
		why_set(why, "a word should stand here");
		return MALFORMED;
	}
	enum outcome outcome = read_special(text, &read, why);
	if (outcome == MALFORMED)
		return outcome;
	if (outcome == NOT_FOUND) {
		read.kind = text->has_field ? TERM_VALUE : TERM_WORDS;
		read.pattern = pattern_of(text->value, arena);
	}
	term_demands(&read, arena);
	*term = arena_copy(arena, &read, sizeof(read));
	return DONE;
}
