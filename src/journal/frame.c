/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies of records, names of records, partitions: what a frame is made of. */
#include "journal/frame.h"

#include "base/buffer.h"

#include <sodium.h>
#include <stdio.h>

unsigned journal_partition(struct text company)
{
	unsigned char hash[crypto_generichash_BYTES_MIN];
	crypto_generichash(
	    hash, sizeof(hash), (const unsigned char *)company.at, company.size, NULL, 0);
	return hash[0] % JOURNAL_PARTITIONS;
}

void records_put(struct buffer *body, struct text record)
{
	char size[10];
	size_t used = 0;
	uint64_t left = record.size;
	do {
		unsigned char low = left & 0x7f;
		left >>= 7;
		size[used++] = (char)(left != 0 ? low | 0x80 : low);
	} while (left != 0);
	/* Both or neither: a length without its bytes would spoil what follows. */
	if (body->full || record.size + used > body->ceiling - body->size) {
		body->full = true;
		return;
	}
	buffer_put(body, (struct text){size, used});
	buffer_put(body, record);
}

enum outcome records_next(struct text *rest, struct text *record)
{
	if (rest->size == 0)
		return AT_END;
	uint64_t size = 0;
	size_t used = 0;
	unsigned char byte;
	do {
		/* No body is so large that its length needs more than 4 bytes. */
		if (used == rest->size || used == 4)
			return MALFORMED;
		byte = (unsigned char)rest->at[used];
		size |= (uint64_t)(byte & 0x7f) << (7 * used);
		used++;
	} while ((byte & 0x80) != 0);
	if (size > rest->size - used)
		return MALFORMED;
	*record = text_part(*rest, used, size);
	*rest = text_from(*rest, used + size);
	return DONE;
}

void record_name_write(struct record_name name, char out[RECORD_NAME_TEXT])
{
	snprintf(out, RECORD_NAME_TEXT, "%llu-%llu", (unsigned long long)name.position,
	    (unsigned long long)name.place);
}

/* Digits only: one record has one name. */
static bool number_read(struct text t, uint64_t *number)
{
	if (t.size == 0 || t.size > 20 || (t.at[0] == '0' && t.size > 1))
		return false;
	for (size_t i = 0; i < t.size; i++) {
		if (t.at[i] < '0' || t.at[i] > '9')
			return false;
	}
	return text_to_uint(t, number);
}

bool record_name_read(struct text t, struct record_name *name)
{
	size_t dash = text_find_char(t, '-');
	struct record_name read;
	if (dash == TEXT_NONE || !number_read(text_part(t, 0, dash), &read.position) ||
	    !number_read(text_from(t, dash + 1), &read.place))
		return false;
	*name = read;
	return true;
}
