/* SPDX-License-Identifier: Apache-2.0 */
/* Findings: the rows that folding takes up again, and what pages show. */
#include "store/results.h"
#include "store/sqlite/alias.h"
#include "store/sqlite/page.h"
#include "store/sqlite/value.h"

#include "base/arena.h"

#include <string.h>

#define WORK_MEMORY ((size_t)8 << 20) /* of one row that is written */

/* 64 bits of what makes findings alike. */
static int64_t likeness_of(const struct finding *finding)
{
	struct text parts[] = {finding->rule->id, finding->title, finding->subject};
	char id[HASH_ID_TEXT];
	uint64_t bits = 0;
	hash_id(parts, 3, id);
	(void)text_to_hex((struct text){id, 16}, &bits);
	return (int64_t)bits;
}

static struct text number_text(struct arena *arena, unsigned number)
{
	return text_format(arena, "%u", number);
}

/* A rule's facts by what they say: the same texts are kept once. */
struct facts_row {
	const struct rule_facts *facts;
	struct text tags;
	struct text falsepositives;
	char digest[HASH_ID_TEXT];
};

static void facts_row_of(const struct rule_facts *facts, struct arena *arena, struct facts_row *row)
{
	row->facts = facts;
	row->tags = texts_write(arena, facts->tags, facts->tag_count);
	row->falsepositives = texts_write(arena, facts->falsepositives, facts->falsepositive_count);
	struct text parts[] = {facts->id, facts->title, facts->title_ja,
	    number_text(arena, facts->severity), number_text(arena, facts->stage),
	    number_text(arena, facts->category), row->tags, facts->description, row->falsepositives,
	    facts->file, number_text(arena, facts->product_says)};
	hash_id(parts, sizeof(parts) / sizeof(parts[0]), row->digest);
}

static enum outcome facts_insert(struct store *store, const struct viewer *viewer,
    const struct facts_row *row, int64_t *key, struct why *why)
{
	struct query query = query_open(store, SQL_facts_insert, viewer);
	query_text(&query, ":digest", text_of(row->digest));
	query_text(&query, ":rule", row->facts->id);
	query_text(&query, ":title", row->facts->title);
	query_text(&query, ":title_ja", row->facts->title_ja);
	query_int(&query, ":severity", row->facts->severity);
	query_int(&query, ":stage", row->facts->stage);
	query_int(&query, ":category", row->facts->category);
	query_text(&query, ":tags", row->tags);
	query_text(&query, ":description", row->facts->description);
	query_text(&query, ":falsepositives", row->falsepositives);
	query_text(&query, ":file", row->facts->file);
	query_int(&query, ":product_says", row->facts->product_says);
	enum outcome outcome = query_run(&query, NULL, why);
	if (outcome == DONE)
		*key = sqlite3_last_insert_rowid(store->db);
	return outcome;
}

static enum outcome facts_key(struct store *store, const struct viewer *viewer,
    const struct rule_facts *facts, struct arena *arena, int64_t *key, struct why *why)
{
	struct facts_row row;
	facts_row_of(facts, arena, &row);
	struct query query = query_open(store, SQL_facts_find, viewer);
	query_text(&query, ":digest", text_of(row.digest));
	enum outcome outcome = query_next(&query, why);
	if (outcome == DONE) {
		*key = row_int(&query, 0);
		query_close(&query);
	}
	return outcome == AT_END ? facts_insert(store, viewer, &row, key, why) : outcome;
}

static void bind_finding(struct query *query, const struct kept_finding *kept, struct arena *arena)
{
	const struct finding *finding = &kept->finding;
	query_text(query, ":id", text_of(finding->id));
	query_text(query, ":company", text_of(kept->company));
	query_text(query, ":source", text_of(kept->source));
	query_text_or_null(query, ":incident", text_of(kept->incident));
	query_int(query, ":likeness", likeness_of(finding));
	query_text(query, ":title", finding->title);
	query_text(query, ":subject", finding->subject);
	query_int(query, ":severity", finding->severity);
	query_int(query, ":first", finding->first);
	query_int(query, ":last", finding->last);
	query_int(query, ":count", (int64_t)finding->count);
	query_int(query, ":blocked", (int64_t)finding->blocked);
	query_int(query, ":allowed", (int64_t)finding->allowed);
	query_int(query, ":unknown", (int64_t)finding->unknown);
	query_text(query, ":hosts", value_set_write(arena, &finding->hosts));
	query_text(query, ":users", value_set_write(arena, &finding->users));
	query_text(query, ":addresses", value_set_write(arena, &finding->addresses));
	query_text(query, ":processes", value_set_write(arena, &finding->processes));
	query_text(query, ":files", value_set_write(arena, &finding->files));
	query_text(query, ":evidence", evidence_write(arena, finding, kept->names));
	query_int(query, ":seen", kept->seen);
	query_int(query, ":change", (int64_t)kept->change);
	query_int(query, ":begun", (int64_t)kept->begun.position);
	query_int(query, ":begun_place", (int64_t)kept->begun.place);
}

static enum outcome put(struct store *store, const struct viewer *viewer,
    const struct kept_finding *kept, struct arena *arena, struct why *why)
{
	int64_t facts = 0;
	uint64_t changed;
	enum outcome outcome =
	    alias_refuse(store, viewer, ALIAS_FINDING, text_of(kept->finding.id), why);
	if (outcome == DONE)
		outcome = facts_key(store, viewer, kept->finding.rule, arena, &facts, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, SQL_finding_put, viewer);
	bind_finding(&query, kept, arena);
	query_int(&query, ":facts", facts);
	outcome = query_run(&query, &changed, why);
	return outcome == DONE ? company_wanted(changed, text_of(kept->company), why) : outcome;
}

enum outcome finding_put(struct store *store, const struct viewer *viewer,
    const struct kept_finding *finding, struct why *why)
{
	enum outcome outcome = viewer_must(viewer, RIGHT_SYSTEM, why);
	if (outcome != DONE)
		return outcome;
	if (finding->finding.id[0] == '\0' || finding->finding.rule == NULL) {
		why_set(why, "finding: it has no id or no rule");
		return MALFORMED;
	}
	struct arena *arena = arena_create("finding", WORK_MEMORY);
	outcome = put(store, viewer, finding, arena, why);
	arena_destroy(arena);
	return outcome;
}

static struct rule_facts *read_facts(const struct query *query, int from, struct arena *arena)
{
	struct rule_facts *facts = arena_alloc(arena, sizeof(*facts));
	facts->id = row_text(query, from, arena);
	facts->title = row_text(query, from + 1, arena);
	facts->title_ja = row_text(query, from + 2, arena);
	facts->severity = (enum severity)row_int(query, from + 3);
	facts->stage = (enum stage)row_int(query, from + 4);
	facts->category = (enum category)row_int(query, from + 5);
	facts->tag_count = texts_read(row_text(query, from + 6, arena), arena, &facts->tags);
	facts->description = row_text(query, from + 7, arena);
	facts->falsepositive_count =
	    texts_read(row_text(query, from + 8, arena), arena, &facts->falsepositives);
	facts->file = row_text(query, from + 9, arena);
	facts->product_says = row_int(query, from + 10) != 0;
	return facts;
}

static void read_finding(const struct query *query, struct arena *arena, struct kept_finding *kept)
{
	struct finding *finding = &kept->finding;
	memset(kept, 0, sizeof(*kept));
	row_id(query, 0, finding->id);
	row_id(query, 1, kept->company);
	row_id(query, 2, kept->source);
	row_id(query, 3, kept->incident);
	finding->title = row_text(query, 4, arena);
	finding->subject = row_text(query, 5, arena);
	finding->severity = (enum severity)row_int(query, 6);
	finding->first = row_int(query, 7);
	finding->last = row_int(query, 8);
	finding->count = row_count(query, 9);
	finding->blocked = row_count(query, 10);
	finding->allowed = row_count(query, 11);
	finding->unknown = row_count(query, 12);
	value_set_read(row_text(query, 13, arena), arena, &finding->hosts);
	value_set_read(row_text(query, 14, arena), arena, &finding->users);
	value_set_read(row_text(query, 15, arena), arena, &finding->addresses);
	value_set_read(row_text(query, 16, arena), arena, &finding->processes);
	value_set_read(row_text(query, 17, arena), arena, &finding->files);
	evidence_read(row_text(query, 18, arena), arena, finding, kept->names);
	kept->seen = row_int(query, 19);
	kept->change = row_count(query, 20);
	finding->rule = read_facts(query, 21, arena);
	kept->begun = (struct record_name){row_count(query, 32), row_count(query, 33)};
}

static int64_t shifted(int64_t instant, int64_t by)
{
	int64_t sum;
	if (__builtin_add_overflow(instant, by, &sum))
		return by < 0 ? INT64_MIN : INT64_MAX;
	return sum;
}

enum outcome finding_near(struct store *store, const struct viewer *viewer,
    const struct kept_finding *like, int64_t gap, struct arena *arena, struct kept_findings *list,
    struct why *why)
{
	const struct finding *finding = &like->finding;
	struct kept_findings found = {NULL, 0, {NULL, 0}};
	struct query query = query_open(store, SQL_finding_near, viewer);
	enum outcome outcome;
	query_text(&query, ":company", text_of(like->company));
	query_int(&query, ":likeness", likeness_of(finding));
	query_text(&query, ":rule", finding->rule->id);
	query_text(&query, ":title", finding->title);
	query_text(&query, ":subject", finding->subject);
	query_int(&query, ":from", shifted(finding->first, -gap));
	query_int(&query, ":until", shifted(finding->last, gap));
	query_int(&query, ":most", FINDINGS_NEAR);
	while ((outcome = query_next(&query, why)) == DONE) {
		found.at = list_room(arena, found.at, found.count, sizeof(*found.at));
		read_finding(&query, arena, &found.at[found.count++]);
	}
	if (outcome != AT_END)
		return outcome;
	*list = found;
	return DONE;
}

enum outcome finding_begun(struct store *store, const struct viewer *viewer, struct text incident,
    struct record_name *begun, struct why *why)
{
	struct query query = query_open(store, SQL_finding_begun, viewer);
	query_text(&query, ":incident", incident);
	enum outcome outcome = query_next(&query, why);
	*begun = (struct record_name){UINT64_MAX, 0};
	if (outcome == DONE) {
		*begun = (struct record_name){row_count(&query, 0), row_count(&query, 1)};
		query_close(&query);
	}
	return outcome == AT_END ? DONE : outcome;
}

enum outcome finding_get(struct store *store, const struct viewer *viewer, struct text id,
    struct arena *arena, struct kept_finding *finding, struct why *why)
{
	struct query query = query_open(store, SQL_finding_get, viewer);
	query_text(&query, ":id", id);
	enum outcome outcome = query_next(&query, why);
	if (outcome == DONE) {
		read_finding(&query, arena, finding);
		query_close(&query);
	} else if (outcome == AT_END) {
		why_set(why, "finding: there is none with the id '%.*s'",
		    TEXT_ARGS(text_part(id, 0, 80)));
		outcome = NOT_FOUND;
	}
	return outcome;
}

enum outcome finding_merge(struct store *store, const struct viewer *viewer, struct text from,
    struct text into, struct why *why)
{
	struct alias_pair pair;
	enum outcome outcome = viewer_must(viewer, RIGHT_SYSTEM, why);
	if (outcome == DONE)
		outcome = work_begin(store, why);
	if (outcome != DONE)
		return outcome;
	outcome = alias_resolve(store, viewer, SQL_finding_where, from, into, &pair, why);
	if (outcome == DONE && !pair.same) {
		struct query query = query_open(store, SQL_finding_remove, viewer);
		query_text(&query, ":id", text_of(pair.from.id));
		outcome = query_run(&query, NULL, why);
		if (outcome == DONE)
			outcome = alias_put(store, viewer, ALIAS_FINDING, &pair, why);
	}
	return work_end(store, outcome, why);
}

static void bind_wish(struct query *query, const struct spot *from, const void *data)
{
	const struct finding_wish *wish = data;
	query_int(query, ":last", from->first);
	query_int(query, ":severity", from->second);
	query_int(query, ":since", wish->since == CLOCK_NONE ? INT64_MIN : wish->since);
	query_int(query, ":least", wish->least);
	if (wish->incident.size != 0)
		query_text(query, ":incident", wish->incident);
}

static enum outcome find_spots(struct store *store, const struct viewer *viewer,
    const struct finding_wish *wish, struct arena *arena, struct spots *spots, struct why *why)
{
	struct finding_wish resolved = *wish;
	struct spot_search search = {.all = SQL_finding_top,
	    .of_company = SQL_finding_top_company,
	    .bind = bind_wish,
	    .wish = &resolved,
	    .company = wish->company,
	    .page = wish->page};
	struct kept_incident incident;
	if (wish->incident.size == 0)
		return spots_find(store, viewer, &search, arena, spots, why);
	/* An incident is one company's, and may be asked for by an alias. */
	enum outcome outcome = incident_get(store, viewer, wish->incident, arena, &incident, why);
	if (outcome != DONE)
		return outcome;
	resolved.incident = text_of(incident.incident.id);
	search.all = SQL_finding_top_incident;
	search.of_company = SQL_finding_top_both;
	if (search.company.size == 0)
		search.company = text_of(incident.company);
	return spots_find(store, viewer, &search, arena, spots, why);
}

enum outcome finding_list(struct store *store, const struct viewer *viewer,
    const struct finding_wish *wish, struct arena *arena, struct kept_findings *list,
    struct why *why)
{
	struct spots spots;
	struct kept_findings found = {NULL, 0, {NULL, 0}};
	enum outcome outcome = find_spots(store, viewer, wish, arena, &spots, why);
	if (outcome != DONE)
		return outcome;
	found.next = spots_next(&spots, wish->page.limit, arena);
	found.at = arena_array(arena, spots.count, sizeof(*found.at));
	for (size_t i = 0; i < spots.count; i++) {
		struct query query = query_open(store, SQL_finding_by_key, viewer);
		query_int(&query, ":key", spots.at[i].key);
		outcome = query_next(&query, why);
		if (outcome == DONE) {
			read_finding(&query, arena, &found.at[found.count++]);
			query_close(&query);
		} else if (outcome != AT_END) {
			return outcome;
		}
	}
	*list = found;
	return DONE;
}
