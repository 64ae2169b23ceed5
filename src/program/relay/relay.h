/* SPDX-License-Identifier: Apache-2.0 */
/* `sakimori relay`: at the company's side. Takes syslog and follows files, keeps all in its spool,
 * sends it to a server. */
#ifndef PROGRAM_RELAY_RELAY_H
#define PROGRAM_RELAY_RELAY_H

#include "base/outcome.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RELAY_SYSLOG 16

struct relay_options {
	const char *to;
	const char *token;
	const char *pin; /* NULL */
	const char *ca;  /* NULL */
	const char *spool;
	uint64_t spool_size;
	const char *syslog[RELAY_SYSLOG]; /* "host:port": UDP and TCP */
	size_t syslog_count;
	const char *syslog_tls[RELAY_SYSLOG];
	size_t syslog_tls_count;
	const char *certificate; /* for syslog_tls */
	const char *key;
	const char *clients; /* NULL */
	const char *const *follow;
	size_t follow_count;
	bool from_start;
};

/* Run until SIGTERM or SIGINT. MALFORMED: an option is not usable; others: what it needs cannot be
 * opened. */
enum outcome relay_run(const struct relay_options *options, struct why *why) MUST_CHECK;

#endif
