/* SPDX-License-Identifier: Apache-2.0 */
#include "render/texts.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define CEILING ((size_t)32 * 1024 * 1024)

static int make(void **state)
{
	*state = arena_create("test", CEILING);
	return 0;
}

static int drop(void **state)
{
	arena_destroy(*state);
	return 0;
}

static void expect(
    const struct texts *texts, enum language language, const char *key, const char *text)
{
	struct text got = texts_get(texts, language, key);
	if (!text_equal(got, text_of(text)))
		fail_msg("%s: \"%.*s\" is not \"%s\"", key, TEXT_ARGS(got), text);
}

static void finds(void **state)
{
	struct texts *texts = texts_create(*state);
	expect(texts, LANGUAGE_JA, "a", "a");
	assert_int_equal(texts_count(texts), 0);
	assert_int_equal(
	    texts_add(texts, TEXT("a: {ja: あ, en: A}\nb.c: {en: 'B, C', ja: び}\n"), NULL), DONE);
	assert_int_equal(
	    texts_add(texts, TEXT("d:\n  ja: >\n    二\n    行\n  en: ', '\n"), NULL), DONE);
	assert_int_equal(texts_count(texts), 3);
	expect(texts, LANGUAGE_JA, "a", "あ");
	expect(texts, LANGUAGE_EN, "a", "A");
	expect(texts, LANGUAGE_EN, "b.c", "B, C");
	expect(texts, LANGUAGE_JA, "d", "二 行");
	expect(texts, LANGUAGE_EN, "d", ", ");
	expect(texts, LANGUAGE_EN, "missing", "missing");
	assert_true(text_equal(texts_key(texts, 1), TEXT("b.c")));
}

static void survives_its_input(void **state)
{
	struct texts *texts = texts_create(*state);
	char bytes[] = "key: {ja: 日本, en: English}\n";
	assert_int_equal(texts_add(texts, text_of(bytes), NULL), DONE);
	for (size_t i = 0; i + 1 < sizeof(bytes); i++)
		bytes[i] = 'x';
	expect(texts, LANGUAGE_JA, "key", "日本");
	assert_true(text_equal(texts_key(texts, 0), TEXT("key")));
}

static void holds_many(void **state)
{
	struct texts *texts = texts_create(*state);
	for (int file = 0; file < 10; file++) {
		char bytes[16384];
		size_t at = 0;
		for (int i = 0; i < 200; i++)
			at += (size_t)snprintf(bytes + at, sizeof(bytes) - at,
			    "k%d.%d: {ja: j%d, en: e%d}\n", file, i, i, i);
		assert_int_equal(texts_add(texts, (struct text){bytes, at}, NULL), DONE);
	}
	assert_int_equal(texts_count(texts), 2000);
	for (int i = 0; i < 2000; i++) {
		char key[32];
		char text[32];
		snprintf(key, sizeof(key), "k%d.%d", i / 200, i % 200);
		snprintf(text, sizeof(text), "e%d", i % 200);
		expect(texts, LANGUAGE_EN, key, text);
		assert_true(text_equal(texts_key(texts, (size_t)i), text_of(key)));
	}
}

static void expect_refused(struct arena *arena, const char *bytes, const char *reason)
{
	struct texts *texts = texts_create(arena);
	struct why why = {""};
	assert_int_equal(texts_add(texts, TEXT("there: {ja: あ, en: A}"), NULL), DONE);
	assert_int_equal(texts_add(texts, text_of(bytes), &why), MALFORMED);
	if (reason != NULL)
		assert_string_equal(why.text, reason);
	else
		assert_memory_equal(why.text, "line ", 5);
	/* nothing of a refused file stays */
	assert_int_equal(texts_count(texts), 1);
	expect(texts, LANGUAGE_EN, "fresh", "fresh");
}

static void refuses(void **state)
{
	expect_refused(
	    *state, "fresh: {ja: あ, en: A}\nb: {ja: い}", "line 2: \"b\" has no text in en");
	expect_refused(*state, "fresh: {ja: '', en: A}", "line 1: \"fresh\" has no text in ja");
	expect_refused(*state, "fresh: {ja: ' ', en: A}", "line 1: \"fresh\" has no text in ja");
	expect_refused(*state, "fresh: {ja: [1], en: A}", "line 1: \"fresh\" has no text in ja");
	expect_refused(
	    *state, "fresh: {ja: あ, en: A, fr: B}", "line 1: \"fresh\" has more than ja and en");
	expect_refused(*state, "fresh: text", "line 1: \"fresh\" is not a map of languages");
	expect_refused(
	    *state, "\nthere: {ja: い, en: B}", "line 2: the key \"there\" is there already");
	expect_refused(*state, "'': {ja: い, en: B}", "line 1: the key \"\" is empty");
	expect_refused(*state, "fresh: {ja: い, en: B}\nfresh: {ja: い, en: B}", NULL);
	expect_refused(*state, "- a\n- b", "line 1: not a map of keys");
	expect_refused(*state, "", "line 1: 0 documents where one is expected");
	expect_refused(*state, "fresh: {ja: あ, en: A}\n---\nb: {ja: い, en: B}",
	    "line 1: 2 documents where one is expected");
	expect_refused(*state, "fresh: {ja: あ", NULL);
}

static void expect_filled(struct arena *arena, const char *text, const char *expected)
{
	const struct fill fills[] = {
	    {"n", TEXT("12")},
	    {"name", TEXT("{n}経理PC")},
	    {"empty", {NULL, 0}},
	};
	struct text got = texts_fill(arena, text_of(text), fills, 3);
	if (!text_equal(got, text_of(expected)))
		fail_msg("\"%.*s\" is not \"%s\"", TEXT_ARGS(got), expected);
}

static void fills(void **state)
{
	expect_filled(*state, "", "");
	expect_filled(*state, "no hole", "no hole");
	expect_filled(*state, "{n}", "12");
	expect_filled(*state, "{n}件{n}", "12件12");
	/* a value's own hole is not filled */
	expect_filled(*state, "<{name}>", "<{n}経理PC>");
	expect_filled(*state, "a{empty}b", "ab");
	expect_filled(*state, "{other} {n}", "{other} 12");
	expect_filled(*state, "{ {n} } {", "{ 12 } {");
	expect_filled(*state, "{{n}}", "{12}");
	expect_filled(*state, "{}", "{}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(finds, make, drop),
	    cmocka_unit_test_setup_teardown(survives_its_input, make, drop),
	    cmocka_unit_test_setup_teardown(holds_many, make, drop),
	    cmocka_unit_test_setup_teardown(refuses, make, drop),
	    cmocka_unit_test_setup_teardown(fills, make, drop),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
