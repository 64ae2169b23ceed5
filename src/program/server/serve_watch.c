/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The watchdog. Seconds are counted by looks at the process, not by clocks: a machine that was
 * asleep, or a parent that was stopped, has looked once and not sixty times.
 */
#include "base/clock.h"
#include "program/server/serve_parts.h"

#include <signal.h>
#include <string.h>

/* A frame of tens of megabytes on a slow machine takes long, and the engine shows life meanwhile;
 * one that takes so many times the limit never ends. */
#define STUCK_TIMES 10

void serve_watch_begin(struct child *child)
{
	child->still = 0;
	memset(child->at, 0, sizeof(child->at));
	memset(child->stuck, 0, sizeof(child->stuck));
}

/* Whether a worker has been at one frame for so many looks. */
static bool is_stuck(const struct server *server, struct child *child, unsigned most, bool *moved)
{
	bool stuck = false;
	for (size_t i = 0; i < BOARD_WORKERS; i++) {
		uint64_t at = atomic_load(&server->board->at[i]);
		bool same = at != 0 && at == child->at[i];
		*moved = *moved || at != child->at[i];
		child->stuck[i] = same ? child->stuck[i] + 1 : 0;
		child->at[i] = at;
		stuck = stuck || child->stuck[i] >= most;
	}
	return stuck;
}

static void end(struct server *server, enum process which, const char *why)
{
	struct child *child = &server->children[which];
	serve_say("%s %s: ending it", process_word(which), why);
	/* The engine's counts as a fault, so that the frame it is at becomes suspect. */
	(void)kill(child->pid, which == PROCESS_ENGINE ? SIGABRT : SIGKILL);
	serve_watch_begin(child);
}

static void watch(struct server *server, enum process which)
{
	struct child *child = &server->children[which];
	unsigned most = (unsigned)(server->config.watchdog / CLOCK_SECOND);
	int64_t seen = atomic_load(&server->board->seen[which]);
	uint64_t done = which == PROCESS_ENGINE ? atomic_load(&server->board->position) : 0;
	bool moved = seen != child->seen || done != child->done;
	bool stuck = which == PROCESS_ENGINE && is_stuck(server, child, STUCK_TIMES * most, &moved);
	child->seen = seen;
	child->done = done;
	child->still = moved ? 0 : child->still + 1;
	if (child->still >= most)
		end(server, which, "shows no life");
	else if (stuck)
		end(server, which, "does not get done with a frame");
}

/* What was suspect has been passed: all workers again. */
static void end_care(struct server *server)
{
	if (!server->careful || server->children[PROCESS_ENGINE].pid == 0 ||
	    suspects_open(&server->suspects, atomic_load(&server->board->position)))
		return;
	server->careful = false;
	if (server->config.workers != 1)
		serve_restart_child(server, PROCESS_ENGINE);
}

void serve_watch(struct server *server)
{
	for (int i = PROCESS_INTAKE; i < PROCESS_COUNT; i++) {
		if (server->children[i].pid != 0)
			watch(server, (enum process)i);
	}
	end_care(server);
}
