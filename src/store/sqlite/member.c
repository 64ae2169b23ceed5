/* SPDX-License-Identifier: Apache-2.0 */
/* Members: who has an account, and who may give one to whom. */
#include "store/sqlite/member.h"
#include "store/check.h"
#include "store/sqlite/page.h"

#include "base/arena.h"

#include <assert.h>
#include <string.h>

static const char *const languages[] = {"ja", "en", NULL};

#define SECRET_SIZE 512 /* bytes of a password's hash */

/* What a role needs: a group, a company, neither; an auditor may have a group. */
static enum outcome check_belonging(const struct member *member, struct why *why)
{
	bool group = member->group[0] != '\0';
	bool company = member->company[0] != '\0';
	bool of_group = member->role == ROLE_OPERATOR || member->role == ROLE_ANALYST;
	if (member->role > ROLE_AUDITOR) {
		why_set(why, "role: nobody signs in with it");
		return MALFORMED;
	}
	if (group != (of_group || (member->role == ROLE_AUDITOR && group))) {
		why_set(why, "group: a member with the role %s has %s", role_word(member->role),
		    of_group ? "one" : "none");
		return MALFORMED;
	}
	if (company != (member->role == ROLE_COMPANY)) {
		why_set(why, "company: a member with the role %s has %s", role_word(member->role),
		    company ? "none" : "one");
		return MALFORMED;
	}
	return DONE;
}

static enum outcome check_member(const struct member *member, struct text secret, struct why *why)
{
	enum outcome outcome = check_name("login", member->login, why);
	if (outcome == DONE)
		outcome = check_words("name", member->name, why);
	if (outcome == DONE && member->language.size != 0)
		outcome = check_word("language", member->language, languages, why);
	if (outcome == DONE && secret.size > SECRET_SIZE) {
		why_set(why, "secret: %zu bytes, over the limit of %d", secret.size, SECRET_SIZE);
		outcome = TOO_LARGE;
	}
	return outcome == DONE ? check_belonging(member, why) : outcome;
}

/* Whether the viewer may make, or have power over, a member with this role in this place. */
static enum outcome may_manage(
    const struct viewer *viewer, const struct member *member, struct why *why)
{
	enum outcome outcome = viewer_must(viewer, RIGHT_MEMBERS, why);
	if (outcome != DONE || viewer_sees_all(viewer))
		return outcome;
	bool within = member->role == ROLE_COMPANY ||
		      (member->role != ROLE_ADMINISTRATOR && member->group[0] != '\0' &&
			  strcmp(member->group, viewer->group) == 0);
	if (within)
		return DONE;
	why_set(why, "role: that is above or outside your own");
	return NOT_ALLOWED;
}

static enum outcome places_seen(
    struct store *store, const struct viewer *viewer, const struct member *member, struct why *why)
{
	int64_t key;
	struct arena *arena = arena_create("member", 16384);
	struct group group;
	enum outcome outcome = DONE;
	if (member->group[0] != '\0')
		outcome = group_get(store, viewer, text_of(member->group), arena, &group, why);
	if (outcome == DONE && member->group[0] != '\0' && strcmp(group.id, member->group) != 0) {
		why_set(why, "group: it must be an id");
		outcome = NOT_FOUND;
	}
	if (outcome == DONE && member->company[0] != '\0')
		outcome = company_key(store, viewer, text_of(member->company), &key, why);
	arena_destroy(arena);
	return outcome;
}

static enum outcome insert(struct store *store, const struct viewer *viewer, int64_t now,
    const struct member *member, struct text secret, const char *id, struct why *why)
{
	struct query query = query_open(store, SQL_member_insert, viewer);
	query_text(&query, ":id", text_of(id));
	query_text(&query, ":login", member->login);
	query_text(&query, ":name", member->name);
	query_int(&query, ":role", (int64_t)member->role);
	query_text_or_null(&query, ":team", text_of(member->group));
	query_text_or_null(&query, ":company", text_of(member->company));
	query_text(&query, ":language", member->language);
	query_int(&query, ":created", now);
	query_text(&query, ":secret", secret);
	return query_run(&query, NULL, why);
}

enum outcome member_add(struct store *store, const struct viewer *viewer, int64_t now,
    struct member *member, struct text secret, struct why *why)
{
	char id[STORE_ID];
	enum outcome outcome = viewer_must(viewer, RIGHT_MEMBERS, why);
	if (outcome == DONE)
		outcome = check_member(member, secret, why);
	if (outcome == DONE)
		outcome = places_seen(store, viewer, member, why);
	if (outcome == DONE)
		outcome = may_manage(viewer, member, why);
	if (outcome != DONE)
		return outcome;
	id_create(id);
	outcome = insert(store, viewer, now, member, secret, id, why);
	if (outcome != DONE)
		return outcome;
	id_copy(text_of(id), member->id);
	member->created = now;
	member->disabled = CLOCK_NONE;
	return DONE;
}

void member_read(const struct query *query, struct arena *arena, struct member *member)
{
	row_id(query, 0, member->id);
	member->login = row_text(query, 1, arena);
	member->name = row_text(query, 2, arena);
	member->role = (enum role)row_int(query, 3);
	row_id(query, 4, member->group);
	row_id(query, 5, member->company);
	member->language = row_text(query, 6, arena);
	member->created = row_int(query, 7);
	member->disabled = row_time(query, 8);
}

enum outcome member_get(struct store *store, const struct viewer *viewer, struct text name,
    struct arena *arena, struct member *member, struct why *why)
{
	static const enum statement ways[] = {SQL_member_by_id, SQL_member_by_login};
	for (size_t i = 0; i < 2; i++) {
		struct query query = query_open(store, ways[i], viewer);
		query_text(&query, ":name", name);
		enum outcome outcome = query_next(&query, why);
		if (outcome == AT_END)
			continue;
		if (outcome == DONE) {
			member_read(&query, arena, member);
			query_close(&query);
		}
		return outcome;
	}
	why_set(
	    why, "member: there is none called '%.*s'", TEXT_ARGS(text_part(name, 0, CHECK_NAME)));
	return NOT_FOUND;
}

enum outcome member_list(struct store *store, const struct viewer *viewer, struct page page,
    struct arena *arena, struct members *list, struct why *why)
{
	struct members found = {NULL, 0, {NULL, 0}};
	enum outcome outcome = page_check(&page, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, SQL_member_list, viewer);
	query_text(&query, ":login", page.after);
	query_int(&query, ":limit", (int64_t)page.limit + 1);
	while ((outcome = query_next(&query, why)) == DONE) {
		if (found.count == page.limit) {
			assert(found.at != NULL); /* a page has room for one at least */
			found.next = found.at[found.count - 1].login;
			query_close(&query);
			break;
		}
		found.at = list_room(arena, found.at, found.count, sizeof(*found.at));
		member_read(&query, arena, &found.at[found.count++]);
	}
	if (outcome != DONE && outcome != AT_END)
		return outcome;
	*list = found;
	return DONE;
}

/* The member with that id, as far as the viewer sees it; an id only, no login. */
static enum outcome by_id(struct store *store, const struct viewer *viewer, struct text id,
    struct member *member, struct why *why)
{
	struct arena *arena = arena_create("member", 16384);
	struct query query = query_open(store, SQL_member_by_id, viewer);
	query_text(&query, ":name", id);
	enum outcome outcome = query_next(&query, why);
	if (outcome == DONE) {
		member_read(&query, arena, member);
		query_close(&query);
	} else if (outcome == AT_END) {
		why_set(why, "member: there is none with the id '%.*s'",
		    TEXT_ARGS(text_part(id, 0, 80)));
		outcome = NOT_FOUND;
	}
	arena_destroy(arena);
	member->login = member->name = member->language = (struct text){NULL, 0};
	return outcome;
}

static enum outcome not_the_last(
    struct store *store, const struct viewer *viewer, const struct member *member, struct why *why)
{
	if (member->role != ROLE_ADMINISTRATOR || member->disabled != CLOCK_NONE)
		return DONE;
	struct query query = query_open(store, SQL_member_administrators, viewer);
	enum outcome outcome = query_next(&query, why);
	if (outcome != DONE)
		return outcome;
	int64_t count = row_int(&query, 0);
	query_close(&query);
	if (count > 1)
		return DONE;
	why_set(why, "it is the last administrator");
	return NOT_ALLOWED;
}

static enum outcome remove_member(
    struct store *store, const struct viewer *viewer, struct text id, struct why *why)
{
	struct member member = {.id = ""};
	enum outcome outcome = by_id(store, viewer, id, &member, why);
	if (outcome == DONE)
		outcome = may_manage(viewer, &member, why);
	if (outcome == DONE)
		outcome = not_the_last(store, viewer, &member, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, SQL_member_remove, viewer);
	query_text(&query, ":id", id);
	return query_run(&query, NULL, why);
}

enum outcome member_remove(
    struct store *store, const struct viewer *viewer, struct text id, struct why *why)
{
	enum outcome outcome = work_begin(store, why);
	if (outcome != DONE)
		return outcome;
	return work_end(store, remove_member(store, viewer, id, why), why);
}

static enum outcome set_secret(struct store *store, const struct viewer *viewer, struct text id,
    struct text secret, struct why *why)
{
	struct member member = {.id = ""};
	enum outcome outcome = by_id(store, viewer, id, &member, why);
	/* Everybody may set their own. */
	bool own = viewer->member[0] != '\0' && text_equal(id, text_of(viewer->member));
	if (outcome == DONE && !own)
		outcome = may_manage(viewer, &member, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, SQL_member_set_secret, viewer);
	query_text(&query, ":id", id);
	query_text(&query, ":secret", secret);
	outcome = query_run(&query, NULL, why);
	if (outcome != DONE)
		return outcome;
	query = query_open(store, SQL_member_end_sessions, viewer);
	query_text(&query, ":id", id);
	return query_run(&query, NULL, why);
}

enum outcome member_set_secret(struct store *store, const struct viewer *viewer, struct text id,
    struct text secret, struct why *why)
{
	if (secret.size > SECRET_SIZE) {
		why_set(why, "secret: %zu bytes, over the limit of %d", secret.size, SECRET_SIZE);
		return TOO_LARGE;
	}
	enum outcome outcome = work_begin(store, why);
	if (outcome != DONE)
		return outcome;
	return work_end(store, set_secret(store, viewer, id, secret, why), why);
}

enum outcome member_secret(struct store *store, const struct viewer *viewer, struct text login,
    struct arena *arena, struct member *member, struct text *secret, struct why *why)
{
	enum outcome outcome = viewer_must(viewer, RIGHT_SYSTEM, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, SQL_member_secret, viewer);
	query_text(&query, ":name", login);
	outcome = query_next(&query, why);
	if (outcome == DONE) {
		member_read(&query, arena, member);
		*secret = row_text(&query, 10, arena);
		query_close(&query);
	} else if (outcome == AT_END) {
		why_set(why, "login: there is no such member");
		outcome = NOT_FOUND;
	}
	return outcome;
}
