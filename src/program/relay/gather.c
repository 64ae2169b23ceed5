/* SPDX-License-Identifier: Apache-2.0 */
/* One body a sender, for some senders at a time; all of them appended at the end of a turn. */
#include "program/relay/gather.h"

#include "base/buffer.h"
#include "base/clock.h"
#include "os/time.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SENDERS 64
#define BODY ((size_t)1 << 20) /* then all is appended, turn or not */
#define RECORDS 10000

struct sender {
	char origin[64];
	struct buffer body;
	uint32_t count;
	int64_t received;
	uint64_t ticket;
	bool appended;
};

struct gather {
	struct spool *spool;
	pthread_mutex_t lock;
	struct sender senders[SENDERS];
	size_t used;
	uint64_t broken;
	bool held; /* the last flush failed: what is here goes first */
};

struct gather *gather_create(struct spool *spool)
{
	struct gather *gather = calloc(1, sizeof(*gather));
	if (gather == NULL || pthread_mutex_init(&gather->lock, NULL) != 0)
		abort();
	gather->spool = spool;
	for (size_t i = 0; i < SENDERS; i++)
		buffer_init(&gather->senders[i].body, FRAME_BODY);
	return gather;
}

static bool append(struct gather *gather, struct sender *sender)
{
	struct spooled records = {.source = "syslog",
	    .origin = text_of(sender->origin),
	    .received = sender->received,
	    .count = sender->count,
	    .body = buffer_text(&sender->body)};
	if (!sender->appended)
		sender->appended =
		    spool_append(gather->spool, &records, &sender->ticket, NULL) == DONE;
	return sender->appended;
}

/* True when all that was gathered is durable. What is not stays as it is. */
static bool flush(struct gather *gather)
{
	size_t kept = 0;
	for (size_t i = 0; i < gather->used; i++)
		(void)append(gather, &gather->senders[i]);
	for (size_t i = 0; i < gather->used; i++) {
		struct sender *sender = &gather->senders[i];
		if (sender->appended && spool_wait(gather->spool, sender->ticket, NULL) == DONE) {
			buffer_clear(&sender->body);
			sender->count = 0;
			sender->appended = false;
			continue;
		}
		sender->appended = false;
		struct sender swap = gather->senders[kept];
		gather->senders[kept++] = *sender;
		if (kept - 1 != i)
			*sender = swap;
	}
	gather->used = kept;
	gather->held = kept != 0;
	return kept == 0;
}

uint64_t gather_destroy(struct gather *gather)
{
	uint64_t lost = 0;
	if (gather == NULL)
		return 0;
	(void)flush(gather);
	for (size_t i = 0; i < gather->used; i++)
		lost += gather->senders[i].count;
	for (size_t i = 0; i < SENDERS; i++)
		buffer_free(&gather->senders[i].body);
	pthread_mutex_destroy(&gather->lock);
	free(gather);
	return lost;
}

static struct sender *sender_of(struct gather *gather, struct text address)
{
	for (size_t i = 0; i < gather->used; i++) {
		if (text_equal(text_of(gather->senders[i].origin), address))
			return &gather->senders[i];
	}
	if (gather->used == SENDERS && !flush(gather))
		return NULL;
	struct sender *sender = &gather->senders[gather->used++];
	snprintf(sender->origin, sizeof(sender->origin), "%.*s", TEXT_ARGS(address));
	sender->received = time_now();
	return sender;
}

static bool put(struct gather *gather, struct text address, struct text message)
{
	if (gather->held && !flush(gather))
		return false;
	struct sender *sender = sender_of(gather, address);
	if (sender == NULL)
		return false;
	records_put(&sender->body, message);
	sender->count++;
	if (sender->body.size >= BODY || sender->count >= RECORDS)
		(void)flush(gather); /* this message is kept, whatever comes of it */
	return true;
}

/* The listener's calls */

static bool on_peer(void *data, const struct syslog_peer *peer, void **who)
{
	*who = peer->transport == SYSLOG_UDP ? NULL : data;
	return true;
}

static bool on_message(void *data, void *who, const struct syslog_peer *peer, struct text message)
{
	struct gather *gather = data;
	(void)who;
	pthread_mutex_lock(&gather->lock);
	bool taken = !spool_is_full(gather->spool) && put(gather, peer->address, message);
	pthread_mutex_unlock(&gather->lock);
	return taken;
}

static void on_broken(void *data, void *who, const struct syslog_peer *peer, enum outcome outcome)
{
	struct gather *gather = data;
	(void)who, (void)peer, (void)outcome;
	pthread_mutex_lock(&gather->lock);
	gather->broken++;
	pthread_mutex_unlock(&gather->lock);
}

void gather_tick(struct gather *gather)
{
	pthread_mutex_lock(&gather->lock);
	(void)flush(gather);
	pthread_mutex_unlock(&gather->lock);
}

/* Before a connection is closed: whoever waits for its end then knows that all is durable. */
static void on_gone(void *data, void *who)
{
	if (who != NULL)
		gather_tick(data);
}

static void on_turn(void *data)
{
	gather_tick(data);
}

struct syslog_receiver gather_receiver(struct gather *gather)
{
	return (struct syslog_receiver){on_peer, on_message, on_broken, on_turn, on_gone, gather};
}

uint64_t gather_broken(struct gather *gather)
{
	pthread_mutex_lock(&gather->lock);
	uint64_t broken = gather->broken;
	pthread_mutex_unlock(&gather->lock);
	return broken;
}
