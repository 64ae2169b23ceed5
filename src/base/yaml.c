/* SPDX-License-Identifier: Apache-2.0 */
/* Looking things up in a YAML tree that was read. */
#include "base/yaml.h"

const struct yaml_limits yaml_content_limits = {
    .bytes = (size_t)1024 * 1024, .depth = 32, .nodes = 100000};

const struct yaml *yaml_get(const struct yaml *map, const char *key)
{
	if (map == NULL || map->kind != YAML_MAP)
		return NULL;
	struct text name = text_of(key);
	const struct yaml *member = map->first;
	while (member != NULL && !text_equal(member->key, name))
		member = member->next;
	return member;
}

struct text yaml_text(const struct yaml *node)
{
	if (node == NULL || node->kind != YAML_SCALAR)
		return (struct text){NULL, 0};
	return node->text;
}

struct text yaml_get_text(const struct yaml *map, const char *key)
{
	return yaml_text(yaml_get(map, key));
}

bool yaml_is_null(const struct yaml *node)
{
	static const struct text nulls[] = {
	    TEXT_INIT(""), TEXT_INIT("~"), TEXT_INIT("null"), TEXT_INIT("Null"), TEXT_INIT("NULL")};
	if (node == NULL || node->kind != YAML_SCALAR || !node->plain)
		return false;
	for (size_t i = 0; i < sizeof(nulls) / sizeof(nulls[0]); i++) {
		if (text_equal(node->text, nulls[i]))
			return true;
	}
	return false;
}
