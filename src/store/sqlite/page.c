/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens of pages, and merging many companies' newest rows into one page. */
#include "store/sqlite/page.h"

#include "base/arena.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum outcome page_check(const struct page *page, struct why *why)
{
	if (page->limit >= 1 && page->limit <= PAGE_MOST)
		return DONE;
	why_set(why, "limit: %zu is not within 1 to %d", page->limit, PAGE_MOST);
	return MALFORMED;
}

struct text page_token(struct arena *arena, const int64_t *numbers, size_t count, struct text tail)
{
	struct text token = {NULL, 0};
	for (size_t i = 0; i < count; i++)
		token = text_format(arena, "%.*s%" PRId64 ":", TEXT_ARGS(token), numbers[i]);
	return text_format(arena, "%.*s%.*s", TEXT_ARGS(token), TEXT_ARGS(tail));
}

bool page_read(struct text token, int64_t *numbers, size_t count, struct text *tail)
{
	for (size_t i = 0; i < count; i++) {
		if (!text_to_int(text_cut(&token, ':'), &numbers[i]))
			return false;
	}
	*tail = token;
	return true;
}

enum outcome spot_read(struct text token, struct spot *spot, struct why *why)
{
	int64_t numbers[3];
	struct text tail;
	*spot = (struct spot){INT64_MAX, INT64_MAX, INT64_MAX};
	if (token.size == 0)
		return DONE;
	if (!page_read(token, numbers, 3, &tail) || tail.size != 0) {
		why_set(why, "after: it is no 'next' that a list gave");
		return MALFORMED;
	}
	*spot = (struct spot){numbers[0], numbers[1], numbers[2]};
	return DONE;
}

struct text spots_next(struct spots *spots, size_t limit, struct arena *arena)
{
	if (spots->count <= limit)
		return (struct text){NULL, 0};
	spots->count = limit;
	const struct spot *last = &spots->at[limit - 1];
	int64_t numbers[] = {last->first, last->second, last->key};
	return page_token(arena, numbers, 3, (struct text){NULL, 0});
}

static bool is_before(const struct spot *a, const struct spot *b)
{
	if (a->first != b->first)
		return a->first > b->first;
	if (a->second != b->second)
		return a->second > b->second;
	return a->key > b->key;
}

/* Put it in its place; false when it is behind the page's end. */
static bool spots_add(struct spots *spots, struct spot spot)
{
	size_t i = spots->count;
	if (i == spots->limit) {
		if (!is_before(&spot, &spots->at[i - 1]))
			return false;
		i--;
	} else {
		spots->count++;
	}
	for (; i > 0 && is_before(&spot, &spots->at[i - 1]); i--)
		spots->at[i] = spots->at[i - 1];
	spots->at[i] = spot;
	return true;
}

static enum outcome read_spots(struct query *query, struct spots *spots, struct why *why)
{
	enum outcome outcome;
	while ((outcome = query_next(query, why)) == DONE) {
		struct spot spot = {row_int(query, 0), row_int(query, 1), row_int(query, 2)};
		if (!spots_add(spots, spot)) {
			/* Its further ones are older still. */
			query_close(query);
			return DONE;
		}
	}
	return outcome == AT_END ? DONE : outcome;
}

static enum outcome find_in(struct store *store, const struct viewer *viewer,
    const struct spot_search *search, const int64_t *company, struct spots *spots, struct why *why)
{
	struct spot from;
	enum outcome outcome = spot_read(search->page.after, &from, why);
	if (outcome != DONE)
		return outcome;
	struct query query =
	    query_open(store, company == NULL ? search->all : search->of_company, viewer);
	if (company != NULL)
		query_int(&query, ":company", *company);
	query_int(&query, ":key", from.key);
	query_int(&query, ":limit", (int64_t)spots->limit);
	search->bind(&query, &from, search->wish);
	return read_spots(&query, spots, why);
}

static enum outcome find_in_each(struct store *store, const struct viewer *viewer,
    const struct spot_search *search, struct spots *spots, struct why *why)
{
	struct query query = query_open(store, SQL_company_keys, viewer);
	enum outcome outcome;
	while ((outcome = query_next(&query, why)) == DONE) {
		int64_t key = row_int(&query, 0);
		outcome = find_in(store, viewer, search, &key, spots, why);
		if (outcome != DONE) {
			query_close(&query);
			return outcome;
		}
	}
	return outcome == AT_END ? DONE : outcome;
}

enum outcome spots_find(struct store *store, const struct viewer *viewer,
    const struct spot_search *search, struct arena *arena, struct spots *spots, struct why *why)
{
	int64_t company;
	enum outcome outcome = page_check(&search->page, why);
	if (outcome != DONE)
		return outcome;
	spots->count = 0;
	spots->limit = search->page.limit + 1;
	spots->at = arena_array(arena, spots->limit, sizeof(*spots->at));
	if (search->company.size != 0) {
		outcome = company_key(store, viewer, search->company, &company, why);
		if (outcome == DONE)
			outcome = find_in(store, viewer, search, &company, spots, why);
		return outcome;
	}
	return viewer_sees_all(viewer) ? find_in(store, viewer, search, NULL, spots, why)
				       : find_in_each(store, viewer, search, spots, why);
}
