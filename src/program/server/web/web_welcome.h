/* SPDX-License-Identifier: Apache-2.0 */
/* The link by which the first administrator comes in. */
#ifndef PROGRAM_SERVER_WEB_WEB_WELCOME_H
#define PROGRAM_SERVER_WEB_WEB_WELCOME_H

#include "program/server/process.h"
#include "store/store.h"

struct arena;

/*
 * While there is no member: a random code, kept in DATA/run/welcome (0600) so that it stays the
 * same over restarts, and told on standard error as a link. NULL when there are members; then the
 * file is removed, too.
 */
const char *web_welcome_code(
    const struct process_given *given, struct store *store, struct arena *arena);

#endif
