/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The console: requests in, answers out. No sockets here: program/server/web/web.c feeds it from
 * HTTP, the commands of program/cli feed it directly when no server runs. So a command, a page and
 * an API call are one and the same handler.
 *
 * A handler builds one model: `data` (what a program gets as JSON) and `view` (words, order, charts
 * for the template). `Accept: application/json` gets `data`; else the page in the member's
 * language. Writing is done by POST of a form or of JSON to the same addresses; after it a browser
 * is sent on (303), a program gets the new `data`.
 */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "base/outcome.h"
#include "base/text.h"
#include "journal/block.h"
#include "render/texts.h"
#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct buffer;
struct web;

#define WEB_BODY ((size_t)1 << 20)    /* bytes of a request's body */
#define WEB_ANSWER ((size_t)16 << 20) /* bytes of an answer */

enum web_method { WEB_GET, WEB_HEAD, WEB_POST, WEB_DELETE, WEB_OTHER };

struct web_request {
	enum web_method method;
	struct text path;  /* still percent-encoded: "/companies/ab12" */
	struct text query; /* behind "?", still encoded */
	struct text content_type;
	struct text body;
	struct text accept;
	struct text accept_language;
	struct text cookie;
	struct text host;       /* Host */
	struct text origin;     /* Origin */
	struct text fetch_site; /* Sec-Fetch-Site */
	struct text referer;    /* Referer */
	struct text authorization;
	struct text address; /* of the peer */
	bool secure;         /* over TLS */
	const struct viewer
	    *local; /* not NULL: through the local socket or directly, already known */
	int64_t now;
};

struct web_answer {
	unsigned status; /* HTTP */
	const char *content_type;
	struct text body;       /* on the arena */
	struct text location;   /* empty: none */
	struct text set_cookie; /* empty: none */
	struct text etag;       /* empty: none */
	bool cacheable;         /* static files */
};

/* What the console tells of the running server, filled by whoever knows (program/server/board.h);
 * all zero and `running` false when no server runs. */
struct web_status {
	bool running;
	int64_t started;
	uint64_t log_end;  /* durable end of the log */
	uint64_t position; /* of the engine */
	uint64_t records;  /* taken since the start */
	uint64_t refused;
	int64_t intake_seen; /* last heartbeat; CLOCK_NONE */
	int64_t engine_seen;
	unsigned intake_restarts;
	unsigned engine_restarts;
	unsigned web_restarts;
	uint64_t disk_free;
	bool disk_refusing;
	uint64_t rules;
	uint64_t rules_refused;
	struct text intake_address; /* for instructions: "192.0.2.1:8481" */
	struct text syslog_address; /* TCP: "192.0.2.1:8514"; empty: no listener */
	struct text syslog_udp;     /* UDP, likewise */
	struct text pin;            /* "sha256//…" of the server's key; empty: no TLS */
};

struct web_options {
	struct store *store;
	struct journal_place place;
	const char *content;  /* the content folder */
	const char *snapshot; /* intake's directory is written here */
	const struct texts *texts;
	const char *welcome; /* the code of the first administrator's link; NULL: there is none */
	/* Asked when needed; may be NULL. */
	void (*status)(void *data, struct web_status *status);
	/* A company left, its key is gone: its records in the log should be sealed soon. May be
	 * NULL. */
	void (*left)(void *data);
	void *data;
};
/* Templates are compiled once. `options` is copied, what it points to must outlive the web. */
enum outcome web_create(
    const struct web_options *options, struct web **web, struct why *why) MUST_CHECK;
/* NULL is harmless. */
void web_destroy(struct web *web);

/* Answer; never fails: what goes wrong is an answer, too. One thread at a time a web. */
void web_answer(struct web *web, const struct web_request *request, struct arena *arena,
    struct web_answer *answer);

/* Write intake's directory from the store: at start, and after every change of sources (handlers
 * do). */
enum outcome web_push_directory(struct web *web, struct why *why) MUST_CHECK;

#endif
