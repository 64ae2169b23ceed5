/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The relay's sender: takes the spool's frames in order, posts them, lets them go when the server
 * has made them durable. Batches that the server will never take are set aside as files.
 */
#ifndef PROGRAM_RELAY_SENDER_H
#define PROGRAM_RELAY_SENDER_H

#include "program/relay/post.h"
#include "program/relay/spool.h"

struct sender_options {
	struct spool *spool;
	struct post *post;
	const atomic_bool *stopping;
	void (*say)(const char *format, ...) __attribute__((format(printf, 1, 2)));
};
/* Until `stopping`; what is under way is sent again after the next start. DONE, or why the spool
 * cannot be read. */
enum outcome sender_run(const struct sender_options *options, struct why *why) MUST_CHECK;

#endif
