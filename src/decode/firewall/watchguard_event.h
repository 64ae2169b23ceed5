/* SPDX-License-Identifier: Apache-2.0 */
/* What a Firebox says in sentences: logins, alarms, notices of its services. */
#ifndef DECODE_FIREWALL_WATCHGUARD_EVENT_H
#define DECODE_FIREWALL_WATCHGUARD_EVENT_H

#include "base/text.h"
#include "event/event.h"

/*
 * Put who, from where and how it ended, and of an alarm the addresses it names, from the text
 * behind msg_id="…". An alarm's text is added as msg, as a proxy's is, so that one rule fits both.
 */
void watchguard_event_read(struct event *event, struct text message);

#endif
