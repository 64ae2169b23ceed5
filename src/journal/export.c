/* SPDX-License-Identifier: Apache-2.0 */
/* Taking a company's chain elsewhere, with what proves that it is whole. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"
#include "journal/export_parts.h"
#include "os/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE ((size_t)1 << 20)
#define MANIFEST_MOST ((size_t)16 << 20)
#define FORMAT "sakimori-export-1"

static enum outcome copy(int from, int to, uint64_t size)
{
	char *piece = disk_memory(NULL, PIECE);
	bool good = true;
	for (uint64_t at = 0; good && at < size; at += PIECE) {
		size_t want = size - at < PIECE ? (size_t)(size - at) : PIECE;
		good = disk_read(from, piece, want, at) == want && disk_write(to, piece, want, at);
	}
	int error = errno;
	free(piece);
	errno = error;
	return good && fsync(to) == 0 ? DONE : NOT_READABLE;
}

/* Copy the first `size` bytes of a file. */
static enum outcome copy_file(
    const char *from, const char *to, const char *name, uint64_t size, struct why *why)
{
	char *source = disk_path(from, name);
	char *target = disk_path(to, name);
	enum outcome outcome = DONE;
	int in = open(source, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	int out = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
	if (in < 0)
		outcome = disk_failed(source, "it cannot be opened", why);
	else if (out < 0)
		outcome = disk_failed(target, "it cannot be made", why);
	else if (size == UINT64_MAX && (size = disk_size(in)) == UINT64_MAX)
		outcome = disk_failed(source, "it cannot be looked at", why);
	else if (copy(in, out, size) != DONE)
		outcome = disk_failed(target, "copying failed", why);
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	free(source);
	free(target);
	return outcome;
}

enum outcome export_hash(const char *folder, const char *name, char hash[BLOCK_HASH_TEXT],
    uint64_t *size, struct why *why)
{
	unsigned char sum[BLOCK_HASH];
	crypto_generichash_state state;
	char *path = disk_path(folder, name);
	/* An export may come from anybody: a pipe must not be waited for. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	enum outcome outcome = fd < 0 ? disk_failed(path, "it cannot be opened", why) : DONE;
	char *piece = disk_memory(NULL, PIECE);
	size_t got = PIECE;
	*size = 0;
	crypto_generichash_init(&state, NULL, 0, sizeof(sum));
	while (outcome == DONE && got == PIECE) {
		got = disk_read(fd, piece, PIECE, *size);
		if (got == SIZE_MAX) {
			outcome = disk_failed(path, "it cannot be read", why);
			break;
		}
		crypto_generichash_update(&state, (unsigned char *)piece, got);
		*size += got;
	}
	crypto_generichash_final(&state, sum, sizeof(sum));
	block_hash_text(sum, hash);
	free(piece);
	free(path);
	if (fd >= 0)
		close(fd);
	return outcome;
}

static enum outcome copy_chain(const struct export_wish *wish, const char *folder,
    const struct disk_numbers *volumes, struct why *why)
{
	for (size_t i = 0; i < volumes->count; i++) {
		char name[BLOCK_NAME];
		struct block_walk walk;
		enum outcome outcome =
		    block_walk_read(folder, volumes->at[i], i + 1 == volumes->count, &walk, why);
		if (outcome != DONE)
			return outcome;
		uint64_t whole = walk.whole;
		block_walk_free(&walk);
		block_volume_name(volumes->at[i], name);
		outcome = copy_file(folder, wish->to, name, whole, why);
		if (outcome != DONE)
			return outcome;
	}
	return copy_file(folder, wish->to, "start", UINT64_MAX, why);
}

static enum outcome put_file(
    struct json_writer *json, const char *folder, const char *name, struct why *why)
{
	char hash[BLOCK_HASH_TEXT];
	uint64_t size = 0;
	enum outcome outcome = export_hash(folder, name, hash, &size, why);
	if (outcome != DONE)
		return outcome;
	json_open_object(json, NULL);
	json_put_text(json, "name", text_of(name));
	json_put_int(json, "bytes", (int64_t)size);
	json_put_text(json, "blake2b", text_of(hash));
	json_close_object(json);
	return DONE;
}

static enum outcome put_files(struct json_writer *json, const struct export_wish *wish,
    const struct disk_numbers *volumes, struct why *why)
{
	enum outcome outcome = DONE;
	json_open_array(json, "files");
	for (size_t i = 0; outcome == DONE && i < volumes->count; i++) {
		char name[BLOCK_NAME];
		block_volume_name(volumes->at[i], name);
		outcome = put_file(json, wish->to, name, why);
	}
	if (outcome == DONE)
		outcome = put_file(json, wish->to, "start", why);
	if (outcome == DONE && wish->plain)
		outcome = put_file(json, wish->to, EXPORT_RECORDS, why);
	json_close_array(json);
	return outcome;
}

static void put_head(struct json_writer *json, const char *name, const struct chain_head *head)
{
	if (head == NULL || head->sequence == 0)
		return;
	json_open_object(json, name);
	json_put_int(json, "sequence", (int64_t)head->sequence);
	json_put_text(json, "hash", text_of(head->hash));
	json_close_object(json);
}

static enum outcome write_manifest(const struct export_wish *wish,
    const struct disk_numbers *volumes, const struct verified *chain, struct why *why)
{
	char now[CLOCK_TEXT];
	struct buffer out;
	struct json_writer json;
	buffer_init(&out, MANIFEST_MOST);
	json_begin(&json, &out);
	clock_format(wish->now, now);
	json_open_object(&json, NULL);
	json_put_text(&json, "format", TEXT(FORMAT));
	json_put_text(&json, "company", wish->company);
	json_put_text(&json, "exported", text_of(now));
	json_put_int(&json, "blocks", (int64_t)chain->blocks);
	put_head(&json, "head", &chain->head);
	put_head(&json, "anchor", wish->anchor);
	enum outcome outcome = put_files(&json, wish, volumes, why);
	json_close_object(&json);
	buffer_put_char(&out, '\n');
	if (outcome == DONE && out.full) {
		why_set(why, "the manifest is too large");
		outcome = TOO_LARGE;
	}
	if (outcome == DONE)
		outcome = disk_replace(wish->to, EXPORT_MANIFEST, buffer_text(&out), 0640, why);
	buffer_free(&out);
	return outcome;
}

static enum outcome make_target(const char *to, struct why *why)
{
	if (mkdir(to, 0750) == 0)
		return DONE;
	if (errno != EEXIST)
		return disk_failed(to, "it cannot be made", why);
	why_set(why, "%s: it is already there", to);
	return ALREADY_THERE;
}

static enum outcome fill(const struct journal_place *place, const struct export_wish *wish,
    const char *folder, const struct disk_numbers *volumes, uint64_t *records, struct why *why)
{
	struct verified chain;
	struct chain_wish check = {wish->to, "", wish->company, NULL, wish->anchor};
	enum outcome outcome = copy_chain(wish, folder, volumes, why);
	if (outcome == DONE)
		outcome = chain_verify(&check, &chain, why);
	if (outcome == DONE && !chain.good) {
		why_set(why, "what was copied does not verify: %s", chain.why.text);
		outcome = MALFORMED;
	}
	if (outcome == DONE && wish->plain)
		outcome = export_records(place, wish, chain.head.sequence, records, why);
	return outcome == DONE ? write_manifest(wish, volumes, &chain, why) : outcome;
}

enum outcome journal_export(const struct journal_place *place, const struct export_wish *wish,
    uint64_t *records, struct why *why)
{
	char *folder = NULL;
	struct disk_numbers volumes = {NULL, 0};
	uint64_t count = 0;
	enum outcome outcome = block_folder(place, wish->company, &folder, why);
	if (outcome == DONE)
		outcome = block_volumes(folder, &volumes, why);
	if (outcome == DONE && volumes.count == 0)
		outcome = NOT_FOUND;
	if (outcome == NOT_FOUND)
		why_set(why, "the company has no blocks yet");
	if (outcome == DONE && wish->plain && !block_key_exists(place, wish->company)) {
		why_set(why, "the company's key is not at hand: its records cannot be read");
		outcome = NOT_ALLOWED;
	}
	if (outcome == DONE)
		outcome = make_target(wish->to, why);
	if (outcome == DONE)
		outcome = fill(place, wish, folder, &volumes, &count, why);
	disk_list_free(&volumes);
	free(folder);
	if (outcome == DONE)
		*records = count;
	return outcome;
}
