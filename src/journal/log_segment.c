/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Segments as files. A new one is written under another name with its head and what is carried
 * over, synced, and only then named *.log: so a segment that is seen is known to be durable up to
 * there, and the one before it may be dropped.
 */
#include "journal/bytes.h"
#include "journal/log_parts.h"
#include "os/files.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MAGIC "SAKILOG1"
#define CHECK_AT 56 /* the checksum takes the last bytes of the head */
#define CHECK_SIZE (LOG_HEADER - CHECK_AT)

void log_segment_name(uint64_t base, char name[LOG_NAME])
{
	snprintf(name, LOG_NAME, "%020llu.log", (unsigned long long)base);
}

static void new_name(uint64_t base, char name[LOG_NAME])
{
	snprintf(name, LOG_NAME, "%020llu.new", (unsigned long long)base);
}

static void header_write(const struct log_segment *segment, char header[LOG_HEADER])
{
	memcpy(header, MAGIC, 8);
	bytes_put64(header + 8, LOG_HEADER);
	bytes_put64(header + 16, segment->base);
	bytes_put64(header + 24, segment->previous_end);
	bytes_put64(header + 32, segment->durable);
	memcpy(header + 40, segment->salt, LOG_SALT);
	crypto_generichash((unsigned char *)header + CHECK_AT, CHECK_SIZE,
	    (const unsigned char *)header, CHECK_AT, NULL, 0);
}

static bool header_read(const char header[LOG_HEADER], struct log_segment *segment)
{
	unsigned char check[CHECK_SIZE];
	crypto_generichash(check, sizeof(check), (const unsigned char *)header, CHECK_AT, NULL, 0);
	if (memcmp(header, MAGIC, 8) != 0 || bytes_get64(header + 8) != LOG_HEADER ||
	    memcmp(check, header + CHECK_AT, CHECK_SIZE) != 0 ||
	    bytes_get64(header + 16) != segment->base)
		return false;
	segment->previous_end = bytes_get64(header + 24);
	segment->durable = bytes_get64(header + 32);
	memcpy(segment->salt, header + 40, LOG_SALT);
	return true;
}

enum outcome log_segment_begin(
    const char *folder, struct log_segment *segment, int *fd, struct why *why)
{
	char name[LOG_NAME];
	char header[LOG_HEADER];
	new_name(segment->base, name);
	char *path = disk_path(folder, name);
	randombytes_buf(segment->salt, sizeof(segment->salt));
	header_write(segment, header);
	enum outcome outcome = DONE;
	unlink(path);
	int made = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0660);
	if (made < 0)
		outcome = disk_failed(path, "it cannot be made", why);
	else if (!disk_write(made, header, sizeof(header), 0)) {
		outcome = disk_failed(path, "writing failed", why);
		unlink(path);
		close(made);
	} else
		*fd = made;
	free(path);
	return outcome;
}

enum outcome log_segment_show(
    const char *folder, const struct log_segment *segment, int fd, struct why *why)
{
	char name[LOG_NAME];
	new_name(segment->base, name);
	char *from = disk_path(folder, name);
	log_segment_name(segment->base, name);
	char *to = disk_path(folder, name);
	enum outcome outcome = DONE;
	if (fsync(fd) != 0)
		outcome = disk_failed(from, "syncing failed", why);
	else if (rename(from, to) != 0)
		outcome = disk_failed(to, "it cannot be made", why);
	else
		outcome = folder_sync(folder, why);
	free(from);
	free(to);
	return outcome;
}

void log_segment_unfinished(const char *folder, uint64_t base)
{
	char name[LOG_NAME];
	new_name(base, name);
	char *path = disk_path(folder, name);
	unlink(path);
	free(path);
}

void log_segment_remove(const char *folder, uint64_t base)
{
	char name[LOG_NAME];
	log_segment_unfinished(folder, base);
	log_segment_name(base, name);
	char *path = disk_path(folder, name);
	unlink(path);
	free(path);
}

enum outcome log_segment_open(
    const char *folder, uint64_t base, struct log_segment *segment, int *fd, struct why *why)
{
	char name[LOG_NAME];
	char header[LOG_HEADER];
	log_segment_name(base, name);
	char *path = disk_path(folder, name);
	int opened = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	enum outcome outcome = opened < 0 ? disk_failed(path, "it cannot be opened", why) : DONE;
	free(path);
	if (outcome != DONE)
		return outcome;
	*fd = opened;
	*segment = (struct log_segment){.base = base};
	if (disk_read(opened, header, sizeof(header), 0) == sizeof(header) &&
	    header_read(header, segment))
		return DONE;
	why_set(why, "%s: offset 0: the head of the segment is damaged", name);
	return MALFORMED;
}

enum outcome log_segments(const char *folder, struct disk_numbers *bases, struct why *why)
{
	return disk_list(folder, 20, ".log", bases, why);
}
