/* SPDX-License-Identifier: Apache-2.0 */
/*
 * syslog-load PORT udp|tcp BYTES SECONDS RATE: send syslog lines to loopback from one thread, so
 * many a second; 0: as many as go. Prints how many were sent, as JSON.
 */
#include "load_lines.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define LINES 1024
#define LOT 32 /* datagrams of one call, lines of one write */

static char *lines;
static size_t line_size; /* with its end */

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int open_sender(unsigned short port, bool datagrams)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
	    .sin_port = htons(port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, datagrams ? SOCK_DGRAM : SOCK_STREAM, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0)
		exit(4);
	return fd;
}

static void send_datagrams(int fd, const char *from)
{
	struct iovec pieces[LOT];
	struct mmsghdr messages[LOT];
	memset(messages, 0, sizeof(messages));
	for (size_t i = 0; i < LOT; i++) {
		pieces[i] = (struct iovec){(char *)from + i * line_size, line_size - 1};
		messages[i].msg_hdr.msg_iov = &pieces[i];
		messages[i].msg_hdr.msg_iovlen = 1;
	}
	for (int sent = 0; sent < LOT;) {
		int n = sendmmsg(fd, messages + sent, LOT - (unsigned)sent, 0);
		if (n < 0 && errno != ECONNREFUSED && errno != ENOBUFS && errno != EINTR)
			exit(4);
		sent += n > 0 ? n : 0;
	}
}

static void send_lines(int fd, const char *from)
{
	for (size_t sent = 0; sent < LOT * line_size;) {
		ssize_t n = write(fd, from + sent, LOT * line_size - sent);
		if (n <= 0)
			exit(4);
		sent += (size_t)n;
	}
}

static void wait_until(double when)
{
	double left = when - now();
	if (left <= 0)
		return;
	struct timespec pause = {
	    .tv_sec = (time_t)left, .tv_nsec = (long)(left * 1e9) % 1000000000};
	nanosleep(&pause, NULL);
}

int main(int argc, char **argv)
{
	if (argc != 6)
		return 2;
	bool datagrams = strcmp(argv[2], "udp") == 0;
	unsigned bytes = (unsigned)strtoul(argv[3], NULL, 10);
	double rate = strtod(argv[5], NULL);
	lines = malloc((size_t)LINES * (bytes + 1));
	if (lines == NULL || bytes < 120)
		return 2;
	load_lines(lines, LINES, bytes);
	line_size = bytes + 1;
	int fd = open_sender((unsigned short)strtoul(argv[1], NULL, 10), datagrams);
	unsigned long sent = 0;
	double begun = now(), end = begun + strtod(argv[4], NULL), last;
	while ((last = now()) < end) {
		const char *from = lines + sent % LINES * line_size;
		if (datagrams)
			send_datagrams(fd, from);
		else
			send_lines(fd, from);
		sent += LOT;
		if (rate > 0)
			wait_until(begun + (double)sent / rate);
	}
	close(fd);
	printf("{\"seconds\":%.3f,\"records\":%lu}\n", last - begun, sent);
	return 0;
}
