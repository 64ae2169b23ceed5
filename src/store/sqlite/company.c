/* SPDX-License-Identifier: Apache-2.0 */
/* Companies. */
#include "store/check.h"
#include "store/directory.h"
#include "store/sqlite/page.h"

#include "base/arena.h"

#include <assert.h>

static enum outcome check_company(const struct company *company, struct why *why)
{
	enum outcome outcome = check_name("name", company->name, why);
	const struct {
		const char *field;
		struct text value;
	} words[] = {{"sector", company->sector}, {"staff", company->staff},
	    {"region", company->region}, {"domain", company->domain}};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]) && outcome == DONE; i++)
		outcome = check_words(words[i].field, words[i].value, why);
	if (outcome == DONE)
		outcome = check_zone("zone", company->zone, why);
	if (outcome == DONE && (company->retain < 0 || company->retain_bytes > INT64_MAX)) {
		why_set(why, "retain: it is out of range");
		outcome = MALFORMED;
	}
	return outcome;
}

/* How long records are kept decides what is destroyed. That is the installation's to say, as
 * sending a company away is; `id` empty: it is new. */
static enum outcome check_retain(struct store *store, const struct viewer *viewer,
    const struct company *company, const char *id, struct why *why)
{
	int64_t retain = 0;
	uint64_t retain_bytes = 0;
	if (id[0] != '\0') {
		struct query query = query_open(store, SQL_company_by_id, viewer);
		query_text(&query, ":name", text_of(id));
		enum outcome outcome = query_next(&query, why);
		if (outcome != DONE)
			return outcome;
		retain = row_int(&query, 7);
		retain_bytes = row_count(&query, 8);
		query_close(&query);
	}
	bool same = company->retain == retain && company->retain_bytes == retain_bytes;
	return same ? DONE : viewer_must(viewer, RIGHT_INSTALLATION, why);
}

static void bind_company(struct query *query, const struct company *company, const char *id)
{
	query_text(query, ":id", text_of(id));
	query_text(query, ":name", company->name);
	query_text(query, ":sector", company->sector);
	query_text(query, ":staff", company->staff);
	query_text(query, ":region", company->region);
	query_text(query, ":domain", company->domain);
	query_text(query, ":zone", company->zone);
	query_int(query, ":retain", company->retain);
	query_int(query, ":retain_bytes", (int64_t)company->retain_bytes);
}

static enum outcome insert(struct store *store, const struct viewer *viewer, int64_t now,
    const struct company *company, const char *id, struct why *why)
{
	uint64_t changed;
	struct query query = query_open(store, SQL_company_insert, viewer);
	bind_company(&query, company, id);
	query_int(&query, ":created", now);
	enum outcome outcome = query_run(&query, &changed, why);
	if (outcome != DONE || viewer_sees_all(viewer))
		return outcome;
	/* An operator's company is with its group from the first moment. */
	query = query_open(store, SQL_consent_give, viewer);
	query_text(&query, ":team", text_of(viewer->group));
	query_text(&query, ":company", text_of(id));
	query_int(&query, ":given", now);
	outcome = query_run(&query, &changed, why);
	if (outcome == DONE && changed == 0) {
		why_set(why, "group: yours is not there");
		outcome = NOT_ALLOWED;
	}
	return outcome;
}

enum outcome company_add(struct store *store, const struct viewer *viewer, int64_t now,
    struct company *company, struct why *why)
{
	char id[STORE_ID];
	enum outcome outcome = viewer_must(viewer, RIGHT_COMPANIES, why);
	if (outcome == DONE)
		outcome = check_company(company, why);
	if (outcome == DONE)
		outcome = check_retain(store, viewer, company, "", why);
	if (outcome == DONE)
		outcome = work_begin(store, why);
	if (outcome != DONE)
		return outcome;
	id_create(id);
	outcome = work_end(store, insert(store, viewer, now, company, id, why), why);
	if (outcome != DONE)
		return outcome;
	id_copy(text_of(id), company->id);
	company->created = now;
	company->left = CLOCK_NONE;
	return DONE;
}

enum outcome company_change(struct store *store, const struct viewer *viewer,
    const struct company *company, struct why *why)
{
	int64_t key;
	uint64_t changed;
	enum outcome outcome = company_key(store, viewer, text_of(company->id), &key, why);
	if (outcome == DONE)
		outcome = viewer_must(viewer, RIGHT_COMPANIES, why);
	if (outcome == DONE)
		outcome = check_company(company, why);
	if (outcome == DONE)
		outcome = check_retain(store, viewer, company, company->id, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, SQL_company_update, viewer);
	bind_company(&query, company, company->id);
	outcome = query_run(&query, &changed, why);
	if (outcome == DONE && changed == 0) {
		why_set(why, "the company left");
		outcome = NOT_ALLOWED;
	}
	return outcome;
}

static void read_company(const struct query *query, struct arena *arena, struct company *company)
{
	row_id(query, 0, company->id);
	company->name = row_text(query, 1, arena);
	company->sector = row_text(query, 2, arena);
	company->staff = row_text(query, 3, arena);
	company->region = row_text(query, 4, arena);
	company->domain = row_text(query, 5, arena);
	company->zone = row_text(query, 6, arena);
	company->retain = row_int(query, 7);
	company->retain_bytes = row_count(query, 8);
	company->created = row_int(query, 9);
	company->left = row_time(query, 10);
}

static enum outcome by_name(struct store *store, const struct viewer *viewer, struct text name,
    struct arena *arena, struct company *company, struct why *why)
{
	struct company found;
	struct query query = query_open(store, SQL_company_by_name, viewer);
	query_text(&query, ":name", name);
	enum outcome outcome = query_next(&query, why);
	if (outcome == AT_END) {
		why_set(why, "company: there is none called '%.*s'",
		    TEXT_ARGS(text_part(name, 0, CHECK_NAME)));
		return NOT_FOUND;
	}
	if (outcome != DONE)
		return outcome;
	int64_t gone = row_int(&query, 11);
	read_company(&query, arena, &found);
	outcome = query_next(&query, why);
	if (outcome == DONE && gone != 0) {
		query_close(&query);
		why_set(why, "company: several that left were called so; use the id");
		return MALFORMED;
	}
	if (outcome == DONE)
		query_close(&query);
	else if (outcome != AT_END)
		return outcome;
	*company = found;
	return DONE;
}

enum outcome company_get(struct store *store, const struct viewer *viewer, struct text name,
    struct arena *arena, struct company *company, struct why *why)
{
	struct query query = query_open(store, SQL_company_by_id, viewer);
	query_text(&query, ":name", name);
	enum outcome outcome = query_next(&query, why);
	if (outcome == AT_END)
		return by_name(store, viewer, name, arena, company, why);
	if (outcome == DONE) {
		read_company(&query, arena, company);
		query_close(&query);
	}
	return outcome;
}

/* Where a page begins: gone, key and name of the row before it. */
static enum outcome bind_after(struct query *query, struct text after, bool gone, struct why *why)
{
	int64_t numbers[2] = {-1, 0};
	struct text name = {NULL, 0};
	if (after.size != 0 && !page_read(after, numbers, 2, &name)) {
		why_set(why, "after: it is no 'next' that a list gave");
		return MALFORMED;
	}
	query_int(query, ":gone", numbers[0]);
	query_int(query, ":key", numbers[1]);
	query_text(query, ":name", name);
	query_int(query, ":most", gone ? 1 : 0);
	return DONE;
}

enum outcome company_list(struct store *store, const struct viewer *viewer, struct page page,
    bool gone, struct arena *arena, struct companies *list, struct why *why)
{
	struct companies found = {NULL, 0, {NULL, 0}};
	int64_t last[2] = {0, 0};
	enum outcome outcome = page_check(&page, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, SQL_company_list, viewer);
	outcome = bind_after(&query, page.after, gone, why);
	if (outcome != DONE)
		return outcome;
	query_int(&query, ":limit", (int64_t)page.limit + 1);
	while ((outcome = query_next(&query, why)) == DONE) {
		if (found.count == page.limit) {
			assert(found.at != NULL); /* a page has room for one at least */
			found.next = page_token(arena, last, 2, found.at[found.count - 1].name);
			query_close(&query);
			break;
		}
		found.at = list_room(arena, found.at, found.count, sizeof(*found.at));
		read_company(&query, arena, &found.at[found.count++]);
		last[0] = row_int(&query, 11);
		last[1] = row_int(&query, 12);
	}
	if (outcome != DONE && outcome != AT_END)
		return outcome;
	*list = found;
	return DONE;
}

static enum outcome leave(
    struct store *store, const struct viewer *viewer, int64_t key, int64_t now, struct why *why)
{
	static const struct {
		enum statement statement;
		bool timed;
	} steps[] = {{SQL_company_leave, true}, {SQL_leave_sessions, false},
	    {SQL_leave_members, true}, {SQL_leave_senders, false}, {SQL_leave_sources, true},
	    {SQL_leave_findings, false}, {SQL_leave_incidents, false}, {SQL_leave_aliases, false},
	    {SQL_leave_tenancies, false}, {SQL_leave_counters, false}, {SQL_leave_due, false},
	    {SQL_leave_notices, false}};
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct query query = query_open(store, steps[i].statement, viewer);
		query_int(&query, ":company", key);
		if (steps[i].timed)
			query_int(&query, ":now", now);
		enum outcome outcome = query_run(&query, NULL, why);
		if (outcome != DONE)
			return outcome;
	}
	return DONE;
}

enum outcome company_leave(
    struct store *store, const struct viewer *viewer, struct text id, int64_t now, struct why *why)
{
	int64_t key;
	enum outcome outcome = company_key(store, viewer, id, &key, why);
	if (outcome == DONE)
		outcome = viewer_must(viewer, RIGHT_INSTALLATION, why);
	if (outcome == DONE)
		outcome = work_begin(store, why);
	if (outcome != DONE)
		return outcome;
	return work_end(store, leave(store, viewer, key, now, why), why);
}
