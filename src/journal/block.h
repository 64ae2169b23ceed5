/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sealed blocks: where records stay. Each block has frames of one company, compressed (zstd) and
 * sealed with that company's key (XChaCha20-Poly1305), and a value index for search; it names the
 * hash of the block before it. Blocks stand in volumes:
 *
 *   FOLDER/blocks/PP/COMPANY/%010llu.vol     PP: partition, two digits; named by first block
 *   FOLDER/blocks/PP/COMPANY/start           which block is the oldest kept, and the hash before it
 *   KEYS/COMPANY.key                         32 bytes, mode 0640
 *
 * The hash of a block (BLAKE2b-256) covers its head, index and sealed body, so the chain verifies
 * without the key. The value index is a Bloom filter over tokens, hashed with a key derived from
 * the company's: without it it says nothing. Positions within a company's chain ascend.
 */
#ifndef JOURNAL_BLOCK_H
#define JOURNAL_BLOCK_H

#include "base/outcome.h"
#include "journal/frame.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct block_writer;
struct block_reader;

#define BLOCK_BODY ((size_t)1 << 20) /* a block is closed when its frames reach this, unpacked */
#define BLOCK_VOLUME ((uint64_t)32 << 20) /* a volume is ended when it reaches this */
#define BLOCK_HASH_TEXT 65

struct journal_place {
	const char *folder; /* the journal's */
	const char *keys;   /* the folder of keys */
};

/* Make a company's key. ALREADY_THERE. */
enum outcome block_key_create(
    const struct journal_place *place, struct text company, struct why *why) MUST_CHECK;
/* Overwrite and remove it: the company's records are gone for good, its chain still verifies. */
enum outcome block_key_destroy(
    const struct journal_place *place, struct text company, struct why *why) MUST_CHECK;
bool block_key_exists(const struct journal_place *place, struct text company);

/* A link of the chain, as anchored elsewhere. */
struct chain_head {
	uint64_t sequence; /* of the block, from 1; 0: there is none yet */
	char hash[BLOCK_HASH_TEXT];
};

struct block_facts {
	struct chain_head head;
	char previous[BLOCK_HASH_TEXT];
	uint64_t first; /* positions of its first and last frame */
	uint64_t last;
	int64_t first_received;
	int64_t last_received;
	uint64_t records;
	uint64_t unpacked; /* bytes */
	uint64_t stored;
};

/*
 * Continue a company's chain. A torn tail (a block that is not whole at the end of the last volume)
 * is cut: its frames are still in the log, which is dropped only when blocks are durable.
 * NOT_FOUND: the company has no key (it left).
 */
enum outcome block_writer_open(const struct journal_place *place, struct text company,
    struct block_writer **writer, struct why *why) MUST_CHECK;
/* The position of the last frame that is sealed; 0 when there is none: frames up to it are not to
 * be added again. */
uint64_t block_writer_last(const struct block_writer *writer);
/* Add a frame; positions must ascend. Closes the block before it where that is full. */
enum outcome block_add(
    struct block_writer *writer, const struct frame *frame, struct why *why) MUST_CHECK;
/* Which block it went to: a number that changes with every block. */
uint64_t block_writer_block(const struct block_writer *writer);
/* Note tokens of the frame that was added last: what a search may ask for. */
void block_add_token(struct block_writer *writer, struct text token);
/* Close the current block, sync; *head is the chain's head now. */
enum outcome block_flush(
    struct block_writer *writer, struct chain_head *head, struct why *why) MUST_CHECK;
/* Without flushing. NULL is harmless. */
void block_writer_close(struct block_writer *writer);

/* Read a company's blocks. NOT_FOUND: it has none. Without the key facts can be read, frames not
 * (NOT_ALLOWED). */
enum outcome block_reader_open(const struct journal_place *place, struct text company,
    struct block_reader **reader, struct why *why) MUST_CHECK;
void block_reader_close(struct block_reader *reader);
/* Step from the newest block to older ones, AT_END behind the oldest. MALFORMED: a block that is
 * damaged, with facts as far as known; the next call goes on. */
enum outcome block_previous(
    struct block_reader *reader, struct block_facts *facts, struct why *why) MUST_CHECK;
/* Step to the block that holds a frame's position. */
enum outcome block_seek(struct block_reader *reader, uint64_t position, struct block_facts *facts,
    struct why *why) MUST_CHECK;
/* Whether the current block may hold all of the tokens: false is certain. */
bool block_may_hold(struct block_reader *reader, const struct text *tokens, size_t count);
/* The frames of the current block, in order, on the arena (BLOCK_BODY plus one frame at most). */
enum outcome block_frames(struct block_reader *reader, struct arena *arena, struct frame **frames,
    size_t *count, struct why *why) MUST_CHECK;

/* A frame by its position, from the blocks or, where they do not have it yet, from the log. */
enum outcome journal_frame(const struct journal_place *place, struct text company,
    uint64_t position, struct arena *arena, struct frame *frame, struct why *why) MUST_CHECK;

/* What a company's blocks take. */
struct block_extent {
	uint64_t blocks;
	uint64_t records;
	uint64_t stored;
	uint64_t unpacked;
	int64_t oldest; /* CLOCK_NONE */
	int64_t newest;
	struct chain_head head;
};
enum outcome block_extent(const struct journal_place *place, struct text company,
    struct block_extent *extent, struct why *why) MUST_CHECK;

struct block_keep {
	int64_t now;
	int64_t age;   /* microseconds; 0: not by age */
	uint64_t most; /* bytes; 0: not by size */
};
/*
 * Remove a company's oldest volumes that are older than `age`, and further oldest ones while the
 * company's blocks take more than `most` bytes. The newest volume always stays. `start` is written
 * and synced before a volume goes.
 *
 * A volume is as old as its last record and as the first one of the volume behind it, whichever is
 * younger: so one that was filled while the clock was put back is not taken for old. Receive times
 * of the future (the clock was ahead) tell nothing: the next ones that are none count instead.
 */
enum outcome block_retire(const struct journal_place *place, struct text company,
    const struct block_keep *keep, uint64_t *removed, struct why *why) MUST_CHECK;

/* Companies that have blocks: calls visit for each id; false stops. */
enum outcome block_companies(const struct journal_place *place,
    bool (*visit)(void *data, struct text company), void *data, struct why *why) MUST_CHECK;

#endif
