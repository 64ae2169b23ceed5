/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reports of invented runs, made with the templates and words that are shipped: right answer,
 * nothing foreign steers the reader's program, sizes within bounds, every word there.
 */
#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "base/utf8.h"
#include "example.h"
#include "program/cli/triage/report_html.h"
#include "program/cli/triage/report_text.h"
#include "render/words.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FILE_SIZE ((size_t)1024 * 1024)
#define COLUMNS 80

struct setting {
	struct arena *arena;
	struct texts *texts;
	struct ruleset *rules;
	struct ruleset *no_rules;
	struct buffer out;
};

static struct text read_content(struct arena *arena, const char *name)
{
	const char *folder = getenv("SAKIMORI_CONTENT");
	char path[4096];
	snprintf(path, sizeof(path), "%s/%s", folder != NULL ? folder : "content", name);
	FILE *file = fopen(path, "rb");
	if (file == NULL)
		fail_msg("%s cannot be opened", path);
	char *bytes = arena_alloc(arena, FILE_SIZE);
	size_t size = fread(bytes, 1, FILE_SIZE, file);
	fclose(file);
	return (struct text){bytes, size};
}

static const char rule_file[] = "title: One\n"
				"id: 0d894093-71bc-43c3-8c4d-ecfc28dcf5d9\n"
				"logsource: {product: windows}\n"
				"detection: {sel: {EventID: 1}, condition: sel}\n"
				"level: high\n";
static const char broken_file[] = "title: Two\n"
				  "logsource: {product: windows}\n"
				  "detection: {sel: {EventID|nonsense: 1}, condition: sel}\n";

static int make(void **state)
{
	struct setting *setting = calloc(1, sizeof(*setting));
	assert_non_null(setting);
	setting->arena = arena_create("test", (size_t)512 * 1024 * 1024);
	setting->texts = texts_create(setting->arena);
	struct why why;
	static const char *const files[] = {
	    "texts/reasons.yaml", "texts/story.yaml", "texts/triage.yaml", "texts/words.yaml"};
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct text bytes = read_content(setting->arena, files[i]);
		if (texts_add(setting->texts, bytes, &why) != DONE)
			fail_msg("%s: %s", files[i], why.text);
	}
	setting->rules = ruleset_create();
	assert_int_equal(ruleset_add(setting->rules, TEXT("one.yml"), text_of(rule_file)), 1);
	ruleset_freeze(setting->rules);
	setting->no_rules = ruleset_create();
	assert_int_equal(ruleset_add(setting->no_rules, TEXT("two.yml"), text_of(broken_file)), 0);
	ruleset_freeze(setting->no_rules);
	buffer_init(&setting->out, (size_t)64 * 1024 * 1024);
	*state = setting;
	return 0;
}

static int drop(void **state)
{
	struct setting *setting = *state;
	buffer_free(&setting->out);
	ruleset_destroy(setting->rules);
	ruleset_destroy(setting->no_rules);
	arena_destroy(setting->arena);
	free(setting);
	return 0;
}

static struct report_input input_of(struct setting *setting, const struct triage_result *result,
    enum language language, const char *template)
{
	return (struct report_input){
	    .result = result,
	    .texts = setting->texts,
	    .language = language,
	    .template = read_content(setting->arena, template),
	    .finding = read_content(setting->arena, "templates/triage-finding.html"),
	};
}

static struct text html_of(
    struct setting *setting, const struct triage_result *result, enum language language)
{
	struct why why;
	struct report_input input = input_of(setting, result, language, "templates/triage.html");
	buffer_clear(&setting->out);
	if (report_html(&input, &setting->out, &why) != DONE)
		fail_msg("%s", why.text);
	return buffer_text(&setting->out);
}

static struct text text_page_of(
    struct setting *setting, const struct triage_result *result, enum language language)
{
	struct why why;
	struct report_input input = input_of(setting, result, language, "templates/triage.txt");
	buffer_clear(&setting->out);
	if (report_text(&input, COLUMNS, &setting->out, &why) != DONE)
		fail_msg("%s", why.text);
	return buffer_text(&setting->out);
}

static const struct json *model_of(struct setting *setting, const struct triage_result *result)
{
	static const struct report_limits limits = {9, 9, 3, 9, 9, 9, 3, 9, 9, 99, 99, 9, 9};
	struct report_input input = input_of(setting, result, LANGUAGE_EN, "templates/triage.txt");
	const struct json *model;
	struct why why;
	if (report_model(&input, &limits, setting->arena, &model, &why) != DONE)
		fail_msg("%s", why.text);
	return model;
}

static bool has(struct text page, const char *needle)
{
	return text_find(page, text_of(needle)) != TEXT_NONE;
}

static void expect_state(struct setting *setting, const struct triage_result *result,
    const char *state, const char *headline)
{
	const struct json *model = model_of(setting, result);
	assert_true(text_equal(json_text(json_path(model, "data.state")), text_of(state)));
	struct text said = json_text(json_path(model, "view.headline"));
	if (!text_starts(said, text_of(headline)))
		fail_msg("\"%.*s\" does not begin with \"%s\"", TEXT_ARGS(said), headline);
	/* there is always something to do first */
	assert_true(json_text(json_path(model, "view.step.text")).size != 0);
}

static void answers(void **state)
{
	struct setting *setting = *state;
	struct arena *arena = setting->arena;
	expect_state(
	    setting, example_attack(setting->rules, arena), "act", "1 incident needs action now.");
	struct triage_result result = *example_attack(setting->rules, arena);
	result.incidents++;
	result.incident_count = 1;
	expect_state(setting, &result, "look", "1 incident should be checked.");
	result = *example_quiet(setting->rules, arena);
	expect_state(setting, &result, "good", "No sign of an attack was found.");
	result.not_understood = 60;
	expect_state(setting, &result, "good", "No sign");
	result.not_understood = 61;
	expect_state(setting, &result, "unknown", "We cannot say that all is well");
	result = *example_quiet(setting->rules, arena);
	result.unreadable_total = 1;
	expect_state(setting, &result, "unknown", "We cannot say that all is well");
	result = *example_quiet(setting->rules, arena);
	result.folded_away = 1;
	expect_state(setting, &result, "unknown", "We cannot say that all is well");
	result = *example_quiet(setting->no_rules, arena);
	expect_state(setting, &result, "unknown", "We cannot tell: not one rule");
	result.events = 0;
	expect_state(setting, &result, "unknown", "We cannot tell: no record");
}

static void gives_data(void **state)
{
	struct setting *setting = *state;
	const struct json *model =
	    model_of(setting, example_attack(setting->rules, setting->arena));
	const struct {
		const char *path;
		int64_t value;
	} expected[] = {
	    {"data.act", 1},
	    {"data.look", 1},
	    {"data.findings", 9},
	    {"data.counted", 2},
	    {"data.blocked", 19303206},
	    {"data.not_understood", 2459},
	    {"data.unreadable", 2},
	    {"data.rules_loaded", 1},
	};
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		int64_t value = -1;
		assert_true(json_int(json_path(model, expected[i].path), &value));
		assert_int_equal(value, expected[i].value);
	}
	assert_true(text_equal(
	    json_text(json_path(model, "data.generated")), TEXT("2025-11-05T02:00:00.000000Z")));
	const struct json *gaps = json_path(model, "view.coverage.gaps");
	assert_int_equal(gaps->count, 1);
	assert_true(text_equal(
	    json_text(gaps->first), TEXT("2025-10-19 11:00 – 2025-10-27 11:00 (8 days)")));
}

/* Every tag that is opened is closed, in order. */
static void expect_balanced(struct text page)
{
	struct text open[64];
	size_t depth = 0;
	for (size_t at; (at = text_find_char(page, '<')) != TEXT_NONE;) {
		page = text_from(page, at + 1);
		bool closing = text_skip(&page, TEXT("/"));
		size_t size = 0;
		while (size < page.size && strchr(" >\n", page.at[size]) == NULL)
			size++;
		struct text name = text_part(page, 0, size);
		bool empty = text_equal(name, TEXT("meta")) || text_equal(name, TEXT("br")) ||
			     text_equal(name, TEXT("!doctype"));
		if (closing) {
			assert_true(depth > 0);
			if (!text_equal(open[--depth], name))
				fail_msg("<%.*s> ends as </%.*s>", TEXT_ARGS(open[depth]),
				    TEXT_ARGS(name));
		} else if (!empty) {
			assert_true(depth < 64);
			open[depth++] = name;
		}
	}
	assert_int_equal(depth, 0);
}

static void expect_safe(struct text page)
{
	static const char *const never[] = {"<script", "javascript:", " src=", "url(", "@import",
	    "http:", "https:", " onload", " onclick", "<b>&amp;", "\x1b", "triage.", "{{",
	    "(null)"};
	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		if (has(page, never[i]))
			fail_msg("the page holds \"%s\"", never[i]);
	assert_true(utf8_valid(page));
	expect_balanced(page);
}

static void writes_html(void **state)
{
	struct setting *setting = *state;
	const struct triage_result *attack = example_attack(setting->rules, setting->arena);
	struct text page = html_of(setting, attack, LANGUAGE_JA);
	expect_safe(page);
	assert_true(has(page, "<html lang=\"ja\">"));
	assert_true(has(page, "対応が必要"));
	assert_true(has(page, "&lt;script&gt;alert(1)&lt;/script&gt;"));
	assert_true(has(page, "default-src 'none'"));
	assert_true(page.size <= 60 * 1024);
	page = html_of(setting, attack, LANGUAGE_EN);
	expect_safe(page);
	assert_true(has(page, "<html lang=\"en\">"));
	assert_true(page.size <= 60 * 1024);
	page = html_of(setting, example_quiet(setting->no_rules, setting->arena), LANGUAGE_JA);
	expect_safe(page);
	assert_true(has(page, "わからない"));
	assert_true(has(page, "読み取れた記録の中にはありませんでしたが"));
}

static void bounds_large_results(void **state)
{
	struct setting *setting = *state;
	const struct triage_result *large = example_large(setting->rules, setting->arena);
	struct text page = html_of(setting, large, LANGUAGE_JA);
	expect_safe(page);
	assert_true(page.size < (size_t)3 * 1024 * 1024);
	assert_true(has(page, "ほかに170件のできごとがあります"));
	assert_true(has(page, "ほかに300個のファイルを読みました"));
	page = text_page_of(setting, large, LANGUAGE_JA);
	assert_true(page.size < (size_t)100 * 1024);
	assert_true(has(page, "ほかに190件のできごとがあります"));
}

/* No line wider than the page, none with spaces at its end, no control character. */
static void expect_lines(struct text page)
{
	while (page.size != 0) {
		struct text line = text_cut(&page, '\n');
		if (words_width(line) > COLUMNS)
			fail_msg("too wide: %.*s", TEXT_ARGS(line));
		assert_false(text_ends(line, TEXT(" ")));
		for (size_t i = 0; i < line.size; i++)
			assert_true((unsigned char)line.at[i] >= ' ' && line.at[i] != 0x7f);
		assert_false(has(line, "triage."));
	}
}

static void writes_text(void **state)
{
	struct setting *setting = *state;
	const struct triage_result *const results[] = {
	    example_attack(setting->rules, setting->arena),
	    example_quiet(setting->no_rules, setting->arena),
	    example_large(setting->rules, setting->arena),
	};
	for (size_t i = 0; i < 3; i++) {
		expect_lines(text_page_of(setting, results[i], LANGUAGE_JA));
		expect_lines(text_page_of(setting, results[i], LANGUAGE_EN));
	}
	struct text page = text_page_of(setting, results[0], LANGUAGE_EN);
	assert_true(text_starts(page, TEXT("■ Act  1 incident needs action now.\n")));
	assert_true(has(page, "[ ] 1."));
	assert_true(has(page, "logs.zip!capture.pcap: a packet capture (pcap), not a log"));
}

/* Reasons are English in the program, and Japanese in a Japanese report where they are known. */
static void translates_reasons(void **state)
{
	struct setting *setting = *state;
	static const struct {
		const char *why;
		const char *shown;
	} reasons[] = {
	    {"a packet capture (pcap): network captures are read by Suricata",
		"通信の録画（pcap）"},
	    {"an archive (RAR), which is not read: unpack it first", "圧縮ファイル（RAR）です"},
	    {"it cannot be opened: Permission denied", "読む権限がありません"},
	    {"a JSON value that does not end", "途中で切れています。"},
	    {"something quite new", "読めませんでした（something quite new）"},
	};
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		struct triage_unreadable unreadable = {
		    .file = TEXT("a.bin"), .why = text_of(reasons[i].why)};
		struct triage_result result = *example_quiet(setting->rules, setting->arena);
		result.unreadable = &unreadable;
		result.unreadable_count = result.unreadable_total = 1;
		if (!has(html_of(setting, &result, LANGUAGE_JA), reasons[i].shown))
			fail_msg("\"%s\" is not shown as \"%s\"", reasons[i].why, reasons[i].shown);
		assert_true(has(html_of(setting, &result, LANGUAGE_EN), reasons[i].why));
	}
}

/* A clock that was never set gives no date to show, and no course of fifty years. */
static void hides_dates_that_are_not_credible(void **state)
{
	struct setting *setting = *state;
	struct triage_result result = *example_attack(setting->rules, setting->arena);
	for (size_t i = 0; i < result.incident_count; i++)
		result.incidents[i].first = result.incidents[i].last = 29 * CLOCK_SECOND;
	for (size_t i = 0; i < result.finding_count; i++)
		result.findings[i].first = result.findings[i].last =
		    result.findings[i].evidence[0].time = 29 * CLOCK_SECOND;
	struct text page = text_page_of(setting, &result, LANGUAGE_EN);
	assert_true(has(page, "time unknown"));
	assert_false(has(page, "1970"));
	assert_false(has(page, "Course of events"));
}

static void paints_terminals(void **state)
{
	struct setting *setting = *state;
	struct report_input input = input_of(setting,
	    example_attack(setting->rules, setting->arena), LANGUAGE_EN, "templates/triage.txt");
	input.paint = true;
	buffer_clear(&setting->out);
	assert_int_equal(report_text(&input, COLUMNS, &setting->out, NULL), DONE);
	assert_true(text_starts(buffer_text(&setting->out), TEXT("\x1b[1;31m■ Act")));
}

static void refuses(void **state)
{
	struct setting *setting = *state;
	struct report_input input = input_of(setting, example_quiet(setting->rules, setting->arena),
	    LANGUAGE_EN, "templates/triage.html");
	struct buffer small;
	struct why why;
	buffer_init(&small, 1000);
	assert_int_equal(report_html(&input, &small, &why), TOO_LARGE);
	buffer_clear(&small);
	assert_int_equal(report_text(&input, COLUMNS, &small, &why), TOO_LARGE);
	buffer_free(&small);
	input.template = TEXT("{{#a}}");
	assert_int_equal(report_html(&input, &setting->out, &why), MALFORMED);
	assert_int_equal(report_text(&input, COLUMNS, &setting->out, &why), MALFORMED);
}

/* "--act:#a31712" of the page's style sheet. */
static double luminance(struct text page, const char *name)
{
	char variable[32];
	snprintf(variable, sizeof(variable), "--%s:#", name);
	size_t at = text_find(page, text_of(variable));
	assert_true(at != TEXT_NONE);
	struct text digits = text_part(page, at + strlen(variable), 6);
	uint64_t colour;
	if (text_starts(text_from(digits, 3), TEXT(";")))
		digits = TEXT("ffffff"); /* #fff is the only short one */
	assert_true(text_to_hex(digits, &colour));
	static const double weights[] = {0.2126, 0.7152, 0.0722};
	double sum = 0;
	for (int i = 0; i < 3; i++) {
		double part = (double)(colour >> (16 - 8 * i) & 0xff) / 255;
		sum += weights[i] *
		       (part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
	}
	return sum;
}

/* WCAG 2.2, success criterion 1.4.3 */
static void contrasts(void **state)
{
	struct setting *setting = *state;
	struct text page =
	    html_of(setting, example_quiet(setting->rules, setting->arena), LANGUAGE_EN);
	static const char *const pairs[][2] = {{"ink", "ground"}, {"ink", "act-bg"},
	    {"ink", "look-bg"}, {"soft", "ground"}, {"soft", "act-bg"}, {"soft", "unknown-bg"},
	    {"act", "act-bg"}, {"look", "look-bg"}, {"good", "good-bg"}, {"unknown", "unknown-bg"},
	    {"act", "paper"}, {"look", "paper"}, {"good", "paper"}, {"unknown", "paper"},
	    {"link", "ground"}, {"link", "act-bg"}};
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		double dark = luminance(page, pairs[i][0]);
		double light = luminance(page, pairs[i][1]);
		double ratio = (light + 0.05) / (dark + 0.05);
		if (ratio < 4.5)
			fail_msg("%s on %s: %.2f", pairs[i][0], pairs[i][1], ratio);
	}
}

static void expect_word(const struct setting *setting, const char *prefix, struct text name)
{
	char key[128];
	snprintf(key, sizeof(key), "triage.%s%.*s", prefix, TEXT_ARGS(name));
	if (text_equal(texts_get(setting->texts, LANGUAGE_JA, key), text_of(key)))
		fail_msg("no text %s", key);
}

static void expect_stage(const struct setting *setting, struct text stage)
{
	char key[128];
	snprintf(key, sizeof(key), "stage.%.*s", TEXT_ARGS(stage));
	if (text_equal(texts_get(setting->texts, LANGUAGE_JA, key), text_of(key)))
		fail_msg("no text %s", key);
}

static void has_words_for_all(void **state)
{
	struct setting *setting = *state;
	for (int i = STAGE_NONE + 1; i < STAGE_COUNT; i++) {
		struct text word = text_of(stage_word((enum stage)i));
		expect_stage(setting, word);
		expect_word(setting, "term_", word);
		expect_word(setting, "suspected_", word);
	}
	expect_word(setting, "suspected_", TEXT("none"));
	expect_word(setting, "suspected_", TEXT("attempt"));
	for (int i = CATEGORY_NONE + 1; i < CATEGORY_COUNT; i++)
		expect_word(setting, "category_", text_of(category_word((enum category)i)));
	for (int i = SEVERITY_INFORMATIONAL; i <= SEVERITY_CRITICAL; i++)
		expect_word(setting, "severity_", text_of(severity_word((enum severity)i)));
}

/* A name that is missing would render as nothing. */
static void has_words_of_templates(void **state)
{
	struct setting *setting = *state;
	static const char *const names[] = {"templates/triage.html", "templates/triage.txt"};
	for (size_t i = 0; i < 2; i++) {
		struct text rest = read_content(setting->arena, names[i]);
		size_t found = 0;
		for (size_t at; (at = text_find(rest, TEXT("{{t."))) != TEXT_NONE; found++) {
			rest = text_from(rest, at + 4);
			struct text after = rest;
			expect_word(setting, "", text_cut(&after, '}'));
		}
		assert_true(found > 30);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(answers),
	    cmocka_unit_test(gives_data),
	    cmocka_unit_test(writes_html),
	    cmocka_unit_test(bounds_large_results),
	    cmocka_unit_test(writes_text),
	    cmocka_unit_test(translates_reasons),
	    cmocka_unit_test(hides_dates_that_are_not_credible),
	    cmocka_unit_test(paints_terminals),
	    cmocka_unit_test(refuses),
	    cmocka_unit_test(contrasts),
	    cmocka_unit_test(has_words_for_all),
	    cmocka_unit_test(has_words_of_templates),
	};
	return cmocka_run_group_tests(tests, make, drop);
}
