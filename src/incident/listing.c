/* SPDX-License-Identifier: Apache-2.0 */
#include "incident/listing.h"

#include "base/arena.h"
#include "incident/ordinary.h"

#include <stdlib.h>

static void list_name(struct listing *listing, const struct listed *entry)
{
	if (listing->count == listing->room) {
		size_t room = listing->room == 0 ? 256 : listing->room * 2;
		listing->at = arena_grow(
		    listing->arena, listing->at, listing->count, room, sizeof(*listing->at));
		listing->room = room;
	}
	listing->at[listing->count++] = *entry;
}

static bool links(enum name_kind kind, struct text name)
{
	switch (kind) {
	case NAME_USER:
		return !ordinary_user(name);
	case NAME_FILE:
		return !ordinary_file(name);
	case NAME_ADDRESS:
		return !ordinary_address(name);
	case NAME_HOST:
		break;
	}
	return true;
}

void listing_add(struct listing *listing, const struct value_set *set, struct listed entry)
{
	for (size_t i = 0; i < set->count; i++) {
		entry.name = set->at[i];
		if (links(entry.kind, entry.name))
			list_name(listing, &entry);
	}
}

void listing_add_who(struct listing *listing, const struct value_set *hosts,
    const struct value_set *users, const struct value_set *addresses, struct listed entry)
{
	entry.kind = NAME_HOST;
	listing_add(listing, hosts, entry);
	entry.kind = NAME_USER;
	listing_add(listing, users, entry);
	entry.kind = NAME_ADDRESS;
	listing_add(listing, addresses, entry);
}

static int by_name(const void *a, const void *b)
{
	const struct listed *x = a;
	const struct listed *y = b;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	int order = text_compare(x->name, y->name);
	if (order != 0)
		return order;
	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return (x->index > y->index) - (x->index < y->index);
}

void listing_sort(struct listing *listing)
{
	if (listing->count != 0)
		qsort(listing->at, listing->count, sizeof(*listing->at), by_name);
}

size_t listing_run(const struct listed *at, size_t left)
{
	size_t n = 1;
	while (n < left && at[n].kind == at[0].kind && text_equal(at[n].name, at[0].name))
		n++;
	return n;
}

size_t listing_find(const struct listing *listing, enum name_kind kind, struct text name)
{
	struct listed wanted = {.kind = kind, .name = name, .first = INT64_MIN};
	size_t low = 0;
	size_t high = listing->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (by_name(&listing->at[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}
