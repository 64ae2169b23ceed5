/* SPDX-License-Identifier: Apache-2.0 */
/* What a company's blocks take, removing the oldest, which companies have any, and one frame. */
#include "base/arena.h"
#include "base/clock.h"
#include "journal/block_parts.h"
#include "journal/log.h"
#include "journal/log_parts.h"
#include "os/files.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void count_block(struct block_extent *extent, const struct block_at *at)
{
	const struct block_head *head = &at->head;
	extent->stored += at->size;
	if (!at->good)
		return;
	extent->blocks++;
	extent->records += head->records;
	extent->unpacked += head->unpacked;
	if (extent->oldest == CLOCK_NONE || head->first_received < extent->oldest)
		extent->oldest = head->first_received;
	if (extent->newest == CLOCK_NONE || head->last_received > extent->newest)
		extent->newest = head->last_received;
	extent->head.sequence = head->sequence;
	block_hash_text(at->hash, extent->head.hash);
}

enum outcome block_extent(const struct journal_place *place, struct text company,
    struct block_extent *extent, struct why *why)
{
	char *folder = NULL;
	struct disk_numbers volumes = {NULL, 0};
	struct block_extent found = {.oldest = CLOCK_NONE, .newest = CLOCK_NONE};
	enum outcome outcome = block_folder(place, company, &folder, why);
	if (outcome != DONE)
		return outcome;
	outcome = block_volumes(folder, &volumes, why);
	for (size_t i = 0; outcome == DONE && i < volumes.count; i++) {
		struct block_walk walk;
		outcome =
		    block_walk_read(folder, volumes.at[i], i + 1 == volumes.count, &walk, why);
		if (outcome != DONE) {
			/* Retired meanwhile. */
			outcome = outcome == NOT_FOUND ? DONE : outcome;
			continue;
		}
		for (size_t k = 0; k < walk.count; k++)
			count_block(&found, &walk.at[k]);
		block_walk_free(&walk);
	}
	disk_list_free(&volumes);
	free(folder);
	if (outcome == DONE || outcome == NOT_FOUND)
		*extent = found;
	return outcome == NOT_FOUND ? DONE : outcome;
}

struct volume_sum {
	uint64_t size;
	int64_t newest;
	int64_t first;            /* receive time of its first block; CLOCK_NONE */
	bool starts;              /* its first head holds */
	struct block_start start; /* then */
};

static enum outcome sum_volume(
    const char *folder, uint64_t volume, bool last, struct volume_sum *sum, struct why *why)
{
	struct block_walk walk;
	enum outcome outcome = block_walk_read(folder, volume, last, &walk, why);
	if (outcome != DONE)
		return outcome;
	*sum = (struct volume_sum){.size = walk.size, .newest = CLOCK_NONE, .first = CLOCK_NONE};
	for (size_t i = 0; i < walk.count; i++) {
		const struct block_head *head = &walk.at[i].head;
		if (walk.at[i].good && head->last_received > sum->newest)
			sum->newest = head->last_received;
	}
	if (walk.count != 0 && walk.at[0].good) {
		sum->starts = true;
		sum->first = walk.at[0].head.first_received;
		sum->start.sequence = walk.at[0].head.sequence;
		memcpy(sum->start.previous, walk.at[0].head.previous, BLOCK_HASH);
	}
	block_walk_free(&walk);
	return DONE;
}

static enum outcome remove_volume(const char *folder, uint64_t volume, struct why *why)
{
	char name[BLOCK_NAME];
	block_volume_name(volume, name);
	char *path = disk_path(folder, name);
	enum outcome outcome =
	    unlink(path) != 0 ? disk_failed(path, "it cannot be removed", why) : DONE;
	free(path);
	return outcome != DONE ? outcome : folder_sync(folder, why);
}

struct retiring {
	const char *folder;
	struct text company;
	const struct disk_numbers *volumes;
	struct volume_sum *sums;
	const struct block_keep *keep;
};

/* When the first record behind a volume was received; `now` when nobody can tell. */
static int64_t followed_at(const struct retiring *r, size_t volume)
{
	for (size_t i = volume + 1; i < r->volumes->count; i++) {
		if (r->sums[i].first != CLOCK_NONE && r->sums[i].first <= r->keep->now)
			return r->sums[i].first;
	}
	return r->keep->now;
}

static bool is_old(const struct retiring *r, size_t volume)
{
	int64_t before = r->keep->now - r->keep->age;
	int64_t newest = r->sums[volume].newest;
	if (r->keep->age == 0)
		return false;
	return (newest < before || newest > r->keep->now) && followed_at(r, volume) < before;
}

static enum outcome retire(struct retiring *r, uint64_t *removed, struct why *why)
{
	uint64_t total = 0;
	for (size_t i = 0; i < r->volumes->count; i++)
		total += r->sums[i].size;
	for (size_t i = 0; i + 1 < r->volumes->count; i++) {
		const struct volume_sum *next = &r->sums[i + 1];
		bool old = is_old(r, i);
		bool over = r->keep->most != 0 && total > r->keep->most;
		/* A chain must not be made to start at a block that is damaged. */
		if ((!old && !over) || !next->starts)
			break;
		enum outcome outcome = block_start_write(r->folder, r->company, &next->start, why);
		if (outcome == DONE)
			outcome = remove_volume(r->folder, r->volumes->at[i], why);
		if (outcome != DONE)
			return outcome;
		total -= r->sums[i].size;
		(*removed)++;
	}
	return DONE;
}

enum outcome block_retire(const struct journal_place *place, struct text company,
    const struct block_keep *keep, uint64_t *removed, struct why *why)
{
	char *folder = NULL;
	struct disk_numbers volumes = {NULL, 0};
	uint64_t gone = 0;
	enum outcome outcome = block_folder(place, company, &folder, why);
	if (outcome != DONE)
		return outcome;
	outcome = block_volumes(folder, &volumes, why);
	struct volume_sum *sums = disk_memory(NULL, (volumes.count + 1) * sizeof(sums[0]));
	for (size_t i = 0; outcome == DONE && i < volumes.count; i++)
		outcome = sum_volume(folder, volumes.at[i], i + 1 == volumes.count, &sums[i], why);
	struct retiring retiring = {folder, company, &volumes, sums, keep};
	if (outcome == DONE)
		outcome = retire(&retiring, &gone, why);
	else if (outcome == NOT_FOUND)
		outcome = DONE;
	free(sums);
	disk_list_free(&volumes);
	free(folder);
	if (outcome == DONE)
		*removed = gone;
	return outcome;
}

static bool visit_partition(
    const char *path, bool (*visit)(void *data, struct text company), void *data)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	bool go_on = true;
	if (dir == NULL)
		return true;
	while (go_on && (entry = readdir(dir)) != NULL) {
		if (frame_id_valid(text_of(entry->d_name)))
			go_on = visit(data, text_of(entry->d_name));
	}
	closedir(dir);
	return go_on;
}

enum outcome block_companies(const struct journal_place *place,
    bool (*visit)(void *data, struct text company), void *data, struct why *why)
{
	char *blocks = disk_path(place->folder, "blocks");
	bool go_on = access(blocks, R_OK | X_OK) == 0;
	enum outcome outcome = go_on ? DONE : disk_failed(blocks, "it cannot be opened", why);
	for (unsigned i = 0; go_on && i < JOURNAL_PARTITIONS; i++) {
		char name[16];
		snprintf(name, sizeof(name), "%02u", i);
		char *path = disk_path(blocks, name);
		go_on = visit_partition(path, visit, data);
		free(path);
	}
	free(blocks);
	/* Nothing was ever sealed: no companies. */
	return outcome == NOT_FOUND ? DONE : outcome;
}

static enum outcome frame_in_blocks(const struct journal_place *place, struct text company,
    uint64_t position, struct arena *arena, struct frame *frame, struct why *why)
{
	struct block_reader *reader = NULL;
	struct block_facts facts;
	struct frame *frames = NULL;
	size_t count = 0;
	enum outcome outcome = block_reader_open(place, company, &reader, why);
	if (outcome == DONE)
		outcome = block_seek(reader, position, &facts, why);
	if (outcome == DONE)
		outcome = block_frames(reader, arena, &frames, &count, why);
	block_reader_close(reader);
	if (outcome != DONE)
		return outcome;
	for (size_t i = 0; i < count; i++) {
		if (frames[i].position != position)
			continue;
		*frame = frames[i];
		return DONE;
	}
	why_set(why, "no frame begins at %llu", (unsigned long long)position);
	return NOT_FOUND;
}

static enum outcome frame_in_log(const struct journal_place *place, struct text company,
    uint64_t position, struct arena *arena, struct frame *frame, struct why *why)
{
	struct frame read = {.position = 0};
	char *log = disk_path(place->folder, "log");
	enum outcome outcome = log_read_at(log, position, arena, &read, why);
	free(log);
	if (outcome == DONE && !text_equal(read.company, company)) {
		why_set(
		    why, "no frame of this company begins at %llu", (unsigned long long)position);
		return NOT_FOUND;
	}
	if (outcome == DONE)
		*frame = read;
	return outcome;
}

enum outcome journal_frame(const struct journal_place *place, struct text company,
    uint64_t position, struct arena *arena, struct frame *frame, struct why *why)
{
	enum outcome outcome = frame_in_blocks(place, company, position, arena, frame, why);
	if (outcome != NOT_FOUND)
		return outcome;
	outcome = frame_in_log(place, company, position, arena, frame, why);
	if (outcome != NOT_FOUND && outcome != NOT_READABLE)
		return outcome;
	/* It may have been sealed and dropped between the two looks. */
	struct why ignored;
	if (frame_in_blocks(place, company, position, arena, frame, &ignored) == DONE)
		return DONE;
	return outcome == NOT_READABLE ? NOT_FOUND : outcome;
}
