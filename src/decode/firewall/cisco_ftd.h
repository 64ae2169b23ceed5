/* SPDX-License-Identifier: Apache-2.0 */
/* Security events of Cisco Firepower Threat Defense: "Key: value, Key: value" behind numbers 430001
 * to 430005. */
#ifndef DECODE_FIREWALL_CISCO_FTD_H
#define DECODE_FIREWALL_CISCO_FTD_H

#include "base/text.h"
#include "decode/decoder.h"
#include "event/event.h"

#include <stdbool.h>

/* Whether the text begins with a pair whose key is one of FTD's. */
bool cisco_ftd_is_list(struct text t);

/* Put all pairs under their own names, and those that have taxonomy names under these too. */
void cisco_ftd_put_list(struct event *event, struct text list);

#endif
