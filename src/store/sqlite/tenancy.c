/* SPDX-License-Identifier: Apache-2.0 */
/* Which machine had which address when. */
#include "store/results.h"
#include "store/sqlite/query.h"

#include "base/arena.h"

static struct query open_with(struct store *store, const struct viewer *viewer,
    enum statement statement, struct text company, const struct kept_tenancy *tenancy)
{
	struct query query = query_open(store, statement, viewer);
	query_text(&query, ":company", company);
	query_text(&query, ":address", tenancy->address);
	query_text(&query, ":host", tenancy->host);
	query_int(&query, ":first", tenancy->first);
	query_int(&query, ":last", tenancy->last);
	return query;
}

enum outcome tenancy_put(struct store *store, const struct viewer *viewer, struct text company,
    const struct kept_tenancy *tenancy, size_t most, struct why *why)
{
	uint64_t changed;
	enum outcome outcome = viewer_must(viewer, RIGHT_SYSTEM, why);
	if (outcome != DONE)
		return outcome;
	struct query query = open_with(store, viewer, SQL_tenancy_widen, company, tenancy);
	outcome = query_run(&query, &changed, why);
	if (outcome != DONE || changed != 0)
		return outcome;
	query = open_with(store, viewer, SQL_tenancy_insert, company, tenancy);
	outcome = query_run(&query, &changed, why);
	if (outcome == DONE)
		outcome = company_wanted(changed, company, why);
	if (outcome != DONE)
		return outcome;
	query = query_open(store, SQL_tenancy_prune, viewer);
	query_text(&query, ":company", company);
	query_int(&query, ":most", most > INT32_MAX ? INT32_MAX : (int64_t)most);
	return query_run(&query, NULL, why);
}

enum outcome tenancy_list(struct store *store, const struct viewer *viewer, struct text company,
    int64_t first, int64_t last, struct arena *arena, struct kept_tenancy **list, size_t *count,
    struct why *why)
{
	int64_t key;
	struct kept_tenancy *found = NULL;
	size_t n = 0;
	enum outcome outcome = company_key(store, viewer, company, &key, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, SQL_tenancy_list, viewer);
	query_int(&query, ":company", key);
	query_int(&query, ":first", first);
	query_int(&query, ":last", last);
	while ((outcome = query_next(&query, why)) == DONE) {
		found = list_room(arena, found, n, sizeof(*found));
		found[n++] = (struct kept_tenancy){.address = row_text(&query, 0, arena),
		    .host = row_text(&query, 1, arena),
		    .first = row_int(&query, 2),
		    .last = row_int(&query, 3)};
	}
	if (outcome != AT_END)
		return outcome;
	*list = found;
	*count = n;
	return DONE;
}
