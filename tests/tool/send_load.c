/* SPDX-License-Identifier: Apache-2.0 */
/*
 * send-load PORT TOKEN CONNECTIONS LINES BYTES SECONDS: keep intake busy over loopback HTTP.
 *
 * Every connection posts the same body of LINES lines of BYTES bytes again and again, the next one
 * when the one before was answered. One thread, so that the sender takes one core at most. Prints
 * what was answered, by status, as JSON.
 */
#include "load_lines.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MOST 512

struct sender {
	int fd;
	size_t sent;
	size_t got;
	char answer[4096];
};

static char *request;
static size_t request_size;
static unsigned long statuses[600];
static double slowest;

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void make_request(const char *token, unsigned lines, unsigned bytes)
{
	size_t room = 512 + strlen(token) + (size_t)lines * (bytes + 1);
	request = malloc(room);
	if (request == NULL || bytes < 120)
		exit(2);
	int head = snprintf(request, room,
	    "POST /intake/records HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n"
	    "Content-Type: text/plain\r\nContent-Length: %zu\r\n\r\n",
	    token, (size_t)lines * (bytes + 1));
	load_lines(request + head, lines, bytes);
	request_size = (size_t)head + (size_t)lines * (bytes + 1);
}

static void open_sender(struct sender *sender, unsigned short port)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
	    .sin_port = htons(port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int on = 1;
	sender->fd = socket(AF_INET, SOCK_STREAM, 0);
	if (sender->fd < 0 || connect(sender->fd, (struct sockaddr *)&to, sizeof(to)) != 0) {
		perror("send-load");
		exit(4);
	}
	setsockopt(sender->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	fcntl(sender->fd, F_SETFL, O_NONBLOCK);
}

static void write_more(struct sender *sender)
{
	ssize_t n = write(sender->fd, request + sender->sent, request_size - sender->sent);
	if (n > 0)
		sender->sent += (size_t)n;
	else if (n < 0 && errno != EAGAIN)
		exit(4);
}

/* A whole answer: its head and as many bytes as that says. */
static unsigned answered(struct sender *sender)
{
	sender->answer[sender->got] = '\0';
	char *end = strstr(sender->answer, "\r\n\r\n");
	char *length = strcasestr(sender->answer, "content-length:");
	if (end == NULL || length == NULL)
		return 0;
	size_t whole = (size_t)(end + 4 - sender->answer) + strtoul(length + 15, NULL, 10);
	return sender->got < whole ? 0 : (unsigned)strtoul(sender->answer + 9, NULL, 10);
}

static void read_more(struct sender *sender)
{
	ssize_t n = read(
	    sender->fd, sender->answer + sender->got, sizeof(sender->answer) - 1 - sender->got);
	if (n == 0 || (n < 0 && errno != EAGAIN)) {
		fprintf(stderr, "send-load: the connection was closed\n");
		exit(4);
	}
	sender->got += n > 0 ? (size_t)n : 0;
	unsigned status = answered(sender);
	if (status == 0 || status >= 600)
		return;
	statuses[status]++;
	sender->sent = sender->got = 0;
}

int main(int argc, char **argv)
{
	static struct sender senders[MOST];
	static struct pollfd watched[MOST];
	static double since[MOST];
	if (argc != 7)
		return 2;
	unsigned count = (unsigned)strtoul(argv[3], NULL, 10);
	unsigned lines = (unsigned)strtoul(argv[4], NULL, 10);
	if (count == 0 || count > MOST || lines == 0)
		return 2;
	make_request(argv[2], lines, (unsigned)strtoul(argv[5], NULL, 10));
	for (unsigned i = 0; i < count; i++)
		open_sender(&senders[i], (unsigned short)strtoul(argv[1], NULL, 10));
	double begun = now(), end = begun + strtod(argv[6], NULL), last = begun;
	while (last < end) {
		for (unsigned i = 0; i < count; i++)
			watched[i] = (struct pollfd){
			    senders[i].fd, senders[i].sent < request_size ? POLLOUT : POLLIN, 0};
		if (poll(watched, count, 100) < 0)
			return 4;
		last = now();
		for (unsigned i = 0; i < count; i++) {
			if (watched[i].revents == 0)
				continue;
			if (senders[i].sent == 0)
				since[i] = last;
			if (senders[i].sent < request_size)
				write_more(&senders[i]);
			else
				read_more(&senders[i]);
			if (senders[i].sent == 0 && last - since[i] > slowest)
				slowest = last - since[i];
		}
	}
	printf("{\"seconds\":%.3f,\"records\":%lu,\"slowest\":%.4f,\"answers\":{", last - begun,
	    statuses[200] * lines, slowest);
	const char *comma = "";
	for (unsigned s = 0; s < 600; s++) {
		if (statuses[s] == 0)
			continue;
		printf("%s\"%u\":%lu", comma, s, statuses[s]);
		comma = ",";
	}
	puts("}}");
	return 0;
}
