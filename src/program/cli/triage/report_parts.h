/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of report_model(), one file each: between those files only. */
#ifndef PROGRAM_CLI_TRIAGE_REPORT_PARTS_H
#define PROGRAM_CLI_TRIAGE_REPORT_PARTS_H

#include "base/json.h"
#include "program/cli/triage/report_model.h"
#include "render/words.h"

/* What a story or a step is cut to: their words are ours, the names in them are not. */
#define STORY_COLUMNS 2000

struct report {
	const struct triage_result *result;
	const struct report_limits *limits;
	bool paint;
	struct text folder; /* what all names of files begin with, up to a slash */
	struct words words;
	struct json_writer writer;
};

enum report_state { REPORT_GOOD, REPORT_LOOK, REPORT_ACT, REPORT_UNKNOWN };

struct report_totals {
	enum report_state state;
	size_t act; /* incidents */
	size_t look;
	size_t counted; /* findings outside incidents */
	size_t gaps;
	uint64_t blocked; /* by products */
};

/* {key, word, mark, paint} */
void report_put_state(struct report *report, const char *name, enum report_state state);
/* {text, exact} of a span; `name` NULL within a list. */
void report_put_span(struct report *report, const char *name, int64_t first, int64_t last);
/* One FINDING. */
void report_put_finding(struct report *report, const struct finding *finding);
/* A sentence about what a list leaves out; empty when that is nothing. */
void report_put_more(struct report *report, const char *name, const char *key, uint64_t more);
/* What stands above a list of `count`, {n} in it filled; empty where there is none. */
void report_put_title(struct report *report, const char *name, const char *key, size_t count);
/* The text of the report's language. */
struct text report_either(const struct report *report, struct both both);
/* The word of a stage, the same that stories use. */
struct text report_stage(const struct report *report, enum stage stage);
/* What a reason of the program's (English, of a file or rule) says in the report's language. */
struct text report_reason(const struct report *report, struct text why);

/* The members of view. */
void report_put_answer(struct report *report, const struct report_totals *totals);
void report_put_incidents(struct report *report, const struct report_totals *totals);
void report_put_counted(struct report *report);
void report_put_timeline(struct report *report);
void report_put_coverage(struct report *report);
void report_put_rules(struct report *report);

/* Stretches of a day or more that no file's records cover; sorted. On the report's arena. */
struct report_gap {
	int64_t from;
	int64_t to;
};
size_t report_gaps(const struct report *report, struct report_gap **gaps);

/* What the names of all files and unreadable ones begin with, up to a slash. */
struct text report_folder(const struct triage_result *result);
/* The rest of a file's name, fit to be shown. */
struct text report_file(const struct report *report, struct text name);

/* Rules that were refused. */
size_t report_refused(const struct report *report);

#endif
