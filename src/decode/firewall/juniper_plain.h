/* SPDX-License-Identifier: Apache-2.0 */
/* Junos messages in sentences, as a device sends them that is not set to structured-data. */
#ifndef DECODE_FIREWALL_JUNIPER_PLAIN_H
#define DECODE_FIREWALL_JUNIPER_PLAIN_H

#include "base/text.h"
#include "event/event.h"

/*
 * Take a sentence apart. Its parts are added under the names that the structured form gives them,
 * and `put` is called for each to add the taxonomy's. A sentence that is not known adds nothing.
 */
void juniper_plain_put(struct event *event, struct text tag, struct text sentence,
    void (*put)(struct event *event, struct text key, struct text value));

#endif
