/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The course of events: a lane for every stage of an attack that was seen, and marks over time.
 *
 * Time is cut into SLOTS equal parts. Findings of one lane whose first and last record
 * fall into the same slots become one mark, so the figure stays small however much happened.
 */
#include "base/arena.h"
#include "program/cli/triage/report_parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define SLOTS 60
#define SLOT_UNITS 10 /* of the drawing */

struct mark {
	enum stage stage;
	int from; /* slots */
	int to;
	enum severity severity;
	uint64_t count;
	int64_t first;
	int64_t last;
};

struct timeline {
	const struct finding **findings; /* those of incidents whose date is credible, by first
					    time */
	size_t count;
	int64_t first;
	int64_t last;
};

static void collect(const struct report *report, struct timeline *timeline)
{
	const struct triage_result *result = report->result;
	*timeline = (struct timeline){.first = INT64_MAX, .last = INT64_MIN};
	timeline->findings = arena_array(
	    report->words.arena, result->finding_count + 1, sizeof(const struct finding *));
	for (size_t i = 0; i < result->finding_count; i++) {
		const struct finding *finding = &result->findings[i];
		if (finding->incident == NULL || finding->first < CLOCK_CREDIBLE)
			continue;
		timeline->findings[timeline->count++] = finding;
		if (finding->first < timeline->first)
			timeline->first = finding->first;
		if (finding->last > timeline->last)
			timeline->last = finding->last;
	}
	/* a minute at least, so that there is something to divide */
	if (timeline->count != 0 && timeline->last - timeline->first < CLOCK_MINUTE)
		timeline->last = timeline->first + CLOCK_MINUTE;
}

static int slot_of(const struct timeline *timeline, int64_t instant)
{
	int64_t length = (timeline->last - timeline->first) / SLOTS + 1;
	return (int)((instant - timeline->first) / length);
}

/* Lane by lane, the least severe first: what is drawn later lies above. */
static int by_lane(const void *left, const void *right)
{
	const struct mark *a = left;
	const struct mark *b = right;
	if (a->stage != b->stage)
		return a->stage < b->stage ? -1 : 1;
	if (a->severity != b->severity)
		return a->severity < b->severity ? -1 : 1;
	return a->from != b->from ? a->from - b->from : a->to - b->to;
}

/* What is only context of an incident makes no lane of its own: the incident says that it did not
 * come so far. */
static bool is_reached(const struct finding *finding)
{
	enum stage stage = finding->rule->stage;
	return stage == STAGE_NONE || (finding->incident->stages >> stage & 1) != 0;
}

static size_t make_marks(
    const struct report *report, const struct timeline *timeline, struct mark **marks)
{
	*marks = arena_array(report->words.arena, timeline->count + 1, sizeof(struct mark));
	size_t count = 0;
	for (size_t i = 0; i < timeline->count; i++) {
		const struct finding *finding = timeline->findings[i];
		if (!is_reached(finding))
			continue;
		(*marks)[count++] = (struct mark){
		    .stage = finding->rule->stage,
		    .from = slot_of(timeline, finding->first),
		    .to = slot_of(timeline, finding->last),
		    .severity = finding->severity,
		    .count = finding->count,
		    .first = finding->first,
		    .last = finding->last,
		};
	}
	qsort(*marks, count, sizeof(struct mark), by_lane);
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		struct mark *mark = &(*marks)[i];
		struct mark *before = kept == 0 ? mark : &(*marks)[kept - 1];
		if (kept == 0 || by_lane(before, mark) != 0) {
			(*marks)[kept++] = *mark;
			continue;
		}
		before->count += mark->count;
		before->first = mark->first < before->first ? mark->first : before->first;
		before->last = mark->last > before->last ? mark->last : before->last;
	}
	return kept;
}

static void put_mark(struct report *report, const struct mark *mark)
{
	const struct words *words = &report->words;
	struct text span = words_span(words, mark->first, mark->last);
	struct text times = words_number_of(words, "times", mark->count);
	char key[64];
	snprintf(key, sizeof(key), "severity_%s", severity_word(mark->severity));
	struct text severity = words_get(words, key);
	json_open_object(&report->writer, NULL);
	json_put_int(&report->writer, "x", mark->from * SLOT_UNITS);
	json_put_int(&report->writer, "width", (mark->to - mark->from + 1) * SLOT_UNITS - 1);
	json_put_text(&report->writer, "key", text_of(severity_word(mark->severity)));
	json_put_text(&report->writer, "label",
	    text_format(words->arena, "%.*s · %.*s · %.*s", TEXT_ARGS(span), TEXT_ARGS(severity),
		TEXT_ARGS(times)));
	json_close_object(&report->writer);
}

static void put_stage(struct report *report, enum stage stage)
{
	const struct words *words = &report->words;
	char key[64];
	struct text word = words_get(words, "timeline_other");
	struct text term = TEXT("");
	if (stage != STAGE_NONE) {
		word = report_stage(report, stage);
		snprintf(key, sizeof(key), "term_%s", stage_word(stage));
		term = words_get(words, key);
	}
	json_put_text(&report->writer, "word", word);
	json_put_text(&report->writer, "term", term);
}

static void put_lanes(struct report *report, const struct mark *marks, size_t count)
{
	json_open_array(&report->writer, "lanes");
	for (size_t i = 0; i < count;) {
		enum stage stage = marks[i].stage;
		json_open_object(&report->writer, NULL);
		put_stage(report, stage);
		json_open_array(&report->writer, "marks");
		for (; i < count && marks[i].stage == stage; i++)
			put_mark(report, &marks[i]);
		json_close_array(&report->writer);
		json_close_object(&report->writer);
	}
	json_close_array(&report->writer);
}

void report_put_timeline(struct report *report)
{
	const struct words *words = &report->words;
	struct timeline timeline;
	struct mark *marks;
	collect(report, &timeline);
	size_t count = make_marks(report, &timeline, &marks);
	json_open_object(&report->writer, "timeline");
	json_put_int(&report->writer, "units", SLOTS * SLOT_UNITS);
	put_lanes(report, marks, count);
	json_open_array(&report->writer, "ticks");
	for (int i = 0; i < 3 && timeline.count != 0; i++)
		json_put_text(&report->writer, NULL,
		    words_moment(words, timeline.first + (timeline.last - timeline.first) / 2 * i));
	json_close_array(&report->writer);
	report_put_title(report, "title", "timeline_table", timeline.count);
	size_t limit = report->limits->timeline;
	size_t shown = timeline.count < limit ? timeline.count : limit;
	json_open_array(&report->writer, "list");
	for (size_t i = 0; i < shown; i++)
		report_put_finding(report, timeline.findings[i]);
	json_close_array(&report->writer);
	report_put_more(report, "list_more", "findings_more", timeline.count - shown);
	json_close_object(&report->writer);
}
