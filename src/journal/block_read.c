/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a company's blocks, newest first: heads at once, an index or a body when it is asked for.
 */
#include "base/arena.h"
#include "journal/block_parts.h"
#include "journal/log.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct block_reader {
	char *folder;
	char company[FRAME_ID + 1];
	bool has_keys;
	struct block_keys keys;
	struct disk_numbers volumes;
	size_t volume; /* index; `count`: before the newest */
	struct block_walk walk;
	size_t at; /* index of the current block; walk.count: behind the last */
	int fd;    /* of the volume; -1: not opened yet */
	unsigned char *index;
	bool index_read; /* of the current block; `index_good` then */
	bool index_good;
};

enum outcome block_reader_open(const struct journal_place *place, struct text company,
    struct block_reader **reader, struct why *why)
{
	char *folder = NULL;
	struct disk_numbers volumes = {NULL, 0};
	enum outcome outcome = block_folder(place, company, &folder, why);
	if (outcome == DONE)
		outcome = block_volumes(folder, &volumes, why);
	if (outcome == DONE && volumes.count == 0) {
		why_set(why, "%s: no blocks", folder);
		outcome = NOT_FOUND;
	}
	if (outcome != DONE) {
		disk_list_free(&volumes);
		free(folder);
		return outcome;
	}
	struct block_reader *made = disk_memory(NULL, sizeof(*made));
	*made = (struct block_reader){
	    .folder = folder, .volumes = volumes, .volume = volumes.count, .fd = -1};
	memcpy(made->company, company.at, company.size);
	made->has_keys = block_keys_read(place, company, &made->keys, NULL) == DONE;
	*reader = made;
	return DONE;
}

static void leave(struct block_reader *reader)
{
	block_walk_free(&reader->walk);
	if (reader->fd >= 0)
		close(reader->fd);
	reader->fd = -1;
	reader->at = 0;
	reader->index_read = false;
}

void block_reader_close(struct block_reader *reader)
{
	if (reader == NULL)
		return;
	leave(reader);
	disk_list_free(&reader->volumes);
	free(reader->index);
	free(reader->folder);
	sodium_memzero(&reader->keys, sizeof(reader->keys));
	free(reader);
}

/* Enter a volume, behind its last block. */
static enum outcome enter(struct block_reader *reader, size_t volume, struct why *why)
{
	bool last = volume + 1 == reader->volumes.count;
	leave(reader);
	reader->volume = volume;
	enum outcome outcome =
	    block_walk_read(reader->folder, reader->volumes.at[volume], last, &reader->walk, why);
	reader->at = reader->walk.count;
	return outcome;
}

static const struct block_at *current(const struct block_reader *reader)
{
	if (reader->at >= reader->walk.count || !reader->walk.at[reader->at].good)
		return NULL;
	return &reader->walk.at[reader->at];
}

/* The current block's facts. */
static enum outcome tell(
    const struct block_reader *reader, struct block_facts *facts, struct why *why)
{
	const struct block_at *at = &reader->walk.at[reader->at];
	if (at->good && strcmp(at->head.company, reader->company) == 0) {
		block_facts_of(&at->head, at->hash, facts);
		return DONE;
	}
	*facts = (struct block_facts){.stored = at->size};
	why_set(why, "%010llu.vol: offset %llu: no block of this company is whole here",
	    (unsigned long long)reader->volumes.at[reader->volume], (unsigned long long)at->offset);
	return MALFORMED;
}

enum outcome block_previous(struct block_reader *reader, struct block_facts *facts, struct why *why)
{
	while (reader->at == 0 || reader->volume == reader->volumes.count) {
		if (reader->volume == 0)
			return AT_END;
		enum outcome outcome = enter(reader, reader->volume - 1, why);
		/* Retired while this was being read: so are those before it. */
		if (outcome == NOT_FOUND)
			reader->volume = 0;
		if (outcome != DONE)
			return outcome == NOT_FOUND ? AT_END : outcome;
	}
	reader->at--;
	reader->index_read = false;
	return tell(reader, facts, why);
}

/* The first position that a volume tells of; UINT64_MAX: none. */
static uint64_t first_of(const struct block_reader *reader, size_t volume)
{
	struct block_walk walk;
	unsigned char bytes[BLOCK_HEAD];
	struct block_head head;
	char name[BLOCK_NAME];
	block_volume_name(reader->volumes.at[volume], name);
	char *path = disk_path(reader->folder, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	free(path);
	bool good = fd >= 0 && disk_read(fd, bytes, sizeof(bytes), 0) == sizeof(bytes) &&
		    block_head_read(bytes, &head);
	if (fd >= 0)
		close(fd);
	if (good)
		return head.first;
	if (block_walk_read(reader->folder, reader->volumes.at[volume], false, &walk, NULL) != DONE)
		return UINT64_MAX;
	uint64_t first = UINT64_MAX;
	for (size_t i = walk.count; i-- > 0;) {
		if (walk.at[i].good)
			first = walk.at[i].head.first;
	}
	block_walk_free(&walk);
	return first;
}

static enum outcome not_there(uint64_t position, struct why *why)
{
	why_set(why, "no block holds position %llu", (unsigned long long)position);
	return NOT_FOUND;
}

enum outcome block_seek(
    struct block_reader *reader, uint64_t position, struct block_facts *facts, struct why *why)
{
	size_t volume = reader->volumes.count;
	while (volume-- > 0 && first_of(reader, volume) > position)
		continue;
	if (volume == SIZE_MAX)
		return not_there(position, why);
	enum outcome outcome = enter(reader, volume, why);
	if (outcome != DONE)
		return outcome;
	for (size_t i = 0; i < reader->walk.count; i++) {
		const struct block_at *at = &reader->walk.at[i];
		reader->at = i;
		if (at->good && position >= at->head.first && position <= at->head.last)
			return tell(reader, facts, why);
	}
	reader->at = reader->walk.count;
	return not_there(position, why);
}

/* Read a part of the current block; false when the volume does not have it. */
static bool read_part(struct block_reader *reader, void *to, size_t size, uint64_t offset)
{
	if (reader->fd < 0) {
		char name[BLOCK_NAME];
		block_volume_name(reader->volumes.at[reader->volume], name);
		char *path = disk_path(reader->folder, name);
		reader->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
		free(path);
	}
	return reader->fd >= 0 &&
	       disk_read(reader->fd, to, size, reader->walk.at[reader->at].offset + offset) == size;
}

static bool read_index(struct block_reader *reader, const struct block_head *head)
{
	unsigned char hash[BLOCK_HASH];
	if (reader->index == NULL)
		reader->index = disk_memory(NULL, BLOCK_INDEX);
	if (!read_part(reader, reader->index, head->index, BLOCK_HEAD))
		return false;
	block_hash(reader->index, head->index, hash);
	return memcmp(hash, head->index_hash, BLOCK_HASH) == 0;
}

bool block_may_hold(struct block_reader *reader, const struct text *tokens, size_t count)
{
	const struct block_at *at = current(reader);
	if (at == NULL || !reader->has_keys)
		return true;
	/* A block that was given no tokens has no index, and tells nothing. */
	if (at->head.index == 0)
		return true;
	if (!reader->index_read) {
		reader->index_good = read_index(reader, &at->head);
		reader->index_read = true;
	}
	/* Of a changed index nothing is certain. */
	for (size_t i = 0; reader->index_good && i < count; i++) {
		if (!block_index_holds(reader->index, at->head.index, &reader->keys, tokens[i]))
			return false;
	}
	return true;
}

static enum outcome take_frames(const struct block_reader *reader, const struct block_head *head,
    struct text body, struct arena *arena, struct frame **frames, struct why *why)
{
	struct frame *list = arena_array(arena, head->frames, sizeof(list[0]));
	struct text company = text_copy(arena, text_of(reader->company));
	for (size_t i = 0; i < head->frames; i++) {
		if (block_frame_take(&body, &list[i]) != DONE) {
			why_set(why, "block %llu: frame %zu cannot be taken apart",
			    (unsigned long long)head->sequence, i);
			return MALFORMED;
		}
		list[i].company = company;
	}
	*frames = list;
	return DONE;
}

static enum outcome open_body(
    struct block_reader *reader, const struct block_head *head, char *to, struct why *why)
{
	unsigned char bytes[BLOCK_HEAD];
	unsigned char *sealed = disk_memory(NULL, head->sealed);
	enum outcome outcome = DONE;
	if (!read_part(reader, bytes, sizeof(bytes), 0) ||
	    !read_part(reader, sealed, head->sealed, BLOCK_HEAD + head->index)) {
		why_set(why, "block %llu cannot be read", (unsigned long long)head->sequence);
		outcome = NOT_READABLE;
	} else
		outcome = block_open(head, bytes, &reader->keys, sealed, to, why);
	free(sealed);
	return outcome;
}

enum outcome block_frames(struct block_reader *reader, struct arena *arena, struct frame **frames,
    size_t *count, struct why *why)
{
	const struct block_at *at = current(reader);
	if (at == NULL) {
		why_set(why, "no whole block is at hand");
		return MALFORMED;
	}
	if (!reader->has_keys) {
		why_set(why, "the company's key is not at hand");
		return NOT_ALLOWED;
	}
	const struct block_head *head = &at->head;
	if (arena_left(arena) < head->unpacked + head->frames * sizeof(**frames) + 256) {
		why_set(why, "block %llu unpacks to %llu bytes, more than there is room for",
		    (unsigned long long)head->sequence, (unsigned long long)head->unpacked);
		return TOO_LARGE;
	}
	char *body = arena_alloc(arena, head->unpacked);
	enum outcome outcome = open_body(reader, head, body, why);
	if (outcome == DONE)
		outcome = take_frames(
		    reader, head, (struct text){body, head->unpacked}, arena, frames, why);
	if (outcome == DONE)
		*count = head->frames;
	return outcome;
}
