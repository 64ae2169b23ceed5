/* SPDX-License-Identifier: Apache-2.0 */
/* The store's part of a search: which companies and sources there are, and in which zones. */
#include "base/arena.h"
#include "program/cli/search/search_command.h"
#include "program/content/content.h"
#include "program/server/engine/engine_zones.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define DATA_MEMORY ((size_t)256 << 20)
#define A_PAGE 1000

static void add_companies(struct search_data *data, const struct companies *more)
{
	struct companies *all = &data->companies;
	all->at = arena_grow(
	    data->arena, all->at, all->count, all->count + more->count, sizeof(*all->at));
	for (size_t i = 0; i < more->count; i++) {
		/* Of those that left nothing can be read. */
		if (more->at[i].left == CLOCK_NONE)
			all->at[all->count++] = more->at[i];
	}
}

static enum outcome all_companies(
    struct search_data *data, struct store *store, const struct viewer *viewer, struct why *why)
{
	struct page page = {.limit = A_PAGE};
	do {
		struct companies list = {0};
		enum outcome outcome =
		    company_list(store, viewer, page, false, data->arena, &list, why);
		if (outcome != DONE)
			return outcome;
		add_companies(data, &list);
		page.after = list.next;
	} while (page.after.size != 0);
	return DONE;
}

static enum outcome all_sources(
    struct search_data *data, struct store *store, const struct viewer *viewer, struct why *why)
{
	struct sources *all = &data->sources;
	struct page page = {.limit = A_PAGE};
	do {
		struct sources list = {0};
		enum outcome outcome =
		    source_list(store, viewer, TEXT(""), page, data->arena, &list, why);
		if (outcome != DONE)
			return outcome;
		all->at = arena_grow(
		    data->arena, all->at, all->count, all->count + list.count, sizeof(*all->at));
		if (list.count != 0)
			memcpy(all->at + all->count, list.at, list.count * sizeof(*list.at));
		all->count += list.count;
		page.after = list.next;
	} while (page.after.size != 0);
	return DONE;
}

static enum outcome one_company(const struct search_settings *settings, struct search_data *data,
    struct store *store, const struct viewer *viewer, struct why *why)
{
	struct companies one = {arena_alloc(data->arena, sizeof(struct company)), 1, TEXT("")};
	enum outcome outcome =
	    company_get(store, viewer, text_of(settings->company), data->arena, one.at, why);
	if (outcome != DONE)
		return outcome;
	if (one.at->left != CLOCK_NONE) {
		why_set(why, "%s left; the key of its records is destroyed", settings->company);
		return NOT_FOUND;
	}
	add_companies(data, &one);
	if (settings->source == NULL)
		return DONE;
	return source_get(store, viewer, text_of(one.at->id), text_of(settings->source),
	    data->arena, &data->source, why);
}

static enum outcome load(const struct search_settings *settings, struct search_data *data,
    struct store *store, struct why *why)
{
	const struct viewer viewer = viewer_local();
	enum outcome outcome = settings->company != NULL
				   ? one_company(settings, data, store, &viewer, why)
				   : all_companies(data, store, &viewer, why);
	if (outcome == DONE)
		outcome = all_sources(data, store, &viewer, why);
	data->zones = zones_create();
	if (outcome == DONE)
		outcome = zones_refresh(data->zones, store, &viewer, why);
	return outcome;
}

enum outcome search_data_load(const struct search_settings *settings, struct content *content,
    struct search_data *data, struct why *why)
{
	char real[PATH_MAX];
	struct text rules = text_of(content_added_rules(content, settings->data));
	*data = (struct search_data){.arena = arena_create("search", DATA_MEMORY)};
	data->root = text_cstr(data->arena, text_part(rules, 0, rules.size - strlen("/rules")));
	if (realpath(data->root, real) == NULL) {
		bool locked = errno == EACCES;
		why_set(why,
		    locked ? "%s: permission denied"
			   : "there is no data folder %s: name it with --data",
		    data->root);
		return locked ? NOT_ALLOWED : NOT_FOUND;
	}
	data->root = text_cstr(data->arena, text_of(real));
	places_of(data->root, data->arena, &data->places);
	const struct store_options options = {.folder = data->places.store, .read_only = true};
	struct store *store;
	enum outcome outcome = store_open(&options, &store, why);
	if (outcome != DONE)
		return outcome;
	data->opened = true;
	outcome = load(settings, data, store, why);
	store_close(store);
	return outcome;
}

void search_data_unload(struct search_data *data)
{
	zones_destroy(data->zones);
	arena_destroy(data->arena);
	*data = (struct search_data){0};
}

struct text search_source_name(const struct search_data *data, struct text id)
{
	for (size_t i = 0; i < data->sources.count; i++) {
		if (text_equal(text_of(data->sources.at[i].id), id))
			return data->sources.at[i].name;
	}
	return id;
}
