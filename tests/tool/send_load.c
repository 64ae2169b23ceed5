/* SPDX-License-Identifier: Apache-2.0 */
/*
 * send-load PORT TOKENS CONNECTIONS LINES BYTES SECONDS [RATE [FILE]]: keep intake busy over
 * loopback HTTP.
 *
 * Every connection posts the same body of LINES lines of BYTES bytes (or what stands in FILE) again
 * and again, the next one when the one before was answered, and together no more than RATE records
 * a second (0: no limit). TOKENS are separated by commas, and the connections use them in turn. One
 * thread, so that the sender takes one core at most. Prints what was answered, by status, as JSON.
 */
#include "load_lines.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MOST 512
#define FILE_MOST ((size_t)16 << 20)

struct request {
	char *bytes;
	size_t size;
};

struct sender {
	int fd;
	size_t request; /* which of them it is at */
	size_t sent;
	size_t got;
	char answer[4096];
};

static struct request requests[MOST];
static size_t request_count;
static unsigned long statuses[600];
static double slowest;

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* What is posted; malloc'ed. */
static struct request make_body(unsigned lines, unsigned bytes)
{
	struct request body = {malloc((size_t)lines * (bytes + 1)), (size_t)lines * (bytes + 1)};
	if (body.bytes == NULL || bytes < 120)
		exit(2);
	load_lines(body.bytes, lines, bytes);
	return body;
}

static struct request read_body(const char *path)
{
	struct request body = {malloc(FILE_MOST), 0};
	FILE *file = fopen(path, "rb");
	if (file == NULL || body.bytes == NULL)
		exit(2);
	body.size = fread(body.bytes, 1, FILE_MOST, file);
	fclose(file);
	return body;
}

static void make_requests(char *tokens, const struct request *body)
{
	for (char *rest = tokens, *token; (token = strsep(&rest, ",")) != NULL;) {
		struct request *request = &requests[request_count++];
		size_t room = 512 + strlen(token) + body->size;
		request->bytes = malloc(room);
		if (request->bytes == NULL || request_count == MOST)
			exit(2);
		int head = snprintf(request->bytes, room,
		    "POST /intake/records HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
		    "%s\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n\r\n",
		    token, body->size);
		memcpy(request->bytes + head, body->bytes, body->size);
		request->size = (size_t)head + body->size;
	}
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
	const struct request *request = &requests[sender->request];
	ssize_t n = write(sender->fd, request->bytes + sender->sent, request->size - sender->sent);
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
	/* Another company's, perhaps. */
	sender->request = (sender->request + 1) % request_count;
}

/* Whether it may write, or its answer may be read; 0: it has to wait for its time. */
static short wanted(const struct sender *sender, bool may_begin)
{
	if (sender->sent == requests[sender->request].size)
		return POLLIN;
	return sender->sent != 0 || may_begin ? POLLOUT : 0;
}

/* One look at all connections; `may_begin` is how many requests may be begun. */
static void serve(struct sender *senders, unsigned count, double may_begin)
{
	static struct pollfd watched[MOST];
	static double since[MOST];
	static unsigned first; /* may begin before the others: none is left idle */
	first = (first + 1) % count;
	for (unsigned k = 0; k < count; k++) {
		unsigned i = (first + k) % count;
		short events = wanted(&senders[i], may_begin >= 1);
		watched[i] = (struct pollfd){senders[i].fd, events, 0};
		may_begin -= events == POLLOUT && senders[i].sent == 0;
	}
	if (poll(watched, count, may_begin >= 1 ? 100 : 1) < 0)
		exit(4);
	double at = now();
	for (unsigned i = 0; i < count; i++) {
		struct sender *sender = &senders[i];
		if (watched[i].revents == 0 || watched[i].events == 0)
			continue;
		if (sender->sent == 0)
			since[i] = at;
		if (watched[i].events == POLLOUT)
			write_more(sender);
		else
			read_more(sender);
		if (sender->sent == 0 && at - since[i] > slowest)
			slowest = at - since[i];
	}
}

static unsigned long answers(void)
{
	unsigned long sum = 0;
	for (unsigned s = 0; s < 600; s++)
		sum += statuses[s];
	return sum;
}

static void tell(double seconds, unsigned lines)
{
	const char *comma = "";
	printf("{\"seconds\":%.3f,\"records\":%lu,\"slowest\":%.4f,\"answers\":{", seconds,
	    statuses[200] * lines, slowest);
	for (unsigned s = 0; s < 600; s++) {
		if (statuses[s] == 0)
			continue;
		printf("%s\"%u\":%lu", comma, s, statuses[s]);
		comma = ",";
	}
	puts("}}");
}

int main(int argc, char **argv)
{
	static struct sender senders[MOST];
	if (argc < 7 || argc > 9)
		return 2;
	unsigned count = (unsigned)strtoul(argv[3], NULL, 10);
	unsigned lines = (unsigned)strtoul(argv[4], NULL, 10);
	double rate = argc > 7 ? strtod(argv[7], NULL) : 0;
	if (count == 0 || count > MOST || lines == 0)
		return 2;
	struct request body =
	    argc > 8 ? read_body(argv[8]) : make_body(lines, (unsigned)strtoul(argv[5], NULL, 10));
	make_requests(argv[2], &body);
	for (unsigned i = 0; i < count; i++) {
		open_sender(&senders[i], (unsigned short)strtoul(argv[1], NULL, 10));
		senders[i].request = i * request_count / count;
	}
	double begun = now(), end = begun + strtod(argv[6], NULL), last = begun;
	while ((last = now()) < end) {
		unsigned long under_way = 0;
		for (unsigned i = 0; i < count; i++)
			under_way += senders[i].sent != 0;
		double due = (last - begun) * rate / lines;
		serve(senders, count, rate <= 0 ? MOST : due - (double)(answers() + under_way));
	}
	tell(last - begun, lines);
	return 0;
}
