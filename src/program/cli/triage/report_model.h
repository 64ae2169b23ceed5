/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the report of `sakimori triage` says, as one JSON value.
 *
 * Its members:
 * - lang: "ja" or "en"
 * - t: the words of content/texts/triage.yaml in that language; "triage.NAME" is t.NAME
 * - paint {act, look, good, unknown, bold, soft, plain}: colours of a terminal, or nothing
 * - data: for programs, the same in both languages (below)
 * - view: for templates, words in order, ready to be put down (below)
 *
 * data: state ("good", "look", "act", "unknown"), generated, first, last, zone, files,
 * unreadable, bytes, records, events, not_understood, matches, findings, counted (findings outside
 * incidents), blocked, act, look, rules_loaded, rules_refused, peak_rss, seconds.
 *
 * view: every key is always there. What does not apply is an empty string, false or an empty
 * list, so that a template can ask for it and never sees an outer one. A key that ends in _title
 * or _lead is empty where the list below it is, one in _more where nothing was left out.
 * - state STATE
 * - headline, lead, where: the answer in sentences
 * - step {text, for}: the one thing to do first
 * - caveats_title, caveats [text]: what was not seen
 * - figures [{key, value, label}]: key is act, look or plain
 * - period {text, exact, duration}, generated {text, exact}, zone, took
 * - incidents_lead, incidents_none (why there are none), incidents_index (so many that a list of
 *   their titles helps), incidents [INCIDENT], incidents_more
 * - products [{word, blocked, allowed, unknown, total, alarm}], products_lead,
 *   products_total {blocked, allowed, unknown, total, alarm}
 * - counted [FINDING], counted_title, counted_more
 * - timeline {units, lanes [{word, term, marks [{x, width, key, label}]}], ticks [text], title,
 *   list [FINDING], list_more}: x and width are of `units`
 * - coverage {sentence, folder (what all names of files begin with), files_title, files_open (few
 * enough not to be folded), files [FILE], files_more, samples (a file has one), unreadable_title,
 * unreadable [{files, more, why}], unreadable_more, gaps_title, gaps [text]}
 * - rules {sentence, hint (how to get more), min_level, refused [{where, why, count}],
 * refused_title, refused_more}
 *
 * STATE: {key, word, mark, paint}; the mark tells states apart without colour.
 *
 * INCIDENT: {n, id, state STATE, title, when {text, exact}, duration, confidence {text, word},
 * severity {key, word}, story, stages [{word, term, seen, furthest}], stages_seen (in one line),
 * who [{label, values [text], values_line, more}], next [{n, text}], findings_title,
 * findings [FINDING], findings_more}.
 *
 * FINDING: {n (of its incident), severity {key, word}, title, term (what the product
 * calls it, where that is another), subject, count, times, when {text, exact}, start,
 * done, done_key (blocked, allowed, mixed, unknown), rule, evidence_title,
 * evidence [{time, exact, where, text}]}.
 *
 * FILE: {name, size, records, understood, low (too little was), period, formats, samples_title,
 * samples [{at, text, why}]}.
 *
 * Everything foreign in view (file names, excerpts, rule titles) went through words_clean().
 */
#ifndef PROGRAM_CLI_TRIAGE_REPORT_MODEL_H
#define PROGRAM_CLI_TRIAGE_REPORT_MODEL_H

#include "base/json.h"
#include "base/outcome.h"
#include "program/cli/triage/triage.h"

struct arena;
struct buffer;

struct report_input {
	const struct triage_result *result;
	const struct texts *texts; /* content/texts */
	enum language language;
	struct text template; /* content/templates/triage.html or triage.txt */
	struct text finding;  /* content/templates/triage-finding.html, its {{>finding}} */
	bool paint; /* the root's `paint` holds ESC sequences for a terminal, else empty strings */
};

/* How long the lists of a page may be; what is over is counted in a sentence. */
struct report_limits {
	size_t incidents;
	size_t findings; /* of an incident */
	size_t evidence; /* of a finding; at most FINDING_EVIDENCE */
	size_t counted;
	size_t timeline;
	size_t files;
	size_t samples; /* of a file; at most TRIAGE_SAMPLES */
	size_t unreadable;
	size_t refused;
	size_t excerpt; /* columns of one */
	size_t name;    /* columns of a file's name: its end is kept */
	size_t values;  /* machines, accounts, addresses of an incident; at most SET_VALUES */
	size_t paths;   /* programs and files of it */
};

/* Build the model on the arena, which needs 64 MiB for what the limits of the two pages allow. */
enum outcome report_model(const struct report_input *input, const struct report_limits *limits,
    struct arena *arena, const struct json **model, struct why *why) MUST_CHECK;

#endif
