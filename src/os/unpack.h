/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file as a stream of its contents, archives and compression opened on the way (libarchive).
 *
 * Told by content: gzip, zstd, xz, bzip2, zip, tar, 7-Zip and what is nested in them, at most
 * LIMIT_ARCHIVE_DEPTH deep. Nothing is ever written to disk, so a member's name is only a name:
 * it is cleaned for show (control characters, "..", absolute paths) and never opened.
 * Defences: a bound on the unpacked total of one file and on its ratio to what was read
 * (zip bombs), on members, on nesting. What is refused comes out with its name and reason.
 */
#ifndef OS_UNPACK_H
#define OS_UNPACK_H

#include "base/outcome.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct unpack;

struct unpack_limits {
	uint64_t total;   /* unpacked bytes of one outer file; default 64 GiB */
	uint64_t ratio;   /* unpacked : packed, judged from 64 MiB unpacked on; default 1,000 */
	uint64_t members; /* default LIMIT_FILES */
	unsigned depth;   /* archives in archives, and compressions, each; default and most
			     LIMIT_ARCHIVE_DEPTH */
};
extern const struct unpack_limits unpack_default_limits;

/* What comes out next. */
enum unpack_kind {
	UNPACK_MEMBER,  /* a file begins: `name`, `modified` */
	UNPACK_BYTES,   /* its next bytes */
	UNPACK_END,     /* it is complete */
	UNPACK_REFUSED, /* it (or the rest of it) cannot be read: `why`, `offset`; no END follows
			   for it */
};
struct unpack_step {
	enum unpack_kind kind;
	struct text
	    name; /* "logs.zip" or "logs.zip!var/log/auth.log"; valid until the next member */
	int64_t modified;  /* instant of last change: the member's, else the outer file's */
	struct text bytes; /* valid until the next call */
	uint64_t offset;   /* in the member's unpacked bytes */
	struct why why;
};

/*
 * Load what names and times in archives need of the system (character types, the local zone): in a
 * sandbox it could not be opened any more, and names that are not ASCII would be lost. Call it
 * before sandbox_enter(), in one thread; without a sandbox there is no need.
 */
void unpack_prepare(void);

/* Open a regular file. `name` is what it is called in results (copied). */
enum outcome unpack_open(const char *path, const char *name, const struct unpack_limits *limits,
    struct unpack **unpack, struct why *why) MUST_CHECK;
/* NULL is harmless. */
void unpack_close(struct unpack *unpack);

/* The next step; AT_END when all is out. */
enum outcome unpack_next(struct unpack *unpack, struct unpack_step *step) MUST_CHECK;

/* Bytes of the outer file consumed so far: for progress. */
uint64_t unpack_consumed(const struct unpack *unpack);

#endif
