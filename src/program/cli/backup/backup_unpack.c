/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Taking a backup apart, into a new folder of our own. The file may have been in anybody's hands:
 * only plain files and folders below the known parts are made, none twice, and nothing counts
 * before every hash was compared with the manifest at the end.
 */
#include "program/cli/backup/backup_parts.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/limits.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAMES_MEMORY ((size_t)4 << 30) /* bounded by BACKUP_MANIFEST_SIZE */

/* What came out, in its order. */
struct taken {
	struct taken *next;
	struct text name;
	uint64_t size;
	char hash[BACKUP_HASH_TEXT];
};

struct unpacking {
	const char *file;
	const char *folder;
	struct archive *archive;
	struct arena *arena;
	struct taken *first;
	struct taken **last;
	struct buffer manifest;
	bool has_manifest;
	uint64_t names; /* bytes */
};

static enum outcome damaged(const struct unpacking *it, const char *what, struct why *why)
{
	why_set(why, "%s: %s", it->file, what);
	return MALFORMED;
}

static enum outcome archive_failed(const struct unpacking *it, struct why *why)
{
	const char *reason = archive_error_string(it->archive);
	why_set(why, "%s: it is no whole backup: %s", it->file, reason == NULL ? "" : reason);
	return MALFORMED;
}

static bool is_known(struct text name)
{
	for (const struct backup_part *part = backup_parts; part->name != NULL; part++) {
		struct text known = text_of(part->name);
		struct text rest = text_from(name, known.size);
		if (text_equal(name, known) || (text_starts(name, known) && rest.at[0] == '/'))
			return true;
	}
	return text_equal(name, TEXT("journal"));
}

/* Relative, of known parts, without "." and ".." and whatever else leads elsewhere. */
static bool is_good_name(struct text name)
{
	struct text rest = name;
	if (name.size == 0 || name.size > 1024 || memchr(name.at, '\0', name.size) != NULL)
		return false;
	while (rest.size > 0) {
		struct text part = text_cut(&rest, '/');
		if (part.size == 0 || part.size > 255 || text_equal(part, TEXT(".")) ||
		    text_equal(part, TEXT("..")))
			return false;
	}
	return !text_ends(name, TEXT("/")) && is_known(name);
}

static enum outcome make_folders(const struct unpacking *it, const char *path, struct why *why)
{
	char part[LIMIT_PATH];
	for (size_t i = strlen(it->folder) + 1; path[i] != '\0' && i < sizeof(part); i++) {
		if (path[i] != '/')
			continue;
		memcpy(part, path, i);
		part[i] = '\0';
		if (mkdir(part, 0770) != 0 && errno != EEXIST)
			return backup_failed(part, "it cannot be made", why);
	}
	return DONE;
}

/* Owners by name, where this machine has them and we may; modes never for everybody to write. */
static void give_over(int fd, struct archive_entry *entry)
{
	const char *user_name = archive_entry_uname(entry);
	const char *group_name = archive_entry_gname(entry);
	const struct passwd *user = user_name == NULL ? NULL : getpwnam(user_name);
	const struct group *group = group_name == NULL ? NULL : getgrnam(group_name);
	if (geteuid() == 0)
		(void)!fchown(
		    fd, user == NULL ? 0 : user->pw_uid, group == NULL ? 0 : group->gr_gid);
	(void)fchmod(fd, (archive_entry_perm(entry) & 02775) | S_IRUSR | S_IWUSR);
}

static enum outcome copy_bytes(
    struct unpacking *it, int fd, const char *path, struct taken *taken, struct why *why)
{
	crypto_generichash_state state;
	unsigned char digest[32];
	const void *bytes;
	size_t size;
	la_int64_t offset;
	int code;
	crypto_generichash_init(&state, NULL, 0, sizeof(digest));
	while (
	    (code = archive_read_data_block(it->archive, &bytes, &size, &offset)) == ARCHIVE_OK) {
		if (offset < 0 || (uint64_t)offset != taken->size)
			return damaged(it, "a file in it has holes", why);
		const char *at = bytes;
		crypto_generichash_update(&state, bytes, size);
		taken->size += size;
		while (size > 0) {
			ssize_t put = write(fd, at, size);
			if (put < 0 && errno == EINTR)
				continue;
			if (put < 0)
				return backup_failed(path, "writing failed", why);
			at += put;
			size -= (size_t)put;
		}
	}
	if (code != ARCHIVE_EOF)
		return archive_failed(it, why);
	crypto_generichash_final(&state, digest, sizeof(digest));
	sodium_bin2hex(taken->hash, sizeof(taken->hash), digest, sizeof(digest));
	return DONE;
}

static enum outcome take_file(struct unpacking *it, struct archive_entry *entry, struct text name,
    const char *path, struct why *why)
{
	struct taken *taken = arena_alloc(it->arena, sizeof(*taken));
	taken->name = text_copy(it->arena, name);
	enum outcome outcome = make_folders(it, path, why);
	if (outcome != DONE)
		return outcome;
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return backup_failed(path, "it cannot be made", why);
	outcome = copy_bytes(it, fd, path, taken, why);
	if (outcome == DONE)
		give_over(fd, entry);
	close(fd);
	*it->last = taken;
	it->last = &taken->next;
	return outcome;
}

static enum outcome take_folder(
    struct unpacking *it, struct archive_entry *entry, const char *path, struct why *why)
{
	enum outcome outcome = make_folders(it, path, why);
	if (outcome == DONE && mkdir(path, 0770) != 0 && errno != EEXIST)
		outcome = backup_failed(path, "it cannot be made", why);
	int fd = outcome == DONE ? open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
	if (fd >= 0) {
		give_over(fd, entry);
		(void)fchmod(fd, (archive_entry_perm(entry) & 02775) | S_IRWXU);
		close(fd);
	}
	return outcome;
}

static enum outcome take_manifest(struct unpacking *it, struct why *why)
{
	char block[16384];
	la_ssize_t got;
	while ((got = archive_read_data(it->archive, block, sizeof(block))) > 0)
		buffer_put(&it->manifest, (struct text){block, (size_t)got});
	if (got < 0)
		return archive_failed(it, why);
	if (it->manifest.full)
		return damaged(it, "its manifest is too large", why);
	it->has_manifest = true;
	return DONE;
}

static enum outcome take_entry(struct unpacking *it, struct archive_entry *entry, struct why *why)
{
	char path[LIMIT_PATH];
	struct text name = text_of(archive_entry_pathname(entry));
	bool folder = archive_entry_filetype(entry) == AE_IFDIR;
	if (it->has_manifest)
		return damaged(it, "something stands behind its manifest", why);
	if (folder && text_ends(name, TEXT("/")))
		name.size--;
	if (archive_entry_hardlink(entry) != NULL || archive_entry_symlink(entry) != NULL ||
	    (!folder && archive_entry_filetype(entry) != AE_IFREG))
		return damaged(it, "it has something that is no file and no folder", why);
	if (text_equal(name, TEXT(BACKUP_MANIFEST)))
		return take_manifest(it, why);
	it->names += name.size + sizeof(struct taken);
	if (!is_good_name(name) || it->names > BACKUP_MANIFEST_SIZE)
		return damaged(it, "it has a file whose name no backup has", why);
	int size = snprintf(path, sizeof(path), "%s/%.*s", it->folder, TEXT_ARGS(name));
	if (size < 0 || (size_t)size >= sizeof(path))
		return damaged(it, "it has a file whose name is too long", why);
	return folder ? take_folder(it, entry, path, why) : take_file(it, entry, name, path, why);
}

static enum outcome check_files(
    const struct unpacking *it, const struct json *manifest, struct why *why)
{
	const struct json *files = json_get(manifest, "files");
	const struct taken *taken = it->first;
	const struct json *file = files == NULL ? NULL : files->first;
	for (; file != NULL && taken != NULL; file = file->next, taken = taken->next) {
		int64_t size = -1;
		if (!text_equal(json_get_text(file, "name"), taken->name) ||
		    !json_int(json_get(file, "size"), &size) || (uint64_t)size != taken->size ||
		    !text_equal(json_get_text(file, "hash"), text_of(taken->hash))) {
			why_set(why, "%s: %.*s is not as it was written: the backup is damaged",
			    it->file, TEXT_ARGS(text_part(taken->name, 0, 100)));
			return MALFORMED;
		}
	}
	return file == NULL && taken == NULL
		   ? DONE
		   : damaged(it, "it does not hold the files that its manifest names", why);
}

static int64_t number_of(const struct json *object, const char *name)
{
	int64_t number = 0;
	return json_int(json_get(object, name), &number) ? number : 0;
}

static enum outcome read_manifest(struct unpacking *it, struct backup_told *told, struct why *why)
{
	const struct json *manifest;
	struct civil civil;
	if (!it->has_manifest)
		return damaged(it, "it is not whole: its manifest is missing", why);
	enum outcome outcome =
	    json_read(buffer_text(&it->manifest), &json_strict_limits, it->arena, &manifest, why);
	if (outcome != DONE)
		return damaged(it, "its manifest cannot be read", why);
	if (number_of(manifest, "format") != BACKUP_FORMAT) {
		why_set(why, "%s: its format is %lld, this program knows %d", it->file,
		    (long long)number_of(manifest, "format"), BACKUP_FORMAT);
		return NOT_SUPPORTED;
	}
	const struct json *log = json_get(manifest, "log");
	const struct json *keys = json_get(manifest, "keys");
	told->log_first = (uint64_t)number_of(log, "first");
	told->log_end = (uint64_t)number_of(log, "end");
	told->schema = (unsigned)number_of(manifest, "schema");
	told->keys = keys != NULL && keys->kind == JSON_TRUE;
	if (!clock_parse(json_get_text(manifest, "time"), &civil) ||
	    !clock_from_civil(&civil, &told->time))
		told->time = CLOCK_NONE;
	outcome = check_files(it, manifest, why);
	for (const struct taken *at = it->first; at != NULL; at = at->next) {
		told->files++;
		told->bytes += at->size;
	}
	return outcome;
}

static enum outcome take_all(struct unpacking *it, struct backup_told *told, struct why *why)
{
	struct archive_entry *entry;
	int code;
	while ((code = archive_read_next_header(it->archive, &entry)) == ARCHIVE_OK) {
		enum outcome outcome = take_entry(it, entry, why);
		if (outcome != DONE)
			return outcome;
	}
	return code == ARCHIVE_EOF ? read_manifest(it, told, why) : archive_failed(it, why);
}

enum outcome backup_unpack(
    const char *file, const char *folder, struct backup_told *told, struct why *why)
{
	struct unpacking it = {.file = file, .folder = folder};
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return backup_failed(file, "it cannot be opened", why);
	if (sodium_init() < 0)
		abort();
	it.arena = arena_create("restore", NAMES_MEMORY);
	it.last = &it.first;
	buffer_init(&it.manifest, BACKUP_MANIFEST_SIZE);
	it.archive = archive_read_new();
	archive_read_support_filter_zstd(it.archive);
	archive_read_support_format_tar(it.archive);
	enum outcome outcome = archive_read_open_fd(it.archive, fd, 65536) == ARCHIVE_OK
				   ? take_all(&it, told, why)
				   : archive_failed(&it, why);
	archive_read_free(it.archive);
	buffer_free(&it.manifest);
	arena_destroy(it.arena);
	close(fd);
	return outcome;
}
