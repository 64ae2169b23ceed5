/* SPDX-License-Identifier: Apache-2.0 */
/* What the web room holds for as long as it runs. */
#ifndef WEB_STATE_H
#define WEB_STATE_H

#include "render/mustache.h"
#include "web/session.h"
#include "web/web.h"

struct csv_mappings;

#define WEB_TEMPLATES 32
#define WEB_FILES 16
#define WEB_ZONES 64
#define WEB_VERSION 9

struct web_template {
	struct text name;   /* "companies" */
	struct text source; /* its file's bytes */
	const struct template *compiled;
};
struct web_file {
	struct text name; /* "console.css" */
	struct text bytes;
	const char *content_type;
	struct text etag;
};
struct web_zone {
	struct text name;
	const struct zone *zone;
};

struct web {
	struct web_options options;
	struct arena *arena;
	struct web_template templates[WEB_TEMPLATES];
	size_t template_count;
	struct web_file files[WEB_FILES];
	size_t file_count;
	struct text version;         /* changes when a static file does */
	const struct json *texts[2]; /* by language: the object that templates know as "t" */
	struct csv_mappings *mappings;
	struct web_zone zones[WEB_ZONES];
	size_t zone_count;
	struct sign_in_guard guard;
	struct session_touch touches[SESSION_TOUCHES];
};

/* The content that pages are made of; part of web_create(). */
enum outcome state_load(struct web *web, struct why *why) MUST_CHECK;
/* A tz name's zone; UTC where it is not known, then *shown is "UTC". */
const struct zone *state_zone(struct web *web, struct text name, struct text *shown);
const struct template *state_template(const struct web *web, const char *name);

#endif
