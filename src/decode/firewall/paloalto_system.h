/* SPDX-License-Identifier: Apache-2.0 */
/* Who logged in or out, from where and whether it went well, from the sentences of PAN-OS system
 * logs. */
#ifndef DECODE_FIREWALL_PALOALTO_SYSTEM_H
#define DECODE_FIREWALL_PALOALTO_SYSTEM_H

#include "event/event.h"

/* Read the sentence (opaque=) of a SYSTEM record whose columns stand on the event. */
void paloalto_system_put(struct event *event);

#endif
