/* SPDX-License-Identifier: Apache-2.0 */
/* All sources that one sees; for administrators the strangers, too: senders that belong to none. */
#include "web/page/pages.h"

#include "base/arena.h"
#include "web/parts.h"

#define SOURCES_A_PAGE 50
#define STRANGERS_SHOWN 50
#define COMPANIES_MOST 1000
#define CHOICES 200 /* offered while typing; any other name can be typed */
#define NAME_COLUMNS 80

static void put_stranger(struct call *call, const struct stranger *stranger)
{
	json_open_object(&call->data, NULL);
	json_put_text(&call->data, "address", stranger->address);
	json_put_text(&call->data, "transport", stranger->transport);
	data_count(&call->data, "refused", stranger->refused);
	data_time(&call->data, "first", stranger->first);
	data_time(&call->data, "last", stranger->last);
	json_close_object(&call->data);
	json_open_object(&call->view, NULL);
	view_text(call, "address", stranger->address, NAME_COLUMNS);
	view_text(call, "transport", stranger->transport, NAME_COLUMNS);
	view_count(call, "refused", stranger->refused);
	view_moment(call, "last", stranger->last);
	json_put_bool(&call->view, "syslog", !text_equal(stranger->transport, TEXT("http")));
	json_close_object(&call->view);
}

static enum outcome put_strangers(struct call *call, struct why *why)
{
	struct stranger *list = NULL;
	size_t count = 0;
	enum outcome outcome = DONE;
	if (!call_administers(call))
		return DONE;
	outcome = stranger_list(
	    call->store, &call->viewer, STRANGERS_SHOWN, call->arena, &list, &count, why);
	if (outcome != DONE)
		return outcome;
	json_open_array(&call->data, "strangers");
	json_open_array(&call->view, "strangers");
	for (size_t i = 0; i < count; i++)
		put_stranger(call, &list[i]);
	json_close_array(&call->data);
	json_close_array(&call->view);
	json_put_bool(&call->view, "has_strangers", count != 0);
	return DONE;
}

static void put_choices(struct call *call, const struct companies *companies)
{
	json_open_array(&call->view, "companies");
	for (size_t i = 0; i < companies->count && i < CHOICES; i++) {
		json_open_object(&call->view, NULL);
		json_put_text(&call->view, "id", text_of(companies->at[i].id));
		view_text(call, "name", companies->at[i].name, NAME_COLUMNS);
		json_close_object(&call->view);
	}
	json_close_array(&call->view);
}

void sources_show(struct call *call)
{
	struct why why;
	struct sources list = {0};
	struct companies companies = {0};
	const struct page all = {.limit = COMPANIES_MOST};
	enum outcome outcome = source_list(call->store, &call->viewer, TEXT(""),
	    call_page(call, SOURCES_A_PAGE), call->arena, &list, &why);
	if (outcome == DONE)
		outcome = company_list(
		    call->store, &call->viewer, all, false, call->arena, &companies, &why);
	if (outcome == DONE)
		outcome = put_strangers(call, &why);
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return;
	}
	put_sources(call, "sources", &list, &companies);
	put_next(call, "/sources", list.next);
	put_choices(call, &companies);
	json_put_bool(&call->view, "has_sources", list.count != 0);
	json_put_bool(&call->view, "may_add", call_manages(call) && companies.count != 0);
	json_put_text(&call->view, "title", words_get(&call->words, "nav_sources"));
	page_frame(call, "sources");
	call_show(call, 200, "sources");
}

/* A stranger is given a company: the company stands in the form and not in the address. */
void sources_add(struct call *call)
{
	struct why why;
	struct company company;
	enum outcome outcome = company_get(call->store, &call->viewer,
	    form_get(&call->form, "company"), call->arena, &company, &why);
	if (outcome != DONE)
		call_fail(call, outcome, &why);
	else
		connect_source(call, &company);
}
