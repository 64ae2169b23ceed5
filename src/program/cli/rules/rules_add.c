/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The new files are written into a staging folder beside the target; then the two change places
 * in one step, and the old one is removed. A lock keeps a second run out meanwhile.
 */
#include "program/cli/rules/rules_add.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/limits.h"
#include "os/files.h"
#include "os/sandbox.h"
#include "os/unpack.h"
#include "program/content/content.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAMES_MEMORY ((size_t)1 << 20)

struct adding {
	struct ruleset *rules;
	struct arena *arena; /* paths */
	struct buffer file;  /* the member that is being read */
	struct text name;    /* its name; empty: it is no rule file */
	const char *staging;
	size_t written;
	bool failed;
	struct why *why;
};

static void plain_name(struct text name, char out[80])
{
	size_t slash = text_find_last_char(name, '/');
	struct text last = slash == TEXT_NONE ? name : text_from(name, slash + 1);
	size_t n = 0;
	for (size_t i = 0; i < last.size && n < 79; i++) {
		char c = last.at[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		bool other = (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
		out[n++] = letter || other ? c : '_';
	}
	out[n] = '\0';
}

/* The folder's name for what was given; two that differ only in what cannot stand in it, as names
 * in Japanese do, are still two. */
static void folder_name(struct text given, char out[80])
{
	plain_name(given, out);
	size_t slash = text_find_last_char(given, '/');
	struct text last = slash == TEXT_NONE ? given : text_from(given, slash + 1);
	size_t size = strlen(out);
	if (text_equal(text_of(out), last))
		return;
	if (size > 60)
		size = 60;
	snprintf(out + size, 80 - size, "-%016" PRIx64, text_hash(last));
}

static void store(struct adding *adding)
{
	if (adding->file.full) {
		ruleset_refuse(adding->rules, adding->name, TEXT("larger than a rule file may be"));
		return;
	}
	struct text bytes = buffer_text(&adding->file);
	if (ruleset_add(adding->rules, adding->name, bytes) == 0)
		return;
	char name[80];
	char path[LIMIT_PATH];
	plain_name(adding->name, name);
	snprintf(path, sizeof(path), "%s/%05zu-%s", adding->staging, ++adding->written, name);
	adding->failed = file_write(path, bytes, adding->why) != DONE;
}

static void take_step(struct adding *adding, const struct unpack_step *step)
{
	switch (step->kind) {
	case UNPACK_MEMBER:
		buffer_clear(&adding->file);
		arena_reset(adding->arena);
		adding->name = content_is_yaml(step->name) ? text_copy(adding->arena, step->name)
							   : (struct text){NULL, 0};
		break;
	case UNPACK_BYTES:
		if (adding->name.size != 0)
			buffer_put(&adding->file, step->bytes);
		break;
	case UNPACK_END:
		if (adding->name.size != 0)
			store(adding);
		break;
	case UNPACK_REFUSED:
		ruleset_refuse(adding->rules, step->name, text_of(step->why.text));
		break;
	}
}

static bool visit(void *data, const struct file_seen *seen)
{
	struct adding *adding = data;
	struct unpack *unpack;
	struct unpack_step step;
	struct why why;
	if (seen->outcome != DONE) {
		ruleset_refuse(adding->rules, text_of(seen->path), text_of(seen->why));
		return true;
	}
	if (unpack_open(seen->path, seen->path, &unpack_default_limits, &unpack, &why) != DONE) {
		ruleset_refuse(adding->rules, text_of(seen->path), text_of(why.text));
		return true;
	}
	while (!adding->failed && unpack_next(unpack, &step) == DONE)
		take_step(adding, &step);
	unpack_close(unpack);
	return !adding->failed;
}

/* Only files stand in these folders; what is no file is left, and the folder with it. Of a link
 * only the link goes: what it leads to is somebody's own. */
static void remove_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);
	if (folder == NULL) {
		if (fd >= 0)
			close(fd);
		else
			(void)unlink(path);
		return;
	}
	const struct dirent *entry;
	while ((entry = readdir(folder)) != NULL) {
		if (entry->d_name[0] != '.')
			(void)unlinkat(dirfd(folder), entry->d_name, 0);
	}
	closedir(folder);
	(void)rmdir(path);
}

static enum outcome make_folder(const char *path, struct why *why)
{
	char part[LIMIT_PATH];
	for (size_t i = 1; i < sizeof(part) && i <= strlen(path); i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		memcpy(part, path, i);
		part[i] = '\0';
		if (mkdir(part, 0755) != 0 && errno != EEXIST) {
			why_set(why, "cannot make %s: %s", part, strerror(errno));
			return NOT_READABLE;
		}
	}
	return DONE;
}

static enum outcome replace(
    const char *staging, const char *target, const char *old, struct why *why)
{
	/* A link in its place goes; what it leads to stays. The sandbox lets no link be moved. */
	struct stat status;
	if (lstat(target, &status) == 0 && S_ISLNK(status.st_mode))
		(void)unlink(target);
	/* What stood there is removed with the staging folder. */
	if (renameat2(AT_FDCWD, staging, AT_FDCWD, target, RENAME_EXCHANGE) == 0)
		return DONE;
	/* There is none yet, or a file system that cannot exchange. */
	remove_folder(old);
	bool had = rename(target, old) == 0;
	if (rename(staging, target) == 0) {
		remove_folder(old);
		return DONE;
	}
	why_set(why, "cannot put the rules into %s: %s", target, strerror(errno));
	if (had)
		(void)!rename(old, target);
	return NOT_READABLE;
}

static enum outcome read_into(const char *path, struct adding *adding, struct why *why)
{
	enum outcome outcome = file_walk(path, visit, adding, why);
	if (outcome == DONE && adding->failed)
		return NOT_READABLE;
	if (outcome == DONE && adding->written == 0) {
		why_set(why, "no rule in it could be loaded");
		return NOT_FOUND;
	}
	return outcome;
}

/* Where one addition takes place. */
struct places {
	char target[LIMIT_PATH];
	char staging[LIMIT_PATH];
	char old[LIMIT_PATH];
};

static enum outcome find_places(
    const char *path, const char *folder, struct places *places, struct why *why)
{
	char name[80];
	struct text given = text_of(path);
	while (given.size > 1 && given.at[given.size - 1] == '/')
		given.size--;
	folder_name(given, name);
	if (strlen(folder) + sizeof(name) + 16 > LIMIT_PATH || name[0] == '.') {
		why_set(why, "its name cannot be used");
		return NOT_SUPPORTED;
	}
	snprintf(places->target, LIMIT_PATH, "%s/%s", folder, name);
	snprintf(places->staging, LIMIT_PATH, "%s/.new-%s", folder, name);
	snprintf(places->old, LIMIT_PATH, "%s/.old-%s", folder, name);
	return DONE;
}

/* Waits while another run adds rules. */
static enum outcome lock_folder(const char *path, int *lock, struct why *why)
{
	*lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*lock >= 0 && flock(*lock, LOCK_EX) == 0)
		return DONE;
	why_set(why, "cannot lock %s: %s", path, strerror(errno));
	if (*lock >= 0)
		close(*lock);
	return NOT_READABLE;
}

static enum outcome add_locked(
    const char *path, const struct places *places, struct ruleset *rules, struct why *why)
{
	remove_folder(places->staging);
	enum outcome outcome = make_folder(places->staging, why);
	if (outcome != DONE)
		return outcome;
	struct adding adding = {.rules = rules,
	    .arena = arena_create("names", NAMES_MEMORY),
	    .staging = places->staging,
	    .why = why};
	buffer_init(&adding.file, LIMIT_RULE_FILE);
	outcome = read_into(path, &adding, why);
	if (outcome == DONE)
		outcome = replace(places->staging, places->target, places->old, why);
	buffer_free(&adding.file);
	arena_destroy(adding.arena);
	remove_folder(places->staging);
	return outcome;
}

/* The archive is somebody else's: from here on only it can be read, and only the rules' folder
 * changed. */
static enum outcome confine(const char *path, const char *folder, struct why *why)
{
	struct sandbox_state state;
	const struct sandbox sandbox = {
	    .readable = &path, .readable_count = 1, .writable = &folder, .writable_count = 1};
	unpack_prepare();
	return sandbox_enter(&sandbox, &state, why);
}

enum outcome rules_add(
    const char *path, const char *folder, struct ruleset **rules, struct why *why)
{
	struct places places;
	int lock;
	enum outcome outcome = find_places(path, folder, &places, why);
	if (outcome == DONE)
		outcome = make_folder(folder, why);
	if (outcome == DONE)
		outcome = lock_folder(folder, &lock, why);
	if (outcome != DONE)
		return outcome;
	outcome = confine(path, folder, why);
	struct ruleset *made = ruleset_create();
	if (outcome == DONE)
		outcome = add_locked(path, &places, made, why);
	close(lock);
	if (outcome != DONE) {
		ruleset_destroy(made);
		return outcome;
	}
	ruleset_freeze(made);
	*rules = made;
	return DONE;
}
