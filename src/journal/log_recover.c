/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opening a log again: what is remembered of batches, where the log ends, what of its tail counts.
 *
 * Whole frames behind the last position known to be durable were written and perhaps not synced, by
 * a process that was killed. They count, so they are written over with themselves and synced: after
 * a sync that failed a page may be clean and yet not on the disk. The new segment's head then says
 * where the old one ended, so that nothing behind a hole in the tail ever comes back.
 */
#include "journal/log_writer.h"
#include "os/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define PIECE ((size_t)256 << 10)

struct recovery {
	struct log_scan scan;
	uint64_t last;     /* base of the last segment */
	uint64_t durable;  /* known */
	uint64_t frames;   /* behind the last frame */
	bool has_frames;   /* the last segment holds frames, or damage */
	uint64_t previous; /* the last segment's previous_end */
};

/* Whether a segment's head and all that is carried over are whole. */
static bool is_carrier(const char *folder, uint64_t base)
{
	struct log_scan scan;
	struct log_raw raw = {.kind = 0};
	log_scan_begin(&scan, folder, base);
	enum outcome outcome;
	do {
		outcome = log_scan_next(&scan, UINT64_MAX, 0, &raw, NULL);
	} while (outcome == DONE && (raw.kind == LOG_NAMES || raw.kind == LOG_LAST));
	bool good = outcome == DONE && raw.kind == LOG_CARRIED && scan.segment.base == base;
	log_scan_end(&scan);
	return good;
}

static uint64_t newest_carrier(const char *folder, const struct disk_numbers *bases)
{
	for (size_t i = bases->count; i-- > 0;) {
		if (is_carrier(folder, bases->at[i]))
			return bases->at[i];
	}
	return bases->at[0];
}

static void take(struct log_writer *writer, struct recovery *r, const struct log_raw *raw)
{
	struct log_batch_key key;
	bool own = raw->kind == LOG_CARRIED || raw->kind == LOG_MARK;
	if (raw->durable > r->durable)
		r->durable = raw->durable;
	if (raw->kind == LOG_NAMES || raw->kind == LOG_LAST) {
		if (!log_batches_load(writer->batches, raw->kind, raw->body))
			r->has_frames = true;
		return;
	}
	if (own)
		return;
	if (r->scan.segment.base == r->last)
		r->has_frames = true;
	r->frames = raw->next;
	if (raw->batch.size == 0)
		return;
	log_batch_key(raw->source, raw->batch, &key);
	log_batches_remember(writer->batches, &key);
}

static enum outcome read_all(struct log_writer *writer, struct recovery *r, struct why *why)
{
	struct log_raw raw;
	enum outcome outcome;
	do {
		outcome = log_scan_next(&r->scan, UINT64_MAX, writer->options.least, &raw, why);
		if (outcome == DONE)
			take(writer, r, &raw);
		else if (outcome == MALFORMED && r->scan.segment.base == r->last)
			r->has_frames = true;
		if (r->scan.fd >= 0 && r->scan.segment.base == r->last)
			r->previous = r->scan.segment.previous_end;
	} while (outcome == DONE || outcome == MALFORMED);
	return outcome == AT_END ? DONE : outcome;
}

static bool copy_over(int fd, uint64_t from, uint64_t to)
{
	char *piece = disk_memory(NULL, PIECE);
	bool good = true;
	while (good && from < to) {
		size_t size = to - from < PIECE ? (size_t)(to - from) : PIECE;
		good =
		    disk_read(fd, piece, size, from) == size && disk_write(fd, piece, size, from);
		from += size;
	}
	int error = errno;
	free(piece);
	errno = error;
	return good && fdatasync(fd) == 0;
}

/* Make the tail durable that was perhaps not. */
static enum outcome settle_tail(
    const struct log_writer *writer, const struct recovery *r, uint64_t end, struct why *why)
{
	char name[LOG_NAME];
	uint64_t from = r->durable > r->last ? r->durable : r->last;
	if (r->frames <= from)
		return DONE;
	log_segment_name(r->last, name);
	char *path = disk_path(writer->folder, name);
	int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	enum outcome outcome = DONE;
	if (fd < 0 || !copy_over(fd, from - r->last, end - r->last))
		outcome = disk_failed(path, "its tail cannot be made durable", why);
	if (fd >= 0)
		close(fd);
	free(path);
	return outcome != DONE ? outcome : folder_sync(writer->folder, why);
}

static enum outcome recover(
    struct log_writer *writer, const struct disk_numbers *bases, struct why *why)
{
	struct recovery r = {.last = bases->at[bases->count - 1]};
	log_scan_begin(&r.scan, writer->folder, newest_carrier(writer->folder, bases));
	enum outcome outcome = read_all(writer, &r, why);
	uint64_t end = r.scan.position;
	uint64_t seen = r.scan.fd >= 0 ? log_window_end(&r.scan) : end;
	log_scan_end(&r.scan);
	if (outcome != DONE)
		return outcome;
	outcome = settle_tail(writer, &r, end, why);
	if (outcome != DONE)
		return outcome;
	writer->good_end = r.has_frames ? end : r.previous;
	writer->next_base = seen > end ? seen : end;
	/* Readers wait for a segment with frames to end; an empty one is not worth keeping. */
	writer->end_segment = r.has_frames;
	if (!r.has_frames)
		writer->left_over = r.last;
	return DONE;
}

/* Segments that a process was making when it ended. */
static void remove_unfinished(const char *folder)
{
	struct disk_numbers bases;
	if (disk_list(folder, 20, ".new", &bases, NULL) != DONE)
		return;
	for (size_t i = 0; i < bases.count; i++)
		log_segment_unfinished(folder, bases.at[i]);
	disk_list_free(&bases);
}

enum outcome log_recover(struct log_writer *writer, struct why *why)
{
	struct disk_numbers bases;
	enum outcome outcome = log_segments(writer->folder, &bases, why);
	if (outcome != DONE)
		return outcome;
	if (bases.count != 0)
		outcome = recover(writer, &bases, why);
	disk_list_free(&bases);
	remove_unfinished(writer->folder);
	if (writer->next_base < writer->options.least)
		writer->next_base = writer->options.least;
	return outcome;
}
