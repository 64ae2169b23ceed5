/* SPDX-License-Identifier: Apache-2.0 */
#include "program/server/engine/engine_notice.h"

#include "base/arena.h"
#include "base/clock.h"
#include "store/directory.h"
#include "store/results.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define PAGE 500
#define PAGE_MEMORY ((size_t)8 << 20)
/* A process that has not been heard of so long is stuck. */
#define UNHEARD (30 * CLOCK_SECOND)
/* The engine is behind the log by so much: the console says so, too. */
#define BEHIND_MUCH ((uint64_t)64 << 20)
/* A restart is told for so long. */
#define RESTART_TOLD CLOCK_HOUR

void watch_begin(struct watch *watch)
{
	const struct board *board = watch->given->board;
	for (size_t p = 0; p < PROCESS_COUNT; p++) {
		watch->restarts[p] = atomic_load(&board->restarts[p]);
		watch->restarted[p] = CLOCK_NONE;
	}
	/* That this process runs again is news to nobody but the one that was started. */
	if (watch->restarts[PROCESS_ENGINE] != 0)
		watch->restarts[PROCESS_ENGINE]--;
}

/* One condition: holds or not. */
struct condition {
	bool holds;
	const char *kind;
	struct text company;
	struct text about;
	const char *detail;
};

static enum outcome settle(
    const struct watch *watch, const struct condition *condition, int64_t now, struct why *why)
{
	if (!condition->holds)
		return notice_over(watch->store, watch->viewer, text_of(condition->kind),
		    condition->about, now, why);
	const struct notice notice = {.kind = text_of(condition->kind),
	    .company = condition->company,
	    .about = condition->about,
	    .detail = text_of(condition->detail),
	    .over = CLOCK_NONE};
	return notice_open(watch->store, watch->viewer, &notice, now, why);
}

enum outcome watch_tell(const struct watch *watch, const char *kind, const char *about,
    const char *detail, int64_t now, struct why *why)
{
	const struct condition condition = {
	    .holds = true, .kind = kind, .about = text_of(about), .detail = detail};
	return settle(watch, &condition, now, why);
}

/* A disk without any room takes no notice either: it is told when there is room again. */
static enum outcome look_at_disk(struct watch *watch, int64_t now, struct why *why)
{
	const struct board *board = watch->given->board;
	uint64_t free_bytes = atomic_load(&board->disk_free);
	uint64_t reserve = watch->given->config->disk_reserve;
	bool refusing = atomic_load(&board->disk_refusing) != 0;
	char detail[80];
	snprintf(detail, sizeof(detail), "%" PRIu64 " MiB free, %" PRIu64 " MiB in reserve",
	    free_bytes >> 20, reserve >> 20);
	struct condition full = {.holds = watch->full,
	    .kind = "disk-full",
	    .about = TEXT_INIT("disk"),
	    .detail = detail};
	const struct condition low = {
	    .holds = !refusing && free_bytes != 0 && free_bytes / 2 < reserve,
	    .kind = "disk-low",
	    .about = TEXT_INIT("disk"),
	    .detail = detail};
	enum outcome outcome = watch->full ? settle(watch, &full, now, why) : DONE;
	full.holds = refusing;
	if (outcome == DONE)
		outcome = settle(watch, &full, now, why);
	return outcome == DONE ? settle(watch, &low, now, why) : outcome;
}

static enum outcome look_at_backlog(const struct watch *watch, int64_t now, struct why *why)
{
	const struct board *board = watch->given->board;
	uint64_t end = atomic_load(&board->durable);
	uint64_t position = atomic_load(&board->position);
	uint64_t behind = end > position ? end - position : 0;
	char detail[60];
	snprintf(detail, sizeof(detail), "%" PRIu64 " MiB wait to be looked at", behind >> 20);
	const struct condition much = {.holds = behind > BEHIND_MUCH,
	    .kind = "engine-behind",
	    .about = TEXT_INIT("engine"),
	    .detail = detail};
	return settle(watch, &much, now, why);
}

static enum outcome look_at_restarts(
    struct watch *watch, enum process process, int64_t now, struct why *why)
{
	uint32_t restarts = atomic_load(&watch->given->board->restarts[process]);
	char detail[40];
	snprintf(detail, sizeof(detail), "%" PRIu32 " times since the start", restarts);
	const struct condition condition = {.holds = restarts != watch->restarts[process],
	    .kind = "process-restarted",
	    .about = text_of(process_word(process)),
	    .detail = detail};
	bool told = watch->restarted[process] != CLOCK_NONE &&
		    now - watch->restarted[process] < RESTART_TOLD;
	if (condition.holds)
		watch->restarted[process] = now;
	else if (told)
		return DONE;
	watch->restarts[process] = restarts;
	return settle(watch, &condition, now, why);
}

static enum outcome look_at_intake(const struct watch *watch, int64_t now, struct why *why)
{
	const struct board *board = watch->given->board;
	int64_t seen = atomic_load(&board->seen[PROCESS_INTAKE]);
	int64_t stopped = atomic_load(&board->stopped_since[PROCESS_INTAKE]);
	/* Where it never ran it cannot have stopped. */
	bool ran = seen != 0 && seen != CLOCK_NONE;
	bool down = ran && stopped != CLOCK_NONE && stopped != 0 && now - stopped > UNHEARD;
	const struct condition condition = {.holds = down || (ran && now - seen > UNHEARD),
	    .kind = "intake-stopped",
	    .about = TEXT_INIT("intake"),
	    .detail = "records are not taken"};
	return settle(watch, &condition, now, why);
}

static enum outcome look_at_silence(
    const struct watch *watch, const struct source *source, int64_t now, struct why *why)
{
	int64_t last = source->last_seen != CLOCK_NONE ? source->last_seen : source->created;
	char when[CLOCK_TEXT];
	clock_format(last, when);
	const struct condition condition = {
	    .holds = source->quiet_after != 0 && now - last > source->quiet_after,
	    .kind = "source-silent",
	    .company = text_of(source->company),
	    .about = text_of(source->id),
	    .detail = when};
	return settle(watch, &condition, now, why);
}

static enum outcome look_at_clock(
    const struct watch *watch, const struct source *source, int64_t now, struct why *why)
{
	int64_t off = source->clock_off;
	char detail[60];
	snprintf(detail, sizeof(detail), "%" PRId64 " s %s", (off < 0 ? -off : off) / CLOCK_SECOND,
	    off < 0 ? "fast" : "slow");
	const struct condition condition = {.holds = off > WATCH_CLOCK || off < -WATCH_CLOCK,
	    .kind = "clock-off",
	    .company = text_of(source->company),
	    .about = text_of(source->id),
	    .detail = detail};
	return settle(watch, &condition, now, why);
}

static enum outcome look_at_page(
    const struct watch *watch, const struct sources *list, int64_t now, struct why *why)
{
	enum outcome outcome = DONE;
	for (size_t i = 0; i < list->count && outcome == DONE; i++) {
		outcome = look_at_silence(watch, &list->at[i], now, why);
		if (outcome == DONE)
			outcome = look_at_clock(watch, &list->at[i], now, why);
	}
	return outcome;
}

static enum outcome look_at_sources(const struct watch *watch, int64_t now, struct why *why)
{
	struct arena *arena = arena_create("sources", PAGE_MEMORY);
	char after[256];
	struct page page = {.limit = PAGE};
	enum outcome outcome;
	do {
		struct sources list = {NULL, 0, {NULL, 0}};
		arena_reset(arena);
		outcome =
		    source_list(watch->store, watch->viewer, TEXT(""), page, arena, &list, why);
		if (outcome == DONE)
			outcome = look_at_page(watch, &list, now, why);
		struct text next = text_part(list.next, 0, sizeof(after));
		if (next.size != 0)
			memcpy(after, next.at, next.size);
		page.after = (struct text){after, next.size};
	} while (outcome == DONE && page.after.size != 0);
	arena_destroy(arena);
	return outcome;
}

#define CLOCK_EVEN TEXT("clock")
#define CLOCK_AWAY TEXT("clock-away")

/* Beside the positions of readers: how far this machine's clock has come. */
enum outcome watch_recall(
    struct store *store, const struct viewer *viewer, struct steady *steady, struct why *why)
{
	uint64_t even = 0;
	uint64_t away = 0;
	enum outcome outcome = position_get(store, viewer, CLOCK_EVEN, &even, why);
	if (outcome == DONE)
		outcome = position_get(store, viewer, CLOCK_AWAY, &away, why);
	if (outcome == DONE)
		steady_begin(steady, (int64_t)even, (int64_t)away);
	return outcome;
}

static enum outcome keep_clock(const struct watch *watch, struct why *why)
{
	const struct steady *steady = watch->steady;
	enum outcome outcome =
	    position_set(watch->store, watch->viewer, CLOCK_EVEN, (uint64_t)steady->even, why);
	if (outcome == DONE)
		outcome = position_set(
		    watch->store, watch->viewer, CLOCK_AWAY, (uint64_t)steady->away, why);
	return outcome;
}

static enum outcome look_at_own_clock(const struct watch *watch, int64_t now, struct why *why)
{
	const struct steady *steady = watch->steady;
	if (steady == NULL)
		return DONE;
	int64_t by = steady->by < 0 ? -steady->by : steady->by;
	char detail[80];
	snprintf(detail, sizeof(detail), "%" PRId64 " d %" PRId64 " h %" PRId64 " min %s",
	    by / CLOCK_DAY, by / CLOCK_HOUR % 24, by / CLOCK_MINUTE % 60,
	    steady->by < 0 ? "back" : "ahead");
	const struct condition jumped = {.holds = steady->away != 0,
	    .kind = "clock-jumped",
	    .about = TEXT_INIT("clock"),
	    .detail = detail};
	enum outcome outcome = settle(watch, &jumped, now, why);
	return outcome == DONE ? keep_clock(watch, why) : outcome;
}

static enum outcome look_at_all(struct watch *watch, int64_t now, struct why *why)
{
	/* By a clock that is wrong every source is silent or off. */
	bool away = watch->steady != NULL && watch->steady->away != 0;
	enum outcome outcome = look_at_disk(watch, now, why);
	if (outcome == DONE)
		outcome = look_at_backlog(watch, now, why);
	if (outcome == DONE)
		outcome = look_at_own_clock(watch, now, why);
	if (outcome == DONE)
		outcome = look_at_intake(watch, now, why);
	for (int p = PROCESS_INTAKE; p < PROCESS_COUNT && outcome == DONE; p++)
		outcome = look_at_restarts(watch, (enum process)p, now, why);
	if (outcome == DONE && !away)
		outcome = look_at_sources(watch, now, why);
	return outcome;
}

enum outcome watch_look(struct watch *watch, int64_t now, struct why *why)
{
	bool full = watch->full || atomic_load(&watch->given->board->disk_refusing) != 0;
	enum outcome outcome = store_begin(watch->store, why);
	if (outcome != DONE) {
		watch->full = full;
		return outcome;
	}
	outcome = look_at_all(watch, now, why);
	if (outcome == DONE)
		outcome = store_commit(watch->store, why);
	if (outcome != DONE)
		store_rollback(watch->store);
	watch->full = outcome != DONE && full;
	return outcome;
}
