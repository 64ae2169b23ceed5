/* SPDX-License-Identifier: Apache-2.0 */
/* The findings that correlation looks at, as they are taken from the store. */
#ifndef PROGRAM_SERVER_ENGINE_ENGINE_GROUP_H
#define PROGRAM_SERVER_ENGINE_ENGINE_GROUP_H

#include "program/server/engine/engine_correlate.h"

struct arena;

/* An incident that findings were in before. */
struct before {
	char id[STORE_ID];
	struct kept_incident kept;
	bool there; /* the row was found */
};

struct group_set {
	struct arena *arena;
	struct kept_finding *rows; /* as stored, by first time, then id */
	struct finding *findings;  /* the same, for correlate(): named, with rules' facts */
	size_t *together;          /* before[] + 1, 0 for none */
	size_t count;
	size_t room;
	struct before *before;
	size_t before_count;
	size_t spare; /* bytes of the arena that rows may not take */
	uint64_t left_out;
};

/* Load what is of late, and what belongs to the same incidents. */
enum outcome group_load(
    const struct correlation *correlation, struct group_set *set, struct why *why) MUST_CHECK;

#endif
