/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Intake over HTTP (libmicrohttpd): who asks, what was sent, and an answer when the log has
 * settled. A request waits suspended for its group commit; no thread waits with it.
 *
 * A way (struct intake_way) is an address and what it does: take() turns the body into frames or
 * writes an answer; where there are frames, they are appended, and done() writes the answer once
 * they are durable. What goes wrong is told by intake_refuse() in the words of that way's
 * protocol, and counted.
 */
#ifndef PROGRAM_SERVER_INTAKE_INTAKE_HTTP_H
#define PROGRAM_SERVER_INTAKE_INTAKE_HTTP_H

#include "base/buffer.h"
#include "program/server/intake/intake.h"
#include "program/server/intake/intake_frames.h"

#define INTAKE_IN_FLIGHT ((size_t)64 << 20) /* bytes of bodies, over all requests */
#define INTAKE_PATH 1024
#define INTAKE_ANSWER ((size_t)64 << 20)

struct MHD_Connection;
struct intake_request;

/* Whose words an answer is in. */
enum intake_style { STYLE_PLAIN, STYLE_ELASTIC, STYLE_OTLP };

enum intake_method {
	METHOD_GET = 1, /* and HEAD */
	METHOD_POST = 2,
	METHOD_PUT = 4,
	METHOD_DELETE = 8
};

struct intake_way {
	unsigned methods;
	/* Parts between slashes; "%" any part that does not begin with "_" (an index), "*" any. */
	const char *path;
	enum intake_style style;
	bool open; /* without a token */
	void (*take)(struct intake_request *request, struct text body);
	void (*done)(struct intake_request *request); /* NULL: take() has written the answer */
};
/* The way of a path (the methods may differ, then one of them is given); NULL: there is none. */
const struct intake_way *intake_way_find(const char *path, unsigned method);

struct intake_answer {
	unsigned status;
	const char *content; /* type; NULL: that of the style */
	struct buffer body;
	unsigned retry; /* seconds; 0: none said */
};

struct intake_request {
	struct intake *intake;
	struct MHD_Connection *connection;
	const struct intake_way *way;
	enum intake_style style;
	char path[INTAKE_PATH];
	char address[64]; /* of the peer */
	struct intake_sender sender;
	struct text batch;  /* headers, as the connection keeps them */
	struct text origin; /* the peer's address where nothing else is told */
	int64_t received;
	bool history;
	bool known; /* the batch was there already */
	struct intake_frames frames;
	struct buffer items; /* for answers that grow while the body is read */
	bool errors;
	uint64_t rejected;
	struct intake_answer answer;
	/* intake_http.c's own: */
	int phase;
	struct buffer body;
	size_t reserved; /* of INTAKE_IN_FLIGHT */
	uint64_t size;   /* bytes of the body that came */
	uint64_t lines;  /* line ends in what was not kept */
	int64_t started; /* ticks */
	enum refusal refusal;
	bool refused;
	bool failed; /* a frame was not made durable */
	uint64_t first_ticket;
	uint64_t last_ticket;
	struct intake_request *next;
};

/* A header's value; empty where there is none. */
struct text intake_header(const struct intake_request *request, const char *name);

struct intake_refusal {
	unsigned status;
	const char *code;     /* "malformed", "too-large", … */
	enum refusal refusal; /* REFUSED_COUNT: nothing of a source was refused */
	unsigned retry;
};
/* Make the answer a refusal, unless it is one already; a line number ("line 12: …") that begins the
 * words is told apart, too. */
void intake_refuse(struct intake_request *request, const struct intake_refusal *refusal,
    const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The same for what body_…() say. */
void intake_refuse_body(
    struct intake_request *request, enum outcome outcome, const struct why *why);
/* When the refusal goes out: how much was refused is known by then. */
void intake_count_refusal(const struct intake_request *request);
extern const char intake_json_content[];

struct intake_tls {
	const char *certificate; /* PEM, whole texts; NULL: no TLS */
	const char *key;
};
enum outcome intake_http_start(struct intake *intake, const struct intake_tls *tls,
    struct intake_http **http, struct why *why) MUST_CHECK;
/* From the log's thread. */
void intake_http_settled(struct intake_http *http, const struct intake_group *group);
/* Once a second: cuts off who is late; how many connections there are, and were cut off. */
void intake_http_tick(struct intake_http *http, uint64_t *connections, uint64_t *closed);
/* Take no more; wait until what was appended has been answered. */
void intake_http_quiesce(struct intake_http *http);
/* After it. NULL is harmless. */
void intake_http_stop(struct intake_http *http);

#endif
