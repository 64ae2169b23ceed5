/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The processes of `serve`: what each is given by the parent, and its main().
 *
 * A process is forked, not started anew. It gets what is here and nothing else: other descriptors
 * are closed by the parent. It drops privileges and enters its sandbox with process_confine()
 * before it reads its first byte from outside, and returns its exit status: 0 when it was asked to
 * stop. It is asked by SIGTERM, or by the parent's end (`lifeline` becomes readable).
 */
#ifndef PROGRAM_SERVER_PROCESS_H
#define PROGRAM_SERVER_PROCESS_H

#include "os/sandbox.h"
#include "program/server/board.h"
#include "program/server/config.h"

struct process_sockets {
	int console; /* listening TCP */
	int intake;  /* listening TCP */
	int local;   /* listening Unix socket of the commands */
	struct syslog_socket syslog[CONFIG_SYSLOG];
	size_t syslog_count;
	bool console_tls; /* not a loopback address */
	bool intake_tls;
};

struct process_given {
	enum process which;
	const struct config *config;
	const struct places *places;
	const char *content; /* the content folder */
	struct board *board;
	struct process_sockets sockets; /* -1 for those that are not this process's */
	int lifeline;                   /* its other end is held by the parent only */
	int wake_engine;                /* eventfd: intake writes, engine reads */
	const uint64_t *set_aside;      /* engine: positions of frames to pass over */
	size_t set_aside_count;
};

/* Drop privileges to this process's user (when root and the user exists), enter the sandbox. On
 * failure the process must end. Says on standard error which separation is missing. */
enum outcome process_confine(
    const struct process_given *given, const struct sandbox *sandbox, struct why *why) MUST_CHECK;

/* Whether it was asked to stop: SIGTERM came or the parent is gone. Cheap. */
bool process_stopping(const struct process_given *given);
/* A descriptor that becomes readable when it is asked to stop: for poll(2). */
int process_stop_descriptor(const struct process_given *given);
/* Heartbeat on the board; call about once a second. */
void process_beat(const struct process_given *given);
/* One line on standard error: "sakimori[intake]: …". Nothing from outside without being cleaned. */
void process_say(const struct process_given *given, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

int intake_main(const struct process_given *given);
int engine_main(const struct process_given *given);
int web_main(const struct process_given *given);

#endif
