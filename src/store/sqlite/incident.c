/* SPDX-License-Identifier: Apache-2.0 */
/* Incidents: what was correlated, and what people do about it. */
#include "store/results.h"
#include "store/sqlite/alias.h"
#include "store/sqlite/page.h"
#include "store/sqlite/value.h"

#include "base/arena.h"

#include <string.h>

#define WORK_MEMORY ((size_t)8 << 20)
#define TEXTS (2 * (2 + INCIDENT_STEPS)) /* who, story and the steps, in both languages */

static void both_out(const struct both *both, struct text *texts)
{
	texts[0] = both->ja;
	texts[1] = both->en;
}

static struct text write_texts(const struct incident *incident, struct arena *arena)
{
	struct text texts[TEXTS];
	both_out(&incident->who, texts);
	both_out(&incident->story, texts + 2);
	for (size_t i = 0; i < INCIDENT_STEPS; i++)
		both_out(&incident->next[i], texts + 4 + 2 * i);
	return texts_write(arena, texts, TEXTS);
}

static void read_texts(struct text column, struct arena *arena, struct incident *incident)
{
	struct text *texts;
	if (texts_read(column, arena, &texts) != TEXTS)
		return;
	incident->who = (struct both){texts[0], texts[1]};
	incident->story = (struct both){texts[2], texts[3]};
	for (size_t i = 0; i < INCIDENT_STEPS; i++)
		incident->next[i] = (struct both){texts[4 + 2 * i], texts[5 + 2 * i]};
}

static void bind_incident(
    struct query *query, const struct kept_incident *kept, struct arena *arena)
{
	const struct incident *incident = &kept->incident;
	query_text(query, ":id", text_of(incident->id));
	query_text(query, ":company", text_of(kept->company));
	query_int(query, ":state", incident->state);
	query_int(query, ":status", kept->status);
	query_int(query, ":opened", kept->opened);
	query_int(query, ":changed", kept->changed);
	query_int(query, ":first", incident->first);
	query_int(query, ":last", incident->last);
	query_int(query, ":stage", incident->stage);
	query_int(query, ":stages", incident->stages);
	query_int(query, ":severity", incident->severity);
	query_real(query, ":confidence", incident->confidence);
	query_int(query, ":attempts", incident->attempts);
	query_text(query, ":hosts", value_set_write(arena, &incident->hosts));
	query_text(query, ":users", value_set_write(arena, &incident->users));
	query_text(query, ":addresses", value_set_write(arena, &incident->addresses));
	query_text(query, ":processes", value_set_write(arena, &incident->processes));
	query_text(query, ":files", value_set_write(arena, &incident->files));
	query_int(query, ":finding_count", (int64_t)kept->finding_count);
	query_int(query, ":matches", (int64_t)incident->matches);
	query_text(query, ":texts", write_texts(incident, arena));
}

enum outcome incident_put(struct store *store, const struct viewer *viewer,
    const struct kept_incident *incident, struct why *why)
{
	uint64_t changed;
	struct text id = text_of(incident->incident.id);
	enum outcome outcome = viewer_must(viewer, RIGHT_SYSTEM, why);
	if (outcome == DONE && (id.size == 0 || incident->status > INCIDENT_CLOSED)) {
		why_set(why, "incident: it has no id, or no status");
		outcome = MALFORMED;
	}
	if (outcome == DONE)
		outcome = alias_refuse(store, viewer, ALIAS_INCIDENT, id, why);
	if (outcome != DONE)
		return outcome;
	struct arena *arena = arena_create("incident", WORK_MEMORY);
	struct query query = query_open(store, SQL_incident_put, viewer);
	bind_incident(&query, incident, arena);
	outcome = query_run(&query, &changed, why);
	arena_destroy(arena);
	return outcome == DONE ? company_wanted(changed, text_of(incident->company), why) : outcome;
}

static void read_incident(
    const struct query *query, struct arena *arena, struct kept_incident *kept)
{
	struct incident *incident = &kept->incident;
	memset(kept, 0, sizeof(*kept));
	row_id(query, 0, incident->id);
	row_id(query, 1, kept->company);
	kept->company_name = row_text(query, 2, arena);
	incident->state = (enum incident_state)row_int(query, 3);
	kept->status = (enum incident_status)row_int(query, 4);
	kept->opened = row_int(query, 5);
	kept->changed = row_int(query, 6);
	incident->first = row_int(query, 7);
	incident->last = row_int(query, 8);
	incident->stage = (enum stage)row_int(query, 9);
	incident->stages = (uint32_t)row_int(query, 10);
	incident->severity = (enum severity)row_int(query, 11);
	incident->confidence = sqlite3_column_double(query->statement, 12);
	incident->attempts = row_int(query, 13) != 0;
	value_set_read(row_text(query, 14, arena), arena, &incident->hosts);
	value_set_read(row_text(query, 15, arena), arena, &incident->users);
	value_set_read(row_text(query, 16, arena), arena, &incident->addresses);
	value_set_read(row_text(query, 17, arena), arena, &incident->processes);
	value_set_read(row_text(query, 18, arena), arena, &incident->files);
	kept->finding_count = row_count(query, 19);
	incident->matches = row_count(query, 20);
	read_texts(row_text(query, 21, arena), arena, incident);
}

static enum outcome no_incident(struct text id, struct why *why)
{
	why_set(why, "incident: there is none with the id '%.*s'", TEXT_ARGS(text_part(id, 0, 80)));
	return NOT_FOUND;
}

enum outcome incident_get(struct store *store, const struct viewer *viewer, struct text id,
    struct arena *arena, struct kept_incident *incident, struct why *why)
{
	struct query query = query_open(store, SQL_incident_get, viewer);
	query_text(&query, ":id", id);
	enum outcome outcome = query_next(&query, why);
	if (outcome == DONE) {
		read_incident(&query, arena, incident);
		query_close(&query);
	}
	return outcome == AT_END ? no_incident(id, why) : outcome;
}

/* What people did with either of them holds: worked on before new before closed. */
static int64_t joined_status(const struct alias_pair *pair)
{
	static const enum incident_status order[] = {INCIDENT_WORKED_ON, INCIDENT_NEW};
	for (size_t i = 0; i < 2; i++) {
		if (pair->from.status == (int64_t)order[i] ||
		    pair->into.status == (int64_t)order[i])
			return order[i];
	}
	return INCIDENT_CLOSED;
}

static enum outcome join(struct store *store, const struct viewer *viewer,
    const struct alias_pair *pair, struct why *why)
{
	struct query query = query_open(store, SQL_incident_move, viewer);
	query_text(&query, ":from", text_of(pair->from.id));
	query_text(&query, ":into", text_of(pair->into.id));
	enum outcome outcome = query_run(&query, NULL, why);
	if (outcome != DONE)
		return outcome;
	query = query_open(store, SQL_incident_remove, viewer);
	query_text(&query, ":id", text_of(pair->from.id));
	outcome = query_run(&query, NULL, why);
	if (outcome != DONE)
		return outcome;
	int64_t opened =
	    pair->from.opened < pair->into.opened ? pair->from.opened : pair->into.opened;
	query = query_open(store, SQL_incident_join, viewer);
	query_text(&query, ":id", text_of(pair->into.id));
	query_int(&query, ":status", joined_status(pair));
	query_int(&query, ":opened", opened);
	outcome = query_run(&query, NULL, why);
	return outcome == DONE ? alias_put(store, viewer, ALIAS_INCIDENT, pair, why) : outcome;
}

enum outcome incident_merge(struct store *store, const struct viewer *viewer, struct text from,
    struct text into, struct why *why)
{
	struct alias_pair pair;
	enum outcome outcome = viewer_must(viewer, RIGHT_SYSTEM, why);
	if (outcome == DONE)
		outcome = work_begin(store, why);
	if (outcome != DONE)
		return outcome;
	outcome = alias_resolve(store, viewer, SQL_incident_where, from, into, &pair, why);
	if (outcome == DONE && !pair.same)
		outcome = join(store, viewer, &pair, why);
	return work_end(store, outcome, why);
}

static void bind_page(struct query *query, const struct spot *from, const void *wish)
{
	(void)wish;
	query_int(query, ":state", from->first);
	query_int(query, ":changed", from->second);
}

enum outcome incident_list(struct store *store, const struct viewer *viewer,
    const struct incident_wish *wish, struct arena *arena, struct kept_incidents *list,
    struct why *why)
{
	struct spots spots;
	struct kept_incidents found = {NULL, 0, {NULL, 0}};
	struct spot_search search = {.all = wish->closed ? SQL_incident_top : SQL_incident_top_open,
	    .of_company = wish->closed ? SQL_incident_top_company : SQL_incident_top_company_open,
	    .bind = bind_page,
	    .company = wish->company,
	    .page = wish->page};
	enum outcome outcome = spots_find(store, viewer, &search, arena, &spots, why);
	if (outcome != DONE)
		return outcome;
	found.next = spots_next(&spots, wish->page.limit, arena);
	found.at = arena_array(arena, spots.count, sizeof(*found.at));
	for (size_t i = 0; i < spots.count; i++) {
		struct query query = query_open(store, SQL_incident_by_key, viewer);
		query_int(&query, ":key", spots.at[i].key);
		outcome = query_next(&query, why);
		if (outcome == DONE) {
			read_incident(&query, arena, &found.at[found.count++]);
			query_close(&query);
		} else if (outcome != AT_END) {
			return outcome;
		}
	}
	*list = found;
	return DONE;
}

static enum outcome must_see(
    struct store *store, const struct viewer *viewer, struct text id, struct why *why)
{
	struct query query = query_open(store, SQL_incident_get, viewer);
	query_text(&query, ":id", id);
	enum outcome outcome = query_next(&query, why);
	if (outcome == DONE)
		query_close(&query);
	return outcome == AT_END ? no_incident(id, why) : outcome;
}

enum outcome incident_set_status(struct store *store, const struct viewer *viewer, struct text id,
    enum incident_status status, int64_t now, struct why *why)
{
	enum outcome outcome = must_see(store, viewer, id, why);
	if (outcome == DONE)
		outcome = viewer_must(viewer, RIGHT_STATUS, why);
	if (outcome == DONE && (unsigned)status > INCIDENT_CLOSED) {
		why_set(why, "status: there is no such status");
		outcome = MALFORMED;
	}
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, SQL_incident_set_status, viewer);
	query_text(&query, ":id", id);
	query_int(&query, ":status", status);
	query_int(&query, ":now", now);
	return query_run(&query, NULL, why);
}

enum outcome incident_sum(struct store *store, const struct viewer *viewer, struct text company,
    struct incident_sum *sum, struct why *why)
{
	int64_t key = 0;
	enum outcome outcome = DONE;
	if (company.size != 0)
		outcome = company_key(store, viewer, company, &key, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(
	    store, company.size != 0 ? SQL_incident_sum_company : SQL_incident_sum, viewer);
	if (company.size != 0)
		query_int(&query, ":company", key);
	outcome = query_next(&query, why);
	if (outcome != DONE)
		return outcome;
	*sum = (struct incident_sum){row_count(&query, 0), row_count(&query, 1)};
	query_close(&query);
	return DONE;
}
