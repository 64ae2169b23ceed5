/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plain evaluator: for an event, every rule whose log source covers it; for a rule, its
 * condition from left to right as far as needed. Each detection is answered at most once an event,
 * so a condition that names one often costs no more.
 */
#include "base/arena.h"
#include "detect/check.h"
#include "detect/logsource.h"
#include "detect/ruleset_state.h"
#include "detect/scene.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define TABLES_CEILING ((size_t)1024 * 1024 * 1024)

/* Which groups cover a log source: found once for those seen lately. */
#define ROUTES 32
#define ROUTE_KEY 192

struct route {
	char key[ROUTE_KEY];
	struct logsource logsource; /* texts in `key` */
	size_t *groups;
	size_t count;
	bool used;
};

/* What a detection of the rule at hand was found to be. */
struct answer {
	uint64_t asked; /* number of the question for which it holds */
	bool held;
};

struct evaluator {
	const struct ruleset *ruleset;
	struct arena *tables;
	struct scene scene;
	struct route routes[ROUTES];
	size_t next_route;
	struct answer *answers; /* by detection */
	uint64_t question;      /* counts rules tried */
	const struct rule_core *rule;
	size_t *matched; /* rules that fit, by number */
	size_t matched_count;
	size_t left_out;
};

struct evaluator *evaluator_create(const struct ruleset *ruleset)
{
	struct arena *tables = arena_create("evaluator", TABLES_CEILING);
	struct evaluator *evaluator = arena_alloc(tables, sizeof(*evaluator));
	evaluator->ruleset = ruleset;
	evaluator->tables = tables;
	scene_init(&evaluator->scene, ruleset, tables);
	for (size_t i = 0; i < ROUTES; i++)
		evaluator->routes[i].groups =
		    arena_array(tables, ruleset->group_count, sizeof(size_t));
	evaluator->answers =
	    arena_array(tables, ruleset->most_detections, sizeof(*evaluator->answers));
	evaluator->matched = arena_array(tables, ruleset->count, sizeof(size_t));
	return evaluator;
}

void evaluator_destroy(struct evaluator *evaluator)
{
	if (evaluator == NULL)
		return;
	scene_free(&evaluator->scene);
	arena_destroy(evaluator->tables);
}

static bool same_logsource(const struct logsource *a, const struct logsource *b)
{
	return text_equal(a->product, b->product) && text_equal(a->category, b->category) &&
	       text_equal(a->service, b->service);
}

static struct text key_put(struct route *route, size_t *used, struct text word)
{
	struct text kept = {route->key + *used, word.size};
	memcpy(route->key + *used, word.at == NULL ? "" : word.at, word.size);
	*used += word.size;
	return kept;
}

/* The words of a log source may come from the record, so long ones are possible and are not kept.
 */
static void remember(struct route *route, const struct logsource *logsource)
{
	size_t used = 0;
	size_t size = logsource->product.size + logsource->category.size + logsource->service.size;
	route->used = size <= ROUTE_KEY;
	if (!route->used)
		return;
	route->logsource.product = key_put(route, &used, logsource->product);
	route->logsource.category = key_put(route, &used, logsource->category);
	route->logsource.service = key_put(route, &used, logsource->service);
}

static const struct route *find_route(
    struct evaluator *evaluator, const struct logsource *logsource)
{
	for (size_t i = 0; i < ROUTES; i++) {
		struct route *route = &evaluator->routes[i];
		if (route->used && same_logsource(&route->logsource, logsource))
			return route;
	}
	struct route *route = &evaluator->routes[evaluator->next_route];
	evaluator->next_route = (evaluator->next_route + 1) % ROUTES;
	route->count = 0;
	for (size_t i = 0; i < evaluator->ruleset->group_count; i++) {
		if (logsource_covers(&evaluator->ruleset->groups[i].logsource, logsource))
			route->groups[route->count++] = i;
	}
	remember(route, logsource);
	return route;
}

static bool holds(struct evaluator *evaluator, const struct node *node);

static bool detection_holds(struct evaluator *evaluator, size_t detection)
{
	struct answer *answer = &evaluator->answers[detection];
	if (answer->asked != evaluator->question) {
		answer->held = holds(evaluator, evaluator->rule->detections[detection]);
		answer->asked = evaluator->question;
	}
	return answer->held;
}

static bool children_hold(struct evaluator *evaluator, const struct node *node, bool all)
{
	for (size_t i = 0; i < node->count; i++) {
		if (holds(evaluator, node->children[i]) != all)
			return !all;
	}
	return all;
}

/* The depth of nodes is bounded where rules are read. */
static bool holds(struct evaluator *evaluator, const struct node *node)
{
	switch (node->kind) {
	case NODE_ITEM:
		return check_item(&evaluator->scene, node->item);
	case NODE_AND:
		return children_hold(evaluator, node, true);
	case NODE_OR:
		return children_hold(evaluator, node, false);
	case NODE_NOT:
		return !holds(evaluator, node->children[0]);
	case NODE_DETECTION:
		return detection_holds(evaluator, node->detection);
	}
	assert(!"a node");
	return false;
}

static void try_group(struct evaluator *evaluator, const struct rule_group *group)
{
	for (size_t i = 0; i < group->count; i++) {
		evaluator->rule = &group->rules[i];
		evaluator->question++;
		if (holds(evaluator, evaluator->rule->condition))
			evaluator->matched[evaluator->matched_count++] = group->rules[i].number;
	}
}

static int ascending(const void *a, const void *b)
{
	size_t x = *(const size_t *)a;
	size_t y = *(const size_t *)b;
	return (x > y) - (x < y);
}

/* What the product did: the first entry with a value that fits. */
static enum disposition disposition_of(struct evaluator *evaluator, const struct event *event)
{
	const struct ruleset *ruleset = evaluator->ruleset;
	for (size_t i = 0; i < ruleset->says_count; i++) {
		const struct product_says *says = &ruleset->says[i];
		if (!text_equal_fold(says->product, event->logsource.product))
			continue;
		for (size_t j = 0; j < says->count; j++) {
			const struct disposition_entry *entry = &says->entries[j];
			if (entry->blocked != NULL && check_item(&evaluator->scene, entry->blocked))
				return DISPOSITION_BLOCKED;
			if (entry->allowed != NULL && check_item(&evaluator->scene, entry->allowed))
				return DISPOSITION_ALLOWED;
		}
	}
	return DISPOSITION_UNKNOWN;
}

static struct text title_of(const struct rule *rule, const struct event *event)
{
	struct text name = {NULL, 0};
	if (rule->name_field.size > 0)
		name = text_trim(event_get(event, rule->name_field));
	return name.size > 0 ? name : rule->facts.title;
}

static struct match match_of(
    const struct rule *rule, const struct event *event, enum disposition disposition)
{
	bool lowered = rule->facts.product_says && disposition == DISPOSITION_BLOCKED;
	return (struct match){
	    .rule = &rule->facts,
	    .event = event,
	    .title = title_of(rule, event),
	    .severity = lowered ? rule->severity_blocked : rule->facts.severity,
	    .disposition = disposition,
	};
}

size_t evaluate(struct evaluator *evaluator, const struct event *event, struct match **matches)
{
	const struct route *route = find_route(evaluator, &event->logsource);
	evaluator->matched_count = 0;
	*matches = NULL;
	if (route->count == 0)
		return 0;
	scene_show(&evaluator->scene, event);
	for (size_t i = 0; i < route->count; i++)
		try_group(evaluator, &evaluator->ruleset->groups[route->groups[i]]);
	size_t count = evaluator->matched_count;
	if (count == 0)
		return 0;
	qsort(evaluator->matched, count, sizeof(size_t), ascending);
	if (count > EVALUATE_MATCHES) {
		evaluator->left_out += count - EVALUATE_MATCHES;
		count = EVALUATE_MATCHES;
	}
	enum disposition disposition = disposition_of(evaluator, event);
	struct match *made = arena_array(event->arena, count, sizeof(*made));
	for (size_t i = 0; i < count; i++)
		made[i] =
		    match_of(evaluator->ruleset->rules[evaluator->matched[i]], event, disposition);
	*matches = made;
	return count;
}

size_t evaluator_left_out(const struct evaluator *evaluator)
{
	return evaluator->left_out;
}

size_t evaluator_gave_up(const struct evaluator *evaluator)
{
	return evaluator->scene.gave_up;
}
