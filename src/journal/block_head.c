/* SPDX-License-Identifier: Apache-2.0 */
/* The head of a block: 256 bytes, little-endian, the last 16 a checksum of the others. */
#include "journal/block_parts.h"
#include "journal/bytes.h"
#include "journal/log_parts.h"

#include <string.h>

#define MAGIC "SAKIBLK1"
#define COMPANY_AT 96
#define PREVIOUS_AT 136
#define NONCE_AT 168
#define INDEX_HASH_AT 192
#define CHECK_AT 240
#define CHECK_SIZE (BLOCK_HEAD - CHECK_AT)

static void check_of(const unsigned char *bytes, unsigned char check[CHECK_SIZE])
{
	crypto_generichash(check, CHECK_SIZE, bytes, CHECK_AT, NULL, 0);
}

void block_head_write(const struct block_head *head, unsigned char bytes[BLOCK_HEAD])
{
	memset(bytes, 0, BLOCK_HEAD);
	memcpy(bytes, MAGIC, 8);
	bytes_put64(bytes + 8, head->sequence);
	bytes_put64(bytes + 16, head->group);
	bytes_put64(bytes + 24, head->first);
	bytes_put64(bytes + 32, head->last);
	bytes_put64(bytes + 40, (uint64_t)head->first_received);
	bytes_put64(bytes + 48, (uint64_t)head->last_received);
	bytes_put64(bytes + 56, head->records);
	bytes_put32(bytes + 64, head->frames);
	bytes_put32(bytes + 68, head->index);
	bytes_put64(bytes + 72, head->unpacked);
	bytes_put64(bytes + 80, head->sealed);
	bytes_put32(bytes + 88, (uint32_t)strlen(head->company));
	memcpy(bytes + COMPANY_AT, head->company, strlen(head->company));
	memcpy(bytes + PREVIOUS_AT, head->previous, BLOCK_HASH);
	memcpy(bytes + NONCE_AT, head->nonce, BLOCK_NONCE);
	memcpy(bytes + INDEX_HASH_AT, head->index_hash, BLOCK_HASH);
	check_of(bytes, bytes + CHECK_AT);
}

static bool is_sane(const struct block_head *head)
{
	bool power = (head->index & (head->index - 1)) == 0;
	return head->sequence != 0 && head->group != 0 && head->group <= head->sequence &&
	       head->first <= head->last && head->frames != 0 && power &&
	       head->index <= BLOCK_INDEX && head->unpacked <= BLOCK_UNPACKED &&
	       head->frames <= head->unpacked / BLOCK_FRAME && head->sealed <= BLOCK_SEALED &&
	       head->sealed > BLOCK_TAG && frame_id_valid(text_of(head->company));
}

bool block_head_read(const unsigned char bytes[BLOCK_HEAD], struct block_head *head)
{
	unsigned char check[CHECK_SIZE];
	struct block_head read = {
	    .sequence = bytes_get64(bytes + 8),
	    .group = bytes_get64(bytes + 16),
	    .first = bytes_get64(bytes + 24),
	    .last = bytes_get64(bytes + 32),
	    .first_received = (int64_t)bytes_get64(bytes + 40),
	    .last_received = (int64_t)bytes_get64(bytes + 48),
	    .records = bytes_get64(bytes + 56),
	    .frames = bytes_get32(bytes + 64),
	    .index = bytes_get32(bytes + 68),
	    .unpacked = bytes_get64(bytes + 72),
	    .sealed = bytes_get64(bytes + 80),
	};
	uint32_t company = bytes_get32(bytes + 88);
	if (memcmp(bytes, MAGIC, 8) != 0 || company > FRAME_ID)
		return false;
	check_of(bytes, check);
	if (memcmp(check, bytes + CHECK_AT, CHECK_SIZE) != 0)
		return false;
	memcpy(read.company, bytes + COMPANY_AT, company);
	memcpy(read.previous, bytes + PREVIOUS_AT, BLOCK_HASH);
	memcpy(read.nonce, bytes + NONCE_AT, BLOCK_NONCE);
	memcpy(read.index_hash, bytes + INDEX_HASH_AT, BLOCK_HASH);
	if (!is_sane(&read))
		return false;
	*head = read;
	return true;
}

uint64_t block_size(const struct block_head *head)
{
	return BLOCK_HEAD + head->index + head->sealed + BLOCK_HASH;
}

void block_hash_text(const unsigned char hash[BLOCK_HASH], char text[BLOCK_HASH_TEXT])
{
	sodium_bin2hex(text, BLOCK_HASH_TEXT, hash, BLOCK_HASH);
}

void block_facts_of(
    const struct block_head *head, const unsigned char hash[BLOCK_HASH], struct block_facts *facts)
{
	*facts = (struct block_facts){.head = {.sequence = head->sequence},
	    .first = head->first,
	    .last = head->last,
	    .first_received = head->first_received,
	    .last_received = head->last_received,
	    .records = head->records,
	    .unpacked = head->unpacked,
	    .stored = block_size(head)};
	block_hash_text(hash, facts->head.hash);
	block_hash_text(head->previous, facts->previous);
}
