/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files by descriptors: a folder is opened from the one above it (openat with O_NOFOLLOW), so that
 * nothing that is renamed or linked meanwhile leads the walk out of the tree it was given.
 */
#include "os/files.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/limits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ARENA_SLACK 64   /* what alignment may cost */
#define LIMIT_FOLDERS 64 /* folders within folders; each holds a descriptor open */

static enum outcome outcome_of(int error)
{
	if (error == ENOENT || error == ENOTDIR)
		return NOT_FOUND;
	return error == EACCES || error == EPERM ? NOT_ALLOWED : NOT_READABLE;
}

static enum outcome failed(const char *doing, const char *path, struct why *why)
{
	enum outcome outcome = outcome_of(errno);
	why_set(why, "%s: %s: %s", path, doing, strerror(errno));
	return outcome;
}

/* Read until `size` bytes are there or the file ends; SIZE_MAX on failure. */
static size_t read_all(int fd, char *to, size_t size)
{
	size_t have = 0;
	while (have < size) {
		ssize_t got = read(fd, to + have, size - have);
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

/* The size of an open regular file that is within the limit. */
static enum outcome size_of(int fd, const char *path, size_t limit, size_t *size, struct why *why)
{
	struct stat stat;
	if (fstat(fd, &stat) != 0)
		return failed("it cannot be looked at", path, why);
	if (!S_ISREG(stat.st_mode)) {
		why_set(why, "%s: it is no regular file", path);
		return NOT_SUPPORTED;
	}
	if (stat.st_size < 0 || (uintmax_t)stat.st_size > limit) {
		why_set(why, "%s: %lld bytes, over the limit of %zu", path, (long long)stat.st_size,
		    limit);
		return TOO_LARGE;
	}
	*size = (size_t)stat.st_size;
	return DONE;
}

enum outcome file_read(
    const char *path, size_t limit, struct arena *arena, struct text *bytes, struct why *why)
{
	/* A named pipe must not make the open wait. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return failed("it cannot be opened", path, why);
	size_t left = arena_left(arena);
	size_t room = left > ARENA_SLACK ? left - ARENA_SLACK : 0;
	size_t size = 0;
	enum outcome outcome = size_of(fd, path, limit < room ? limit : room, &size, why);
	if (outcome == DONE) {
		char *copy = arena_alloc(arena, size);
		size_t have = read_all(fd, copy, size);
		if (have == SIZE_MAX)
			outcome = failed("reading failed", path, why);
		else
			*bytes = (struct text){copy, have};
	}
	close(fd);
	return outcome;
}

static bool write_all(int fd, struct text bytes)
{
	while (bytes.size != 0) {
		ssize_t put = write(fd, bytes.at, bytes.size);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		bytes = text_from(bytes, (size_t)put);
	}
	return true;
}

/* Make a new file beside `path`; its name goes into `name`. */
static int open_beside(const char *path, char name[LIMIT_PATH])
{
	for (unsigned i = 0; i < 100; i++) {
		int size = snprintf(name, LIMIT_PATH, "%s.new-%ld-%u", path, (long)getpid(), i);
		if (size < 0 || size >= LIMIT_PATH) {
			errno = ENAMETOOLONG;
			return -1;
		}
		int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
	return -1;
}

enum outcome file_write(const char *path, struct text bytes, struct why *why)
{
	char name[LIMIT_PATH];
	int fd = open_beside(path, name);
	if (fd < 0)
		return failed("it cannot be made", path, why);
	bool written = write_all(fd, bytes) && fsync(fd) == 0;
	int error = errno;
	if (close(fd) != 0 && written) {
		written = false;
		error = errno;
	}
	if (written && rename(name, path) == 0)
		return DONE;
	error = written ? errno : error;
	unlink(name);
	errno = error;
	return failed("writing failed", path, why);
}

enum outcome folder_sync(const char *path, struct why *why)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return failed("it cannot be opened", path, why);
	int synced = fsync(fd);
	int error = errno;
	close(fd);
	errno = error;
	return synced == 0 ? DONE : failed("it cannot be synced", path, why);
}

/* A walk: whom to tell, and the path of the folder that it stands in. */
struct walk {
	bool (*visit)(void *data, const struct file_seen *seen);
	void *data;
	char path[LIMIT_PATH];
	size_t size; /* of `path` */
	unsigned depth;
};

struct names {
	char **at;
	size_t count;
	size_t room;
	bool cut; /* there were more than LIMIT_FILES */
};

static void names_free(struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->at[i]);
	free(names->at);
}

static void names_add(struct names *names, const char *name)
{
	if (names->count == LIMIT_FILES) {
		names->cut = true;
		return;
	}
	if (names->count == names->room) {
		names->room = names->room == 0 ? 64 : names->room * 2;
		names->at = realloc(names->at, names->room * sizeof(names->at[0]));
		if (names->at == NULL)
			abort();
	}
	names->at[names->count] = strdup(name);
	if (names->at[names->count] == NULL)
		abort();
	names->count++;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* All names in a folder, in byte order; false with errno when it cannot be read. */
static bool names_read(int folder, struct names *names)
{
	int copy = fcntl(folder, F_DUPFD_CLOEXEC, 0);
	DIR *dir = copy < 0 ? NULL : fdopendir(copy);
	if (dir == NULL) {
		if (copy >= 0)
			close(copy);
		return false;
	}
	struct dirent *entry;
	errno = 0;
	while ((entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			names_add(names, entry->d_name);
		errno = 0;
	}
	int error = errno;
	closedir(dir);
	if (names->count != 0)
		qsort(names->at, names->count, sizeof(names->at[0]), by_bytes);
	errno = error;
	return error == 0;
}

static bool tell(struct walk *walk, enum outcome outcome, const char *why)
{
	struct file_seen seen = {.path = walk->path, .outcome = outcome, .why = why};
	return walk->visit(walk->data, &seen);
}

static bool tell_file(struct walk *walk, const struct stat *stat)
{
	struct file_seen seen = {
	    .path = walk->path,
	    .size = (uint64_t)stat->st_size,
	    .modified = (int64_t)stat->st_mtim.tv_sec * CLOCK_SECOND,
	    .outcome = DONE,
	    .why = "",
	};
	return walk->visit(walk->data, &seen);
}

static const char *kind_word(mode_t mode)
{
	if (S_ISLNK(mode))
		return "a link, which is not followed";
	if (S_ISFIFO(mode))
		return "a named pipe, not a file";
	if (S_ISSOCK(mode))
		return "a socket, not a file";
	return "a device, not a file";
}

static bool walk_folder(struct walk *walk, int folder);

static bool enter(struct walk *walk, int folder, const char *name)
{
	if (walk->depth == LIMIT_FOLDERS)
		return tell(walk, TOO_LARGE, "folders within folders, too deep");
	int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return tell(walk, outcome_of(errno), strerror(errno));
	walk->depth++;
	bool go_on = walk_folder(walk, fd);
	walk->depth--;
	close(fd);
	return go_on;
}

static bool look_at(struct walk *walk, int folder, const char *name)
{
	struct stat stat;
	if (fstatat(folder, name, &stat, AT_SYMLINK_NOFOLLOW) != 0)
		return tell(walk, outcome_of(errno), strerror(errno));
	if (S_ISDIR(stat.st_mode))
		return enter(walk, folder, name);
	if (S_ISREG(stat.st_mode))
		return tell_file(walk, &stat);
	return tell(walk, NOT_SUPPORTED, kind_word(stat.st_mode));
}

/* Look at one name in the folder, with the path made longer for the while. */
static bool step(struct walk *walk, int folder, const char *name)
{
	size_t before = walk->size;
	size_t size = strlen(name);
	bool slash = before != 0 && walk->path[before - 1] != '/';
	if (size + 2 > LIMIT_PATH - before)
		return tell(walk, TOO_LARGE, "it holds a path that is too long");
	if (slash)
		walk->path[walk->size++] = '/';
	memcpy(walk->path + walk->size, name, size + 1);
	walk->size += size;
	bool go_on = look_at(walk, folder, name);
	walk->size = before;
	walk->path[before] = 0;
	return go_on;
}

static bool walk_folder(struct walk *walk, int folder)
{
	struct names names = {0};
	bool go_on = true;
	if (!names_read(folder, &names))
		go_on = tell(walk, outcome_of(errno), strerror(errno));
	for (size_t i = 0; go_on && i < names.count; i++)
		go_on = step(walk, folder, names.at[i]);
	if (go_on && names.cut)
		go_on = tell(walk, TOO_LARGE, "it holds too many files");
	names_free(&names);
	return go_on;
}

enum outcome file_walk(const char *path, bool (*visit)(void *data, const struct file_seen *seen),
    void *data, struct why *why)
{
	struct walk walk = {.visit = visit, .data = data, .size = strlen(path)};
	struct stat stat;
	if (walk.size + 1 > LIMIT_PATH) {
		why_set(why, "a path that is too long");
		return TOO_LARGE;
	}
	memcpy(walk.path, path, walk.size + 1);
	if (fstatat(AT_FDCWD, path, &stat, 0) != 0)
		return failed("it cannot be looked at", path, why);
	if (S_ISREG(stat.st_mode)) {
		tell_file(&walk, &stat);
		return DONE;
	}
	if (!S_ISDIR(stat.st_mode)) {
		why_set(why, "%s: %s", path, kind_word(stat.st_mode));
		return NOT_SUPPORTED;
	}
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return failed("it cannot be opened", path, why);
	walk_folder(&walk, fd);
	close(fd);
	return DONE;
}
