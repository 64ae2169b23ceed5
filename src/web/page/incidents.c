/* SPDX-License-Identifier: Apache-2.0 */
/* Incidents and one incident: what happened, is it real, what to do, and what shows it. */
#include "web/page/pages.h"

#include "base/arena.h"
#include "web/parts.h"

#define INCIDENTS_A_PAGE 50
#define FINDINGS_SHOWN 100
#define STEP_COLUMNS 1000
#define NAME_COLUMNS 80

void incidents_show(struct call *call)
{
	struct why why;
	struct kept_incidents list = {0};
	struct company company = {.id = ""};
	struct text wanted = form_get(&call->query, "company");
	bool closed = text_equal(form_get(&call->query, "closed"), TEXT("1"));
	enum outcome outcome = DONE;
	if (wanted.size != 0)
		outcome =
		    company_get(call->store, &call->viewer, wanted, call->arena, &company, &why);
	const struct incident_wish wish = {.company = text_of(company.id),
	    .closed = closed,
	    .page = call_page(call, INCIDENTS_A_PAGE)};
	if (outcome == DONE)
		outcome =
		    incident_list(call->store, &call->viewer, &wish, call->arena, &list, &why);
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return;
	}
	put_incidents(call, "incidents", &list);
	put_next(call, "/incidents", list.next);
	view_text(call, "company_name", company.name, NAME_COLUMNS);
	view_link(call, "company_link", "/companies/%s", company.id);
	json_put_bool(&call->view, "closed_shown", closed);
	json_put_text(&call->view, "company_id", text_of(company.id));
	json_put_bool(&call->view, "one_company", call->viewer.role == ROLE_COMPANY);
	json_put_text(&call->view, "title", words_get(&call->words, "nav_incidents"));
	page_frame(call, "incidents");
	call_show(call, 200, "incidents");
}

static bool incident_of(struct call *call, struct kept_incident *kept)
{
	struct why why;
	enum outcome outcome =
	    incident_get(call->store, &call->viewer, call_part(call, 1), call->arena, kept, &why);
	if (outcome != DONE)
		call_fail(call, outcome, &why);
	return outcome == DONE;
}

static void put_next_steps(struct call *call, const struct incident *incident)
{
	json_open_array(&call->data, "next_steps");
	json_open_array(&call->view, "next_steps");
	for (size_t i = 0; i < INCIDENT_STEPS; i++) {
		struct text step = text_either(call, incident->next[i]);
		if (step.size == 0)
			continue;
		json_put_text(&call->data, NULL, step);
		/* It names machines and people as logs do. */
		json_put_text(&call->view, NULL, words_clean(&call->words, step, STEP_COLUMNS));
	}
	json_close_array(&call->data);
	json_close_array(&call->view);
}

static void put_stages(struct call *call, const struct incident *incident)
{
	json_open_array(&call->data, "stages");
	json_open_array(&call->view, "stages");
	for (int i = STAGE_NONE + 1; i < STAGE_COUNT; i++) {
		enum stage stage = (enum stage)i;
		const char *word = stage_word(stage);
		bool seen = (incident->stages >> stage & 1) != 0;
		if (seen)
			json_put_text(&call->data, NULL, text_of(word));
		json_open_object(&call->view, NULL);
		json_put_text(&call->view, "word", words_any(call, "stage.", word));
		json_put_text(&call->view, "meaning", words_any(call, "stage_meaning.", word));
		json_put_bool(&call->view, "seen", seen);
		json_put_bool(&call->view, "furthest", stage == incident->stage);
		json_close_object(&call->view);
	}
	json_close_array(&call->data);
	json_close_array(&call->view);
	json_put_bool(&call->view, "has_stages", incident->stages != 0);
}

static void view_confidence(struct call *call, double confidence)
{
	const char *key = confidence >= 0.8 ? "high" : confidence >= 0.5 ? "fair" : "low";
	uint64_t percent = (uint64_t)(confidence * 100 + 0.5);
	json_open_object(&call->view, "confidence");
	json_put_text(&call->view, "word", words_any(call, "triage.confidence_", key));
	json_put_text(&call->view, "text", words_share(&call->words, percent, 100));
	json_close_object(&call->view);
}

static void view_status_choices(struct call *call, enum incident_status now)
{
	json_open_array(&call->view, "choices");
	for (int i = INCIDENT_NEW; i <= INCIDENT_CLOSED; i++) {
		const char *word = incident_status_word((enum incident_status)i);
		json_open_object(&call->view, NULL);
		json_put_text(&call->view, "key", text_of(word));
		json_put_text(&call->view, "word", words_any(call, "console.set_", word));
		json_put_bool(&call->view, "here", (enum incident_status)i == now);
		json_put_bool(&call->view, "primary", i == (int)now + 1);
		json_close_object(&call->view);
	}
	json_close_array(&call->view);
	json_put_bool(&call->view, "may_work", call_works(call));
}

static void put_incident(struct call *call, const struct kept_incident *kept)
{
	const struct incident *incident = &kept->incident;
	const struct who_sets who = {&incident->hosts, &incident->users, &incident->addresses,
	    &incident->processes, &incident->files};
	put_incident_head(call, kept);
	json_put_text(&call->data, "who", text_either(call, incident->who));
	json_put_text(&call->data, "story", text_either(call, incident->story));
	put_next_steps(call, incident);
	put_stages(call, incident);
	data_who(&call->data, &who);
	view_who(call, &who);
	view_confidence(call, incident->confidence);
	view_status_choices(call, kept->status);
	view_moment(call, "opened", kept->opened);
}

void incident_show(struct call *call)
{
	struct why why;
	struct kept_incident kept;
	struct kept_findings findings = {0};
	struct company company;
	if (!incident_of(call, &kept))
		return;
	const struct finding_wish wish = {.company = text_of(kept.company),
	    .incident = text_of(kept.incident.id),
	    .since = CLOCK_NONE,
	    .page = call_page(call, FINDINGS_SHOWN)};
	/* Its times are read where the company is. */
	if (company_get(call->store, &call->viewer, text_of(kept.company), call->arena, &company,
		NULL) == DONE &&
	    company.zone.size != 0)
		call->words.zone = zone_of(call, company.zone, &call->zone_name);
	enum outcome outcome =
	    finding_list(call->store, &call->viewer, &wish, call->arena, &findings, &why);
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return;
	}
	put_incident(call, &kept);
	put_timeline(call, &findings);
	put_findings(call, "findings", &findings);
	struct text path = text_format(call->arena, "/incidents/%s", kept.incident.id);
	put_next(call, text_cstr(call->arena, path), findings.next);
	page_frame(call, "incidents");
	call_show(call, 200, "incident");
}

void incident_do(struct call *call)
{
	struct why why;
	struct kept_incident kept;
	struct text word = form_get(&call->form, "status");
	if (!incident_of(call, &kept))
		return;
	struct text id = text_of(kept.incident.id);
	for (int i = INCIDENT_NEW; i <= INCIDENT_CLOSED; i++) {
		enum incident_status status = (enum incident_status)i;
		if (!text_equal(word, text_of(incident_status_word(status))))
			continue;
		enum outcome outcome =
		    incident_set_status(call->store, &call->viewer, id, status, call->now, &why);
		if (outcome != DONE) {
			call_fail(call, outcome, &why);
			return;
		}
		kept.status = status;
		kept.changed = call->now;
		put_incident(call, &kept);
		call_done(call, 200, text_format(call->arena, "/incidents/%s", kept.incident.id));
		return;
	}
	why_set(&why, "status: new, worked-on or closed is wanted");
	call_fail(call, MALFORMED, &why);
}
