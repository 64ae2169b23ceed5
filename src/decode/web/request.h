/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One HTTP request, as web servers, proxies and network sensors log it, into fields.
 *
 * Sigma's proxy and web server rules name the same things differently (c-useragent and
 * cs-user-agent), and some want the path where others want the whole URL. A request puts
 * every name; where two forms of a value are wanted it puts both, as a list. Attackers
 * percent-encode what rules look for, so the decoded form follows the raw one wherever they differ.
 */
#ifndef DECODE_WEB_REQUEST_H
#define DECODE_WEB_REQUEST_H

#include "base/text.h"
#include "event/event.h"

#include <stdbool.h>

struct arena;

/* Empty texts and "-" are left out. */
struct request {
	struct text method;
	struct text target;  /* what stood in the request line: path and query, URL, or host:port */
	struct text host;    /* Host header or virtual host; a port behind it is cut off */
	struct text version; /* "HTTP/1.1" or "1.1" */
	struct text agent;
	struct text referer;
	struct text user;
	struct text status;
	struct text bytes; /* of the answer */
	struct text content_type;
	struct text cookie;
	bool server; /* logged by a web server: cs-uri-query also carries path and query as one */
	bool secure; /* the full URL is https */
};

/* All fields of the request. The target's own host wins over `host`. */
void request_put(struct event *event, const struct request *request);

/* Split "GET /path HTTP/1.1". False for what is no request line; nothing is written then. */
bool request_split(struct text line, struct request *request);

/* Undo what Apache and nginx put into quoted log fields: \" \\ \n \r \t \v \b \xHH. */
struct text request_unescape(struct arena *arena, struct text t);

/* Percent-decoding; "+" is a space behind the first "?", or everywhere where t is in_query. t
 * itself when nothing changes. */
struct text request_decode(struct arena *arena, struct text t, bool in_query);

/* The length of a quoted log field, from behind its opening quote to its closing quote or the end;
 * \" is inside it. */
size_t request_quoted(struct text t);

/* A list of addresses ("a, b, c") into FIELD_FORWARDED_FOR, one value each. */
void request_put_forwarded(struct event *event, struct text list);

#endif
