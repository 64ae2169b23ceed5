/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ModSecurity's messages, which stand in its audit logs and in the web server's error log.
 */
#ifndef DECODE_WEB_MODSECURITY_H
#define DECODE_WEB_MODSECURITY_H

#include "base/text.h"
#include "decode/web/request.h"
#include "event/event.h"

#include <stdbool.h>

/*
 * Of the rules that fired on a request the most severe one, the first of equals; rules that only
 * add up the score of the others are none of them.
 */
struct modsecurity_worst {
	struct text name; /* empty: none */
	unsigned rank;    /* its severity; 0 is the worst */
};

/* What one audited request was, whichever form told it. */
struct transaction {
	struct text time;
	struct text id;
	struct text src_ip;
	struct text src_port;
	struct text dst_ip;
	struct text dst_port;
	struct text forwarded; /* X-Forwarded-For */
	struct request request;
	size_t messages; /* rules that fired */
	struct modsecurity_worst worst;
	bool blocked;
};

/*
 * One message, 'Warning. Matched phrase … [file "…"] [id "932160"] [msg "…"] [severity "CRITICAL"]
 * [tag "…"]': rule_id, Signature, event_severity, rule_tag, anomaly_score, and what stands before
 * the brackets as reason. Called for each message of a transaction: the fields repeat; *worst is
 * kept up to date.
 */
void modsecurity_put_message(
    struct event *event, struct text message, struct modsecurity_worst *worst);

/* A message alone, in a web server's error log: also the action, the request's id, URI and host,
 * the rule's name and the product. */
void modsecurity_put_alert(struct event *event, struct text message);

/* One rule that fired. */
struct modsecurity_rule {
	struct text id;
	struct text name;
	struct text severity; /* a word or a number */
};

/* Part of it, for messages that come as JSON. */
void modsecurity_put_rule(
    struct event *event, const struct modsecurity_rule *rule, struct modsecurity_worst *worst);

/* Whether a message says that the request was stopped. */
bool modsecurity_is_denial(struct text message);

/* A request or response header that a field comes from. */
void modsecurity_take_header(struct transaction *transaction, struct text name, struct text value);

/* The section form of the audit log ("--1a2b3c4d-A--"). */
bool modsecurity_is_native(struct text record);
/* Read it: messages are put into the event at once, the rest into *transaction. False when its
 * section A is broken. */
bool modsecurity_read_native(
    struct event *event, struct text record, struct transaction *transaction);

#endif
