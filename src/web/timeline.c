/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An incident's findings as lanes: one a stage that was seen, in the order of stages, time from
 * left to right. A finding is a bar from its first to its last record; where it is a moment, a
 * mark. Behind each lane the same findings stand as a list.
 */
#include "base/arena.h"
#include "web/parts.h"

#define UNITS 1000       /* the width of a lane */
#define MARK 8           /* the least width of a bar */
#define MARKS_A_LANE 200 /* further ones would cover each other */

struct scale {
	int64_t first;
	int64_t last;
};

static int64_t place_of(const struct scale *scale, int64_t instant)
{
	int64_t length = scale->last - scale->first;
	if (length <= 0)
		return UNITS / 2;
	double share = (double)(instant - scale->first) / (double)length;
	return (int64_t)(share * (UNITS - MARK));
}

static void put_mark(struct call *call, const struct scale *scale, const struct kept_finding *kept)
{
	const struct finding *finding = &kept->finding;
	int64_t x = place_of(scale, finding->first);
	int64_t width = place_of(scale, finding->last) - x + MARK;
	json_open_object(&call->view, NULL);
	json_put_text(&call->view, "key", text_of(severity_word(finding->severity)));
	json_put_int(&call->view, "x", x);
	json_put_int(&call->view, "width", width);
	struct text title = words_clean(&call->words, finding->title, 100);
	json_put_text(&call->view, "label",
	    text_format(call->arena, "%.*s – %.*s",
		TEXT_ARGS(words_moment(&call->words, finding->first)), TEXT_ARGS(title)));
	json_close_object(&call->view);
}

static void put_lane(struct call *call, const struct scale *scale, const struct kept_findings *list,
    enum stage stage)
{
	size_t count = 0;
	/* The most severe are drawn last: they are not covered. */
	for (size_t n = 0; n < (SEVERITY_CRITICAL + 1) * list->count && count < MARKS_A_LANE; n++) {
		size_t i = n % list->count;
		const struct finding *finding = &list->at[i].finding;
		if (finding->rule->stage != stage || (size_t)finding->severity != n / list->count)
			continue;
		if (count++ == 0) {
			const char *word = stage == STAGE_NONE ? "unknown" : stage_word(stage);
			json_open_object(&call->view, NULL);
			json_put_text(&call->view, "word", words_any(call, "stage.", word));
			json_put_text(
			    &call->view, "meaning", words_any(call, "stage_meaning.", word));
			json_open_array(&call->view, "marks");
		}
		put_mark(call, scale, &list->at[i]);
	}
	if (count == 0)
		return;
	json_close_array(&call->view);
	json_close_object(&call->view);
}

void put_timeline(struct call *call, const struct kept_findings *list)
{
	if (list->count < 2)
		return;
	struct scale scale = {list->at[0].finding.first, list->at[0].finding.last};
	for (size_t i = 1; i < list->count; i++) {
		const struct finding *finding = &list->at[i].finding;
		scale.first = finding->first < scale.first ? finding->first : scale.first;
		scale.last = finding->last > scale.last ? finding->last : scale.last;
	}
	json_open_object(&call->view, "timeline");
	json_put_int(&call->view, "units", UNITS);
	json_open_array(&call->view, "lanes");
	for (int stage = STAGE_NONE; stage < STAGE_COUNT; stage++)
		put_lane(call, &scale, list, (enum stage)stage);
	json_close_array(&call->view);
	view_moment(call, "first", scale.first);
	view_moment(call, "last", scale.last);
	json_close_object(&call->view);
}
