/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `sakimori triage`: what a run over files found, as the writers (text, HTML, JSON lines, CSV) get
 * it.
 */
#ifndef PROGRAM_CLI_TRIAGE_TRIAGE_H
#define PROGRAM_CLI_TRIAGE_TRIAGE_H

#include "base/clock.h"
#include "decode/decoder.h"
#include "detect/ruleset.h"
#include "incident/incident.h"
#include "render/texts.h"

#include <stdint.h>

#define TRIAGE_SAMPLES 3

/* A record that no decoder understood. */
struct triage_sample {
	uint64_t record;
	struct text excerpt; /* at most 200 bytes, control characters as spaces, valid UTF-8 */
	struct text why;
};

/* How many records of a file one decoder had. */
struct triage_decoder {
	struct text name;
	struct text title;
	uint64_t records;
};

#define TRIAGE_FILES 5000 /* beyond these the last entry sums up the rest, its name is empty */

/* One file or archive member that was read. */
struct triage_file {
	struct text name;
	uint64_t bytes;
	uint64_t records; /* understood, not understood and refused */
	uint64_t events;
	uint64_t not_understood;
	uint64_t refused; /* over a limit or broken framing: in the unreadable list, too */
	uint64_t matches;
	int64_t first; /* CLOCK_NONE: no event had a credible time of its own */
	int64_t last;
	struct triage_decoder decoders[DECODER_MOST]; /* most records first */
	size_t decoder_count;
	struct triage_sample samples[TRIAGE_SAMPLES];
	size_t sample_count;
};

struct triage_unreadable {
	struct text file;
	uint64_t offset;
	struct text why;
};

struct triage_result {
	struct triage_file *files;            /* in the order read */
	size_t file_count;                    /* described; at most TRIAGE_FILES */
	uint64_t file_total;                  /* read in all */
	struct triage_unreadable *unreadable; /* the first 1,000 */
	size_t unreadable_count;
	uint64_t unreadable_total;
	uint64_t bytes;
	uint64_t records;
	uint64_t events;
	uint64_t not_understood;
	uint64_t refused;
	uint64_t matches;
	uint64_t by_severity[SEVERITY_CRITICAL + 1]; /* matches */
	/* Product verdicts: matches by category and what was done (enum disposition). */
	uint64_t products[CATEGORY_COUNT][3];
	int64_t first; /* of all events with a credible time of their own; CLOCK_NONE */
	int64_t last;
	struct finding *findings;
	size_t finding_count;
	uint64_t folded_away; /* matches for which there was no room as findings */
	uint64_t left_out;    /* matches beyond EVALUATE_MATCHES of one event */
	uint64_t gave_up;     /* regular expressions that their limits ended without an answer */
	struct incident *incidents;
	size_t incident_count;
	const struct ruleset *rules;
	const struct zone *zone;
	struct text zone_name;
	int64_t ran_at;
	double seconds;
	uint64_t peak_rss; /* bytes */
	enum severity min_level;
};

#endif
