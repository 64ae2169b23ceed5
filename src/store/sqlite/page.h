/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages of lists: the token of the next page, and which rows stand on a page that is ordered over
 * many companies.
 *
 * A list over the companies of a group has no index of its own. Each company's newest are read
 * from its own index and merged here, until no company has one that belongs on the page: some
 * index seeks a company, however many rows there are.
 */
#ifndef STORE_SQLITE_PAGE_H
#define STORE_SQLITE_PAGE_H

#include "store/sqlite/query.h"

#define PAGE_MOST 1000

enum outcome page_check(const struct page *page, struct why *why) MUST_CHECK;
/* A token of numbers and a text, and back; false when it is none of ours. */
struct text page_token(struct arena *arena, const int64_t *numbers, size_t count, struct text tail);
bool page_read(struct text token, int64_t *numbers, size_t count, struct text *tail);

/* A row's place in an order: first, then second, then key, the greatest first. */
struct spot {
	int64_t first;
	int64_t second;
	int64_t key;
};
struct spots {
	struct spot *at;
	size_t count;
	size_t limit; /* one more than the page has: whether there is a next one */
};
/* Where a page begins, from its token; before everything when it is empty. */
enum outcome spot_read(struct text token, struct spot *spot, struct why *why) MUST_CHECK;
/* The token of the page behind `count` spots, cutting the surplus one; empty: no more. */
struct text spots_next(struct spots *spots, size_t limit, struct arena *arena);
/* Which statements read spots, and how their further parameters are bound. */
struct spot_search {
	enum statement all;
	enum statement of_company; /* has :company */
	void (*bind)(struct query *query, const struct spot *from, const void *wish);
	const void *wish;
	struct text company; /* empty: all that the viewer sees */
	struct page page;
};
enum outcome spots_find(struct store *store, const struct viewer *viewer,
    const struct spot_search *search, struct arena *arena, struct spots *spots,
    struct why *why) MUST_CHECK;

#endif
