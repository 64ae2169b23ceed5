/* SPDX-License-Identifier: Apache-2.0 */
/* Groups, and which companies let them see. */
#include "web/page/pages.h"

#include "base/arena.h"
#include "web/parts.h"

#define GROUPS_A_PAGE 100
#define CHOICES_MOST 200 /* offered while typing; any other name can be typed */
#define NAME_COLUMNS 80

static void put_group(struct call *call, const struct group *group)
{
	struct json_writer *data = &call->data;
	json_put_text(data, "id", text_of(group->id));
	json_put_text(data, "name", group->name);
	json_put_text(data, "kind", group->kind);
	data_time(data, "created", group->created);
	data_count(data, "companies", group->companies);
	json_put_text(&call->view, "id", text_of(group->id));
	view_link(call, "link", "/groups/%s", group->id);
	view_text(call, "name", group->name, NAME_COLUMNS);
	view_text(call, "kind",
	    words_any(call, "console.group_", text_cstr(call->arena, group->kind)), NAME_COLUMNS);
	view_count(call, "companies", group->companies);
	view_moment(call, "created", group->created);
}

void groups_show(struct call *call)
{
	struct why why;
	struct groups list = {0};
	enum outcome outcome = group_list(
	    call->store, &call->viewer, call_page(call, GROUPS_A_PAGE), call->arena, &list, &why);
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return;
	}
	json_open_array(&call->data, "groups");
	json_open_array(&call->view, "groups");
	for (size_t i = 0; i < list.count; i++) {
		json_open_object(&call->data, NULL);
		json_open_object(&call->view, NULL);
		put_group(call, &list.at[i]);
		json_close_object(&call->data);
		json_close_object(&call->view);
	}
	json_close_array(&call->data);
	json_close_array(&call->view);
	put_next(call, "/groups", list.next);
	json_put_bool(&call->view, "may_add", call_administers(call));
	json_put_text(&call->view, "title", words_get(&call->words, "nav_groups"));
	page_frame(call, "groups");
	call_show(call, 200, "groups");
}

void groups_add(struct call *call)
{
	struct why why;
	struct group group = {
	    .name = form_get(&call->form, "name"), .kind = form_get(&call->form, "kind")};
	if (group.kind.size == 0)
		group.kind = TEXT("provider");
	enum outcome outcome = group_add(call->store, &call->viewer, call->now, &group, &why);
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return;
	}
	put_group(call, &group);
	call_done(call, 201, text_format(call->arena, "/groups/%s", group.id));
}

static bool group_of(struct call *call, struct group *group)
{
	struct why why;
	enum outcome outcome =
	    group_get(call->store, &call->viewer, call_part(call, 1), call->arena, group, &why);
	if (outcome != DONE)
		call_fail(call, outcome, &why);
	return outcome == DONE;
}

/* Companies that could consent, for the form. */
static void view_companies(struct call *call)
{
	struct companies list = {0};
	const struct page page = {.limit = CHOICES_MOST};
	if (company_list(call->store, &call->viewer, page, false, call->arena, &list, NULL) != DONE)
		return;
	json_open_array(&call->view, "company_choices");
	for (size_t i = 0; i < list.count; i++) {
		json_open_object(&call->view, NULL);
		json_put_text(&call->view, "id", text_of(list.at[i].id));
		view_text(call, "name", list.at[i].name, NAME_COLUMNS);
		json_close_object(&call->view);
	}
	json_close_array(&call->view);
	json_put_bool(&call->view, "may_consent",
	    list.count != 0 && (call_administers(call) || call->viewer.role == ROLE_COMPANY));
}

void group_show(struct call *call)
{
	struct group group;
	if (!group_of(call, &group))
		return;
	put_group(call, &group);
	view_companies(call);
	json_put_bool(&call->view, "may_remove", call_administers(call));
	json_put_text(&call->view, "title", words_clean(&call->words, group.name, NAME_COLUMNS));
	page_frame(call, "groups");
	call_show(call, 200, "group");
}

void group_remove_do(struct call *call)
{
	struct why why;
	struct group group;
	if (!group_of(call, &group))
		return;
	enum outcome outcome = group_remove(call->store, &call->viewer, text_of(group.id), &why);
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return;
	}
	put_group(call, &group);
	call_done(call, 200, TEXT("/groups"));
}

void group_consent_do(struct call *call)
{
	struct why why;
	struct group group;
	struct company company;
	bool withdraw = call_bool(call, "withdraw");
	if (!group_of(call, &group))
		return;
	enum outcome outcome = company_get(call->store, &call->viewer,
	    form_get(&call->form, "company"), call->arena, &company, &why);
	if (outcome == DONE)
		outcome = group_consent(call->store, &call->viewer, text_of(group.id),
		    text_of(company.id), withdraw ? CLOCK_NONE : call->now, &why);
	if (outcome == DONE)
		outcome = group_get(
		    call->store, &call->viewer, text_of(group.id), call->arena, &group, &why);
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return;
	}
	put_group(call, &group);
	call_done(call, 200, text_format(call->arena, "/groups/%s", group.id));
}
