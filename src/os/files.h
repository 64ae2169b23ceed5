/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files: reading whole small ones, walking folders, and streaming big ones with archives opened.
 */
#ifndef OS_FILES_H
#define OS_FILES_H

#include "base/outcome.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* Read a whole regular file of at most `limit` bytes onto the arena. */
enum outcome file_read(const char *path, size_t limit, struct arena *arena, struct text *bytes,
    struct why *why) MUST_CHECK;

/* Replace a file by a temporary one beside it and rename: a reader never sees half of it. Mode 0644
 * less the umask. */
enum outcome file_write(const char *path, struct text bytes, struct why *why) MUST_CHECK;

/* fsync a folder, so that the names in it outlive a power loss. */
enum outcome folder_sync(const char *path, struct why *why) MUST_CHECK;

/*
 * Call `visit` for every regular file under `path` (or for `path` itself), folders in byte
 * order of names, links not followed below the given path, other kinds of files reported through
 * `visit` with a reason. visit returns false to stop. NOT_FOUND, NOT_READABLE for `path` itself;
 * trouble below it goes through `visit` (outcome other than DONE).
 */
struct file_seen {
	const char *path;
	uint64_t size;
	int64_t modified;     /* instant */
	enum outcome outcome; /* DONE: a regular file */
	const char *why;
};
enum outcome file_walk(const char *path, bool (*visit)(void *data, const struct file_seen *seen),
    void *data, struct why *why) MUST_CHECK;

#endif
