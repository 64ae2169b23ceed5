/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The accounts of the processes, when the server is started by root and they exist (setup/users).
 *
 * intake has its own group only, so that state and keys are closed to it by the file system, too.
 * engine and web share `group`; web has intake's group besides, for what intake reads of it.
 */
#ifndef PROGRAM_SERVER_ACCOUNTS_H
#define PROGRAM_SERVER_ACCOUNTS_H

#include "os/process.h"
#include "program/server/board.h"
#include "program/server/config.h"

struct accounts {
	bool separate; /* false: all processes stay who they are */
	struct process_account of[PROCESS_COUNT];
};

/* Never fails: where they are not separate, `why` says what is missing. */
void accounts_find(const struct config *config, struct accounts *accounts, struct why *why);

#endif
