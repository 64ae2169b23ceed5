/* SPDX-License-Identifier: Apache-2.0 */
/* The addresses that the configuration asks for, bound by the parent. */
#ifndef PROGRAM_SERVER_BIND_H
#define PROGRAM_SERVER_BIND_H

#include "os/sockets.h"
#include "program/server/config.h"
#include "program/server/process.h"

enum bound_use { BOUND_CONSOLE, BOUND_INTAKE, BOUND_SYSLOG };

struct bound {
	enum bound_use use;
	enum syslog_transport transport; /* of BOUND_SYSLOG */
	char wanted[SOCKET_ADDRESS];     /* as configured */
	char at[SOCKET_ADDRESS];         /* as bound */
	const char *clients;             /* of the configuration; NULL */
	bool loopback;
	int fd;
};
struct bound_set {
	struct bound entries[2 + CONFIG_SYSLOG];
	size_t count;
};

/* Bind what `config` asks for; sockets of `before` that fit are taken over, and stay in it. On
 * failure nothing is left open that was not before. */
enum outcome bind_all(const struct config *config, const struct bound_set *before,
    struct bound_set *set, struct why *why) MUST_CHECK;
/* Close all but what `kept` (may be NULL) has, too. */
void bind_close(struct bound_set *set, const struct bound_set *kept);

/* Sockets that a process has ended for all by shutdown(2) are bound anew, where they were. */
enum outcome bind_revive(struct bound_set *set, struct why *why) MUST_CHECK;

/* Whether a certificate is needed. */
bool bind_wants_tls(const struct bound_set *set);
/* The sockets of one process; the others' are -1. `local` goes to web. */
void bind_give(
    const struct bound_set *set, int local, enum process which, struct process_sockets *sockets);

#endif
