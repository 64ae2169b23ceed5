/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside `backup` and `restore`: a backup is one .tar.zst. Its members stand in the order of the
 * data folder's parts; the last is manifest.json, which has the size and BLAKE2b-256 hash of every
 * one before it, in their order. What has no manifest at its end is not whole.
 */
#ifndef PROGRAM_CLI_BACKUP_BACKUP_PARTS_H
#define PROGRAM_CLI_BACKUP_BACKUP_PARTS_H

#include "base/outcome.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct arena;

#define BACKUP_FORMAT 1
#define BACKUP_MANIFEST "manifest.json"
#define BACKUP_MANIFEST_SIZE ((size_t)256 << 20)
#define BACKUP_HASH_TEXT 65

/* What a backup holds: a folder or a file below the data folder. */
struct backup_part {
	const char *name;
	const char *ending; /* files with another are left out; NULL: all */
	bool keys;          /* --without-keys leaves it out */
	bool state;         /* the store: a copy of it is made */
};
extern const struct backup_part backup_parts[]; /* ends with a NULL name */

/* What stands in a backup, or came back from one. */
struct backup_told {
	uint64_t files;
	uint64_t bytes;
	uint64_t left_out;  /* files that could not be taken along, each told on standard error */
	int64_t time;       /* when it was made */
	uint64_t log_first; /* the log's extent then */
	uint64_t log_end;
	unsigned schema;
	bool keys;
	uint64_t companies; /* restore: in the store */
	uint64_t position;  /* restore: the engine's */
	char aside[512];    /* restore --replace: where the old folder is now */
};

struct backup_wish {
	const char *data;
	const char *file;
	bool without_keys;
	int64_t now;
};
enum outcome backup_make(
    const struct backup_wish *wish, struct backup_told *told, struct why *why) MUST_CHECK;

struct restore_wish {
	const char *data;
	const char *file;
	bool replace;
	int64_t now;
};
enum outcome backup_restore(
    const struct restore_wish *wish, struct backup_told *told, struct why *why) MUST_CHECK;

/* backup_unpack.c: into an empty folder of our own, every hash compared with the manifest's. */
enum outcome backup_unpack(
    const char *file, const char *folder, struct backup_told *told, struct why *why) MUST_CHECK;

/* "PATH: DOING: reason" by errno. */
enum outcome backup_failed(const char *path, const char *doing, struct why *why);

#endif
