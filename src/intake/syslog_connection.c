/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Connections of syslog senders: accepted, counted, read, timed out. What a connection may cost is
 * bounded by their number in all and of one address, by deadlines, and by the memory of all.
 */
#include "intake/syslog_parts.h"
#include "intake/syslog_stream.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

/* What parts of messages may take in all; who holds much is closed when it is over. */
#define MEMORY_MOST ((size_t)128 << 20)
#define MEMORY_MUCH ((size_t)32 << 10)

void syslog_address(
    const struct sockaddr_storage *from, struct in6_addr *mapped, char text[INET6_ADDRSTRLEN])
{
	const struct sockaddr_in *four = (const struct sockaddr_in *)from;
	const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)from;
	*mapped = (struct in6_addr){{{0}}};
	if (from->ss_family == AF_INET6) {
		*mapped = six->sin6_addr;
	} else {
		mapped->s6_addr[10] = mapped->s6_addr[11] = 0xff;
		memcpy(&mapped->s6_addr[12], &four->sin_addr, 4);
	}
	text[0] = '\0';
	if (IN6_IS_ADDR_V4MAPPED(mapped))
		inet_ntop(AF_INET, &mapped->s6_addr[12], text, INET6_ADDRSTRLEN);
	else
		inet_ntop(AF_INET6, mapped, text, INET6_ADDRSTRLEN);
}

/* Opening and closing */

static size_t of_one(const struct syslog_listener *listener, const struct in6_addr *address)
{
	size_t count = 0;
	for (const struct connection *c = listener->first; c != NULL; c = c->next)
		count += memcmp(&c->address, address, sizeof(*address)) == 0;
	return count;
}

/* One that is paused is not watched at all: its end would wake us again and again. */
static void watch(struct syslog_listener *listener, struct connection *connection)
{
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
	int operation = connection->paused ? EPOLL_CTL_DEL : EPOLL_CTL_ADD;
	/* Without memory for it the connection stays silent, and is closed for that. */
	(void)!epoll_ctl(listener->epoll, operation, connection->watched.fd, &event);
}

static bool admit(struct syslog_listener *listener, struct connection *connection)
{
	const struct syslog_receiver *receiver = &listener->receiver;
	connection->peer.certificate = text_of(connection->certificate);
	connection->admitted = receiver->peer(receiver->data, &connection->peer, &connection->who);
	return connection->admitted;
}

static void open_connection(struct syslog_listener *listener, const struct door *door, int fd,
    const struct sockaddr_storage *from)
{
	struct connection *connection = calloc(1, sizeof(*connection));
	int on = 1;
	if (connection == NULL)
		abort();
	connection->watched = (struct watched){true, fd};
	connection->door = door;
	connection->since = listener->now;
	syslog_address(from, &connection->address, connection->address_text);
	connection->peer = (struct syslog_peer){.transport = door->transport,
	    .address = text_of(connection->address_text),
	    .local_port = door->port};
	connection->stream = syslog_stream_create();
	connection->next = listener->first;
	if (listener->first != NULL)
		listener->first->previous = connection;
	listener->first = connection;
	listener->connection_count++;
	count_up(&listener->counters.connections, 1);
	(void)!setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	watch(listener, connection);
	if (door->transport == SYSLOG_TCP && !admit(listener, connection))
		connection_close(listener, connection);
}

void connection_close(struct syslog_listener *listener, struct connection *connection)
{
	if (connection->admitted)
		listener->receiver.gone(listener->receiver.data, connection->who);
	if (connection->previous != NULL)
		connection->previous->next = connection->next;
	else
		listener->first = connection->next;
	if (connection->next != NULL)
		connection->next->previous = connection->previous;
	listener->connection_count--;
	listener->paused -= connection->paused;
	listener->leaving -= connection->leaving;
	listener->memory -= connection->memory;
	atomic_fetch_sub_explicit(&listener->counters.connections, 1, memory_order_relaxed);
	tls_session_destroy(connection->session);
	syslog_stream_destroy(connection->stream);
	close(connection->watched.fd);
	free(connection);
}

/* No descriptor is left: take the connection with the spare one and close it, or the kernel would
 * wake us for it for ever. */
static void turn_away(struct syslog_listener *listener, const struct door *door)
{
	close(listener->spare);
	int fd = accept4(door->watched.fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (fd >= 0) {
		close(fd);
		count_up(&listener->counters.closed_limit, 1);
	}
	listener->spare = dup(listener->epoll);
}

/*
 * Room for one more. The connection that is open longest without ever having sent a message is cut
 * off for it: however many are half open, whoever sends gets through. It is not closed here, since
 * epoll may be about to name it.
 */
static bool make_room(struct syslog_listener *listener)
{
	struct connection *oldest = NULL;
	if (listener->connection_count - listener->leaving < listener->connections_most)
		return true;
	for (struct connection *c = listener->first; c != NULL; c = c->next) {
		if (!c->spoke && !c->paused && !c->leaving)
			oldest = c;
	}
	if (oldest == NULL)
		return false;
	oldest->leaving = true;
	listener->leaving++;
	count_up(&listener->counters.closed_limit, 1);
	(void)shutdown(oldest->watched.fd, SHUT_RDWR);
	return true;
}

void connection_accept(struct syslog_listener *listener, const struct door *door)
{
	for (int i = 0; i < 256; i++) {
		struct sockaddr_storage from = {.ss_family = AF_UNSPEC};
		struct in6_addr address;
		char text[INET6_ADDRSTRLEN];
		socklen_t size = sizeof(from);
		int fd = accept4(door->watched.fd, (struct sockaddr *)&from, &size,
		    SOCK_CLOEXEC | SOCK_NONBLOCK);
		if (fd < 0 && (errno == EMFILE || errno == ENFILE))
			turn_away(listener, door);
		if (fd < 0)
			return;
		syslog_address(&from, &address, text);
		if (of_one(listener, &address) >= listener->connections_of_one ||
		    !make_room(listener)) {
			count_up(&listener->counters.closed_limit, 1);
			close(fd);
			continue;
		}
		open_connection(listener, door, fd, &from);
	}
}

/* Giving out */

static void pause_connection(struct syslog_listener *listener, struct connection *connection)
{
	if (connection->paused)
		return;
	connection->paused = true;
	listener->paused++;
	watch(listener, connection);
}

static bool give(
    struct syslog_listener *listener, struct connection *connection, struct text message)
{
	const struct syslog_receiver *receiver = &listener->receiver;
	listener->given = true;
	if (!receiver->message(receiver->data, connection->who, &connection->peer, message)) {
		connection->held = message;
		pause_connection(listener, connection);
		return false;
	}
	connection->held = (struct text){NULL, 0};
	connection->spoke = true;
	count_up(&listener->counters.messages, 1);
	return true;
}

/* Give out all that is whole. NEED_MORE: read on; AT_END, MALFORMED: it is over; DONE: the receiver
 * does not want it yet. */
static enum outcome drain(struct syslog_listener *listener, struct connection *connection)
{
	const struct syslog_receiver *receiver = &listener->receiver;
	struct text message;
	if (connection->held.at != NULL && !give(listener, connection, connection->held))
		return DONE;
	for (;;) {
		enum outcome outcome = syslog_stream_next(connection->stream, &message);
		if (outcome == DONE && !give(listener, connection, message))
			return DONE;
		if (outcome == TOO_LARGE || outcome == MALFORMED)
			receiver->broken(
			    receiver->data, connection->who, &connection->peer, outcome);
		if (outcome != DONE && outcome != TOO_LARGE)
			return outcome;
	}
}

static void weigh(struct syslog_listener *listener, struct connection *connection)
{
	size_t held = syslog_stream_held(connection->stream);
	listener->memory += held - connection->memory;
	connection->memory = held;
}

/* The handshake, where there is one. DONE: it may be read; else NEED_MORE, or why it is over. */
static enum outcome shake(struct syslog_listener *listener, struct connection *connection)
{
	if (connection->admitted)
		return DONE;
	if (connection->session == NULL)
		connection->session =
		    tls_session_create(connection->door->tls, connection->watched.fd);
	if (connection->session == NULL)
		return NOT_ALLOWED;
	enum outcome outcome = tls_session_shake(connection->session, connection->certificate);
	if (outcome == NOT_ALLOWED)
		count_up(&listener->counters.handshakes_failed, 1);
	if (outcome == DONE && !admit(listener, connection))
		return NOT_ALLOWED;
	return outcome;
}

/* DONE with bytes (none at the end); NEED_MORE: there are none now. */
static enum outcome read_some(
    struct syslog_listener *listener, struct connection *connection, struct text *bytes)
{
	ssize_t got;
	if (connection->session != NULL)
		got = tls_session_read(connection->session, listener->bytes, SYSLOG_READ);
	else
		got = recv(connection->watched.fd, listener->bytes, SYSLOG_READ, 0);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return NEED_MORE;
	*bytes = (struct text){listener->bytes, got < 0 ? 0 : (size_t)got};
	return DONE;
}

/* Read and give out until there is no more for now. NEED_MORE keeps the connection, DONE too (it is
 * paused), all others end it. */
static enum outcome pump(struct syslog_listener *listener, struct connection *connection)
{
	size_t budget = SYSLOG_BUDGET;
	for (;;) {
		struct text bytes = {NULL, 0};
		enum outcome outcome = drain(listener, connection);
		if (outcome != NEED_MORE)
			return outcome;
		/* What TLS has decrypted already does not wake epoll: it is read to its end. */
		if (budget == 0 && connection->session == NULL)
			return NEED_MORE;
		if (read_some(listener, connection, &bytes) != DONE)
			return NEED_MORE;
		connection->since = listener->now;
		budget -= bytes.size < budget ? bytes.size : budget;
		if (bytes.size == 0)
			syslog_stream_finish(connection->stream);
		else
			syslog_stream_push(connection->stream, bytes);
	}
}

void connection_serve(struct syslog_listener *listener, struct connection *connection)
{
	if (connection->paused)
		return;
	enum outcome outcome = shake(listener, connection);
	if (outcome == DONE) {
		outcome = pump(listener, connection);
		weigh(listener, connection);
		/* Paused: it stays, whatever it costs, as long as it is not too much. */
		if (outcome == DONE)
			outcome = NEED_MORE;
	}
	if (outcome == NEED_MORE && listener->memory > MEMORY_MOST &&
	    connection->memory > MEMORY_MUCH) {
		count_up(&listener->counters.closed_limit, 1);
		outcome = TOO_LARGE;
	}
	if (outcome != NEED_MORE)
		connection_close(listener, connection);
}

void connections_resume(struct syslog_listener *listener)
{
	struct connection *next;
	for (struct connection *c = listener->first; c != NULL && listener->paused != 0; c = next) {
		next = c->next;
		if (!c->paused)
			continue;
		c->paused = false;
		listener->paused--;
		watch(listener, c);
		connection_serve(listener, c);
	}
}

void connections_sweep(struct syslog_listener *listener)
{
	struct connection *next;
	for (struct connection *c = listener->first; c != NULL; c = next) {
		next = c->next;
		int64_t most = c->admitted ? listener->silent_seconds : listener->handshake_seconds;
		if (c->paused || listener->now - c->since < most)
			continue;
		count_up(c->admitted ? &listener->counters.closed_silent
				     : &listener->counters.handshakes_failed,
		    1);
		connection_close(listener, c);
	}
}
