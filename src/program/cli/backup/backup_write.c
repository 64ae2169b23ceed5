/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Making a backup while the server runs.
 *
 * The store is copied first, then blocks and log: for the position that stands in the copy, every
 * record behind it is in what is copied afterwards, and so is every block that an anchor in it
 * names. The engine may not drop a log segment or retire a volume in between: a shared lock of
 * DATA/journal/lock keeps it (docs/store.md). Files that grow meanwhile are taken up to the size
 * they had; a torn end is what journal and log expect after a power cut.
 */
#include "program/cli/backup/backup_parts.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/limits.h"
#include "journal/log.h"
#include "os/files.h"
#include "program/server/config.h"
#include "store/store.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK ((size_t)256 * 1024)
#define PLACES_MEMORY ((size_t)64 * 1024)

const struct backup_part backup_parts[] = {
    {.name = "state", .state = true},
    {.name = "journal/blocks"},
    {.name = "journal/log", .ending = ".log"},
    {.name = "keys", .keys = true},
    {.name = "tls", .keys = true},
    {.name = "rules"},
    {.name = "sakimori.yaml"},
    {.name = NULL},
};

struct backup {
	const struct backup_wish *wish;
	struct backup_told *told;
	struct arena *arena;
	struct places places;
	struct archive *archive;
	struct buffer manifest;
	struct json_writer writer;
	const struct backup_part *part;
	char folder[LIMIT_PATH]; /* the last that has an entry */
	char copy[LIMIT_PATH];   /* the store's; empty: not made yet */
	char unfinished[LIMIT_PATH];
	enum outcome outcome; /* of a walk */
	struct why *why;
};

enum outcome backup_failed(const char *path, const char *doing, struct why *why)
{
	int error = errno;
	why_set(why, "%s: %s: %s", path, doing, strerror(error));
	return error == EACCES || error == EPERM ? NOT_ALLOWED : NOT_READABLE;
}

static enum outcome archive_failed(struct backup *backup, struct why *why)
{
	const char *reason = archive_error_string(backup->archive);
	why_set(why, "%s: %s", backup->wish->file, reason == NULL ? "it failed" : reason);
	return NOT_READABLE;
}

static enum outcome put_entry(
    struct backup *backup, const char *name, const struct stat *stat, struct why *why)
{
	struct archive_entry *entry = archive_entry_new();
	const struct passwd *user = getpwuid(stat->st_uid);
	const struct group *group = getgrgid(stat->st_gid);
	archive_entry_set_pathname(entry, name);
	archive_entry_set_filetype(entry, S_ISDIR(stat->st_mode) ? AE_IFDIR : AE_IFREG);
	archive_entry_set_perm(entry, stat->st_mode & 07777);
	archive_entry_set_size(entry, S_ISDIR(stat->st_mode) ? 0 : stat->st_size);
	archive_entry_set_mtime(entry, stat->st_mtime, 0);
	archive_entry_set_uid(entry, stat->st_uid);
	archive_entry_set_gid(entry, stat->st_gid);
	if (user != NULL)
		archive_entry_set_uname(entry, user->pw_name);
	if (group != NULL)
		archive_entry_set_gname(entry, group->gr_name);
	int code = archive_write_header(backup->archive, entry);
	archive_entry_free(entry);
	return code == ARCHIVE_OK || code == ARCHIVE_WARN ? DONE : archive_failed(backup, why);
}

/* Entries for the folders above a file that had none yet: their owners and modes matter. */
static enum outcome put_folders(struct backup *backup, const char *name, struct why *why)
{
	char part[LIMIT_PATH];
	char path[2 * LIMIT_PATH];
	struct stat stat_;
	for (size_t i = 1; name[i] != '\0'; i++) {
		if (name[i] != '/' || i >= sizeof(part))
			continue;
		memcpy(part, name, i);
		part[i] = '\0';
		bool had = strncmp(backup->folder, part, i) == 0 &&
			   (backup->folder[i] == '/' || backup->folder[i] == '\0');
		if (had)
			continue;
		snprintf(path, sizeof(path), "%s/%s", backup->places.data, part);
		memcpy(backup->folder, part, i + 1);
		enum outcome outcome =
		    stat(path, &stat_) == 0 ? put_entry(backup, part, &stat_, why) : DONE;
		if (outcome != DONE)
			return outcome;
	}
	return DONE;
}

/* As many bytes as it had when it was opened; where it became shorter (a tail that was cut), zeros
 * stand for the rest. */
static enum outcome put_bytes(
    struct backup *backup, int fd, uint64_t size, char hash[BACKUP_HASH_TEXT], struct why *why)
{
	crypto_generichash_state state;
	unsigned char digest[32];
	char *block = arena_alloc(backup->arena, BLOCK);
	enum outcome outcome = DONE;
	crypto_generichash_init(&state, NULL, 0, sizeof(digest));
	while (size > 0 && outcome == DONE) {
		size_t want = size < BLOCK ? (size_t)size : BLOCK;
		ssize_t got = read(fd, block, want);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return backup_failed("reading", "it failed", why);
		if (got == 0) {
			memset(block, 0, want);
			got = (ssize_t)want;
		}
		crypto_generichash_update(&state, (const unsigned char *)block, (size_t)got);
		if (archive_write_data(backup->archive, block, (size_t)got) != got)
			outcome = archive_failed(backup, why);
		size -= (uint64_t)got;
	}
	crypto_generichash_final(&state, digest, sizeof(digest));
	sodium_bin2hex(hash, BACKUP_HASH_TEXT, digest, sizeof(digest));
	return outcome;
}

static enum outcome put_open(
    struct backup *backup, int fd, const char *path, const char *name, struct why *why)
{
	struct stat stat;
	char hash[BACKUP_HASH_TEXT];
	if (fstat(fd, &stat) != 0)
		return backup_failed(path, "it cannot be looked at", why);
	enum outcome outcome = put_folders(backup, name, why);
	if (outcome == DONE)
		outcome = put_entry(backup, name, &stat, why);
	if (outcome == DONE)
		outcome = put_bytes(backup, fd, (uint64_t)stat.st_size, hash, why);
	arena_reset(backup->arena);
	if (outcome != DONE)
		return outcome;
	json_open_object(&backup->writer, NULL);
	json_put_text(&backup->writer, "name", text_of(name));
	json_put_int(&backup->writer, "size", stat.st_size);
	json_put_text(&backup->writer, "hash", text_of(hash));
	json_close_object(&backup->writer);
	backup->told->files++;
	backup->told->bytes += (uint64_t)stat.st_size;
	return DONE;
}

static enum outcome put_file(
    struct backup *backup, const char *path, const char *name, struct why *why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0 && errno == ENOENT)
		/* Replaced or removed meanwhile: what may go so (rules) is whole without it. */
		return DONE;
	if (fd < 0)
		return backup_failed(path, "it cannot be opened", why);
	enum outcome outcome = put_open(backup, fd, path, name, why);
	close(fd);
	return outcome;
}

static bool visit(void *data, const struct file_seen *seen)
{
	struct backup *backup = data;
	struct text path = text_of(seen->path);
	struct text name = text_from(path, strlen(backup->places.data) + 1);
	const char *ending = backup->part->ending;
	if (ending != NULL && !text_ends(path, text_of(ending)))
		return true;
	if (seen->outcome != DONE) {
		fprintf(stderr, "sakimori backup: left out: %s: %s\n", seen->path, seen->why);
		backup->told->left_out++;
		return true;
	}
	backup->outcome = put_file(backup, seen->path, name.at, backup->why);
	return backup->outcome == DONE;
}

static enum outcome put_store(struct backup *backup, struct why *why)
{
	const struct store_options options = {.folder = backup->places.store};
	const struct viewer viewer = viewer_local();
	struct store *store;
	char name[LIMIT_PATH];
	int size = snprintf(name, sizeof(name), "%s.store-%ld", backup->wish->file, (long)getpid());
	if (size < 0 || (size_t)size >= sizeof(name)) {
		why_set(why, "%s: its name is too long", backup->wish->file);
		return TOO_LARGE;
	}
	enum outcome outcome = store_open(&options, &store, why);
	if (outcome != DONE)
		return outcome;
	backup->told->schema = store_schema(store);
	outcome = store_backup(store, &viewer, name, why);
	store_close(store);
	if (outcome != DONE)
		return outcome;
	memcpy(backup->copy, name, (size_t)size + 1);
	return put_file(backup, name, "state/sakimori.db", why);
}

static enum outcome put_part(struct backup *backup, struct why *why)
{
	char path[LIMIT_PATH];
	if (backup->part->keys && backup->wish->without_keys)
		return DONE;
	if (backup->part->state)
		return put_store(backup, why);
	snprintf(path, sizeof(path), "%s/%s", backup->places.data, backup->part->name);
	backup->outcome = DONE;
	backup->why = why;
	enum outcome outcome = file_walk(path, visit, backup, why);
	if (outcome == NOT_FOUND)
		return DONE;
	return outcome == DONE ? backup->outcome : outcome;
}

static void begin_manifest(struct backup *backup)
{
	char time[CLOCK_TEXT];
	clock_format(backup->wish->now, time);
	buffer_init(&backup->manifest, BACKUP_MANIFEST_SIZE);
	json_begin(&backup->writer, &backup->manifest);
	json_open_object(&backup->writer, NULL);
	json_put_int(&backup->writer, "format", BACKUP_FORMAT);
	json_put_text(&backup->writer, "time", text_of(time));
	json_put_bool(&backup->writer, "keys", !backup->wish->without_keys);
	json_open_object(&backup->writer, "log");
	json_put_int(&backup->writer, "first", (int64_t)backup->told->log_first);
	json_put_int(&backup->writer, "end", (int64_t)backup->told->log_end);
	json_close_object(&backup->writer);
	json_open_array(&backup->writer, "files");
}

static enum outcome put_manifest(struct backup *backup, struct why *why)
{
	json_close_array(&backup->writer);
	json_put_int(&backup->writer, "schema", backup->told->schema);
	json_close_object(&backup->writer);
	struct text bytes = buffer_text(&backup->manifest);
	struct stat stat = {.st_mode = S_IFREG | 0600,
	    .st_size = (off_t)bytes.size,
	    .st_mtime = backup->wish->now / CLOCK_SECOND,
	    .st_uid = geteuid(),
	    .st_gid = getegid()};
	if (backup->manifest.full) {
		why_set(why, "too many files for the manifest");
		return TOO_LARGE;
	}
	enum outcome outcome = put_entry(backup, BACKUP_MANIFEST, &stat, why);
	if (outcome == DONE &&
	    archive_write_data(backup->archive, bytes.at, bytes.size) != (la_ssize_t)bytes.size)
		outcome = archive_failed(backup, why);
	if (outcome == DONE && archive_write_close(backup->archive) != ARCHIVE_OK)
		outcome = archive_failed(backup, why);
	return outcome;
}

static enum outcome put_all(struct backup *backup, struct why *why)
{
	struct log_extent extent = {0};
	enum outcome outcome = log_extent(backup->places.log, &extent, why);
	if (outcome != DONE && outcome != NOT_FOUND)
		return outcome;
	backup->told->log_first = extent.first;
	backup->told->log_end = extent.end;
	begin_manifest(backup);
	outcome = DONE;
	for (backup->part = backup_parts; backup->part->name != NULL && outcome == DONE;
	     backup->part++)
		outcome = put_part(backup, why);
	return outcome == DONE ? put_manifest(backup, why) : outcome;
}

/* What the engine takes exclusively before it drops or retires. */
static enum outcome hold_journal(const struct places *places, int *fd, struct why *why)
{
	char path[LIMIT_PATH];
	struct stat stat_;
	snprintf(path, sizeof(path), "%s/lock", places->journal);
	if (stat(places->journal, &stat_) != 0)
		return backup_failed(places->journal, "there is no journal", why);
	*fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0660);
	if (*fd >= 0) {
		/* Made by root, it must still be the engine's to open. */
		(void)!fchown(*fd, stat_.st_uid, stat_.st_gid);
		(void)fchmod(*fd, 0660);
	} else {
		*fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	}
	while (*fd >= 0 && flock(*fd, LOCK_SH) != 0) {
		if (errno != EINTR)
			return backup_failed(path, "it cannot be locked", why);
	}
	return *fd >= 0 ? DONE : backup_failed(path, "it cannot be opened", why);
}

static enum outcome write_archive(struct backup *backup, int fd, struct why *why)
{
	backup->archive = archive_write_new();
	enum outcome outcome = DONE;
	if (archive_write_set_format_pax_restricted(backup->archive) != ARCHIVE_OK ||
	    archive_write_add_filter_zstd(backup->archive) != ARCHIVE_OK ||
	    archive_write_set_bytes_in_last_block(backup->archive, 1) != ARCHIVE_OK ||
	    archive_write_open_fd(backup->archive, fd) != ARCHIVE_OK)
		outcome = archive_failed(backup, why);
	if (outcome == DONE)
		outcome = put_all(backup, why);
	archive_write_free(backup->archive);
	buffer_free(&backup->manifest);
	if (outcome == DONE && fsync(fd) != 0)
		outcome = backup_failed(backup->wish->file, "writing failed", why);
	return outcome;
}

/* Into its place when it is whole; nothing that stands there is replaced. */
static enum outcome finish(const struct backup *backup, struct why *why)
{
	if (renameat2(
		AT_FDCWD, backup->unfinished, AT_FDCWD, backup->wish->file, RENAME_NOREPLACE) == 0)
		return DONE;
	if (errno == EEXIST) {
		why_set(why, "%s: it is there already", backup->wish->file);
		return ALREADY_THERE;
	}
	return backup_failed(backup->wish->file, "it cannot be put into its place", why);
}

static enum outcome write_file(struct backup *backup, struct why *why)
{
	struct stat stat_;
	int size = snprintf(backup->unfinished, sizeof(backup->unfinished), "%s.part-%ld",
	    backup->wish->file, (long)getpid());
	if (size < 0 || (size_t)size >= sizeof(backup->unfinished)) {
		why_set(why, "%s: its name is too long", backup->wish->file);
		return TOO_LARGE;
	}
	if (lstat(backup->wish->file, &stat_) == 0) {
		why_set(why, "%s: it is there already", backup->wish->file);
		return ALREADY_THERE;
	}
	/* It has keys in it. */
	int fd =
	    open(backup->unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return backup_failed(backup->unfinished, "it cannot be made", why);
	enum outcome outcome = write_archive(backup, fd, why);
	if (close(fd) != 0 && outcome == DONE)
		outcome = backup_failed(backup->unfinished, "writing failed", why);
	if (outcome == DONE)
		outcome = finish(backup, why);
	if (outcome != DONE)
		(void)unlink(backup->unfinished);
	return outcome;
}

enum outcome backup_make(const struct backup_wish *wish, struct backup_told *told, struct why *why)
{
	struct backup backup = {.wish = wish, .told = told};
	struct arena *places = arena_create("places", PLACES_MEMORY);
	int lock = -1;
	*told = (struct backup_told){.time = wish->now, .keys = !wish->without_keys};
	backup.arena = arena_create("backup", 2 * BLOCK);
	places_of(wish->data, places, &backup.places);
	enum outcome outcome = hold_journal(&backup.places, &lock, why);
	if (outcome == DONE)
		outcome = write_file(&backup, why);
	if (backup.copy[0] != '\0')
		(void)unlink(backup.copy);
	if (lock >= 0)
		close(lock);
	arena_destroy(backup.arena);
	arena_destroy(places);
	return outcome;
}
