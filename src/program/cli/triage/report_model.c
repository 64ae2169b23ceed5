/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The report's state, data and frame; the parts are made in the report_*.c files beside this one.
 *
 * "Good" is said only when nothing was found and next to everything was seen: what could not be
 * read is not safe, it is unknown.
 */
#include "program/cli/triage/report_model.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "program/cli/triage/report_parts.h"

#include <stdio.h>
#include <string.h>

#define MODEL_SIZE ((size_t)16 * 1024 * 1024)
#define KEY_PREFIX "triage."

static bool is_partial(const struct triage_result *result)
{
	/* one record in twenty that nobody understood can hide anything */
	bool lines = result->not_understood > result->records / 20;
	return lines || result->unreadable_total != 0 || result->folded_away != 0 ||
	       result->left_out != 0 || result->gave_up != 0;
}

static enum report_state state_of(
    const struct triage_result *result, const struct report_totals *totals)
{
	if (totals->act != 0)
		return REPORT_ACT;
	if (totals->look != 0)
		return REPORT_LOOK;
	bool blind = result->events == 0 || ruleset_count(result->rules) == 0;
	return blind || is_partial(result) ? REPORT_UNKNOWN : REPORT_GOOD;
}

static void add_up(const struct report *report, struct report_totals *totals)
{
	const struct triage_result *result = report->result;
	struct report_gap *gaps;
	*totals = (struct report_totals){.gaps = report_gaps(report, &gaps)};
	for (size_t i = 0; i < result->incident_count; i++) {
		bool act = result->incidents[i].state == INCIDENT_ACT;
		totals->act += act;
		totals->look += !act;
	}
	for (size_t i = 0; i < result->finding_count; i++)
		totals->counted += result->findings[i].incident == NULL;
	for (size_t i = 0; i < CATEGORY_COUNT; i++)
		totals->blocked += result->products[i][DISPOSITION_BLOCKED];
	totals->state = state_of(result, totals);
}

/* ECMA-48 colours; the state's word always stands beside them. */
static const char *const paints[][2] = {
    {"act", "\x1b[1;31m"},
    {"look", "\x1b[1;33m"},
    {"good", "\x1b[1;32m"},
    {"unknown", "\x1b[1;36m"},
    {"bold", "\x1b[1m"},
    {"soft", "\x1b[2m"},
    {"plain", "\x1b[0m"},
};

static struct text paint_of(const struct report *report, const char *key)
{
	for (size_t i = 0; i < sizeof(paints) / sizeof(paints[0]) && report->paint; i++)
		if (strcmp(paints[i][0], key) == 0)
			return text_of(paints[i][1]);
	return TEXT("");
}

void report_put_state(struct report *report, const char *name, enum report_state state)
{
	static const struct {
		const char *key;
		const char *word;
		const char *mark;
	} states[] = {
	    [REPORT_GOOD] = {"good", "state_good", "●"},
	    [REPORT_LOOK] = {"look", "state_look", "▲"},
	    [REPORT_ACT] = {"act", "state_act", "■"},
	    [REPORT_UNKNOWN] = {"unknown", "state_unknown", "◇"},
	};
	struct json_writer *writer = &report->writer;
	json_open_object(writer, name);
	json_put_text(writer, "key", text_of(states[state].key));
	json_put_text(writer, "word", words_get(&report->words, states[state].word));
	json_put_text(writer, "mark", text_of(states[state].mark));
	json_put_text(writer, "paint", paint_of(report, states[state].key));
	json_close_object(writer);
}

void report_put_span(struct report *report, const char *name, int64_t first, int64_t last)
{
	struct text from = words_exact(&report->words, first);
	struct text to = words_exact(&report->words, last);
	struct text exact = from;
	if (!text_equal(from, to))
		exact =
		    text_format(report->words.arena, "%.*s – %.*s", TEXT_ARGS(from), TEXT_ARGS(to));
	json_open_object(&report->writer, name);
	json_put_text(&report->writer, "text", words_span(&report->words, first, last));
	json_put_text(&report->writer, "exact", exact);
	json_close_object(&report->writer);
}

void report_put_more(struct report *report, const char *name, const char *key, uint64_t more)
{
	struct text sentence = more == 0 ? TEXT("") : words_number_of(&report->words, key, more);
	json_put_text(&report->writer, name, sentence);
}

void report_put_title(struct report *report, const char *name, const char *key, size_t count)
{
	struct text title = count == 0 ? TEXT("") : words_number_of(&report->words, key, count);
	json_put_text(&report->writer, name, title);
}

struct text report_either(const struct report *report, struct both both)
{
	return report->words.language == LANGUAGE_JA ? both.ja : both.en;
}

/* Keys are "triage.NAME" and stand in t as NAME. */
static void put_words(struct report *report)
{
	const struct texts *texts = report->words.texts;
	struct text prefix = TEXT(KEY_PREFIX);
	json_open_object(&report->writer, "t");
	for (size_t i = 0; i < texts_count(texts); i++) {
		struct text name = texts_key(texts, i);
		if (!text_skip(&name, prefix))
			continue;
		struct text value = words_get(&report->words, text_cstr(report->words.arena, name));
		json_put_named(&report->writer, name, value);
	}
	json_close_object(&report->writer);
}

static void put_paint(struct report *report)
{
	json_open_object(&report->writer, "paint");
	for (size_t i = 0; i < sizeof(paints) / sizeof(paints[0]); i++)
		json_put_text(&report->writer, paints[i][0], paint_of(report, paints[i][0]));
	json_close_object(&report->writer);
}

static void put_instant(struct report *report, const char *name, int64_t instant)
{
	if (instant == CLOCK_NONE)
		json_put_null(&report->writer, name);
	else
		json_put_text(&report->writer, name, words_exact(&report->words, instant));
}

static void put_data(struct report *report, const struct report_totals *totals)
{
	static const char *const states[] = {"good", "look", "act", "unknown"};
	const struct triage_result *result = report->result;
	const struct {
		const char *name;
		uint64_t value;
	} numbers[] = {
	    {"files", result->file_total},
	    {"unreadable", result->unreadable_total},
	    {"bytes", result->bytes},
	    {"records", result->records},
	    {"events", result->events},
	    {"not_understood", result->not_understood},
	    {"matches", result->matches},
	    {"findings", result->finding_count},
	    {"counted", totals->counted},
	    {"blocked", totals->blocked},
	    {"act", totals->act},
	    {"look", totals->look},
	    {"rules_loaded", ruleset_count(result->rules)},
	    {"rules_refused", report_refused(report)},
	    {"peak_rss", result->peak_rss},
	};
	struct json_writer *writer = &report->writer;
	json_open_object(writer, "data");
	json_put_text(writer, "state", text_of(states[totals->state]));
	put_instant(report, "generated", result->ran_at);
	put_instant(report, "first", result->first);
	put_instant(report, "last", result->last);
	json_put_text(writer, "zone", result->zone_name);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		json_put_int(writer, numbers[i].name, (int64_t)numbers[i].value);
	json_put_real(writer, "seconds", result->seconds);
	json_close_object(writer);
}

static void put_frame(struct report *report)
{
	const struct triage_result *result = report->result;
	struct words *words = &report->words;
	bool timed = result->first != CLOCK_NONE && result->last != CLOCK_NONE;
	int64_t length = timed ? result->last - result->first : 0;
	json_open_object(&report->writer, "period");
	json_put_text(&report->writer, "text", words_span(words, result->first, result->last));
	json_put_text(&report->writer, "exact", words_exact(words, result->first));
	json_put_text(&report->writer, "duration",
	    length >= CLOCK_SECOND ? words_duration(words, length) : TEXT(""));
	json_close_object(&report->writer);
	report_put_span(report, "generated", result->ran_at, result->ran_at);
	json_put_text(&report->writer, "zone", words_clean(words, result->zone_name, 40));
	const struct fill fill = {
	    "seconds", words_duration(words, (int64_t)(result->seconds * (double)CLOCK_SECOND))};
	json_put_text(&report->writer, "took", words_fill(words, "made_with", &fill, 1));
}

static void put_view(struct report *report, const struct report_totals *totals)
{
	json_open_object(&report->writer, "view");
	report_put_state(report, "state", totals->state);
	report_put_answer(report, totals);
	put_frame(report);
	report_put_incidents(report, totals);
	report_put_counted(report);
	report_put_timeline(report);
	report_put_coverage(report);
	report_put_rules(report);
	json_close_object(&report->writer);
}

enum outcome report_model(const struct report_input *input, const struct report_limits *limits,
    struct arena *arena, const struct json **model, struct why *why)
{
	struct buffer buffer;
	buffer_init(&buffer, MODEL_SIZE);
	struct report report = {
	    .result = input->result,
	    .limits = limits,
	    .paint = input->paint,
	    .folder = report_folder(input->result),
	    .words = {arena, input->texts, input->language, input->result->zone, "triage"},
	};
	struct report_totals totals;
	add_up(&report, &totals);
	json_begin(&report.writer, &buffer);
	json_open_object(&report.writer, NULL);
	json_put_text(
	    &report.writer, "lang", input->language == LANGUAGE_JA ? TEXT("ja") : TEXT("en"));
	put_words(&report);
	put_paint(&report);
	put_data(&report, &totals);
	put_view(&report, &totals);
	json_close_object(&report.writer);
	enum outcome outcome = TOO_LARGE;
	if (buffer.full)
		why_set(why, "the report is over %zu bytes", MODEL_SIZE);
	else
		outcome = json_read(
		    text_copy(arena, buffer_text(&buffer)), &json_strict_limits, arena, model, why);
	buffer_free(&buffer);
	return outcome;
}
