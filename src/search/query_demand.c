/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a term asks of the index. A run of letters is a whole word where both of its ends are
 * certain: within a piece, and at the pattern's own ends (a value's end, or a word's border); not
 * beside a wildcard. Of ideographs every pair is certain.
 */
#include "base/arena.h"
#include "search/query_parts.h"
#include "search/tokens.h"

#define TOKENS_MOST 256

struct demand {
	struct term *term;
	struct arena *arena;
};

static void add_token(void *data, struct text token)
{
	struct demand *demand = data;
	struct term *term = demand->term;
	if (term->token_count < TOKENS_MOST)
		term->tokens[term->token_count++] = text_copy(demand->arena, token);
}

static void add_needle(struct term *term, struct text run)
{
	if (run.size >= 3 && term->needle_count < TERM_NEEDLES)
		term->needles[term->needle_count++] = run;
}

/* Whether the end of a run at `at` of a piece is certain; `open`: a star stands at the piece's
 * end. */
static bool is_certain(struct text piece, size_t at, size_t end, bool open)
{
	return at == end ? !open : piece.at[at] != PATTERN_ANY;
}

static void demand_piece(struct demand *demand, struct text piece, bool open_left, bool open_right)
{
	const struct token_sink sink = {add_token, demand};
	struct text rest = piece;
	struct text run;
	enum run_kind kind;
	struct quad quad = {.count = 0};
	while (tokens_run(&rest, &run, &kind)) {
		size_t start = (size_t)(run.at - piece.at);
		size_t end = start + run.size;
		bool left = start == 0 ? !open_left : piece.at[start - 1] != PATTERN_ANY;
		bool right = is_certain(piece, end, piece.size, open_right);
		if (kind == RUN_IDEOGRAPHS || (left && right))
			tokens_word(&sink, run, kind);
		add_needle(demand->term, run);
		/* Its inner ends are dots; the outer ones must be certain, too. */
		if (tokens_quad(&quad, left ? run : TEXT("")) && right)
			tokens_give(&sink, '/', (struct text){(const char *)quad.bytes, 4});
	}
}

static void demand_network(struct demand *demand)
{
	const struct token_sink sink = {add_token, demand};
	const struct term *term = demand->term;
	bool small = term->network_size == 4;
	size_t bytes = small ? 3 : 8;
	if (term->prefix < bytes * 8)
		bytes = small ? 2 : 6;
	if (term->prefix >= bytes * 8)
		tokens_give(&sink, '/', (struct text){(const char *)term->network, bytes});
}

void term_demands(struct term *term, struct arena *arena)
{
	struct demand demand = {term, arena};
	const struct token_sink sink = {add_token, &demand};
	term->tokens = arena_array(arena, TOKENS_MOST, sizeof(*term->tokens));
	if (term->kind == TERM_NETWORK)
		demand_network(&demand);
	if (term->kind == TERM_NETWORK || term->kind == TERM_NUMBER)
		return;
	const struct pattern *pattern = &term->pattern;
	for (size_t i = 0; i < pattern->count; i++)
		demand_piece(&demand, pattern->pieces[i], i != 0, i + 1 != pattern->count);
	bool exact =
	    pattern->count == 1 && text_find_char(pattern->pieces[0], PATTERN_ANY) == TEXT_NONE;
	if (term->kind == TERM_VALUE && exact && pattern->pieces[0].size != 0 &&
	    tokens_is_value(pattern->pieces[0]))
		tokens_give(&sink, '=', pattern->pieces[0]);
}
