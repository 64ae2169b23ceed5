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

static void every_stage_is_told(void **state)
{
	(void)state;
	for (int stage = STAGE_NONE; stage < STAGE_COUNT; stage++) {
		struct told told;
		make(&told, (enum stage)stage, CATEGORY_NONE);
		story_tell(&told.incident, playbook, texts, NULL, arena);
		assert_told(&told);
	}
}

static void every_category_is_told(void **state)
{
	(void)state;
	for (int category = CATEGORY_NONE; category < CATEGORY_COUNT; category++) {
		struct told told;
		make(&told, STAGE_NONE, (enum category)category);
		story_tell(&told.incident, playbook, texts, NULL, arena);
		assert_told(&told);
	}
}

static void names_and_times_stand_in_it(void **state)
{
	(void)state;
	struct told told;
	make(&told, STAGE_CREDENTIAL_ACCESS, CATEGORY_NONE);
	told.incident.hosts =
	    (struct value_set){.at = {TEXT_INIT("mkt01"), TEXT_INIT("b")}, .count = 2};
	told.incident.users = (struct value_set){.at = {TEXT_INIT("kim")}, .count = 1};
	story_tell(&told.incident, playbook, texts, zone_fixed(9 * 3600, arena), arena);
	struct text en = told.incident.story.en;
	assert_true(text_find(en, TEXT("mkt01 and 1 more")) != TEXT_NONE);
	assert_true(text_find(en, TEXT("2020-09-13 21:26 and 22:26")) != TEXT_NONE);
	assert_true(text_find(en, TEXT("Credential access")) != TEXT_NONE);
	assert_true(text_find(told.incident.story.ja, TEXT("mkt01 ほか1台")) != TEXT_NONE);
	assert_true(text_find(told.incident.next[1].en, TEXT("kim")) != TEXT_NONE);
}

static void what_was_blocked_does_not_choose_the_steps(void **state)
{
	(void)state;
	struct told stopped;
	struct told open;
	make(&stopped, STAGE_NONE, CATEGORY_RANSOMWARE);
	struct finding other = {.rule = &stopped.rule, .title = TEXT_INIT("x"), .count = 1};
	struct rule_facts plain = {.id = TEXT_INIT("p"), .title = TEXT_INIT("x")};
	other.rule = &plain;
	struct finding *both[] = {&stopped.finding, &other};
	stopped.finding.blocked = stopped.finding.count;
	stopped.incident.findings = both;
	stopped.incident.finding_count = 2;
	make(&open, STAGE_NONE, CATEGORY_RANSOMWARE);
	story_tell(&stopped.incident, playbook, texts, NULL, arena);
	story_tell(&open.incident, playbook, texts, NULL, arena);
	assert_false(text_equal(stopped.incident.next[0].en, open.incident.next[0].en));
	assert_true(
	    text_find(stopped.incident.story.en, TEXT("3 attempts were blocked")) != TEXT_NONE);
}

static void a_broken_playbook_is_refused_with_its_line(void **state)
{
	(void)state;
	static const char *const broken[] = {
	    "steps:\n  - for: {stage: nowhere}\n    next: []\n",
	    "steps:\n  - for: any\n    next:\n      - {ja: a, en: b}\n",
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

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(every_stage_is_told, begin, end),
	    cmocka_unit_test_setup_teardown(every_category_is_told, begin, end),
	    cmocka_unit_test_setup_teardown(names_and_times_stand_in_it, begin, end),
	    cmocka_unit_test_setup_teardown(what_was_blocked_does_not_choose_the_steps, begin, end),
	    cmocka_unit_test_setup_teardown(a_broken_playbook_is_refused_with_its_line, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
