/* SPDX-License-Identifier: Apache-2.0 */
#include "program/server/board.h"

#include "base/clock.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

const char *process_word(enum process process)
{
	static const char *const words[PROCESS_COUNT] = {
	    [PROCESS_PARENT] = "parent",
	    [PROCESS_INTAKE] = "intake",
	    [PROCESS_ENGINE] = "engine",
	    [PROCESS_WEB] = "web",
	};
	return (unsigned)process < PROCESS_COUNT ? words[process] : "unknown";
}

enum outcome board_create(struct board **board, struct why *why)
{
	struct board *made =
	    mmap(NULL, sizeof(*made), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (made == MAP_FAILED) {
		why_set(why, "shared memory: %s", strerror(errno));
		return NOT_READABLE;
	}
	for (int i = 0; i < PROCESS_COUNT; i++)
		atomic_store(&made->stopped_since[i], CLOCK_NONE);
	*board = made;
	return DONE;
}
