/* SPDX-License-Identifier: Apache-2.0 */
#include "incident/value_set.h"

#include "base/arena.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

struct interned {
	struct arena *arena;
	struct text *slots; /* open addressing; at == NULL is free */
	size_t room;        /* a power of two */
	size_t used;
};

static struct text *slots_create(size_t room)
{
	struct text *slots = calloc(room, sizeof(*slots));
	if (slots == NULL) {
		fprintf(stderr, "sakimori: out of memory (%zu slots)\n", room);
		abort();
	}
	return slots;
}

struct interned *interned_create(struct arena *arena)
{
	struct interned *table = arena_alloc(arena, sizeof(*table));
	*table = (struct interned){.arena = arena, .slots = slots_create(64), .room = 64};
	return table;
}

void interned_destroy(struct interned *table)
{
	if (table == NULL)
		return;
	free(table->slots);
	table->slots = NULL;
}

static struct text *slot_of(struct text *slots, size_t room, struct text t)
{
	size_t i = text_hash(t) & (room - 1);
	while (slots[i].at != NULL && !text_equal(slots[i], t))
		i = (i + 1) & (room - 1);
	return &slots[i];
}

static void grow(struct interned *table)
{
	size_t room = table->room * 2;
	struct text *slots = slots_create(room);
	for (size_t i = 0; i < table->room; i++) {
		if (table->slots[i].at != NULL)
			*slot_of(slots, room, table->slots[i]) = table->slots[i];
	}
	free(table->slots);
	table->slots = slots;
	table->room = room;
}

struct text interned_keep(struct interned *table, struct text t, size_t limit)
{
	if (t.size == 0)
		return (struct text){NULL, 0};
	t = utf8_cut(t, limit);
	struct text *slot = slot_of(table->slots, table->room, t);
	if (slot->at != NULL)
		return *slot;
	*slot = text_copy(table->arena, t);
	struct text kept = *slot;
	if (++table->used > table->room / 2)
		grow(table);
	return kept;
}

void value_set_add(struct value_set *set, struct text value)
{
	if (value.size == 0)
		return;
	for (size_t i = 0; i < set->count; i++) {
		if (text_equal(set->at[i], value))
			return;
	}
	if (set->count == SET_VALUES)
		set->more++;
	else
		set->at[set->count++] = value;
}

static bool holds(const struct value_set *set, struct text value)
{
	for (size_t i = 0; i < set->count; i++) {
		if (text_equal(set->at[i], value))
			return true;
	}
	return false;
}

void value_set_keep(struct value_set *set, struct interned *table, struct text value)
{
	value = utf8_cut(value, SET_VALUE_SIZE);
	if (value.size == 0 || holds(set, value))
		return;
	if (set->count == SET_VALUES)
		set->more++;
	else
		set->at[set->count++] = interned_keep(table, value, SET_VALUE_SIZE);
}

void value_set_join(struct value_set *set, const struct value_set *from)
{
	for (size_t i = 0; i < from->count; i++)
		value_set_add(set, from->at[i]);
	set->more += from->more;
}
