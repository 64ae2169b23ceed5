/* SPDX-License-Identifier: Apache-2.0 */
/* `sakimori serve`: the parent. */
#ifndef PROGRAM_SERVER_SERVE_H
#define PROGRAM_SERVER_SERVE_H

#include "program/server/config.h"

enum serve_status { /* as program/cli/command.h has them */
	SERVE_DONE = 0,
	SERVE_UNUSABLE = 2, /* the configuration */
	SERVE_PARTLY = 3,   /* a process had to be killed at the end */
	SERVE_UNREACHABLE =
	    4, /* an address, a folder, the certificate; or a process does not start */
};

/*
 * Read the configuration, bind, start the processes, keep them running until SIGTERM or SIGINT (a
 * second one ends them at once). SIGHUP: read the configuration and the rules again. Returns an
 * exit status.
 */
enum serve_status serve(const struct config_words *words);

#endif
