/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Patterns. Source: Sigma rules specification 2.0.0, sections "String Wildcard" and "Escaping".
 *
 * Nearly all are one literal with a * at one end, both or none, and are compared by memcmp and
 * memmem. The rest is matched piece by piece; on a mismatch only the last * takes one more
 * character, which is enough for wildcards without alternatives and keeps the work at value × glob.
 */
#include "detect/glob.h"

#include "base/arena.h"
#include "base/utf8.h"

#include <assert.h>
#include <string.h>

static bool is_special(char c)
{
	return c == '*' || c == '?' || c == '\\';
}

/* A draft while it is read: its arrays are as large as the text can need. */
struct reader {
	struct draft draft;
	char *bytes;
	size_t used;
};

static void add_piece(struct reader *reader, enum piece_kind kind)
{
	reader->draft.pieces[reader->draft.count++] =
	    (struct piece){kind, {reader->bytes + reader->used, 0}};
}

static void add_char(struct reader *reader, char c)
{
	size_t count = reader->draft.count;
	if (count == 0 || reader->draft.pieces[count - 1].kind != PIECE_TEXT)
		add_piece(reader, PIECE_TEXT);
	reader->draft.pieces[reader->draft.count - 1].text.size++;
	reader->bytes[reader->used++] = c;
}

/* "\%": whatever follows begins a piece, too, which stays empty when nothing does. */
static void add_percent(struct reader *reader)
{
	add_piece(reader, PIECE_TEXT);
	add_char(reader, '%');
	add_piece(reader, PIECE_TEXT);
}

static struct draft read_draft(struct arena *arena, struct text written, bool percent)
{
	size_t room = 1;
	for (size_t i = 0; i < written.size; i++)
		room +=
		    written.at[i] == '*' || written.at[i] == '?' || written.at[i] == '%' ? 2 : 0;
	struct reader reader = {.bytes = arena_alloc(arena, written.size)};
	reader.draft.pieces = arena_array(arena, room, sizeof(*reader.draft.pieces));
	for (size_t i = 0; i < written.size; i++) {
		char c = written.at[i];
		char next = i + 1 < written.size ? written.at[i + 1] : '\0';
		if (percent && c == '\\' && next == '%') {
			add_percent(&reader);
			i++;
		} else if (c == '\\' && is_special(next)) {
			add_char(&reader, next);
			i++;
		} else if (c == '*' || c == '?') {
			add_piece(&reader, c == '*' ? PIECE_ANY : PIECE_ONE);
		} else {
			add_char(&reader, c);
		}
	}
	return reader.draft;
}

struct draft glob_read(struct arena *arena, struct text written)
{
	return read_draft(arena, written, false);
}

struct draft glob_read_percent(struct arena *arena, struct text written)
{
	return read_draft(arena, written, true);
}

struct draft glob_literal(struct arena *arena, struct text text)
{
	struct draft draft = {arena_array(arena, 1, sizeof(struct piece)), 0, false};
	if (text.size > 0)
		draft.pieces[draft.count++] = (struct piece){PIECE_TEXT, text_copy(arena, text)};
	return draft;
}

struct draft glob_widen(struct arena *arena, struct draft draft, bool before, bool behind)
{
	struct piece *pieces = arena_array(arena, draft.count + 2, sizeof(*pieces));
	size_t count = 0;
	if (before)
		pieces[count++] = (struct piece){.kind = PIECE_ANY};
	for (size_t i = 0; i < draft.count; i++)
		pieces[count++] = draft.pieces[i];
	if (behind)
		pieces[count++] = (struct piece){.kind = PIECE_ANY};
	return (struct draft){pieces, count, draft.dashes};
}

static struct text joined(const struct piece *pieces, size_t count, struct arena *arena)
{
	if (count == 1)
		return pieces[0].text;
	size_t size = 0;
	for (size_t i = 0; i < count; i++)
		size += pieces[i].text.size;
	char *bytes = arena_alloc(arena, size);
	char *end = bytes;
	for (size_t i = 0; i < count; i++) {
		memcpy(end, pieces[i].text.at, pieces[i].text.size);
		end += pieces[i].text.size;
	}
	return (struct text){bytes, size};
}

bool glob_is_literal(const struct draft *draft, struct arena *arena, struct text *text)
{
	for (size_t i = 0; i < draft->count; i++) {
		if (draft->pieces[i].kind != PIECE_TEXT)
			return false;
	}
	*text = draft->count == 0 ? TEXT("") : joined(draft->pieces, draft->count, arena);
	return true;
}

/* Neighbouring texts become one, several * in a row one, texts take the form. All on `scratch`. */
static size_t tidy(
    struct arena *scratch, const struct draft *draft, enum form form, struct piece *tidied)
{
	size_t count = 0;
	for (size_t i = 0; i < draft->count;) {
		size_t run = 1;
		enum piece_kind kind = draft->pieces[i].kind;
		while (i + run < draft->count && draft->pieces[i + run].kind == kind &&
		       kind != PIECE_ONE)
			run++;
		struct piece piece = {.kind = kind};
		if (kind == PIECE_TEXT) {
			struct text text = joined(draft->pieces + i, run, scratch);
			piece.text = form_of(scratch, text, form);
		}
		tidied[count++] = piece;
		i += run;
	}
	return count;
}

static enum glob_shape shape_of(const struct piece *pieces, size_t count)
{
	if (count == 0 || (count == 1 && pieces[0].kind == PIECE_TEXT))
		return GLOB_EQUALS;
	if (count == 1 && pieces[0].kind == PIECE_ANY)
		return GLOB_ANYTHING;
	if (count == 2 && pieces[0].kind == PIECE_TEXT && pieces[1].kind == PIECE_ANY)
		return GLOB_STARTS;
	if (count == 2 && pieces[0].kind == PIECE_ANY && pieces[1].kind == PIECE_TEXT)
		return GLOB_ENDS;
	if (count == 3 && pieces[0].kind == PIECE_ANY && pieces[1].kind == PIECE_TEXT &&
	    pieces[2].kind == PIECE_ANY)
		return GLOB_CONTAINS;
	return GLOB_WILD;
}

/* The bit of a pair of bytes: any function of the two that spreads words of ASCII over 512 bits
 * will do. */
static uint16_t gram(const char *at)
{
	uint32_t pair = (uint32_t)(unsigned char)at[0] << 8 | (unsigned char)at[1];
	return (uint16_t)(pair * UINT32_C(2654435761) >> 23);
}

struct glob_grams glob_grams_of(struct text value)
{
	struct glob_grams grams = {{0}};
	for (size_t i = 0; i + 1 < value.size; i++) {
		uint16_t bit = gram(value.at + i);
		grams.bits[bit / 64] |= UINT64_C(1) << bit % 64;
	}
	return grams;
}

bool glob_possible(const struct glob *glob, const struct glob_grams *grams)
{
	if (glob->shape != GLOB_CONTAINS || glob->literal.size < 2)
		return true;
	for (size_t i = 0; i < GLOB_GRAMS; i++) {
		if ((grams->bits[glob->grams[i] / 64] >> glob->grams[i] % 64 & 1) == 0)
			return false;
	}
	return true;
}

/* Three pairs from all over the literal; in a short one they overlap or are the same. */
static void choose_grams(struct glob *glob)
{
	struct text literal = glob->literal;
	if (glob->shape != GLOB_CONTAINS || literal.size < 2)
		return;
	for (size_t i = 0; i < GLOB_GRAMS; i++)
		glob->grams[i] = gram(literal.at + (literal.size - 2) * i / (GLOB_GRAMS - 1));
}

struct glob glob_compile(
    struct arena *arena, struct arena *scratch, const struct draft *draft, bool cased)
{
	assert(draft->count <= GLOB_PIECES);
	int form = (cased ? FORM_PLAIN : FORM_FOLDED) | (draft->dashes ? FORM_DASHED : FORM_PLAIN);
	struct glob glob = {.form = (enum form)form};
	struct piece *pieces = arena_array(scratch, draft->count + 1, sizeof(*pieces));
	size_t count = tidy(scratch, draft, glob.form, pieces);
	struct text last = {NULL, 0};
	for (size_t i = 0; i < count; i++) {
		if (pieces[i].kind == PIECE_TEXT)
			last = pieces[i].text = text_copy(arena, pieces[i].text);
	}
	glob.shape = shape_of(pieces, count);
	if (glob.shape == GLOB_WILD) {
		glob.pieces = arena_copy(arena, pieces, count * sizeof(*pieces));
		glob.count = count;
		return glob;
	}
	glob.literal = last;
	choose_grams(&glob);
	return glob;
}

/* Bytes that a piece (not *) takes at the start of `rest`; TEXT_NONE when it does not fit there. */
static size_t taken(const struct piece *piece, struct text rest)
{
	if (piece->kind == PIECE_TEXT)
		return text_starts(rest, piece->text) ? piece->text.size : TEXT_NONE;
	if (rest.size == 0)
		return TEXT_NONE;
	size_t sequence = utf8_sequence(rest);
	return sequence == 0 ? 1 : sequence;
}

/* Bytes to step over before the pieces behind a * are worth another try; TEXT_NONE: never again. */
static size_t next_try(const struct glob *glob, size_t piece, struct text rest, size_t step)
{
	if (step > rest.size)
		return TEXT_NONE;
	if (piece >= glob->count || glob->pieces[piece].kind != PIECE_TEXT)
		return step;
	size_t found = text_find(text_from(rest, step), glob->pieces[piece].text);
	return found == TEXT_NONE ? TEXT_NONE : step + found;
}

/* The bytes of the first character of `rest`, 1 at its end (which next_try tells from the rest). */
static size_t one_character(struct text rest)
{
	size_t sequence = rest.size == 0 ? 0 : utf8_sequence(rest);
	return sequence == 0 ? 1 : sequence;
}

static bool wild_matches(const struct glob *glob, struct text value)
{
	size_t piece = 0;
	struct text rest = value;
	size_t star = TEXT_NONE;  /* the piece behind the last * */
	struct text from = value; /* where that piece was tried last */
	for (;;) {
		if (piece < glob->count && glob->pieces[piece].kind == PIECE_ANY) {
			star = ++piece;
			if (star == glob->count)
				return true;
			from = rest;
			size_t skip = next_try(glob, star, from, 0);
			if (skip == TEXT_NONE)
				return false;
			rest = from = text_from(from, skip);
			continue;
		}
		if (piece == glob->count && rest.size == 0)
			return true;
		size_t size = piece < glob->count ? taken(&glob->pieces[piece], rest) : TEXT_NONE;
		if (size != TEXT_NONE) {
			rest = text_from(rest, size);
			piece++;
			continue;
		}
		if (star == TEXT_NONE)
			return false;
		size_t skip = next_try(glob, star, from, one_character(from));
		if (skip == TEXT_NONE)
			return false;
		rest = from = text_from(from, skip);
		piece = star;
	}
}

bool glob_matches(const struct glob *glob, struct text value)
{
	switch (glob->shape) {
	case GLOB_EQUALS:
		return text_equal(value, glob->literal);
	case GLOB_STARTS:
		return text_starts(value, glob->literal);
	case GLOB_ENDS:
		return text_ends(value, glob->literal);
	case GLOB_CONTAINS:
		return text_find(value, glob->literal) != TEXT_NONE;
	case GLOB_ANYTHING:
		return true;
	case GLOB_WILD:
		return wild_matches(glob, value);
	}
	assert(!"a shape");
	return false;
}
