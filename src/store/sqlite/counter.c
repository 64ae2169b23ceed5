/* SPDX-License-Identifier: Apache-2.0 */
/* Hourly counters, and senders that nobody knows. */
#include "store/results.h"
#include "store/sqlite/query.h"

#include "base/arena.h"

#define STRANGERS 10000 /* rows; a flood of forged senders pushes out the oldest */

static int64_t hour_of(int64_t instant)
{
	int64_t rest = instant % CLOCK_HOUR;
	return instant - (rest < 0 ? rest + CLOCK_HOUR : rest);
}

enum outcome counter_add(struct store *store, const struct viewer *viewer,
    const struct counter *counter, struct why *why)
{
	uint64_t changed;
	bool own = counter->company.size == 0;
	enum outcome outcome = viewer_must(viewer, RIGHT_SYSTEM, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, own ? SQL_counter_add_own : SQL_counter_add, viewer);
	if (!own) {
		query_text(&query, ":company", counter->company);
		query_text(&query, ":source", counter->source);
	}
	query_int(&query, ":hour", hour_of(counter->hour));
	query_text(&query, ":name", counter->name);
	query_text(&query, ":detail", counter->detail);
	query_int(&query, ":value", (int64_t)counter->value);
	outcome = query_run(&query, &changed, why);
	return outcome == DONE ? company_wanted(changed, counter->company, why) : outcome;
}

static enum outcome read_counters(struct query *query, struct text company, struct arena *arena,
    struct counter **list, size_t *count, struct why *why)
{
	struct counter *found = NULL;
	size_t n = 0;
	enum outcome outcome;
	while ((outcome = query_next(query, why)) == DONE) {
		found = list_room(arena, found, n, sizeof(*found));
		found[n++] = (struct counter){.company = company,
		    .hour = row_int(query, 0),
		    .name = row_text(query, 1, arena),
		    .detail = row_text(query, 2, arena),
		    .value = row_count(query, 3)};
	}
	if (outcome != AT_END)
		return outcome;
	*list = found;
	*count = n;
	return DONE;
}

enum outcome counter_list(struct store *store, const struct viewer *viewer, struct text company,
    struct text name, int64_t since, int64_t until, struct arena *arena, struct counter **list,
    size_t *count, struct why *why)
{
	int64_t key = 0;
	bool one = company.size != 0;
	enum outcome outcome = one ? company_key(store, viewer, company, &key, why) : DONE;
	if (outcome != DONE)
		return outcome;
	struct query query =
	    query_open(store, one ? SQL_counter_list_company : SQL_counter_list, viewer);
	if (one)
		query_int(&query, ":company", key);
	query_text_or_null(&query, ":name", name);
	query_int(&query, ":since", since);
	query_int(&query, ":until", until);
	return read_counters(&query, text_copy(arena, company), arena, list, count, why);
}

static struct query open_stranger(struct store *store, const struct viewer *viewer,
    enum statement statement, const struct stranger *stranger)
{
	struct query query = query_open(store, statement, viewer);
	query_text(&query, ":address", stranger->address);
	query_text(&query, ":transport", stranger->transport);
	query_int(&query, ":refused", (int64_t)stranger->refused);
	query_int(&query, ":first", stranger->first);
	query_int(&query, ":last", stranger->last);
	return query;
}

enum outcome stranger_saw(struct store *store, const struct viewer *viewer,
    const struct stranger *stranger, struct why *why)
{
	uint64_t changed;
	enum outcome outcome = viewer_must(viewer, RIGHT_SYSTEM, why);
	if (outcome != DONE)
		return outcome;
	struct query query = open_stranger(store, viewer, SQL_stranger_widen, stranger);
	outcome = query_run(&query, &changed, why);
	if (outcome != DONE || changed != 0)
		return outcome;
	query = open_stranger(store, viewer, SQL_stranger_insert, stranger);
	outcome = query_run(&query, NULL, why);
	if (outcome != DONE)
		return outcome;
	query = query_open(store, SQL_stranger_prune, viewer);
	query_int(&query, ":most", STRANGERS);
	return query_run(&query, NULL, why);
}

enum outcome stranger_list(struct store *store, const struct viewer *viewer, size_t limit,
    struct arena *arena, struct stranger **list, size_t *count, struct why *why)
{
	struct stranger *found = NULL;
	size_t n = 0;
	enum outcome outcome = viewer_must(viewer, RIGHT_STRANGERS, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, SQL_stranger_list, viewer);
	query_int(&query, ":limit", limit > STRANGERS ? STRANGERS : (int64_t)limit);
	while ((outcome = query_next(&query, why)) == DONE) {
		found = list_room(arena, found, n, sizeof(*found));
		found[n++] = (struct stranger){.address = row_text(&query, 0, arena),
		    .transport = row_text(&query, 1, arena),
		    .refused = row_count(&query, 2),
		    .first = row_int(&query, 3),
		    .last = row_int(&query, 4)};
	}
	if (outcome != AT_END)
		return outcome;
	*list = found;
	*count = n;
	return DONE;
}
