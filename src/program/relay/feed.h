/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files fed to a server, once: walked, unpacked, cut into records as `triage` does, posted in
 * batches whose ids come from the files' content, so that a run that is repeated after an
 * interruption changes nothing where the server has the batches already.
 */
#ifndef PROGRAM_RELAY_FEED_H
#define PROGRAM_RELAY_FEED_H

#include "base/outcome.h"
#include "base/text.h"
#include "program/relay/post.h"

#include <stddef.h>
#include <stdint.h>

struct csv_mappings;

struct feed_options {
	struct post *post;
	const struct csv_mappings *mappings;
	const char *const *paths;
	size_t count;
	const char *origin; /* under which name all is sent; NULL: each file's own */
	/* Something could not be read or was refused, and is left out. */
	void (*unreadable)(void *data, const char *name, uint64_t offset, const char *why);
	/* A wait because the server cannot take more at present, or is not there. */
	void (*waiting)(void *data, const char *why, int64_t microseconds);
	void (*progress)(void *data, uint64_t bytes, struct text name); /* of the outer files */
	void *data;
};
struct feed_result {
	uint64_t files; /* members of archives counted each */
	uint64_t bytes; /* unpacked */
	uint64_t records;
	uint64_t batches;
	uint64_t known;      /* batches that the server had already */
	uint64_t unreadable; /* files and stretches that were left out */
};
/* DONE, also where something was left out. NOT_ALLOWED: the token is refused. NOT_READABLE: the
 * server cannot be reached. */
enum outcome feed(
    const struct feed_options *options, struct feed_result *result, struct why *why) MUST_CHECK;

#endif
