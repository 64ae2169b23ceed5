/* SPDX-License-Identifier: Apache-2.0 */
/* Intake's directory: what web tells it of sources, as a file that is replaced as a whole. */
#include "base/arena.h"
#include "base/buffer.h"
#include "intake/directory.h"
#include "os/files.h"
#include "store/directory.h"
#include "web/state.h"

#include <string.h>

#define SNAPSHOT_MEMORY ((size_t)256 << 20)
#define SNAPSHOT_FILE ((size_t)64 << 20)
#define SOURCES_A_TURN 1000

_Static_assert(STORE_ID <= DIRECTORY_ID, "an id of the store fits into the directory");
_Static_assert(SOURCE_ADDRESSES <= DIRECTORY_ADDRESSES, "so do the addresses");

static void copy_source(struct intake_source *to, const struct source *from)
{
	*to = (struct intake_source){
	    .address_count = from->address_count,
	    .port = from->port,
	    .certificate = from->certificate,
	    .records_a_second = from->records_a_second,
	};
	memcpy(to->id, from->id, sizeof(from->id));
	memcpy(to->company, from->company, sizeof(from->company));
	memcpy(to->via, from->via, sizeof(from->via));
	memcpy(to->token_hash, from->token_hash, sizeof(to->token_hash));
	for (size_t i = 0; i < from->address_count; i++)
		to->addresses[i] = from->addresses[i];
}

struct gathered {
	struct intake_source *at;
	size_t count;
	size_t room;
};

static void gather(struct gathered *all, const struct sources *list, struct arena *arena)
{
	if (all->count + list->count > all->room) {
		size_t room = (all->room + list->count) * 2;
		all->at = arena_grow(arena, all->at, all->room, room, sizeof(*all->at));
		all->room = room;
	}
	for (size_t i = 0; i < list->count; i++)
		if (list->at[i].removed == CLOCK_NONE)
			copy_source(&all->at[all->count++], &list->at[i]);
}

static enum outcome gather_all(
    struct web *web, struct arena *arena, struct gathered *all, struct why *why)
{
	struct viewer system = viewer_system("web");
	struct page page = {.limit = SOURCES_A_TURN};
	for (;;) {
		struct sources list = {0};
		enum outcome outcome =
		    source_list(web->options.store, &system, TEXT(""), page, arena, &list, why);
		if (outcome != DONE)
			return outcome;
		gather(all, &list, arena);
		if (list.next.size == 0)
			return DONE;
		page.after = list.next;
	}
}

enum outcome web_push_directory(struct web *web, struct why *why)
{
	struct arena *arena = arena_create("snapshot", SNAPSHOT_MEMORY);
	struct gathered all = {0};
	struct buffer out;
	buffer_init(&out, SNAPSHOT_FILE);
	enum outcome outcome = gather_all(web, arena, &all, why);
	if (outcome == DONE) {
		directory_write(&out, all.at, all.count);
		if (out.full) {
			why_set(why, "there are too many sources for intake's directory");
			outcome = TOO_LARGE;
		}
	}
	if (outcome == DONE)
		outcome = file_write(web->options.snapshot, buffer_text(&out), why);
	buffer_free(&out);
	arena_destroy(arena);
	return outcome;
}
