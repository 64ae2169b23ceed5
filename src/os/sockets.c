/* SPDX-License-Identifier: Apache-2.0 */
#include "os/sockets.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <arpa/inet.h>

#define BACKLOG 1024
/* A burst of datagrams waits here while the receiver is busy; the kernel gives what it allows. */
#define DATAGRAM_ROOM (16 * 1024 * 1024)

static enum outcome malformed(struct text t, const char *what, struct why *why)
{
	why_set(why, "'%.*s' is no address: %s", TEXT_ARGS(text_part(t, 0, 80)), what);
	return MALFORMED;
}

static bool is_host(struct text host)
{
	for (size_t i = 0; i < host.size; i++) {
		unsigned char c = (unsigned char)host.at[i];
		if (c <= ' ' || c >= 0x7f || c == '/' || c == '@')
			return false;
	}
	return host.size != 0;
}

enum outcome socket_address_read(struct text t, struct socket_address *address, struct why *why)
{
	size_t colon = text_find_last_char(t, ':');
	uint64_t port;
	if (colon == TEXT_NONE)
		return malformed(t, "it is written HOST:PORT", why);
	struct text host = text_part(t, 0, colon);
	struct text digits = text_from(t, colon + 1);
	bool bracketed = text_starts(host, TEXT("[")) && text_ends(host, TEXT("]"));
	if (bracketed)
		host = text_part(host, 1, host.size - 2);
	else if (text_find_char(host, ':') != TEXT_NONE)
		return malformed(t, "an IPv6 address stands in brackets, [::1]:PORT", why);
	if (!is_host(host) || host.size >= sizeof(address->host))
		return malformed(t, "it lacks a host", why);
	if (digits.size == 0 || digits.size > 5 || digits.at[0] == '+' ||
	    !text_to_uint(digits, &port) || port > UINT16_MAX)
		return malformed(t, "its port is not a number from 0 to 65535", why);
	memcpy(address->host, host.at, host.size);
	address->host[host.size] = '\0';
	address->port = (uint16_t)port;
	return DONE;
}

static enum outcome failed(const char *address, struct why *why)
{
	int error = errno;
	why_set(why, "%s: %s", address, strerror(error));
	if (error == EADDRINUSE)
		return ALREADY_THERE;
	return error == EACCES || error == EPERM ? NOT_ALLOWED : NOT_READABLE;
}

static int set_options(int fd, const struct addrinfo *at)
{
	static const int on = 1;
	static const int off = 0;
	static const int room = DATAGRAM_ROOM;
	if (at->ai_family == AF_INET6 &&
	    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off)) != 0)
		return -1;
	if (at->ai_socktype == SOCK_STREAM)
		return setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	/* Without CAP_NET_ADMIN as much as net.core.rmem_max allows. */
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room)) != 0)
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room));
	return 0;
}

/* Whoever is given the socket could send to any address with it, for sendmsg(2) names one where no
 * filter of calls sees it. Linux says ENOTCONN, and closes that direction all the same. */
static void only_receives(int fd)
{
	(void)!shutdown(fd, SHUT_WR);
}

static int open_at(const struct addrinfo *at)
{
	int fd =
	    socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, at->ai_protocol);
	if (fd < 0)
		return -1;
	if (set_options(fd, at) == 0 && bind(fd, at->ai_addr, at->ai_addrlen) == 0 &&
	    (at->ai_socktype != SOCK_STREAM || listen(fd, BACKLOG) == 0)) {
		if (at->ai_socktype == SOCK_DGRAM)
			only_receives(fd);
		return fd;
	}
	int error = errno;
	close(fd);
	errno = error;
	return -1;
}

enum outcome socket_listen(const char *address, enum socket_kind kind, int *fd, struct why *why)
{
	struct socket_address parts;
	char port[8];
	enum outcome outcome = socket_address_read(text_of(address), &parts, why);
	if (outcome != DONE)
		return outcome;
	struct addrinfo wanted = {
	    .ai_flags = AI_PASSIVE | AI_NUMERICSERV,
	    .ai_socktype = kind == SOCKET_STREAM ? SOCK_STREAM : SOCK_DGRAM,
	};
	struct addrinfo *found;
	snprintf(port, sizeof(port), "%u", (unsigned)parts.port);
	int error = getaddrinfo(parts.host, port, &wanted, &found);
	if (error != 0) {
		why_set(why, "%s: %s", address, gai_strerror(error));
		return NOT_FOUND;
	}
	int opened = open_at(found);
	freeaddrinfo(found);
	if (opened < 0)
		return failed(address, why);
	*fd = opened;
	return DONE;
}

/* A socket file that somebody left; anything else that has the name stays. */
static void remove_socket(const char *path)
{
	struct stat stat;
	if (lstat(path, &stat) == 0 && S_ISSOCK(stat.st_mode))
		(void)unlink(path);
}

enum outcome socket_listen_local(const char *path, unsigned mode, int *fd, struct why *why)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	if (strlen(path) >= sizeof(address.sun_path)) {
		why_set(why, "%s: the path of a socket has at most %zu bytes", path,
		    sizeof(address.sun_path) - 1);
		return TOO_LARGE;
	}
	memcpy(address.sun_path, path, strlen(path) + 1);
	remove_socket(path);
	int opened = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (opened < 0)
		return failed(path, why);
	/* Not chmod(2) afterwards: whoever may write to the folder could have put a link there. */
	mode_t before = umask(~(mode_t)mode & 0777);
	int bound = bind(opened, (const struct sockaddr *)&address, sizeof(address));
	(void)umask(before);
	if (bound != 0 || listen(opened, BACKLOG) != 0) {
		enum outcome outcome = failed(path, why);
		close(opened);
		return outcome;
	}
	*fd = opened;
	return DONE;
}

void socket_name(int fd, char out[SOCKET_ADDRESS])
{
	struct sockaddr_storage address = {.ss_family = AF_UNSPEC};
	socklen_t size = sizeof(address);
	char host[INET6_ADDRSTRLEN];
	char port[8];
	out[0] = '\0';
	if (getsockname(fd, (struct sockaddr *)&address, &size) != 0 ||
	    (address.ss_family != AF_INET && address.ss_family != AF_INET6) ||
	    getnameinfo((const struct sockaddr *)&address, size, host, sizeof(host), port,
		sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		return;
	snprintf(
	    out, SOCKET_ADDRESS, address.ss_family == AF_INET6 ? "[%s]:%s" : "%s:%s", host, port);
}

bool socket_is_loopback(int fd)
{
	struct sockaddr_storage address = {.ss_family = AF_UNSPEC};
	socklen_t size = sizeof(address);
	if (getsockname(fd, (struct sockaddr *)&address, &size) != 0)
		return false;
	if (address.ss_family == AF_UNIX)
		return true;
	if (address.ss_family == AF_INET) {
		const struct sockaddr_in *in = (const struct sockaddr_in *)&address;
		return (ntohl(in->sin_addr.s_addr) >> 24) == 127;
	}
	const struct sockaddr_in6 *in = (const struct sockaddr_in6 *)&address;
	return address.ss_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&in->sin6_addr);
}
