/* SPDX-License-Identifier: Apache-2.0 */
/* Batches of records posted to a server's intake (POST /intake/records), zstd-compressed. */
#ifndef PROGRAM_RELAY_POST_H
#define PROGRAM_RELAY_POST_H

#include "base/outcome.h"
#include "base/text.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct post;

#define POST_RECORDS "application/vnd.sakimori.records" /* journal/frame.h: records_put() */
#define POST_STREAM "application/vnd.sakimori.stream"   /* a piece of a file with its header */

struct post_options {
	const char *to; /* http://… or https://…, without the path */
	const char *token;
	const char *pin; /* "sha256//BASE64" of the server's public key, several with ';'; NULL:
			    certificates are verified by CAs */
	const char *ca;  /* PEM of CAs that are trusted instead of the system's; NULL */
	const atomic_bool *stopping; /* ends a transfer under way; may be NULL */
};
/* MALFORMED: the address or the pin is none. Options' texts must outlive it. */
enum outcome post_create(
    const struct post_options *options, struct post **post, struct why *why) MUST_CHECK;
/* NULL is harmless. */
void post_destroy(struct post *post);

struct post_batch {
	const char *id;      /* NAME:NUMBER; a resend is harmless */
	const char *content; /* POST_RECORDS, POST_STREAM */
	struct text origin;  /* empty: none */
	int64_t received;    /* CLOCK_NONE: now */
	bool history;
	struct text body;
};
struct post_answer {
	long status;    /* of HTTP; 0: there was no answer */
	unsigned retry; /* seconds that the server asks for; 0: none */
	bool known;     /* it had the batch already */
};
/*
 * DONE: it is durable there. NEED_MORE: later (429, 5xx). NOT_READABLE: the server was not reached,
 * or something else answered. NOT_ALLOWED: the token or the server's key is not the right one.
 * MALFORMED, TOO_LARGE: the server will never take this batch. `why` tells a person.
 */
enum outcome post_send(struct post *post, const struct post_batch *batch,
    struct post_answer *answer, struct why *why) MUST_CHECK;

/* How long to wait before the next attempt, microseconds: doubling from one second to sixty, with
 * jitter, not less than what the server asked for. */
int64_t post_wait(unsigned attempts, const struct post_answer *answer);

#endif
