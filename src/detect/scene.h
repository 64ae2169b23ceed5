/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An event as the tests of rules see it: values by the fields that rules ask for, each in the
 * forms in which it is compared, made when first needed.
 */
#ifndef DETECT_SCENE_H
#define DETECT_SCENE_H

#include "base/text.h"
#include "detect/form.h"
#include "detect/glob.h"
#include "detect/ruleset.h"
#include "event/event.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct matcher;

/* No further value. */
#define SCENE_NONE SIZE_MAX

struct scene_value {
	struct text forms[FORM_COUNT];
	bool made[FORM_COUNT];
	const struct glob_grams *grams[FORM_COUNT]; /* NULL: not made yet */
	bool null;                                  /* the field is there and has no value */
	size_t next;                                /* of the same field, or SCENE_NONE */
};

struct scene {
	const struct ruleset *ruleset;
	struct arena *scratch;
	struct matcher *matcher;
	struct scene_value *values; /* all fields in their order, then the message */
	size_t count;
	size_t *first; /* by field number: its first value */
	size_t *last;
	uint64_t *stamp; /* by field number: the event for which `first` holds */
	uint64_t event;
	size_t gave_up; /* regular expressions without an answer */
};

/* A scene for events, one after the other. The set is frozen and outlives it, as `tables` does. */
void scene_init(struct scene *scene, const struct ruleset *ruleset, struct arena *tables);
/* What scene_init() took, but for what came from `tables`. */
void scene_free(struct scene *scene);

/* Show this event. It must stay as it is until the next. */
void scene_show(struct scene *scene, const struct event *event);

/* The number of a field's first value, SCENE_NONE when the event does not have the field. */
size_t scene_first(const struct scene *scene, size_t field);

/* A value in a form. */
struct text scene_form(struct scene *scene, size_t value, enum form form);

/* The pairs of bytes of a value in a form. */
const struct glob_grams *scene_grams(struct scene *scene, size_t value, enum form form);

#endif
