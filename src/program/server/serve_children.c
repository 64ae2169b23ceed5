/* SPDX-License-Identifier: Apache-2.0 */
/* Processes: started, and started again when they end. */
#include "base/clock.h"
#include "os/process.h"
#include "os/time.h"
#include "program/server/serve_parts.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define BACK_OFF_LEAST 100 /* milliseconds */
#define HEALTHY 60000      /* running so long, the back-off begins anew */
#define EARLY_DEATHS 3     /* of one process before the server is ready: it will not be */
#define KEEP (8 + CONFIG_SYSLOG)

int64_t serve_now(void)
{
	return time_monotonic() / 1000;
}

static void give(struct server *server, enum process which, struct process_given *given)
{
	*given = (struct process_given){
	    .which = which,
	    .config = &server->config,
	    .places = &server->places,
	    .content = server->content,
	    .board = server->board,
	    .lifeline = server->lifeline[0],
	    .wake_engine = which == PROCESS_WEB ? -1 : server->wake_engine,
	    .set_aside = server->suspects.aside,
	    .set_aside_count = server->suspects.aside_count,
	};
	bind_give(&server->bound, server->local, which, &given->sockets);
}

/* The lock is kept: it is free only when the last process has ended. */
static void keep_own_descriptors(const struct server *server, const struct process_given *given)
{
	int keep[KEEP] = {given->sockets.console, given->sockets.intake, given->sockets.local,
	    given->lifeline, given->wake_engine, server->lock};
	size_t count = 6;
	for (size_t i = 0; i < given->sockets.syslog_count; i++)
		keep[count++] = given->sockets.syslog[i].fd;
	process_keep_descriptors(keep, count);
}

/* Ctrl-C and a closed terminal go to the whole group; only the parent acts on them. */
static void set_signals(void)
{
	sigset_t signals;
	(void)signal(SIGINT, SIG_IGN);
	(void)signal(SIGHUP, SIG_IGN);
	(void)signal(SIGPIPE, SIG_IGN);
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	(void)sigprocmask(SIG_SETMASK, &signals, NULL);
}

static void __attribute__((noreturn)) run_child(struct server *server, enum process which)
{
	static int (*const mains[PROCESS_COUNT])(const struct process_given *) = {
	    [PROCESS_INTAKE] = intake_main,
	    [PROCESS_ENGINE] = engine_main,
	    [PROCESS_WEB] = web_main,
	};
	struct process_given given;
	char name[16];
	if (which == PROCESS_ENGINE && server->careful)
		server->config.workers = 1;
	give(server, which, &given);
	set_signals();
	keep_own_descriptors(server, &given);
	snprintf(name, sizeof(name), "sakimori-%.6s", process_word(which));
	(void)prctl(PR_SET_NAME, name, 0, 0, 0);
	int status = mains[which](&given);
	fflush(NULL);
	_exit(status);
}

static void schedule(struct child *child, const struct config *config)
{
	int64_t most = config->back_off / (CLOCK_SECOND / 1000);
	child->due = serve_now() + child->back_off;
	child->back_off = 2 * child->back_off < most ? 2 * child->back_off : most;
}

static void clear_at(struct board *board)
{
	for (size_t i = 0; i < BOARD_WORKERS; i++)
		atomic_store(&board->at[i], 0);
}

/* A library that stops serving ends the listening sockets, which the next process would get. */
static void revive_sockets(struct server *server, enum process which)
{
	struct why why;
	int local;
	if (bind_revive(&server->bound, &why) != DONE)
		serve_say("%s", why.text);
	if (which != PROCESS_WEB)
		return;
	if (socket_listen_local(server->places.socket, 0660, &local, &why) != DONE) {
		serve_say("%s", why.text);
		return;
	}
	close(server->local);
	server->local = local;
}

void serve_start_child(struct server *server, enum process which)
{
	struct child *child = &server->children[which];
	if (child->back_off == 0)
		child->back_off = BACK_OFF_LEAST;
	if (child->started != 0)
		revive_sockets(server, which);
	if (which == PROCESS_ENGINE) {
		clear_at(server->board);
		server->careful =
		    suspects_open(&server->suspects, atomic_load(&server->board->position));
	}
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0)
		run_child(server, which);
	if (pid < 0) {
		serve_say("%s cannot be started: %s", process_word(which), strerror(errno));
		schedule(child, &server->config);
		return;
	}
	child->pid = pid;
	child->started = serve_now();
	child->due = 0;
	child->asked = false;
	serve_watch_begin(child);
	child->seen = atomic_load(&server->board->seen[which]);
	atomic_store(&server->board->pid[which], pid);
	atomic_store(&server->board->stopped_since[which], CLOCK_NONE);
}

void serve_restart_child(struct server *server, enum process which)
{
	struct child *child = &server->children[which];
	if (child->pid == 0)
		return; /* it is due anyway, and gets what is new then */
	child->asked = true;
	(void)kill(child->pid, SIGTERM);
}

static void tell_end(enum process which, int status)
{
	if (WIFSIGNALED(status))
		serve_say("%s ended by signal %d (%s)", process_word(which), WTERMSIG(status),
		    strsignal(WTERMSIG(status)));
	else
		serve_say("%s ended with status %d", process_word(which), WEXITSTATUS(status));
}

/* What the engine was at when it died of a fault. */
static void note_suspects(struct server *server)
{
	uint64_t at[BOARD_WORKERS];
	struct why why;
	struct suspects *suspects = &server->suspects;
	for (size_t i = 0; i < BOARD_WORKERS; i++)
		at[i] = atomic_load(&server->board->at[i]);
	size_t added = suspects_note(suspects, at, BOARD_WORKERS);
	for (size_t i = suspects->aside_count - added; i < suspects->aside_count; i++)
		serve_say("the engine died twice at the frame at position %llu: it is set aside",
		    (unsigned long long)suspects->aside[i]);
	if (added != 0 && suspects_save(server->places.set_aside, suspects, &why) != DONE)
		serve_say("what is set aside cannot be written down: %s", why.text);
}

static void give_up_early(struct server *server, enum process which)
{
	struct child *child = &server->children[which];
	if (server->ready || server->stopping != STOPPING_NOT || ++child->early < EARLY_DEATHS)
		return;
	serve_say("%s does not start; giving up", process_word(which));
	server->status = SERVE_UNREACHABLE;
	(void)raise(SIGTERM);
}

static void ended(struct server *server, enum process which, int status)
{
	struct child *child = &server->children[which];
	bool asked = child->asked || server->stopping != STOPPING_NOT;
	child->pid = 0;
	atomic_store(&server->board->pid[which], 0);
	atomic_store(&server->board->stopped_since[which], time_now());
	if (!asked || status != 0)
		tell_end(which, status);
	if (which == PROCESS_ENGINE && suspects_is_fault(status))
		note_suspects(server);
	if (server->stopping != STOPPING_NOT)
		return;
	if (asked) {
		child->due = serve_now();
		return;
	}
	atomic_fetch_add(&server->board->restarts[which], 1);
	if (serve_now() - child->started >= HEALTHY)
		child->back_off = BACK_OFF_LEAST;
	schedule(child, &server->config);
	give_up_early(server, which);
}

void serve_reap(struct server *server)
{
	int status;
	pid_t pid;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		for (int i = PROCESS_INTAKE; i < PROCESS_COUNT; i++) {
			if (server->children[i].pid == pid)
				ended(server, (enum process)i, status);
		}
	}
}

void serve_start_due(struct server *server)
{
	struct why why;
	bool started = false;
	for (int i = PROCESS_INTAKE; i < PROCESS_COUNT; i++) {
		const struct child *child = &server->children[i];
		if (child->pid != 0 || child->due == 0 || child->due > serve_now())
			continue;
		serve_start_child(server, (enum process)i);
		started = true;
	}
	if (started && serve_write_addresses(server, &why) != DONE)
		serve_say("%s", why.text);
}

int serve_wait(const struct server *server, int most)
{
	int64_t now = serve_now();
	int64_t wait = most;
	for (int i = PROCESS_INTAKE; i < PROCESS_COUNT; i++) {
		const struct child *child = &server->children[i];
		if (child->pid == 0 && child->due != 0 && child->due - now < wait)
			wait = child->due - now;
	}
	return wait < 0 ? 0 : (int)wait;
}

bool serve_all_ended(const struct server *server)
{
	for (int i = PROCESS_INTAKE; i < PROCESS_COUNT; i++) {
		if (server->children[i].pid != 0)
			return false;
	}
	return true;
}
