/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Listening sockets by their address as people write it: "127.0.0.1:8480", "[::1]:8480",
 * "localhost:8480". Port 0 is any free one.
 */
#ifndef OS_SOCKETS_H
#define OS_SOCKETS_H

#include "base/outcome.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

#define SOCKET_HOST 254    /* a host name and a NUL */
#define SOCKET_ADDRESS 272 /* "host:port" and a NUL */

struct socket_address {
	char host[SOCKET_HOST]; /* without brackets */
	uint16_t port;
};
/* Take an address apart; nothing is looked up. MALFORMED says what is wrong with it. */
enum outcome socket_address_read(
    struct text t, struct socket_address *address, struct why *why) MUST_CHECK;

enum socket_kind { SOCKET_STREAM, SOCKET_DATAGRAM };
/*
 * Bind (and, for a stream, listen). A host name is looked up, its first address taken. "[::]" takes
 * IPv4, too. ALREADY_THERE: the address is in use; NOT_ALLOWED; NOT_READABLE. `why` names the
 * address. The descriptor is close-on-exec and does not block.
 */
enum outcome socket_listen(
    const char *address, enum socket_kind kind, int *fd, struct why *why) MUST_CHECK;
/* A Unix socket at a path; whatever socket stood there is replaced. `mode` is of the file.
 * Changes the umask for a moment: call it before threads are started. */
enum outcome socket_listen_local(
    const char *path, unsigned mode, int *fd, struct why *why) MUST_CHECK;

/* Where a socket is bound, "127.0.0.1:8480" or "[::1]:8480"; empty when it is not. */
void socket_name(int fd, char out[SOCKET_ADDRESS]);
/* Whether only this machine reaches it: a loopback address, or a Unix socket. */
bool socket_is_loopback(int fd);

#endif
