/* SPDX-License-Identifier: Apache-2.0 */
/* Inside blocks: heads, keys, volumes and their walk. Nobody outside the journal includes this;
 * docs/journal.md has the format. */
#ifndef JOURNAL_BLOCK_PARTS_H
#define JOURNAL_BLOCK_PARTS_H

#include "base/buffer.h"
#include "journal/block.h"
#include "journal/disk.h"

#include <sodium.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BLOCK_HEAD 256
#define BLOCK_HASH 32  /* behind each block: the hash of head, index and sealed body */
#define BLOCK_NONCE 24 /* XChaCha20 */
#define BLOCK_TAG 16
#define BLOCK_KEY 32
#define BLOCK_FRAME 40 /* bytes before a frame's texts, within a body */
#define BLOCK_INDEX ((size_t)128 << 10)
/* A body is closed when it would grow beyond BLOCK_BODY, so it is at most one frame larger. */
#define BLOCK_UNPACKED                                                                             \
	(BLOCK_BODY + FRAME_BODY + BLOCK_FRAME + FRAME_ID + FRAME_ORIGIN + FRAME_BATCH)
#define BLOCK_SEALED (BLOCK_UNPACKED + BLOCK_UNPACKED / 128 + 1024)
#define BLOCK_NAME 32

struct block_head {
	uint64_t sequence;
	uint64_t group; /* sequence of the first block that was synced together with it */
	uint64_t first;
	uint64_t last;
	int64_t first_received;
	int64_t last_received;
	uint64_t records;
	uint32_t frames;
	uint32_t index; /* bytes, a power of two or 0: none */
	uint64_t unpacked;
	uint64_t sealed;
	char company[FRAME_ID + 1];
	unsigned char previous[BLOCK_HASH];
	unsigned char nonce[BLOCK_NONCE];
	unsigned char index_hash[BLOCK_HASH];
};

/* block_head.c */

void block_head_write(const struct block_head *head, unsigned char bytes[BLOCK_HEAD]);
/* False: no head, or one that was changed. */
bool block_head_read(const unsigned char bytes[BLOCK_HEAD], struct block_head *head);
/* Bytes of the whole block. */
uint64_t block_size(const struct block_head *head);
void block_facts_of(
    const struct block_head *head, const unsigned char hash[BLOCK_HASH], struct block_facts *facts);
void block_hash_text(const unsigned char hash[BLOCK_HASH], char text[BLOCK_HASH_TEXT]);

/* block_key.c */

struct block_keys {
	unsigned char seal[crypto_aead_xchacha20poly1305_ietf_KEYBYTES];
	unsigned char index[crypto_shorthash_siphashx24_KEYBYTES];
};
/* The keys derived from a company's; NOT_FOUND: it has none. */
enum outcome block_keys_read(const struct journal_place *place, struct text company,
    struct block_keys *keys, struct why *why) MUST_CHECK;

/* block_start.c: a company's folder. */

/* FOLDER/blocks/PP/COMPANY; free it. MALFORMED: no id. */
enum outcome block_folder(const struct journal_place *place, struct text company, char **folder,
    struct why *why) MUST_CHECK;
struct block_start {
	uint64_t sequence; /* of the oldest block kept */
	unsigned char previous[BLOCK_HASH];
};
/* NOT_FOUND: there is none; MALFORMED. */
enum outcome block_start_read(
    const char *folder, struct text company, struct block_start *start, struct why *why) MUST_CHECK;
enum outcome block_start_write(const char *folder, struct text company,
    const struct block_start *start, struct why *why) MUST_CHECK;
void block_volume_name(uint64_t sequence, char name[BLOCK_NAME]);
enum outcome block_volumes(
    const char *folder, struct disk_numbers *volumes, struct why *why) MUST_CHECK;

/* block_walk.c: the blocks of one volume, by their heads. */

struct block_at {
	uint64_t offset;
	uint64_t size;
	bool good; /* the head holds; else a damaged stretch */
	struct block_head head;
	unsigned char hash[BLOCK_HASH]; /* as it stands behind the block */
};
struct block_walk {
	struct block_at *at;
	size_t count;
	uint64_t whole; /* what stands behind this was never synced: a torn tail */
	uint64_t size;
};
/* `last`: the volume is the last one, so its tail may be torn. */
enum outcome block_walk_read(const char *folder, uint64_t volume, bool last,
    struct block_walk *walk, struct why *why) MUST_CHECK;
void block_walk_free(struct block_walk *walk);

/* block_index.c */

struct block_index {
	unsigned char *bits; /* BLOCK_INDEX bytes */
	uint64_t tokens;
};
void block_index_add(struct block_index *index, const struct block_keys *keys, struct text token);
/* Fold to the smallest size that still tells; 0 where there are no tokens. */
size_t block_index_fold(struct block_index *index);
bool block_index_holds(
    const unsigned char *bits, size_t size, const struct block_keys *keys, struct text token);

/* block_seal.c */

/* Put a frame into a body. */
void block_frame_put(struct buffer *body, const struct frame *frame);
/* Take the next one; its company is not filled. AT_END, MALFORMED. */
enum outcome block_frame_take(struct text *rest, struct frame *frame) MUST_CHECK;
/* Compress and seal a body: head, index, sealed body and hash, as they stand on disk. The head's
 * sizes, nonce and hashes are set here. */
void block_seal(struct block_head *head, const struct block_keys *keys, struct text body,
    const unsigned char *index, struct buffer *out);
/* Open a sealed body into `to` (head->unpacked bytes). `bytes`: the head as it stands. */
enum outcome block_open(const struct block_head *head, const unsigned char *bytes,
    const struct block_keys *keys, unsigned char *sealed, char *to, struct why *why) MUST_CHECK;
/* The hash over head, index and sealed body. */
void block_hash(const unsigned char *bytes, size_t size, unsigned char hash[BLOCK_HASH]);

#endif
