/* SPDX-License-Identifier: Apache-2.0 */
#include "program/server/bind.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static bool is_datagram(const struct bound *bound)
{
	return bound->use == BOUND_SYSLOG && bound->transport == SYSLOG_UDP;
}

/* The set's entry that uses a descriptor; NULL when none does. */
static const struct bound *find_fd(const struct bound_set *set, int fd)
{
	for (size_t i = 0; set != NULL && i < set->count; i++) {
		if (set->entries[i].fd == fd)
			return &set->entries[i];
	}
	return NULL;
}

/* A socket that was bound for the same words, of the same kind, and is not taken yet. */
static int find_bound(
    const struct bound_set *before, const struct bound_set *taken, const struct bound *wanted)
{
	for (size_t i = 0; before != NULL && i < before->count; i++) {
		const struct bound *entry = &before->entries[i];
		if (strcmp(entry->wanted, wanted->wanted) == 0 &&
		    is_datagram(entry) == is_datagram(wanted) && find_fd(taken, entry->fd) == NULL)
			return entry->fd;
	}
	return -1;
}

static enum outcome add(struct bound_set *set, const struct bound_set *before,
    const struct bound *wanted, struct why *why)
{
	struct bound bound = *wanted;
	bound.fd = find_bound(before, set, wanted);
	if (bound.fd < 0) {
		enum outcome outcome = socket_listen(wanted->wanted,
		    is_datagram(wanted) ? SOCKET_DATAGRAM : SOCKET_STREAM, &bound.fd, why);
		if (outcome != DONE)
			return outcome;
	}
	socket_name(bound.fd, bound.at);
	bound.loopback = socket_is_loopback(bound.fd);
	set->entries[set->count++] = bound;
	return DONE;
}

static struct bound wanted_of(
    enum bound_use use, enum syslog_transport transport, const char *address)
{
	struct bound wanted = {.use = use, .transport = transport, .fd = -1};
	snprintf(wanted.wanted, sizeof(wanted.wanted), "%s", address);
	return wanted;
}

enum outcome bind_all(const struct config *config, const struct bound_set *before,
    struct bound_set *set, struct why *why)
{
	struct bound_set bound = {.count = 0};
	struct bound wanted = wanted_of(BOUND_CONSOLE, SYSLOG_TCP, config->listen);
	enum outcome outcome = add(&bound, before, &wanted, why);
	wanted = wanted_of(BOUND_INTAKE, SYSLOG_TCP, config->intake_listen);
	if (outcome == DONE)
		outcome = add(&bound, before, &wanted, why);
	for (size_t i = 0; outcome == DONE && i < config->syslog_count; i++) {
		wanted =
		    wanted_of(BOUND_SYSLOG, config->syslog[i].transport, config->syslog[i].address);
		wanted.clients = config->syslog[i].clients;
		outcome = add(&bound, before, &wanted, why);
	}
	if (outcome == DONE)
		*set = bound;
	else
		bind_close(&bound, before);
	return outcome;
}

void bind_close(struct bound_set *set, const struct bound_set *kept)
{
	for (size_t i = 0; i < set->count; i++) {
		if (find_fd(kept, set->entries[i].fd) == NULL)
			close(set->entries[i].fd);
	}
	set->count = 0;
}

static bool is_ended(const struct bound *bound)
{
	int listens = 1;
	socklen_t size = sizeof(listens);
	return !is_datagram(bound) &&
	       getsockopt(bound->fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 &&
	       listens == 0;
}

enum outcome bind_revive(struct bound_set *set, struct why *why)
{
	enum outcome outcome = DONE;
	for (size_t i = 0; outcome == DONE && i < set->count; i++) {
		struct bound *bound = &set->entries[i];
		int fd;
		if (!is_ended(bound))
			continue;
		outcome = socket_listen(bound->at, SOCKET_STREAM, &fd, why);
		if (outcome != DONE)
			break;
		close(bound->fd);
		bound->fd = fd;
	}
	return outcome;
}

bool bind_wants_tls(const struct bound_set *set)
{
	for (size_t i = 0; i < set->count; i++) {
		const struct bound *bound = &set->entries[i];
		if (bound->use == BOUND_SYSLOG ? bound->transport == SYSLOG_TLS : !bound->loopback)
			return true;
	}
	return false;
}

static void give(const struct bound *bound, enum process which, struct process_sockets *sockets)
{
	if (bound->use == BOUND_CONSOLE)
		sockets->console_tls = !bound->loopback;
	if (bound->use == BOUND_INTAKE)
		sockets->intake_tls = !bound->loopback;
	if (bound->use == BOUND_CONSOLE && which == PROCESS_WEB)
		sockets->console = bound->fd;
	if (bound->use == BOUND_INTAKE && which == PROCESS_INTAKE)
		sockets->intake = bound->fd;
	if (bound->use == BOUND_SYSLOG && which == PROCESS_INTAKE)
		sockets->syslog[sockets->syslog_count++] =
		    (struct syslog_socket){bound->fd, bound->transport, bound->clients};
}

void bind_give(
    const struct bound_set *set, int local, enum process which, struct process_sockets *sockets)
{
	*sockets = (struct process_sockets){.console = -1, .intake = -1, .local = -1};
	for (size_t i = 0; i < set->count; i++)
		give(&set->entries[i], which, sockets);
	if (which == PROCESS_WEB)
		sockets->local = local;
}
