/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A YAML document becomes a rule.
 */
#ifndef DETECT_RULE_READ_H
#define DETECT_RULE_READ_H

#include "base/outcome.h"
#include "base/yaml.h"
#include "detect/reading.h"
#include "detect/rule.h"

/*
 * Read a Sigma detection rule; *rule is on the rule set's arena. NOT_SUPPORTED (with the refusal
 * in `reading`) for correlations, filters and Sigma 1's collections. The source is left to the
 * caller.
 */
enum outcome rule_read(
    struct reading *reading, const struct yaml *document, struct rule **rule) MUST_CHECK;

/* The parts that a rule shares with a verdict (detect/verdict_read.c). */

/* id: left empty where there is none. Refused when it holds white space or is over 128 bytes. */
enum outcome rule_read_id(
    struct reading *reading, const struct yaml *map, struct text *id) MUST_CHECK;

/* Level under `key`; `absent` where there is none. */
enum outcome rule_read_level(struct reading *reading, const struct yaml *map, const char *key,
    enum severity absent, enum severity *severity) MUST_CHECK;

/* tags, and the stage that they tell (see struct rule_facts). */
enum outcome rule_read_tags(
    struct reading *reading, const struct yaml *map, struct rule_facts *facts) MUST_CHECK;

/* A list of texts (or one text) under `key`, copied to the rule set's arena. */
enum outcome rule_read_texts(struct reading *reading, const struct yaml *map, const char *key,
    struct text **texts, size_t *count) MUST_CHECK;

/* product, category and service of a map, in lower case; those that are not there stay as they are.
 */
enum outcome rule_read_logsource(
    struct reading *reading, const struct yaml *map, struct logsource *logsource) MUST_CHECK;

#endif
