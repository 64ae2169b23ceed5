/* SPDX-License-Identifier: Apache-2.0 */
/* One company: is it all right, and why not. */
#include "web/page/pages.h"

#include "base/arena.h"
#include "journal/block.h"
#include "web/parts.h"

#define INCIDENTS_SHOWN 10
#define SOURCES_SHOWN 100
#define NAME_COLUMNS 80

bool company_of(struct call *call, struct company *company)
{
	struct why why;
	enum outcome outcome =
	    company_get(call->store, &call->viewer, call_part(call, 1), call->arena, company, &why);
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return false;
	}
	if (company->zone.size != 0)
		call->words.zone = zone_of(call, company->zone, &call->zone_name);
	return true;
}

void home_show(struct call *call)
{
	if (call->viewer.role == ROLE_COMPANY)
		call_redirect(
		    call, text_format(call->arena, "/companies/%s", call->viewer.company));
	else
		call_redirect(call, TEXT("/companies"));
}

static void data_company(struct call *call, const struct company *company)
{
	struct json_writer *data = &call->data;
	json_put_text(data, "id", text_of(company->id));
	json_put_text(data, "name", company->name);
	data_text(data, "sector", company->sector);
	data_text(data, "staff", company->staff);
	data_text(data, "region", company->region);
	data_text(data, "domain", company->domain);
	data_text(data, "zone", company->zone);
	data_seconds(data, "retain", company->retain);
	if (company->retain_bytes != 0)
		data_count(data, "retain_bytes", company->retain_bytes);
	data_time(data, "created", company->created);
	data_time(data, "left", company->left);
}

static void put_state(struct call *call, const struct company_state *state)
{
	json_put_text(&call->data, "state", text_of(state_word(state->state)));
	json_open_array(&call->data, "reasons");
	json_open_array(&call->view, "reasons");
	for (size_t i = 0; i < state->reason_count; i++) {
		json_put_text(&call->data, NULL, state->reasons[i]);
		json_put_text(&call->view, NULL, state->reasons[i]);
	}
	json_close_array(&call->data);
	json_close_array(&call->view);
	data_count(&call->data, "act", state->act);
	data_count(&call->data, "look", state->look);
	data_count(&call->data, "source_count", state->sources);
	data_count(&call->data, "reporting", state->reporting);
	data_time(&call->data, "last_seen", state->last_seen);
	view_state(call, "state", state->state);
	view_count(call, "act", state->act);
	view_count(call, "look", state->look);
	json_put_text(&call->view, "reporting",
	    text_format(call->arena, "%zu / %zu", state->reporting, state->sources));
	view_moment(call, "last_seen", state->last_seen);
}

static void view_company(struct call *call, const struct company *company)
{
	json_put_text(&call->view, "id", text_of(company->id));
	view_text(call, "name", company->name, NAME_COLUMNS);
	view_text(call, "sector", company->sector, NAME_COLUMNS);
	view_text(call, "staff", company->staff, NAME_COLUMNS);
	view_text(call, "region", company->region, NAME_COLUMNS);
	view_text(call, "domain", company->domain, NAME_COLUMNS);
	view_text(call, "zone", company->zone, NAME_COLUMNS);
	view_link(call, "link", "/companies/%s", company->id);
	json_put_bool(&call->view, "left", company->left != CLOCK_NONE);
}

void put_company_row(
    struct call *call, const struct company *company, const struct company_state *state)
{
	json_open_object(&call->data, NULL);
	json_open_object(&call->view, NULL);
	data_company(call, company);
	view_company(call, company);
	if (company->left == CLOCK_NONE)
		put_state(call, state);
	json_close_object(&call->data);
	json_close_object(&call->view);
}

/* What a form says over what is there; an absent field changes nothing. */
static enum outcome read_company(struct call *call, struct company *company, struct why *why)
{
	const struct form *form = &call->form;
	struct text *texts[] = {&company->name, &company->sector, &company->staff, &company->region,
	    &company->domain, &company->zone};
	static const char *const names[] = {"name", "sector", "staff", "region", "domain", "zone"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (form_has(form, names[i]))
			*texts[i] = form_get(form, names[i]);
	struct text shown;
	if (company->zone.size != 0 && zone_of(call, company->zone, &shown) == NULL &&
	    !text_equal(company->zone, TEXT("UTC"))) {
		why_set(why, "zone: no time zone has this name");
		return MALFORMED;
	}
	enum outcome outcome = call_seconds(call, "retain", &company->retain, why);
	if (outcome == DONE)
		outcome = call_uint(call, "retain_bytes", INT64_MAX, &company->retain_bytes, why);
	uint64_t days = 0;
	if (outcome == DONE && form_has(form, "retain_days")) {
		outcome = call_uint(call, "retain_days", 36500, &days, why);
		company->retain = (int64_t)days * CLOCK_DAY;
	}
	return outcome;
}

/* The row and the key together: a company without a key could keep no records. */
static enum outcome add_company(struct call *call, struct company *company, struct why *why)
{
	enum outcome outcome = store_begin(call->store, why);
	if (outcome != DONE)
		return outcome;
	outcome = company_add(call->store, &call->viewer, call->now, company, why);
	if (outcome == DONE)
		outcome = block_key_create(&call->options->place, text_of(company->id), why);
	if (outcome == DONE)
		outcome = store_commit(call->store, why);
	if (outcome != DONE)
		store_rollback(call->store);
	return outcome;
}

void companies_add(struct call *call)
{
	struct why why;
	struct company company = {.zone = TEXT("Asia/Tokyo"), .left = CLOCK_NONE};
	enum outcome outcome = read_company(call, &company, &why);
	if (outcome == DONE)
		outcome = add_company(call, &company, &why);
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return;
	}
	data_company(call, &company);
	call_done(call, 201, text_format(call->arena, "/companies/%s", company.id));
}

static enum outcome put_company_lists(
    struct call *call, const struct company *company, struct why *why)
{
	struct kept_incidents incidents = {0};
	struct sources sources = {0};
	struct text id = text_of(company->id);
	const struct incident_wish wish = {.company = id, .page = {.limit = INCIDENTS_SHOWN}};
	const struct page page = {.limit = SOURCES_SHOWN};
	enum outcome outcome =
	    incident_list(call->store, &call->viewer, &wish, call->arena, &incidents, why);
	if (outcome == DONE)
		outcome =
		    source_list(call->store, &call->viewer, id, page, call->arena, &sources, why);
	if (outcome != DONE)
		return outcome;
	put_incidents(call, "incidents", &incidents);
	put_sources(call, "sources", &sources, NULL);
	json_put_bool(&call->view, "more_incidents", incidents.next.size != 0);
	json_put_bool(&call->view, "more_sources", sources.next.size != 0);
	return DONE;
}

void company_show(struct call *call)
{
	struct why why;
	struct company company;
	struct company_state state = {.state = STATE_UNKNOWN, .last_seen = CLOCK_NONE};
	if (!company_of(call, &company))
		return;
	bool gone = company.left != CLOCK_NONE;
	enum outcome outcome = gone ? DONE : company_judge(call, &company, &state, &why);
	if (outcome == DONE) {
		data_company(call, &company);
		view_company(call, &company);
		put_state(call, &state);
		if (company.retain != 0)
			view_count(call, "retain_days", (uint64_t)(company.retain / CLOCK_DAY));
		outcome = put_company_lists(call, &company, &why);
	}
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return;
	}
	if (!gone)
		json_put_text(&call->view, "headline",
		    words_any(call, "console.company_", state_word(state.state)));
	if (gone)
		view_moment(call, "gone", company.left);
	json_put_bool(&call->view, "may_change", call_manages(call) && !gone);
	json_put_text(&call->view, "title", words_clean(&call->words, company.name, NAME_COLUMNS));
	page_frame(call, call->viewer.role == ROLE_COMPANY ? "home" : "companies");
	call_show(call, 200, "company");
}

void company_do(struct call *call)
{
	struct why why;
	struct company company;
	if (!company_of(call, &company))
		return;
	enum outcome outcome = read_company(call, &company, &why);
	if (outcome == DONE)
		outcome = company_change(call->store, &call->viewer, &company, &why);
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return;
	}
	data_company(call, &company);
	call_done(call, 200, text_format(call->arena, "/companies/%s", company.id));
}

/* Whoever sends a company away writes its name: a form that is sent by mistake does nothing. */
static bool confirmed(struct call *call, const struct company *company)
{
	if (call->json || text_equal(form_get(&call->form, "confirm"), company->name))
		return true;
	call_refuse(call, 400, "malformed", "error_confirm");
	return false;
}

void company_leave_do(struct call *call)
{
	struct why why;
	struct company company;
	if (!company_of(call, &company) || !confirmed(call, &company))
		return;
	struct text id = text_of(company.id);
	enum outcome outcome = company_leave(call->store, &call->viewer, id, call->now, &why);
	if (outcome == DONE)
		outcome = block_key_destroy(&call->options->place, id, &why);
	/* A key that is gone already is what was wanted. */
	if (outcome == NOT_FOUND && !block_key_exists(&call->options->place, id))
		outcome = DONE;
	if (outcome == DONE)
		outcome = web_push_directory(call->web, &why);
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return;
	}
	if (call->options->left != NULL)
		call->options->left(call->options->data);
	company.left = call->now;
	data_company(call, &company);
	call_done(call, 200, TEXT("/companies"));
}
