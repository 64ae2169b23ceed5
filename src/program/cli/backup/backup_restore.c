/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Putting a backup back: unpacked and verified beside the data folder (or within it, where it is an
 * empty one, perhaps a mount), then put into its place. What was there before is moved aside, never
 * removed; a restore that fails leaves everything as it was.
 */
#include "program/cli/backup/backup_parts.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/limits.h"
#include "journal/log.h"
#include "program/server/config.h"
#include "store/directory.h"
#include "store/results.h"
#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define MEMORY ((size_t)16 << 20)

enum target { TARGET_MISSING, TARGET_EMPTY, TARGET_FULL };

struct restore {
	const struct restore_wish *wish;
	struct backup_told *told;
	struct arena *arena;
	struct places places;
	enum target target;
	char staging[LIMIT_PATH];
};

/* Whether somebody holds a lock of the file or folder. */
static bool is_held(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return false;
	bool held = flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
	close(fd);
	return held;
}

static enum outcome refuse_running(const struct restore *restore, struct why *why)
{
	if (!is_held(restore->places.lock) && !is_held(restore->places.log))
		return DONE;
	why_set(why, "%s: the server runs; stop it first", restore->wish->data);
	return NOT_ALLOWED;
}

static enum outcome look_at_target(struct restore *restore, struct why *why)
{
	const char *data = restore->wish->data;
	DIR *folder = opendir(data);
	const struct dirent *entry;
	restore->target = TARGET_MISSING;
	if (folder == NULL)
		return errno == ENOENT ? DONE : backup_failed(data, "it cannot be opened", why);
	restore->target = TARGET_EMPTY;
	while ((entry = readdir(folder)) != NULL) {
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			restore->target = TARGET_FULL;
	}
	closedir(folder);
	if (restore->target != TARGET_FULL || restore->wish->replace)
		return DONE;
	why_set(why, "%s: it is not empty (--replace moves what is there aside)", data);
	return ALREADY_THERE;
}

static enum outcome make_staging(struct restore *restore, struct why *why)
{
	const char *between = restore->target == TARGET_EMPTY ? "/" : "";
	int size = snprintf(restore->staging, LIMIT_PATH, "%s%s.restoring-%ld", restore->wish->data,
	    between, (long)getpid());
	if (size < 0 || size >= LIMIT_PATH) {
		restore->staging[0] = '\0';
		why_set(why, "%s: its name is too long", restore->wish->data);
		return TOO_LARGE;
	}
	if (mkdir(restore->staging, 0700) == 0)
		return DONE;
	enum outcome outcome = backup_failed(restore->staging, "it cannot be made", why);
	restore->staging[0] = '\0';
	return outcome;
}

static int remove_one(const char *path, const struct stat *stat, int kind, struct FTW *where)
{
	(void)stat;
	(void)kind;
	(void)where;
	(void)remove(path);
	return 0;
}

static void remove_staging(struct restore *restore)
{
	if (restore->staging[0] != '\0')
		(void)nftw(restore->staging, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static enum outcome count_companies(struct restore *restore, struct store *store, struct why *why)
{
	const struct viewer viewer = viewer_local();
	struct page page = {.limit = 1000};
	struct companies list;
	do {
		enum outcome outcome =
		    company_list(store, &viewer, page, true, restore->arena, &list, why);
		if (outcome != DONE)
			return outcome;
		restore->told->companies += list.count;
		page.after = list.next;
	} while (page.after.size != 0);
	return position_get(store, &viewer, TEXT("engine"), &restore->told->position, why);
}

/* That the store opens is part of the proof; an older schema is brought up to date on the way. */
static enum outcome open_store(struct restore *restore, struct why *why)
{
	struct places places;
	struct store *store;
	struct log_extent extent = {0};
	places_of(restore->staging, restore->arena, &places);
	const struct store_options options = {.folder = places.store};
	enum outcome outcome = store_open(&options, &store, why);
	if (outcome != DONE)
		return outcome;
	restore->told->schema = store_schema(store);
	outcome = count_companies(restore, store, why);
	store_close(store);
	if (outcome == DONE && log_extent(places.log, &extent, NULL) == DONE) {
		restore->told->log_first = extent.first;
		restore->told->log_end = extent.end;
	}
	return outcome;
}

/* Everything on the disk before anything gets its name. */
static enum outcome sync_all(const struct restore *restore, struct why *why)
{
	int fd = open(restore->staging, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = fd >= 0 && syncfs(fd) == 0;
	if (fd >= 0)
		close(fd);
	return good ? DONE : backup_failed(restore->staging, "writing failed", why);
}

static enum outcome move_children(const struct restore *restore, struct why *why)
{
	char from[2 * LIMIT_PATH];
	char to[2 * LIMIT_PATH];
	DIR *folder = opendir(restore->staging);
	const struct dirent *entry;
	enum outcome outcome = DONE;
	if (folder == NULL)
		return backup_failed(restore->staging, "it cannot be opened", why);
	while (outcome == DONE && (entry = readdir(folder)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		snprintf(from, sizeof(from), "%s/%s", restore->staging, entry->d_name);
		snprintf(to, sizeof(to), "%s/%s", restore->wish->data, entry->d_name);
		if (rename(from, to) != 0)
			outcome = backup_failed(to, "it cannot be put into its place", why);
	}
	closedir(folder);
	if (outcome == DONE)
		(void)rmdir(restore->staging);
	return outcome;
}

/* "DATA.before-20261120T130000Z" */
static void name_aside(struct restore *restore)
{
	struct civil civil;
	clock_to_civil(restore->wish->now, 0, &civil);
	snprintf(restore->told->aside, sizeof(restore->told->aside),
	    "%s.before-%04d%02d%02dT%02d%02d%02dZ", restore->wish->data, civil.year, civil.month,
	    civil.day, civil.hour, civil.minute, civil.second);
}

static enum outcome replace(struct restore *restore, struct why *why)
{
	const char *data = restore->wish->data;
	struct stat stat_;
	name_aside(restore);
	if (stat(data, &stat_) != 0)
		return backup_failed(data, "it cannot be looked at", why);
	if (chmod(restore->staging, stat_.st_mode & 07777) != 0 ||
	    (geteuid() == 0 && chown(restore->staging, stat_.st_uid, stat_.st_gid) != 0))
		return backup_failed(restore->staging, "its mode cannot be changed", why);
	if (renameat2(AT_FDCWD, data, AT_FDCWD, restore->told->aside, RENAME_NOREPLACE) != 0)
		return backup_failed(data, "it cannot be moved aside", why);
	if (rename(restore->staging, data) == 0)
		return DONE;
	enum outcome outcome = backup_failed(data, "the backup cannot be put there", why);
	(void)!rename(restore->told->aside, data);
	return outcome;
}

static enum outcome put_into_place(struct restore *restore, struct why *why)
{
	if (restore->target == TARGET_EMPTY)
		return move_children(restore, why);
	if (restore->target == TARGET_FULL)
		return replace(restore, why);
	if (chmod(restore->staging, 0750) == 0 && renameat2(AT_FDCWD, restore->staging, AT_FDCWD,
						      restore->wish->data, RENAME_NOREPLACE) == 0)
		return DONE;
	return backup_failed(restore->wish->data, "the backup cannot be put there", why);
}

static enum outcome restore_all(struct restore *restore, struct why *why)
{
	enum outcome outcome = refuse_running(restore, why);
	if (outcome == DONE)
		outcome = look_at_target(restore, why);
	if (outcome == DONE)
		outcome = make_staging(restore, why);
	if (outcome == DONE)
		outcome = backup_unpack(restore->wish->file, restore->staging, restore->told, why);
	if (outcome == DONE)
		outcome = open_store(restore, why);
	if (outcome == DONE)
		outcome = sync_all(restore, why);
	if (outcome == DONE)
		/* It may have been started meanwhile. */
		outcome = refuse_running(restore, why);
	return outcome == DONE ? put_into_place(restore, why) : outcome;
}

enum outcome backup_restore(
    const struct restore_wish *wish, struct backup_told *told, struct why *why)
{
	struct restore restore = {.wish = wish, .told = told};
	*told = (struct backup_told){.time = CLOCK_NONE};
	restore.arena = arena_create("restore", MEMORY);
	places_of(wish->data, restore.arena, &restore.places);
	enum outcome outcome = restore_all(&restore, why);
	if (outcome != DONE)
		remove_staging(&restore);
	arena_destroy(restore.arena);
	return outcome;
}
