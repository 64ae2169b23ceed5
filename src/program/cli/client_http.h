/* SPDX-License-Identifier: Apache-2.0 */
/* HTTP to the local socket of a running server. */
#ifndef PROGRAM_CLI_CLIENT_HTTP_H
#define PROGRAM_CLI_CLIENT_HTTP_H

#include "base/outcome.h"
#include "base/text.h"
#include "render/texts.h"

struct arena;
struct client_http;

/* NOT_FOUND: nobody listens there. NOT_ALLOWED: this user may not. */
enum outcome client_http_open(
    const char *run, struct client_http **http, struct why *why) MUST_CHECK;
/* NULL is harmless. */
void client_http_close(struct client_http *http);

struct client_request {
	const char *path;
	struct text body; /* JSON; empty: GET */
	enum language language;
};
/* The answer's body on the arena. */
enum outcome client_http_call(struct client_http *http, const struct client_request *request,
    struct arena *arena, unsigned *status, struct text *body, struct why *why) MUST_CHECK;

#endif
