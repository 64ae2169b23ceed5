/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of Yamaha routers' messages as fields. For yamaha.c. */
#ifndef DECODE_FIREWALL_YAMAHA_PARTS_H
#define DECODE_FIREWALL_YAMAHA_PARTS_H

#include "decode/decoder.h"
#include "decode/pattern.h"
#include "event/event.h"

/* Put the holes of a sentence that fitted. */
void yamaha_parts_put(
    struct event *event, const struct pattern_match *match, const struct decode_context *context);

/* Sigma's "blocked" for events of the category firewall, by their action. */
void yamaha_parts_put_blocked(struct event *event);

#endif
