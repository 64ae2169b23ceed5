/* SPDX-License-Identifier: Apache-2.0 */
/* `sakimori serve`: the parent. */
#ifndef PROGRAM_SERVER_SERVE_H
#define PROGRAM_SERVER_SERVE_H

#include "program/server/config.h"

/* Bind, start the processes, keep them running until SIGTERM or SIGINT. Returns an exit status of
 * program/cli/command.h. */
int serve(const struct config *config);

#endif
