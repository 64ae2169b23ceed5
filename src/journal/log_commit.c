/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The commit thread: takes what is pending as a group, makes it durable, settles it; between groups
 * it ends segments by age, tells how far the log is durable, and tries a failing disk again.
 */
#include "base/clock.h"
#include "journal/log_writer.h"
#include "os/time.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define GROUP ((size_t)8 << 20)        /* bytes on disk: bounds how long a group takes */
#define MARK_AFTER (1 * CLOCK_SECOND)  /* of rest */
#define RETRY_AFTER (CLOCK_SECOND / 4) /* a failing disk */
#define LOOK_EVERY (CLOCK_SECOND / 4)  /* at `roll` */

/* When there is something to do though nothing arrives; INT64_MAX: never. */
static int64_t due(const struct log_writer *writer, int64_t now)
{
	int64_t when = INT64_MAX;
	if (writer->failing)
		return writer->retry;
	if (writer->end_segment)
		return now;
	if (writer->fd < 0)
		return when;
	if (writer->has_frames)
		when = writer->began + writer->options.age;
	if (!writer->marked && writer->committed + MARK_AFTER < when)
		when = writer->committed + MARK_AFTER;
	if (writer->has_frames && writer->options.roll != NULL && now + LOOK_EVERY < when)
		when = now + LOOK_EVERY;
	return when;
}

static void wait_until(struct log_writer *writer, int64_t when)
{
	if (when == INT64_MAX) {
		pthread_cond_wait(&writer->work, &writer->lock);
		return;
	}
	struct timespec until = {
	    .tv_sec = (time_t)(when / CLOCK_SECOND), .tv_nsec = (long)(when % CLOCK_SECOND) * 1000};
	pthread_cond_timedwait(&writer->work, &writer->lock, &until);
}

static struct log_queue take_group(struct log_writer *writer)
{
	struct log_queue group = {.first = writer->queue.first};
	struct log_pending *p = group.first;
	while (p != NULL && (group.count == 0 || group.stored + p->raw.stored <= GROUP)) {
		group.last = p;
		group.count++;
		group.stored += LOG_HEAD + p->raw.stored;
		p = p->next;
	}
	if (group.last != NULL)
		group.last->next = NULL;
	writer->queue.first = p;
	if (p == NULL)
		writer->queue.last = NULL;
	return group;
}

static void note_refusal(
    struct log_writer *writer, uint64_t first, uint64_t last, const struct why *why)
{
	struct log_refusal *refusal = &writer->refusals[writer->refused % LOG_REFUSALS];
	if (writer->refused >= LOG_REFUSALS)
		writer->forgotten = refusal->last;
	*refusal = (struct log_refusal){first, last, *why};
	writer->refused++;
}

static void free_group(struct log_writer *writer, struct log_queue *group, bool durable)
{
	while (group->first != NULL) {
		struct log_pending *p = group->first;
		group->first = p->next;
		writer->pending -= p->held;
		if (p->has_batch)
			log_batches_settle(writer->batches, &p->batch, durable);
		free(p);
	}
}

/* With the lock held; drops it while others are told. */
static void settle(
    struct log_writer *writer, struct log_queue *group, enum outcome outcome, const struct why *why)
{
	uint64_t first = group->first->ticket;
	uint64_t last = group->last->ticket;
	writer->failing = outcome != DONE;
	if (outcome != DONE) {
		note_refusal(writer, first, last, why);
		writer->failure = *why;
		writer->needed = group->stored;
		writer->retry = time_monotonic() + RETRY_AFTER;
	}
	free_group(writer, group, outcome == DONE);
	writer->settled_ticket = last;
	if (outcome == DONE && writer->options.durable != NULL)
		atomic_store(writer->options.durable, writer->good_end);
	pthread_cond_broadcast(&writer->settled);
	pthread_mutex_unlock(&writer->lock);
	if (writer->options.settled != NULL)
		writer->options.settled(writer->options.data, last, outcome, why);
	if (writer->options.wake >= 0) {
		uint64_t one = 1;
		ssize_t ignored = write(writer->options.wake, &one, sizeof(one));
		(void)ignored; /* an eventfd that is full wakes as well */
	}
	pthread_mutex_lock(&writer->lock);
}

static void commit(struct log_writer *writer)
{
	struct log_queue group = take_group(writer);
	struct why why = {""};
	pthread_mutex_unlock(&writer->lock);
	enum outcome outcome = log_group_write(writer, &group, &why);
	writer->committed = time_monotonic();
	pthread_mutex_lock(&writer->lock);
	settle(writer, &group, outcome == DONE ? DONE : NOT_READABLE, &why);
}

/* The disk was failing: a new segment is the test. */
static void try_again(struct log_writer *writer)
{
	struct why why = {""};
	pthread_mutex_unlock(&writer->lock);
	enum outcome outcome = log_room(writer, writer->needed, &why);
	if (outcome == DONE && writer->fd < 0)
		outcome = log_segment_next(writer, &why);
	pthread_mutex_lock(&writer->lock);
	writer->failing = outcome != DONE;
	writer->retry = time_monotonic() + RETRY_AFTER;
	if (outcome != DONE)
		writer->failure = why;
}

static bool is_over(const struct log_writer *writer, int64_t now)
{
	if (writer->end_segment)
		return true;
	if (!writer->has_frames)
		return false;
	if (writer->options.roll != NULL && atomic_load(writer->options.roll) != writer->roll)
		return true;
	return now >= writer->began + writer->options.age;
}

static void next_segment(struct log_writer *writer)
{
	struct why why = {""};
	pthread_mutex_unlock(&writer->lock);
	if (writer->options.roll != NULL)
		writer->roll = atomic_load(writer->options.roll);
	writer->end_segment = true;
	enum outcome outcome = log_room(writer, 0, &why);
	if (outcome == DONE)
		outcome = log_segment_next(writer, &why);
	pthread_mutex_lock(&writer->lock);
	if (outcome == DONE)
		return;
	writer->failing = true;
	writer->failure = why;
	writer->needed = 0;
	writer->retry = time_monotonic() + RETRY_AFTER;
}

static void tend(struct log_writer *writer)
{
	int64_t now = time_monotonic();
	if (writer->failing && now >= writer->retry)
		try_again(writer);
	else if (!writer->failing && is_over(writer, now))
		next_segment(writer);
	else if (!writer->marked && now >= writer->committed + MARK_AFTER)
		log_group_mark(writer);
}

void *log_commit_thread(void *data)
{
	struct log_writer *writer = data;
	pthread_mutex_lock(&writer->lock);
	for (;;) {
		int64_t now = time_monotonic();
		int64_t when = due(writer, now);
		if (writer->queue.first != NULL)
			commit(writer);
		else if (writer->closing)
			break;
		else if (when > now)
			wait_until(writer, when);
		tend(writer);
	}
	pthread_mutex_unlock(&writer->lock);
	if (!writer->marked)
		log_group_mark(writer);
	if (writer->fd >= 0)
		fdatasync(writer->fd);
	return NULL;
}
