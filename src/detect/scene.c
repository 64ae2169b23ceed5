/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scenes. Two arenas: one for tables as large as the rule set, one for what belongs to the event
 * shown. The latter's ceiling is above what the limits at the door allow, so it cannot be reached.
 */
#include "detect/scene.h"

#include "base/arena.h"
#include "base/limits.h"
#include "detect/regex.h"
#include "detect/ruleset_state.h"

#include <assert.h>

/* Every value and the message, each form at most 1.5 times as large, and the table of values. */
#define EVENT_CEILING                                                                              \
	((LIMIT_FIELDS * LIMIT_VALUE + LIMIT_DOCUMENT) * FORM_COUNT * 2 +                          \
	    (LIMIT_FIELDS + 1) *                                                                   \
		(sizeof(struct scene_value) + 64 + FORM_COUNT * sizeof(struct glob_grams)))

void scene_init(struct scene *scene, const struct ruleset *ruleset, struct arena *tables)
{
	size_t fields = ruleset->store.fields.count;
	assert(ruleset->frozen);
	*scene = (struct scene){.ruleset = ruleset};
	scene->first = arena_array(tables, fields, sizeof(size_t));
	scene->last = arena_array(tables, fields, sizeof(size_t));
	scene->stamp = arena_array(tables, fields, sizeof(uint64_t));
	scene->scratch = arena_create("event's values", EVENT_CEILING);
	scene->matcher = matcher_create();
}

void scene_free(struct scene *scene)
{
	matcher_destroy(scene->matcher);
	arena_destroy(scene->scratch);
}

static void add_value(struct scene *scene, struct text text, bool null)
{
	scene->values[scene->count++] =
	    (struct scene_value){.forms = {text}, .made = {true}, .null = null, .next = SCENE_NONE};
}

/* Hang the value that was added last to its field, when a rule asks for that field. */
static void link_value(struct scene *scene, struct text name)
{
	size_t field = names_find(&scene->ruleset->store.fields, name);
	size_t value = scene->count - 1;
	if (field == TEXT_NONE)
		return;
	if (scene->stamp[field] == scene->event)
		scene->values[scene->last[field]].next = value;
	else
		scene->first[field] = value;
	scene->last[field] = value;
	scene->stamp[field] = scene->event;
}

void scene_show(struct scene *scene, const struct event *event)
{
	assert(event->count <= LIMIT_FIELDS);
	arena_reset(scene->scratch);
	scene->event++;
	scene->count = 0;
	scene->values = arena_array(scene->scratch, event->count + 1, sizeof(*scene->values));
	for (size_t i = 0; i < event->count; i++) {
		const struct field *field = &event->fields[i];
		add_value(scene, field->value, field->kind == VALUE_NULL);
		link_value(scene, field->name);
	}
	add_value(scene, event->message, event->message.size == 0);
}

size_t scene_first(const struct scene *scene, size_t field)
{
	assert(field < scene->ruleset->store.fields.count);
	return scene->stamp[field] == scene->event ? scene->first[field] : SCENE_NONE;
}

struct text scene_form(struct scene *scene, size_t value, enum form form)
{
	struct scene_value *seen = &scene->values[value];
	if (!seen->made[form]) {
		seen->forms[form] = form_of(scene->scratch, seen->forms[FORM_PLAIN], form);
		seen->made[form] = true;
	}
	return seen->forms[form];
}

const struct glob_grams *scene_grams(struct scene *scene, size_t value, enum form form)
{
	struct scene_value *seen = &scene->values[value];
	if (seen->grams[form] == NULL) {
		struct glob_grams grams = glob_grams_of(scene_form(scene, value, form));
		seen->grams[form] = arena_copy(scene->scratch, &grams, sizeof(grams));
	}
	return seen->grams[form];
}
