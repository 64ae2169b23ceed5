/* SPDX-License-Identifier: Apache-2.0 */
/* One finding: what the rule or product says, and the records that show it. */
#include "web/page/pages.h"

#include "base/arena.h"
#include "web/parts.h"

#define NAME_COLUMNS 80
#define DESCRIPTION_COLUMNS 2000

static void view_rule(struct call *call, const struct rule_facts *rule)
{
	struct json_writer *data = &call->data;
	data_text(data, "description", rule->description);
	json_open_array(data, "tags");
	json_open_array(&call->view, "tags");
	for (size_t i = 0; i < rule->tag_count; i++) {
		json_put_text(data, NULL, rule->tags[i]);
		json_put_text(
		    &call->view, NULL, words_clean(&call->words, rule->tags[i], NAME_COLUMNS));
	}
	json_close_array(data);
	json_close_array(&call->view);
	view_text(call, "description", rule->description, DESCRIPTION_COLUMNS);
	json_put_bool(&call->view, "product_says", rule->product_says);
	if (rule->category != CATEGORY_NONE)
		json_put_text(&call->view, "category",
		    words_any(call, "triage.category_", category_word(rule->category)));
}

static void view_places(struct call *call, const struct kept_finding *kept)
{
	struct company company;
	struct source source;
	if (company_get(call->store, &call->viewer, text_of(kept->company), call->arena, &company,
		NULL) == DONE) {
		view_text(call, "company_name", company.name, NAME_COLUMNS);
		view_link(call, "company_link", "/companies/%s", company.id);
	}
	if (kept->source[0] != '\0' &&
	    source_get(call->store, &call->viewer, text_of(kept->company), text_of(kept->source),
		call->arena, &source, NULL) == DONE) {
		view_text(call, "source_name", source.name, NAME_COLUMNS);
		view_link(
		    call, "source_link", "/companies/%s/sources/%s", kept->company, source.id);
	}
	if (kept->incident[0] != '\0')
		view_link(call, "incident_link", "/incidents/%s", kept->incident);
}

void finding_show(struct call *call)
{
	struct why why;
	struct kept_finding kept;
	enum outcome outcome =
	    finding_get(call->store, &call->viewer, call_part(call, 1), call->arena, &kept, &why);
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return;
	}
	const struct finding *finding = &kept.finding;
	const struct who_sets who = {&finding->hosts, &finding->users, &finding->addresses,
	    &finding->processes, &finding->files};
	put_finding(call, &kept);
	view_who(call, &who);
	view_rule(call, finding->rule);
	view_places(call, &kept);
	page_frame(call, "incidents");
	call_show(call, 200, "finding");
}
