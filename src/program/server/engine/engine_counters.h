/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a worker counts of a company in a turn: by source, hour, name and detail. What is about
 * records counts in the hour they were received, what is about events in the hour they happened.
 */
#ifndef PROGRAM_SERVER_ENGINE_ENGINE_COUNTERS_H
#define PROGRAM_SERVER_ENGINE_ENGINE_COUNTERS_H

#include "base/outcome.h"
#include "base/text.h"
#include "decode/decoder.h"
#include "event/finding.h"

#include <stddef.h>
#include <stdint.h>

struct arena;
struct counters;
struct store;
struct viewer;

enum count_name {
	COUNT_RECORDS,
	COUNT_BYTES,
	COUNT_EVENTS,
	COUNT_NOT_UNDERSTOOD,
	COUNT_REFUSED, /* what the framer refused */
	COUNT_DECODER, /* detail: place in decoder_all() */
	COUNT_MATCHES, /* detail: severity */
	COUNT_PRODUCT, /* detail: category * 3 + disposition */
};

/* One count. Sources are compared by pointer: the caller keeps each once. */
struct counted {
	const char *source;
	int64_t time; /* cut to the hour */
	enum count_name name;
	unsigned detail;
	uint64_t value;
};

/* Those of one company, on the arena; grows with what is counted. */
struct counters *counters_create(struct arena *arena);
void counters_add(struct counters *counters, const struct counted *counted);
/* The place of a decoder among decoder_all(). */
unsigned counters_decoder(const struct decoder *decoder);
/* Add them to the store's. */
enum outcome counters_put(const struct counters *counters, struct text company, struct store *store,
    const struct viewer *viewer, struct why *why) MUST_CHECK;

#endif
