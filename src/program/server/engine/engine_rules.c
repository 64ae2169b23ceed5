/* SPDX-License-Identifier: Apache-2.0 */
#include "program/server/engine/engine_rules.h"

#include "base/arena.h"

#include <stdio.h>

/* Paths and placeholders; rules have memory of their own. */
#define LOADING_MEMORY ((size_t)16 << 20)

enum outcome engine_rules_load(const struct process_given *given, const struct content *content,
    struct ruleset **rules, struct why *why)
{
	const struct config *config = given->config;
	const struct rule_sources sources = {.dirs = config->rules,
	    .count = config->rule_count,
	    .placeholders = config->placeholders,
	    .data = config->data};
	struct ruleset *loaded = NULL;
	/* What loading takes must not add up over many reloads. */
	struct content loading = *content;
	loading.arena = arena_create("loading of rules", LOADING_MEMORY);
	enum outcome outcome = content_rules(&loading, &sources, &loaded, why);
	arena_destroy(loading.arena);
	if (outcome != DONE)
		return outcome;
	size_t refused;
	(void)ruleset_refused(loaded, &refused);
	atomic_store(&given->board->rules, ruleset_count(loaded));
	atomic_store(&given->board->rules_refused, refused);
	*rules = loaded;
	return DONE;
}

size_t engine_rules_refused(const struct ruleset *rules, char *line, size_t room)
{
	size_t count;
	const struct refused_rule *refused = ruleset_refused(rules, &count);
	if (count != 0)
		snprintf(line, room, "%zu: %.*s:%u: %.*s", count, TEXT_ARGS(refused[0].file),
		    refused[0].line, TEXT_ARGS(refused[0].why));
	return count;
}
