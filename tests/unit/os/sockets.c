/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses are taken apart strictly; sockets are bound where they are wanted, on loopback. */
#include "os/sockets.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void test_addresses(void **state)
{
	static const struct {
		const char *text;
		const char *host;
		unsigned port;
	} good[] = {
	    {"127.0.0.1:8480", "127.0.0.1", 8480},
	    {"[::1]:0", "::1", 0},
	    {"[::]:65535", "::", 65535},
	    {"localhost:514", "localhost", 514},
	    {"utm.example.jp:6514", "utm.example.jp", 6514},
	};
	struct socket_address address;
	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_int_equal(socket_address_read(text_of(good[i].text), &address, NULL), DONE);
		assert_string_equal(address.host, good[i].host);
		assert_int_equal(address.port, good[i].port);
	}
}

static void test_refused_addresses(void **state)
{
	static const char *const bad[] = {"", "8480", ":8480", "127.0.0.1",
	    "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:+80", "127.0.0.1:-1", "127.0.0.1:8x",
	    "::1:80", "[]:80", "[::1:80", "a b:80", "http://x:80", "user@x:80", "127.0.0.1:000080"};
	struct socket_address address;
	struct why why;
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		why.text[0] = '\0';
		assert_int_equal(socket_address_read(text_of(bad[i]), &address, &why), MALFORMED);
		assert_true(strlen(why.text) > 10);
	}
}

static void test_stream(void **state)
{
	char name[SOCKET_ADDRESS];
	char again[SOCKET_ADDRESS];
	struct why why;
	int fd;
	int other;
	(void)state;
	assert_int_equal(socket_listen("127.0.0.1:0", SOCKET_STREAM, &fd, &why), DONE);
	socket_name(fd, name);
	assert_true(text_starts(text_of(name), TEXT("127.0.0.1:")));
	assert_string_not_equal(name, "127.0.0.1:0");
	assert_true(socket_is_loopback(fd));
	assert_int_equal(accept(fd, NULL, NULL), -1); /* it does not wait */
	assert_int_equal(socket_listen(name, SOCKET_STREAM, &other, &why), ALREADY_THERE);
	assert_non_null(strstr(why.text, name));
	close(fd);
	/* At once again: a server that is started anew does not wait for old connections. */
	assert_int_equal(socket_listen(name, SOCKET_STREAM, &fd, &why), DONE);
	socket_name(fd, again);
	assert_string_equal(name, again);
	close(fd);
}

static void test_datagram(void **state)
{
	int fd;
	int room = 0;
	int kind = 0;
	socklen_t size = sizeof(room);
	(void)state;
	assert_int_equal(socket_listen("127.0.0.1:0", SOCKET_DATAGRAM, &fd, NULL), DONE);
	assert_int_equal(getsockopt(fd, SOL_SOCKET, SO_TYPE, &kind, &size), 0);
	assert_int_equal(kind, SOCK_DGRAM);
	assert_int_equal(getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, &size), 0);
	assert_true(room >= 200000);
	close(fd);
}

/* It receives, and cannot be made to send: not by name, not connected. */
static void test_datagram_is_mute(void **state)
{
	struct sockaddr_storage to;
	struct sockaddr *address = (struct sockaddr *)&to;
	socklen_t size = sizeof(to);
	char byte = 'x';
	struct iovec bytes = {&byte, 1};
	struct msghdr message = {.msg_name = address, .msg_iov = &bytes, .msg_iovlen = 1};
	int fd;
	(void)state;
	assert_int_equal(socket_listen("127.0.0.1:0", SOCKET_DATAGRAM, &fd, NULL), DONE);
	assert_int_equal(getsockname(fd, address, &size), 0);
	message.msg_namelen = size;
	assert_int_equal(sendto(fd, "x", 1, MSG_NOSIGNAL, address, size), -1);
	assert_int_equal(sendmsg(fd, &message, MSG_NOSIGNAL), -1);
	int sender = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	assert_int_equal(sendto(sender, "y", 1, 0, address, size), 1);
	struct pollfd polled = {.fd = fd, .events = POLLIN};
	assert_int_equal(poll(&polled, 1, 5000), 1);
	assert_int_equal(recv(fd, &byte, 1, 0), 1);
	assert_int_equal(byte, 'y');
	assert_int_equal(connect(fd, address, size), 0);
	assert_int_equal(send(fd, "x", 1, MSG_NOSIGNAL), -1);
	close(sender);
	close(fd);
}

static void test_not_loopback(void **state)
{
	int fd;
	(void)state;
	assert_int_equal(socket_listen("0.0.0.0:0", SOCKET_STREAM, &fd, NULL), DONE);
	assert_false(socket_is_loopback(fd));
	close(fd);
	if (socket_listen("[::]:0", SOCKET_STREAM, &fd, NULL) != DONE)
		return; /* a machine without IPv6 */
	assert_false(socket_is_loopback(fd));
	close(fd);
	assert_int_equal(socket_listen("[::1]:0", SOCKET_STREAM, &fd, NULL), DONE);
	assert_true(socket_is_loopback(fd));
	close(fd);
}

static void test_local(void **state)
{
	char folder[] = "/tmp/unit-sockets-XXXXXX";
	char path[64];
	struct stat stat_;
	int fd;
	int again;
	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/s", folder);
	mode_t before = umask(022);
	assert_int_equal(socket_listen_local(path, 0660, &fd, NULL), DONE);
	assert_int_equal(umask(before), 022); /* left as it was */
	assert_int_equal(stat(path, &stat_), 0);
	assert_int_equal(stat_.st_mode & 0777, 0660);
	assert_true(socket_is_loopback(fd));
	/* One that a killed server left is replaced, a file is not. */
	assert_int_equal(socket_listen_local(path, 0600, &again, NULL), DONE);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(path, 0700), 0);
	close(again);
	assert_int_equal(socket_listen_local(path, 0600, &again, NULL), ALREADY_THERE);
	assert_int_equal(rmdir(path), 0);
	close(fd);
	rmdir(folder);
	char longer[200];
	memset(longer, 'a', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	assert_int_equal(socket_listen_local(longer, 0600, &fd, NULL), TOO_LARGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_addresses),
	    cmocka_unit_test(test_refused_addresses),
	    cmocka_unit_test(test_stream),
	    cmocka_unit_test(test_datagram),
	    cmocka_unit_test(test_datagram_is_mute),
	    cmocka_unit_test(test_not_loopback),
	    cmocka_unit_test(test_local),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
