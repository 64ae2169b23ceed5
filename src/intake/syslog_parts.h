/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the syslog listener share; others use intake/syslog_listener.h. */
#ifndef INTAKE_SYSLOG_PARTS_H
#define INTAKE_SYSLOG_PARTS_H

#include "intake/syslog_listener.h"

#include <netinet/in.h>
#include <stdatomic.h>
#include <sys/socket.h>

struct syslog_stream;
struct tls_context;
struct tls_session;
struct datagrams;

#define SYSLOG_READ ((size_t)64 << 10) /* bytes of one read */
#define SYSLOG_BUDGET                                                                              \
	((size_t)512 << 10) /* bytes of one connection before others get their turn                \
			     */

struct counters {
	_Atomic uint64_t messages;
	_Atomic uint64_t connections;
	_Atomic uint64_t closed_limit;
	_Atomic uint64_t closed_silent;
	_Atomic uint64_t handshakes_failed;
	_Atomic uint64_t datagrams_lost;
};

/* What epoll names is one of these two: both begin with it. */
struct watched {
	bool is_connection;
	int fd;
};

struct door {
	struct watched watched;
	enum syslog_transport transport;
	uint16_t port;
	struct tls_context *tls;
	uint32_t overflow; /* datagrams that the kernel has dropped, as it last told */
};

struct connection {
	struct watched watched;
	struct connection *next;
	struct connection *previous;
	const struct door *door;
	struct in6_addr address; /* IPv4 as mapped */
	char address_text[INET6_ADDRSTRLEN];
	char certificate[65];
	struct syslog_peer peer;
	void *who;
	struct syslog_stream *stream;
	struct tls_session *session; /* made at the first byte: half-open ones cost nothing */
	struct text held;            /* a message that the receiver did not want yet */
	bool admitted;               /* the receiver wants it */
	bool paused;
	bool spoke;    /* a whole message came */
	bool leaving;  /* cut off for another one; it goes when epoll tells its end */
	int64_t since; /* seconds: opened, or last heard */
	size_t memory; /* of the stream, as counted in listener->memory */
};

struct syslog_listener {
	struct syslog_receiver receiver;
	size_t connections_most;
	size_t connections_of_one;
	int64_t silent_seconds;
	int64_t handshake_seconds;
	struct door *doors;
	size_t door_count;
	struct connection *first;
	size_t connection_count;
	size_t paused; /* connections */
	size_t leaving;
	size_t memory; /* of all streams */
	int epoll;
	struct watched stop; /* eventfd */
	int spare;           /* a descriptor to be given up when there are none left */
	bool given;          /* something, in this turn */
	int64_t now;         /* seconds, monotonic */
	char *bytes;         /* SYSLOG_READ */
	struct datagrams *datagrams;
	struct counters counters;
	atomic_bool stopping;
};

static inline void count_up(_Atomic uint64_t *counter, uint64_t by)
{
	atomic_fetch_add_explicit(counter, by, memory_order_relaxed);
}

/* An address as text, IPv4-mapped ones as IPv4; *mapped gets it in 16 bytes. */
void syslog_address(
    const struct sockaddr_storage *from, struct in6_addr *mapped, char text[INET6_ADDRSTRLEN]);

/* Connections (syslog_connection.c) */
void connection_accept(struct syslog_listener *listener, const struct door *door);
/* Read and give out what there is; may close it. */
void connection_serve(struct syslog_listener *listener, struct connection *connection);
/* Those that wait for the receiver: try again. */
void connections_resume(struct syslog_listener *listener);
/* Once a second: deadlines. */
void connections_sweep(struct syslog_listener *listener);
void connection_close(struct syslog_listener *listener, struct connection *connection);

/* Datagrams (syslog_datagram.c) */
struct datagrams *datagrams_create(void);
void datagrams_destroy(struct datagrams *datagrams);
void datagrams_serve(struct syslog_listener *listener, struct door *door);

/* TLS (syslog_tls.c) */
enum outcome tls_context_create(const char *certificate, const char *key, const char *clients,
    struct tls_context **context, struct why *why) MUST_CHECK;
void tls_context_destroy(struct tls_context *context);
struct tls_session *tls_session_create(const struct tls_context *context, int fd);
void tls_session_destroy(struct tls_session *session);
/* DONE when the handshake is over, with the client's certificate (empty: none); NEED_MORE;
 * NOT_ALLOWED. */
enum outcome tls_session_shake(struct tls_session *session, char certificate[65]) MUST_CHECK;
/* As recv(2) of a socket that does not block: 0 at the end, -1 with errno. */
ssize_t tls_session_read(struct tls_session *session, char *bytes, size_t size);

#endif
