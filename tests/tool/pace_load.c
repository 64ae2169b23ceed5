/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pace-load PORT TOKEN CONNECTIONS RATE LINES SECONDS FILE: send records over loopback HTTP at a
 * rate, whatever is answered. FILE's lines go out LINES a request, again and again. A request that
 * is due while no connection is free is put off, and not sent at all when it is a second late: what
 * a sender cannot get rid of. Prints as JSON what was due, sent and answered, by status, and how
 * long the answers of 200 took.
 */
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
#define BODIES 4096
#define TIMES 1000000
#define PATIENCE 30.0

struct body {
	char *request;
	size_t size;
};

struct sender {
	int fd;
	const struct body *body; /* NULL: it is free */
	size_t sent;
	size_t got;
	double since;
	char answer[4096];
};

static struct body bodies[BODIES];
static size_t body_count;
static struct sender senders[MOST];
static unsigned connections;
static struct sockaddr_in server;
static unsigned long statuses[600];
static unsigned long broken; /* connections that were closed without an answer */
static float times[TIMES];
static size_t time_count;

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void make_body(const char *token, const char *lines, size_t size)
{
	struct body *body = &bodies[body_count++];
	body->request = malloc(size + strlen(token) + 512);
	if (body->request == NULL)
		exit(2);
	int head = snprintf(body->request, strlen(token) + 512,
	    "POST /intake/records HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n"
	    "Content-Type: text/plain\r\nContent-Length: %zu\r\n\r\n",
	    token, size);
	memcpy(body->request + head, lines, size);
	body->size = (size_t)head + size;
}

static void read_bodies(const char *path, const char *token, unsigned lines)
{
	char *bytes = NULL;
	size_t room = 0;
	FILE *file = fopen(path, "r");
	if (file == NULL || getdelim(&bytes, &room, '\0', file) <= 0)
		exit(2);
	fclose(file);
	char *begin = bytes;
	unsigned count = 0;
	for (char *at = bytes; (at = strchr(at, '\n')) != NULL && body_count < BODIES;) {
		at++;
		if (++count < lines)
			continue;
		make_body(token, begin, (size_t)(at - begin));
		begin = at;
		count = 0;
	}
	free(bytes);
	if (body_count == 0)
		exit(2);
}

static void open_sender(struct sender *sender)
{
	int on = 1;
	sender->fd = socket(AF_INET, SOCK_STREAM, 0);
	if (sender->fd < 0 ||
	    connect(sender->fd, (struct sockaddr *)&server, sizeof(server)) != 0) {
		perror("pace-load");
		exit(4);
	}
	setsockopt(sender->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	fcntl(sender->fd, F_SETFL, O_NONBLOCK);
}

static void lose(struct sender *sender)
{
	broken += sender->body != NULL;
	sender->body = NULL;
	close(sender->fd);
	open_sender(sender);
}

/* The status of a whole answer: its head and as many bytes as that says. 0: not yet. */
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
		lose(sender);
		return;
	}
	sender->got += n > 0 ? (size_t)n : 0;
	unsigned status = answered(sender);
	if (status == 0 || status >= 600)
		return;
	statuses[status]++;
	if (status == 200 && time_count < TIMES)
		times[time_count++] = (float)(now() - sender->since);
	sender->body = NULL;
}

static void go_on(struct sender *sender)
{
	if (sender->body == NULL || sender->sent == sender->body->size) {
		read_more(sender);
		return;
	}
	ssize_t n = write(
	    sender->fd, sender->body->request + sender->sent, sender->body->size - sender->sent);
	if (n > 0)
		sender->sent += (size_t)n;
	else if (n < 0 && errno != EAGAIN)
		lose(sender);
}

static bool begin(size_t number)
{
	for (unsigned i = 0; i < connections; i++) {
		struct sender *sender = &senders[i];
		if (sender->body != NULL)
			continue;
		sender->body = &bodies[number % body_count];
		sender->sent = sender->got = 0;
		sender->since = now();
		go_on(sender);
		return true;
	}
	return false;
}

static size_t busy(void)
{
	size_t count = 0;
	for (unsigned i = 0; i < connections; i++)
		count += senders[i].body != NULL;
	return count;
}

static void serve(int milliseconds)
{
	struct pollfd watched[MOST];
	for (unsigned i = 0; i < connections; i++) {
		const struct sender *s = &senders[i];
		bool writes = s->body != NULL && s->sent < s->body->size;
		watched[i] = (struct pollfd){s->fd, writes ? POLLOUT : POLLIN, 0};
	}
	if (poll(watched, connections, milliseconds) <= 0)
		return;
	for (unsigned i = 0; i < connections; i++)
		if (watched[i].revents != 0)
			go_on(&senders[i]);
}

static int by_size(const void *a, const void *b)
{
	float x = *(const float *)a;
	float y = *(const float *)b;
	return (x > y) - (x < y);
}

static void tell(unsigned lines, size_t due, size_t sent, double seconds)
{
	const char *comma = "";
	qsort(times, time_count, sizeof(times[0]), by_size);
	printf("{\"seconds\":%.2f,\"due\":%zu,\"sent\":%zu,\"unanswered\":%zu,\"answers\":{",
	    seconds, due * lines, sent * lines, (busy() + broken) * lines);
	for (unsigned s = 0; s < 600; s++) {
		if (statuses[s] == 0)
			continue;
		printf("%s\"%u\":%lu", comma, s, statuses[s] * lines);
		comma = ",";
	}
	printf("},\"p50\":%.4f,\"p99\":%.4f,\"slowest\":%.4f}\n",
	    time_count != 0 ? (double)times[time_count / 2] : 0.0,
	    time_count != 0 ? (double)times[time_count * 99 / 100] : 0.0,
	    time_count != 0 ? (double)times[time_count - 1] : 0.0);
}

int main(int argc, char **argv)
{
	if (argc != 8)
		return 2;
	connections = (unsigned)strtoul(argv[3], NULL, 10);
	double rate = strtod(argv[4], NULL);
	unsigned lines = (unsigned)strtoul(argv[5], NULL, 10);
	double seconds = strtod(argv[6], NULL);
	if (connections == 0 || connections > MOST || lines == 0 || rate <= 0)
		return 2;
	server = (struct sockaddr_in){.sin_family = AF_INET,
	    .sin_port = htons((unsigned short)strtoul(argv[1], NULL, 10)),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	read_bodies(argv[7], argv[2], lines);
	for (unsigned i = 0; i < connections; i++)
		open_sender(&senders[i]);
	double begun = now(), each = lines / rate;
	size_t due = 0, sent = 0, all = (size_t)(seconds / each);
	while (due < all) {
		double at = begun + (double)due * each, time = now();
		if (time < at) {
			serve((int)((at - time) * 1000));
			continue;
		}
		bool taken = begin(due);
		sent += taken;
		if (taken || time > at + 1)
			due++;
		if (!taken)
			serve(1);
	}
	double end = now();
	while (busy() != 0 && now() < end + PATIENCE)
		serve(50);
	tell(lines, due, sent, end - begun);
	return 0;
}
