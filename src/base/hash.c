/* SPDX-License-Identifier: Apache-2.0 */
/* Stable ids: BLAKE2b (RFC 7693) over length-prefixed parts, by libsodium. */
#include "base/hash.h"

#include <assert.h>
#include <sodium.h>
#include <stdint.h>

#define ID_BYTES 16

static void put_part(crypto_generichash_state *state, struct text part)
{
	unsigned char size[8];
	for (unsigned i = 0; i < sizeof(size); i++)
		size[i] = (unsigned char)((uint64_t)part.size >> (8 * i));
	crypto_generichash_update(state, size, sizeof(size));
	if (part.size != 0)
		crypto_generichash_update(state, (const unsigned char *)part.at, part.size);
}

void hash_id(const struct text *parts, size_t count, char out[HASH_ID_TEXT])
{
	static_assert(HASH_ID_TEXT == 2 * ID_BYTES + 1, "two digits a byte and a NUL");
	crypto_generichash_state state;
	unsigned char id[ID_BYTES];
	crypto_generichash_init(&state, NULL, 0, sizeof(id));
	for (size_t i = 0; i < count; i++)
		put_part(&state, parts[i]);
	crypto_generichash_final(&state, id, sizeof(id));
	sodium_bin2hex(out, HASH_ID_TEXT, id, sizeof(id));
}
