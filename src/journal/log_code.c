/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Frames as they stand in a segment: a head of 64 bytes, then ids, origin, batch id and body.
 *
 * The head has its own checksum, keyed with the segment's random salt and covering the position:
 * what a sender writes into its records can therefore never be taken for a frame, not even where
 * damage makes a reader search for the next head; and a search costs one short hash for each place
 * that looks like a head, however the content tries to make it longer.
 */
#include "journal/bytes.h"
#include "journal/log_parts.h"

#include <sodium.h>

#define MAGIC UINT32_C(0x31464b53) /* "SKF1" */
#define FLAG_PACKED 1u
#define FLAG_HISTORY 2u
#define SUM_AT 40 /* of what is behind the head */
#define SUM_SIZE 16
#define CHECK_AT 56 /* of the head */
#define CHECK_SIZE 8

bool frame_id_valid(struct text id)
{
	if (id.size == 0 || id.size > FRAME_ID)
		return false;
	for (size_t i = 0; i < id.size; i++) {
		char c = id.at[i];
		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-'))
			return false;
	}
	return true;
}

static void head_check(const unsigned char salt[LOG_SALT], uint64_t position, const char *head,
    unsigned char check[CHECK_SIZE])
{
	unsigned char all[8 + CHECK_AT];
	unsigned char whole[crypto_generichash_BYTES_MIN];
	bytes_put64(all, position);
	memcpy(all + 8, head, CHECK_AT);
	crypto_generichash(whole, sizeof(whole), all, sizeof(all), salt, LOG_SALT);
	memcpy(check, whole, CHECK_SIZE);
}

void log_seal(const unsigned char salt[LOG_SALT], const struct log_raw *raw, char *head)
{
	bytes_put32(head, MAGIC);
	bytes_put32(head + 4, raw->stored);
	bytes_put32(head + 8, raw->unpacked);
	bytes_put32(head + 12, raw->count);
	bytes_put64(head + 16, raw->durable);
	bytes_put64(head + 24, (uint64_t)raw->received);
	head[32] = (char)raw->kind;
	head[33] = (char)((raw->packed ? FLAG_PACKED : 0) | (raw->history ? FLAG_HISTORY : 0));
	head[34] = (char)raw->company.size;
	head[35] = (char)raw->source.size;
	head[36] = (char)raw->origin.size;
	head[37] = (char)raw->batch.size;
	head[38] = 0;
	head[39] = 0;
	crypto_generichash((unsigned char *)head + SUM_AT, SUM_SIZE,
	    (const unsigned char *)head + LOG_HEAD, raw->stored, salt, LOG_SALT);
	head_check(salt, raw->position, head, (unsigned char *)head + CHECK_AT);
}

bool log_head_read(
    const unsigned char salt[LOG_SALT], uint64_t position, const char *head, struct log_raw *raw)
{
	unsigned char check[CHECK_SIZE];
	if (bytes_get32(head) != MAGIC)
		return false;
	uint32_t stored = bytes_get32(head + 4);
	uint32_t unpacked = bytes_get32(head + 8);
	if (stored > LOG_STORED || unpacked > FRAME_BODY)
		return false;
	head_check(salt, position, head, check);
	if (memcmp(check, head + CHECK_AT, CHECK_SIZE) != 0)
		return false;
	*raw = (struct log_raw){
	    .kind = (unsigned char)head[32],
	    .packed = ((unsigned char)head[33] & FLAG_PACKED) != 0,
	    .history = ((unsigned char)head[33] & FLAG_HISTORY) != 0,
	    .stored = stored,
	    .unpacked = unpacked,
	    .count = bytes_get32(head + 12),
	    .durable = bytes_get64(head + 16),
	    .received = (int64_t)bytes_get64(head + 24),
	    .position = position,
	    .next = position + LOG_HEAD + stored,
	};
	return true;
}

static bool take(struct text *rest, char size, struct text *part)
{
	size_t want = (unsigned char)size;
	if (want > rest->size)
		return false;
	*part = text_part(*rest, 0, want);
	*rest = text_from(*rest, want);
	return true;
}

bool log_stored_read(const unsigned char salt[LOG_SALT], const char *head, struct log_raw *raw)
{
	unsigned char sum[SUM_SIZE];
	struct text rest = {head + LOG_HEAD, raw->stored};
	crypto_generichash(
	    sum, sizeof(sum), (const unsigned char *)rest.at, rest.size, salt, LOG_SALT);
	if (memcmp(sum, head + SUM_AT, SUM_SIZE) != 0)
		return false;
	if (!take(&rest, head[34], &raw->company) || !take(&rest, head[35], &raw->source) ||
	    !take(&rest, head[36], &raw->origin) || !take(&rest, head[37], &raw->batch))
		return false;
	raw->body = rest;
	return raw->packed || rest.size == raw->unpacked;
}
