/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Detections. Source: Sigma rules specification 2.0.0, "Search-Identifier", "Lists", "Maps": the
 * members of a map are joined by and, the members of a list by or; words in a list are keywords.
 */
#include "detect/detection.h"

#include "base/arena.h"
#include "detect/condition.h"
#include "detect/value.h"

static enum outcome read_node(
    struct reading *reading, const struct yaml *yaml, unsigned depth, struct node **node);

static struct node *new_node(struct reading *reading, enum node_kind kind, size_t children)
{
	struct node *node = arena_alloc(reading->store->arena, sizeof(*node));
	node->kind = kind;
	if (children > 0)
		node->children =
		    arena_array(reading->store->arena, children, sizeof(struct node *));
	return node;
}

static struct node *item_node(struct reading *reading, const struct item *item)
{
	struct node *node = new_node(reading, NODE_ITEM, 0);
	node->item = item;
	return node;
}

static enum outcome read_map(struct reading *reading, const struct yaml *map, struct node **node)
{
	struct node *made = new_node(reading, NODE_AND, map->count);
	for (const struct yaml *member = map->first; member != NULL; member = member->next) {
		const struct item *item = NULL;
		enum outcome outcome = value_read_member(reading, member, &item);
		if (outcome != DONE)
			return outcome;
		made->children[made->count++] = item_node(reading, item);
	}
	*node = made->count == 1 ? made->children[0] : made;
	return DONE;
}

static bool only_scalars(const struct yaml *list)
{
	for (const struct yaml *member = list->first; member != NULL; member = member->next) {
		if (member->kind != YAML_SCALAR)
			return false;
	}
	return true;
}

static enum outcome read_keywords(
    struct reading *reading, const struct yaml *yaml, struct node **node)
{
	const struct item *item = NULL;
	enum outcome outcome = value_read_keywords(reading, yaml, &item);
	if (outcome == DONE)
		*node = item_node(reading, item);
	return outcome;
}

static enum outcome read_list(
    struct reading *reading, const struct yaml *list, unsigned depth, struct node **node)
{
	struct node *made = new_node(reading, NODE_OR, list->count);
	for (const struct yaml *member = list->first; member != NULL; member = member->next) {
		struct node *child = NULL;
		enum outcome outcome = read_node(reading, member, depth + 1, &child);
		if (outcome != DONE)
			return outcome;
		made->children[made->count++] = child;
	}
	*node = made;
	return DONE;
}

static enum outcome read_node(
    struct reading *reading, const struct yaml *yaml, unsigned depth, struct node **node)
{
	if (depth > READING_DEPTH)
		return reading_refuse(
		    reading, yaml->line, "lists in lists beyond %d", READING_DEPTH);
	if (yaml->kind != YAML_SCALAR && yaml->first == NULL)
		return reading_refuse(reading, yaml->line, "a search identifier without content");
	if (yaml->kind == YAML_MAP)
		return read_map(reading, yaml, node);
	if (yaml->kind == YAML_SCALAR || only_scalars(yaml))
		return read_keywords(reading, yaml, node);
	return read_list(reading, yaml, depth, node);
}

/* "timeframe" belonged to Sigma 1's aggregations, which are refused in the condition; alone it says
 * nothing. */
static bool is_identifier(const struct yaml *member)
{
	return !text_equal(member->key, TEXT("condition")) &&
	       !text_equal(member->key, TEXT("timeframe"));
}

static enum outcome read_detections(
    struct reading *reading, const struct yaml *map, struct detections *detections)
{
	struct arena *arena = reading->store->arena;
	struct detections read = {NULL, NULL, 0};
	read.names = arena_array(reading->store->texts, map->count, sizeof(*read.names));
	read.nodes = arena_array(arena, map->count, sizeof(struct node *));
	for (const struct yaml *member = map->first; member != NULL; member = member->next) {
		if (!is_identifier(member))
			continue;
		struct node *node = NULL;
		enum outcome outcome = read_node(reading, member, 0, &node);
		if (outcome != DONE)
			return outcome;
		read.names[read.count] = text_copy(reading->store->texts, member->key);
		read.nodes[read.count++] = node;
	}
	if (read.count == 0)
		return reading_refuse(reading, map->line, "detection has no search identifier");
	*detections = read;
	return DONE;
}

/* A list of conditions is joined by or. */
static enum outcome read_condition(
    struct reading *reading, const struct yaml *yaml, struct rule *rule)
{
	if (yaml->kind == YAML_MAP || (yaml->kind == YAML_LIST && yaml->first == NULL))
		return reading_refuse(reading, yaml->line, "condition is no text");
	size_t count = yaml->kind == YAML_LIST ? yaml->count : 1;
	struct node *made = new_node(reading, NODE_OR, count);
	const struct yaml *one = yaml->kind == YAML_LIST ? yaml->first : yaml;
	while (one != NULL) {
		if (one->kind != YAML_SCALAR)
			return reading_refuse(reading, one->line, "condition is no text");
		enum outcome outcome = condition_read(
		    reading, one->line, one->text, &rule->detections, &made->children[made->count]);
		if (outcome != DONE)
			return outcome;
		made->count++;
		one = yaml->kind == YAML_LIST ? one->next : NULL;
	}
	rule->condition = made->count == 1 ? made->children[0] : made;
	return DONE;
}

enum outcome detection_read(struct reading *reading, const struct yaml *map, struct rule *rule)
{
	if (map->kind != YAML_MAP)
		return reading_refuse(reading, map->line, "detection is no map");
	const struct yaml *condition = yaml_get(map, "condition");
	if (condition == NULL)
		return reading_refuse(reading, map->line, "detection has no condition");
	enum outcome outcome = read_detections(reading, map, &rule->detections);
	return outcome == DONE ? read_condition(reading, condition, rule) : outcome;
}
