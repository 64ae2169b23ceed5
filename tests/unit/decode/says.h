/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What products say (content/verdicts) of records as their decoders read them: each record gets
 * exactly one verdict, with level and disposition, or none; and every verdict has its record. The
 * file that includes this gives the content files and the records, and runs SAYS_MAIN.
 */
#ifndef TESTS_UNIT_DECODE_SAYS_H
#define TESTS_UNIT_DECODE_SAYS_H

#include "expect.h"

#include "detect/ruleset.h"

struct trial {
	const char *record;
	/* "id level disposition", and what it is called where that is of interest: "id level
	 * disposition: title"; "" when nobody says anything */
	const char *want;
};

struct says {
	const char *const *files; /* content/verdicts/NAME.yaml */
	size_t file_count;
	const struct trial *trials;
	size_t trial_count;
};

static inline void says_add_file(struct ruleset *rules, const char *name)
{
	static char bytes[1 << 18];
	char path[256];
	snprintf(path, sizeof(path), "content/verdicts/%s.yaml", name);
	FILE *file = fopen(path, "rb");
	if (file == NULL)
		fail_msg("%s: not readable from the top folder", path);
	size_t size = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	assert_true(ruleset_add(rules, text_of(name), (struct text){bytes, size}) > 0);
}

static inline struct ruleset *says_load(const struct says *says)
{
	struct ruleset *rules = ruleset_create();
	size_t refused;
	for (size_t i = 0; i < says->file_count; i++)
		says_add_file(rules, says->files[i]);
	ruleset_freeze(rules);
	const struct refused_rule *first = ruleset_refused(rules, &refused);
	if (refused != 0)
		fail_msg(
		    "%.*s:%u: %.*s", TEXT_ARGS(first->file), first->line, TEXT_ARGS(first->why));
	return rules;
}

/* One record: all that is said of it, in one line. */
static inline void says_try(
    struct evaluator *evaluator, const struct trial *trial, struct arena *arena)
{
	struct decode_context context = {.received = EXPECT_RECEIVED};
	struct events events;
	struct why why;
	struct match *matches;
	struct text said = TEXT("");
	struct text title = text_of(trial->want);
	struct text want = text_part(title, 0, text_find(title, TEXT(": ")));
	title = text_from(title, want.size + 2);
	events_init(&events, arena);
	if (decode_record(text_of(trial->record), &context, arena, &events, &why) == NULL)
		fail_msg("%s\n not decoded: %s", trial->record, why.text);
	assert_int_equal(events.count, 1);
	size_t count = evaluate(evaluator, events.at[0], &matches);
	for (size_t i = 0; i < count; i++)
		said = text_format(arena, "%.*s%s%.*s %s %s", TEXT_ARGS(said), i == 0 ? "" : ", ",
		    TEXT_ARGS(matches[i].rule->id), severity_word(matches[i].severity),
		    disposition_word(matches[i].disposition));
	if (!text_equal(said, want))
		fail_msg("%s\n want: %s\n got:  %.*s", trial->record, trial->want, TEXT_ARGS(said));
	if (title.size != 0 && !text_equal(matches[0].title, title))
		fail_msg("%s\n want: %s\n got:  %.*s", trial->record, trial->want,
		    TEXT_ARGS(matches[0].title));
}

static inline void says_one_thing(void **state)
{
	const struct says *says = *state;
	struct ruleset *rules = says_load(says);
	struct evaluator *evaluator = evaluator_create(rules);
	struct arena *arena = arena_create("test", (size_t)64 << 20);
	for (size_t i = 0; i < says->trial_count; i++) {
		says_try(evaluator, &says->trials[i], arena);
		arena_reset(arena);
	}
	arena_destroy(arena);
	evaluator_destroy(evaluator);
	ruleset_destroy(rules);
}

static inline bool says_tries(const struct says *says, struct text id)
{
	for (size_t i = 0; i < says->trial_count; i++) {
		struct text want = text_of(says->trials[i].want);
		if (text_equal(text_cut(&want, ' '), id))
			return true;
	}
	return false;
}

static inline void says_try_every_verdict(void **state)
{
	const struct says *says = *state;
	struct ruleset *rules = says_load(says);
	size_t untried = 0;
	for (size_t i = 0; i < ruleset_count(rules); i++) {
		const struct rule_facts *rule = ruleset_rule(rules, i);
		if (!says_tries(says, rule->id)) {
			print_error("%.*s has no record\n", TEXT_ARGS(rule->id));
			untried++;
		}
		assert_true(rule->title.size != 0 && rule->title_ja.size != 0);
		assert_true(rule->category != CATEGORY_NONE && rule->product_says);
	}
	assert_int_equal(untried, 0);
	ruleset_destroy(rules);
}

/* The two tests over `says`, with its arrays `files` and `trials`. */
#define SAYS_MAIN(files, trials)                                                                   \
	int main(void)                                                                             \
	{                                                                                          \
		struct says says = {files, sizeof(files) / sizeof((files)[0]), trials,             \
		    sizeof(trials) / sizeof((trials)[0])};                                         \
		const struct CMUnitTest tests[] = {                                                \
		    cmocka_unit_test_prestate(says_one_thing, &says),                              \
		    cmocka_unit_test_prestate(says_try_every_verdict, &says),                      \
		};                                                                                 \
		return cmocka_run_group_tests(tests, NULL, NULL);                                  \
	}

#endif
