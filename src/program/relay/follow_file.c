/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which file it is: the one that was read before, the one that has its path now, the same one
 * emptied. A file is known by device, inode and a hash of its beginning, since inodes are used
 * again and a file that was emptied may grow past where it was.
 */
#include "base/hash.h"
#include "os/time.h"
#include "program/relay/follow_parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define GRACE                                                                                      \
	3 /* seconds at its end before a file that was renamed is left: writers may linger         \
	   */

/* Hash of the first `most` bytes, of as many as there are. */
static size_t print_of(int fd, size_t most, char out[33])
{
	char bytes[FOLLOW_PRINT];
	ssize_t got = pread(fd, bytes, most, 0);
	struct text part = {bytes, got > 0 ? (size_t)got : 0};
	hash_id(&part, 1, out);
	return part.size;
}

static bool is_same(int fd, const struct followed *file)
{
	char print[33];
	return print_of(fd, file->print_size, print) == file->print_size &&
	       strcmp(print, file->print) == 0;
}

void follow_file_begin(struct follow *follow, struct followed *file, uint64_t offset)
{
	unsigned char id[16];
	struct stat status = {0};
	randombytes_buf(id, sizeof(id));
	sodium_bin2hex(file->id, sizeof(file->id), id, sizeof(id));
	if (fstat(file->fd, &status) == 0) {
		file->device = status.st_dev;
		file->inode = status.st_ino;
	}
	file->offset = file->intent = offset;
	file->print_size = print_of(file->fd, FOLLOW_PRINT, file->print);
	file->known = true;
	file->idle_since = 0;
	file->seen = 0;
	file->left = false;
	follow->dirty = true;
}

static int open_regular(const char *path)
{
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd >= 0 && (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))) {
		close(fd);
		errno = EINVAL;
		return -1;
	}
	return fd;
}

static bool has_inode(int fd, const struct followed *file)
{
	struct stat status;
	return fstat(fd, &status) == 0 && status.st_dev == file->device &&
	       status.st_ino == file->inode && is_same(fd, file);
}

/* The file that was read before, under whatever name it has in that folder now; -1. */
static int find_renamed(const struct followed *file)
{
	char path[4096];
	int found = -1;
	const char *slash = strrchr(file->path, '/');
	int folder = slash == NULL ? 1 : (int)(slash - file->path) + 1;
	snprintf(path, sizeof(path), "%.*s", folder, slash == NULL ? "." : file->path);
	DIR *list = opendir(path);
	const struct dirent *entry;
	while (list != NULL && found < 0 && (entry = readdir(list)) != NULL) {
		if (entry->d_ino != file->inode)
			continue;
		int at = openat(
		    dirfd(list), entry->d_name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
		if (at >= 0 && has_inode(at, file))
			found = at;
		else if (at >= 0)
			close(at);
	}
	if (list != NULL)
		closedir(list);
	return found;
}

/* Behind the last line end: a line that is being written comes whole. */
static uint64_t end_of(int fd)
{
	char bytes[4096];
	struct stat status;
	if (fstat(fd, &status) != 0)
		return 0;
	uint64_t end = (uint64_t)status.st_size;
	while (end != 0) {
		uint64_t start = end > sizeof(bytes) ? end - sizeof(bytes) : 0;
		ssize_t got = pread(fd, bytes, (size_t)(end - start), (off_t)start);
		if (got <= 0)
			return (uint64_t)status.st_size;
		size_t at = text_find_last_char((struct text){bytes, (size_t)got}, '\n');
		if (at != TEXT_NONE)
			return start + at + 1;
		end = start;
	}
	return 0;
}

/* A file that is not open: the one that was read before, else the one that is there. */
static void open_file(struct follow *follow, struct followed *file, bool first)
{
	int fd = open_regular(file->path);
	if (file->known && (fd < 0 || !has_inode(fd, file))) {
		int renamed = find_renamed(file);
		if (renamed >= 0 && fd >= 0)
			close(fd);
		fd = renamed >= 0 ? renamed : fd;
	}
	if (fd < 0) {
		if (!file->told)
			follow->options.say(
			    "%s: %s; it is waited for", file->path, strerror(errno));
		file->told = true;
		return;
	}
	file->fd = fd;
	file->told = false;
	if (file->known && has_inode(fd, file))
		return;
	if (file->known)
		follow->options.say("%s is another file now; what the one before still had is not "
				    "to be found",
		    file->path);
	bool from_end = first && !file->known && !follow->options.from_start;
	follow_file_begin(follow, file, from_end ? end_of(fd) : 0);
}

/* A file whose path belongs to another one: after a while without growth it is left. */
static void note_renamed(struct followed *file, uint64_t size)
{
	struct stat there;
	bool moved = stat(file->path, &there) == 0 &&
		     (there.st_dev != file->device || there.st_ino != file->inode);
	if (!moved || size != file->seen)
		file->idle_since = 0;
	else if (file->idle_since == 0)
		file->idle_since = time_monotonic() / CLOCK_SECOND;
	file->seen = size;
	file->left =
	    file->idle_since != 0 && time_monotonic() / CLOCK_SECOND - file->idle_since >= GRACE;
}

static void look_at_open(struct follow *follow, struct followed *file)
{
	struct stat status;
	if (fstat(file->fd, &status) != 0)
		return;
	if ((uint64_t)status.st_size < file->intent || !is_same(file->fd, file)) {
		/* Emptied (copytruncate): a new generation from its beginning. */
		follow_file_begin(follow, file, 0);
		return;
	}
	if (file->print_size < FOLLOW_PRINT && (size_t)status.st_size > file->print_size) {
		file->print_size = print_of(file->fd, FOLLOW_PRINT, file->print);
		follow->dirty = true;
	}
	note_renamed(file, (uint64_t)status.st_size);
}

void follow_file_look(struct follow *follow, struct followed *file)
{
	if (file->fd >= 0)
		look_at_open(follow, file);
	if (file->fd >= 0 && file->left && file->offset >= file->seen) {
		int fd = open_regular(file->path);
		if (fd < 0)
			return;
		close(file->fd);
		file->fd = fd;
		follow_file_begin(follow, file, 0);
	}
	if (file->fd < 0)
		open_file(follow, file, !file->told);
}
