/* SPDX-License-Identifier: Apache-2.0 */
/* An open-addressed table that doubles; its entries are the counts themselves. */
#include "program/server/engine/engine_counters.h"

#include "base/arena.h"
#include "base/clock.h"
#include "store/results.h"

#include <stdio.h>

#define FEWEST 64

struct counters {
	struct arena *arena;
	struct counted *slots; /* source == NULL: free */
	size_t room;           /* a power of two */
	size_t used;
};

struct counters *counters_create(struct arena *arena)
{
	struct counters *counters = arena_alloc(arena, sizeof(*counters));
	*counters = (struct counters){.arena = arena,
	    .slots = arena_array(arena, FEWEST, sizeof(struct counted)),
	    .room = FEWEST};
	return counters;
}

static uint64_t mixed(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 29;
}

static uint64_t hash_of(const struct counted *c)
{
	uint64_t hash = mixed(0, (uint64_t)(uintptr_t)c->source);
	hash = mixed(hash, (uint64_t)c->time);
	return mixed(hash, (uint64_t)c->name << 32 | c->detail);
}

static struct counted *slot_of(struct counted *slots, size_t room, const struct counted *like)
{
	size_t i = hash_of(like) & (room - 1);
	for (;; i = (i + 1) & (room - 1)) {
		struct counted *slot = &slots[i];
		if (slot->source == NULL ||
		    (slot->source == like->source && slot->time == like->time &&
			slot->name == like->name && slot->detail == like->detail))
			return slot;
	}
}

static void grow(struct counters *counters)
{
	size_t room = counters->room * 2;
	struct counted *slots = arena_array(counters->arena, room, sizeof(*slots));
	for (size_t i = 0; i < counters->room; i++) {
		if (counters->slots[i].source != NULL)
			*slot_of(slots, room, &counters->slots[i]) = counters->slots[i];
	}
	counters->slots = slots;
	counters->room = room;
}

static int64_t hour_of(int64_t time)
{
	int64_t within = time % CLOCK_HOUR;
	return time - (within < 0 ? within + CLOCK_HOUR : within);
}

void counters_add(struct counters *counters, const struct counted *counted)
{
	struct counted like = *counted;
	like.time = hour_of(counted->time);
	struct counted *slot = slot_of(counters->slots, counters->room, &like);
	if (slot->source != NULL) {
		slot->value += counted->value;
		return;
	}
	*slot = like;
	if (++counters->used > counters->room / 2)
		grow(counters);
}

unsigned counters_decoder(const struct decoder *decoder)
{
	size_t count;
	const struct decoder *const *all = decoder_all(&count);
	unsigned at = 0;
	while (at < count && all[at] != decoder)
		at++;
	return at;
}

static struct text name_of(enum count_name name)
{
	static const struct text names[] = {
	    [COUNT_RECORDS] = TEXT_INIT("records"),
	    [COUNT_BYTES] = TEXT_INIT("bytes"),
	    [COUNT_EVENTS] = TEXT_INIT("events"),
	    [COUNT_NOT_UNDERSTOOD] = TEXT_INIT("not-understood"),
	    [COUNT_REFUSED] = TEXT_INIT("refused"),
	    [COUNT_DECODER] = TEXT_INIT("decoder"),
	    [COUNT_MATCHES] = TEXT_INIT("matches"),
	    [COUNT_PRODUCT] = TEXT_INIT("product"),
	};
	return names[name];
}

/* "malware/blocked" and the like into `room`. */
static struct text detail_of(const struct counted *c, char *room, size_t size)
{
	size_t count;
	const struct decoder *const *all = decoder_all(&count);
	switch (c->name) {
	case COUNT_DECODER:
		return c->detail < count ? text_of(all[c->detail]->name) : TEXT("");
	case COUNT_MATCHES:
		return text_of(severity_word((enum severity)c->detail));
	case COUNT_PRODUCT:
		snprintf(room, size, "%s/%s", category_word((enum category)(c->detail / 3)),
		    disposition_word((enum disposition)(c->detail % 3)));
		return text_of(room);
	case COUNT_REFUSED:
		return TEXT("framing");
	default:
		return TEXT("");
	}
}

enum outcome counters_put(const struct counters *counters, struct text company, struct store *store,
    const struct viewer *viewer, struct why *why)
{
	for (size_t i = 0; i < counters->room; i++) {
		const struct counted *c = &counters->slots[i];
		char room[80];
		if (c->source == NULL)
			continue;
		const struct counter counter = {.company = company,
		    .source = text_of(c->source),
		    .hour = c->time,
		    .name = name_of(c->name),
		    .detail = detail_of(c, room, sizeof(room)),
		    .value = c->value};
		enum outcome outcome = counter_add(store, viewer, &counter, why);
		if (outcome != DONE && outcome != NOT_FOUND)
			return outcome;
	}
	return DONE;
}
