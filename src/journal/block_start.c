/* SPDX-License-Identifier: Apache-2.0 */
/* A company's folder of volumes, and the file that says where its chain starts. */
#include "base/arena.h"
#include "journal/block_parts.h"
#include "journal/log_parts.h"
#include "os/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define START_MOST 512
#define TITLE "sakimori chain 1"

enum outcome block_folder(
    const struct journal_place *place, struct text company, char **folder, struct why *why)
{
	char name[FRAME_ID + 16];
	if (!frame_id_valid(company)) {
		why_set(why, "a company's id is 1 to 40 of a-z, 0-9 and -");
		return MALFORMED;
	}
	snprintf(
	    name, sizeof(name), "blocks/%02u/%.*s", journal_partition(company), TEXT_ARGS(company));
	*folder = disk_path(place->folder, name);
	return DONE;
}

void block_volume_name(uint64_t sequence, char name[BLOCK_NAME])
{
	snprintf(name, BLOCK_NAME, "%010llu.vol", (unsigned long long)sequence);
}

enum outcome block_volumes(const char *folder, struct disk_numbers *volumes, struct why *why)
{
	return disk_list(folder, 10, ".vol", volumes, why);
}

/* The text without its last line, which is a hash of the others. */
static int start_text(struct text company, const struct block_start *start, char text[START_MOST])
{
	char previous[BLOCK_HASH_TEXT];
	char check[BLOCK_HASH_TEXT];
	unsigned char hash[BLOCK_HASH];
	block_hash_text(start->previous, previous);
	int size = snprintf(text, START_MOST, TITLE "\n%.*s\n%llu\n%s\n", TEXT_ARGS(company),
	    (unsigned long long)start->sequence, previous);
	block_hash((const unsigned char *)text, (size_t)size, hash);
	block_hash_text(hash, check);
	return size + snprintf(text + size, START_MOST - (size_t)size, "%s\n", check);
}

enum outcome block_start_write(
    const char *folder, struct text company, const struct block_start *start, struct why *why)
{
	char text[START_MOST];
	int size = start_text(company, start, text);
	return disk_replace(folder, "start", (struct text){text, (size_t)size}, 0660, why);
}

static bool start_parse(struct text t, struct text company, struct block_start *start)
{
	char text[START_MOST];
	struct text whole = t;
	struct block_start read;
	size_t size = 0;
	text_cut(&t, '\n');
	text_cut(&t, '\n');
	struct text sequence = text_cut(&t, '\n');
	struct text previous = text_cut(&t, '\n');
	if (!text_to_uint(sequence, &read.sequence) || read.sequence == 0 ||
	    sodium_hex2bin(
		read.previous, BLOCK_HASH, previous.at, previous.size, NULL, &size, NULL) != 0 ||
	    size != BLOCK_HASH)
		return false;
	/* One start has one text, so the rest is checked by writing it again. */
	int again = start_text(company, &read, text);
	if (!text_equal(whole, (struct text){text, (size_t)again}))
		return false;
	*start = read;
	return true;
}

enum outcome block_start_read(
    const char *folder, struct text company, struct block_start *start, struct why *why)
{
	struct arena *arena = arena_create("start of a chain", 8192);
	char *path = disk_path(folder, "start");
	struct text t;
	enum outcome outcome = file_read(path, START_MOST, arena, &t, why);
	if (outcome == DONE && !start_parse(t, company, start)) {
		why_set(why, "%s: the file that says where the chain starts was changed", path);
		outcome = MALFORMED;
	}
	free(path);
	arena_destroy(arena);
	return outcome;
}
