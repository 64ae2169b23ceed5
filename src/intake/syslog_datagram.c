/* SPDX-License-Identifier: Apache-2.0 */
/* Syslog over UDP: many datagrams a call, one message each (RFC 5426). */
#include "intake/syslog_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define BURST 64
#define ROUNDS 16 /* bursts before others get their turn */
#define DATAGRAM ((size_t)64 << 10)

struct datagrams {
	struct mmsghdr headers[BURST];
	struct iovec pieces[BURST];
	struct sockaddr_storage from[BURST];
	_Alignas(struct cmsghdr) char control[BURST][CMSG_SPACE(sizeof(uint32_t))];
	char *bytes; /* touched only as far as datagrams are long */
};

/* The sender of the datagrams at hand: asked for once a run of the same. */
struct sender {
	struct syslog_peer peer;
	struct in6_addr address;
	char text[INET6_ADDRSTRLEN];
	void *who;
	bool known;
	bool wanted;
};

struct datagrams *datagrams_create(void)
{
	struct datagrams *datagrams = calloc(1, sizeof(*datagrams));
	char *bytes = malloc(BURST * DATAGRAM);
	if (datagrams == NULL || bytes == NULL)
		abort();
	datagrams->bytes = bytes;
	return datagrams;
}

void datagrams_destroy(struct datagrams *datagrams)
{
	if (datagrams == NULL)
		return;
	free(datagrams->bytes);
	free(datagrams);
}

static void prepare(struct datagrams *datagrams)
{
	for (size_t i = 0; i < BURST; i++) {
		struct msghdr *header = &datagrams->headers[i].msg_hdr;
		datagrams->pieces[i] = (struct iovec){datagrams->bytes + i * DATAGRAM, DATAGRAM};
		*header = (struct msghdr){
		    .msg_name = &datagrams->from[i],
		    .msg_namelen = sizeof(datagrams->from[i]),
		    .msg_iov = &datagrams->pieces[i],
		    .msg_iovlen = 1,
		    .msg_control = datagrams->control[i],
		    .msg_controllen = sizeof(datagrams->control[i]),
		};
	}
}

/* The kernel tells with each datagram how many it has dropped on this socket in all. */
static void note_overflow(
    struct syslog_listener *listener, struct door *door, struct msghdr *header)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c != NULL; c = CMSG_NXTHDR(header, c)) {
		uint32_t dropped;
		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SO_RXQ_OVFL)
			continue;
		memcpy(&dropped, CMSG_DATA(c), sizeof(dropped));
		count_up(&listener->counters.datagrams_lost, (uint32_t)(dropped - door->overflow));
		door->overflow = dropped;
	}
}

static void leave(struct syslog_listener *listener, struct sender *sender)
{
	if (sender->known && sender->wanted)
		listener->receiver.gone(listener->receiver.data, sender->who);
	sender->known = false;
}

static void meet(struct syslog_listener *listener, const struct door *door, struct sender *sender,
    const struct sockaddr_storage *from)
{
	struct in6_addr address;
	char text[INET6_ADDRSTRLEN];
	syslog_address(from, &address, text);
	if (sender->known && memcmp(&address, &sender->address, sizeof(address)) == 0)
		return;
	leave(listener, sender);
	sender->address = address;
	memcpy(sender->text, text, sizeof(text));
	sender->peer = (struct syslog_peer){
	    .transport = SYSLOG_UDP, .address = text_of(sender->text), .local_port = door->port};
	sender->who = NULL;
	sender->wanted =
	    listener->receiver.peer(listener->receiver.data, &sender->peer, &sender->who);
	sender->known = true;
}

static void give(struct syslog_listener *listener, struct sender *sender, struct text message)
{
	const struct syslog_receiver *receiver = &listener->receiver;
	while (message.size != 0 && strchr("\r\n", message.at[message.size - 1]) != NULL)
		message.size--; /* strchr finds the NUL as well */
	if (!sender->wanted || message.size == 0)
		return;
	if (receiver->message(receiver->data, sender->who, &sender->peer, message))
		count_up(&listener->counters.messages, 1);
	else
		count_up(&listener->counters.datagrams_lost, 1);
	listener->given = true;
}

void datagrams_serve(struct syslog_listener *listener, struct door *door)
{
	struct datagrams *datagrams = listener->datagrams;
	struct sender sender = {.known = false};
	int count = BURST;
	for (int round = 0; round < ROUNDS && count == BURST; round++) {
		prepare(datagrams);
		count = recvmmsg(door->watched.fd, datagrams->headers, BURST, MSG_DONTWAIT, NULL);
		for (int i = 0; i < count; i++) {
			struct mmsghdr *got = &datagrams->headers[i];
			note_overflow(listener, door, &got->msg_hdr);
			meet(listener, door, &sender, &datagrams->from[i]);
			give(listener, &sender,
			    (struct text){datagrams->pieces[i].iov_base, got->msg_len});
		}
	}
	leave(listener, &sender);
}
