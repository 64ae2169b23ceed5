/* SPDX-License-Identifier: Apache-2.0 */
/* The report's incidents and findings: what happened, to whom, how far, and what to do next. */
#include "base/arena.h"
#include "program/cli/triage/report_parts.h"

#include <stdio.h>

#define NAME_COLUMNS 64 /* a SHA-256 fits */
#define TITLE_COLUMNS 160
#define INDEX_LEAST 3 /* so many incidents are found without a list of them */

static bool speaks_japanese(const struct report *report)
{
	return report->words.language == LANGUAGE_JA;
}

static struct text word_of(const struct report *report, const char *prefix, const char *word)
{
	char key[64];
	snprintf(key, sizeof(key), "%s_%s", prefix, word);
	return words_get(&report->words, key);
}

static void put_clean(struct report *report, const char *name, struct text t, size_t columns)
{
	json_put_text(&report->writer, name, words_clean(&report->words, t, columns));
}

struct text report_stage(const struct report *report, enum stage stage)
{
	char key[64];
	snprintf(key, sizeof(key), "stage.%s", stage_word(stage));
	struct text word = texts_get(report->words.texts, report->words.language, key);
	/* a missing key comes back as the name itself, which is about to go out of scope */
	return word.at == key ? text_copy(report->words.arena, word) : word;
}

static void put_severity(struct report *report, enum severity severity)
{
	json_open_object(&report->writer, "severity");
	json_put_text(&report->writer, "key", text_of(severity_word(severity)));
	json_put_text(
	    &report->writer, "word", word_of(report, "severity", severity_word(severity)));
	json_close_object(&report->writer);
}

/* In the page, counted from 1; 0 for NULL and for those that are not shown. */
static size_t incident_number(const struct report *report, const struct incident *incident)
{
	if (incident == NULL)
		return 0;
	size_t index = (size_t)(incident - report->result->incidents);
	return index < report->limits->incidents ? index + 1 : 0;
}

/* In Japanese the rule's own title where it has one; what the product called it stands behind. */
static void put_title(struct report *report, const struct finding *finding)
{
	const struct rule_facts *rule = finding->rule;
	struct text title = finding->title;
	struct text term = TEXT("");
	if (speaks_japanese(report) && rule->title_ja.size != 0) {
		title = rule->title_ja;
		term = text_equal(rule->title, finding->title) ? TEXT("") : finding->title;
	} else if (!text_equal(rule->title, finding->title)) {
		term = rule->title;
	}
	put_clean(report, "title", title, TITLE_COLUMNS);
	put_clean(report, "term", term, TITLE_COLUMNS);
}

static struct text done_part(const struct report *report, const char *key, uint64_t n)
{
	const struct words *words = &report->words;
	const struct fill fills[] = {{"what", words_get(words, key)}, {"n", words_count(words, n)}};
	return words_fill(words, "done_part", fills, 2);
}

/* "blocked", "let through", "blocked 3, let through 2"; nothing where no product had a say. */
static void put_done(struct report *report, const struct finding *finding)
{
	const struct words *words = &report->words;
	const char *key = "";
	struct text done = TEXT("");
	if (finding->blocked != 0 && finding->allowed != 0) {
		key = "mixed";
		struct text blocked = done_part(report, "done_blocked", finding->blocked);
		struct text allowed = done_part(report, "done_allowed", finding->allowed);
		struct text between = words_get(words, "list_and");
		done = text_format(words->arena, "%.*s%.*s%.*s", TEXT_ARGS(blocked),
		    TEXT_ARGS(between), TEXT_ARGS(allowed));
	} else if (finding->blocked != 0) {
		key = "blocked";
		done = words_get(words, "done_blocked");
	} else if (finding->allowed != 0) {
		key = "allowed";
		done = words_get(words, "done_allowed");
	} else if (finding->rule->product_says) {
		key = "unknown";
		done = words_get(words, "done_unknown");
	}
	json_put_text(&report->writer, "done", done);
	json_put_text(&report->writer, "done_key", text_of(key));
}

static void put_evidence(struct report *report, const struct finding *finding)
{
	struct words *words = &report->words;
	report_put_title(report, "evidence_title", "evidence", finding->evidence_count);
	json_open_array(&report->writer, "evidence");
	for (size_t i = 0; i < finding->evidence_count && i < report->limits->evidence; i++) {
		const struct evidence *evidence = &finding->evidence[i];
		const struct fill fills[] = {
		    {"file", report_file(report, evidence->where.file)},
		    {"n", words_count(words, evidence->where.record)},
		};
		json_open_object(&report->writer, NULL);
		json_put_text(&report->writer, "time", words_moment(words, evidence->time));
		json_put_text(&report->writer, "exact", words_exact(words, evidence->time));
		json_put_text(&report->writer, "where", words_fill(words, "record_at", fills, 2));
		put_clean(report, "text", evidence->excerpt, report->limits->excerpt);
		json_close_object(&report->writer);
	}
	json_close_array(&report->writer);
}

void report_put_finding(struct report *report, const struct finding *finding)
{
	size_t n = incident_number(report, finding->incident);
	json_open_object(&report->writer, NULL);
	json_put_text(&report->writer, "n", n == 0 ? TEXT("") : words_count(&report->words, n));
	put_severity(report, finding->severity);
	put_title(report, finding);
	put_clean(report, "subject", finding->subject, NAME_COLUMNS);
	json_put_text(&report->writer, "count", words_count(&report->words, finding->count));
	json_put_text(
	    &report->writer, "times", words_number_of(&report->words, "times", finding->count));
	report_put_span(report, "when", finding->first, finding->last);
	json_put_text(&report->writer, "start", words_moment(&report->words, finding->first));
	put_done(report, finding);
	put_clean(report, "rule", finding->rule->id, NAME_COLUMNS);
	put_evidence(report, finding);
	json_close_object(&report->writer);
}

static void put_who(
    struct report *report, const char *key, const struct value_set *set, size_t limit)
{
	struct words *words = &report->words;
	size_t shown = set->count < limit ? set->count : limit;
	struct text between = words_get(words, "list_and");
	struct text line = TEXT("");
	if (shown == 0)
		return;
	json_open_object(&report->writer, NULL);
	json_put_text(&report->writer, "label", words_get(words, key));
	json_open_array(&report->writer, "values");
	for (size_t i = 0; i < shown; i++) {
		struct text value = words_clean_end(words, set->at[i], NAME_COLUMNS);
		struct text before = i == 0 ? TEXT("") : between;
		json_put_text(&report->writer, NULL, value);
		line = text_format(words->arena, "%.*s%.*s%.*s", TEXT_ARGS(line), TEXT_ARGS(before),
		    TEXT_ARGS(value));
	}
	json_close_array(&report->writer);
	json_put_text(&report->writer, "values_line", line);
	report_put_more(report, "more", "more", set->more + set->count - shown);
	json_close_object(&report->writer);
}

static bool was_seen(const struct incident *incident, enum stage stage)
{
	return (incident->stages >> stage & 1) != 0;
}

static void put_stages(struct report *report, const struct incident *incident)
{
	struct text seen = TEXT("");
	json_open_array(&report->writer, "stages");
	for (int i = STAGE_NONE + 1; i < STAGE_COUNT; i++) {
		enum stage stage = (enum stage)i;
		struct text word = report_stage(report, stage);
		json_open_object(&report->writer, NULL);
		json_put_text(&report->writer, "word", word);
		json_put_text(&report->writer, "term", word_of(report, "term", stage_word(stage)));
		json_put_bool(&report->writer, "seen", was_seen(incident, stage));
		json_put_bool(&report->writer, "furthest", stage == incident->stage);
		json_close_object(&report->writer);
		if (was_seen(incident, stage))
			seen = text_format(report->words.arena, "%.*s%s%.*s", TEXT_ARGS(seen),
			    seen.size == 0 ? "" : " → ", TEXT_ARGS(word));
	}
	json_close_array(&report->writer);
	json_put_text(&report->writer, "stages_seen", seen);
}

static void put_confidence(struct report *report, double confidence)
{
	const char *key = confidence >= 0.8   ? "confidence_high"
			  : confidence >= 0.5 ? "confidence_fair"
					      : "confidence_low";
	uint64_t percent = (uint64_t)(confidence * 100 + 0.5);
	json_open_object(&report->writer, "confidence");
	json_put_text(&report->writer, "text", words_share(&report->words, percent, 100));
	json_put_text(&report->writer, "word", words_get(&report->words, key));
	json_close_object(&report->writer);
}

/* "PC-01: passwords may have been stolen" */
static void put_incident_title(struct report *report, const struct incident *incident)
{
	const struct words *words = &report->words;
	const char *stage = incident->stage == STAGE_NONE ? "none" : stage_word(incident->stage);
	struct text what = word_of(report, "suspected", incident->attempts ? "attempt" : stage);
	struct text where = report_either(report, incident->who);
	const struct fill fills[] = {{"where", words_clean(words, where, 60)}, {"what", what}};
	json_put_text(&report->writer, "title",
	    where.size == 0 ? what : words_fill(words, "title_at", fills, 2));
}

static void put_next(struct report *report, const struct incident *incident)
{
	uint64_t n = 0;
	json_open_array(&report->writer, "next");
	for (size_t i = 0; i < INCIDENT_STEPS; i++) {
		struct text step = report_either(report, incident->next[i]);
		if (step.size == 0)
			continue;
		json_open_object(&report->writer, NULL);
		json_put_text(&report->writer, "n", words_count(&report->words, ++n));
		/* It names machines and people as logs do. */
		put_clean(report, "text", step, STORY_COLUMNS);
		json_close_object(&report->writer);
	}
	json_close_array(&report->writer);
}

/* The most severe first, of those the furthest stage, of those the earliest. */
static bool is_before(const struct finding *a, const struct finding *b)
{
	if (a->severity != b->severity)
		return a->severity > b->severity;
	if (a->rule->stage != b->rule->stage)
		return a->rule->stage > b->rule->stage;
	return a->first < b->first;
}

/* The findings of an incident, the most severe first: those that the limit leaves are then the ones
 * to read. */
static void put_findings(struct report *report, const struct incident *incident)
{
	const struct words *words = &report->words;
	size_t count = incident->finding_count;
	size_t shown = count < report->limits->findings ? count : report->limits->findings;
	struct finding **order = arena_array(words->arena, count + 1, sizeof(struct finding *));
	for (size_t i = 0; i < count; i++)
		order[i] = incident->findings[i];
	json_open_array(&report->writer, "findings");
	for (size_t i = 0; i < shown; i++) {
		size_t best = i;
		for (size_t j = i + 1; j < count; j++)
			if (is_before(order[j], order[best]))
				best = j;
		struct finding *finding = order[best];
		order[best] = order[i];
		order[i] = finding;
		report_put_finding(report, finding);
	}
	json_close_array(&report->writer);
	report_put_more(report, "findings_more", "findings_more", count - shown);
	const struct fill fills[] = {
	    {"findings", words_number_of(words, "n_findings", count)},
	    {"matches", words_number_of(words, "n_matches", incident->matches)},
	};
	json_put_text(
	    &report->writer, "findings_title", words_fill(words, "findings_of", fills, 2));
}

static void put_incident(struct report *report, const struct incident *incident)
{
	struct words *words = &report->words;
	json_open_object(&report->writer, NULL);
	json_put_text(&report->writer, "n", words_count(words, incident_number(report, incident)));
	json_put_text(&report->writer, "id", text_of(incident->id));
	report_put_state(
	    report, "state", incident->state == INCIDENT_ACT ? REPORT_ACT : REPORT_LOOK);
	put_incident_title(report, incident);
	report_put_span(report, "when", incident->first, incident->last);
	int64_t length = incident->last - incident->first;
	const struct fill fill = {"n", words_duration(words, length)};
	bool lasts = length >= CLOCK_SECOND;
	json_put_text(&report->writer, "duration",
	    lasts ? words_fill(words, "duration", &fill, 1) : TEXT(""));
	put_confidence(report, incident->confidence);
	put_severity(report, incident->severity);
	put_clean(report, "story", report_either(report, incident->story), STORY_COLUMNS);
	put_stages(report, incident);
	json_open_array(&report->writer, "who");
	put_who(report, "hosts", &incident->hosts, report->limits->values);
	put_who(report, "users", &incident->users, report->limits->values);
	put_who(report, "addresses", &incident->addresses, report->limits->values);
	put_who(report, "processes", &incident->processes, report->limits->paths);
	put_who(report, "files", &incident->files, report->limits->paths);
	json_close_array(&report->writer);
	put_next(report, incident);
	put_findings(report, incident);
	json_close_object(&report->writer);
}

void report_put_incidents(struct report *report, const struct report_totals *totals)
{
	const struct triage_result *result = report->result;
	size_t limit = report->limits->incidents;
	size_t shown = result->incident_count < limit ? result->incident_count : limit;
	bool unknown = totals->state == REPORT_UNKNOWN;
	report_put_title(report, "incidents_lead", "incidents_lead", shown);
	report_put_title(
	    report, "incidents_none", unknown ? "incidents_unknown" : "incidents_none", shown == 0);
	json_put_bool(&report->writer, "incidents_index", shown > INDEX_LEAST);
	json_open_array(&report->writer, "incidents");
	for (size_t i = 0; i < shown; i++)
		put_incident(report, &result->incidents[i]);
	json_close_array(&report->writer);
	report_put_more(report, "incidents_more", "incidents_more", result->incident_count - shown);
}
