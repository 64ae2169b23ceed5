/* SPDX-License-Identifier: Apache-2.0 */
/* One segment of the log, dealt out to the chains of its companies. */
#ifndef PROGRAM_SERVER_ENGINE_ENGINE_SEGMENT_H
#define PROGRAM_SERVER_ENGINE_ENGINE_SEGMENT_H

#include "base/outcome.h"
#include "decode/table/csv.h"
#include "journal/block.h"

#include <stdatomic.h>
#include <stdbool.h>

struct arena;

struct segment {
	struct journal_place place;
	const char *log; /* the log's folder */
	uint64_t begin;
	uint64_t end;
	const uint64_t *aside; /* positions of frames that are not to be decoded */
	size_t aside_count;
	const struct csv_mappings *mappings;
	_Atomic uint64_t *at; /* the board's place for what is being decoded */
};

struct sealed_head {
	struct text company;
	struct chain_head head;
};
struct sealed_heads {
	struct sealed_head *at;
	size_t count;
};

/*
 * Seal every frame of the segment that is not sealed yet; frames of companies without a key are
 * dropped, for they left. *heads (on the arena) are the chains' ends. On failure nothing is lost:
 * seal it again.
 */
enum outcome segment_seal(const struct segment *segment, struct arena *arena,
    struct sealed_heads *heads, struct why *why) MUST_CHECK;

#endif
