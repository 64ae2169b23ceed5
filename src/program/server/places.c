/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The folders below the data folder. With separate accounts each belongs to the process that writes
 * there; group bits (set-group-id on folders, umask 007) let the others in:
 *
 *   state, keys      web and engine (group sakimori)
 *   journal          engine; web reads
 *   journal/log      intake writes, engine reads and drops
 *   run              web writes the snapshot, intake reads it (intake's group)
 *   tls              root's; intake and web read (intake's group)
 */
#include "base/arena.h"
#include "base/limits.h"
#include "os/files.h"
#include "program/server/accounts.h"
#include "program/server/config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void places_of(const char *data, struct arena *arena, struct places *places)
{
#define BELOW(name) text_cstr(arena, text_format(arena, "%s/" name, data))
	*places = (struct places){
	    .data = text_cstr(arena, text_of(data)),
	    .store = BELOW("state"),
	    .journal = BELOW("journal"),
	    .log = BELOW("journal/log"),
	    .blocks = BELOW("journal/blocks"),
	    .keys = BELOW("keys"),
	    .tls = BELOW("tls"),
	    .run = BELOW("run"),
	    .snapshot = BELOW("run/sources.json"),
	    .socket = BELOW("run/sakimori.sock"),
	    .addresses = BELOW("run/addresses.json"),
	    .lock = BELOW("run/lock"),
	    .set_aside = BELOW("run/set-aside"),
	    .rules = BELOW("rules"),
	    .certificate = BELOW("tls/server.pem"),
	    .key = BELOW("tls/server.key"),
	};
#undef BELOW
}

struct place {
	const char *path;
	uid_t user;
	gid_t group;
	mode_t mode;
	int depth; /* how far below folders change hands with it; those of a place of its own do not
		    */
};

static enum outcome failed(const char *path, const char *doing, struct why *why)
{
	enum outcome outcome = errno == EACCES || errno == EPERM ? NOT_ALLOWED : NOT_READABLE;
	why_set(why, "%s: %s: %s", path, doing, strerror(errno));
	return outcome;
}

static void hand_over_files(int fd, const struct place *place, int depth);

/* What stands in a folder that changes hands. A file with a second name may be somebody else's, put
 * there to be given away; what is a link is left. */
static void hand_over_file(int folder, const char *name, const struct place *place, int depth)
{
	struct stat stat;
	int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return;
	bool known = fstat(fd, &stat) == 0;
	if (known && S_ISREG(stat.st_mode) && stat.st_nlink == 1 &&
	    fchown(fd, place->user, place->group) == 0)
		(void)fchmod(fd, (stat.st_mode & 0700) | ((stat.st_mode & 0700) >> 3));
	if (known && S_ISDIR(stat.st_mode) && depth < place->depth &&
	    fchown(fd, place->user, place->group) == 0 && fchmod(fd, place->mode) == 0)
		hand_over_files(fd, place, depth + 1);
	close(fd);
}

static void hand_over_files(int fd, const struct place *place, int depth)
{
	int copy = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = copy < 0 ? NULL : fdopendir(copy);
	const struct dirent *entry;
	if (folder == NULL) {
		if (copy >= 0)
			close(copy);
		return;
	}
	while ((entry = readdir(folder)) != NULL) {
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			hand_over_file(fd, entry->d_name, place, depth);
	}
	closedir(folder);
}

/* Give a folder its owner, and what is in it, too, when it had another (a server that was run
 * before the accounts were made). */
static enum outcome hand_over(const struct place *place, struct why *why)
{
	struct stat stat;
	enum outcome outcome = DONE;
	int fd = open(place->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &stat) != 0) {
		outcome = failed(place->path, "it cannot be opened", why);
	} else {
		bool other = stat.st_uid != place->user || stat.st_gid != place->group;
		if (other && fchown(fd, place->user, place->group) != 0)
			outcome = failed(place->path, "its owner cannot be changed", why);
		else if ((stat.st_mode & 07777) != place->mode && fchmod(fd, place->mode) != 0)
			outcome = failed(place->path, "its mode cannot be changed", why);
		else if (other)
			hand_over_files(fd, place, 0);
	}
	if (fd >= 0)
		close(fd);
	return outcome;
}

/* What is made is to be there after a power loss: records will be acknowledged that lie below. */
static enum outcome sync_names(const struct places *places, struct why *why)
{
	char above[LIMIT_PATH];
	snprintf(above, sizeof(above), "%s/..", places->data);
	enum outcome outcome = folder_sync(above, why);
	if (outcome == NOT_ALLOWED) /* not ours to read; then it was there before */
		outcome = DONE;
	if (outcome == DONE)
		outcome = folder_sync(places->data, why);
	return outcome == DONE ? folder_sync(places->journal, why) : outcome;
}

static enum outcome make_folder(const char *path, mode_t mode, struct why *why)
{
	struct stat stat_;
	if (mkdir(path, mode) == 0)
		return DONE;
	if (errno == EEXIST && stat(path, &stat_) == 0 && !S_ISDIR(stat_.st_mode))
		errno = ENOTDIR;
	return errno == EEXIST ? DONE : failed(path, "it cannot be made", why);
}

/* SQLite gives the files beside a database the database's mode, and a new one 0644: made here, so
 * that all accounts of the group can write it. An empty file is a new database. */
static enum outcome share_store(
    const char *folder, const struct process_account *web, struct why *why)
{
	static const char name[] = "sakimori.db";
	static const int flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
	int at = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	int fd = at < 0 ? -1 : openat(at, name, flags, 0660);
	enum outcome outcome = DONE;
	if (fd < 0 && errno != EEXIST)
		outcome = failed(folder, "the store cannot be made", why);
	else if (fd >= 0 && fchown(fd, web->user, web->group) != 0)
		outcome = failed(folder, "the store's owner cannot be changed", why);
	if (fd >= 0)
		close(fd);
	if (at >= 0)
		close(at);
	return outcome;
}

enum outcome places_make(const struct places *places, const struct config *config, struct why *why)
{
	struct accounts accounts;
	accounts_find(config, &accounts, NULL);
	const struct process_account *intake = &accounts.of[PROCESS_INTAKE];
	const struct process_account *engine = &accounts.of[PROCESS_ENGINE];
	const struct process_account *web = &accounts.of[PROCESS_WEB];
	const struct place all[] = {
	    {places->data, 0, engine->group, 0751, 0},
	    {places->store, web->user, web->group, 02770, 0},
	    {places->keys, web->user, web->group, 02770, 0},
	    {places->journal, engine->user, engine->group, 02751, 0},
	    {places->log, intake->user, engine->group, 02770, 0},
	    {places->blocks, engine->user, engine->group, 02770, 2}, /* PARTITION/COMPANY */
	    {places->run, web->user, intake->group, 02750, 0},
	    {places->tls, 0, intake->group, 02750, 0},
	    {places->rules, 0, engine->group, 02755, 1},
	};
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		enum outcome outcome = make_folder(all[i].path, 0770, why);
		if (outcome == DONE && accounts.separate)
			outcome = hand_over(&all[i], why);
		if (outcome != DONE)
			return outcome;
	}
	enum outcome outcome = accounts.separate ? share_store(places->store, web, why) : DONE;
	return outcome == DONE ? sync_names(places, why) : outcome;
}
