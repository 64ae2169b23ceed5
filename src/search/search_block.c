/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a block's index and times rule out. A term is ruled out where one of its tokens is not in
 * the index. Of a part of a word (a needle) the index tells less: where none of the words that
 * decoders derived can hold it (its "3" tokens), it stands in the bytes of a record or nowhere,
 * and records without it need not be decoded.
 */
#include "search/search_parts.h"
#include "search/tokens.h"

/* Events may be so far from their receive time without being marked; a source whose zone was
 * corrected since moves by another day, and the index had the old one. */
#define MARGIN (TOKEN_NEAR + 28 * CLOCK_HOUR)
/* So many days, or months, are asked for one by one. */
#define DAYS_ASKED 10
#define MONTHS_ASKED 14

static bool holds(struct block_reader *reader, struct text token)
{
	return block_may_hold(reader, &token, 1);
}

static bool holds_between(struct block_reader *reader, int64_t first, int64_t last, int64_t step,
    struct text (*token)(int64_t instant, char out[24]))
{
	char out[24];
	for (int64_t at = first; at < last; at += step) {
		if (holds(reader, token(at, out)))
			return true;
	}
	return holds(reader, token(last, out));
}

/* Late events of the block: may there be some in the wanted time? */
static bool late_wanted(const struct search_wish *wish, struct block_reader *reader)
{
	if (!holds(reader, TOKEN_LATE))
		return false;
	if (wish->since == CLOCK_NONE || wish->until == CLOCK_NONE)
		return true;
	int64_t first = wish->since - 2 * CLOCK_DAY;
	int64_t last = wish->until + 2 * CLOCK_DAY;
	if (last - first <= DAYS_ASKED * CLOCK_DAY)
		return holds_between(reader, first, last, CLOCK_DAY, tokens_day);
	int64_t month = TOKEN_MONTH * CLOCK_DAY;
	if (last - first > MONTHS_ASKED * month)
		return true;
	return holds_between(reader, first, last, month, tokens_month);
}

static bool time_wanted(
    const struct search_wish *wish, struct block_reader *reader, const struct block_facts *facts)
{
	if (wish->since != CLOCK_NONE && facts->last_received < wish->since - MARGIN)
		return holds(reader, TOKEN_EARLY);
	if (wish->until != CLOCK_NONE && facts->first_received > wish->until + MARGIN)
		return late_wanted(wish, reader);
	return true;
}

static bool node_wanted(const struct node *node, struct block_reader *reader)
{
	const struct node *child = node->first;
	switch (node->kind) {
	case NODE_TERM:
		return block_may_hold(reader, node->term->tokens, node->term->token_count);
	case NODE_NOT:
		return true;
	case NODE_ALL:
		while (child != NULL && node_wanted(child, reader))
			child = child->next;
		return child == NULL;
	case NODE_ANY:
		break;
	}
	while (child != NULL && !node_wanted(child, reader))
		child = child->next;
	return child != NULL;
}

/* Whether a word that a decoder derived may hold the needle. */
static bool may_be_derived(struct block_reader *reader, struct text needle)
{
	for (; needle.size >= 3; needle = text_from(needle, 1)) {
		char token[4] = {'3', needle.at[0], needle.at[1], needle.at[2]};
		if (!holds(reader, (struct text){token, sizeof(token)}))
			return false;
	}
	return true;
}

static void judge_needles(struct search_run *run, struct block_reader *reader)
{
	const struct query *query = run->wish->query;
	for (size_t i = 0; i < query->term_count; i++) {
		const struct term *term = query->terms[i];
		for (size_t k = 0; k < term->needle_count; k++)
			run->certain[i][k] = !may_be_derived(reader, term->needles[k]);
	}
}

bool search_block_wanted(
    struct search_run *run, struct block_reader *reader, const struct block_facts *facts)
{
	const struct node *root = run->wish->query->root;
	search_uncertain(run);
	if (holds(reader, TOKEN_INCOMPLETE))
		return true;
	if (!time_wanted(run->wish, reader, facts))
		return false;
	if (root == NULL)
		return true;
	if (!node_wanted(root, reader))
		return false;
	judge_needles(run, reader);
	return true;
}

void search_uncertain(struct search_run *run)
{
	memset(run->certain, 0, sizeof(run->certain));
}

static bool term_may_fit(const struct search_run *run, const struct term *term, struct text lowered)
{
	for (size_t i = 0; i < term->needle_count; i++) {
		if (run->certain[term->number][i] &&
		    text_find(lowered, term->needles[i]) == TEXT_NONE)
			return false;
	}
	return true;
}

static bool node_may_fit(const struct search_run *run, const struct node *node, struct text lowered)
{
	const struct node *child = node->first;
	switch (node->kind) {
	case NODE_TERM:
		return term_may_fit(run, node->term, lowered);
	case NODE_NOT:
		return true;
	case NODE_ALL:
		while (child != NULL && node_may_fit(run, child, lowered))
			child = child->next;
		return child == NULL;
	case NODE_ANY:
		break;
	}
	while (child != NULL && !node_may_fit(run, child, lowered))
		child = child->next;
	return child != NULL;
}

bool search_may_fit(const struct search_run *run, struct text lowered)
{
	const struct node *root = run->wish->query->root;
	return root == NULL || node_may_fit(run, root, lowered);
}
