/* SPDX-License-Identifier: Apache-2.0 */
#include "program/server/engine/engine_seal.h"

#include "base/arena.h"
#include "base/clock.h"
#include "journal/log.h"
#include "os/time.h"
#include "program/server/engine/engine_segment.h"
#include "store/directory.h"
#include "store/results.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define LIST_MEMORY ((size_t)64 << 20)
#define NICE 15
#define LOOK_EVERY 1 /* seconds */
#define AGAIN_AFTER 30
#define RETIRE_EVERY 3600
#define PAGE 500

struct seal {
	struct seal_options options;
	struct journal_place place;
	pthread_t thread;
	bool started;
	pthread_mutex_t mutex;
	pthread_cond_t wake;
	bool ending;
};

struct seal *seal_create(const struct seal_options *options)
{
	struct seal *seal = calloc(1, sizeof(*seal));
	if (seal == NULL)
		abort();
	seal->options = *options;
	seal->place =
	    (struct journal_place){options->given->places->journal, options->given->places->keys};
	pthread_condattr_t attributes;
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_mutex_init(&seal->mutex, NULL);
	pthread_cond_init(&seal->wake, &attributes);
	pthread_condattr_destroy(&attributes);
	return seal;
}

/* -1 with *outcome NEED_MORE when somebody else holds it. */
static int lock(const struct seal *seal, enum outcome *outcome, struct why *why)
{
	char path[4096];
	snprintf(path, sizeof(path), "%s/lock", seal->place.folder);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0660);
	*outcome = DONE;
	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	*outcome = fd >= 0 && errno == EWOULDBLOCK ? NEED_MORE : NOT_READABLE;
	why_set(why, "%s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

static enum outcome drop(const struct seal *seal, uint64_t end, struct why *why)
{
	enum outcome outcome;
	int fd = lock(seal, &outcome, why);
	if (fd < 0)
		return outcome;
	outcome = log_drop(seal->options.given->places->log, end, why);
	close(fd);
	return outcome;
}

/* All heads in one transaction: a chain is never behind its anchor. */
static enum outcome anchor(
    const struct seal *seal, const struct sealed_heads *heads, struct why *why)
{
	enum outcome outcome = store_begin(seal->options.store, why);
	if (outcome != DONE)
		return outcome;
	for (size_t i = 0; i < heads->count && outcome == DONE; i++) {
		outcome = anchor_put(seal->options.store, seal->options.viewer,
		    heads->at[i].company, &heads->at[i].head, why);
		if (outcome == NOT_FOUND) /* it left while it was being sealed */
			outcome = DONE;
	}
	if (outcome == DONE)
		outcome = store_commit(seal->options.store, why);
	if (outcome != DONE)
		store_rollback(seal->options.store);
	return outcome;
}

static enum outcome read_aside(
    const struct seal *seal, struct arena *arena, struct segment *segment, struct why *why)
{
	struct set_aside *list = NULL;
	size_t count = 0;
	enum outcome outcome =
	    set_aside_list(seal->options.store, seal->options.viewer, arena, &list, &count, why);
	uint64_t *aside =
	    arena_array(arena, count + seal->options.given->set_aside_count + 1, sizeof(*aside));
	for (size_t i = 0; outcome == DONE && i < count; i++)
		aside[segment->aside_count++] = list[i].position;
	for (size_t i = 0; i < seal->options.given->set_aside_count; i++)
		aside[segment->aside_count++] = seal->options.given->set_aside[i];
	segment->aside = aside;
	return outcome;
}

enum outcome seal_segment(struct seal *seal, struct why *why)
{
	const struct process_given *given = seal->options.given;
	struct log_span span = {0};
	struct segment segment = {.place = seal->place,
	    .log = given->places->log,
	    .mappings = seal->options.mappings,
	    .at = &given->board->at[BOARD_WORKERS - 1]};
	struct sealed_heads heads = {NULL, 0};
	enum outcome outcome = log_segment_span(segment.log, 0, &span, why);
	/* Behind its last frame there may be nothing that the engine could have read. */
	if (outcome == NOT_FOUND ||
	    (outcome == DONE && span.last > atomic_load(&given->board->position)))
		return AT_END;
	if (outcome != DONE)
		return outcome;
	segment.begin = span.first;
	segment.end = span.end;
	struct arena *arena = arena_create("segment", LIST_MEMORY);
	outcome = read_aside(seal, arena, &segment, why);
	if (outcome == DONE)
		outcome = segment_seal(&segment, arena, &heads, why);
	if (outcome == DONE)
		outcome = anchor(seal, &heads, why);
	arena_destroy(arena);
	if (outcome == DONE)
		outcome = drop(seal, segment.end, why);
	if (outcome == DONE)
		atomic_store(&given->board->compacted, segment.end);
	return outcome;
}

static enum outcome retire(
    const struct seal *seal, const struct company *company, int64_t now, struct why *why)
{
	const struct config *config = seal->options.given->config;
	int64_t keep = company->retain != 0 ? company->retain : config->retain;
	uint64_t most = company->retain_bytes != 0 ? company->retain_bytes : config->retain_bytes;
	const struct block_keep rule = {.now = now, .age = keep > 0 ? keep : 0, .most = most};
	uint64_t removed;
	enum outcome outcome =
	    block_retire(&seal->place, text_of(company->id), &rule, &removed, why);
	return outcome == NOT_FOUND ? DONE : outcome;
}

static enum outcome retire_all(struct seal *seal, int64_t now, struct why *why)
{
	struct arena *arena = arena_create("companies", LIST_MEMORY);
	char after[256];
	struct page page = {.limit = PAGE};
	enum outcome outcome;
	do {
		struct companies list = {NULL, 0, {NULL, 0}};
		arena_reset(arena);
		outcome = company_list(
		    seal->options.store, seal->options.viewer, page, true, arena, &list, why);
		for (size_t i = 0; outcome == DONE && i < list.count; i++)
			outcome = retire(seal, &list.at[i], now, why);
		struct text next = text_part(list.next, 0, sizeof(after));
		if (next.size != 0)
			memcpy(after, next.at, next.size);
		page.after = (struct text){after, next.size};
	} while (outcome == DONE && page.after.size != 0);
	arena_destroy(arena);
	return outcome;
}

enum outcome seal_retire(struct seal *seal, int64_t now, struct why *why)
{
	enum outcome outcome;
	int fd = lock(seal, &outcome, why);
	if (fd < 0)
		return outcome;
	outcome = retire_all(seal, now, why);
	close(fd);
	return outcome;
}

/* False when it is time to end. */
static bool sleep_for(struct seal *seal, int seconds)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += seconds;
	pthread_mutex_lock(&seal->mutex);
	int error = 0;
	while (!seal->ending && error == 0)
		error = pthread_cond_timedwait(&seal->wake, &seal->mutex, &until);
	bool go_on = !seal->ending;
	pthread_mutex_unlock(&seal->mutex);
	return go_on;
}

/* Says what went wrong, unless it is only that somebody copies the journal. */
static int wait_after(const struct seal *seal, enum outcome outcome, const struct why *why)
{
	if (outcome == DONE)
		return 0;
	if (outcome == AT_END)
		return LOOK_EVERY;
	if (outcome != NEED_MORE)
		process_say(seal->options.given, "sealing: %s", why->text);
	return AGAIN_AFTER;
}

static int64_t steady_of(const struct seal *seal)
{
	return seal->options.steady == NULL ? CLOCK_NONE : atomic_load(seal->options.steady);
}

static void *run(void *data)
{
	struct seal *seal = data;
	int64_t retired = -RETIRE_EVERY;
	/* Of this thread alone: Linux counts niceness by thread. */
	(void)setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), NICE);
	int wait = LOOK_EVERY;
	while (sleep_for(seal, wait)) {
		struct why why = {{0}};
		enum outcome outcome = seal_segment(seal, &why);
		wait = wait_after(seal, outcome, &why);
		int64_t now = steady_of(seal);
		if (outcome != AT_END || now == CLOCK_NONE ||
		    time_monotonic() / CLOCK_SECOND - retired < RETIRE_EVERY)
			continue;
		outcome = seal_retire(seal, now, &why);
		if (outcome == DONE)
			retired = time_monotonic() / CLOCK_SECOND;
		else
			wait = wait_after(seal, outcome, &why);
	}
	return NULL;
}

void seal_start(struct seal *seal)
{
	int error = pthread_create(&seal->thread, NULL, run, seal);
	if (error != 0) {
		fprintf(stderr, "sakimori: cannot start a thread: %s\n", strerror(error));
		abort();
	}
	seal->started = true;
}

void seal_destroy(struct seal *seal)
{
	if (seal == NULL)
		return;
	pthread_mutex_lock(&seal->mutex);
	seal->ending = true;
	pthread_cond_signal(&seal->wake);
	pthread_mutex_unlock(&seal->mutex);
	if (seal->started)
		pthread_join(seal->thread, NULL);
	pthread_cond_destroy(&seal->wake);
	pthread_mutex_destroy(&seal->mutex);
	store_close(seal->options.store);
	free(seal);
}
