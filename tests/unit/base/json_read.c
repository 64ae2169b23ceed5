/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON reader: structure, strings, limits and hostile input, and a public suite of cases where
 * it is at hand. */
#include "base/json.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int create(void **state)
{
	*state = arena_create("test", 64 << 20);
	return 0;
}

static int destroy(void **state)
{
	arena_destroy(*state);
	return 0;
}

static void structure(void **state)
{
	const struct json *value;
	struct text input =
	    TEXT(" {\"a\" : [1, -2.5e3 ,true,false,null,\"x\"] ,\"b\":{},\"c\":[]}\r\n\t");
	assert_int_equal(json_read(input, &json_strict_limits, *state, &value, NULL), DONE);
	assert_int_equal(value->kind, JSON_OBJECT);
	assert_int_equal(value->count, 3);
	const struct json *list = value->first;
	assert_true(text_equal(list->name, TEXT("a")));
	assert_int_equal(list->count, 6);
	static const enum json_kind kinds[] = {
	    JSON_NUMBER, JSON_NUMBER, JSON_TRUE, JSON_FALSE, JSON_NULL, JSON_STRING};
	size_t i = 0;
	for (const struct json *child = list->first; child != NULL; child = child->next) {
		assert_int_equal(child->kind, kinds[i++]);
		assert_int_equal(child->name.size, 0);
	}
	assert_int_equal(i, 6);
	assert_true(text_equal(list->first->next->text, TEXT("-2.5e3")));
	assert_int_equal(list->next->kind, JSON_OBJECT);
	assert_null(list->next->first);
	assert_null(list->next->next->next);
}

static void plain_strings_stay_in_the_input(void **state)
{
	const struct json *value;
	struct text input = TEXT("[\"plain \xe6\x97\xa5\xe6\x9c\xac\",\"esc\\n\"]");
	assert_int_equal(json_read(input, &json_record_limits, *state, &value, NULL), DONE);
	assert_ptr_equal(value->first->text.at, input.at + 2);
	assert_true(text_equal(value->first->next->text, TEXT("esc\n")));
}

struct string_case {
	struct text json;
	struct text strict; /* at == NULL: refused */
	struct text lenient;
};

static const struct string_case string_cases[] = {
    {TEXT_INIT("\"\""), TEXT_INIT(""), TEXT_INIT("")},
    {TEXT_INIT("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""), TEXT_INIT("\"\\/\b\f\n\r\t"),
	TEXT_INIT("\"\\/\b\f\n\r\t")},
    {TEXT_INIT("\"\\u0041\\u00e9\\u65e5\\uD83D\\uDE00\\u0000.\""),
	TEXT_INIT("A\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80\0."),
	TEXT_INIT("A\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80\0.")},
    {TEXT_INIT("\"abcdefg\\nabcdefgh\xe6\x97\xa5xyz\\u0030\""),
	TEXT_INIT("abcdefg\nabcdefgh\xe6\x97\xa5xyz0"),
	TEXT_INIT("abcdefg\nabcdefgh\xe6\x97\xa5xyz0")},
    {TEXT_INIT("\"\x7f\""), TEXT_INIT("\x7f"), TEXT_INIT("\x7f")},
    /* Half a pair, in every place. */
    {TEXT_INIT("\"a\\ud800b\""), {NULL, 0},
	TEXT_INIT("a\xef\xbf\xbd"
		  "b")},
    {TEXT_INIT("\"\\udc00\""), {NULL, 0}, TEXT_INIT("\xef\xbf\xbd")},
    {TEXT_INIT("\"\\ud83d\\u0041\""), {NULL, 0},
	TEXT_INIT("\xef\xbf\xbd"
		  "A")},
    {TEXT_INIT("\"\\ud83d\\ud83d\\ude00\""), {NULL, 0}, TEXT_INIT("\xef\xbf\xbd\xf0\x9f\x98\x80")},
    {TEXT_INIT("\"\\ud83d\""), {NULL, 0}, TEXT_INIT("\xef\xbf\xbd")},
    /* Bytes that are no UTF-8. */
    {TEXT_INIT("\"a\xff"
	       "b\""),
	{NULL, 0},
	TEXT_INIT("a\xef\xbf\xbd"
		  "b")},
    {TEXT_INIT("\"\xed\xa0\x80\""), {NULL, 0}, TEXT_INIT("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd")},
    {TEXT_INIT("\"\xe6\x97\""), {NULL, 0}, TEXT_INIT("\xef\xbf\xbd")},
    {TEXT_INIT("\"\xff\xff\xff\xff\xff\xff\xff\xff\xff\""), {NULL, 0},
	TEXT_INIT("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
		  "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd")},
    /* Raw control characters. */
    {TEXT_INIT("\"a\tb\nc\0d\""), {NULL, 0}, TEXT_INIT("a\tb\nc\0d")},
    /* Refused by both. */
    {TEXT_INIT("\"\\x41\""), {NULL, 0}, {NULL, 0}},
    {TEXT_INIT("\"\\u12\""), {NULL, 0}, {NULL, 0}},
    {TEXT_INIT("\"\\u12g4\""), {NULL, 0}, {NULL, 0}},
    {TEXT_INIT("\"\\u0x41\""), {NULL, 0}, {NULL, 0}},
    {TEXT_INIT("\"\\u+041\""), {NULL, 0}, {NULL, 0}},
    {TEXT_INIT("\"\\"), {NULL, 0}, {NULL, 0}},
    {TEXT_INIT("\"\\\0\""), {NULL, 0}, {NULL, 0}},
    {TEXT_INIT("\"\\u123"), {NULL, 0}, {NULL, 0}},
    {TEXT_INIT("\"abc"), {NULL, 0}, {NULL, 0}},
    {TEXT_INIT("\""), {NULL, 0}, {NULL, 0}},
    {TEXT_INIT("\"abc\xe6"), {NULL, 0}, {NULL, 0}},
    {TEXT_INIT("'abc'"), {NULL, 0}, {NULL, 0}},
};

static void assert_string(
    struct arena *arena, struct text input, bool lenient, struct text expected)
{
	const struct json *value = NULL;
	enum outcome outcome = json_read(
	    input, lenient ? &json_record_limits : &json_strict_limits, arena, &value, NULL);
	if (expected.at == NULL) {
		if (outcome != MALFORMED || value != NULL)
			fail_msg("taken: %.*s", TEXT_ARGS(input));
		return;
	}
	if (outcome != DONE || !text_equal(value->text, expected))
		fail_msg("%s reading of %.*s", lenient ? "lenient" : "strict", TEXT_ARGS(input));
}

static void strings(void **state)
{
	for (size_t i = 0; i < sizeof(string_cases) / sizeof(string_cases[0]); i++) {
		const struct string_case *c = &string_cases[i];
		/* A copy of just that size, so that reading past its end is noticed. */
		char *exact = malloc(c->json.size);
		assert_non_null(exact);
		memcpy(exact, c->json.at, c->json.size);
		struct text input = {exact, c->json.size};
		assert_string(*state, input, false, c->strict);
		assert_string(*state, input, true, c->lenient);
		free(exact);
	}
}

/* A quote, an escape or a strange byte at every place of the eight that are looked at together. */
static void strings_at_every_place(void **state)
{
	for (size_t before = 0; before < 20; before++) {
		char json[64];
		int size = snprintf(json, sizeof(json), "\"%.*s\\n\xc3\xa9%.*s\"", (int)before,
		    "abcdefghijklmnopqrstuvwxyz", (int)(20 - before), "abcdefghijklmnopqrstuvwxyz");
		const struct json *value;
		struct text input = {json, (size_t)size};
		assert_int_equal(json_read(input, &json_strict_limits, *state, &value, NULL), DONE);
		assert_int_equal(value->text.size, 23);
		assert_int_equal(value->text.at[before], '\n');
		json[1 + before] = '\x1f';
		json[2 + before] = '.';
		assert_int_equal(
		    json_read(input, &json_strict_limits, *state, &value, NULL), MALFORMED);
	}
}

static void refuses(void **state)
{
	static const char *const bad[] = {"", " ", "{", "}", "[", "]", "[1", "[1,", "[1,]", "[,1]",
	    "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "{1:1}", "{\"a\":1",
	    "{\"a\":", "{\"a\"", "{,}", "[1}", "{\"a\":1]", "1 2", "[1]]", "tru", "truex", "True",
	    "nul", "-", "+1", "01", "-01", "1.", ".5", "1e", "1e+", "0x1", "NaN", "Infinity", "//",
	    "1,", "\v1", "[1]x", "\xef\xbb\xbf[]"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const struct json *value = NULL;
		struct why why = {""};
		if (json_read(text_of(bad[i]), &json_strict_limits, *state, &value, &why) !=
			MALFORMED ||
		    value != NULL)
			fail_msg("taken: %s", bad[i]);
		assert_non_null(strstr(why.text, "byte "));
	}
	const struct json *value;
	assert_int_equal(
	    json_read((struct text){NULL, 0}, &json_strict_limits, *state, &value, NULL),
	    MALFORMED);
	struct why why;
	assert_int_equal(
	    json_read(TEXT("[1,x]"), &json_strict_limits, *state, &value, &why), MALFORMED);
	assert_string_equal(why.text, "byte 3: no value starts so");
	assert_int_equal(
	    json_read(TEXT("\xef\xbb\xbf[]"), &json_record_limits, *state, &value, NULL), DONE);
}

static void depth(void **state)
{
	char deep[2 * (JSON_DEPTH + 1)];
	const struct json *value = NULL;
	for (size_t n = JSON_DEPTH; n <= JSON_DEPTH + 1; n++) {
		memset(deep, '[', n);
		memset(deep + n, ']', n);
		enum outcome expected = n == JSON_DEPTH ? DONE : TOO_LARGE;
		assert_int_equal(json_read((struct text){deep, 2 * n}, &json_strict_limits, *state,
				     &value, NULL),
		    expected);
	}
	struct json_limits shallow = {.depth = 1, .values = 10};
	assert_int_equal(json_read(TEXT("[1]"), &shallow, *state, &value, NULL), DONE);
	assert_int_equal(json_read(TEXT("[{}]"), &shallow, *state, &value, NULL), TOO_LARGE);
	shallow.depth = 0;
	assert_int_equal(json_read(TEXT("1"), &shallow, *state, &value, NULL), DONE);
	assert_int_equal(json_read(TEXT("[]"), &shallow, *state, &value, NULL), TOO_LARGE);
}

/* Ten thousand levels, as somebody who means harm would send them. */
static void very_deep(void **state)
{
	size_t levels = 10000;
	char *deep = malloc(levels * 6);
	assert_non_null(deep);
	for (size_t i = 0; i < levels; i++)
		memcpy(deep + i * 6, "{\"a\":[", 6);
	const struct json *value;
	struct why why;
	assert_int_equal(
	    json_read((struct text){deep, levels * 6}, &json_record_limits, *state, &value, &why),
	    TOO_LARGE);
	assert_non_null(strstr(why.text, "64 levels"));
	free(deep);
}

static void values(void **state)
{
	struct json_limits few = {.depth = 2, .values = 4};
	const struct json *value = NULL;
	assert_int_equal(json_read(TEXT("[1,[],3]"), &few, *state, &value, NULL), DONE);
	assert_int_equal(json_read(TEXT("[1,[],3,4]"), &few, *state, &value, NULL), TOO_LARGE);
}

/* However much is sent, an arena never reaches its ceiling: this would end the process. */
static void memory(void **state)
{
	(void)state;
	size_t size = 1 << 20;
	char *many = malloc(size);
	assert_non_null(many);
	for (size_t i = 0; i < size; i++)
		many[i] = i % 2 == 0 ? ',' : '1';
	many[0] = '[';
	struct arena *arena = arena_create("little", 100000);
	const struct json *value = NULL;
	assert_int_equal(
	    json_read((struct text){many, size}, &json_strict_limits, arena, &value, NULL),
	    TOO_LARGE);
	arena_reset(arena);
	memset(many, '\xff', size);
	many[0] = '"';
	many[size - 1] = '"';
	assert_int_equal(
	    json_read((struct text){many, size}, &json_record_limits, arena, &value, NULL),
	    TOO_LARGE);
	arena_destroy(arena);
	/* The record limits hold what they promise in what their values need. */
	many[0] = '[';
	for (size_t i = 1; i < size; i++)
		many[i] = i % 2 == 0 ? ',' : '1';
	arena = arena_create("records", 100000 * (sizeof(struct json) + 1));
	struct why why;
	assert_int_equal(
	    json_read((struct text){many, size}, &json_record_limits, arena, &value, &why),
	    TOO_LARGE);
	assert_non_null(strstr(why.text, "100000 values"));
	arena_destroy(arena);
	free(many);
}

static void one_after_the_other(void **state)
{
	struct text rest = TEXT(" {\"a\":1}\n[2]3 \"x\" ");
	const struct json *value = NULL;
	static const enum json_kind kinds[] = {JSON_OBJECT, JSON_ARRAY, JSON_NUMBER, JSON_STRING};
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(
		    json_read_next(&rest, &json_record_limits, *state, &value, NULL), DONE);
		assert_int_equal(value->kind, kinds[i]);
	}
	assert_int_equal(json_read_next(&rest, &json_record_limits, *state, &value, NULL), AT_END);
	struct text broken = TEXT(" [1");
	assert_int_equal(
	    json_read_next(&broken, &json_record_limits, *state, &value, NULL), MALFORMED);
	assert_int_equal(broken.size, 3);
	struct text nothing = {NULL, 0};
	assert_int_equal(
	    json_read_next(&nothing, &json_record_limits, *state, &value, NULL), AT_END);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(structure, create, destroy),
	    cmocka_unit_test_setup_teardown(plain_strings_stay_in_the_input, create, destroy),
	    cmocka_unit_test_setup_teardown(strings, create, destroy),
	    cmocka_unit_test_setup_teardown(strings_at_every_place, create, destroy),
	    cmocka_unit_test_setup_teardown(refuses, create, destroy),
	    cmocka_unit_test_setup_teardown(depth, create, destroy),
	    cmocka_unit_test_setup_teardown(very_deep, create, destroy),
	    cmocka_unit_test_setup_teardown(values, create, destroy),
	    cmocka_unit_test(memory),
	    cmocka_unit_test_setup_teardown(one_after_the_other, create, destroy),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
