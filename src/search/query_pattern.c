/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Patterns: texts with `*` and `?`. Pieces between the stars are looked for from left to right, the
 * leftmost place each: no backtracking, so a hostile value costs no more than its length times the
 * longest piece.
 */
#include "base/arena.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "search/query_parts.h"
#include "search/tokens.h"

static size_t count_stars(struct text t)
{
	size_t count = 0;
	for (size_t i = 0; i < t.size; i++)
		count += t.at[i] == '*';
	return count;
}

struct pattern pattern_of(struct text t, struct arena *arena)
{
	struct pattern pattern = {.pieces = NULL, .count = count_stars(t) + 1};
	pattern.pieces = arena_array(arena, pattern.count, sizeof(*pattern.pieces));
	char *bytes = arena_copy(arena, t.at, t.size);
	for (size_t i = 0; i < t.size; i++) {
		if (bytes[i] == '?')
			bytes[i] = PATTERN_ANY;
	}
	struct text rest = {bytes, t.size};
	for (size_t i = 0; i < pattern.count; i++)
		pattern.pieces[i] = unicode_fold(arena, text_cut(&rest, '*'));
	return pattern;
}

/* Whether a piece stands at `at`; *end is behind it. */
static bool piece_at(struct text t, size_t at, struct text piece, size_t *end)
{
	for (size_t i = 0; i < piece.size; i++) {
		if (at >= t.size)
			return false;
		if (piece.at[i] == PATTERN_ANY) {
			size_t size = utf8_sequence(text_from(t, at));
			at += size == 0 ? 1 : size;
		} else if (piece.at[i] == t.at[at]) {
			at++;
		} else {
			return false;
		}
	}
	*end = at;
	return true;
}

/* The first place of a piece from `from` on. */
static bool find_piece(struct text t, size_t from, struct text piece, size_t *start, size_t *end)
{
	if (text_find_char(piece, PATTERN_ANY) == TEXT_NONE) {
		size_t found = text_find(text_from(t, from), piece);
		*start = from + found;
		*end = from + found + piece.size;
		return found != TEXT_NONE;
	}
	for (*start = from; *start <= t.size; (*start)++) {
		if (piece_at(t, *start, piece, end))
			return true;
	}
	return false;
}

/* The last piece, at the end of the text. */
static bool ends_with(struct text t, size_t from, struct text piece)
{
	size_t start;
	size_t end;
	if (text_find_char(piece, PATTERN_ANY) == TEXT_NONE)
		return t.size - from >= piece.size && text_ends(t, piece);
	while (find_piece(t, from, piece, &start, &end)) {
		if (end == t.size)
			return true;
		from = start + 1;
	}
	return false;
}

bool pattern_is(const struct pattern *pattern, struct text folded)
{
	size_t at;
	size_t start;
	if (!piece_at(folded, 0, pattern->pieces[0], &at))
		return false;
	if (pattern->count == 1)
		return at == folded.size;
	for (size_t i = 1; i + 1 < pattern->count; i++) {
		if (!find_piece(folded, at, pattern->pieces[i], &start, &at))
			return false;
	}
	return ends_with(folded, at, pattern->pieces[pattern->count - 1]);
}

/* Whether a letter stands before `at`: continuation bytes are stepped over. */
static bool letter_before(struct text t, size_t at)
{
	if (at == 0)
		return false;
	size_t from = at - 1;
	while (from > 0 && at - from < 4 && ((unsigned char)t.at[from] & 0xc0) == 0x80)
		from--;
	size_t bytes;
	enum run_kind kind = tokens_character(text_part(t, from, at - from), &bytes);
	return bytes == at - from && kind == RUN_LETTERS;
}

static bool letter_at(struct text t, size_t at)
{
	size_t bytes;
	return at < t.size && tokens_character(text_from(t, at), &bytes) == RUN_LETTERS;
}

static bool begins_word(struct text t, size_t at, struct text piece)
{
	return !letter_at(piece, 0) || !letter_before(t, at);
}

static bool ends_word(struct text t, size_t at, struct text piece)
{
	return !letter_before(piece, piece.size) || !letter_at(t, at);
}

/* Find piece number i from `from`, with words' borders where it is the first or last one. */
static bool find_bordered(
    const struct pattern *pattern, size_t i, struct text t, size_t from, size_t *end)
{
	struct text piece = pattern->pieces[i];
	size_t start;
	while (find_piece(t, from, piece, &start, end)) {
		if ((i != 0 || begins_word(t, start, piece)) &&
		    (i + 1 != pattern->count || ends_word(t, *end, piece)))
			return true;
		from = start + 1;
		if (from > t.size)
			break;
	}
	return false;
}

bool pattern_in(const struct pattern *pattern, struct text folded)
{
	size_t at = 0;
	for (size_t i = 0; i < pattern->count; i++) {
		if (!find_bordered(pattern, i, folded, at, &at))
			return false;
	}
	return true;
}
