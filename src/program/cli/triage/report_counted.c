/* SPDX-License-Identifier: Apache-2.0 */
/* What products blocked or reported, and the findings that are only counted. */
#include "base/arena.h"
#include "program/cli/triage/report_parts.h"

#include <stdio.h>
#include <stdlib.h>

static void put_row(struct report *report, const uint64_t done[3])
{
	struct json_writer *writer = &report->writer;
	const struct words *words = &report->words;
	uint64_t total = done[0] + done[1] + done[2];
	json_put_text(writer, "blocked", words_count(words, done[DISPOSITION_BLOCKED]));
	json_put_text(writer, "allowed", words_count(words, done[DISPOSITION_ALLOWED]));
	json_put_text(writer, "unknown", words_count(words, done[DISPOSITION_UNKNOWN]));
	json_put_text(writer, "total", words_count(words, total));
	json_put_bool(writer, "alarm", done[DISPOSITION_ALLOWED] != 0);
}

static void put_products(struct report *report)
{
	uint64_t total[3] = {0, 0, 0};
	size_t rows = 0;
	json_open_array(&report->writer, "products");
	for (int i = CATEGORY_NONE + 1; i < CATEGORY_COUNT; i++) {
		const uint64_t *done = report->result->products[i];
		if (done[0] + done[1] + done[2] == 0)
			continue;
		char key[64];
		snprintf(key, sizeof(key), "category_%s", category_word((enum category)i));
		json_open_object(&report->writer, NULL);
		json_put_text(&report->writer, "word", words_get(&report->words, key));
		put_row(report, done);
		json_close_object(&report->writer);
		rows++;
		for (size_t j = 0; j < 3; j++)
			total[j] += done[j];
	}
	json_close_array(&report->writer);
	report_put_title(report, "products_lead", "products_lead", rows);
	json_open_object(&report->writer, "products_total");
	put_row(report, total);
	json_close_object(&report->writer);
}

static int by_weight(const void *left, const void *right)
{
	const struct finding *a = *(const struct finding *const *)left;
	const struct finding *b = *(const struct finding *const *)right;
	if (a->severity != b->severity)
		return a->severity > b->severity ? -1 : 1;
	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return a < b ? -1 : a > b;
}

void report_put_counted(struct report *report)
{
	const struct triage_result *result = report->result;
	put_products(report);
	const struct finding **counted = arena_array(
	    report->words.arena, result->finding_count + 1, sizeof(const struct finding *));
	size_t count = 0;
	for (size_t i = 0; i < result->finding_count; i++)
		if (result->findings[i].incident == NULL)
			counted[count++] = &result->findings[i];
	qsort(counted, count, sizeof(const struct finding *), by_weight);
	size_t shown = count < report->limits->counted ? count : report->limits->counted;
	json_open_array(&report->writer, "counted");
	for (size_t i = 0; i < shown; i++)
		report_put_finding(report, counted[i]);
	json_close_array(&report->writer);
	report_put_title(report, "counted_title", "counted", count);
	report_put_more(report, "counted_more", "counted_more", count - shown);
}
