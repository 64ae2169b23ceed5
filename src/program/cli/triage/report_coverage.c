/* SPDX-License-Identifier: Apache-2.0 */
/* What was looked at, and as loudly what was not: files, formats, lines not understood, gaps,
 * rules. */
#include "base/arena.h"
#include "program/cli/triage/report_parts.h"

#include <stdio.h>
#include <stdlib.h>

#define PATH_COLUMNS 160
#define FORMATS 4
#define OPEN_FILES 12 /* a list as short as this is not folded */
#define GAP CLOCK_DAY
#define FILES_A_CAUSE 3
#define FEW_RULES 1000 /* the public set was not added */

static int by_start(const void *left, const void *right)
{
	const struct report_gap *a = left;
	const struct report_gap *b = right;
	return a->from < b->from ? -1 : a->from > b->from;
}

size_t report_gaps(const struct report *report, struct report_gap **gaps)
{
	const struct triage_result *result = report->result;
	struct report_gap *spans =
	    arena_array(report->words.arena, result->file_count + 1, sizeof(struct report_gap));
	size_t count = 0;
	for (size_t i = 0; i < result->file_count; i++)
		if (result->files[i].first != CLOCK_NONE && result->files[i].last != CLOCK_NONE)
			spans[count++] =
			    (struct report_gap){result->files[i].first, result->files[i].last};
	qsort(spans, count, sizeof(struct report_gap), by_start);
	/* the gaps are written over the spans: there are fewer, and never ahead of the one read */
	size_t found = 0;
	int64_t covered = count == 0 ? 0 : spans[0].to;
	for (size_t i = 0; i < count; i++) {
		struct report_gap span = spans[i];
		if (span.from - covered >= GAP && span.from > covered)
			spans[found++] = (struct report_gap){covered, span.from};
		covered = span.to > covered ? span.to : covered;
	}
	*gaps = spans;
	return found;
}

/* Shorten *folder to what `name` begins with, too. */
static void shorten(struct text *folder, struct text name, bool *first)
{
	size_t end = 0;
	size_t slash = 0;
	for (; end < name.size && name.at[end] != '!'; end++) {
		if (!*first && (end >= folder->size || folder->at[end] != name.at[end]))
			break;
		if (name.at[end] == '/')
			slash = end + 1;
	}
	*folder = text_part(name, 0, slash);
	*first = false;
}

struct text report_folder(const struct triage_result *result)
{
	struct text folder = TEXT("");
	bool first = true;
	for (size_t i = 0; i < result->file_count; i++)
		if (result->files[i].name.size != 0)
			shorten(&folder, result->files[i].name, &first);
	for (size_t i = 0; i < result->unreadable_count; i++)
		shorten(&folder, result->unreadable[i].file, &first);
	return folder;
}

struct text report_file(const struct report *report, struct text name)
{
	(void)text_skip(&name, report->folder);
	return words_clean_end(&report->words, name, report->limits->name);
}

static int by_trouble(const void *left, const void *right)
{
	const struct triage_file *a = *(const struct triage_file *const *)left;
	const struct triage_file *b = *(const struct triage_file *const *)right;
	uint64_t in_a = a->not_understood + a->refused;
	uint64_t in_b = b->not_understood + b->refused;
	if (in_a != in_b)
		return in_a > in_b ? -1 : 1;
	return a < b ? -1 : a > b;
}

/* "sshd 1,204, cron 60 …" */
static struct text formats_of(struct report *report, const struct triage_file *file)
{
	const struct words *words = &report->words;
	struct text between = words_get(words, "list_and");
	struct text list = TEXT("");
	if (file->decoder_count == 1)
		return words_clean(words, file->decoders[0].title, 40);
	for (size_t i = 0; i < file->decoder_count && i < FORMATS; i++) {
		struct text title = words_clean(words, file->decoders[i].title, 40);
		struct text count = words_count(words, file->decoders[i].records);
		struct text before = i == 0 ? TEXT("") : between;
		list = text_format(words->arena, "%.*s%.*s%.*s %.*s", TEXT_ARGS(list),
		    TEXT_ARGS(before), TEXT_ARGS(title), TEXT_ARGS(count));
	}
	if (file->decoder_count > FORMATS)
		list = text_format(words->arena, "%.*s …", TEXT_ARGS(list));
	return list;
}

static void put_samples(struct report *report, const struct triage_file *file)
{
	const struct words *words = &report->words;
	struct text name = file->sample_count == 0 ? TEXT("") : file->name;
	json_put_text(
	    &report->writer, "samples_title", name.size == 0 ? name : report_file(report, name));
	json_open_array(&report->writer, "samples");
	for (size_t i = 0; i < file->sample_count && i < report->limits->samples; i++) {
		const struct triage_sample *sample = &file->samples[i];
		json_open_object(&report->writer, NULL);
		json_put_text(
		    &report->writer, "at", words_number_of(words, "record", sample->record));
		json_put_text(&report->writer, "text",
		    words_clean(words, sample->excerpt, report->limits->excerpt));
		json_put_text(&report->writer, "why", report_reason(report, sample->why));
		json_close_object(&report->writer);
	}
	json_close_array(&report->writer);
}

static void put_file(struct report *report, const struct triage_file *file)
{
	const struct words *words = &report->words;
	struct json_writer *writer = &report->writer;
	uint64_t missed = file->not_understood + file->refused;
	uint64_t understood = file->records > missed ? file->records - missed : 0;
	bool timed = file->first != CLOCK_NONE;
	json_open_object(writer, NULL);
	bool rest = file->name.size == 0;
	json_put_text(writer, "name",
	    rest ? words_get(words, "other_files") : report_file(report, file->name));
	json_put_text(writer, "size", words_bytes(words, file->bytes));
	json_put_text(writer, "records", words_count(words, file->records));
	json_put_text(writer, "understood", words_share(words, understood, file->records));
	json_put_bool(writer, "low", missed > file->records / 20);
	json_put_text(writer, "period",
	    timed ? words_span(words, file->first, file->last) : words_get(words, "no_time"));
	json_put_text(writer, "formats", formats_of(report, file));
	put_samples(report, file);
	json_close_object(writer);
}

static void put_files(struct report *report)
{
	const struct triage_result *result = report->result;
	size_t count = result->file_count;
	const struct triage_file **order =
	    arena_array(report->words.arena, count + 1, sizeof(const struct triage_file *));
	for (size_t i = 0; i < count; i++)
		order[i] = &result->files[i];
	qsort(order, count, sizeof(const struct triage_file *), by_trouble);
	size_t shown = count < report->limits->files ? count : report->limits->files;
	bool samples = false;
	report_put_title(report, "files_title", "files_title", count);
	json_put_bool(&report->writer, "files_open", count <= OPEN_FILES);
	json_open_array(&report->writer, "files");
	for (size_t i = 0; i < shown; i++) {
		put_file(report, order[i]);
		samples = samples || order[i]->sample_count != 0;
	}
	json_close_array(&report->writer);
	report_put_more(report, "files_more", "files_more", count - shown);
	json_put_bool(&report->writer, "samples", samples);
}

/* Files that could not be read for the same reason stand together: it is the reason that can be
 * mended. */
struct cause {
	struct text why;
	size_t first;
	uint64_t count;
};

static size_t group_unreadable(
    const struct triage_result *result, struct cause *causes, size_t limit)
{
	size_t groups = 0;
	for (size_t i = 0; i < result->unreadable_count; i++) {
		struct text why = result->unreadable[i].why;
		size_t j = 0;
		while (j < groups && !text_equal(causes[j].why, why))
			j++;
		if (j == limit)
			continue;
		if (j == groups)
			causes[groups++] = (struct cause){.why = why, .first = i};
		causes[j].count++;
	}
	return groups;
}

static void put_cause(struct report *report, const struct cause *cause)
{
	const struct triage_result *result = report->result;
	const struct words *words = &report->words;
	struct text files = TEXT("");
	uint64_t shown = 0;
	for (size_t i = cause->first; shown < cause->count && shown < FILES_A_CAUSE; i++) {
		const struct triage_unreadable *item = &result->unreadable[i];
		if (!text_equal(item->why, cause->why))
			continue;
		struct text name = report_file(report, item->file);
		struct text at = TEXT("");
		if (item->offset != 0)
			at = words_number_of(words, "position", item->offset);
		struct text between = shown == 0 ? TEXT("") : words_get(words, "list_and");
		files = text_format(words->arena, "%.*s%.*s%.*s%s%.*s", TEXT_ARGS(files),
		    TEXT_ARGS(between), TEXT_ARGS(name), at.size == 0 ? "" : " ", TEXT_ARGS(at));
		shown++;
	}
	json_open_object(&report->writer, NULL);
	json_put_text(&report->writer, "files", files);
	report_put_more(report, "more", "more", cause->count - shown);
	json_put_text(&report->writer, "why", report_reason(report, cause->why));
	json_close_object(&report->writer);
}

static void put_unreadable(struct report *report)
{
	const struct triage_result *result = report->result;
	size_t limit = report->limits->unreadable;
	struct cause *causes = arena_array(report->words.arena, limit + 1, sizeof(struct cause));
	size_t groups = group_unreadable(result, causes, limit);
	uint64_t shown = 0;
	json_open_array(&report->writer, "unreadable");
	for (size_t i = 0; i < groups; i++) {
		put_cause(report, &causes[i]);
		shown += causes[i].count;
	}
	json_close_array(&report->writer);
	report_put_title(report, "unreadable_title", "unreadable", result->unreadable_total);
	report_put_more(
	    report, "unreadable_more", "unreadable_more", result->unreadable_total - shown);
}

static void put_gaps(struct report *report)
{
	const struct words *words = &report->words;
	struct report_gap *gaps;
	size_t count = report_gaps(report, &gaps);
	report_put_title(report, "gaps_title", "gaps", count);
	json_open_array(&report->writer, "gaps");
	for (size_t i = 0; i < count && i < report->limits->files; i++) {
		const struct fill fills[] = {
		    {"span", words_span(words, gaps[i].from, gaps[i].to)},
		    {"length", words_duration(words, gaps[i].to - gaps[i].from)},
		};
		json_put_text(&report->writer, NULL, words_fill(words, "gap", fills, 2));
	}
	json_close_array(&report->writer);
}

void report_put_coverage(struct report *report)
{
	const struct triage_result *result = report->result;
	const struct words *words = &report->words;
	uint64_t understood = result->records - result->not_understood - result->refused;
	const struct fill fills[] = {
	    {"files", words_count(words, result->file_total)},
	    {"bytes", words_bytes(words, result->bytes)},
	    {"records", words_count(words, result->records)},
	    {"share", words_share(words, understood, result->records)},
	};
	json_open_object(&report->writer, "coverage");
	const char *key = result->records == 0 ? "coverage_none" : "coverage_sentence";
	json_put_text(&report->writer, "sentence", words_fill(words, key, fills, 4));
	json_put_text(&report->writer, "folder", words_clean(words, report->folder, PATH_COLUMNS));
	put_files(report);
	put_unreadable(report);
	put_gaps(report);
	json_close_object(&report->writer);
}

size_t report_refused(const struct report *report)
{
	size_t count = 0;
	(void)ruleset_refused(report->result->rules, &count);
	return count;
}

struct reason {
	const struct refused_rule *first;
	uint64_t count;
};

/* Rules that were refused for the same reason stand together: it is the reason that can be mended.
 */
static size_t group(
    const struct refused_rule *refused, size_t count, struct reason *reasons, size_t limit)
{
	size_t groups = 0;
	for (size_t i = 0; i < count; i++) {
		size_t j = 0;
		while (j < groups && !text_equal(reasons[j].first->why, refused[i].why))
			j++;
		if (j == limit)
			continue;
		if (j == groups)
			reasons[groups++] = (struct reason){.first = &refused[i]};
		reasons[j].count++;
	}
	return groups;
}

static void put_reason(struct report *report, const struct reason *reason)
{
	const struct words *words = &report->words;
	struct text where = words_clean(words, reason->first->file, PATH_COLUMNS);
	if (reason->first->line != 0) {
		struct text line = words_number_of(words, "line", reason->first->line);
		where = text_format(words->arena, "%.*s, %.*s", TEXT_ARGS(where), TEXT_ARGS(line));
	}
	json_open_object(&report->writer, NULL);
	json_put_text(&report->writer, "where", where);
	json_put_text(&report->writer, "why", report_reason(report, reason->first->why));
	json_put_text(&report->writer, "count", words_count(words, reason->count));
	json_close_object(&report->writer);
}

static void put_refused(struct report *report)
{
	size_t count = 0;
	const struct refused_rule *refused = ruleset_refused(report->result->rules, &count);
	size_t limit = report->limits->refused;
	struct reason *reasons = arena_array(report->words.arena, limit + 1, sizeof(struct reason));
	size_t groups = group(refused, count, reasons, limit);
	uint64_t shown = 0;
	json_open_array(&report->writer, "refused");
	for (size_t i = 0; i < groups; i++) {
		put_reason(report, &reasons[i]);
		shown += reasons[i].count;
	}
	json_close_array(&report->writer);
	report_put_title(report, "refused_title", "rules_refused", count);
	report_put_more(report, "refused_more", "rules_more", count - shown);
}

void report_put_rules(struct report *report)
{
	const struct words *words = &report->words;
	enum severity level = report->result->min_level;
	const struct fill loaded = {
	    "loaded", words_count(words, ruleset_count(report->result->rules))};
	char key[64];
	snprintf(key, sizeof(key), "severity_%s", severity_word(level));
	const struct fill least = {"level", words_get(words, key)};
	bool all = level == SEVERITY_INFORMATIONAL;
	json_open_object(&report->writer, "rules");
	json_put_text(&report->writer, "sentence", words_fill(words, "rules_sentence", &loaded, 1));
	bool few = ruleset_count(report->result->rules) < FEW_RULES;
	json_put_text(&report->writer, "hint", few ? words_get(words, "rules_hint") : TEXT(""));
	json_put_text(&report->writer, "min_level",
	    all ? TEXT("") : words_fill(words, "min_level", &least, 1));
	put_refused(report);
	json_close_object(&report->writer);
}
