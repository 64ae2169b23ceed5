/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Syslog senders' sockets: UDP (RFC 5426), TCP (RFC 6587) and TLS (RFC 5425), served by one thread
 * with epoll(7). Used by intake and by the relay.
 *
 * Sockets are bound by somebody else and handed in. Limits: connections in all and of one address,
 * bytes a connection may have unread, seconds a handshake may take and a connection may be silent.
 * Who is over a limit is closed and counted; over that of all, whoever is open longest without ever
 * having sent a message. Flow control: while the receiver says "not now",
 * streams are not read (TCP makes the sender wait); datagrams are read and counted as refused.
 */
#ifndef INTAKE_SYSLOG_LISTENER_H
#define INTAKE_SYSLOG_LISTENER_H

#include "base/outcome.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct syslog_listener;

enum syslog_transport { SYSLOG_UDP, SYSLOG_TCP, SYSLOG_TLS };
const char *syslog_transport_word(enum syslog_transport transport); /* "udp", "tcp", "tls" */

/* Who sent a message. Texts are valid during the call. */
struct syslog_peer {
	enum syslog_transport transport;
	struct text address; /* without port; IPv4-mapped IPv6 addresses as IPv4 */
	uint16_t local_port; /* where it came in */
	struct text
	    certificate; /* SHA-256 of the client's certificate, hexadecimal; empty: none shown */
};

struct syslog_receiver {
	/*
	 * A connection begins (TLS: behind its handshake, so that the certificate is known), or
	 * datagrams of one sender that were read at once: whether it is wanted. `*who` goes into
	 * message() and, in the end, into gone(). One that is not wanted is closed, datagrams are
	 * dropped without being counted here.
	 */
	bool (*peer)(void *data, const struct syslog_peer *peer, void **who);
	/* One message. False: not now, give it again later (streams); lost and counted (UDP). */
	bool (*message)(void *data, void *who, const struct syslog_peer *peer, struct text message);
	/* TOO_LARGE: a message that was skipped. MALFORMED: a connection that could not be
	 * understood, it is closed. */
	void (*broken)(void *data, void *who, const struct syslog_peer *peer, enum outcome outcome);
	/* The turn is over: all that was read at once has been given. */
	void (*turn)(void *data);
	/* What peer() allowed is over. */
	void (*gone)(void *data, void *who);
	void *data; /* all calls come from syslog_listener_run()'s thread */
};

struct syslog_socket {
	int fd; /* bound; for streams listening; closed by syslog_listener_destroy() */
	enum syslog_transport transport;
	/*
	 * TLS: PEM file of the CAs whose client certificates are accepted: one by anybody else ends
	 * the connection. NULL: a certificate is only identified, by its fingerprint. None has to
	 * be shown in either case.
	 */
	const char *clients;
};
struct syslog_options {
	const struct syslog_socket *sockets;
	size_t count;
	const char *certificate; /* PEM files, for TLS */
	const char *key;
	size_t connections;         /* 0: 4,096 */
	size_t connections_of_one;  /* of one address; 0: 256 */
	unsigned silent_seconds;    /* 0: 600 */
	unsigned handshake_seconds; /* 0: 10 */
	struct syslog_receiver receiver;
};
/* What it counted since it began. */
struct syslog_counts {
	uint64_t messages;
	uint64_t connections; /* now */
	uint64_t closed_limit;
	uint64_t closed_silent;
	uint64_t handshakes_failed;
	uint64_t
	    datagrams_lost; /* by the kernel, as it tells (SO_RXQ_OVFL), and for lack of room */
};

enum outcome syslog_listener_create(const struct syslog_options *options,
    struct syslog_listener **listener, struct why *why) MUST_CHECK;
/* Serve until syslog_listener_stop(). One thread calls it. */
void syslog_listener_run(struct syslog_listener *listener);
/* From another thread or a signal handler. */
void syslog_listener_stop(struct syslog_listener *listener);
void syslog_listener_counts(const struct syslog_listener *listener, struct syslog_counts *counts);
/* NULL is harmless. */
void syslog_listener_destroy(struct syslog_listener *listener);

#endif
