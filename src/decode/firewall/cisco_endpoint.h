/* SPDX-License-Identifier: Apache-2.0 */
/* Endpoints in Cisco ASA's sentences, put as source or destination with their translation,
 * interface and user. */
#ifndef DECODE_FIREWALL_CISCO_ENDPOINT_H
#define DECODE_FIREWALL_CISCO_ENDPOINT_H

#include "base/text.h"
#include "decode/pattern.h"
#include "event/event.h"

enum cisco_side { CISCO_SOURCE, CISCO_DESTINATION };

/* "[user@]address[/port] (mapped/port)(user)"; an empty text puts nothing. */
void cisco_endpoint_bare(struct event *event, enum cisco_side side, struct text t);

/* "interface:address[/port] (mapped/port)(user)". */
void cisco_endpoint_interfaced(struct event *event, enum cisco_side side, struct text t);

/* "interface/address(port)(user)" of access lists. */
void cisco_endpoint_listed(struct event *event, enum cisco_side side, struct text t);

/* "interface:address[/port]" that a source was translated to. */
void cisco_endpoint_translated(struct event *event, struct text t);

/* The holes fa, ga, la of ICMP connections; nothing when the match has none. */
void cisco_endpoint_icmp(struct event *event, const struct pattern_match *match);

/* The holes F and T of Built messages with their direction; nothing when the match has none. */
void cisco_endpoint_built(struct event *event, const struct pattern_match *match);

#endif
