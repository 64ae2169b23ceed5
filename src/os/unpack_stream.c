/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stream and the libarchive handle over it. Each handle is allowed the one format that the
 * content was seen to have, so that no other of libarchive's readers ever runs.
 */
#include "os/unpack_parts.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct stream *unpack_stream_create(struct unpack *unpack, const char *name, int64_t modified)
{
	struct stream *stream = calloc(1, sizeof(*stream));
	if (stream == NULL)
		abort();
	stream->name = strdup(name);
	stream->block = malloc(UNPACK_BLOCK);
	if (stream->name == NULL || stream->block == NULL)
		abort();
	stream->unpack = unpack;
	stream->index = unpack->depth;
	stream->modified = modified;
	return stream;
}

void unpack_stream_destroy(struct stream *stream)
{
	if (stream == NULL)
		return;
	archive_read_free(stream->archive);
	free(stream->name);
	free(stream->block);
	free(stream);
}

/* Why its handle failed. */
static const char *reason_of(struct stream *stream)
{
	/* What failed below is the cause of what the handle says. */
	if (stream->failure.text[0] != 0)
		return stream->failure.text;
	const char *text = archive_error_string(stream->archive);
	return text == NULL ? "it is damaged" : text;
}

/* Bytes of the outer file that were needed so far, each counted once. */
static uint64_t packed(const struct unpack *unpack)
{
	return unpack->read < unpack->size ? unpack->read : unpack->size;
}

#define RATIO_FROM ((uint64_t)64 * 1024 * 1024)

/* Count what came out at a level; false when a limit is passed. */
static bool within_limits(struct unpack *unpack, unsigned index, size_t size)
{
	uint64_t total = unpack->unpacked[index] += size;
	if (total > unpack->limits.total) {
		why_set(&unpack->limit, "the file unpacks to more than %llu bytes",
		    (unsigned long long)unpack->limits.total);
		unpack->over_limit = true;
	} else if (total > RATIO_FROM && total / unpack->limits.ratio > packed(unpack)) {
		why_set(&unpack->limit,
		    "the file unpacks to more than %llu times its size (a decompression bomb)",
		    (unsigned long long)unpack->limits.ratio);
		unpack->over_limit = true;
	}
	return !unpack->over_limit;
}

static ssize_t read_file(struct stream *stream, char *to, size_t size)
{
	struct unpack *unpack = stream->unpack;
	ssize_t got;
	do
		got = read(unpack->fd, to, size);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		why_set(&stream->failure, "reading failed: %s", strerror(errno));
	else
		unpack->read += (uint64_t)got;
	return got;
}

/* Bytes of the member that the handle of the stream below stands at. */
static ssize_t read_member(struct stream *stream, char *to, size_t size)
{
	struct unpack *unpack = stream->unpack;
	struct stream *below = unpack->streams[stream->index - 1];
	la_ssize_t got = ARCHIVE_RETRY;
	for (int tries = 0; got == ARCHIVE_RETRY && tries < 8; tries++)
		got = archive_read_data(below->archive, to, size);
	if (got < 0) {
		below->spent = below->spent || got == ARCHIVE_FATAL;
		why_set(&stream->failure, "%s", reason_of(below));
		return -1;
	}
	if (within_limits(unpack, stream->index, (size_t)got))
		return (ssize_t)got;
	stream->failure = unpack->limit;
	return -1;
}

static ssize_t fill(struct stream *stream, char *to, size_t size)
{
	if (stream->failure.text[0] != 0)
		return -1;
	if (stream->ended)
		return 0;
	ssize_t got =
	    stream->index == 0 ? read_file(stream, to, size) : read_member(stream, to, size);
	stream->ended = got == 0;
	return got;
}

bool unpack_stream_peek(struct stream *stream)
{
	while (stream->peeked < UNPACK_PEEK) {
		ssize_t got =
		    fill(stream, stream->peek + stream->peeked, UNPACK_PEEK - stream->peeked);
		if (got <= 0)
			break;
		stream->peeked += (size_t)got;
	}
	return stream->peeked != 0 || stream->failure.text[0] == 0;
}

ssize_t unpack_stream_read(struct stream *stream, const void **bytes)
{
	if (!stream->replayed && stream->peeked != 0) {
		stream->replayed = true;
		*bytes = stream->peek;
		return (ssize_t)stream->peeked;
	}
	*bytes = stream->block;
	return fill(stream, stream->block, UNPACK_BLOCK);
}

static la_ssize_t on_read(struct archive *archive, void *data, const void **bytes)
{
	struct stream *stream = data;
	ssize_t got = unpack_stream_read(stream, bytes);
	if (got < 0)
		archive_set_error(archive, EIO, "%s", stream->failure.text);
	return got < 0 ? ARCHIVE_FATAL : got;
}

/* Only the outer file can be sought in; zip and 7-Zip begin at their ends. */
static la_int64_t on_seek(struct archive *archive, void *data, la_int64_t offset, int whence)
{
	struct stream *stream = data;
	off_t at = lseek(stream->unpack->fd, offset, whence);
	if (at < 0)
		archive_set_error(archive, errno, "seeking failed");
	stream->ended = false;
	return at < 0 ? ARCHIVE_FATAL : at;
}

/* Allow the one reader that is needed; a compressed stream is "raw" behind its filter. */
static int allow(struct archive *archive, const struct stream *stream)
{
	switch (stream->content) {
	case CONTENT_ZIP:
		if (stream->index == 0)
			archive_read_support_format_zip_seekable(archive);
		return archive_read_support_format_zip_streamable(archive);
	case CONTENT_TAR:
		return archive_read_support_format_tar(archive);
	case CONTENT_7ZIP:
		return archive_read_support_format_7zip(archive);
	case CONTENT_GZIP:
		archive_read_support_filter_gzip(archive);
		break;
	case CONTENT_BZIP2:
		archive_read_support_filter_bzip2(archive);
		break;
	case CONTENT_XZ:
		archive_read_support_filter_xz(archive);
		break;
	case CONTENT_ZSTD:
		archive_read_support_filter_zstd(archive);
		break;
	case CONTENT_PLAIN:
		return ARCHIVE_FATAL;
	}
	/* A log that was empty when it was compressed has no raw data at all. */
	archive_read_support_format_empty(archive);
	return archive_read_support_format_raw(archive);
}

static enum outcome rewind_file(struct stream *stream, struct why *why)
{
	if (stream->index != 0)
		return DONE;
	stream->replayed = true;
	stream->ended = false;
	if (lseek(stream->unpack->fd, 0, SEEK_SET) == 0)
		return DONE;
	why_set(why, "seeking failed: %s", strerror(errno));
	return NOT_READABLE;
}

enum outcome unpack_stream_open(struct stream *stream, struct why *why)
{
	if (stream->content == CONTENT_7ZIP && stream->index != 0) {
		why_set(why, "a 7-Zip archive within another archive: unpack the outer one first");
		return NOT_SUPPORTED;
	}
	struct text start = {stream->peek, stream->peeked};
	if (stream->content == CONTENT_XZ && unpack_wants_memory(start)) {
		why_set(why, "it needs more memory to unpack than is given to it");
		return NOT_SUPPORTED;
	}
	enum outcome outcome = rewind_file(stream, why);
	if (outcome != DONE)
		return outcome;
	struct archive *archive = archive_read_new();
	if (archive == NULL)
		abort();
	stream->archive = archive;
	archive_read_set_read_callback(archive, on_read);
	archive_read_set_callback_data(archive, stream);
	if (stream->index == 0)
		archive_read_set_seek_callback(archive, on_seek);
	bool opened =
	    allow(archive, stream) == ARCHIVE_OK && archive_read_open1(archive) == ARCHIVE_OK;
	/* A compressed stream that is broken from the start passes for empty, but for this. */
	if (opened && (unpack_is_container(stream->content) || archive_errno(archive) == 0))
		return DONE;
	why_set(why, "%s", reason_of(stream));
	return MALFORMED;
}

enum outcome unpack_stream_next(
    struct stream *stream, struct archive_entry **entry, struct why *why)
{
	int result =
	    stream->spent ? ARCHIVE_FATAL : archive_read_next_header(stream->archive, entry);
	if (result == ARCHIVE_EOF)
		return AT_END;
	if (result == ARCHIVE_OK || result == ARCHIVE_WARN) {
		stream->members++;
		return DONE;
	}
	bool encrypted = archive_read_has_encrypted_entries(stream->archive) == 1;
	why_set(why, "%s%s", encrypted ? "encrypted: " : "", reason_of(stream));
	stream->spent = true;
	return MALFORMED;
}
