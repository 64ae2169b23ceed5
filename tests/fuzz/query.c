/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any query against any record, which is decoded as it is. What fits must be found: the index of
 * that one record has what the query's terms ask of it, and so have its bytes. The input is split
 * at the first form feed: query, record.
 */
#include "base/arena.h"
#include "decode/decoder.h"
#include "search/query_parts.h"
#include "search/search.h"

#include <stdlib.h>

#define RECORD_MOST 4096

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct index {
	struct text *at;
	size_t count;
	size_t room;
	struct arena *arena;
};

static void add(void *data, struct text token)
{
	struct index *index = data;
	if (index->count == index->room) {
		size_t room = index->room * 2 + 64;
		index->at =
		    arena_grow(index->arena, index->at, index->room, room, sizeof(*index->at));
		index->room = room;
	}
	index->at[index->count++] = text_copy(index->arena, token);
}

static bool holds(const struct index *index, struct text token)
{
	for (size_t i = 0; i < index->count; i++) {
		if (text_equal(index->at[i], token))
			return true;
	}
	return false;
}

static bool has_thirds(const struct index *index, struct text needle)
{
	for (; needle.size >= 3; needle = text_from(needle, 1)) {
		char token[4] = {'3', needle.at[0], needle.at[1], needle.at[2]};
		if (!holds(index, (struct text){token, sizeof(token)}))
			return false;
	}
	return true;
}

static bool term_found(const struct term *term, const struct index *index, struct text lowered)
{
	for (size_t i = 0; i < term->token_count; i++) {
		if (!holds(index, term->tokens[i]))
			return false;
	}
	for (size_t i = 0; i < term->needle_count; i++) {
		if (!has_thirds(index, term->needles[i]) &&
		    text_find(lowered, term->needles[i]) == TEXT_NONE)
			return false;
	}
	return true;
}

static bool found(const struct node *node, const struct index *index, struct text lowered)
{
	bool all = true;
	bool any = false;
	if (node->kind == NODE_NOT)
		return true;
	if (node->kind == NODE_TERM)
		return term_found(node->term, index, lowered);
	for (const struct node *child = node->first; child != NULL; child = child->next) {
		bool one = found(child, index, lowered);
		all = all && one;
		any = any || one;
	}
	return node->kind == NODE_ALL ? all : any;
}

static void try_event(
    const struct query *query, const struct event *event, struct text record, struct arena *arena)
{
	static struct search_told *told;
	struct index index = {.arena = arena};
	if (!query_fits(query, event, record, arena) || query->root == NULL)
		return;
	if (told == NULL)
		told = search_told_create();
	search_told_forget(told);
	const struct search_sink sink = {add, &index, told};
	search_tokens(event, record, arena, &sink);
	if (!holds(&index, TEXT("!")) && !found(query->root, &index, text_lower(arena, record)))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text record = {(const char *)data, size};
	struct text asked = text_cut(&record, '\f');
	struct arena *arena = arena_create("fuzz", (size_t)256 << 20);
	const struct decode_context context = {.received = CLOCK_DAY * 20000};
	const struct query *query;
	struct events events;
	struct why why;
	record = text_part(record, 0, RECORD_MOST);
	enum outcome outcome = query_read(asked, arena, &query, &why);
	if (outcome == MALFORMED && why.text[0] == '\0')
		abort();
	events_init(&events, arena);
	if (decode_record(record, &context, arena, &events, &why) == NULL)
		(void)events_add(&events, context.received);
	for (size_t i = 0; outcome == DONE && i < events.count && i < 16; i++)
		try_event(query, events.at[i], record, arena);
	arena_destroy(arena);
	return 0;
}
