/* SPDX-License-Identifier: Apache-2.0 */
/* Bursts: appended, settled, appended again. */
#include "program/server/intake/intake_bursts.h"
#include "os/time.h"

#include <stdlib.h>

#define AGAIN_AFTER INT64_C(100000) /* microseconds between two tries */

void intake_bursts_init(struct intake_bursts *bursts, struct intake *intake)
{
	*bursts = (struct intake_bursts){.intake = intake};
	if (pthread_mutex_init(&bursts->lock, NULL) != 0)
		abort();
}

static void destroy(struct intake_burst *burst)
{
	buffer_free(&burst->body);
	free(burst);
}

static uint64_t free_all(struct intake_burst *burst)
{
	uint64_t messages = 0;
	while (burst != NULL) {
		struct intake_burst *next = burst->next;
		messages += burst->count;
		destroy(burst);
		burst = next;
	}
	return messages;
}

uint64_t intake_bursts_free(struct intake_bursts *bursts)
{
	uint64_t messages = free_all(bursts->sent) + free_all(bursts->refused);
	pthread_mutex_destroy(&bursts->lock);
	return messages;
}

static void push(struct intake_burst **list, struct intake_burst *burst)
{
	burst->next = *list;
	*list = burst;
}

/* It is settled; the lock is held. */
static void conclude(struct intake_bursts *bursts, struct intake_burst *burst, bool failed)
{
	if (failed) {
		bursts->why = REFUSED_DISK;
		push(&bursts->refused, burst);
		return;
	}
	intake_durable(bursts->intake, burst->count, burst->bytes);
	bursts->kept -= burst->body.size;
	destroy(burst);
}

static enum outcome append(struct intake_bursts *bursts, struct intake_burst *burst)
{
	struct frame frame = {
	    .kind = FRAME_RECORDS,
	    .received = burst->received,
	    .company = text_of(burst->sender.company),
	    .source = text_of(burst->sender.source),
	    .origin = text_of(burst->origin),
	    .count = burst->count,
	    .body = buffer_text(&burst->body),
	};
	return log_append(bursts->intake->log, &frame, &burst->ticket, NULL);
}

/* Append and put it on the list where it belongs. The lock is not held over log_append(): the log's
 * thread takes it when it settles. */
static bool try(struct intake_bursts *bursts, struct intake_burst *burst)
{
	enum outcome outcome = append(bursts, burst);
	bool failed = false;
	pthread_mutex_lock(&bursts->lock);
	if (outcome != DONE) {
		bursts->why = outcome == NEED_MORE ? REFUSED_BUSY : REFUSED_DISK;
		push(&bursts->refused, burst);
	} else if (intake_groups_settled(&bursts->intake->groups,
		       (struct intake_tickets){burst->ticket, burst->ticket}, &failed)) {
		conclude(bursts, burst, failed);
	} else {
		push(&bursts->sent, burst);
	}
	pthread_mutex_unlock(&bursts->lock);
	return outcome == DONE;
}

void intake_bursts_put(struct intake_bursts *bursts, struct intake_burst *burst)
{
	pthread_mutex_lock(&bursts->lock);
	bursts->kept += burst->body.size;
	pthread_mutex_unlock(&bursts->lock);
	(void)try(bursts, burst);
}

static struct intake_burst *take_refused(struct intake_bursts *bursts)
{
	pthread_mutex_lock(&bursts->lock);
	struct intake_burst *burst = bursts->refused;
	if (burst != NULL)
		bursts->refused = burst->next;
	pthread_mutex_unlock(&bursts->lock);
	return burst;
}

/* Whether it is time to try again; the lock is not held. */
static bool is_time(struct intake_bursts *bursts)
{
	int64_t now = time_monotonic();
	pthread_mutex_lock(&bursts->lock);
	bool time = bursts->refused != NULL && now - bursts->tried >= AGAIN_AFTER;
	if (time)
		bursts->tried = now;
	pthread_mutex_unlock(&bursts->lock);
	return time;
}

bool intake_bursts_ready(struct intake_bursts *bursts, enum refusal *why)
{
	struct intake_burst *burst;
	if (is_time(bursts))
		while ((burst = take_refused(bursts)) != NULL && try(bursts, burst))
			;
	pthread_mutex_lock(&bursts->lock);
	bool ready = bursts->refused == NULL && bursts->kept < INTAKE_BURSTS;
	*why = bursts->refused != NULL ? bursts->why : REFUSED_BUSY;
	pthread_mutex_unlock(&bursts->lock);
	return ready;
}

void intake_bursts_settled(struct intake_bursts *bursts, const struct intake_group *group)
{
	pthread_mutex_lock(&bursts->lock);
	struct intake_burst **at = &bursts->sent;
	while (*at != NULL) {
		struct intake_burst *burst = *at;
		if (burst->ticket > group->tickets.last) {
			at = &burst->next;
			continue;
		}
		*at = burst->next;
		conclude(bursts, burst, group->failed);
	}
	pthread_mutex_unlock(&bursts->lock);
}
