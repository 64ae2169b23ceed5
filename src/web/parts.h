/* SPDX-License-Identifier: Apache-2.0 */
/* The parts that pages are put together from, each written the same way everywhere. */
#ifndef WEB_PARTS_H
#define WEB_PARTS_H

#include "store/results.h"
#include "web/call.h"

/* What every page has around it: who is signed in, the places to go, the other language. `here` is
 * the place that is marked: "companies", "incidents", …. Handlers call it once. */
void page_frame(struct call *call, const char *here);

/* Data: a text, instant or count that is left out where it is empty, none or 0. */
void data_text(struct json_writer *writer, const char *name, struct text value);
void data_time(struct json_writer *writer, const char *name, int64_t instant);
void data_seconds(struct json_writer *writer, const char *name, int64_t microseconds);
void data_count(struct json_writer *writer, const char *name, uint64_t value);

/* View: foreign text cleaned; an instant as {text, exact, ago}; numbers grouped. */
void view_text(struct call *call, const char *name, struct text value, size_t columns);
void view_moment(struct call *call, const char *name, int64_t instant);
void view_span(struct call *call, const char *name, int64_t first, int64_t last);
void view_count(struct call *call, const char *name, uint64_t value);
void view_link(struct call *call, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* "3 min ago" */
struct text words_ago(const struct call *call, int64_t instant);
/* A text of any key: "PREFIX" "WORD". */
struct text words_any(const struct call *call, const char *prefix, const char *word);
/* A tz name's zone; NULL, and *shown is "UTC", where it is UTC or not known. */
const struct zone *zone_of(struct call *call, struct text name, struct text *shown);
/* Next page of a list, where there is one: data "next" and view "next" as an address. */
void put_next(struct call *call, const char *path, struct text next);

/* States. */
enum state { STATE_GOOD, STATE_LOOK, STATE_ACT, STATE_UNKNOWN };
const char *state_word(enum state state);
void view_state(struct call *call, const char *name, enum state state);

/* Is a source well? `reason` is a key below "console." and why. */
struct source_state {
	enum state state;
	const char *reason; /* "reporting", "never", "silent", "clock", "not_understood" */
};
struct source_state source_judge(const struct source *source, int64_t now);

#define COMPANY_REASONS 6
struct company_state {
	enum state state;
	struct text reasons[COMPANY_REASONS]; /* in words */
	size_t reason_count;
	uint64_t act;
	uint64_t look;
	size_t sources;
	size_t reporting;
	int64_t last_seen;
};
enum outcome company_judge(struct call *call, const struct company *company,
    struct company_state *state, struct why *why) MUST_CHECK;

/* Lists that several pages show. They write an array in data and in view. */
void put_incidents(struct call *call, const char *name, const struct kept_incidents *list);
void put_incident_head(struct call *call, const struct kept_incident *kept);
void put_sources(struct call *call, const char *name, const struct sources *list,
    const struct companies *companies);
void put_findings(struct call *call, const char *name, const struct kept_findings *list);
void put_finding(struct call *call, const struct kept_finding *kept);
/* Where there are at least two: view "timeline". */
void put_timeline(struct call *call, const struct kept_findings *list);
struct text incident_title(const struct call *call, const struct incident *incident);
const char *incident_status_word(enum incident_status status); /* "new", "worked-on", "closed" */
/* The asker's language, else the other one. */
struct text text_either(const struct call *call, struct both both);
void view_severity(struct call *call, enum severity severity);
/* Whom and what it is about: machines, accounts, addresses, programs, files. */
struct who_sets {
	const struct value_set *hosts;
	const struct value_set *users;
	const struct value_set *addresses;
	const struct value_set *processes;
	const struct value_set *files;
};
void data_who(struct json_writer *data, const struct who_sets *who);
void view_who(struct call *call, const struct who_sets *who);
/* One source's object; both writers are at an open object. */
void put_source(struct call *call, const struct source *source, struct text company_name);

/* A company by the path's first {id}, as the viewer may see it; false when it was answered. */
bool company_of(struct call *call, struct company *company);

#endif
