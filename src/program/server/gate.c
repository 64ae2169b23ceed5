/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cutting off is shutdown(2): the daemon finds the end of the stream and closes the connection in
 * its own time. A descriptor is named here only between gate_enter() and gate_leave(), so it is
 * never somebody else's.
 */
#include "program/server/gate.h"
#include "os/time.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>

struct gate_entry {
	struct gate_entry *next;
	struct gate_entry *previous;
	int fd;
	int64_t until; /* monotonic seconds */
	bool waits;    /* it is in line */
};

struct gate {
	pthread_mutex_t lock;
	struct gate_entry *first; /* waits longest since it got further */
	struct gate_entry *last;
	size_t most;
	size_t count;
	unsigned seconds;
	_Atomic uint64_t connections;
	_Atomic uint64_t closed;
};

struct gate *gate_create(size_t most, unsigned seconds)
{
	struct gate *gate = calloc(1, sizeof(*gate));
	if (gate == NULL || pthread_mutex_init(&gate->lock, NULL) != 0)
		abort();
	gate->most = most;
	gate->seconds = seconds;
	return gate;
}

void gate_destroy(struct gate *gate)
{
	if (gate == NULL)
		return;
	pthread_mutex_destroy(&gate->lock);
	free(gate);
}

static void join_line(struct gate *gate, struct gate_entry *entry)
{
	entry->next = NULL;
	entry->previous = gate->last;
	if (gate->last != NULL)
		gate->last->next = entry;
	else
		gate->first = entry;
	gate->last = entry;
	gate->count++;
	entry->waits = true;
}

static void leave_line(struct gate *gate, struct gate_entry *entry)
{
	if (!entry->waits)
		return;
	if (entry->previous != NULL)
		entry->previous->next = entry->next;
	else
		gate->first = entry->next;
	if (entry->next != NULL)
		entry->next->previous = entry->previous;
	else
		gate->last = entry->previous;
	gate->count--;
	entry->waits = false;
}

static void cut_off(struct gate *gate, struct gate_entry *entry)
{
	leave_line(gate, entry);
	(void)shutdown(entry->fd, SHUT_RDWR);
	atomic_fetch_add(&gate->closed, 1);
}

struct gate_entry *gate_enter(struct gate *gate, int fd)
{
	struct gate_entry *entry = calloc(1, sizeof(*entry));
	if (entry == NULL)
		abort();
	entry->fd = fd;
	entry->until = time_monotonic() / CLOCK_SECOND + gate->seconds;
	pthread_mutex_lock(&gate->lock);
	if (gate->count >= gate->most && gate->first != NULL)
		cut_off(gate, gate->first);
	join_line(gate, entry);
	pthread_mutex_unlock(&gate->lock);
	atomic_fetch_add(&gate->connections, 1);
	return entry;
}

void gate_leave(struct gate *gate, struct gate_entry *entry)
{
	if (entry == NULL)
		return;
	pthread_mutex_lock(&gate->lock);
	leave_line(gate, entry);
	pthread_mutex_unlock(&gate->lock);
	atomic_fetch_sub(&gate->connections, 1);
	free(entry);
}

void gate_extend(struct gate *gate, struct gate_entry *entry, unsigned seconds)
{
	if (entry == NULL)
		return;
	pthread_mutex_lock(&gate->lock);
	if (entry->waits) {
		leave_line(gate, entry);
		entry->until = time_monotonic() / CLOCK_SECOND + seconds;
		join_line(gate, entry);
	}
	pthread_mutex_unlock(&gate->lock);
}

void gate_pass(struct gate *gate, struct gate_entry *entry)
{
	if (entry == NULL)
		return;
	pthread_mutex_lock(&gate->lock);
	leave_line(gate, entry);
	pthread_mutex_unlock(&gate->lock);
}

void gate_sweep(struct gate *gate)
{
	int64_t now = time_monotonic() / CLOCK_SECOND;
	struct gate_entry *next;
	pthread_mutex_lock(&gate->lock);
	for (struct gate_entry *e = gate->first; e != NULL; e = next) {
		next = e->next;
		if (now >= e->until)
			cut_off(gate, e);
	}
	pthread_mutex_unlock(&gate->lock);
}

uint64_t gate_connections(const struct gate *gate)
{
	return atomic_load(&gate->connections);
}

uint64_t gate_closed(const struct gate *gate)
{
	return atomic_load(&gate->closed);
}
