/* SPDX-License-Identifier: Apache-2.0 */
/* A group onto the disk: positions, heads, one write, one fdatasync. */
#include "journal/log_writer.h"
#include "os/time.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <unistd.h>

#define PIECES 256                        /* of one pwritev(2) */
#define CARRIED_PIECE ((size_t)48 * 4096) /* a multiple of both kinds' entries */

enum outcome log_room(const struct log_writer *writer, size_t bytes, struct why *why)
{
	struct statvfs disk;
	if (fstatvfs(writer->folder_fd, &disk) != 0)
		return DONE;
	uint64_t left = (uint64_t)disk.f_bavail * disk.f_frsize;
	if (left >= bytes && left - bytes >= writer->options.reserve)
		return DONE;
	why_set(why, "the disk is full: %llu MiB are free, %llu MiB must stay free",
	    (unsigned long long)(left >> 20), (unsigned long long)(writer->options.reserve >> 20));
	return NOT_READABLE;
}

/* One of the log's own frames at the end of the segment. */
static bool put_own(struct log_writer *writer, unsigned kind, struct text body)
{
	struct log_raw raw = {.kind = kind,
	    .stored = (uint32_t)body.size,
	    .unpacked = (uint32_t)body.size,
	    .durable = writer->good_end,
	    .position = writer->end};
	char *bytes = disk_memory(NULL, LOG_HEAD + body.size);
	if (body.size != 0)
		memcpy(bytes + LOG_HEAD, body.at, body.size);
	log_seal(writer->segment.salt, &raw, bytes);
	bool good =
	    disk_write(writer->fd, bytes, LOG_HEAD + body.size, writer->end - writer->segment.base);
	int error = errno;
	free(bytes);
	errno = error;
	writer->end += LOG_HEAD + body.size;
	return good;
}

static bool put_carried(struct log_writer *writer, unsigned kind)
{
	char *body = NULL;
	size_t size = 0;
	bool good = true;
	/* The commit thread alone changes what is remembered; nobody else needs the lock held. */
	log_batches_dump(writer->batches, kind, &body, &size);
	for (size_t at = 0; good && at < size; at += CARRIED_PIECE) {
		struct text piece = text_part((struct text){body, size}, at, CARRIED_PIECE);
		good = put_own(writer, kind, piece);
	}
	int error = errno;
	free(body);
	errno = error;
	return good;
}

/* Give the segment up: what is durable in it stays, nothing more is ever written to it. */
static void abandon(struct log_writer *writer)
{
	if (writer->fd >= 0)
		close(writer->fd);
	writer->fd = -1;
	if (writer->next_base < writer->end)
		writer->next_base = writer->end;
	if (!writer->has_frames)
		log_segment_remove(writer->folder, writer->segment.base);
}

static enum outcome make_segment(struct log_writer *writer, struct why *why)
{
	writer->segment = (struct log_segment){.base = writer->next_base,
	    .previous_end = writer->good_end,
	    .durable = writer->good_end};
	enum outcome outcome =
	    log_segment_begin(writer->folder, &writer->segment, &writer->fd, why);
	if (outcome != DONE)
		return outcome;
	writer->end = writer->segment.base + LOG_HEADER;
	writer->has_frames = false;
	if (!put_carried(writer, LOG_NAMES) || !put_carried(writer, LOG_LAST) ||
	    !put_own(writer, LOG_CARRIED, TEXT("")))
		outcome = disk_failed(writer->folder, "writing failed", why);
	else
		outcome = log_segment_show(writer->folder, &writer->segment, writer->fd, why);
	if (outcome != DONE)
		abandon(writer);
	return outcome;
}

enum outcome log_segment_next(struct log_writer *writer, struct why *why)
{
	if (writer->fd >= 0) {
		/* Whoever reads the old one learns from the new one where it ended. */
		close(writer->fd);
		writer->fd = -1;
		writer->next_base =
		    writer->next_base < writer->end ? writer->end : writer->next_base;
		if (!writer->has_frames)
			writer->left_over = writer->segment.base;
	}
	enum outcome outcome = make_segment(writer, why);
	if (outcome != DONE)
		return outcome;
	if (writer->left_over != UINT64_MAX)
		log_segment_remove(writer->folder, writer->left_over);
	writer->left_over = UINT64_MAX;
	writer->marked = true;
	writer->end_segment = false;
	return DONE;
}

void log_group_mark(struct log_writer *writer)
{
	writer->marked = true;
	if (writer->fd >= 0 && !put_own(writer, LOG_MARK, TEXT("")))
		abandon(writer);
}

static bool write_all(int fd, struct iovec *pieces, int count, uint64_t offset)
{
	while (count != 0) {
		ssize_t put = pwritev(fd, pieces, count, (off_t)offset);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0) {
			errno = put == 0 ? ENOSPC : errno;
			return false;
		}
		offset += (uint64_t)put;
		while (count != 0 && (size_t)put >= pieces->iov_len) {
			put -= (ssize_t)pieces->iov_len;
			pieces++;
			count--;
		}
		if (count != 0) {
			pieces->iov_base = (char *)pieces->iov_base + put;
			pieces->iov_len -= (size_t)put;
		}
	}
	return true;
}

static bool write_group(struct log_writer *writer, const struct log_queue *group)
{
	struct iovec pieces[PIECES];
	int count = 0;
	uint64_t start = writer->end;
	for (struct log_pending *p = group->first; p != NULL; p = p->next) {
		p->raw.position = writer->end;
		p->raw.durable = writer->good_end;
		log_seal(writer->segment.salt, &p->raw, p->bytes);
		pieces[count++] = (struct iovec){p->bytes, LOG_HEAD + p->raw.stored};
		writer->end += LOG_HEAD + p->raw.stored;
		if (count < PIECES && p->next != NULL)
			continue;
		if (!write_all(writer->fd, pieces, count, start - writer->segment.base))
			return false;
		start = writer->end;
		count = 0;
	}
	return true;
}

enum outcome log_group_write(
    struct log_writer *writer, const struct log_queue *group, struct why *why)
{
	enum outcome outcome = log_room(writer, group->stored, why);
	uint64_t most = writer->options.segment;
	if (outcome != DONE)
		return outcome;
	bool full = writer->has_frames && writer->end - writer->segment.base + group->stored > most;
	if (writer->fd < 0 || writer->end_segment || full)
		outcome = log_segment_next(writer, why);
	if (outcome != DONE)
		return outcome;
	bool good = write_group(writer, group);
	if (!good)
		outcome = disk_failed(writer->folder, "writing failed", why);
	else if (fdatasync(writer->fd) != 0)
		outcome = disk_failed(writer->folder, "syncing failed", why);
	if (outcome != DONE) {
		abandon(writer);
		return NOT_READABLE;
	}
	if (!writer->has_frames)
		writer->began = time_monotonic();
	writer->has_frames = true;
	writer->marked = false;
	writer->good_end = writer->end;
	return DONE;
}
