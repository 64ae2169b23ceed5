/* SPDX-License-Identifier: Apache-2.0 */
/* What products already say: dispositions, levels, names, and what is refused. */
#include "detect/verdict_read.h"

#include "trial.h"

static const char file[] = "product: Gate\n"
			   "disposition:\n"
			   "  - field: action\n"
			   "    blocked: [blocked, 'reset*']\n"
			   "    allowed: [detected]\n"
			   "  - field: status\n"
			   "    blocked: deny\n"
			   "    allowed: [accept, 1]\n"
			   "verdicts:\n"
			   "  - id: gate-virus\n"
			   "    title: {en: Malware reported, ja: マルウェア検知}\n"
			   "    detection:\n"
			   "      selection: {type: virus}\n"
			   "      condition: selection\n"
			   "    category: malware\n"
			   "    level: high\n"
			   "    level_blocked: informational\n"
			   "    name: virus\n"
			   "    tags: [attack.execution]\n"
			   "  - id: gate-web\n"
			   "    title: {en: Web}\n"
			   "    service: UTM\n"
			   "    detection: {selection: {type: web}, condition: selection}\n"
			   "    category: malicious-site\n"
			   "  - id: gate-dns\n"
			   "    title: {en: Names}\n"
			   "    logsource: {category: dns}\n"
			   "    detection: {selection: {type: web}, condition: selection}\n"
			   "    category: callback\n";

static const char behaviour[] =
    "title: Behaviour\nid: behaviour\nlevel: high\nlogsource: {product: gate}\n"
    "detection: {selection: {type: virus}, condition: selection}\n";

struct stage_set {
	struct ruleset *ruleset;
	struct evaluator *evaluator;
	struct arena *arena;
};

static struct stage_set set;

static int start(void **state)
{
	(void)state;
	set.ruleset = ruleset_create();
	assert_int_equal(ruleset_add(set.ruleset, TEXT("gate.yaml"), text_of(file)), 3);
	assert_int_equal(ruleset_add(set.ruleset, TEXT("b.yml"), text_of(behaviour)), 1);
	ruleset_freeze(set.ruleset);
	set.evaluator = evaluator_create(set.ruleset);
	set.arena = arena_create("verdicts", 1 << 20);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	evaluator_destroy(set.evaluator);
	ruleset_destroy(set.ruleset);
	arena_destroy(set.arena);
	return 0;
}

static size_t matches_of(
    const char *service, const char *category, const struct given *given, struct match **matches)
{
	struct event *event = trial_event(set.arena, "", given);
	event->logsource = (struct logsource){TEXT("gate"), text_of(category), text_of(service)};
	return evaluate(set.evaluator, event, matches);
}

static void test_facts(void **state)
{
	(void)state;
	const struct rule_facts *facts = ruleset_find(set.ruleset, TEXT("gate-virus"));
	assert_non_null(facts);
	assert_true(facts->product_says);
	assert_int_equal(facts->category, CATEGORY_MALWARE);
	assert_int_equal(facts->stage, STAGE_EXECUTION);
	assert_true(text_equal(facts->title_ja, TEXT("マルウェア検知")));
	struct text source = ruleset_source(set.ruleset, facts);
	assert_true(text_starts(source, TEXT("  - id: gate-virus\n")));
	assert_true(text_ends(source, TEXT("    tags: [attack.execution]\n")));
	source = ruleset_source(set.ruleset, ruleset_find(set.ruleset, TEXT("gate-dns")));
	assert_true(text_ends(source, TEXT("    category: callback\n")));
}

static enum disposition disposition(const struct given *given)
{
	struct match *matches;
	assert_int_equal(matches_of("", "", given, &matches), 2);
	assert_int_equal(matches[0].disposition, matches[1].disposition);
	return matches[0].disposition;
}

static void test_disposition(void **state)
{
	(void)state;
	assert_int_equal(
	    disposition(EVENT({"type", "virus"}, {"action", "Blocked"})), DISPOSITION_BLOCKED);
	assert_int_equal(
	    disposition(EVENT({"type", "virus"}, {"action", "reset-both"})), DISPOSITION_BLOCKED);
	assert_int_equal(
	    disposition(EVENT({"type", "virus"}, {"action", "detected"})), DISPOSITION_ALLOWED);
	assert_int_equal(disposition(EVENT({"type", "virus"})), DISPOSITION_UNKNOWN);
	assert_int_equal(
	    disposition(EVENT({"type", "virus"}, {"action", "other"})), DISPOSITION_UNKNOWN);
	/* The first entry that fits decides, and one that does not fit leaves it to the next. */
	assert_int_equal(
	    disposition(EVENT({"type", "virus"}, {"action", "detected"}, {"status", "deny"})),
	    DISPOSITION_ALLOWED);
	assert_int_equal(
	    disposition(EVENT({"type", "virus"}, {"action", "other"}, {"status", "deny"})),
	    DISPOSITION_BLOCKED);
	assert_int_equal(
	    disposition(EVENT({"type", "virus"}, {"status", "1"})), DISPOSITION_ALLOWED);
}

/* Only what the product says is lowered when it was blocked; what a behaviour rule says is not. */
static void test_severity(void **state)
{
	(void)state;
	struct match *matches;
	matches_of("", "", EVENT({"type", "virus"}, {"action", "blocked"}), &matches);
	assert_int_equal(matches[0].severity, SEVERITY_INFORMATIONAL);
	assert_int_equal(matches[1].severity, SEVERITY_HIGH);
	assert_false(matches[1].rule->product_says);
	matches_of("", "", EVENT({"type", "virus"}, {"action", "detected"}), &matches);
	assert_int_equal(matches[0].severity, SEVERITY_HIGH);
	matches_of("", "", EVENT({"type", "virus"}), &matches);
	assert_int_equal(matches[0].severity, SEVERITY_HIGH);
	/* Without levels: medium, and low where it was blocked. */
	matches_of("utm", "", EVENT({"type", "web"}), &matches);
	assert_int_equal(matches[0].severity, SEVERITY_MEDIUM);
	matches_of("utm", "", EVENT({"type", "web"}, {"action", "blocked"}), &matches);
	assert_int_equal(matches[0].severity, SEVERITY_LOW);
}

static void test_title(void **state)
{
	(void)state;
	struct match *matches;
	matches_of("", "", EVENT({"type", "virus"}, {"virus", " EICAR-Test "}), &matches);
	assert_true(text_equal(matches[0].title, TEXT("EICAR-Test")));
	assert_true(text_equal(matches[1].title, TEXT("Behaviour")));
	matches_of("", "", EVENT({"type", "virus"}, {"virus", ""}), &matches);
	assert_true(text_equal(matches[0].title, TEXT("Malware reported")));
	matches_of("", "", EVENT({"type", "virus"}, {"virus", NULL}), &matches);
	assert_true(text_equal(matches[0].title, TEXT("Malware reported")));
}

static void test_logsource(void **state)
{
	(void)state;
	struct match *matches;
	assert_int_equal(matches_of("", "", EVENT({"type", "web"}), &matches), 0);
	assert_int_equal(matches_of("utm", "", EVENT({"type", "web"}), &matches), 1);
	assert_int_equal(matches_of("utm", "dns", EVENT({"type", "web"}), &matches), 2);
	struct event *event = trial_event(set.arena, "", EVENT({"type", "virus"}));
	assert_int_equal(evaluate(set.evaluator, event, &matches), 0);
}

static void assert_refused(const char *document, const char *expected)
{
	const char *why = trial_why(document);
	if (strstr(why, expected) == NULL)
		fail_msg("\"%s\" is not in \"%s\"", expected, why);
}

#define VERDICT "id: v\n    title: {en: t}\n    detection: {s: {a: b}, condition: s}\n"

static void test_refused(void **state)
{
	(void)state;
	assert_refused("verdicts: []\n", "names no product");
	assert_refused("product: p\nverdicts: {}\n", "verdicts is no list");
	assert_refused("product: p\nextra: 1\nverdicts: []\n", "2: unknown key \"extra\"");
	assert_refused("product: p\ndisposition: x\nverdicts: []\n", "disposition is no list");
	assert_refused("product: p\ndisposition: [{field: a}]\nverdicts: []\n", "neither blocked");
	assert_refused(
	    "product: p\ndisposition: [{blocked: a}]\nverdicts: []\n", "without a field");
	assert_refused("product: p\nverdicts:\n  - x\n", "3: no map");
	assert_refused("product: p\nverdicts:\n  - " VERDICT, "none of the categories");
	assert_refused("product: p\nverdicts:\n  - " VERDICT "    category: bad\n", "\"bad\"");
	assert_refused("product: p\nverdicts:\n  - " VERDICT "    category: malware\n    nmae: x\n",
	    "7: unknown key");
	assert_refused(
	    "product: p\nverdicts:\n  - {title: {en: t}, category: malware}\n", "without id");
	assert_refused("product: p\nverdicts:\n  - {id: v, category: malware}\n", "without title");
	assert_refused("product: p\nverdicts:\n  - {id: v, title: {ja: t}}\n", "English");
	assert_refused("product: p\nverdicts:\n  - {id: v, title: {en: t}, category: malware}\n",
	    "without detection");
	assert_refused(
	    "product: p\nverdicts:\n  - {id: v, title: {en: t}, category: malware, level: x, "
	    "detection: {s: {a: b}, condition: s}}\n",
	    "level \"x\"");
}

/* One wrong verdict does not take the others with it. */
static void test_others_stay(void **state)
{
	(void)state;
	struct ruleset *ruleset = ruleset_create();
	static const char document[] =
	    "product: p\nverdicts:\n  - {id: bad}\n  - " VERDICT "    category: malware\n";
	assert_int_equal(ruleset_add(ruleset, TEXT("f"), text_of(document)), 1);
	size_t count;
	const struct refused_rule *refused = ruleset_refused(ruleset, &count);
	assert_int_equal(count, 1);
	assert_int_equal(refused[0].line, 3);
	ruleset_destroy(ruleset);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_facts),
	    cmocka_unit_test(test_disposition),
	    cmocka_unit_test(test_severity),
	    cmocka_unit_test(test_title),
	    cmocka_unit_test(test_logsource),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_others_stay),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
