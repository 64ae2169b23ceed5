/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PROGRAM_SERVER_HTTP_HEAD_H
#define PROGRAM_SERVER_HTTP_HEAD_H

#include <stdbool.h>

struct MHD_Connection;

/*
 * Whether a request's head says in one way only where its body ends (RFC 9112, section 6.3): one
 * Content-Length, or "chunked", not both, nothing else. libmicrohttpd picks one of several; a proxy
 * in front of it may pick another, and take the rest for the next sender's request, or the next
 * sender's request, token and all, for the rest.
 */
bool http_head_is_clear(struct MHD_Connection *connection);

#endif
