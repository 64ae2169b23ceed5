/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys of companies. A file of 32 random bytes each, from which the keys for sealing and for the
 * value index are derived; destroying it is how a company's records are removed for good.
 */
#include "journal/block_parts.h"
#include "journal/log_parts.h"
#include "os/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum outcome key_path(
    const struct journal_place *place, struct text company, char **path, struct why *why)
{
	char name[FRAME_ID + 8];
	if (!frame_id_valid(company)) {
		why_set(why, "a company's id is 1 to 40 of a-z, 0-9 and -");
		return MALFORMED;
	}
	snprintf(name, sizeof(name), "%.*s.key", TEXT_ARGS(company));
	*path = disk_path(place->keys, name);
	return DONE;
}

/* Written beside and linked: a key file is whole or not there, and never replaced. */
static enum outcome write_key(const char *path, struct why *why)
{
	unsigned char key[BLOCK_KEY];
	size_t size = strlen(path) + 16;
	char *beside = disk_memory(NULL, size);
	snprintf(beside, size, "%s.new-%ld", path, (long)getpid());
	enum outcome outcome = DONE;
	unlink(beside);
	int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0640);
	randombytes_buf(key, sizeof(key));
	if (fd < 0 || fchmod(fd, 0640) != 0 || !disk_write(fd, key, sizeof(key), 0) ||
	    fsync(fd) != 0)
		outcome = disk_failed(path, "the key cannot be written", why);
	sodium_memzero(key, sizeof(key));
	if (fd >= 0)
		close(fd);
	if (outcome == DONE && link(beside, path) != 0) {
		bool there = errno == EEXIST;
		outcome = disk_failed(path, "the key cannot be made", why);
		outcome = there ? ALREADY_THERE : outcome;
	}
	unlink(beside);
	free(beside);
	return outcome;
}

enum outcome block_key_create(
    const struct journal_place *place, struct text company, struct why *why)
{
	char *path = NULL;
	if (sodium_init() < 0)
		abort();
	enum outcome outcome = key_path(place, company, &path, why);
	if (outcome != DONE)
		return outcome;
	outcome = disk_folder(place->keys, why);
	if (outcome == DONE)
		outcome = write_key(path, why);
	if (outcome == DONE)
		outcome = folder_sync(place->keys, why);
	free(path);
	return outcome;
}

enum outcome block_key_destroy(
    const struct journal_place *place, struct text company, struct why *why)
{
	unsigned char noise[BLOCK_KEY];
	char *path = NULL;
	if (sodium_init() < 0)
		abort();
	enum outcome outcome = key_path(place, company, &path, why);
	if (outcome != DONE)
		return outcome;
	randombytes_buf(noise, sizeof(noise));
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		outcome = disk_failed(path, "it cannot be opened", why);
	else if (!disk_write(fd, noise, sizeof(noise), 0) || fsync(fd) != 0)
		outcome = disk_failed(path, "it cannot be overwritten", why);
	if (fd >= 0)
		close(fd);
	if (outcome == DONE && unlink(path) != 0)
		outcome = disk_failed(path, "it cannot be removed", why);
	if (outcome == DONE)
		outcome = folder_sync(place->keys, why);
	free(path);
	return outcome;
}

bool block_key_exists(const struct journal_place *place, struct text company)
{
	char *path = NULL;
	if (key_path(place, company, &path, NULL) != DONE)
		return false;
	bool there = access(path, F_OK) == 0;
	free(path);
	return there;
}

static void derive(const unsigned char *key, const char *purpose, unsigned char *out, size_t size)
{
	crypto_generichash(
	    out, size, (const unsigned char *)purpose, strlen(purpose), key, BLOCK_KEY);
}

enum outcome block_keys_read(const struct journal_place *place, struct text company,
    struct block_keys *keys, struct why *why)
{
	unsigned char key[BLOCK_KEY + 1];
	char *path = NULL;
	if (sodium_init() < 0)
		abort();
	enum outcome outcome = key_path(place, company, &path, why);
	if (outcome != DONE)
		return outcome;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		outcome = disk_failed(path, "it cannot be opened", why);
	else if (disk_read(fd, key, sizeof(key), 0) != BLOCK_KEY) {
		why_set(why, "%s: not a key of %d bytes", path, BLOCK_KEY);
		outcome = MALFORMED;
	} else {
		derive(key, "sakimori journal seal", keys->seal, sizeof(keys->seal));
		derive(key, "sakimori journal index", keys->index, sizeof(keys->index));
	}
	sodium_memzero(key, sizeof(key));
	if (fd >= 0)
		close(fd);
	free(path);
	return outcome;
}
