/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request on its way through a handler: who asks, what stands in it, and the two halves of the
 * model that the handler writes: `data` for programs and `view` for the template.
 */
#ifndef WEB_CALL_H
#define WEB_CALL_H

#include "base/buffer.h"
#include "base/json.h"
#include "render/words.h"
#include "store/directory.h"
#include "web/request.h"
#include "web/web.h"

struct web;
struct csv_mappings;

struct call {
	struct web *web;
	const struct web_options *options;
	const struct web_request *request;
	struct store *store;
	struct arena *arena;
	struct web_answer *answer;
	int64_t now;
	struct viewer viewer; /* system and nothing else where nobody is signed in: see `known` */
	struct member member; /* empty id: nobody, or the local administrator */
	struct text session;  /* the hash of its token; empty: none */
	bool known;           /* signed in, or through the local socket */
	bool json;            /* a program asks */
	struct words words;
	struct text zone_name;
	struct form query;
	struct form form;
	struct text parts[PATH_PARTS]; /* of the path */
	size_t part_count;
	struct buffer data_bytes;
	struct buffer view_bytes;
	struct json_writer data;
	struct json_writer view;
};

/* What stood at a place of the path, from 0. */
struct text call_part(const struct call *call, size_t index);
bool call_manages(const struct call *call);         /* administrator or operator */
bool call_administers(const struct call *call);     /* administrator */
bool call_works(const struct call *call);           /* whoever may change an incident's status */
struct viewer call_system(const struct call *call); /* for what the web does itself */

/* A field of the form as a number, a list's page from the query. MALFORMED names the field; an
 * absent or empty field leaves *out. */
enum outcome call_uint(const struct call *call, const char *name, uint64_t most, uint64_t *out,
    struct why *why) MUST_CHECK;
/* Seconds into microseconds. */
enum outcome call_seconds(
    const struct call *call, const char *name, int64_t *out, struct why *why) MUST_CHECK;
bool call_bool(const struct call *call, const char *name);
struct page call_page(const struct call *call, size_t limit);

/* Answers. Exactly one of these ends a handler. */

/* The model is complete: as JSON, or by this template. */
void call_show(struct call *call, unsigned status, const char *template);
/* After a change: a browser is sent on, a program gets the data. */
void call_done(struct call *call, unsigned status, struct text location);
/* What went wrong, in the asker's form. */
void call_fail(struct call *call, enum outcome outcome, const struct why *why);
/* With a status and a text of its own ("console.KEY"). */
void call_refuse(struct call *call, unsigned status, const char *code, const char *key);
void call_redirect(struct call *call, struct text location);

#endif
