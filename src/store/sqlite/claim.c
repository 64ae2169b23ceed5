/* SPDX-License-Identifier: Apache-2.0 */
#include "store/sqlite/claim.h"

#include "base/address.h"
#include "base/arena.h"
#include "store/sqlite/query.h"

#include <string.h>

#define MEMORY ((size_t)64 << 10)

struct block {
	unsigned char bytes[ADDRESS_BYTES];
	size_t size; /* of the address; 0: the text is none */
	uint64_t prefix;
};

static struct block block_of(struct text t)
{
	struct block block = {.size = 0};
	struct text rest = t;
	struct text address = text_cut(&rest, '/');
	block.size = address_read(address, block.bytes);
	block.prefix = 8 * block.size;
	if (address.size < t.size && !text_to_uint(rest, &block.prefix))
		block.size = 0;
	return block;
}

/* Whether one holds the other: then their first bits are the same. */
static bool meet(const struct block *a, const struct block *b)
{
	uint64_t bits = a->prefix < b->prefix ? a->prefix : b->prefix;
	size_t whole = bits / 8;
	unsigned rest = bits % 8;
	if (a->size != b->size || memcmp(a->bytes, b->bytes, whole) != 0)
		return false;
	return rest == 0 || ((a->bytes[whole] ^ b->bytes[whole]) & (0xff00U >> rest) & 0xffU) == 0;
}

static bool had(const struct claim *claim, struct text address)
{
	const struct source *was = claim->was;
	if (was == NULL || was->via[0] != '\0')
		return false;
	for (size_t i = 0; i < was->address_count; i++) {
		if (text_equal(was->addresses[i], address))
			return true;
	}
	return false;
}

static enum outcome check_block(struct store *store, const struct viewer *viewer,
    struct text address, struct arena *arena, struct why *why)
{
	struct block block = block_of(address);
	enum outcome outcome;
	if (block.prefix < (block.size == 4 ? 16 : 32)) {
		why_set(why, "addresses: so wide a block as %.*s is the administrator's to give",
		    TEXT_ARGS(address));
		return NOT_ALLOWED;
	}
	struct query query = query_open(store, SQL_senders_elsewhere, viewer);
	while ((outcome = query_next(&query, why)) == DONE) {
		arena_reset(arena);
		struct block other = block_of(row_text(&query, 0, arena));
		if (!meet(&block, &other))
			continue;
		query_close(&query);
		why_set(why, "addresses: %.*s meets those of a source that is not yours",
		    TEXT_ARGS(address));
		return NOT_ALLOWED;
	}
	return outcome == AT_END ? DONE : outcome;
}

enum outcome claim_check(
    struct store *store, const struct viewer *viewer, const struct claim *claim, struct why *why)
{
	enum outcome outcome = DONE;
	uint16_t port_had = claim->was == NULL ? 0 : claim->was->port;
	if (viewer_sees_all(viewer))
		return DONE;
	if (claim->port != 0 && claim->port != port_had) {
		why_set(why, "port: a port of its own is the administrator's to give");
		return NOT_ALLOWED;
	}
	struct arena *arena = arena_create("claim", MEMORY);
	for (size_t i = 0; i < claim->count && outcome == DONE; i++) {
		if (!had(claim, claim->addresses[i]))
			outcome = check_block(store, viewer, claim->addresses[i], arena, why);
	}
	arena_destroy(arena);
	return outcome;
}

enum outcome claim_room(
    struct store *store, const struct viewer *viewer, struct text company, struct why *why)
{
	struct query query = query_open(store, SQL_source_room, viewer);
	query_text(&query, ":company", company);
	enum outcome outcome = query_next(&query, why);
	if (outcome != DONE)
		return outcome == AT_END ? DONE : outcome;
	bool full = row_int(&query, 0) >= SOURCES_OF_ALL;
	bool many = row_int(&query, 1) >= SOURCES_OF_ONE;
	query_close(&query);
	if (!full && !many)
		return DONE;
	why_set(why, full ? "there are as many sources as there can be"
			  : "the company has as many sources as it can have");
	return TOO_LARGE;
}
