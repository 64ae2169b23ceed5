/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A set of Sigma rules and product mappings, and the plain evaluator over it.
 *
 * Rules are Sigma 2.1.0 (specification of 2025-08-02) detection rules. They are read strictly: an
 * unknown modifier, a condition that names a missing identifier, a wrong type refuse the rule with
 * file, line and reason. Correlation and filter documents are refused as not supported yet, by
 * name. A rule without a level counts as medium; one without an id gets a hash of its text. Beside
 * Sigma's keys, `title_ja` is the title in Japanese. Product mappings ("what products already say")
 * are content/verdicts files, see detect/verdict.h.
 *
 * The evaluator is deliberately naive: every rule of the event's logsource is tried, every value
 * compared (a search for a word is spared where the value lacks one of the word's pairs of bytes).
 * It is the oracle that a compiled evaluator is compared with.
 *
 * A set is built by one thread, then frozen; frozen it is read by many, each with an evaluator of
 * its own.
 */
#ifndef DETECT_RULESET_H
#define DETECT_RULESET_H

#include "base/outcome.h"
#include "base/text.h"
#include "event/event.h"
#include "event/finding.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct ruleset;
struct evaluator;

/* A rule that was not loaded. */
struct refused_rule {
	struct text file;
	unsigned line;   /* 0: the whole file */
	struct text why; /* begins with "placeholder" where it waits for a placeholder's value */
};

struct ruleset *ruleset_create(void);
/* NULL is harmless. */
void ruleset_destroy(struct ruleset *ruleset);

/*
 * Values for a placeholder of `expand` (%name%), before the rules that use it are added. Sigma
 * strings (wildcards allowed), copied; at least one. Setting a name again replaces its values.
 */
void ruleset_placeholder(
    struct ruleset *ruleset, struct text name, const struct text *values, size_t count);

/*
 * Add all rules of one file's bytes (one or more YAML documents; `bytes` may go afterwards). What
 * cannot be loaded is in ruleset_refused(); a second rule with an id that is there already is
 * refused. Files under content/verdicts are told by their `verdicts:` key. Returns how many rules
 * were added.
 */
size_t ruleset_add(struct ruleset *ruleset, struct text file, struct text bytes);

/* Note a file whose bytes could not even be read among the refused. Texts are copied. */
void ruleset_refuse(struct ruleset *ruleset, struct text file, struct text why);

/* No more rules; builds the index by logsource. */
void ruleset_freeze(struct ruleset *ruleset);

size_t ruleset_count(const struct ruleset *ruleset);
const struct rule_facts *ruleset_rule(const struct ruleset *ruleset, size_t index);
const struct refused_rule *ruleset_refused(const struct ruleset *ruleset, size_t *count);

/* The rule whose id (or unique beginning of an id, or exact title) this is; NULL when none or
 * several. */
const struct rule_facts *ruleset_find(const struct ruleset *ruleset, struct text id);
/* The YAML of a rule as it was loaded, for `rules explain`. */
struct text ruleset_source(const struct ruleset *ruleset, const struct rule_facts *rule);

/* Scratch for one thread. */
struct evaluator *evaluator_create(const struct ruleset *ruleset);
void evaluator_destroy(struct evaluator *evaluator);

/* More matches of one event are counted and not returned. */
#define EVALUATE_MATCHES 256

/*
 * The matches of one event, in the order the rules were added, at most EVALUATE_MATCHES; *matches
 * lives on the event's arena. Returns their number.
 */
size_t evaluate(struct evaluator *evaluator, const struct event *event, struct match **matches);

/* Since the evaluator was created: matches beyond EVALUATE_MATCHES. */
size_t evaluator_left_out(const struct evaluator *evaluator);
/* Since the evaluator was created: searches by a regular expression that its limits ended without
 * an answer. */
size_t evaluator_gave_up(const struct evaluator *evaluator);

#endif
