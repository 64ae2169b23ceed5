/* SPDX-License-Identifier: Apache-2.0 */
/* Which findings correlation takes when there are more than it has room for. */
#include "program/server/engine/engine_group.h"

#include "detect/ruleset.h"
#include "engine_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MANY 8000
#define SEVERE 20
#define ROOM ((size_t)12 << 20)

/* The small ones are the newest. */
static void put(struct world *world, unsigned n)
{
	static const struct rule_facts facts = {
	    .id = TEXT_INIT("rule"), .title = TEXT_INIT("A rule"), .file = TEXT_INIT("rule.yml")};
	struct why why;
	char subject[24];
	struct kept_finding kept = {.finding = {.rule = &facts,
					.title = facts.title,
					.severity = n < SEVERE ? SEVERITY_CRITICAL : SEVERITY_LOW,
					.count = 1}};
	snprintf(subject, sizeof(subject), "host-%u", n);
	snprintf(kept.finding.id, sizeof(kept.finding.id), "%032x", n + 1);
	memcpy(kept.company, world->company.id, STORE_ID);
	kept.finding.subject = text_of(subject);
	kept.finding.first = kept.finding.last = world_now() - CLOCK_DAY + n * CLOCK_SECOND;
	kept.begun = (struct record_name){n + 1, 0};
	assert_int_equal(finding_put(world->store, &world->viewer, &kept, &why), DONE);
}

static void the_severe_come_first(void **state)
{
	(void)state;
	struct world *world = world_open(0);
	struct ruleset *rules = ruleset_create();
	struct why why;
	unsigned severe = 0;
	ruleset_freeze(rules);
	assert_int_equal(store_begin(world->store, &why), DONE);
	for (unsigned n = 0; n < MANY; n++)
		put(world, n);
	assert_int_equal(store_commit(world->store, &why), DONE);
	const struct correlation correlation = {.store = world->store,
	    .viewer = &world->viewer,
	    .rules = rules,
	    .company = text_of(world->company.id),
	    .now = world_now()};
	struct group_set set = {.arena = arena_create("group", ROOM)};
	assert_int_equal(group_load(&correlation, &set, &why), DONE);
	assert_true(set.left_out != 0);
	assert_true(set.count > SEVERE && set.count < MANY);
	/* Room is left for what is made of them. */
	assert_true(arena_left(set.arena) > ROOM / 8);
	for (size_t i = 0; i < set.count; i++)
		severe += set.findings[i].severity == SEVERITY_CRITICAL;
	assert_int_equal(severe, SEVERE);
	arena_destroy(set.arena);
	ruleset_destroy(rules);
	world_close(world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_severe_come_first),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
