/* SPDX-License-Identifier: Apache-2.0 */
/* One line a match: JSON lines and CSV, in the shapes of the manual. */
#ifndef PROGRAM_CLI_TRIAGE_TRIAGE_WRITE_H
#define PROGRAM_CLI_TRIAGE_TRIAGE_WRITE_H

#include "base/buffer.h"
#include "event/finding.h"
#include "program/cli/triage/triage.h"

struct arena;
struct json_writer;

/* A value in the `event` of a JSON line is cut here, and the object ends at so many bytes
 * ("event_cut": true). */
#define WRITE_VALUE ((size_t)8 * 1024)
#define WRITE_EVENT ((size_t)256 * 1024)

/* All a line needs. */
struct written_match {
	const struct match *match;
	const struct subject *subject;
	const struct position *where;
	struct text excerpt;
	struct arena *arena; /* scratch; may be reset after the call */
	struct text event;   /* JSON lines: from write_json_event(); empty: it is written anew */
};

/* The event of a match as its line has it: an event's matches share it, so it is written once. The
 * arena may be reset after the call. */
void write_json_event(struct buffer *out, const struct event *event, struct arena *arena);
void write_json_match(struct buffer *out, const struct written_match *written);
void write_json_unreadable(struct buffer *out, struct text file, uint64_t offset, struct text why);
void write_json_incident(struct buffer *out, const struct incident *incident);
/* {"loaded":…,"refused":[{"file":…,"line":…,"why":…}]} as a member, or with name NULL as a value of
 * its own. */
void write_json_rules(struct json_writer *writer, const char *name, const struct ruleset *rules);
void write_json_summary(struct buffer *out, const struct triage_result *result);

/* The header line; cells that a spreadsheet would run as a formula get an apostrophe before them.
 */
void write_csv_header(struct buffer *out);
void write_csv_match(struct buffer *out, const struct written_match *written);

#endif
