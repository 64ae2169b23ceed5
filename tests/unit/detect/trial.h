/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of the detection room share: a rule from a few lines of YAML, an event from a few
 * pairs, and whether the one fits the other.
 */
#ifndef TESTS_DETECT_TRIAL_H
#define TESTS_DETECT_TRIAL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/text.h"
#include "detect/ruleset.h"
#include "event/event.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A field of an event; `value` NULL is a field without value. The list ends with a name of NULL. */
struct given {
	const char *name;
	const char *value;
};

static inline struct event *trial_event(
    struct arena *arena, const char *message, const struct given *given)
{
	struct event *event = event_create(arena, 0);
	event->logsource.product = TEXT("test");
	event->message = text_of(message);
	for (; given->name != NULL; given++)
		event_add(event, text_of(given->name), text_of(given->value),
		    given->value == NULL ? VALUE_NULL : VALUE_TEXT);
	return event;
}

/* How many of the document's rules fit the event; fails the test when one is refused. */
static inline size_t trial_count(
    const char *document, const char *message, const struct given *given)
{
	struct ruleset *ruleset = ruleset_create();
	struct arena *arena = arena_create("trial", 16 << 20);
	ruleset_add(ruleset, TEXT("trial.yml"), text_of(document));
	size_t refused;
	const struct refused_rule *why = ruleset_refused(ruleset, &refused);
	if (refused != 0)
		fail_msg("refused: %.*s\n%s", TEXT_ARGS(why[0].why), document);
	ruleset_freeze(ruleset);
	struct evaluator *evaluator = evaluator_create(ruleset);
	struct match *matches;
	size_t count = evaluate(evaluator, trial_event(arena, message, given), &matches);
	evaluator_destroy(evaluator);
	ruleset_destroy(ruleset);
	arena_destroy(arena);
	return count;
}

static inline const char *trial_document(const char *detection)
{
	static char document[65536];
	int size = snprintf(document, sizeof(document),
	    "title: Trial\nlogsource: {product: test}\ndetection:\n%s", detection);
	assert_in_range(size, 1, sizeof(document) - 1);
	return document;
}

/* A whole detection section (its lines indented) against an event. */
static inline bool trial_detects(
    const char *detection, const char *message, const struct given *given)
{
	return trial_count(trial_document(detection), message, given) == 1;
}

static inline const char *trial_selection(const char *selection)
{
	static char detection[60000];
	int size = snprintf(detection, sizeof(detection),
	    "  selection:\n    %s\n  condition: selection\n", selection);
	assert_in_range(size, 1, sizeof(detection) - 1);
	return detection;
}

/* The content of one search identifier against an event. */
static inline bool trial_fits(const char *selection, const struct given *given)
{
	return trial_detects(trial_selection(selection), "", given);
}

/* The reason why a document is refused, with "LINE: " before it; "" when it is loaded. */
static inline const char *trial_why(const char *document)
{
	static char why[512];
	struct ruleset *ruleset = ruleset_create();
	size_t added = ruleset_add(ruleset, TEXT("trial.yml"), text_of(document));
	size_t count;
	const struct refused_rule *refused = ruleset_refused(ruleset, &count);
	assert_int_equal(added, ruleset_count(ruleset));
	why[0] = '\0';
	if (count > 0)
		snprintf(why, sizeof(why), "%u: %.*s", refused[0].line, TEXT_ARGS(refused[0].why));
	ruleset_destroy(ruleset);
	return why;
}

static inline const char *trial_why_selection(const char *selection)
{
	return trial_why(trial_document(trial_selection(selection)));
}

#define EVENT(...)                                                                                 \
	(const struct given[])                                                                     \
	{                                                                                          \
		__VA_ARGS__,                                                                       \
		{                                                                                  \
			NULL, NULL                                                                 \
		}                                                                                  \
	}
#define NO_FIELDS EVENT({NULL, NULL})
#define assert_fits(selection, ...) assert_true(trial_fits(selection, EVENT(__VA_ARGS__)))
#define assert_misses(selection, ...) assert_false(trial_fits(selection, EVENT(__VA_ARGS__)))
#define assert_why(expected, selection)                                                            \
	assert_non_null(strstr(trial_why_selection(selection), expected))

#endif
