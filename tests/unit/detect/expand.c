/* SPDX-License-Identifier: Apache-2.0 */
/* Placeholders. */
#include "detect/expand.h"

#include "trial.h"

static struct ruleset *set_with_placeholders(void)
{
	struct ruleset *ruleset = ruleset_create();
	const struct text servers[] = {TEXT_INIT("srv*"), TEXT_INIT("dc01"), TEXT_INIT("%admins%")};
	const struct text old[] = {TEXT_INIT("replaced")};
	const struct text admins[] = {TEXT_INIT("root"), TEXT_INIT("Administrator")};
	ruleset_placeholder(ruleset, TEXT("admins"), old, 1);
	ruleset_placeholder(ruleset, TEXT("servers"), servers, 3);
	ruleset_placeholder(ruleset, TEXT("admins"), admins, 2);
	return ruleset;
}

static bool fits(const char *selection, const char *value)
{
	struct ruleset *ruleset = set_with_placeholders();
	struct arena *arena = arena_create("trial", 1 << 20);
	const char *document = trial_document(trial_selection(selection));
	assert_int_equal(ruleset_add(ruleset, TEXT("t"), text_of(document)), 1);
	ruleset_freeze(ruleset);
	struct evaluator *evaluator = evaluator_create(ruleset);
	struct match *matches;
	bool fit = evaluate(evaluator, trial_event(arena, "", EVENT({"A", value})), &matches) == 1;
	evaluator_destroy(evaluator);
	ruleset_destroy(ruleset);
	arena_destroy(arena);
	return fit;
}

static void test_values(void **state)
{
	(void)state;
	assert_true(fits("A|expand: '%servers%'", "SRV17"));
	assert_true(fits("A|expand: '%servers%'", "dc01"));
	assert_false(fits("A|expand: '%servers%'", "dc012"));
	assert_true(fits("A|expand: '%admins%'", "administrator"));
	assert_false(fits("A|expand: '%admins%'", "replaced"));
	assert_true(fits("A|contains|expand: '%admins%'", "the root of"));
	assert_true(fits("A|expand|contains: '%admins%'", "the root of"));
	assert_true(fits("A|expand|endswith: '\\%admins%'", "%admins%"));
	assert_true(fits("A|expand|all|contains: ['%servers%', '%admins%']", "dc01 root"));
	assert_false(fits("A|expand|all|contains: ['%servers%', '%admins%']", "dc01 me"));
}

static void test_combinations(void **state)
{
	(void)state;
	assert_true(fits("A|expand: '%servers%\\\\%admins%'", "DC01\\root"));
	assert_true(fits("A|expand: '%servers%\\\\%admins%'", "srv9\\administrator"));
	assert_false(fits("A|expand: '%servers%\\\\%admins%'", "dc01\\me"));
	/* What a placeholder's value says is not looked at again. */
	assert_true(fits("A|expand: '%servers%'", "%admins%"));
	assert_true(fits("A|expand|base64: 'is %admins%'", "aXMgcm9vdA=="));
}

static void test_percent(void **state)
{
	(void)state;
	assert_true(fits("A|expand: '\\%plain%admins%'", "%plainroot"));
	assert_true(fits("A|expand: '100%'", "100%"));
	assert_true(fits("A|expand: '% admins%'", "% admins%"));
	assert_true(fits("A|expand: '%%admins%'", "%root"));
	assert_true(fits("A: '%admins%'", "%admins%"));
	assert_false(fits("A: '%admins%'", "root"));
}

static void test_missing(void **state)
{
	(void)state;
	assert_why("5: placeholder %nobody% has no values", "A|expand: [x, '%nobody%']");
	assert_why("placeholder %DC-NAME.1% has no values", "A|contains|expand: 'x %DC-NAME.1%'");
}

static void test_too_many(void **state)
{
	(void)state;
	struct ruleset *ruleset = ruleset_create();
	struct text values[100];
	for (size_t i = 0; i < 100; i++)
		values[i] = TEXT("v");
	ruleset_placeholder(ruleset, TEXT("many"), values, 100);
	const char *document = trial_document(trial_selection("A|expand: '%many% %many% %many%'"));
	assert_int_equal(ruleset_add(ruleset, TEXT("t"), text_of(document)), 0);
	size_t count;
	const struct refused_rule *refused = ruleset_refused(ruleset, &count);
	assert_int_equal(count, 1);
	assert_true(text_starts(refused[0].why, TEXT("placeholders: more than")));
	ruleset_destroy(ruleset);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_values),
	    cmocka_unit_test(test_combinations),
	    cmocka_unit_test(test_percent),
	    cmocka_unit_test(test_missing),
	    cmocka_unit_test(test_too_many),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
