/* SPDX-License-Identifier: Apache-2.0 */
/* Files and folders of the journal, by plain system calls, each failure with its reason. */
#include "journal/disk.h"

#include "os/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void *disk_memory(void *old, size_t size)
{
	void *memory = realloc(old, size == 0 ? 1 : size);
	if (memory == NULL) {
		fprintf(stderr, "journal: out of memory (%zu bytes)\n", size);
		abort();
	}
	return memory;
}

size_t disk_read(int fd, void *to, size_t size, uint64_t offset)
{
	size_t have = 0;
	while (have < size) {
		ssize_t got = pread(fd, (char *)to + have, size - have, (off_t)(offset + have));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return SIZE_MAX;
		if (got == 0)
			break;
		have += (size_t)got;
	}
	return have;
}

bool disk_write(int fd, const void *from, size_t size, uint64_t offset)
{
	size_t done = 0;
	while (done < size) {
		ssize_t put =
		    pwrite(fd, (const char *)from + done, size - done, (off_t)(offset + done));
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0) {
			errno = put == 0 ? ENOSPC : errno;
			return false;
		}
		done += (size_t)put;
	}
	return true;
}

uint64_t disk_size(int fd)
{
	struct stat stat;
	if (fstat(fd, &stat) != 0)
		return UINT64_MAX;
	return (uint64_t)stat.st_size;
}

enum outcome disk_failed(const char *path, const char *doing, struct why *why)
{
	int error = errno;
	why_set(why, "%s: %s: %s", path, doing, strerror(error));
	if (error == ENOENT || error == ENOTDIR)
		return NOT_FOUND;
	return error == EACCES || error == EPERM ? NOT_ALLOWED : NOT_READABLE;
}

char *disk_path(const char *folder, const char *name)
{
	size_t size = strlen(folder) + strlen(name) + 2;
	char *path = disk_memory(NULL, size);
	snprintf(path, size, "%s/%s", folder, name);
	return path;
}

static enum outcome sync_above(const char *path, struct why *why)
{
	char *above = disk_path(path, "..");
	enum outcome outcome = folder_sync(above, why);
	free(above);
	return outcome;
}

static enum outcome make_above(const char *path, struct why *why)
{
	const char *slash = strrchr(path, '/');
	if (slash == NULL || slash == path)
		return DONE;
	char *above = strndup(path, (size_t)(slash - path));
	if (above == NULL)
		abort();
	enum outcome outcome = disk_folder(above, why);
	free(above);
	return outcome;
}

enum outcome disk_folder(const char *path, struct why *why)
{
	struct stat stat_;
	if (stat(path, &stat_) == 0 && S_ISDIR(stat_.st_mode))
		return DONE;
	enum outcome outcome = make_above(path, why);
	if (outcome != DONE)
		return outcome;
	if (mkdir(path, 0770) != 0)
		return errno == EEXIST ? DONE : disk_failed(path, "it cannot be made", why);
	return sync_above(path, why);
}

static bool write_new(const char *path, struct text bytes, unsigned mode)
{
	unlink(path);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, (mode_t)mode);
	if (fd < 0)
		return false;
	bool good = disk_write(fd, bytes.at, bytes.size, 0) && fsync(fd) == 0;
	int error = errno;
	close(fd);
	if (!good)
		unlink(path);
	errno = error;
	return good;
}

enum outcome disk_replace(
    const char *folder, const char *name, struct text bytes, unsigned mode, struct why *why)
{
	char *path = disk_path(folder, name);
	size_t size = strlen(path) + 5;
	char *beside = disk_memory(NULL, size);
	snprintf(beside, size, "%s.new", path);
	enum outcome outcome = DONE;
	if (!write_new(beside, bytes, mode))
		outcome = disk_failed(beside, "writing failed", why);
	else if (rename(beside, path) != 0)
		outcome = disk_failed(path, "it cannot be replaced", why);
	free(beside);
	free(path);
	return outcome != DONE ? outcome : folder_sync(folder, why);
}

static bool number_of(const char *name, unsigned digits, const char *ending, uint64_t *number)
{
	struct text t = text_of(name);
	if (t.size < digits || !text_equal(text_from(t, digits), text_of(ending)) ||
	    name[0] == '+' || name[0] == '-')
		return false;
	return text_to_uint(text_part(t, 0, digits), number);
}

static int by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a;
	uint64_t y = *(const uint64_t *)b;
	return x < y ? -1 : x > y;
}

static void number_add(struct disk_numbers *numbers, size_t *room, uint64_t number)
{
	if (numbers->count == *room) {
		*room = *room == 0 ? 16 : *room * 2;
		numbers->at = disk_memory(numbers->at, *room * sizeof(numbers->at[0]));
	}
	numbers->at[numbers->count++] = number;
}

enum outcome disk_list(const char *folder, unsigned digits, const char *ending,
    struct disk_numbers *numbers, struct why *why)
{
	DIR *dir = opendir(folder);
	if (dir == NULL)
		return disk_failed(folder, "it cannot be opened", why);
	struct disk_numbers list = {NULL, 0};
	size_t room = 0;
	struct dirent *entry;
	uint64_t number = 0;
	errno = 0;
	while ((entry = readdir(dir)) != NULL) {
		if (number_of(entry->d_name, digits, ending, &number))
			number_add(&list, &room, number);
		errno = 0;
	}
	int error = errno;
	closedir(dir);
	if (error != 0) {
		free(list.at);
		errno = error;
		return disk_failed(folder, "it cannot be read", why);
	}
	if (list.count != 0)
		qsort(list.at, list.count, sizeof(list.at[0]), by_number);
	*numbers = list;
	return DONE;
}

void disk_list_free(struct disk_numbers *numbers)
{
	free(numbers->at);
	*numbers = (struct disk_numbers){NULL, 0};
}
