/* SPDX-License-Identifier: Apache-2.0 */
/* Aliases. An alias never leads to an alias: when its target is merged, it follows. */
#include "store/sqlite/alias.h"

#include "base/arena.h"

#include <string.h>

static enum outcome find_end(struct store *store, const struct viewer *viewer, enum statement where,
    struct text id, struct alias_end *end, struct why *why)
{
	struct query query = query_open(store, where, viewer);
	query_text(&query, ":id", id);
	enum outcome outcome = query_next(&query, why);
	if (outcome == AT_END) {
		why_set(
		    why, "there is nothing with the id '%.*s'", TEXT_ARGS(text_part(id, 0, 80)));
		return NOT_FOUND;
	}
	if (outcome != DONE)
		return outcome;
	row_id(&query, 0, end->id);
	end->company = row_int(&query, 1);
	end->status = where == SQL_incident_where ? row_int(&query, 2) : 0;
	end->opened = where == SQL_incident_where ? row_int(&query, 3) : 0;
	query_close(&query);
	return DONE;
}

enum outcome alias_resolve(struct store *store, const struct viewer *viewer, enum statement where,
    struct text from, struct text into, struct alias_pair *pair, struct why *why)
{
	enum outcome outcome = find_end(store, viewer, where, from, &pair->from, why);
	if (outcome == DONE)
		outcome = find_end(store, viewer, where, into, &pair->into, why);
	if (outcome != DONE)
		return outcome;
	if (pair->from.company != pair->into.company) {
		why_set(why, "they are of two companies");
		return MALFORMED;
	}
	pair->same = strcmp(pair->from.id, pair->into.id) == 0;
	return DONE;
}

enum outcome alias_put(struct store *store, const struct viewer *viewer, enum alias_kind kind,
    const struct alias_pair *pair, struct why *why)
{
	static const enum statement steps[] = {SQL_alias_follow, SQL_alias_insert};
	for (size_t i = 0; i < 2; i++) {
		struct query query = query_open(store, steps[i], viewer);
		query_int(&query, ":kind", kind);
		query_text(&query, ":from", text_of(pair->from.id));
		query_text(&query, ":into", text_of(pair->into.id));
		if (steps[i] == SQL_alias_insert)
			query_int(&query, ":company", pair->into.company);
		enum outcome outcome = query_run(&query, NULL, why);
		if (outcome != DONE)
			return outcome;
	}
	return DONE;
}

enum outcome alias_refuse(struct store *store, const struct viewer *viewer, enum alias_kind kind,
    struct text id, struct why *why)
{
	struct query query = query_open(store, SQL_alias_find, viewer);
	query_int(&query, ":kind", kind);
	query_text(&query, ":id", id);
	enum outcome outcome = query_next(&query, why);
	if (outcome == AT_END)
		return DONE;
	if (outcome != DONE)
		return outcome;
	query_close(&query);
	why_set(why, "%.*s became part of another", TEXT_ARGS(text_part(id, 0, 80)));
	return ALREADY_THERE;
}
