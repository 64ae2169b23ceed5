/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two tables of ids, made anew at each refresh; the zones themselves are read once by name and
 * kept.
 */
#include "program/server/engine/engine_zones.h"

#include "base/arena.h"
#include "program/content/timezone.h"
#include "store/directory.h"

#include <stdlib.h>

#define TABLE_MEMORY ((size_t)64 << 20)
#define ZONES_MEMORY ((size_t)32 << 20)
#define ZONES_MOST 1024 /* different names; further ones are taken as UTC */
#define BUCKETS 1024
#define PAGE 500
/* A page of companies or sources. */
#define PAGE_MEMORY ((size_t)8 << 20)

struct named_zone {
	struct text name;
	const struct zone *zone;
};

struct known {
	struct text id;
	const struct zone *zone; /* a source's: NULL, the company's */
	bool own;                /* the source names one */
	struct known *next;
};

struct table {
	struct arena *arena;
	struct known *companies[BUCKETS];
	struct known *sources[BUCKETS];
};

struct zones {
	struct arena *arena; /* of the named ones */
	struct named_zone named[ZONES_MOST];
	size_t count;
	struct table *table;
};

static struct table *table_create(void)
{
	struct arena *arena = arena_create("zones of sources", TABLE_MEMORY);
	struct table *table = arena_alloc(arena, sizeof(*table));
	table->arena = arena;
	return table;
}

struct zones *zones_create(void)
{
	struct arena *arena = arena_create("zones", ZONES_MEMORY);
	struct zones *zones = arena_alloc(arena, sizeof(*zones));
	zones->arena = arena;
	zones->table = table_create();
	return zones;
}

void zones_destroy(struct zones *zones)
{
	if (zones == NULL)
		return;
	arena_destroy(zones->table->arena);
	arena_destroy(zones->arena);
}

static const struct zone *zone_named(struct zones *zones, struct text name)
{
	if (name.size == 0)
		return NULL;
	for (size_t i = 0; i < zones->count; i++) {
		if (text_equal(zones->named[i].name, name))
			return zones->named[i].zone;
	}
	if (zones->count == ZONES_MOST)
		return NULL;
	struct named_zone *named = &zones->named[zones->count++];
	struct text shown;
	struct why why;
	named->name = text_copy(zones->arena, name);
	if (timezone_find(
		text_cstr(zones->arena, name), zones->arena, &named->zone, &shown, &why) != DONE)
		named->zone = NULL;
	return named->zone;
}

static void put(struct table *table, struct known **buckets, const struct known *known)
{
	struct known *kept = arena_copy(table->arena, known, sizeof(*known));
	kept->id = text_copy(table->arena, known->id);
	struct known **bucket = &buckets[text_hash(kept->id) % BUCKETS];
	kept->next = *bucket;
	*bucket = kept;
}

static const struct known *find(struct known *const *buckets, struct text id)
{
	const struct known *known = buckets[text_hash(id) % BUCKETS];
	while (known != NULL && !text_equal(known->id, id))
		known = known->next;
	return known;
}

/* One step of going through all pages: what follows is in *after, empty at the end. */
struct pages {
	struct zones *zones;
	struct table *table;
	struct store *store;
	const struct viewer *viewer;
	struct arena *arena;
	struct page page;
};

static enum outcome read_companies(struct pages *pages, struct why *why)
{
	struct companies list = {NULL, 0, {NULL, 0}};
	enum outcome outcome =
	    company_list(pages->store, pages->viewer, pages->page, false, pages->arena, &list, why);
	for (size_t i = 0; outcome == DONE && i < list.count; i++) {
		const struct known known = {.id = text_of(list.at[i].id),
		    .zone = zone_named(pages->zones, list.at[i].zone)};
		put(pages->table, pages->table->companies, &known);
	}
	pages->page.after = list.next;
	return outcome;
}

static enum outcome read_sources(struct pages *pages, struct why *why)
{
	struct sources list = {NULL, 0, {NULL, 0}};
	enum outcome outcome = source_list(
	    pages->store, pages->viewer, TEXT(""), pages->page, pages->arena, &list, why);
	for (size_t i = 0; outcome == DONE && i < list.count; i++) {
		const struct known known = {.id = text_of(list.at[i].id),
		    .own = list.at[i].zone.size != 0,
		    .zone = zone_named(pages->zones, list.at[i].zone)};
		put(pages->table, pages->table->sources, &known);
	}
	pages->page.after = list.next;
	return outcome;
}

static enum outcome read_all(struct pages *pages,
    enum outcome (*read)(struct pages *pages, struct why *why), struct why *why)
{
	char after[256];
	enum outcome outcome;
	pages->page = (struct page){.limit = PAGE};
	do {
		arena_reset(pages->arena);
		outcome = read(pages, why);
		/* The next page is asked for when this one's memory is gone. */
		struct text next = text_part(pages->page.after, 0, sizeof(after));
		if (next.size != 0)
			memcpy(after, next.at, next.size);
		pages->page.after = (struct text){after, next.size};
	} while (outcome == DONE && pages->page.after.size != 0);
	pages->page.after = (struct text){NULL, 0};
	return outcome;
}

enum outcome zones_refresh(
    struct zones *zones, struct store *store, const struct viewer *viewer, struct why *why)
{
	struct pages pages = {.zones = zones,
	    .table = table_create(),
	    .store = store,
	    .viewer = viewer,
	    .arena = arena_create("page of sources", PAGE_MEMORY)};
	enum outcome outcome = read_all(&pages, read_companies, why);
	if (outcome == DONE)
		outcome = read_all(&pages, read_sources, why);
	arena_destroy(pages.arena);
	struct table *gone = pages.table;
	if (outcome == DONE) {
		gone = zones->table;
		zones->table = pages.table;
	}
	arena_destroy(gone->arena);
	return outcome;
}

bool zones_know(const struct zones *zones, struct text source)
{
	return find(zones->table->sources, source) != NULL;
}

const struct zone *zones_of_company(const struct zones *zones, struct text company)
{
	const struct known *known = find(zones->table->companies, company);
	return known != NULL ? known->zone : NULL;
}

const struct zone *zones_of_source(
    const struct zones *zones, struct text company, struct text source)
{
	const struct known *known = find(zones->table->sources, source);
	return known != NULL && known->own ? known->zone : zones_of_company(zones, company);
}
