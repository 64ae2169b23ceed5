/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The configuration of `serve`: a YAML file (--config, else DATA/sakimori.yaml where it is there),
 * over it the command line, below it the defaults. docs/configuration.md tells every key.
 *
 *   listen: 127.0.0.1:8480            # console
 *   intake:
 *     listen: 127.0.0.1:8481
 *   syslog:                           # default: udp and tcp on 127.0.0.1:8514
 *     - {udp: '127.0.0.1:8514'}
 *     - {tcp: '127.0.0.1:8514'}
 *     - {tls: '0.0.0.0:6514', clients: clients.pem}
 *   tls: {certificate: server.pem, key: server.key}   # default: DATA/tls, made at the first start
 *   retain: {days: 400, gigabytes: 0}
 *   disk: {reserve: 512M}
 *   limits: {records_a_second: 20000, connections: 2000, connections_of_one: 256}
 *   log: {segment: 64M, age: 600}
 *   engine: {workers: 0}              # 0: one a core
 *   back_off: 30                      # most seconds before a process that ended is started again
 *   watchdog: 60                      # seconds without a sign of life after which a process is
 * ended rules: [DIR, …]                   # default: those Sakimori ships and those that were added
 *   placeholders: FILE
 *   users: {intake: sakimori-intake, engine: sakimori-engine, web: sakimori-web, group: sakimori}
 *
 * Paths are seen from the data folder. Unknown keys, wrong types and values out of range are
 * refused with file and line.
 */
#ifndef PROGRAM_SERVER_CONFIG_H
#define PROGRAM_SERVER_CONFIG_H

#include "base/outcome.h"
#include "base/text.h"
#include "intake/syslog_listener.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

#define CONFIG_SYSLOG 16

struct config_syslog {
	enum syslog_transport transport;
	const char *address; /* "host:port" */
	const char
	    *clients; /* PEM of CAs whose client certificates are taken; NULL: none are asked for */
};

struct config {
	const char *data; /* absolute paths, all of them */
	const char *file; /* NULL: none */
	const char *listen;
	const char *intake_listen;
	struct config_syslog syslog[CONFIG_SYSLOG];
	size_t syslog_count;
	const char *certificate; /* NULL: DATA/tls/server.pem */
	const char *key;
	int64_t retain;        /* microseconds */
	uint64_t retain_bytes; /* of a company; 0: no limit */
	uint64_t disk_reserve;
	uint32_t records_a_second; /* of a source that has no limit of its own; 0: none */
	size_t connections;
	size_t connections_of_one;
	uint64_t log_segment;
	int64_t log_age;
	unsigned workers;
	int64_t back_off;         /* microseconds */
	int64_t watchdog;         /* microseconds */
	const char *const *rules; /* NULL: the default */
	size_t rule_count;
	const char *placeholders;
	const char *user_intake; /* NULL: do not change */
	const char *user_engine;
	const char *user_web;
	const char *group;
};

/* What the command line says; NULL where it says nothing. */
struct config_words {
	const char *data;
	const char *file;
	const char *listen;
	const char *intake_listen;
};
/* All texts on the arena. */
enum outcome config_read(const struct config_words *words, struct arena *arena,
    struct config *config, struct why *why) MUST_CHECK;

/*
 * The file's text alone, over what stands in `config` (its data folder must be set: paths are seen
 * from there). MALFORMED says FILE:LINE and what is wrong; `config` may then be half changed. What
 * is wrong is never guessed at.
 */
enum outcome config_parse(struct text bytes, const char *file, struct arena *arena,
    struct config *config, struct why *why) MUST_CHECK;
/* The defaults for a data folder. */
void config_defaults(const char *data, struct config *config);
/* "./var", or "/var/lib/sakimori" for an installed program. */
const char *config_default_data(void);

/* The folders and files below the data folder; on the arena. */
struct places {
	const char *data;
	const char *store;    /* data/state */
	const char *journal;  /* data/journal */
	const char *log;      /* data/journal/log */
	const char *blocks;   /* data/journal/blocks */
	const char *keys;     /* data/keys */
	const char *tls;      /* data/tls */
	const char *run;      /* data/run */
	const char *snapshot; /* data/run/sources.json */
	const char *socket;   /* data/run/sakimori.sock */
	const char
	    *addresses;   /* data/run/addresses.json: where the server listens, its parent's pid */
	const char *lock; /* data/run/lock: held by the parent (flock) */
	const char *set_aside;   /* data/run/set-aside: a position a line */
	const char *rules;       /* data/rules */
	const char *certificate; /* data/tls/server.pem */
	const char *key;         /* data/tls/server.key */
};
void places_of(const char *data, struct arena *arena, struct places *places);
/* Make them (owners and modes as config's users want, when root). */
enum outcome places_make(
    const struct places *places, const struct config *config, struct why *why) MUST_CHECK;

#endif
