/* SPDX-License-Identifier: Apache-2.0 */
/* The table of addresses: method, pattern, handler, who may ask. docs/api.md tells it in words. */
#ifndef WEB_ROUTES_H
#define WEB_ROUTES_H

#include "web/web.h"

struct call;

enum who {
	WHO_ANYBODY, /* signed in or not */
	WHO_MEMBER,  /* signed in; what exactly they see and change, the store decides */
	WHO_MANAGER, /* administrators and operators */
	WHO_ADMINISTRATOR,
};

struct route {
	enum web_method method; /* WEB_GET also answers HEAD */
	const char *pattern;    /* "/companies/{}" */
	void (*handler)(struct call *call);
	enum who who;
};

/* The route of a request whose path was split; NULL: none. `other` says that another method has
 * one. */
const struct route *route_find(
    enum web_method method, const struct text *parts, size_t count, bool *other);
/* All of them, for tests and documents. */
const struct route *route_all(size_t *count);

#endif
