/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the parent of `serve`. Nobody else includes this. */
#ifndef PROGRAM_SERVER_SERVE_PARTS_H
#define PROGRAM_SERVER_SERVE_PARTS_H

#include "program/server/bind.h"
#include "program/server/certificate.h"
#include "program/server/process.h"
#include "program/server/serve.h"
#include "program/server/suspects.h"

#include <signal.h>
#include <sys/types.h>
#include <time.h>

struct arena;

/* One process. Times are those of CLOCK_MONOTONIC in milliseconds: jumps of the clock and a
 * machine that was asleep must not end a process. */
struct child {
	pid_t pid; /* 0: it does not run */
	int64_t started;
	int64_t due;      /* when it is started again; 0: it is not */
	int64_t back_off; /* before the next start */
	bool asked;       /* to end, and to be started again at once */
	unsigned early;   /* deaths before the server was ready */
	/* the watchdog: what was last seen of it, and for how many seconds it has been the same */
	int64_t seen;
	uint64_t done;
	unsigned still;
	uint64_t at[BOARD_WORKERS];
	unsigned stuck[BOARD_WORKERS];
};

enum stopping { STOPPING_NOT, STOPPING_INTAKE, STOPPING_ENGINE, STOPPING_WEB, STOPPING_OVER };

/* The certificate files, to notice that they were exchanged. */
struct file_stamp {
	struct timespec modified;
	ino_t inode;
};

struct server {
	const struct config_words *words;
	struct arena *arena; /* of `config`; a new one with every configuration */
	struct arena *places_arena;
	struct config config;
	struct places places;
	const char *content;
	struct bound_set bound;
	struct certificate_pins pins;
	struct file_stamp stamps[2];
	bool tls;
	struct board *board;
	struct suspects suspects;
	bool careful; /* the engine runs with one worker */
	struct child children[PROCESS_COUNT];
	int lock;
	int local;
	int lifeline[2];
	int wake_engine;
	int signals; /* signalfd */
	bool ready;
	enum stopping stopping;
	int64_t stop_by; /* the process that is being stopped is killed then */
	enum serve_status status;
};

/* serve_tell.c */

/* A line on standard error, cleaned. */
void serve_say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Write DATA/run/addresses.json. */
enum outcome serve_write_addresses(const struct server *server, struct why *why) MUST_CHECK;
/* The one line on standard output. */
void serve_tell_ready(const struct server *server);
/* Tell systemd, where it listens (sd_notify(3)): "READY=1", "STOPPING=1", … */
void serve_notify(const char *state);

/* serve_start.c: everything up to the first process. */

/* Read the configuration and find the content folder. */
enum outcome serve_configure(struct server *server, struct why *why) MUST_CHECK;
enum outcome serve_prepare(struct server *server, struct why *why) MUST_CHECK;
/* The certificate where one is needed: made, read, told. Its paths go into the configuration. */
enum outcome serve_certificate(struct server *server, const struct bound_set *bound,
    struct config *config, struct why *why) MUST_CHECK;
void serve_stamp(const struct config *config, struct file_stamp stamps[2]);
void serve_clean_up(struct server *server);

/* serve_children.c */

int64_t serve_now(void); /* milliseconds, monotonic */
void serve_start_child(struct server *server, enum process which);
/* Ask it to end and start it again as soon as it has. */
void serve_restart_child(struct server *server, enum process which);
void serve_reap(struct server *server);
/* Start what is due. */
void serve_start_due(struct server *server);
/* Milliseconds until something is due, at most `most`. */
int serve_wait(const struct server *server, int most);
bool serve_all_ended(const struct server *server);

/* serve_watch.c: once a second. */
void serve_watch(struct server *server);
/* Start counting anew: the process was started. */
void serve_watch_begin(struct child *child);

/* serve_reload.c: SIGHUP. */
void serve_reload(struct server *server);

#endif
