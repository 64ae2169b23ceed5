/* SPDX-License-Identifier: Apache-2.0 */
/* What the decoders of Unix programs' syslog messages share: the event they make and their
 * sentences. */
#ifndef DECODE_UNIX_UNIX_MESSAGE_H
#define DECODE_UNIX_UNIX_MESSAGE_H

#include "decode/decoder.h"
#include "event/event.h"

#include <stdbool.h>
#include <stddef.h>

/* One sentence of a program (decode/pattern.h), and what it says happened. */
struct unix_sentence {
	const char *pattern;
	const char *action;
	const char *outcome; /* "success", "failure", "" */
};

/*
 * Add an event of product linux and this service, with process, level and the message as it is.
 * NULL, with the reason, when there may be no more events in the record.
 */
struct event *unix_event(
    const struct view *view, struct text service, struct events *events, struct why *why);

/*
 * Try the sentences in their order on the event's message; the first that fits puts its holes:
 * user, target_user, by (who did it), sip, host, sport, dip, dport, group, command, reason, uid,
 * session as taxonomy fields, all others under their own name. False when none fits.
 */
bool unix_put_sentence(struct event *event, const struct unix_sentence *sentences, size_t count);

/* The same with the sentences of PAM modules, which write in the name of whatever program uses
 * them. */
bool unix_put_pam(struct event *event);

/* The same with the sentences of modules that name themselves in the tag: "su(pam_unix)". */
bool unix_put_old_pam(struct event *event, const struct view *view);

/* The header's program without such a module. */
struct text unix_program(const struct view *view);

/* Whether the header names one of these programs. */
bool unix_is_program(const struct view *view, const struct text *names, size_t count);

#endif
