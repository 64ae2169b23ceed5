/* SPDX-License-Identifier: Apache-2.0 */
/* The holes of Cisco's sentences (ASA and IOS) as fields, and the beginnings that many VPN messages
 * share. */
#ifndef DECODE_FIREWALL_CISCO_PARTS_H
#define DECODE_FIREWALL_CISCO_PARTS_H

#include "base/text.h"
#include "decode/pattern.h"
#include "event/event.h"

/* Put all holes of a message that fitted (names: cisco_asa_messages.h). */
void cisco_parts_put(struct event *event, const struct pattern_match *match);

/*
 * Put what stands before many VPN messages: "Group = g, Username = u, IP = a, …", "Group <g> User
 * <u> IP <a> …", "Local:a:p Remote:a:p Username:u …".
 */
void cisco_parts_put_prefix(struct event *event, struct text sentence);

#endif
