/* SPDX-License-Identifier: Apache-2.0 */
#include "incident/correlate.h"

#include "base/arena.h"
#include "base/clock.h"
#include "incident/fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define RULES 8

struct scene {
	struct arena *arena;
	struct fold *fold;
	struct rule_facts rules[RULES];
	struct finding *findings;
	size_t finding_count;
	struct incident *incidents;
	size_t count;
};

static int begin(void **state)
{
	struct scene *scene = calloc(1, sizeof(*scene));
	scene->arena = arena_create("test", (size_t)64 << 20);
	scene->fold = fold_create(TEXT("c"));
	static const char *const ids[RULES] = {"r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7"};
	for (size_t i = 0; i < RULES; i++) {
		scene->rules[i].id = text_of(ids[i]);
		scene->rules[i].title = text_of(ids[i]);
		scene->rules[i].stage = (enum stage)(STAGE_INITIAL_ACCESS + i);
	}
	*state = scene;
	return 0;
}

static int end(void **state)
{
	struct scene *scene = *state;
	fold_destroy(scene->fold);
	arena_destroy(scene->arena);
	free(scene);
	return 0;
}

struct seen {
	size_t rule;
	enum severity severity;
	int64_t hour;
	struct subject subject;
	enum disposition disposition;
};

static void see(struct scene *scene, const struct seen *seen)
{
	struct sighting sighting = {
	    .rule = &scene->rules[seen->rule],
	    .title = scene->rules[seen->rule].title,
	    .severity = seen->severity,
	    .disposition = seen->disposition,
	    .time = seen->hour * CLOCK_HOUR,
	    .subject = seen->subject,
	    .where = {TEXT_INIT("a.log"), 1},
	};
	fold_add(scene->fold, &sighting);
}

static void finish(struct scene *scene)
{
	scene->findings = fold_findings(scene->fold, &scene->finding_count);
	scene->incidents =
	    correlate(scene->findings, scene->finding_count, scene->arena, &scene->count);
}

static void one_host_is_one_incident(void **state)
{
	struct scene *scene = *state;
	const struct subject pc = {.host = TEXT_INIT("pc1")};
	see(scene, &(struct seen){0, SEVERITY_MEDIUM, 0, pc, DISPOSITION_UNKNOWN});
	see(scene, &(struct seen){5, SEVERITY_HIGH, 3, pc, DISPOSITION_UNKNOWN});
	see(scene, &(struct seen){2, SEVERITY_HIGH, 200, pc, DISPOSITION_UNKNOWN});
	finish(scene);
	assert_int_equal(scene->count, 2);
	const struct incident *incident = &scene->incidents[0];
	assert_int_equal(incident->finding_count, 2);
	assert_int_equal(incident->stage, scene->rules[5].stage);
	assert_true(incident->confidence > 0.69 && incident->confidence < 0.71);
	assert_int_equal(incident->state, INCIDENT_ACT);
	assert_ptr_equal(incident->findings[0]->incident, incident);
	assert_true(incident->last == 3 * CLOCK_HOUR);
}

static void an_account_leads_from_machine_to_machine(void **state)
{
	struct scene *scene = *state;
	const struct subject first = {.host = TEXT_INIT("pc1"), .user = TEXT_INIT("sato")};
	const struct subject then = {.host = TEXT_INIT("srv"), .user = TEXT_INIT("sato")};
	const struct subject root1 = {.host = TEXT_INIT("web"), .user = TEXT_INIT("root")};
	const struct subject root2 = {.host = TEXT_INIT("db"), .user = TEXT_INIT("root")};
	see(scene, &(struct seen){0, SEVERITY_HIGH, 0, first, DISPOSITION_UNKNOWN});
	see(scene, &(struct seen){1, SEVERITY_HIGH, 2, then, DISPOSITION_UNKNOWN});
	see(scene, &(struct seen){2, SEVERITY_HIGH, 2, root1, DISPOSITION_UNKNOWN});
	see(scene, &(struct seen){3, SEVERITY_HIGH, 2, root2, DISPOSITION_UNKNOWN});
	finish(scene);
	/* "root" is on every machine and links nothing. */
	assert_int_equal(scene->count, 3);
	assert_int_equal(scene->incidents[0].finding_count, 2);
	assert_int_equal(scene->incidents[0].hosts.count, 2);
}

static void network_and_endpoint_meet_at_the_address(void **state)
{
	struct scene *scene = *state;
	const struct subject endpoint = {
	    .host = TEXT_INIT("pc1"), .src_ip = TEXT_INIT("192.168.0.7")};
	const struct subject network = {
	    .src_ip = TEXT_INIT("192.168.0.7"), .dst_ip = TEXT_INIT("203.0.113.9")};
	see(scene, &(struct seen){1, SEVERITY_MEDIUM, 0, endpoint, DISPOSITION_UNKNOWN});
	see(scene, &(struct seen){6, SEVERITY_HIGH, 1, network, DISPOSITION_ALLOWED});
	finish(scene);
	assert_int_equal(scene->count, 1);
	assert_int_equal(scene->incidents[0].finding_count, 2);
}

static void what_was_blocked_is_only_counted(void **state)
{
	struct scene *scene = *state;
	const struct subject pc = {.src_ip = TEXT_INIT("192.168.0.7")};
	see(scene, &(struct seen){0, SEVERITY_CRITICAL, 0, pc, DISPOSITION_BLOCKED});
	see(scene, &(struct seen){1, SEVERITY_LOW, 0, pc, DISPOSITION_ALLOWED});
	finish(scene);
	assert_int_equal(scene->count, 0);
	assert_null(scene->findings[0].incident);
}

static void what_was_blocked_is_context_when_something_followed(void **state)
{
	struct scene *scene = *state;
	const struct subject pc = {.src_ip = TEXT_INIT("192.168.0.7")};
	see(scene, &(struct seen){0, SEVERITY_CRITICAL, 0, pc, DISPOSITION_BLOCKED});
	see(scene, &(struct seen){6, SEVERITY_HIGH, 2, pc, DISPOSITION_ALLOWED});
	finish(scene);
	assert_int_equal(scene->count, 1);
	const struct incident *incident = &scene->incidents[0];
	assert_int_equal(incident->finding_count, 2);
	/* Context lends neither severity nor confidence. */
	assert_int_equal(incident->severity, SEVERITY_HIGH);
	assert_true(incident->confidence > 0.59 && incident->confidence < 0.61);
}

static void an_address_that_everyone_uses_does_not_link(void **state)
{
	struct scene *scene = *state;
	char hosts[20][8];
	for (size_t i = 0; i < 20; i++) {
		snprintf(hosts[i], sizeof(hosts[i]), "pc%zu", i);
		const struct subject pc = {
		    .host = text_of(hosts[i]), .dst_ip = TEXT_INIT("203.0.113.53")};
		see(scene, &(struct seen){0, SEVERITY_MEDIUM, 0, pc, DISPOSITION_UNKNOWN});
	}
	finish(scene);
	assert_int_equal(scene->count, 20);
}

static void an_address_that_a_few_use_links(void **state)
{
	struct scene *scene = *state;
	static const char *const hosts[] = {"pc1", "pc2", "pc3"};
	for (size_t i = 0; i < 3; i++) {
		const struct subject pc = {
		    .host = text_of(hosts[i]), .dst_ip = TEXT_INIT("203.0.113.66")};
		see(scene, &(struct seen){6, SEVERITY_MEDIUM, (int64_t)i, pc, DISPOSITION_UNKNOWN});
	}
	finish(scene);
	assert_int_equal(scene->count, 1);
	assert_int_equal(scene->incidents[0].hosts.count, 3);
	assert_int_equal(scene->incidents[0].state, INCIDENT_LOOK);
}

static void the_urgent_stands_first(void **state)
{
	struct scene *scene = *state;
	const struct subject a = {.host = TEXT_INIT("a")};
	const struct subject b = {.host = TEXT_INIT("b")};
	see(scene, &(struct seen){0, SEVERITY_MEDIUM, 0, a, DISPOSITION_UNKNOWN});
	see(scene, &(struct seen){1, SEVERITY_CRITICAL, 9, b, DISPOSITION_UNKNOWN});
	finish(scene);
	assert_int_equal(scene->count, 2);
	assert_true(text_equal(scene->incidents[0].hosts.at[0], TEXT("b")));
	assert_string_not_equal(scene->incidents[0].id, scene->incidents[1].id);
}

static void attempt_rules(struct scene *scene)
{
	scene->rules[0].category = CATEGORY_WEB_APPLICATION;
	scene->rules[0].stage = STAGE_INITIAL_ACCESS;
	scene->rules[1].category = CATEGORY_INTRUSION;
	scene->rules[1].stage = STAGE_RECONNAISSANCE;
	scene->rules[6].category = CATEGORY_CALLBACK;
}

/* Forty scanners are one thing to decide, and none to jump up for. */
static void attempts_from_many_are_one_incident(void **state)
{
	struct scene *scene = *state;
	attempt_rules(scene);
	char addresses[40][16];
	for (size_t i = 0; i < 40; i++) {
		snprintf(addresses[i], sizeof(addresses[i]), "203.0.113.%zu", i + 1);
		const struct subject visitor = {.src_ip = text_of(addresses[i])};
		see(scene,
		    &(struct seen){i % 2, SEVERITY_HIGH, (int64_t)i, visitor, DISPOSITION_ALLOWED});
	}
	finish(scene);
	assert_int_equal(scene->count, 2); /* web attacks, intrusion attempts */
	assert_int_equal(scene->incidents[0].finding_count, 20);
	for (size_t i = 0; i < 2; i++) {
		assert_true(scene->incidents[i].attempts);
		assert_int_equal(scene->incidents[i].state, INCIDENT_LOOK);
	}
}

static void an_attempt_that_something_followed_stays_alone(void **state)
{
	struct scene *scene = *state;
	attempt_rules(scene);
	const struct subject thief = {.src_ip = TEXT_INIT("203.0.113.1")};
	const struct subject other = {.src_ip = TEXT_INIT("203.0.113.2")};
	see(scene, &(struct seen){0, SEVERITY_HIGH, 0, thief, DISPOSITION_UNKNOWN});
	see(scene, &(struct seen){4, SEVERITY_HIGH, 1, thief, DISPOSITION_UNKNOWN});
	see(scene, &(struct seen){0, SEVERITY_HIGH, 0, other, DISPOSITION_UNKNOWN});
	finish(scene);
	assert_int_equal(scene->count, 2);
	assert_int_equal(scene->incidents[0].state, INCIDENT_ACT);
	assert_false(scene->incidents[0].attempts);
	assert_int_equal(scene->incidents[0].finding_count, 2);
	assert_true(scene->incidents[1].attempts);
}

static void an_attempt_that_was_answered_is_none(void **state)
{
	struct scene *scene = *state;
	attempt_rules(scene);
	struct text answered = TEXT("sakimori.answered");
	scene->rules[0].tags = &answered;
	scene->rules[0].tag_count = 1;
	const struct subject visitor = {.src_ip = TEXT_INIT("203.0.113.1")};
	see(scene, &(struct seen){0, SEVERITY_HIGH, 0, visitor, DISPOSITION_UNKNOWN});
	finish(scene);
	assert_int_equal(scene->incidents[0].state, INCIDENT_ACT);
}

static void an_outbreak_is_one_incident(void **state)
{
	struct scene *scene = *state;
	attempt_rules(scene);
	char hosts[20][8];
	for (size_t i = 0; i < 20; i++) {
		snprintf(hosts[i], sizeof(hosts[i]), "pc%zu", i);
		const struct subject pc = {
		    .host = text_of(hosts[i]), .dst_ip = TEXT_INIT("203.0.113.66")};
		see(scene, &(struct seen){6, SEVERITY_HIGH, 0, pc, DISPOSITION_ALLOWED});
	}
	finish(scene);
	assert_int_equal(scene->count, 1);
	assert_int_equal(scene->incidents[0].hosts.count + scene->incidents[0].hosts.more, 20);
}

static void what_everybody_has_does_not_link(void **state)
{
	struct scene *scene = *state;
	static const char *const addresses[] = {"8.8.8.8", "0:0:0:0:0:0:0:1", "fe80::1",
	    "224.0.0.251", "169.254.1.1", "::ffff:127.0.0.1", "2001:4860:4860::8888"};
	char hosts[14][8];
	for (size_t i = 0; i < 14; i++) {
		snprintf(hosts[i], sizeof(hosts[i]), "pc%zu", i);
		const struct subject pc = {.host = text_of(hosts[i]),
		    .user = TEXT_INIT("www-data"),
		    .dst_ip = text_of(addresses[i / 2]),
		    .file = TEXT_INIT("C:\\Windows\\System32\\cmd.exe")};
		see(scene, &(struct seen){2, SEVERITY_MEDIUM, 0, pc, DISPOSITION_UNKNOWN});
	}
	finish(scene);
	assert_int_equal(scene->count, 14);
}

static void the_weightiest_machine_leads(void **state)
{
	struct scene *scene = *state;
	const struct subject first = {.host = TEXT_INIT("pc1"), .user = TEXT_INIT("sato")};
	const struct subject then = {.host = TEXT_INIT("srv"), .user = TEXT_INIT("sato")};
	see(scene, &(struct seen){0, SEVERITY_MEDIUM, 0, first, DISPOSITION_UNKNOWN});
	see(scene, &(struct seen){1, SEVERITY_CRITICAL, 2, then, DISPOSITION_UNKNOWN});
	finish(scene);
	assert_int_equal(scene->count, 1);
	assert_true(text_equal(scene->incidents[0].hosts.at[0], TEXT("srv")));
	assert_true(text_equal(scene->incidents[0].hosts.at[1], TEXT("pc1")));
}

static void nothing_makes_nothing(void **state)
{
	struct scene *scene = *state;
	finish(scene);
	assert_int_equal(scene->count, 0);
}

#define SCENE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE(one_host_is_one_incident),
	    SCENE(an_account_leads_from_machine_to_machine),
	    SCENE(network_and_endpoint_meet_at_the_address),
	    SCENE(what_was_blocked_is_only_counted),
	    SCENE(what_was_blocked_is_context_when_something_followed),
	    SCENE(an_address_that_everyone_uses_does_not_link),
	    SCENE(an_address_that_a_few_use_links),
	    SCENE(the_urgent_stands_first),
	    SCENE(attempts_from_many_are_one_incident),
	    SCENE(an_attempt_that_something_followed_stays_alone),
	    SCENE(an_attempt_that_was_answered_is_none),
	    SCENE(an_outbreak_is_one_incident),
	    SCENE(what_everybody_has_does_not_link),
	    SCENE(the_weightiest_machine_leads),
	    SCENE(nothing_makes_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
