/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The detection section of a rule: its search identifiers and its condition.
 */
#ifndef DETECT_DETECTION_H
#define DETECT_DETECTION_H

#include "base/outcome.h"
#include "base/yaml.h"
#include "detect/reading.h"
#include "detect/rule.h"

/* Read the map under `detection:` into rule->detections and rule->condition. */
enum outcome detection_read(
    struct reading *reading, const struct yaml *map, struct rule *rule) MUST_CHECK;

#endif
