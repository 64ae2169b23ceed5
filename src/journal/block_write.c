/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Continuing a company's chain. Bodies of a group of blocks are written behind room for their
 * heads and synced, then the heads, and synced: see block_walk.c for what that is good for.
 */
#include "journal/block_parts.h"
#include "os/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define GROUP 64 /* blocks that are synced together at most */

struct waiting {
	uint64_t offset;
	unsigned char head[BLOCK_HEAD];
};

struct block_writer {
	char *folder;
	char company[FRAME_ID + 1];
	struct block_keys keys;
	struct disk_numbers volumes; /* while opening */
	int fd;
	uint64_t volume;
	uint64_t offset;
	uint64_t sequence; /* of the next block */
	uint64_t group;
	uint64_t last; /* position sealed last */
	unsigned char previous[BLOCK_HASH];
	bool broken;
	struct waiting waiting[GROUP];
	size_t waiting_count;

	struct block_head head; /* of the block that is being filled */
	struct buffer body;
	struct block_index index;
};

static void empty(struct block_writer *writer)
{
	buffer_clear(&writer->body);
	memset(writer->index.bits, 0, BLOCK_INDEX);
	writer->index.tokens = 0;
	writer->head = (struct block_head){.frames = 0};
}

static enum outcome failed(struct block_writer *writer, const char *doing, struct why *why)
{
	writer->broken = true;
	disk_failed(writer->folder, doing, why);
	return NOT_READABLE;
}

/* Open a volume and cut what was never synced at its end. */
static enum outcome continue_volume(
    struct block_writer *writer, uint64_t volume, const struct block_walk *walk, struct why *why)
{
	char name[BLOCK_NAME];
	block_volume_name(volume, name);
	char *path = disk_path(writer->folder, name);
	writer->fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	bool good = writer->fd >= 0;
	if (good && walk->whole < walk->size)
		good = ftruncate(writer->fd, (off_t)walk->whole) == 0 && fsync(writer->fd) == 0;
	enum outcome outcome = good ? DONE : disk_failed(path, "it cannot be continued", why);
	free(path);
	writer->volume = volume;
	writer->offset = walk->whole;
	return outcome;
}

static void take_up(struct block_writer *writer, const struct block_at *at)
{
	writer->sequence = at->head.sequence + 1;
	writer->last = at->head.last;
	memcpy(writer->previous, at->hash, BLOCK_HASH);
}

/* The last block that holds in a volume. */
static const struct block_at *last_good(const struct block_walk *walk)
{
	for (size_t i = walk->count; i-- > 0;) {
		if (walk->at[i].good)
			return &walk->at[i];
	}
	return NULL;
}

/* Where the chain stands, going back over volumes that hold nothing. */
static enum outcome find_chain(struct block_writer *writer, struct why *why)
{
	bool found = false;
	for (size_t i = writer->volumes.count; !found && i-- > 0;) {
		struct block_walk walk;
		bool newest = i + 1 == writer->volumes.count;
		uint64_t volume = writer->volumes.at[i];
		enum outcome outcome = block_walk_read(writer->folder, volume, newest, &walk, why);
		if (outcome != DONE)
			return outcome;
		const struct block_at *at = last_good(&walk);
		if (at != NULL)
			take_up(writer, at);
		found = at != NULL;
		if (newest)
			outcome = continue_volume(writer, volume, &walk, why);
		block_walk_free(&walk);
		if (outcome != DONE)
			return outcome;
	}
	return DONE;
}

static enum outcome find_start(struct block_writer *writer, struct why *why)
{
	struct block_start start;
	enum outcome outcome =
	    block_start_read(writer->folder, text_of(writer->company), &start, why);
	if (outcome == DONE) {
		writer->sequence = start.sequence;
		memcpy(writer->previous, start.previous, BLOCK_HASH);
	}
	/* A chain goes on without its start: verifying tells that it is missing. */
	return outcome == NOT_FOUND || outcome == MALFORMED ? DONE : outcome;
}

static enum outcome resume(struct block_writer *writer, struct why *why)
{
	enum outcome outcome = block_volumes(writer->folder, &writer->volumes, why);
	if (outcome == NOT_FOUND)
		return DONE;
	if (outcome == DONE)
		outcome = find_start(writer, why);
	if (outcome == DONE)
		outcome = find_chain(writer, why);
	disk_list_free(&writer->volumes);
	if (outcome != DONE || writer->fd < 0)
		return outcome;
	if (writer->offset >= BLOCK_VOLUME ||
	    (writer->offset == 0 && writer->volume != writer->sequence)) {
		close(writer->fd);
		writer->fd = -1;
	}
	return DONE;
}

enum outcome block_writer_open(const struct journal_place *place, struct text company,
    struct block_writer **writer, struct why *why)
{
	struct block_keys keys;
	char *folder = NULL;
	enum outcome outcome = block_keys_read(place, company, &keys, why);
	if (outcome == DONE)
		outcome = block_folder(place, company, &folder, why);
	if (outcome != DONE)
		return outcome;
	struct block_writer *made = disk_memory(NULL, sizeof(*made));
	*made = (struct block_writer){.folder = folder, .keys = keys, .fd = -1, .sequence = 1};
	memcpy(made->company, company.at, company.size);
	buffer_init(&made->body, BLOCK_UNPACKED);
	made->index.bits = disk_memory(NULL, BLOCK_INDEX);
	empty(made);
	sodium_memzero(&keys, sizeof(keys));
	outcome = resume(made, why);
	made->group = made->sequence;
	if (outcome == DONE)
		*writer = made;
	else
		block_writer_close(made);
	return outcome;
}

uint64_t block_writer_last(const struct block_writer *writer)
{
	return writer->last;
}

void block_writer_close(struct block_writer *writer)
{
	if (writer == NULL)
		return;
	if (writer->fd >= 0)
		close(writer->fd);
	buffer_free(&writer->body);
	free(writer->index.bits);
	free(writer->folder);
	sodium_memzero(&writer->keys, sizeof(writer->keys));
	free(writer);
}

/* The folder and its start, when this is the chain's first block. */
static enum outcome begin_chain(struct block_writer *writer, struct why *why)
{
	struct block_start start = {.sequence = 1};
	enum outcome outcome = disk_folder(writer->folder, why);
	if (outcome != DONE || writer->sequence != 1)
		return outcome;
	return block_start_write(writer->folder, text_of(writer->company), &start, why);
}

static enum outcome begin_volume(struct block_writer *writer, struct why *why)
{
	char name[BLOCK_NAME];
	enum outcome outcome = begin_chain(writer, why);
	if (outcome != DONE)
		return outcome;
	block_volume_name(writer->sequence, name);
	char *path = disk_path(writer->folder, name);
	writer->fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0660);
	if (writer->fd < 0)
		outcome = failed(writer, "a volume cannot be made", why);
	free(path);
	writer->volume = writer->sequence;
	writer->offset = 0;
	return outcome != DONE ? outcome : folder_sync(writer->folder, why);
}

/* Make the waiting blocks durable: bodies, then heads. */
static enum outcome sync_group(struct block_writer *writer, struct why *why)
{
	if (writer->waiting_count == 0)
		return DONE;
	bool good = fdatasync(writer->fd) == 0;
	for (size_t i = 0; good && i < writer->waiting_count; i++)
		good = disk_write(
		    writer->fd, writer->waiting[i].head, BLOCK_HEAD, writer->waiting[i].offset);
	if (!good || fdatasync(writer->fd) != 0)
		return failed(writer, "writing a block failed", why);
	writer->waiting_count = 0;
	writer->group = writer->sequence;
	if (writer->offset < BLOCK_VOLUME)
		return DONE;
	close(writer->fd);
	writer->fd = -1;
	return DONE;
}

static enum outcome write_block(
    struct block_writer *writer, const struct buffer *block, struct why *why)
{
	const char *bytes = block->bytes;
	struct waiting *waiting = &writer->waiting[writer->waiting_count];
	if (!disk_write(writer->fd, bytes + BLOCK_HEAD, block->size - BLOCK_HEAD,
		writer->offset + BLOCK_HEAD))
		return failed(writer, "writing a block failed", why);
	waiting->offset = writer->offset;
	memcpy(waiting->head, bytes, BLOCK_HEAD);
	writer->waiting_count++;
	memcpy(writer->previous, bytes + block->size - BLOCK_HASH, BLOCK_HASH);
	writer->offset += block->size;
	writer->sequence++;
	if (writer->waiting_count == GROUP || writer->offset >= BLOCK_VOLUME)
		return sync_group(writer, why);
	return DONE;
}

static enum outcome close_block(struct block_writer *writer, struct why *why)
{
	struct buffer block;
	if (writer->head.frames == 0)
		return DONE;
	enum outcome outcome = writer->fd < 0 ? begin_volume(writer, why) : DONE;
	if (outcome != DONE)
		return outcome;
	struct block_head *head = &writer->head;
	head->sequence = writer->sequence;
	head->group = writer->group;
	head->index = (uint32_t)block_index_fold(&writer->index);
	memcpy(head->company, writer->company, sizeof(head->company));
	memcpy(head->previous, writer->previous, BLOCK_HASH);
	buffer_init(&block, BLOCK_HEAD + BLOCK_INDEX + BLOCK_SEALED + BLOCK_HASH);
	block_seal(head, &writer->keys, buffer_text(&writer->body), writer->index.bits, &block);
	outcome = write_block(writer, &block, why);
	buffer_free(&block);
	empty(writer);
	return outcome;
}

static enum outcome check(
    const struct block_writer *writer, const struct frame *frame, struct why *why)
{
	if (writer->broken) {
		why_set(why, "%s: writing failed before; open it again", writer->folder);
		return NOT_READABLE;
	}
	if (!text_equal(frame->company, text_of(writer->company)) ||
	    frame->source.size > FRAME_ID || frame->origin.size > FRAME_ORIGIN ||
	    frame->batch.size > FRAME_BATCH || frame->body.size > FRAME_BODY) {
		why_set(why, "a frame that is not of this company or over a limit");
		return MALFORMED;
	}
	if (frame->position > writer->last)
		return DONE;
	why_set(why, "position %llu does not come after %llu", (unsigned long long)frame->position,
	    (unsigned long long)writer->last);
	return MALFORMED;
}

static void note(struct block_head *head, const struct frame *frame)
{
	bool first = head->frames++ == 0;
	if (first)
		head->first = frame->position;
	head->last = frame->position;
	head->records += frame->count;
	if (first || frame->received < head->first_received)
		head->first_received = frame->received;
	if (first || frame->received > head->last_received)
		head->last_received = frame->received;
}

enum outcome block_add(struct block_writer *writer, const struct frame *frame, struct why *why)
{
	enum outcome outcome = check(writer, frame, why);
	size_t size = BLOCK_FRAME + frame->source.size + frame->origin.size + frame->batch.size +
		      frame->body.size;
	if (outcome == DONE && writer->body.size + size > BLOCK_BODY)
		outcome = close_block(writer, why);
	if (outcome != DONE)
		return outcome;
	block_frame_put(&writer->body, frame);
	note(&writer->head, frame);
	writer->last = frame->position;
	return DONE;
}

uint64_t block_writer_block(const struct block_writer *writer)
{
	return writer->sequence;
}

void block_add_token(struct block_writer *writer, struct text token)
{
	block_index_add(&writer->index, &writer->keys, token);
}

enum outcome block_flush(struct block_writer *writer, struct chain_head *head, struct why *why)
{
	enum outcome outcome = DONE;
	if (writer->broken) {
		why_set(why, "%s: writing failed before; open it again", writer->folder);
		return NOT_READABLE;
	}
	outcome = close_block(writer, why);
	if (outcome == DONE)
		outcome = sync_group(writer, why);
	if (outcome != DONE)
		return outcome;
	*head = (struct chain_head){.sequence = writer->sequence - 1};
	block_hash_text(writer->previous, head->hash);
	return DONE;
}
