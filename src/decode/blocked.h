/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a firewall let traffic through, told the same way for all products. */
#ifndef DECODE_BLOCKED_H
#define DECODE_BLOCKED_H

#include "event/event.h"

#include <stdbool.h>

/* Put FIELD_BLOCKED. */
void blocked_put(struct event *event, bool blocked);

/* Put it by the event's action on events of the category firewall that have none yet; nothing where
 * the action's word does not tell. */
void blocked_put_by_action(struct event *event);

/* What one word means; false when it tells neither. ASCII case does not matter. */
bool blocked_by_word(struct text word, bool *blocked);

#endif
