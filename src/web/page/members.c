/* SPDX-License-Identifier: Apache-2.0 */
/* Members: who may see and do what. */
#include "web/page/pages.h"

#include "base/arena.h"
#include "web/parts.h"
#include "web/session.h"
#include "web/state.h"

#include <string.h>

#define MEMBERS_A_PAGE 100
#define CHOICES_MOST 200 /* offered while typing; any other name can be typed */
#define NAME_COLUMNS 80

static void put_member(struct call *call, const struct member *member)
{
	struct json_writer *data = &call->data;
	const char *role = role_word(member->role);
	json_put_text(data, "id", text_of(member->id));
	json_put_text(data, "login", member->login);
	json_put_text(data, "name", member->name);
	json_put_text(data, "role", text_of(role));
	data_text(data, "group", text_of(member->group));
	data_text(data, "company", text_of(member->company));
	data_text(data, "language", member->language);
	data_time(data, "created", member->created);
	data_time(data, "disabled", member->disabled);
	json_put_text(&call->view, "id", text_of(member->id));
	view_link(call, "link", "/members/%s", member->id);
	view_text(call, "login", member->login, NAME_COLUMNS);
	view_text(call, "name", member->name, NAME_COLUMNS);
	json_put_text(&call->view, "role", words_any(call, "console.role_", role));
	json_put_text(&call->view, "role_means", words_any(call, "console.role_means_", role));
	view_moment(call, "created", member->created);
	json_put_bool(&call->view, "disabled", member->disabled != CLOCK_NONE);
}

/* What it is a member of, in words. */
static void view_of(struct call *call, const struct member *member)
{
	struct group group;
	struct company company;
	if (member->group[0] != '\0' &&
	    group_get(call->store, &call->viewer, text_of(member->group), call->arena, &group,
		NULL) == DONE)
		view_text(call, "of", group.name, NAME_COLUMNS);
	else if (member->company[0] != '\0' &&
		 company_get(call->store, &call->viewer, text_of(member->company), call->arena,
		     &company, NULL) == DONE)
		view_text(call, "of", company.name, NAME_COLUMNS);
}

static void view_roles(struct call *call)
{
	json_open_array(&call->view, "roles");
	for (int i = ROLE_ADMINISTRATOR; i < ROLE_SYSTEM; i++) {
		const char *word = role_word((enum role)i);
		if (!call_administers(call) && i == ROLE_ADMINISTRATOR)
			continue;
		json_open_object(&call->view, NULL);
		json_put_text(&call->view, "key", text_of(word));
		json_put_text(&call->view, "word", words_any(call, "console.role_", word));
		json_put_text(&call->view, "means", words_any(call, "console.role_means_", word));
		json_close_object(&call->view);
	}
	json_close_array(&call->view);
}

static void view_choice(struct call *call, const char *id, struct text name)
{
	json_open_object(&call->view, NULL);
	json_put_text(&call->view, "id", text_of(id));
	view_text(call, "name", name, NAME_COLUMNS);
	json_close_object(&call->view);
}

static enum outcome view_choices(struct call *call, struct why *why)
{
	struct companies companies = {0};
	struct groups groups = {0};
	const struct page page = {.limit = CHOICES_MOST};
	enum outcome outcome =
	    company_list(call->store, &call->viewer, page, false, call->arena, &companies, why);
	if (outcome == DONE)
		outcome = group_list(call->store, &call->viewer, page, call->arena, &groups, why);
	if (outcome != DONE)
		return outcome;
	json_open_array(&call->view, "companies");
	for (size_t i = 0; i < companies.count; i++)
		view_choice(call, companies.at[i].id, companies.at[i].name);
	json_close_array(&call->view);
	json_open_array(&call->view, "groups");
	for (size_t i = 0; i < groups.count; i++)
		view_choice(call, groups.at[i].id, groups.at[i].name);
	json_close_array(&call->view);
	return DONE;
}

void members_show(struct call *call)
{
	struct why why;
	struct members list = {0};
	enum outcome outcome = member_list(
	    call->store, &call->viewer, call_page(call, MEMBERS_A_PAGE), call->arena, &list, &why);
	if (outcome == DONE && call_manages(call) && !call->json)
		outcome = view_choices(call, &why);
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return;
	}
	json_open_array(&call->data, "members");
	json_open_array(&call->view, "members");
	for (size_t i = 0; i < list.count; i++) {
		json_open_object(&call->data, NULL);
		json_open_object(&call->view, NULL);
		put_member(call, &list.at[i]);
		view_of(call, &list.at[i]);
		json_close_object(&call->data);
		json_close_object(&call->view);
	}
	json_close_array(&call->data);
	json_close_array(&call->view);
	put_next(call, "/members", list.next);
	view_roles(call);
	json_put_bool(&call->view, "may_add", call_manages(call));
	json_put_text(&call->view, "title", words_get(&call->words, "nav_members"));
	page_frame(call, "members");
	call_show(call, 200, "members");
}

/* The id behind an id or a unique name; an empty field gives an empty id. */
static enum outcome read_group(struct call *call, struct member *member, struct why *why)
{
	struct group group;
	struct text name = form_get(&call->form, "group");
	if (name.size == 0)
		return DONE;
	enum outcome outcome =
	    group_get(call->store, &call->viewer, name, call->arena, &group, why);
	if (outcome == DONE)
		memcpy(member->group, group.id, sizeof(group.id));
	return outcome;
}

static enum outcome read_company_of(struct call *call, struct member *member, struct why *why)
{
	struct company company;
	struct text name = form_get(&call->form, "company");
	if (name.size == 0)
		return DONE;
	enum outcome outcome =
	    company_get(call->store, &call->viewer, name, call->arena, &company, why);
	if (outcome == DONE)
		memcpy(member->company, company.id, sizeof(company.id));
	return outcome;
}

static enum outcome read_member(struct call *call, struct member *member, struct why *why)
{
	const struct form *form = &call->form;
	enum language language = call->words.language;
	member->login = text_lower(call->arena, form_get(form, "login"));
	member->name = form_get(form, "name");
	if (member->name.size == 0)
		member->name = member->login;
	if (form_has(form, "language") && !language_parse(form_get(form, "language"), &language)) {
		why_set(why, "language: ja or en is wanted");
		return MALFORMED;
	}
	member->language = language_word(language);
	if (!role_parse(form_get(form, "role"), &member->role) || member->role == ROLE_SYSTEM) {
		why_set(
		    why, "role: administrator, operator, analyst, company or auditor is wanted");
		return MALFORMED;
	}
	/* A form offers both boxes: what the role has no use for is left out. */
	enum outcome outcome = DONE;
	if (member->role == ROLE_COMPANY)
		outcome = read_company_of(call, member, why);
	else if (member->role != ROLE_ADMINISTRATOR)
		outcome = read_group(call, member, why);
	return outcome;
}

void members_add(struct call *call)
{
	struct why why;
	struct text hash = TEXT("");
	struct text password = form_raw(&call->form, "password");
	struct member member = {.created = call->now, .disabled = CLOCK_NONE};
	enum outcome outcome = read_member(call, &member, &why);
	if (outcome == DONE && password.size != 0)
		outcome = password_hash(password, call->arena, &hash, &why);
	if (outcome == DONE)
		outcome = member_add(call->store, &call->viewer, call->now, &member, hash, &why);
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return;
	}
	put_member(call, &member);
	call_done(call, 201, TEXT("/members"));
}

static bool member_of(struct call *call, struct member *member)
{
	struct why why;
	enum outcome outcome =
	    member_get(call->store, &call->viewer, call_part(call, 1), call->arena, member, &why);
	if (outcome != DONE)
		call_fail(call, outcome, &why);
	return outcome == DONE;
}

static bool is_self(const struct call *call, const struct member *member)
{
	return call->member.id[0] != '\0' &&
	       text_equal(text_of(call->member.id), text_of(member->id));
}

void member_show(struct call *call)
{
	struct member member;
	if (!member_of(call, &member))
		return;
	bool self = is_self(call, &member);
	put_member(call, &member);
	view_of(call, &member);
	json_put_bool(&call->view, "self", self);
	json_put_bool(&call->view, "may_set", self || call_manages(call));
	json_put_bool(&call->view, "may_remove", !self && call_manages(call));
	json_put_text(&call->view, "title", words_clean(&call->words, member.name, NAME_COLUMNS));
	page_frame(call, "members");
	call_show(call, 200, "member");
}

void member_remove_do(struct call *call)
{
	struct why why;
	struct member member;
	if (!member_of(call, &member))
		return;
	enum outcome outcome = member_remove(call->store, &call->viewer, text_of(member.id), &why);
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return;
	}
	put_member(call, &member);
	call_done(call, 200, TEXT("/members"));
}

/* Who changes the own password shows that it knows the old one: an open screen is not enough. */
static bool knows_old(struct call *call, const struct member *member)
{
	struct member same;
	struct text secret;
	struct viewer system = call_system(call);
	struct sign_in_guard *guard = &call->web->guard;
	if (!is_self(call, member))
		return true;
	if (guard_wait(guard, call->request->address, member->login, call->now) > 0) {
		call_refuse(call, 429, "wait", "error_wait");
		return false;
	}
	if (member_secret(call->store, &system, member->login, call->arena, &same, &secret, NULL) ==
		DONE &&
	    password_fits(secret, form_raw(&call->form, "old"), call->arena))
		return true;
	guard_failed(guard, call->request->address, member->login, call->now);
	call_refuse(call, 403, "not-allowed", "error_old_password");
	return false;
}

void member_password_do(struct call *call)
{
	struct why why;
	struct text hash;
	struct member member;
	if (!member_of(call, &member) || !knows_old(call, &member))
		return;
	enum outcome outcome =
	    password_hash(form_raw(&call->form, "password"), call->arena, &hash, &why);
	/* The own password is everybody's to change; the store lets only managers change one. */
	struct viewer as = is_self(call, &member) ? call_system(call) : call->viewer;
	if (outcome == DONE)
		outcome = member_set_secret(call->store, &as, text_of(member.id), hash, &why);
	/* It ended all sessions; whoever changed the own stays in with a new one. */
	if (outcome == DONE && is_self(call, &member))
		outcome = session_begin(call, text_of(member.id), &why);
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return;
	}
	put_member(call, &member);
	call_done(call, 200, text_format(call->arena, "/members/%s", member.id));
}
