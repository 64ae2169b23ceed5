/* SPDX-License-Identifier: Apache-2.0 */
/* Each condition alone: an entry that asks for it and one that fits always behind it. */
#include "incident/playbook.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct arena *arena;

static int begin(void **state)
{
	(void)state;
	arena = arena_create("test", (size_t)64 << 20);
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_destroy(arena);
	return 0;
}

struct scene {
	struct text tag;
	struct rule_facts rule;
	struct finding finding;
	struct finding *list[1];
	struct incident incident;
};

/* High malware on a machine that talked to the outside. */
static void make(struct scene *scene)
{
	*scene = (struct scene){
	    .tag = TEXT_INIT("attack.t1505.003"),
	    .rule = {.category = CATEGORY_MALWARE, .tag_count = 1},
	    .finding = {.severity = SEVERITY_HIGH, .count = 1},
	    .incident = {.state = INCIDENT_ACT,
		.stage = STAGE_IMPACT,
		.severity = SEVERITY_CRITICAL,
		.finding_count = 1,
		.hosts = {.at = {TEXT_INIT("pc1")}, .count = 1},
		.addresses = {.at = {TEXT_INIT("192.168.0.7"), TEXT_INIT("203.0.113.9")},
		    .count = 2}},
	};
	scene->rule.tags = &scene->tag;
	scene->finding.rule = &scene->rule;
	scene->list[0] = &scene->finding;
	scene->incident.findings = scene->list;
}

static bool holds(const char *condition, const struct incident *incident)
{
	static const char *const steps = "{ja: a, en: b}, {ja: a, en: b}, {ja: a, en: b}";
	struct playbook *playbook = playbook_create(arena);
	struct why why = {""};
	struct text bytes =
	    text_format(arena, "steps:\n  - for: %s\n    next: [{ja: a, en: yes it does}, %s]\n",
		condition, "{ja: a, en: b}, {ja: a, en: b}");
	if (playbook_add(playbook, bytes, &why) != DONE)
		fail_msg("%s: %s", condition, why.text);
	assert_int_equal(
	    playbook_add(playbook,
		text_format(arena, "steps:\n  - for: any\n    next: [%s]\n", steps), &why),
	    DONE);
	return text_equal(playbook_choose(playbook, incident)[0].en, TEXT("yes it does"));
}

static void each_condition_is_asked(void **state)
{
	(void)state;
	struct scene scene;
	make(&scene);
	static const char *const fit[] = {"any", "{state: act}", "{category: malware}",
	    "{leads: malware}", "{technique: t1505}", "{technique: t1505.003}", "{stage: impact}",
	    "{about: machine}", "{from: outside}", "{attempts: no}",
	    "{state: act, stage: impact, from: outside}", "[{state: look}, {stage: impact}]"};
	static const char *const miss[] = {"{state: look}", "{category: spam}", "{leads: mail}",
	    "{technique: t1190}", "{technique: t1505.00}", "{stage: execution}", "{about: account}",
	    "{about: many}", "{about: address}", "{from: inside}", "{attempts: yes}",
	    "{state: act, stage: collection}", "[{state: look}, {stage: execution}]"};
	for (size_t i = 0; i < sizeof(fit) / sizeof(fit[0]); i++) {
		if (!holds(fit[i], &scene.incident))
			fail_msg("%s fits", fit[i]);
	}
	for (size_t i = 0; i < sizeof(miss) / sizeof(miss[0]); i++) {
		if (holds(miss[i], &scene.incident))
			fail_msg("%s does not fit", miss[i]);
	}
}

static void what_was_blocked_or_is_minor_is_not_asked_for(void **state)
{
	(void)state;
	struct scene scene;
	make(&scene);
	scene.finding.blocked = 1;
	assert_false(holds("{category: malware}", &scene.incident));
	assert_false(holds("{leads: malware}", &scene.incident));
	assert_false(holds("{technique: t1505}", &scene.incident));
	make(&scene);
	scene.finding.severity = SEVERITY_MEDIUM;
	assert_true(holds("{category: malware}", &scene.incident));
	assert_false(holds("{technique: t1505}", &scene.incident));
}

static void about_whom(void **state)
{
	(void)state;
	struct scene scene;
	make(&scene);
	scene.incident.hosts.more = PLAYBOOK_MANY;
	assert_true(holds("{about: many}", &scene.incident));
	scene.incident.hosts = (struct value_set){.count = 0};
	assert_true(holds("{about: machine}", &scene.incident)); /* by its address */
	scene.incident.addresses = (struct value_set){.at = {TEXT_INIT("8.8.8.8")}, .count = 1};
	assert_true(holds("{about: address, from: inside}", &scene.incident));
	scene.incident.users = (struct value_set){.at = {TEXT_INIT("sato")}, .count = 1};
	assert_true(holds("{about: account}", &scene.incident));
}

static void an_empty_playbook_has_no_steps(void **state)
{
	(void)state;
	struct scene scene;
	make(&scene);
	assert_null(playbook_choose(playbook_create(arena), &scene.incident));
}

#define ALONE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    ALONE(each_condition_is_asked),
	    ALONE(what_was_blocked_or_is_minor_is_not_asked_for),
	    ALONE(about_whom),
	    ALONE(an_empty_playbook_has_no_steps),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
