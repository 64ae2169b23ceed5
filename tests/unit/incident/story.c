/* SPDX-License-Identifier: Apache-2.0 */
/* The shipped words and playbook: every stage and category must give whole sentences in both
 * languages. */
#include "incident/story.h"

#include "base/arena.h"
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static struct texts *texts;
static struct playbook *playbook;

static struct text file(const char *name)
{
	char path[4096];
	snprintf(path, sizeof(path), "%s/%s", CONTENT_FOLDER, name);
	FILE *stream = fopen(path, "rb");
	assert_non_null(stream);
	char *bytes = arena_alloc(arena, 1 << 20);
	size_t n = fread(bytes, 1, 1 << 20, stream);
	fclose(stream);
	return (struct text){bytes, n};
}

static int begin(void **state)
{
	(void)state;
	struct why why = {""};
	arena = arena_create("test", (size_t)64 << 20);
	texts = texts_create(arena);
	playbook = playbook_create(arena);
	if (texts_add(texts, file("texts/story.yaml"), &why) != DONE ||
	    playbook_add(playbook, file("incident/playbook.yaml"), &why) != DONE) {
		fprintf(stderr, "%s\n", why.text);
		return -1;
	}
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_destroy(arena);
	return 0;
}

struct told {
	struct rule_facts rule;
	struct finding finding;
	struct finding *list[1];
	struct incident incident;
};

static void make(struct told *told, enum stage stage, enum category category)
{
	*told = (struct told){
	    .rule = {.id = TEXT_INIT("r"),
		.title = TEXT_INIT("A title"),
		.stage = stage,
		.category = category},
	    .finding = {.title = TEXT_INIT("A title"), .severity = SEVERITY_HIGH, .count = 3},
	    .incident = {.first = INT64_C(1600000000) * CLOCK_SECOND,
		.last = INT64_C(1600003600) * CLOCK_SECOND,
		.stage = stage,
		.finding_count = 1},
	};
	told->finding.rule = &told->rule;
	told->list[0] = &told->finding;
	told->incident.findings = told->list;
}

static void assert_whole(struct text t)
{
	assert_true(t.size > 20);
	assert_int_equal(text_find_char(t, '{'), TEXT_NONE);
	assert_int_equal(text_find(t, TEXT("story.")), TEXT_NONE);
	assert_int_equal(text_find(t, TEXT("stage.")), TEXT_NONE);
	assert_int_equal(text_find(t, TEXT("stage_meaning.")), TEXT_NONE);
	assert_int_equal(text_find(t, TEXT("step.")), TEXT_NONE);
	assert_int_equal(text_find_char(t, '|'), TEXT_NONE);
	/* no gap between a name that was filled in and Japanese */
	assert_int_equal(text_find(t, TEXT(" の")), TEXT_NONE);
	assert_int_equal(text_find(t, TEXT("  ")), TEXT_NONE);
}

static void assert_told(const struct told *told)
{
	assert_whole(told->incident.story.ja);
	assert_whole(told->incident.story.en);
	for (size_t i = 0; i < INCIDENT_STEPS; i++) {
		assert_whole(told->incident.next[i].ja);
		assert_whole(told->incident.next[i].en);
	}
}

static void told_as(struct told *told, enum incident_state state)
{
	told->incident.state = state;
	story_tell(&told->incident, playbook, texts, NULL, arena);
	assert_told(told);
}

static void every_stage_and_category_is_told(void **state)
{
	(void)state;
	for (int n = 0; n < STAGE_COUNT * CATEGORY_COUNT; n++) {
		struct told told;
		make(&told, (enum stage)(n / CATEGORY_COUNT), (enum category)(n % CATEGORY_COUNT));
		told_as(&told, INCIDENT_ACT);
		told_as(&told, INCIDENT_LOOK);
		told.incident.attempts = true;
		told_as(&told, INCIDENT_LOOK);
	}
}

static bool says(struct text t, const char *words)
{
	return text_find(t, text_of(words)) != TEXT_NONE;
}

static void names_and_times_stand_in_it(void **state)
{
	(void)state;
	struct told told;
	make(&told, STAGE_CREDENTIAL_ACCESS, CATEGORY_NONE);
	told.incident.hosts =
	    (struct value_set){.at = {TEXT_INIT("mkt01"), TEXT_INIT("b")}, .count = 2};
	told.incident.users = (struct value_set){.at = {TEXT_INIT("kim")}, .count = 1};
	told.incident.state = INCIDENT_ACT;
	story_tell(&told.incident, playbook, texts, zone_fixed(9 * 3600, arena), arena);
	struct text en = told.incident.story.en;
	assert_true(says(en, "mkt01 and 1 more"));
	assert_true(says(en, "2020-09-13 21:26 and 22:26"));
	assert_true(says(en, "Stealing passwords"));
	assert_true(says(told.incident.story.ja, "mkt01など2台で"));
	assert_true(says(told.incident.next[1].en, "kim"));
	assert_true(text_equal(told.incident.who.ja, TEXT("mkt01など2台")));
}

static void a_product_name_stands_behind_the_title(void **state)
{
	(void)state;
	struct told told;
	make(&told, STAGE_COMMAND_AND_CONTROL, CATEGORY_CALLBACK);
	told.rule.title_ja = TEXT("題");
	told.finding.title = TEXT("o-name");
	told_as(&told, INCIDENT_ACT);
	assert_true(says(told.incident.story.ja, "「題」（o-name）"));
	assert_true(says(told.incident.story.en, "“A title” (o-name)"));
}

static void a_clock_that_was_not_set_is_told(void **state)
{
	(void)state;
	struct told told;
	make(&told, STAGE_EXECUTION, CATEGORY_NONE);
	told.incident.first = told.incident.last = 29 * CLOCK_SECOND;
	told_as(&told, INCIDENT_LOOK);
	assert_true(says(told.incident.story.ja, "日時の分からない"));
	assert_false(says(told.incident.story.en, "1970"));
}

static const struct value_set one_own = {.at = {TEXT_INIT("192.168.0.7")}, .count = 1};
static const struct value_set remote_and_server = {
    .at = {TEXT_INIT("8.8.8.8"), TEXT_INIT("203.0.113.9")}, .count = 2};
static const struct value_set one_user = {.at = {TEXT_INIT("sato")}, .count = 1};

/* The first step for a machine, an account, a web server and an attempt is not the same. */
static void the_first_step_fits_the_situation(void **state)
{
	(void)state;
	struct told told;
	make(&told, STAGE_COMMAND_AND_CONTROL, CATEGORY_CALLBACK);
	told.incident.addresses = one_own;
	told_as(&told, INCIDENT_ACT);
	assert_true(says(told.incident.next[0].en, "Unplug 192.168.0.7"));
	told_as(&told, INCIDENT_LOOK);
	assert_true(says(told.incident.next[0].en, "Ask"));

	make(&told, STAGE_COLLECTION, CATEGORY_NONE);
	told.incident.users = one_user;
	told_as(&told, INCIDENT_ACT);
	assert_true(says(told.incident.next[0].en, "Change the password of sato"));
	assert_true(says(told.incident.story.en, "The account sato"));
	assert_false(says(told.incident.next[0].en, "Unplug"));

	make(&told, STAGE_PERSISTENCE, CATEGORY_WEB_APPLICATION);
	told.incident.addresses = told.finding.addresses = one_own;
	told_as(&told, INCIDENT_ACT);
	assert_true(says(told.incident.next[0].en, "stop connections from outside"));
	assert_true(says(told.incident.who.en, "web server"));

	make(&told, STAGE_INITIAL_ACCESS, CATEGORY_INTRUSION);
	told.incident.addresses = told.finding.addresses = remote_and_server;
	told.incident.attempts = true;
	told_as(&told, INCIDENT_LOOK);
	assert_true(says(told.incident.next[2].en, "203.0.113.9"));
	assert_false(says(told.incident.next[2].en, "8.8.8.8"));
	assert_true(says(told.incident.story.en, "no record shows that one succeeded"));
}

static void many_machines_want_a_call_first(void **state)
{
	(void)state;
	struct told told;
	make(&told, STAGE_LATERAL_MOVEMENT, CATEGORY_NONE);
	told.incident.hosts =
	    (struct value_set){.at = {TEXT_INIT("pc1")}, .count = 1, .more = PLAYBOOK_MANY};
	told_as(&told, INCIDENT_ACT);
	assert_true(says(told.incident.next[0].en, "Call your service company at once"));
	assert_true(says(told.incident.next[0].ja, "pc1など6台"));
}

static void what_was_blocked_does_not_choose_the_steps(void **state)
{
	(void)state;
	struct told stopped;
	struct told open;
	make(&stopped, STAGE_NONE, CATEGORY_RANSOMWARE);
	struct finding other = {.title = TEXT_INIT("x"), .severity = SEVERITY_HIGH, .count = 1};
	struct rule_facts plain = {.id = TEXT_INIT("p"), .title = TEXT_INIT("x")};
	other.rule = &plain;
	struct finding *both[] = {&stopped.finding, &other};
	stopped.finding.blocked = stopped.finding.count;
	stopped.incident.findings = both;
	stopped.incident.finding_count = 2;
	make(&open, STAGE_NONE, CATEGORY_RANSOMWARE);
	stopped.incident.state = open.incident.state = INCIDENT_ACT;
	story_tell(&stopped.incident, playbook, texts, NULL, arena);
	story_tell(&open.incident, playbook, texts, NULL, arena);
	assert_false(text_equal(stopped.incident.next[0].en, open.incident.next[0].en));
	assert_true(text_find(stopped.incident.story.en, TEXT("blocked 3 attempts")) != TEXT_NONE);
}

static void a_broken_playbook_is_refused_with_its_line(void **state)
{
	(void)state;
	static const char *const broken[] = {
	    "steps:\n  - for: {stage: nowhere}\n    next: []\n",
	    "steps:\n  - for: any\n    next:\n      - {ja: a, en: b}\n",
	    "steps:\n  - for: {colour: red}\n    next: [{ja: a, en: b}, {ja: a, en: b}, {ja: a, "
	    "en: "
	    "b}]\n",
	    "steps:\n  - for: [any, {about: nobody}]\n    next: [{ja: a, en: b}, {ja: a, en: b}, "
	    "{ja: "
	    "a, en: b}]\n",
	    "steps:\n  - for: []\n    next: [{ja: a, en: b}, {ja: a, en: b}, {ja: a, en: b}]\n",
	    "steps:\n  - next: [{ja: a, en: b}, {ja: a, en: b}, {ja: a, en: b}]\n",
	    "steps:\n  - for: any\n    next: [{ja: a, en: b}, {ja: a}, {ja: a, en: b}]\n",
	    "steps: 3\n",
	    "- a\n",
	    "",
	};
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		struct why why = {""};
		assert_int_equal(
		    playbook_add(playbook_create(arena), text_of(broken[i]), &why), MALFORMED);
		assert_int_equal(strncmp(why.text, "line ", 5), 0);
	}
}

#define TOLD(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TOLD(every_stage_and_category_is_told),
	    TOLD(names_and_times_stand_in_it),
	    TOLD(a_product_name_stands_behind_the_title),
	    TOLD(a_clock_that_was_not_set_is_told),
	    TOLD(the_first_step_fits_the_situation),
	    TOLD(many_machines_want_a_call_first),
	    TOLD(what_was_blocked_does_not_choose_the_steps),
	    TOLD(a_broken_playbook_is_refused_with_its_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
