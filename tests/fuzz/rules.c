/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A rule file and an event: what stands before a line "%%%" is added to a rule set, what
 * stands behind are fields, "name=value" a line ("name" alone has no value). The event is
 * evaluated twice and by two evaluators, which must agree; every rule must be found by its id.
 */
#include "base/arena.h"
#include "base/text.h"
#include "detect/ruleset.h"
#include "event/event.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct event *event_from(struct arena *arena, struct text lines)
{
	struct event *event = event_create(arena, 0);
	event->logsource.product = TEXT("test");
	event->logsource.category = TEXT("process_creation");
	event->message = text_part(lines, 0, 200);
	while (lines.size > 0) {
		struct text value = text_cut(&lines, '\n');
		bool null = text_find_char(value, '=') == TEXT_NONE;
		struct text name = text_cut(&value, '=');
		event_add(event, name, value, null ? VALUE_NULL : VALUE_TEXT);
	}
	return event;
}

static void demand(bool holds)
{
	if (!holds)
		abort();
}

static void check_rules(const struct ruleset *ruleset)
{
	for (size_t i = 0; i < ruleset_count(ruleset); i++) {
		const struct rule_facts *facts = ruleset_rule(ruleset, i);
		demand(facts->id.size > 0 && facts->title.size > 0);
		demand(ruleset_find(ruleset, facts->id) == facts);
		demand(ruleset_source(ruleset, facts).size > 0);
	}
	size_t count;
	const struct refused_rule *refused = ruleset_refused(ruleset, &count);
	for (size_t i = 0; i < count; i++)
		demand(refused[i].why.size > 0);
}

static void check_event(const struct ruleset *ruleset, struct event *event)
{
	struct evaluator *evaluator = evaluator_create(ruleset);
	struct evaluator *other = evaluator_create(ruleset);
	struct match *matches[3];
	size_t counts[3];
	counts[0] = evaluate(evaluator, event, &matches[0]);
	counts[1] = evaluate(evaluator, event, &matches[1]);
	counts[2] = evaluate(other, event, &matches[2]);
	for (size_t i = 1; i < 3; i++) {
		demand(counts[i] == counts[0]);
		for (size_t j = 0; j < counts[0]; j++)
			demand(matches[i][j].rule == matches[0][j].rule);
	}
	evaluator_destroy(evaluator);
	evaluator_destroy(other);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text rest = {(const char *)data, size};
	size_t mark = text_find(rest, TEXT("\n%%%\n"));
	struct text file = mark == TEXT_NONE ? rest : text_part(rest, 0, mark + 1);
	struct text lines = mark == TEXT_NONE ? TEXT("") : text_from(rest, mark + 5);
	const struct text values[] = {TEXT("srv*"), TEXT("dc-01"), TEXT("%name%")};
	struct ruleset *ruleset = ruleset_create();
	struct arena *arena = arena_create("fuzz", (size_t)64 << 20);
	ruleset_placeholder(ruleset, TEXT("name"), values, 3);
	ruleset_add(ruleset, TEXT("fuzz.yml"), file);
	ruleset_freeze(ruleset);
	check_rules(ruleset);
	check_event(ruleset, event_from(arena, lines));
	arena_destroy(arena);
	ruleset_destroy(ruleset);
	return 0;
}
