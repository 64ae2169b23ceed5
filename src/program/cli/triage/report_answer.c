/* SPDX-License-Identifier: Apache-2.0 */
/* The report's answer: what is the matter, where, what to do first, what was not seen, and a few
 * figures. */
#include "base/arena.h"
#include "program/cli/triage/report_parts.h"

#define WHERE_NAMES 6

static const char *unknown_key(const struct triage_result *result)
{
	if (result->records == 0 && result->unreadable_total == 0)
		return "answer_empty";
	if (result->events == 0)
		return "answer_nothing";
	return ruleset_count(result->rules) == 0 ? "answer_no_rules" : "answer_unknown";
}

/* What "no sign" rests on: it means little with few rules. */
static struct text compared(const struct report *report)
{
	const struct words *words = &report->words;
	const struct fill fills[] = {
	    {"records", words_count(words, report->result->events)},
	    {"rules", words_count(words, ruleset_count(report->result->rules))},
	};
	return words_fill(words, "answer_good_lead", fills, 2);
}

static void put_sentences(struct report *report, const struct report_totals *totals)
{
	const struct words *words = &report->words;
	struct text headline = words_get(words, "answer_good");
	struct text lead = TEXT("");
	switch (totals->state) {
	case REPORT_ACT:
		headline = words_number_of(words, "answer_act", totals->act);
		if (totals->look != 0)
			lead = words_number_of(words, "answer_act_look", totals->look);
		break;
	case REPORT_LOOK:
		headline = words_number_of(words, "answer_look", totals->look);
		break;
	case REPORT_GOOD:
		lead = compared(report);
		break;
	case REPORT_UNKNOWN:
		headline = words_get(words, unknown_key(report->result));
		if (report->result->events != 0 && ruleset_count(report->result->rules) != 0)
			lead = words_get(words, "answer_seen_good");
		break;
	}
	json_put_text(&report->writer, "headline", headline);
	json_put_text(&report->writer, "lead", lead);
}

static bool was_named(const struct text *names, size_t count, struct text name)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal(names[i], name))
			return true;
	return false;
}

/* What the incidents that the headline speaks of are about: machines, or whatever is known. */
static size_t collect_names(const struct report *report, struct text names[WHERE_NAMES], bool *more)
{
	const struct triage_result *result = report->result;
	size_t count = 0;
	for (size_t i = 0; i < result->incident_count; i++) {
		const struct incident *incident = &result->incidents[i];
		if (incident->state != result->incidents[0].state)
			break;
		struct text who = report_either(report, incident->who);
		bool hosts = incident->hosts.count != 0;
		size_t all = hosts ? incident->hosts.count : who.size != 0;
		for (size_t j = 0; j < all; j++) {
			struct text name = hosts ? incident->hosts.at[j] : who;
			bool known = was_named(names, count, name);
			*more = *more || (!known && count == WHERE_NAMES);
			if (!known && count < WHERE_NAMES)
				names[count++] = name;
		}
		*more = *more || incident->hosts.more != 0;
	}
	return count;
}

static void put_where(struct report *report)
{
	struct text names[WHERE_NAMES];
	bool more = false;
	size_t count = collect_names(report, names, &more);
	struct words *words = &report->words;
	struct text between = words_get(words, "list_and");
	struct text list = TEXT("");
	for (size_t i = 0; i < count; i++) {
		struct text name = words_clean(words, names[i], 40);
		struct text before = i == 0 ? TEXT("") : between;
		list = text_format(words->arena, "%.*s%.*s%.*s", TEXT_ARGS(list), TEXT_ARGS(before),
		    TEXT_ARGS(name));
	}
	if (more)
		list = text_format(words->arena, "%.*s …", TEXT_ARGS(list));
	const struct fill fill = {"list", list};
	struct text where = count == 0 ? TEXT("") : words_fill(words, "answer_where", &fill, 1);
	json_put_text(&report->writer, "where", where);
}

static void put_step(struct report *report, const struct report_totals *totals)
{
	const struct triage_result *result = report->result;
	struct text step;
	struct text of_incident = TEXT("");
	if (result->incident_count != 0) {
		step = words_clean(&report->words,
		    report_either(report, result->incidents[0].next[0]), STORY_COLUMNS);
		of_incident = words_number_of(&report->words, "first_step_for", 1);
	} else if (totals->state == REPORT_GOOD) {
		step = words_get(&report->words, "good_step");
	} else {
		bool rules = ruleset_count(result->rules) == 0 && result->events != 0;
		bool empty = result->records == 0 && result->unreadable_total == 0;
		const char *key = rules ? "rules_step" : "unknown_step";
		step = words_get(&report->words, empty ? "empty_step" : key);
	}
	json_open_object(&report->writer, "step");
	json_put_text(&report->writer, "text", step);
	json_put_text(&report->writer, "for", of_incident);
	json_close_object(&report->writer);
}

static void put_caveat(struct report *report, const char *key, uint64_t n)
{
	if (n == 0)
		return;
	const struct triage_result *result = report->result;
	const struct fill fill = {
	    "share", words_share(&report->words, result->not_understood, result->records)};
	struct text sentence = words_number_of(&report->words, key, n);
	json_put_text(&report->writer, NULL, texts_fill(report->words.arena, sentence, &fill, 1));
}

static void put_caveats(struct report *report, const struct report_totals *totals)
{
	const struct triage_result *result = report->result;
	bool any = result->unreadable_total + result->not_understood + totals->gaps +
		       report_refused(report) + result->folded_away + result->left_out +
		       result->gave_up !=
		   0;
	report_put_title(report, "caveats_title", "not_seen", any);
	json_open_array(&report->writer, "caveats");
	put_caveat(report, "caveat_unreadable", result->unreadable_total);
	put_caveat(report, "caveat_lines", result->not_understood);
	put_caveat(report, "caveat_gap", totals->gaps);
	put_caveat(report, "caveat_refused", report_refused(report));
	put_caveat(report, "caveat_folded", result->folded_away + result->left_out);
	put_caveat(report, "caveat_given_up", result->gave_up);
	json_close_array(&report->writer);
}

static void put_figure(struct report *report, const char *key, const char *label, struct text value)
{
	json_open_object(&report->writer, NULL);
	json_put_text(&report->writer, "key", text_of(key));
	json_put_text(&report->writer, "value", value);
	json_put_text(&report->writer, "label", words_get(&report->words, label));
	json_close_object(&report->writer);
}

static void put_figures(struct report *report, const struct report_totals *totals)
{
	const struct words *words = &report->words;
	const struct triage_result *result = report->result;
	uint64_t understood = result->records - result->not_understood - result->refused;
	json_open_array(&report->writer, "figures");
	put_figure(report, totals->act != 0 ? "act" : "plain", "figure_act",
	    words_count(words, totals->act));
	put_figure(report, totals->look != 0 ? "look" : "plain", "figure_look",
	    words_count(words, totals->look));
	put_figure(report, "plain", "figure_blocked", words_count(words, totals->blocked));
	put_figure(report, "plain", "figure_records", words_count(words, result->records));
	put_figure(
	    report, "plain", "figure_understood", words_share(words, understood, result->records));
	json_close_array(&report->writer);
}

void report_put_answer(struct report *report, const struct report_totals *totals)
{
	put_sentences(report, totals);
	put_where(report);
	put_step(report, totals);
	put_caveats(report, totals);
	put_figures(report, totals);
}
