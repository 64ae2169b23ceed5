/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which events a rule speaks of.
 */
#ifndef DETECT_LOGSOURCE_H
#define DETECT_LOGSOURCE_H

#include "event/event.h"

#include <stdbool.h>

/*
 * Each of product, category and service that the rule names must be the event's, or another word
 * for it. The rule's words are in lower case already; the event's case does not matter.
 */
bool logsource_covers(const struct logsource *rule, const struct logsource *event);

#endif
