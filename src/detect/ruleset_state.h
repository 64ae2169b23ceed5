/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a rule set holds, for the files that build and evaluate it.
 */
#ifndef DETECT_RULESET_STATE_H
#define DETECT_RULESET_STATE_H

#include "detect/reading.h"
#include "detect/rule.h"
#include "detect/ruleset.h"

#include <stdbool.h>
#include <stddef.h>

/* What trying a rule needs. */
struct rule_core {
	const struct node *condition;
	struct node *const *detections;
	size_t number;
};

/* Rules that name the same log source. */
struct rule_group {
	struct logsource logsource;
	struct rule_core *rules; /* numbers ascending */
	size_t count;
};

struct ruleset {
	struct store store;
	struct names ids;
	struct rule **rules;
	size_t count;
	size_t room;
	struct refused_rule *refused;
	size_t refused_count;
	size_t refused_room;
	struct product_says *says;
	size_t says_count;
	struct rule_group *groups; /* once frozen */
	size_t group_count;
	size_t most_detections; /* of any rule */
	bool frozen;
};

#endif
