/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What `triage` has counted and found so far: per file, in all, and the findings. Only
 * whoever has the turn may touch it. Memory is bounded by TRIAGE_FILES, the unreadable list and the
 * fold's limits.
 */
#ifndef PROGRAM_CLI_TRIAGE_TRIAGE_TALLY_H
#define PROGRAM_CLI_TRIAGE_TRIAGE_TALLY_H

#include "decode/decoder.h"
#include "incident/attribution.h"
#include "incident/fold.h"
#include "program/cli/triage/triage.h"
#include "program/cli/triage/triage_batch.h"

#include <stdio.h>

#define TRIAGE_UNREADABLE 1000

struct triage_tally;

/* What one worker counted in a batch, or in the part of it since it last handed over. */
struct batch_count {
	uint64_t records;
	uint64_t events;
	uint64_t not_understood;
	uint64_t refused;
	uint64_t matches;
	uint64_t left_out; /* as in struct triage_result */
	uint64_t gave_up;
	uint64_t by_severity[SEVERITY_CRITICAL + 1];
	uint64_t products[CATEGORY_COUNT][3];
	uint64_t decoders[DECODER_MOST]; /* by place in decoder_all() */
	int64_t first;
	int64_t last;
	struct triage_sample samples[TRIAGE_SAMPLES]; /* texts of the worker's */
	size_t sample_count;
};

/* `out` (may be NULL) gets the lines of JSON lines and CSV output. */
struct triage_tally *tally_create(FILE *out);
/* NULL is harmless. Results point into it. */
void tally_destroy(struct triage_tally *tally);

/* Write finished lines. */
void tally_write(struct triage_tally *tally, struct text lines);
/* False once writing has failed; errno of that is kept. */
bool tally_written(const struct triage_tally *tally, int *error);

/* Learn which machine had which address. */
void tally_tenancy(struct triage_tally *tally, const struct tenancy *tenancy);
void tally_sighting(struct triage_tally *tally, const struct sighting *sighting);
void tally_unreadable(
    struct triage_tally *tally, struct text file, uint64_t offset, struct text why);
/* Add a count to its source's file. */
void tally_count(
    struct triage_tally *tally, const struct source *source, const struct batch_count *count);
/* The source is complete: `bytes` in all. */
void tally_end(struct triage_tally *tally, const struct source *source, uint64_t bytes);

/* Fill in counts, files, unreadable list and findings. Call once, at the end. */
void tally_result(struct triage_tally *tally, struct triage_result *result);

#endif
