/* SPDX-License-Identifier: Apache-2.0 */
/* Verifying a chain: every head, hash, link and position; with the key every body. */
#include "journal/verify.h"

#include "journal/verify_parts.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TRIES 3 /* blocks may be written and retired meanwhile */

struct chain {
	const struct chain_wish *wish;
	struct verified *verified;
	struct block_start start;
	uint64_t expected; /* sequence of the next block */
	bool lost;         /* after damage: take up at whatever block comes */
	unsigned char previous[BLOCK_HASH];
	uint64_t position; /* of the last frame */
	bool anchored;     /* the anchor's block was seen */
	int fd;
	char file[256];
};

void verified_bad(struct verified *verified, uint64_t sequence, const char *file, uint64_t offset,
    const char *format, ...)
{
	if (!verified->good)
		return;
	va_list arguments;
	va_start(arguments, format);
	char text[sizeof(verified->why.text)];
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	verified->good = false;
	verified->bad_sequence = sequence;
	snprintf(verified->file, sizeof(verified->file), "%s", file);
	verified->offset = offset;
	why_set(&verified->why, "%s", text);
}

static enum outcome open_and_take(
    const struct chain *chain, const struct block_head *head, unsigned char *block, struct why *why)
{
	char *body = disk_memory(NULL, head->unpacked);
	struct text rest = {body, head->unpacked};
	struct frame frame = {.position = 0};
	uint64_t frames = 0;
	uint64_t records = 0;
	uint64_t last = 0;
	bool ascends = true;
	enum outcome outcome =
	    block_open(head, block, chain->wish->keys, block + BLOCK_HEAD + head->index, body, why);
	if (outcome == DONE) {
		while ((outcome = block_frame_take(&rest, &frame)) == DONE) {
			ascends = ascends && frame.position > last &&
				  (frames != 0 || frame.position == head->first);
			last = frame.position;
			records += frame.count;
			frames++;
		}
		bool good = outcome == AT_END && ascends && frames == head->frames &&
			    records == head->records && last == head->last;
		outcome = good ? DONE : MALFORMED;
		if (!good)
			why_set(why, "block %llu: its frames are not what its head says",
			    (unsigned long long)head->sequence);
	}
	free(body);
	return outcome;
}

/* The block's own bytes: hash, index, body. */
static enum outcome check_bytes(
    const struct chain *chain, const struct block_at *at, struct why *why)
{
	unsigned char hash[BLOCK_HASH];
	const struct block_head *head = &at->head;
	unsigned char *block = disk_memory(NULL, at->size);
	enum outcome outcome = DONE;
	if (disk_read(chain->fd, block, at->size, at->offset) != at->size) {
		why_set(why, "block %llu cannot be read", (unsigned long long)head->sequence);
		free(block);
		return MALFORMED;
	}
	block_hash(block, at->size - BLOCK_HASH, hash);
	bool whole = memcmp(hash, at->hash, BLOCK_HASH) == 0;
	block_hash(block + BLOCK_HEAD, head->index, hash);
	if (!whole || memcmp(hash, head->index_hash, BLOCK_HASH) != 0) {
		why_set(why, "block %llu was changed: its hash does not hold",
		    (unsigned long long)head->sequence);
		outcome = MALFORMED;
	} else if (chain->wish->keys != NULL)
		outcome = open_and_take(chain, head, block, why);
	free(block);
	return outcome;
}

/* Its place in the chain. */
static bool check_link(struct chain *chain, const struct block_at *at)
{
	const struct block_head *head = &at->head;
	struct verified *v = chain->verified;
	unsigned long long sequence = head->sequence;
	if (!text_equal(text_of(head->company), chain->wish->company))
		verified_bad(v, head->sequence, chain->file, at->offset,
		    "block %llu is of another company (%s)", sequence, head->company);
	else if (chain->lost)
		return true;
	else if (head->sequence > chain->expected)
		verified_bad(v, chain->expected, chain->file, at->offset,
		    "block %llu is missing: block %llu stands in its place",
		    (unsigned long long)chain->expected, sequence);
	else if (head->sequence < chain->expected)
		verified_bad(v, head->sequence, chain->file, at->offset,
		    "block %llu stands where block %llu should be", sequence,
		    (unsigned long long)chain->expected);
	else if (memcmp(head->previous, chain->previous, BLOCK_HASH) != 0)
		verified_bad(v, head->sequence, chain->file, at->offset,
		    "block %llu does not follow the block before it: the hash it names is another",
		    sequence);
	else if (head->first <= chain->position)
		verified_bad(v, head->sequence, chain->file, at->offset,
		    "block %llu: its positions do not ascend", sequence);
	else
		return true;
	return false;
}

static void check_anchor(struct chain *chain, const struct block_at *at)
{
	char hash[BLOCK_HASH_TEXT];
	const struct chain_head *anchor = chain->wish->anchor;
	if (anchor == NULL || anchor->sequence != at->head.sequence)
		return;
	chain->anchored = true;
	block_hash_text(at->hash, hash);
	if (strcmp(hash, anchor->hash) != 0)
		verified_bad(chain->verified, at->head.sequence, chain->file, at->offset,
		    "block %llu is not the one that was anchored (hash %s)",
		    (unsigned long long)at->head.sequence, anchor->hash);
}

static void check_block(struct chain *chain, const struct block_at *at)
{
	struct verified *v = chain->verified;
	struct why why = {""};
	if (!at->good) {
		verified_bad(v, chain->expected, chain->file, at->offset,
		    "block %llu was changed: its head does not hold",
		    (unsigned long long)chain->expected);
		chain->lost = true;
		return;
	}
	bool linked = check_link(chain, at);
	enum outcome outcome = check_bytes(chain, at, &why);
	if (outcome != DONE)
		verified_bad(v, at->head.sequence, chain->file, at->offset, "%s", why.text);
	check_anchor(chain, at);
	if (linked && outcome == DONE) {
		v->blocks++;
		v->head.sequence = at->head.sequence;
		block_hash_text(at->hash, v->head.hash);
	}
	chain->lost = false;
	chain->expected = at->head.sequence + 1;
	chain->position = at->head.last;
	memcpy(chain->previous, at->hash, BLOCK_HASH);
}

/* Room that was left for a head is empty; what was a head once is not. */
static void check_tail(struct chain *chain, uint64_t offset)
{
	unsigned char head[BLOCK_HEAD] = {0};
	size_t size = disk_read(chain->fd, head, sizeof(head), offset);
	if (size != SIZE_MAX && !sodium_is_zero(head, sizeof(head)))
		verified_bad(chain->verified, chain->expected, chain->file, offset,
		    "block %llu was changed: its head does not hold",
		    (unsigned long long)chain->expected);
}

static enum outcome check_volume(struct chain *chain, uint64_t volume, bool last, struct why *why)
{
	char name[BLOCK_NAME];
	struct block_walk walk;
	block_volume_name(volume, name);
	snprintf(chain->file, sizeof(chain->file), "%s%s", chain->wish->label, name);
	enum outcome outcome = block_walk_read(chain->wish->folder, volume, last, &walk, why);
	if (outcome == NOT_FOUND)
		return DONE; /* the gap will be told */
	if (outcome != DONE)
		return outcome;
	char *path = disk_path(chain->wish->folder, name);
	chain->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	free(path);
	for (size_t i = 0; i < walk.count; i++)
		check_block(chain, &walk.at[i]);
	if (walk.whole < walk.size)
		check_tail(chain, walk.whole);
	if (chain->fd >= 0)
		close(chain->fd);
	block_walk_free(&walk);
	return DONE;
}

/* Where the chain should start. */
static void check_start(struct chain *chain, const struct disk_numbers *volumes)
{
	struct why why = {""};
	char file[256];
	snprintf(file, sizeof(file), "%sstart", chain->wish->label);
	enum outcome outcome =
	    block_start_read(chain->wish->folder, chain->wish->company, &chain->start, &why);
	if (outcome != DONE) {
		verified_bad(chain->verified, volumes->at[0], file, 0, "%s",
		    outcome == NOT_FOUND   ? "the file that says where the chain starts is missing"
		    : outcome == MALFORMED ? "the file that says where the chain starts was changed"
					   : why.text);
		chain->lost = true;
	}
	chain->expected = outcome == DONE ? chain->start.sequence : volumes->at[0];
	memcpy(chain->previous, chain->start.previous, BLOCK_HASH);
}

/* The chain must reach to its anchor. */
static void check_end(struct chain *chain)
{
	char previous[BLOCK_HASH_TEXT];
	const struct chain_head *anchor = chain->wish->anchor;
	unsigned long long ends = chain->expected - 1;
	if (anchor == NULL || anchor->sequence == 0 || chain->anchored)
		return;
	block_hash_text(chain->start.previous, previous);
	if (anchor->sequence >= chain->expected)
		verified_bad(chain->verified, chain->expected, chain->file, 0,
		    "the tail was cut: the chain ended at block %llu (hash %s) by its anchor, and "
		    "ends at %llu",
		    (unsigned long long)anchor->sequence, anchor->hash, ends);
	else if (anchor->sequence + 1 == chain->start.sequence &&
		 strcmp(previous, anchor->hash) != 0)
		verified_bad(chain->verified, chain->start.sequence, chain->file, 0,
		    "the chain does not start behind the block that was anchored (%llu)",
		    (unsigned long long)anchor->sequence);
	else if (anchor->sequence >= chain->start.sequence)
		verified_bad(chain->verified, anchor->sequence, chain->file, 0,
		    "block %llu, which was anchored, is missing",
		    (unsigned long long)anchor->sequence);
}

static void nothing_there(const struct chain_wish *wish, struct verified *verified)
{
	if (wish->anchor == NULL || wish->anchor->sequence == 0)
		return;
	verified_bad(verified, 1, wish->label, 0,
	    "the company's blocks are missing: the chain ended at block %llu (hash %s) by its "
	    "anchor",
	    (unsigned long long)wish->anchor->sequence, wish->anchor->hash);
}

enum outcome chain_verify(const struct chain_wish *wish, struct verified *verified, struct why *why)
{
	struct disk_numbers volumes = {NULL, 0};
	*verified =
	    (struct verified){.company = wish->company, .good = true, .no_key = wish->keys == NULL};
	enum outcome outcome = block_volumes(wish->folder, &volumes, why);
	if (outcome == NOT_FOUND || (outcome == DONE && volumes.count == 0)) {
		nothing_there(wish, verified);
		disk_list_free(&volumes);
		return DONE;
	}
	if (outcome != DONE)
		return outcome;
	struct chain chain = {.wish = wish, .verified = verified, .fd = -1};
	check_start(&chain, &volumes);
	for (size_t i = 0; outcome == DONE && i < volumes.count; i++)
		outcome = check_volume(&chain, volumes.at[i], i + 1 == volumes.count, why);
	check_end(&chain);
	disk_list_free(&volumes);
	return outcome;
}

enum outcome journal_verify(const struct journal_place *place, struct text company,
    const struct chain_head *anchor, struct verified *verified, struct why *why)
{
	char *folder = NULL;
	char label[128];
	struct block_keys keys;
	enum outcome outcome = block_folder(place, company, &folder, why);
	if (outcome != DONE)
		return outcome;
	bool has_keys = block_keys_read(place, company, &keys, NULL) == DONE;
	snprintf(label, sizeof(label), "%s/", folder + strlen(place->folder) + 1);
	struct chain_wish wish = {folder, label, company, has_keys ? &keys : NULL, anchor};
	for (unsigned i = 0; i < TRIES; i++) {
		outcome = chain_verify(&wish, verified, why);
		if (outcome != DONE || verified->good)
			break;
		usleep(20000);
	}
	sodium_memzero(&keys, sizeof(keys));
	free(folder);
	return outcome;
}
