/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parent: binds, starts the processes, keeps them running, stops them in order (intake commits
 * and answers what it has, then the engine, then web). It reads no byte from any socket. One
 * thread, one loop, signals through a descriptor.
 */
#include "program/server/serve.h"

#include "base/clock.h"
#include "os/time.h"
#include "program/server/serve_parts.h"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define LOOK 1000       /* milliseconds between two looks at the processes */
#define STOP_TIME 15000 /* in which a process has to end */

static void kill_all(struct server *server)
{
	for (int i = PROCESS_INTAKE; i < PROCESS_COUNT; i++) {
		if (server->children[i].pid != 0)
			(void)kill(server->children[i].pid, SIGKILL);
	}
}

static enum process stopped_by(enum stopping stopping)
{
	static const enum process order[] = {
	    [STOPPING_INTAKE] = PROCESS_INTAKE,
	    [STOPPING_ENGINE] = PROCESS_ENGINE,
	    [STOPPING_WEB] = PROCESS_WEB,
	};
	return order[stopping];
}

static void stop_next(struct server *server)
{
	while (++server->stopping < STOPPING_OVER) {
		const struct child *child = &server->children[stopped_by(server->stopping)];
		if (child->pid == 0)
			continue;
		server->stop_by = serve_now() + STOP_TIME;
		(void)kill(child->pid, SIGTERM);
		return;
	}
}

/* The one that was asked has ended, or has to. */
static void go_on_stopping(struct server *server)
{
	if (server->stopping == STOPPING_NOT || server->stopping == STOPPING_OVER)
		return;
	enum process which = stopped_by(server->stopping);
	const struct child *child = &server->children[which];
	if (child->pid == 0) {
		stop_next(server);
		return;
	}
	if (serve_now() < server->stop_by)
		return;
	serve_say("%s does not end; killing it", process_word(which));
	(void)kill(child->pid, SIGKILL);
	server->stop_by = serve_now() + STOP_TIME;
	server->status = SERVE_PARTLY;
}

static void stop(struct server *server)
{
	if (server->stopping == STOPPING_NOT) {
		serve_notify("STOPPING=1");
		stop_next(server);
		return;
	}
	serve_say("asked again to stop: killing what still runs");
	server->status = SERVE_PARTLY;
	kill_all(server);
}

static void take_signals(struct server *server)
{
	struct signalfd_siginfo info;
	while (read(server->signals, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
		if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT)
			stop(server);
		else if (info.ssi_signo == SIGHUP && server->stopping == STOPPING_NOT)
			serve_reload(server);
	}
}

static void look_for_ready(struct server *server)
{
	if (server->ready)
		return;
	for (int i = PROCESS_INTAKE; i < PROCESS_COUNT; i++) {
		if (atomic_load(&server->board->seen[i]) == 0)
			return;
	}
	server->ready = true;
	serve_tell_ready(server);
	serve_notify("READY=1");
}

static void loop(struct server *server)
{
	struct pollfd signals = {.fd = server->signals, .events = POLLIN};
	int64_t look = serve_now() + LOOK;
	while (!serve_all_ended(server) || server->stopping == STOPPING_NOT) {
		/* Until it is ready it is worth looking often: somebody waits. */
		(void)poll(&signals, 1, serve_wait(server, server->ready ? LOOK : 20));
		take_signals(server);
		serve_reap(server);
		go_on_stopping(server);
		if (server->stopping == STOPPING_NOT) {
			serve_start_due(server);
			look_for_ready(server);
		}
		if (serve_now() < look)
			continue;
		look = serve_now() + LOOK;
		atomic_store(&server->board->seen[PROCESS_PARENT], time_now());
		if (server->stopping == STOPPING_NOT)
			serve_watch(server);
	}
}

static enum serve_status run(struct server *server)
{
	struct why why;
	int64_t now = time_now();
	atomic_store(&server->board->started, now);
	atomic_store(&server->board->seen[PROCESS_PARENT], now);
	atomic_store(&server->board->pid[PROCESS_PARENT], getpid());
	for (int i = PROCESS_INTAKE; i < PROCESS_COUNT; i++)
		serve_start_child(server, (enum process)i);
	if (serve_write_addresses(server, &why) != DONE) {
		serve_say("%s", why.text);
		server->status = SERVE_UNREACHABLE;
		stop(server);
	}
	loop(server);
	return server->status;
}

enum serve_status serve(const struct config_words *words)
{
	static struct server server; /* large, and the children keep it */
	struct why why;
	server = (struct server){
	    .words = words,
	    .lock = -1,
	    .local = -1,
	    .lifeline = {-1, -1},
	    .wake_engine = -1,
	    .signals = -1,
	};
	enum outcome outcome = serve_configure(&server, &why);
	enum serve_status status =
	    outcome == MALFORMED || outcome == NOT_SUPPORTED || outcome == TOO_LARGE
		? SERVE_UNUSABLE
		: SERVE_UNREACHABLE;
	if (outcome == DONE)
		outcome = serve_prepare(&server, &why);
	if (outcome == DONE)
		status = run(&server);
	else
		serve_say("%s", why.text);
	serve_clean_up(&server);
	return status;
}
