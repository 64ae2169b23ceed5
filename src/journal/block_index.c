/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The value index of a block: a Bloom filter of seven bits a token, hashed with a key.
 *
 * Tokens go into a filter of the largest size; at the end it is folded in halves (the upper half
 * OR-ed onto the lower, bit numbers taken modulo the new size) as long as no more than half of its
 * bits are set. So its size fits the number of distinct tokens without any being kept.
 */
#include "journal/block_parts.h"
#include "journal/bytes.h"

#include <string.h>

#define BITS 7u
#define LEAST ((size_t)64)

static void positions(const struct block_keys *keys, struct text token, uint32_t bits[BITS])
{
	unsigned char hash[crypto_shorthash_siphashx24_BYTES];
	crypto_shorthash_siphashx24(hash, (const unsigned char *)token.at, token.size, keys->index);
	uint64_t at = bytes_get64(hash);
	uint64_t step = bytes_get64(hash + 8) | 1;
	for (unsigned i = 0; i < BITS; i++)
		bits[i] = (uint32_t)((at + i * step) & (BLOCK_INDEX * 8 - 1));
}

void block_index_add(struct block_index *index, const struct block_keys *keys, struct text token)
{
	uint32_t bits[BITS];
	positions(keys, token, bits);
	for (unsigned i = 0; i < BITS; i++)
		index->bits[bits[i] / 8] |= (unsigned char)(1u << (bits[i] % 8));
	index->tokens++;
}

/* Bits that would be set after folding `size` bytes in two. */
static size_t set_when_folded(const unsigned char *bits, size_t size)
{
	size_t set = 0;
	for (size_t i = 0; i < size / 2; i += 8) {
		uint64_t both = bytes_get64(bits + i) | bytes_get64(bits + size / 2 + i);
		set += (size_t)__builtin_popcountll(both);
	}
	return set;
}

size_t block_index_fold(struct block_index *index)
{
	size_t size = BLOCK_INDEX;
	if (index->tokens == 0)
		return 0;
	while (size > LEAST && set_when_folded(index->bits, size) <= size / 2 * 8 / 2) {
		size /= 2;
		for (size_t i = 0; i < size; i++)
			index->bits[i] |= index->bits[size + i];
	}
	return size;
}

bool block_index_holds(
    const unsigned char *bits, size_t size, const struct block_keys *keys, struct text token)
{
	uint32_t at[BITS];
	positions(keys, token, at);
	for (unsigned i = 0; i < BITS; i++) {
		size_t bit = at[i] & (size * 8 - 1);
		if ((bits[bit / 8] & (1u << (bit % 8))) == 0)
			return false;
	}
	return true;
}
