/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The blocks of a volume by their heads, one short read each.
 *
 * Bodies are synced before their heads are written, so a head that holds stands before a body that
 * was whole. Where no head holds at the end of the last volume, it is a torn tail: heads of the
 * group that was being written when the machine stopped, of which any may have reached the disk.
 * Each head names the first block of its group; a bad stretch is damage when a later head belongs
 * to a later group, else it is the torn tail, with all that follows.
 */
#include "journal/block_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PIECE ((size_t)64 << 10)

static void add(struct block_walk *walk, const struct block_at *at)
{
	if ((walk->count & (walk->count + 1)) == 0)
		walk->at = disk_memory(walk->at, 2 * (walk->count + 1) * sizeof(walk->at[0]));
	walk->at[walk->count++] = *at;
}

/* The next place behind `from` where a head holds; the file's end when there is none. */
static uint64_t find_head(int fd, uint64_t from, uint64_t end)
{
	unsigned char *piece = disk_memory(NULL, PIECE);
	uint64_t found = end;
	struct block_head head;
	while (found == end && from + BLOCK_HEAD <= end) {
		size_t size = disk_read(fd, piece, PIECE, from);
		if (size == SIZE_MAX || size < BLOCK_HEAD)
			break;
		const unsigned char *at = piece;
		const unsigned char *stop = piece + size - BLOCK_HEAD;
		while (at != NULL && at <= stop && !block_head_read(at, &head)) {
			size_t rest = (size_t)(stop - at) + 7;
			at = memmem(at + 1, rest, "SAKIBLK1", 8);
		}
		if (at != NULL && at <= stop)
			found = from + (uint64_t)(at - piece);
		from += size - BLOCK_HEAD + 1;
	}
	free(piece);
	return found;
}

static bool read_at(int fd, uint64_t offset, uint64_t end, struct block_at *at)
{
	unsigned char bytes[BLOCK_HEAD];
	*at = (struct block_at){.offset = offset};
	if (end - offset < BLOCK_HEAD ||
	    disk_read(fd, bytes, sizeof(bytes), offset) != sizeof(bytes) ||
	    !block_head_read(bytes, &at->head))
		return false;
	at->size = block_size(&at->head);
	at->good = at->size <= end - offset && disk_read(fd, at->hash, BLOCK_HASH,
						   offset + at->size - BLOCK_HASH) == BLOCK_HASH;
	return at->good;
}

static void walk_volume(int fd, struct block_walk *walk)
{
	uint64_t offset = 0;
	while (offset < walk->size) {
		struct block_at at;
		if (!read_at(fd, offset, walk->size, &at)) {
			at = (struct block_at){.offset = offset};
			at.size = find_head(fd, offset + 1, walk->size) - offset;
		}
		add(walk, &at);
		offset += at.size;
	}
}

/* Cut the torn tail off the list. */
static void find_tail(struct block_walk *walk, uint64_t volume)
{
	uint64_t known = 0; /* blocks before this one were synced */
	uint64_t sequence = volume;
	for (size_t i = 0; i < walk->count; i++) {
		if (walk->at[i].good && walk->at[i].head.group > known)
			known = walk->at[i].head.group;
	}
	for (size_t i = 0; i < walk->count; i++) {
		const struct block_at *at = &walk->at[i];
		if (at->good)
			sequence = at->head.sequence + 1;
		/* A bad stretch holds at least the block that should follow. */
		if (at->good || sequence < known)
			continue;
		walk->whole = at->offset;
		walk->count = i;
		return;
	}
}

enum outcome block_walk_read(
    const char *folder, uint64_t volume, bool last, struct block_walk *walk, struct why *why)
{
	char name[BLOCK_NAME];
	struct block_walk read = {.count = 0};
	block_volume_name(volume, name);
	char *path = disk_path(folder, name);
	enum outcome outcome = DONE;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		outcome = disk_failed(path, "it cannot be opened", why);
	else if ((read.size = disk_size(fd)) == UINT64_MAX)
		outcome = disk_failed(path, "it cannot be looked at", why);
	free(path);
	if (outcome == DONE) {
		read.whole = read.size;
		walk_volume(fd, &read);
		if (last)
			find_tail(&read, volume);
		*walk = read;
	}
	if (fd >= 0)
		close(fd);
	return outcome;
}

void block_walk_free(struct block_walk *walk)
{
	free(walk->at);
	*walk = (struct block_walk){.count = 0};
}
