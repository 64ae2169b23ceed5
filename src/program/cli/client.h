/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How commands reach the console's addresses: through the local socket of a running server, or,
 * where none runs, by the same handlers within this process (web/web.h).
 */
#ifndef PROGRAM_CLI_CLIENT_H
#define PROGRAM_CLI_CLIENT_H

#include "base/json.h"
#include "base/outcome.h"
#include "render/texts.h"

#include <stdbool.h>

struct arena;
struct client;
struct content;
struct places;

struct client_options {
	struct content *content; /* loaded; must outlive the client */
	const char *data;        /* the data folder as given by --data; NULL: the default */
	enum language language;  /* of what the server answers */
};
/*
 * NOT_FOUND: there is no data folder; NOT_ALLOWED: a server's socket, the run folder or the store
 * may not be opened by this user; NOT_READABLE: another reason.
 */
enum outcome client_open(
    const struct client_options *options, struct client **client, struct why *why) MUST_CHECK;
/* NULL is harmless. */
void client_close(struct client *client);

/* Whether a server answers. */
bool client_is_running(const struct client *client);
/* The folders and files below the data folder. */
const struct places *client_places(const struct client *client);

struct client_answer {
	unsigned status;         /* HTTP */
	const struct json *json; /* never NULL: what is no JSON is a failure */
};
/* GET where `body` is empty, else POST of that JSON. `path` is percent-encoded and may have a
 * query. NOT_READABLE: no answer came. */
enum outcome client_call(struct client *client, const char *path, struct text body,
    struct arena *arena, struct client_answer *answer, struct why *why) MUST_CHECK;

#endif
