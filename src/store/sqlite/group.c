/* SPDX-License-Identifier: Apache-2.0 */
/* Groups, and the consent of companies that a group sees them. */
#include "store/check.h"
#include "store/directory.h"
#include "store/sqlite/page.h"

#include "base/arena.h"

#include <assert.h>

static const char *const kinds[] = {"association", "maker", "provider", NULL};

enum outcome group_add(struct store *store, const struct viewer *viewer, int64_t now,
    struct group *group, struct why *why)
{
	char id[STORE_ID];
	enum outcome outcome = viewer_must(viewer, RIGHT_INSTALLATION, why);
	if (outcome == DONE)
		outcome = check_name("name", group->name, why);
	if (outcome == DONE)
		outcome = check_word("kind", group->kind, kinds, why);
	if (outcome != DONE)
		return outcome;
	id_create(id);
	struct query query = query_open(store, SQL_group_insert, viewer);
	query_text(&query, ":id", text_of(id));
	query_text(&query, ":name", group->name);
	query_text(&query, ":kind", group->kind);
	query_int(&query, ":created", now);
	outcome = query_run(&query, NULL, why);
	if (outcome != DONE)
		return outcome;
	id_copy(text_of(id), group->id);
	group->created = now;
	group->companies = 0;
	return DONE;
}

static void read_group(const struct query *query, struct arena *arena, struct group *group)
{
	row_id(query, 0, group->id);
	group->name = row_text(query, 1, arena);
	group->kind = row_text(query, 2, arena);
	group->created = row_int(query, 3);
	group->companies = row_count(query, 4);
}

enum outcome group_get(struct store *store, const struct viewer *viewer, struct text name,
    struct arena *arena, struct group *group, struct why *why)
{
	static const enum statement ways[] = {SQL_group_by_id, SQL_group_by_name};
	for (size_t i = 0; i < 2; i++) {
		struct query query = query_open(store, ways[i], viewer);
		query_text(&query, ":name", name);
		enum outcome outcome = query_next(&query, why);
		if (outcome == AT_END)
			continue;
		if (outcome == DONE) {
			read_group(&query, arena, group);
			query_close(&query);
		}
		return outcome;
	}
	why_set(
	    why, "group: there is none called '%.*s'", TEXT_ARGS(text_part(name, 0, CHECK_NAME)));
	return NOT_FOUND;
}

enum outcome group_list(struct store *store, const struct viewer *viewer, struct page page,
    struct arena *arena, struct groups *list, struct why *why)
{
	struct groups found = {NULL, 0, {NULL, 0}};
	enum outcome outcome = page_check(&page, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, SQL_group_list, viewer);
	query_text(&query, ":name", page.after);
	query_int(&query, ":limit", (int64_t)page.limit + 1);
	while ((outcome = query_next(&query, why)) == DONE) {
		if (found.count == page.limit) {
			assert(found.at != NULL); /* a page has room for one at least */
			found.next = found.at[found.count - 1].name;
			query_close(&query);
			break;
		}
		found.at = list_room(arena, found.at, found.count, sizeof(*found.at));
		read_group(&query, arena, &found.at[found.count++]);
	}
	if (outcome != DONE && outcome != AT_END)
		return outcome;
	*list = found;
	return DONE;
}

/* Whether the viewer sees a group with that id. */
static enum outcome must_see(
    struct store *store, const struct viewer *viewer, struct text id, struct why *why)
{
	struct query query = query_open(store, SQL_group_by_id, viewer);
	query_text(&query, ":name", id);
	enum outcome outcome = query_next(&query, why);
	if (outcome == DONE)
		query_close(&query);
	if (outcome != AT_END)
		return outcome;
	why_set(why, "group: there is none with the id '%.*s'", TEXT_ARGS(text_part(id, 0, 80)));
	return NOT_FOUND;
}

static enum outcome remove_group(
    struct store *store, const struct viewer *viewer, struct text id, struct why *why)
{
	struct query query = query_open(store, SQL_group_members, viewer);
	query_text(&query, ":id", id);
	enum outcome outcome = query_next(&query, why);
	if (outcome == DONE) {
		query_close(&query);
		why_set(why, "members belong to the group: remove them first");
		return NOT_ALLOWED;
	}
	if (outcome != AT_END)
		return outcome;
	query = query_open(store, SQL_group_consents_remove, viewer);
	query_text(&query, ":id", id);
	outcome = query_run(&query, NULL, why);
	if (outcome != DONE)
		return outcome;
	query = query_open(store, SQL_group_remove, viewer);
	query_text(&query, ":id", id);
	return query_run(&query, NULL, why);
}

enum outcome group_remove(
    struct store *store, const struct viewer *viewer, struct text id, struct why *why)
{
	enum outcome outcome = must_see(store, viewer, id, why);
	if (outcome == DONE)
		outcome = viewer_must(viewer, RIGHT_INSTALLATION, why);
	if (outcome == DONE)
		outcome = work_begin(store, why);
	if (outcome != DONE)
		return outcome;
	return work_end(store, remove_group(store, viewer, id, why), why);
}

static enum outcome consent(struct store *store, const struct viewer *viewer, struct text group,
    struct text company, int64_t given, struct why *why)
{
	bool withdraw = given == CLOCK_NONE;
	struct query query =
	    query_open(store, withdraw ? SQL_consent_withdraw : SQL_consent_give, viewer);
	query_text(&query, ":team", group);
	query_text(&query, ":company", company);
	if (!withdraw)
		query_int(&query, ":given", given);
	return query_run(&query, NULL, why);
}

enum outcome group_consent(struct store *store, const struct viewer *viewer, struct text group,
    struct text company, int64_t given, struct why *why)
{
	int64_t key;
	enum outcome outcome = must_see(store, viewer, group, why);
	if (outcome == DONE)
		outcome = company_key(store, viewer, company, &key, why);
	if (outcome == DONE)
		outcome = viewer_must(viewer, RIGHT_INSTALLATION, why);
	return outcome == DONE ? consent(store, viewer, group, company, given, why) : outcome;
}
