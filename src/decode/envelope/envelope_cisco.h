/* SPDX-License-Identifier: Apache-2.0 */
/* Headers of Cisco devices, told by the "%FACILITY-SEVERITY-NAME" that ends them. For envelope.c.
 */
#ifndef DECODE_ENVELOPE_ENVELOPE_CISCO_H
#define DECODE_ENVELOPE_ENVELOPE_CISCO_H

#include "base/text.h"
#include "decode/decoder.h"

#include <stdbool.h>

/*
 * Take what stands before "%FACILITY-" from `rest` (what is behind PRI): *message begins with '%'.
 * Each with its colon or space there may be a relay's time and host, sequence numbers, the device's
 * host and its time (which wins over the relay's) with its zone. False, and nothing changed, when
 * something else stands there.
 */
bool envelope_cisco_read(struct text rest, struct envelope *envelope, struct text *message);

#endif
