/* SPDX-License-Identifier: Apache-2.0 */
/* The listener's one thread: waits for sockets, hands each to its kind. */
#include "intake/syslog_listener.h"

#include "intake/syslog_parts.h"
#include "os/time.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define READY 256
#define RESUME_MILLISECONDS 20 /* connections that the receiver did not want are tried again */
#define SWEEP_MILLISECONDS 1000

const char *syslog_transport_word(enum syslog_transport transport)
{
	static const char *const words[] = {"udp", "tcp", "tls"};
	return (unsigned)transport < 3 ? words[transport] : "";
}

/* Opening */

static uint16_t port_of(int fd)
{
	struct sockaddr_storage address;
	socklen_t size = sizeof(address);
	memset(&address, 0, sizeof(address));
	if (getsockname(fd, (struct sockaddr *)&address, &size) != 0)
		return 0;
	if (address.ss_family == AF_INET6)
		return ntohs(((const struct sockaddr_in6 *)&address)->sin6_port);
	return ntohs(((const struct sockaddr_in *)&address)->sin_port);
}

static enum outcome open_door(struct syslog_listener *listener,
    const struct syslog_options *options, const struct syslog_socket *socket, struct why *why)
{
	struct door *door = &listener->doors[listener->door_count];
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = door};
	int on = 1;
	door->watched.fd = socket->fd;
	door->transport = socket->transport;
	door->port = port_of(socket->fd);
	if (socket->transport == SYSLOG_UDP)
		(void)!setsockopt(socket->fd, SOL_SOCKET, SO_RXQ_OVFL, &on, sizeof(on));
	if (socket->transport == SYSLOG_TLS) {
		enum outcome outcome = tls_context_create(
		    options->certificate, options->key, socket->clients, &door->tls, why);
		if (outcome != DONE)
			return outcome;
	}
	listener->door_count++;
	if (epoll_ctl(listener->epoll, EPOLL_CTL_ADD, socket->fd, &event) == 0)
		return DONE;
	why_set(why, "cannot watch a syslog socket: %s", strerror(errno));
	return NOT_READABLE;
}

static void take_options(struct syslog_listener *listener, const struct syslog_options *options)
{
	listener->receiver = options->receiver;
	listener->connections_most = options->connections != 0 ? options->connections : 4096;
	listener->connections_of_one =
	    options->connections_of_one != 0 ? options->connections_of_one : 256;
	listener->silent_seconds = options->silent_seconds != 0 ? options->silent_seconds : 600;
	listener->handshake_seconds =
	    options->handshake_seconds != 0 ? options->handshake_seconds : 10;
}

static enum outcome open_all(
    struct syslog_listener *listener, const struct syslog_options *options, struct why *why)
{
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = &listener->stop};
	listener->epoll = epoll_create1(EPOLL_CLOEXEC);
	listener->stop.fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	listener->spare = dup(listener->epoll);
	if (listener->epoll < 0 || listener->stop.fd < 0 || listener->spare < 0 ||
	    epoll_ctl(listener->epoll, EPOLL_CTL_ADD, listener->stop.fd, &event) != 0) {
		why_set(why, "cannot set up the syslog listener: %s", strerror(errno));
		return NOT_READABLE;
	}
	for (size_t i = 0; i < options->count; i++) {
		enum outcome outcome = open_door(listener, options, &options->sockets[i], why);
		if (outcome != DONE)
			return outcome;
	}
	return DONE;
}

enum outcome syslog_listener_create(
    const struct syslog_options *options, struct syslog_listener **listener, struct why *why)
{
	struct syslog_listener *made = calloc(1, sizeof(*made));
	if (made == NULL)
		abort();
	take_options(made, options);
	made->now = time_monotonic() / CLOCK_SECOND;
	made->epoll = made->stop.fd = made->spare = -1;
	made->doors = calloc(options->count + 1, sizeof(*made->doors));
	made->bytes = malloc(SYSLOG_READ);
	made->datagrams = datagrams_create();
	if (made->doors == NULL || made->bytes == NULL)
		abort();
	enum outcome outcome = open_all(made, options, why);
	if (outcome == DONE) {
		*listener = made;
		return DONE;
	}
	/* The sockets are the caller's when there is no listener. */
	for (size_t i = 0; i < made->door_count; i++)
		made->doors[i].watched.fd = -1;
	syslog_listener_destroy(made);
	return outcome;
}

static void close_open(int fd)
{
	if (fd >= 0)
		close(fd);
}

void syslog_listener_destroy(struct syslog_listener *listener)
{
	if (listener == NULL)
		return;
	while (listener->first != NULL)
		connection_close(listener, listener->first);
	for (size_t i = 0; i < listener->door_count; i++) {
		tls_context_destroy(listener->doors[i].tls);
		close_open(listener->doors[i].watched.fd);
	}
	close_open(listener->epoll);
	close_open(listener->stop.fd);
	close_open(listener->spare);
	datagrams_destroy(listener->datagrams);
	free(listener->doors);
	free(listener->bytes);
	free(listener);
}

/* Running */

static void serve(struct syslog_listener *listener, void *named)
{
	struct watched *watched = named;
	if (watched == &listener->stop)
		return;
	if (watched->is_connection) {
		connection_serve(listener, (struct connection *)named);
		return;
	}
	struct door *door = named;
	if (door->transport == SYSLOG_UDP)
		datagrams_serve(listener, door);
	else
		connection_accept(listener, door);
}

static void turn(struct syslog_listener *listener)
{
	struct epoll_event ready[READY];
	int wait = listener->paused != 0 ? RESUME_MILLISECONDS : SWEEP_MILLISECONDS;
	int count = epoll_wait(listener->epoll, ready, READY, wait);
	int64_t now = time_monotonic() / CLOCK_SECOND;
	bool sweep = now != listener->now;
	listener->now = now;
	listener->given = false;
	/* Each is named once, and closing one closes no other. */
	for (int i = 0; i < count; i++)
		serve(listener, ready[i].data.ptr);
	if (listener->paused != 0)
		connections_resume(listener);
	if (sweep)
		connections_sweep(listener);
	if (listener->given)
		listener->receiver.turn(listener->receiver.data);
}

void syslog_listener_run(struct syslog_listener *listener)
{
	while (!atomic_load(&listener->stopping))
		turn(listener);
}

void syslog_listener_stop(struct syslog_listener *listener)
{
	uint64_t one = 1;
	int saved = errno;
	atomic_store(&listener->stopping, true);
	(void)!write(listener->stop.fd, &one, sizeof(one));
	errno = saved;
}

void syslog_listener_counts(const struct syslog_listener *listener, struct syslog_counts *counts)
{
	const struct counters *c = &listener->counters;
	*counts = (struct syslog_counts){
	    .messages = atomic_load_explicit(&c->messages, memory_order_relaxed),
	    .connections = atomic_load_explicit(&c->connections, memory_order_relaxed),
	    .closed_limit = atomic_load_explicit(&c->closed_limit, memory_order_relaxed),
	    .closed_silent = atomic_load_explicit(&c->closed_silent, memory_order_relaxed),
	    .handshakes_failed = atomic_load_explicit(&c->handshakes_failed, memory_order_relaxed),
	    .datagrams_lost = atomic_load_explicit(&c->datagrams_lost, memory_order_relaxed),
	};
}
