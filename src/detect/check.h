/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether an item of a rule holds for the event that a scene shows.
 */
#ifndef DETECT_CHECK_H
#define DETECT_CHECK_H

#include "detect/rule.h"
#include "detect/scene.h"

#include <stdbool.h>

/*
 * A field that stands several times is a list: a test holds when it does for one element. A field
 * that is not there holds for null, for `exists: false` and for what is negated, and for nothing
 * else.
 */
bool check_item(struct scene *scene, const struct item *item);

#endif
