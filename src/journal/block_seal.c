/* SPDX-License-Identifier: Apache-2.0 */
/* A block's body: frames one after the other, compressed, sealed; and opened again. */
#include "journal/block_parts.h"
#include "journal/bytes.h"
#include "journal/log_parts.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#define LEVEL 3
#define HISTORY 1u

void block_hash(const unsigned char *bytes, size_t size, unsigned char hash[BLOCK_HASH])
{
	crypto_generichash(hash, BLOCK_HASH, bytes, size, NULL, 0);
}

void block_frame_put(struct buffer *body, const struct frame *frame)
{
	char head[BLOCK_FRAME] = {0};
	head[0] = (char)frame->kind;
	head[1] = (char)(frame->history ? HISTORY : 0);
	head[2] = (char)frame->source.size;
	head[3] = (char)frame->origin.size;
	head[4] = (char)frame->batch.size;
	bytes_put64(head + 8, frame->position);
	bytes_put64(head + 16, frame->next);
	bytes_put64(head + 24, (uint64_t)frame->received);
	bytes_put32(head + 32, frame->count);
	bytes_put32(head + 36, (uint32_t)frame->body.size);
	buffer_put(body, (struct text){head, sizeof(head)});
	buffer_put(body, frame->source);
	buffer_put(body, frame->origin);
	buffer_put(body, frame->batch);
	buffer_put(body, frame->body);
}

static bool take(struct text *rest, size_t size, struct text *part)
{
	if (size > rest->size)
		return false;
	*part = text_part(*rest, 0, size);
	*rest = text_from(*rest, size);
	return true;
}

enum outcome block_frame_take(struct text *rest, struct frame *frame)
{
	struct text head;
	struct frame read = {.history = false};
	if (rest->size == 0)
		return AT_END;
	struct text left = *rest;
	if (!take(&left, BLOCK_FRAME, &head))
		return MALFORMED;
	if (!take(&left, (unsigned char)head.at[2], &read.source) ||
	    !take(&left, (unsigned char)head.at[3], &read.origin) ||
	    !take(&left, (unsigned char)head.at[4], &read.batch) ||
	    !take(&left, bytes_get32(head.at + 36), &read.body))
		return MALFORMED;
	unsigned kind = (unsigned char)head.at[0];
	if (kind < FRAME_RECORDS || kind > FRAME_TALLY || read.body.size > FRAME_BODY)
		return MALFORMED;
	read.kind = kind;
	read.history = ((unsigned char)head.at[1] & HISTORY) != 0;
	read.position = bytes_get64(head.at + 8);
	read.next = bytes_get64(head.at + 16);
	read.received = (int64_t)bytes_get64(head.at + 24);
	read.count = bytes_get32(head.at + 32);
	*frame = read;
	*rest = left;
	return DONE;
}

static size_t pack(struct text body, char **packed)
{
	size_t bound = ZSTD_compressBound(body.size);
	*packed = disk_memory(NULL, bound);
	size_t size = ZSTD_compress(*packed, bound, body.at, body.size, LEVEL);
	if (ZSTD_isError(size))
		abort();
	return size;
}

void block_seal(struct block_head *head, const struct block_keys *keys, struct text body,
    const unsigned char *index, struct buffer *out)
{
	unsigned char bytes[BLOCK_HEAD];
	unsigned char hash[BLOCK_HASH];
	char *packed = NULL;
	size_t size = pack(body, &packed);
	head->unpacked = body.size;
	head->sealed = size + BLOCK_TAG;
	randombytes_buf(head->nonce, sizeof(head->nonce));
	block_hash(index, head->index, head->index_hash);
	block_head_write(head, bytes);
	unsigned char *sealed = disk_memory(NULL, head->sealed);
	crypto_aead_xchacha20poly1305_ietf_encrypt(sealed, NULL, (unsigned char *)packed, size,
	    bytes, sizeof(bytes), NULL, head->nonce, keys->seal);
	free(packed);
	buffer_put(out, (struct text){(char *)bytes, sizeof(bytes)});
	buffer_put(out, (struct text){(const char *)index, head->index});
	buffer_put(out, (struct text){(char *)sealed, head->sealed});
	free(sealed);
	assert(!out->full);
	block_hash((const unsigned char *)out->bytes, out->size, hash);
	buffer_put(out, (struct text){(char *)hash, sizeof(hash)});
}

enum outcome block_open(const struct block_head *head, const unsigned char *bytes,
    const struct block_keys *keys, unsigned char *sealed, char *to, struct why *why)
{
	unsigned long long size = 0;
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, &size, NULL, sealed, head->sealed,
		bytes, BLOCK_HEAD, head->nonce, keys->seal) != 0) {
		why_set(why, "block %llu cannot be opened with the company's key",
		    (unsigned long long)head->sequence);
		return MALFORMED;
	}
	size_t unpacked = ZSTD_decompress(to, head->unpacked, sealed, size);
	if (!ZSTD_isError(unpacked) && unpacked == head->unpacked)
		return DONE;
	why_set(why, "block %llu cannot be unpacked", (unsigned long long)head->sequence);
	return MALFORMED;
}
