/* SPDX-License-Identifier: Apache-2.0 */
/* Rule documents: what must be there, what is kept of them, what is refused by name. */
#include "detect/rule_read.h"

#include "trial.h"

static const char whole[] = "title: A title\n"
			    "title_ja: 題名\n"
			    "id: 929a690e-bef0-4204-a928-ef5e620d6fcc\n"
			    "status: test\n"
			    "description: |\n"
			    "    Two\n"
			    "    lines\n"
			    "references: [https://a.example/]\n"
			    "author: Nobody\n"
			    "date: 2024-01-01\n"
			    "tags:\n"
			    "    - attack.execution\n"
			    "    - attack.t1059.001\n"
			    "    - attack.credential-access\n"
			    "    - attack.defense_evasion\n"
			    "    - cve.2024-1\n"
			    "logsource:\n"
			    "    product: Windows\n"
			    "    category: process_creation\n"
			    "    definition: whatever\n"
			    "detection:\n"
			    "    selection:\n"
			    "        Image: x\n"
			    "    timeframe: 5m\n"
			    "    condition: selection\n"
			    "falsepositives:\n"
			    "    - Unknown\n"
			    "level: high\n"
			    "custom: {any: [thing]}\n";

static void test_facts(void **state)
{
	(void)state;
	struct ruleset *ruleset = ruleset_create();
	assert_int_equal(ruleset_add(ruleset, TEXT("a/b.yml"), text_of(whole)), 1);
	const struct rule_facts *facts = ruleset_rule(ruleset, 0);
	assert_true(text_equal(facts->title, TEXT("A title")));
	assert_true(text_equal(facts->title_ja, TEXT("題名")));
	assert_true(text_equal(facts->id, TEXT("929a690e-bef0-4204-a928-ef5e620d6fcc")));
	assert_true(text_equal(facts->description, TEXT("Two\nlines")));
	assert_int_equal(facts->severity, SEVERITY_HIGH);
	assert_int_equal(facts->stage, STAGE_DEFENSE_EVASION);
	assert_int_equal(facts->category, CATEGORY_NONE);
	assert_int_equal(facts->tag_count, 5);
	assert_true(text_equal(facts->tags[1], TEXT("attack.t1059.001")));
	assert_int_equal(facts->falsepositive_count, 1);
	assert_true(text_equal(facts->falsepositives[0], TEXT("Unknown")));
	assert_true(text_equal(facts->file, TEXT("a/b.yml")));
	assert_false(facts->product_says);
	assert_true(text_equal(ruleset_source(ruleset, facts), text_of(whole)));
	ruleset_destroy(ruleset);
}

#define REST "logsource: {product: p}\ndetection: {s: {a: b}, condition: s}\n"

static void test_absent(void **state)
{
	(void)state;
	struct ruleset *ruleset = ruleset_create();
	assert_int_equal(ruleset_add(ruleset, TEXT("f"), TEXT("title: t\n" REST)), 1);
	const struct rule_facts *facts = ruleset_rule(ruleset, 0);
	assert_int_equal(facts->severity, SEVERITY_MEDIUM);
	assert_int_equal(facts->stage, STAGE_NONE);
	assert_int_equal(facts->tag_count, 0);
	assert_int_equal(facts->title_ja.size, 0);
	/* The same text has the same id wherever it lies; another text has another. */
	assert_int_equal(facts->id.size, 32);
	assert_int_equal(ruleset_add(ruleset, TEXT("g"), TEXT("title: t\n" REST)), 0);
	assert_int_equal(ruleset_add(ruleset, TEXT("h"), TEXT("title: u\n" REST)), 1);
	ruleset_destroy(ruleset);
}

static void assert_refused(const char *document, const char *expected)
{
	const char *why = trial_why(document);
	if (strstr(why, expected) == NULL)
		fail_msg("\"%s\" is not in \"%s\"", expected, why);
}

static void test_missing(void **state)
{
	(void)state;
	assert_refused(REST, "1: the rule has no title");
	assert_refused("title: ''\n" REST, "the rule has no title");
	assert_refused("title: t\ndetection: {s: {a: b}, condition: s}\n", "no logsource");
	assert_refused("title: t\nlogsource: x\ndetection: {s: {a: b}, condition: s}\n",
	    "2: the rule has no logsource");
	assert_refused(
	    "title: t\nlogsource: {definition: x}\ndetection: {s: {a: b}, condition: s}\n",
	    "names neither product");
	assert_refused("title: t\nlogsource: {product: p}\n", "no detection");
	assert_refused(
	    "title: t\nlogsource: {product: p}\ndetection: {s: {a: b}}\n", "no condition");
	assert_refused("title: t\nlogsource: {product: p}\ndetection: {condition: s}\n",
	    "no search identifier");
	assert_refused(
	    "title: t\nlogsource: {product: p}\ndetection: [a]\n", "detection is no map");
	assert_refused("", "no document");
	assert_refused("just a text\n", "1: the document is no map");
	assert_refused("- a\n", "the document is no map");
}

static void test_wrong(void **state)
{
	(void)state;
	assert_refused("title: [t]\n" REST, "1: title is not a text");
	assert_refused("title: t\nlevel: severe\n" REST, "2: level \"severe\"");
	assert_refused("title: t\nlevel: [high]\n" REST, "2: level is not a text");
	assert_refused("title: t\nid: 'two words'\n" REST, "2: id holds white space");
	assert_refused("title: t\ntags: {a: b}\n" REST, "tags is no list");
	assert_refused("title: t\ntags: [[a]]\n" REST, "tags is no list");
	assert_refused(
	    "title: t\nlogsource: {product: [p]}\ndetection: {s: {a: b}, condition: s}\n",
	    "product is not a text");
	assert_refused("title: t\ntitle: u\n" REST, "2: ");
	assert_refused("title: 'open\n", ": ");
}

static void test_other_documents(void **state)
{
	(void)state;
	assert_refused("title: c\ncorrelation:\n  type: event_count\n",
	    "2: correlation rules are not supported yet");
	assert_refused("title: f\nlogsource: {product: p}\nfilter:\n  rules: [x]\n",
	    "3: filters are not supported yet");
	assert_refused("action: global\ntitle: g\n" REST, "1: \"action: global\" belongs to");
	assert_refused("action: repeat\n" REST, "\"action: repeat\" belongs to");
}

static void test_several_documents(void **state)
{
	(void)state;
	static const char file[] =
	    "# head\n---\ntitle: one\n" REST "---\n"
	    "title: c\ncorrelation: {type: event_count}\n---\ntitle: two\n" REST "...\n";
	struct ruleset *ruleset = ruleset_create();
	assert_int_equal(ruleset_add(ruleset, TEXT("f"), text_of(file)), 2);
	size_t count;
	const struct refused_rule *refused = ruleset_refused(ruleset, &count);
	assert_int_equal(count, 1);
	assert_int_equal(refused[0].line, 8);
	assert_true(text_equal(
	    ruleset_source(ruleset, ruleset_rule(ruleset, 0)), TEXT("title: one\n" REST)));
	assert_true(text_equal(
	    ruleset_source(ruleset, ruleset_rule(ruleset, 1)), TEXT("title: two\n" REST)));
	ruleset_destroy(ruleset);
}

/* What stands behind a global document would mean something else without it. */
static void test_collection(void **state)
{
	(void)state;
	static const char file[] =
	    "action: global\ntitle: g\n---\ntitle: one\n" REST "---\ntitle: two\n" REST;
	struct ruleset *ruleset = ruleset_create();
	assert_int_equal(ruleset_add(ruleset, TEXT("f"), text_of(file)), 0);
	size_t count;
	const struct refused_rule *refused = ruleset_refused(ruleset, &count);
	assert_int_equal(count, 3);
	assert_int_equal(refused[2].line, 8);
	assert_int_not_equal(text_find(refused[2].why, TEXT("depends on it")), TEXT_NONE);
	ruleset_destroy(ruleset);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_facts),
	    cmocka_unit_test(test_absent),
	    cmocka_unit_test(test_missing),
	    cmocka_unit_test(test_wrong),
	    cmocka_unit_test(test_other_documents),
	    cmocka_unit_test(test_several_documents),
	    cmocka_unit_test(test_collection),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
