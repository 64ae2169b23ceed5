/* SPDX-License-Identifier: Apache-2.0 */
/* Incidents and findings in lists: as data and as pages show them. */
#include "base/arena.h"
#include "web/parts.h"

#include <stdio.h>

#define NAME_COLUMNS 64
#define TITLE_COLUMNS 160
#define EXCERPT_COLUMNS 400

struct text text_either(const struct call *call, struct both both)
{
	bool japanese = call->words.language == LANGUAGE_JA;
	struct text own = japanese ? both.ja : both.en;
	return own.size != 0 ? own : (japanese ? both.en : both.ja);
}

const char *incident_status_word(enum incident_status status)
{
	static const char *const words[] = {
	    [INCIDENT_NEW] = "new",
	    [INCIDENT_WORKED_ON] = "worked-on",
	    [INCIDENT_CLOSED] = "closed",
	};
	return words[status];
}

/* "PC-01: passwords may have been stolen" */
struct text incident_title(const struct call *call, const struct incident *incident)
{
	const struct words *words = &call->words;
	const char *stage = incident->stage == STAGE_NONE ? "none" : stage_word(incident->stage);
	struct text what =
	    words_any(call, "triage.suspected_", incident->attempts ? "attempt" : stage);
	struct text where = words_clean(words, text_either(call, incident->who), NAME_COLUMNS);
	const struct fill fills[] = {{"where", where}, {"what", what}};
	if (where.size == 0)
		return what;
	return texts_fill(call->arena, words_any(call, "triage.title_", "at"), fills, 2);
}

static void data_incident(struct call *call, const struct kept_incident *kept)
{
	struct json_writer *data = &call->data;
	const struct incident *incident = &kept->incident;
	json_put_text(data, "id", text_of(incident->id));
	json_put_text(data, "company", text_of(kept->company));
	data_text(data, "company_name", kept->company_name);
	json_put_text(data, "title", incident_title(call, incident));
	json_put_text(data, "state", incident->state == INCIDENT_ACT ? TEXT("act") : TEXT("look"));
	json_put_text(data, "status", text_of(incident_status_word(kept->status)));
	json_put_text(data, "severity", text_of(severity_word(incident->severity)));
	data_text(data, "stage", text_of(stage_word(incident->stage)));
	json_put_real(data, "confidence", incident->confidence);
	json_put_bool(data, "attempts", incident->attempts);
	data_time(data, "first", incident->first);
	data_time(data, "last", incident->last);
	data_time(data, "opened", kept->opened);
	data_time(data, "changed", kept->changed);
	data_count(data, "finding_count", kept->finding_count);
	data_count(data, "matches", incident->matches);
}

void view_severity(struct call *call, enum severity severity)
{
	const char *word = severity_word(severity);
	json_open_object(&call->view, "severity");
	json_put_text(&call->view, "key", text_of(word));
	json_put_text(&call->view, "word", words_any(call, "triage.severity_", word));
	json_close_object(&call->view);
}

static void view_incident(struct call *call, const struct kept_incident *kept)
{
	const struct incident *incident = &kept->incident;
	const char *status = incident_status_word(kept->status);
	bool closed = kept->status == INCIDENT_CLOSED;
	json_put_text(&call->view, "id", text_of(incident->id));
	view_link(call, "link", "/incidents/%s", incident->id);
	view_text(call, "company_name", kept->company_name, NAME_COLUMNS);
	view_link(call, "company_link", "/companies/%s", kept->company);
	json_put_text(&call->view, "title", incident_title(call, incident));
	view_state(call, "state", incident->state == INCIDENT_ACT ? STATE_ACT : STATE_LOOK);
	json_put_bool(&call->view, "closed", closed);
	json_open_object(&call->view, "status");
	json_put_text(&call->view, "key", text_of(status));
	json_put_text(&call->view, "word", words_any(call, "console.status_", status));
	json_close_object(&call->view);
	view_severity(call, incident->severity);
	view_span(call, "when", incident->first, incident->last);
	view_moment(call, "changed", kept->changed);
	json_put_text(&call->view, "finding_words",
	    words_number_of(&call->words, "n_findings", kept->finding_count));
	json_put_text(
	    &call->view, "matches", words_number_of(&call->words, "n_matches", incident->matches));
	view_text(call, "story", text_either(call, incident->story), 1000);
}

void put_incident_head(struct call *call, const struct kept_incident *kept)
{
	data_incident(call, kept);
	view_incident(call, kept);
}

void put_incidents(struct call *call, const char *name, const struct kept_incidents *list)
{
	json_open_array(&call->data, name);
	json_open_array(&call->view, name);
	for (size_t i = 0; i < list->count; i++) {
		json_open_object(&call->data, NULL);
		json_open_object(&call->view, NULL);
		put_incident_head(call, &list->at[i]);
		json_close_object(&call->data);
		json_close_object(&call->view);
	}
	json_close_array(&call->data);
	json_close_array(&call->view);
}

/* Findings. */

static void data_set(struct json_writer *data, const char *name, const struct value_set *set)
{
	if (set->count == 0)
		return;
	json_open_array(data, name);
	for (size_t i = 0; i < set->count; i++)
		json_put_text(data, NULL, set->at[i]);
	json_close_array(data);
}

void data_who(struct json_writer *data, const struct who_sets *who)
{
	data_set(data, "hosts", who->hosts);
	data_set(data, "users", who->users);
	data_set(data, "addresses", who->addresses);
	data_set(data, "processes", who->processes);
	data_set(data, "files", who->files);
}

static void view_set(struct call *call, const char *label, const struct value_set *set)
{
	if (set->count == 0)
		return;
	json_open_object(&call->view, NULL);
	json_put_text(&call->view, "label", words_any(call, "triage.", label));
	json_open_array(&call->view, "values");
	for (size_t i = 0; i < set->count; i++)
		json_put_text(
		    &call->view, NULL, words_clean_end(&call->words, set->at[i], NAME_COLUMNS));
	json_close_array(&call->view);
	if (set->more != 0)
		json_put_text(
		    &call->view, "more", words_number_of(&call->words, "n_more", set->more));
	json_close_object(&call->view);
}

void view_who(struct call *call, const struct who_sets *who)
{
	json_open_array(&call->view, "who");
	view_set(call, "hosts", who->hosts);
	view_set(call, "users", who->users);
	view_set(call, "addresses", who->addresses);
	view_set(call, "processes", who->processes);
	view_set(call, "files", who->files);
	json_close_array(&call->view);
}

static void data_finding(struct call *call, const struct kept_finding *kept)
{
	struct json_writer *data = &call->data;
	const struct finding *finding = &kept->finding;
	const struct who_sets who = {&finding->hosts, &finding->users, &finding->addresses,
	    &finding->processes, &finding->files};
	json_put_text(data, "id", text_of(finding->id));
	json_put_text(data, "company", text_of(kept->company));
	data_text(data, "source", text_of(kept->source));
	data_text(data, "incident", text_of(kept->incident));
	json_put_text(data, "rule", finding->rule->id);
	json_put_text(data, "title", finding->title);
	json_put_text(data, "severity", text_of(severity_word(finding->severity)));
	data_text(data, "stage", text_of(stage_word(finding->rule->stage)));
	data_text(data, "category", text_of(category_word(finding->rule->category)));
	data_text(data, "subject", finding->subject);
	data_time(data, "first", finding->first);
	data_time(data, "last", finding->last);
	data_count(data, "count", finding->count);
	data_count(data, "blocked", finding->blocked);
	data_count(data, "allowed", finding->allowed);
	data_who(data, &who);
	json_open_array(data, "evidence");
	for (size_t i = 0; i < finding->evidence_count; i++) {
		char name[RECORD_NAME_TEXT];
		record_name_write(kept->names[i], name);
		json_open_object(data, NULL);
		json_put_text(data, "record", text_of(name));
		data_time(data, "time", finding->evidence[i].time);
		json_put_text(data, "excerpt", finding->evidence[i].excerpt);
		json_close_object(data);
	}
	json_close_array(data);
}

/* In Japanese the rule's own title where it has one; what the product called it stands behind. */
static void view_title(struct call *call, const struct finding *finding)
{
	const struct rule_facts *rule = finding->rule;
	struct text title = finding->title;
	struct text term = TEXT("");
	if (call->words.language == LANGUAGE_JA && rule->title_ja.size != 0) {
		title = rule->title_ja;
		term = text_equal(rule->title, finding->title) ? TEXT("") : finding->title;
	} else if (!text_equal(rule->title, finding->title)) {
		term = rule->title;
	}
	view_text(call, "title", title, TITLE_COLUMNS);
	view_text(call, "term", term, TITLE_COLUMNS);
}

static void view_done(struct call *call, const struct finding *finding)
{
	const char *key = "";
	if (finding->blocked != 0 && finding->allowed != 0)
		key = "mixed";
	else if (finding->blocked != 0)
		key = "blocked";
	else if (finding->allowed != 0)
		key = "allowed";
	json_put_text(&call->view, "done_key", text_of(key));
	json_put_text(
	    &call->view, "done", key[0] == '\0' ? TEXT("") : words_any(call, "console.done_", key));
}

static void view_evidence(struct call *call, const struct kept_finding *kept)
{
	const struct finding *finding = &kept->finding;
	json_open_array(&call->view, "evidence");
	for (size_t i = 0; i < finding->evidence_count; i++) {
		char name[RECORD_NAME_TEXT];
		record_name_write(kept->names[i], name);
		json_open_object(&call->view, NULL);
		view_moment(call, "time", finding->evidence[i].time);
		view_link(call, "link", "/companies/%s/records/%s", kept->company, name);
		json_put_text(&call->view, "record", text_of(name));
		view_text(call, "text", finding->evidence[i].excerpt, EXCERPT_COLUMNS);
		json_close_object(&call->view);
	}
	json_close_array(&call->view);
}

void put_finding(struct call *call, const struct kept_finding *kept)
{
	const struct finding *finding = &kept->finding;
	data_finding(call, kept);
	view_link(call, "link", "/findings/%s", finding->id);
	view_title(call, finding);
	view_severity(call, finding->severity);
	view_text(call, "subject", finding->subject, NAME_COLUMNS);
	json_put_text(&call->view, "times", words_number_of(&call->words, "times", finding->count));
	view_span(call, "when", finding->first, finding->last);
	view_moment(call, "start", finding->first);
	view_done(call, finding);
	view_text(call, "rule", finding->rule->id, NAME_COLUMNS);
	if (finding->rule->stage != STAGE_NONE) {
		const char *stage = stage_word(finding->rule->stage);
		json_put_text(&call->view, "stage", words_any(call, "stage.", stage));
		json_put_text(
		    &call->view, "stage_meaning", words_any(call, "stage_meaning.", stage));
	}
	view_evidence(call, kept);
}

void put_findings(struct call *call, const char *name, const struct kept_findings *list)
{
	json_open_array(&call->data, name);
	json_open_array(&call->view, name);
	for (size_t i = 0; i < list->count; i++) {
		json_open_object(&call->data, NULL);
		json_open_object(&call->view, NULL);
		put_finding(call, &list->at[i]);
		json_close_object(&call->data);
		json_close_object(&call->view);
	}
	json_close_array(&call->data);
	json_close_array(&call->view);
}
