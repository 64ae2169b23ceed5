/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside unpack: streams within streams. Nobody else includes this.
 *
 * A stream is a run of bytes with a name: the outer file, then a member of what it holds, and so
 * on. A stream whose content is an archive or is compressed has a libarchive handle that reads the
 * stream through a callback; the handle's current member is the next stream. So nesting costs one
 * block a level and no temporary file.
 */
#ifndef OS_UNPACK_PARTS_H
#define OS_UNPACK_PARTS_H

#include "base/limits.h"
#include "os/unpack.h"

#include <locale.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct archive;
struct archive_entry;
struct buffer;

#define UNPACK_BLOCK ((size_t)64 * 1024)
#define UNPACK_PEEK ((size_t)1024) /* enough for a tar header */
/* Containers and compressions are counted apart, so that a .tar.gz is not two deep. */
#define UNPACK_STREAMS (2 * LIMIT_ARCHIVE_DEPTH + 1)

enum content {
	CONTENT_PLAIN,
	CONTENT_GZIP,
	CONTENT_BZIP2,
	CONTENT_XZ,
	CONTENT_ZSTD,
	CONTENT_ZIP,
	CONTENT_TAR,
	CONTENT_7ZIP,
};

struct stream {
	struct unpack *unpack;
	unsigned index; /* 0: the outer file */
	char *name;
	int64_t modified;
	char peek[UNPACK_PEEK];
	size_t peeked;
	bool replayed; /* the peeked bytes have been given */
	bool ended;
	enum content content;
	struct archive *archive; /* NULL: the bytes themselves come out */
	uint64_t members;        /* headers read through the handle */
	bool spent;              /* the handle is of no more use */
	uint64_t offset;         /* bytes given out as a plain member */
	char *block;             /* UNPACK_BLOCK bytes */
	struct why failure;      /* why its bytes could not be read; empty when they could */
};

enum unpack_state {
	STATE_STREAM,  /* the topmost stream is new */
	STATE_MEMBERS, /* the topmost stream is an archive: its next member */
	STATE_BYTES,   /* the topmost stream is plain: its next bytes */
	STATE_OVER,
};

struct unpack {
	int fd;
	struct unpack_limits limits;
	uint64_t size; /* of the outer file */
	uint64_t read; /* bytes read of it, some perhaps twice */
	uint64_t members;
	uint64_t unpacked[UNPACK_STREAMS + 1]; /* bytes that came out at each level */
	bool over_limit;
	struct why limit; /* which, when over_limit */
	enum unpack_state state;
	locale_t locale; /* with UTF-8, for the names libarchive converts; 0 when there is none */
	struct stream *streams[UNPACK_STREAMS + 1];
	unsigned depth; /* streams in use */
	char *name;     /* the name last given out */
};

/* unpack_stream.c */

struct stream *unpack_stream_create(struct unpack *unpack, const char *name, int64_t modified);
void unpack_stream_destroy(struct stream *stream);
/* Look at the stream's first bytes. False: `failure` says why they cannot be read. */
bool unpack_stream_peek(struct stream *stream);
/* The stream's next bytes; 0 at its end, -1 with `failure`. */
ssize_t unpack_stream_read(struct stream *stream, const void **bytes);
/* Open the handle over a stream that was peeked into. */
enum outcome unpack_stream_open(struct stream *stream, struct why *why) MUST_CHECK;
/* The handle's next member: DONE, AT_END, or MALFORMED with the reason (then it is of no more use).
 */
enum outcome unpack_stream_next(
    struct stream *stream, struct archive_entry **entry, struct why *why) MUST_CHECK;

/* unpack_content.c */

/* What a stream is that begins so. */
enum content unpack_content(struct text start);
bool unpack_is_container(enum content content);
/* Whether an xz stream's first block asks for a larger dictionary than 128 MiB. */
bool unpack_wants_memory(struct text start);
/* Append a member's name made fit for show; see os/unpack.h. */
void unpack_clean_name(struct text name, struct buffer *out);
/* Whether an archive whose first member is called so is an Office document. */
bool unpack_is_office(struct text first_member);

#endif
