/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTTP for the console: libmicrohttpd on the console's socket and on the local one, web_answer()
 * behind it, one request at a time.
 */
#ifndef PROGRAM_SERVER_WEB_WEB_HTTP_H
#define PROGRAM_SERVER_WEB_WEB_HTTP_H

#include "program/server/process.h"
#include "web/web.h"

#include <sys/types.h>

struct web_http;

struct web_http_options {
	const struct process_given *given;
	struct web *web;
	const char *certificate; /* PEM texts; NULL: no TLS */
	const char *key;
	uid_t owner; /* besides root: whose processes may come through the local socket */
};
enum outcome web_http_start(
    const struct web_http_options *options, struct web_http **http, struct why *why) MUST_CHECK;
/* Whether requests are being answered: false when one has been at it for too long. */
bool web_http_lives(struct web_http *http);
/* Lets what is being answered end. NULL is harmless. */
void web_http_stop(struct web_http *http);

#endif
