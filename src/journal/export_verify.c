/* SPDX-License-Identifier: Apache-2.0 */
/* Verifying an export: the manifest's hash of every file, then the chain. No key is needed. */
#include "base/arena.h"
#include "base/json.h"
#include "journal/export_parts.h"
#include "journal/log_parts.h"
#include "os/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MANIFEST_MOST ((size_t)16 << 20)
#define MEMORY ((size_t)256 << 20)

static bool is_file_name(struct text name)
{
	return name.size != 0 && name.size < 64 && text_find_char(name, '/') == TEXT_NONE &&
	       name.at[0] != '.' && text_find_char(name, 0) == TEXT_NONE;
}

static void check_file(const char *folder, const struct json *file, struct verified *verified)
{
	char name[64];
	char hash[BLOCK_HASH_TEXT];
	uint64_t size = 0;
	int64_t said = -1;
	struct why why = {""};
	struct text t = json_get_text(file, "name");
	if (!is_file_name(t)) {
		verified_bad(verified, 0, EXPORT_MANIFEST, 0, "it names a file that cannot be");
		return;
	}
	snprintf(name, sizeof(name), "%.*s", TEXT_ARGS(t));
	enum outcome outcome = export_hash(folder, name, hash, &size, &why);
	if (outcome == NOT_FOUND)
		verified_bad(verified, 0, name, 0, "%s is missing", name);
	else if (outcome != DONE)
		verified_bad(verified, 0, name, 0, "%s", why.text);
	else if (!json_int(json_get(file, "bytes"), &said) || said < 0 || (uint64_t)said != size)
		verified_bad(verified, 0, name, 0, "%s has %llu bytes, and had %lld", name,
		    (unsigned long long)size, (long long)said);
	else if (!text_equal(text_of(hash), json_get_text(file, "blake2b")))
		verified_bad(verified, 0, name, 0, "%s was changed: its hash does not hold", name);
}

static bool head_of(const struct json *manifest, const char *name, struct chain_head *head)
{
	int64_t sequence = 0;
	const struct json *object = json_get(manifest, name);
	struct text hash = json_get_text(object, "hash");
	if (!json_int(json_get(object, "sequence"), &sequence) || sequence <= 0 ||
	    hash.size + 1 != BLOCK_HASH_TEXT)
		return false;
	head->sequence = (uint64_t)sequence;
	memcpy(head->hash, hash.at, hash.size);
	head->hash[hash.size] = '\0';
	return true;
}

static enum outcome check(const char *folder, const struct json *manifest, struct text company,
    struct verified *verified, struct why *why)
{
	struct chain_head head = {.sequence = 0};
	struct verified files = {.company = company, .good = true};
	struct chain_wish wish = {folder, "", company, NULL, &head};
	const struct json *list = json_get(manifest, "files");
	if (!frame_id_valid(company) || !head_of(manifest, "head", &head) || list == NULL) {
		why_set(why, "%s/%s: it is no manifest of an export", folder, EXPORT_MANIFEST);
		return MALFORMED;
	}
	enum outcome outcome = chain_verify(&wish, verified, why);
	if (outcome != DONE)
		return outcome;
	for (const struct json *file = list->first; file != NULL; file = file->next)
		check_file(folder, file, &files);
	/* The chain's own words tell more than that a file differs. */
	if (verified->good && !files.good)
		verified_bad(verified, 0, files.file, 0, "%s", files.why.text);
	return DONE;
}

enum outcome journal_verify_export(const char *folder, struct verified *verified, struct why *why)
{
	static _Thread_local char company[FRAME_ID + 1];
	struct arena *arena = arena_create("manifest", MEMORY);
	const struct json *manifest = NULL;
	struct text bytes;
	char *path = disk_path(folder, EXPORT_MANIFEST);
	if (sodium_init() < 0)
		abort();
	enum outcome outcome = file_read(path, MANIFEST_MOST, arena, &bytes, why);
	if (outcome == DONE)
		outcome = json_read(bytes, &json_strict_limits, arena, &manifest, why);
	if (outcome == DONE) {
		struct text id = text_part(json_get_text(manifest, "company"), 0, FRAME_ID);
		snprintf(company, sizeof(company), "%.*s", TEXT_ARGS(id));
		outcome = check(folder, manifest, text_of(company), verified, why);
	}
	free(path);
	arena_destroy(arena);
	return outcome;
}
