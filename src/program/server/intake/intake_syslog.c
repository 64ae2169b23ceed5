/* SPDX-License-Identifier: Apache-2.0 */
/* The receiver of the syslog listener. */
#include "program/server/intake/intake_syslog.h"

#include "base/limits.h"
#include "os/time.h"
#include "program/server/certificate.h"
#include "program/server/intake/intake_bursts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHAINS 1024
#define PEERS_MOST 8192
#define GATHER_RECORDS 1000
#define GATHER_BYTES ((size_t)256 << 10)
#define KEEP_ROOM ((size_t)4 << 10) /* of a buffer that is empty */

/* Who sends from one address to one port, with one certificate. */
struct peer {
	struct peer *next;      /* of its chain */
	struct peer *next_full; /* of those that have gathered something */
	char address[64];
	char certificate[65];
	uint16_t port;
	enum syslog_transport transport;
	unsigned users; /* connections, runs of datagrams */
	uint64_t generation;
	bool known; /* the directory has it */
	bool full;  /* on that list */
	bool waits; /* it is being kept waiting */
	struct intake_sender sender;
	struct buffer body;
	uint32_t count;
	uint64_t bytes;
	int64_t received; /* of the first message gathered */
};

struct intake_syslog {
	struct intake *intake;
	struct syslog_listener *listener;
	pthread_t thread;
	bool started;
	struct peer *chains[CHAINS];
	size_t peer_count;
	struct peer *full;
	struct intake_bursts bursts;
};

static void flush(struct intake_syslog *syslog, struct peer *peer)
{
	if (peer->count == 0)
		return;
	struct intake_burst *burst = calloc(1, sizeof(*burst));
	if (burst == NULL)
		abort();
	burst->sender = peer->sender;
	memcpy(burst->origin, peer->address, sizeof(burst->origin));
	burst->received = peer->received;
	burst->count = peer->count;
	burst->bytes = peer->bytes;
	buffer_init(&burst->body, FRAME_BODY);
	if (peer->body.size <= KEEP_ROOM) {
		buffer_put(&burst->body, buffer_text(&peer->body));
		buffer_clear(&peer->body);
	} else {
		burst->body = peer->body;
		buffer_init(&peer->body, FRAME_BODY);
	}
	peer->count = 0;
	peer->bytes = 0;
	intake_bursts_put(&syslog->bursts, burst);
}

static void turn(void *data)
{
	struct intake_syslog *syslog = data;
	while (syslog->full != NULL) {
		struct peer *peer = syslog->full;
		syslog->full = peer->next_full;
		peer->full = false;
		flush(syslog, peer);
	}
}

/* Forget those that nobody uses. */
static void forget(struct intake_syslog *syslog)
{
	for (size_t i = 0; i < CHAINS; i++) {
		struct peer **at = &syslog->chains[i];
		while (*at != NULL) {
			struct peer *peer = *at;
			if (peer->users > 0 || peer->full) {
				at = &peer->next;
				continue;
			}
			*at = peer->next;
			buffer_free(&peer->body);
			free(peer);
			syslog->peer_count--;
		}
	}
}

static bool is_peer(const struct peer *peer, const struct syslog_peer *who)
{
	return peer->port == who->local_port && peer->transport == who->transport &&
	       text_equal(text_of(peer->address), who->address) &&
	       text_equal(text_of(peer->certificate), who->certificate);
}

static struct peer *find(struct intake_syslog *syslog, const struct syslog_peer *who)
{
	struct peer **chain = &syslog->chains[(text_hash(who->address) + who->local_port) % CHAINS];
	for (struct peer *p = *chain; p != NULL; p = p->next)
		if (is_peer(p, who))
			return p;
	/* Only known senders are kept, but with UDP everybody can name their addresses. */
	if (syslog->peer_count >= PEERS_MOST)
		forget(syslog);
	struct peer *peer = calloc(1, sizeof(*peer));
	if (peer == NULL)
		abort();
	snprintf(peer->address, sizeof(peer->address), "%.*s", TEXT_ARGS(who->address));
	snprintf(peer->certificate, sizeof(peer->certificate), "%.*s", TEXT_ARGS(who->certificate));
	peer->port = who->local_port;
	peer->transport = who->transport;
	buffer_init(&peer->body, FRAME_BODY);
	peer->next = *chain;
	*chain = peer;
	syslog->peer_count++;
	return peer;
}

/* Look it up again where another directory came into force. */
static bool is_known(struct intake_syslog *syslog, struct peer *peer, const struct syslog_peer *who)
{
	uint64_t generation = intake_directory_generation(syslog->intake->directory);
	if (peer->generation == generation)
		return peer->known;
	flush(syslog, peer);
	peer->generation = generation;
	peer->known = intake_directory_peer(syslog->intake->directory, who, &peer->sender);
	return peer->known;
}

static void refuse_stranger(struct intake_syslog *syslog, const struct syslog_peer *who)
{
	intake_stranger(syslog->intake, who->address, syslog_transport_word(who->transport), 1);
}

static bool meet(void *data, const struct syslog_peer *who, void **result)
{
	struct intake_syslog *syslog = data;
	struct intake_sender sender;
	/* A stranger costs no memory. */
	if (!intake_directory_peer(syslog->intake->directory, who, &sender)) {
		refuse_stranger(syslog, who);
		return false;
	}
	struct peer *peer = find(syslog, who);
	peer->users++;
	*result = peer;
	return true;
}

/* Not now: datagrams are lost by it, and of streams it is counted when they begin to wait. */
static bool refuse(struct intake_syslog *syslog, struct peer *peer, enum refusal why, size_t size)
{
	if (peer->transport == SYSLOG_UDP || !peer->waits)
		intake_refused(syslog->intake, &peer->sender, why, 1, size);
	peer->waits = true;
	return false;
}

static bool may_send(struct intake_syslog *syslog, const struct peer *peer)
{
	struct intake_limit_ask ask = {
	    text_of(peer->sender.source), peer->sender.rate, 1, time_monotonic()};
	int64_t wait;
	return intake_limit_take(syslog->intake->limit, &ask, &wait);
}

static bool message(void *data, void *who, const struct syslog_peer *from, struct text text)
{
	struct intake_syslog *syslog = data;
	struct peer *peer = who;
	enum refusal why;
	if (!is_known(syslog, peer, from)) {
		refuse_stranger(syslog, from);
		return true;
	}
	if (!intake_bursts_ready(&syslog->bursts, &why))
		return refuse(syslog, peer, why, text.size);
	if (!may_send(syslog, peer))
		return refuse(syslog, peer, REFUSED_RATE, text.size);
	peer->waits = false;
	if (peer->count == 0)
		peer->received = time_now();
	records_put(&peer->body, text);
	peer->count++;
	peer->bytes += text.size;
	if (!peer->full) {
		peer->full = true;
		peer->next_full = syslog->full;
		syslog->full = peer;
	}
	if (peer->count >= GATHER_RECORDS || peer->body.size >= GATHER_BYTES)
		flush(syslog, peer);
	return true;
}

static void broken(void *data, void *who, const struct syslog_peer *from, enum outcome outcome)
{
	struct intake_syslog *syslog = data;
	struct peer *peer = who;
	(void)from;
	if (peer != NULL)
		intake_refused(syslog->intake, &peer->sender,
		    outcome == TOO_LARGE ? REFUSED_SIZE : REFUSED_MALFORMED, 1, 0);
}

static void gone(void *data, void *who)
{
	struct peer *peer = who;
	(void)data;
	if (peer != NULL)
		peer->users--;
}

enum outcome intake_syslog_create(
    struct intake *intake, struct intake_syslog **result, struct why *why)
{
	const struct process_given *given = intake->given;
	if (given->sockets.syslog_count == 0)
		return DONE;
	struct intake_syslog *syslog = calloc(1, sizeof(*syslog));
	if (syslog == NULL)
		abort();
	syslog->intake = intake;
	intake_bursts_init(&syslog->bursts, intake);
	struct syslog_options options = {
	    .sockets = given->sockets.syslog,
	    .count = given->sockets.syslog_count,
	    .certificate = given->config->certificate,
	    .key = given->config->key,
	    .connections = given->config->connections,
	    .connections_of_one = given->config->connections_of_one,
	    .receiver = {meet, message, broken, turn, gone, syslog},
	};
	enum outcome outcome = syslog_listener_create(&options, &syslog->listener, why);
	if (outcome != DONE) {
		intake_syslog_destroy(syslog);
		return outcome;
	}
	*result = syslog;
	return DONE;
}

static void *run(void *data)
{
	struct intake_syslog *syslog = data;
	syslog_listener_run(syslog->listener);
	turn(syslog);
	return NULL;
}

enum outcome intake_syslog_start(struct intake_syslog *syslog, struct why *why)
{
	if (syslog == NULL)
		return DONE;
	if (pthread_create(&syslog->thread, NULL, run, syslog) != 0) {
		why_set(why, "no thread for syslog");
		return NOT_READABLE;
	}
	syslog->started = true;
	return DONE;
}

void intake_syslog_settled(struct intake_syslog *syslog, const struct intake_group *group)
{
	if (syslog != NULL)
		intake_bursts_settled(&syslog->bursts, group);
}

void intake_syslog_tick(struct intake_syslog *syslog)
{
	enum refusal why;
	if (syslog != NULL)
		(void)intake_bursts_ready(&syslog->bursts, &why);
}

void intake_syslog_counts(const struct intake_syslog *syslog, struct syslog_counts *counts)
{
	*counts = (struct syslog_counts){0};
	if (syslog != NULL)
		syslog_listener_counts(syslog->listener, counts);
}

void intake_syslog_stop(struct intake_syslog *syslog)
{
	if (syslog == NULL || !syslog->started)
		return;
	syslog_listener_stop(syslog->listener);
	pthread_join(syslog->thread, NULL);
	syslog->started = false;
	intake_syslog_tick(syslog);
}

uint64_t intake_syslog_destroy(struct intake_syslog *syslog)
{
	if (syslog == NULL)
		return 0;
	/* Its connections take leave of their peers. */
	syslog_listener_destroy(syslog->listener);
	uint64_t lost = intake_bursts_free(&syslog->bursts);
	for (struct peer *peer = syslog->full; peer != NULL; peer = peer->next_full)
		peer->full = false;
	forget(syslog);
	free(syslog);
	return lost;
}
