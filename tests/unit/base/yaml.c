/* SPDX-License-Identifier: Apache-2.0 */
/* YAML trees with their lines; all that is refused, with its line; and public rules where they are
 * at hand. */
#include "base/yaml.h"

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

static const struct yaml *one(struct arena *arena, const char *string)
{
	struct yaml **documents = NULL;
	size_t count = 0;
	struct why why;
	if (yaml_read(text_of(string), &yaml_content_limits, arena, &documents, &count, &why) !=
	    DONE)
		fail_msg("%s: %s", string, why.text);
	assert_int_equal(count, 1);
	return documents[0];
}

static void assert_text(struct text t, const char *expected)
{
	if (!text_equal(t, text_of(expected)))
		fail_msg("\"%.*s\" is not \"%s\"", TEXT_ARGS(t), expected);
}

static void a_rule(void **state)
{
	const struct yaml *root = one(*state, "title: Ein Test\n"
					      "detection:\n"
					      "    selection:\n"
					      "        Image|endswith:\n"
					      "            - '\\a.exe'\n"
					      "            - \\b.exe\n"
					      "    condition: selection\n"
					      "tags: [attack.t1003, \"x\"]\n"
					      "text: |\n"
					      "  one\n"
					      "  two\n"
					      "\xe6\x97\xa5\xe6\x9c\xac: \xe8\xaa\x9e\n");
	assert_int_equal(root->kind, YAML_MAP);
	assert_int_equal(root->count, 5);
	assert_int_equal(root->line, 1);
	assert_text(yaml_get_text(root, "title"), "Ein Test");
	const struct yaml *detection = yaml_get(root, "detection");
	assert_int_equal(detection->key_line, 2);
	assert_int_equal(detection->line, 3);
	const struct yaml *list = yaml_get(yaml_get(detection, "selection"), "Image|endswith");
	assert_int_equal(list->kind, YAML_LIST);
	assert_int_equal(list->count, 2);
	assert_int_equal(list->first->line, 5);
	assert_text(list->first->text, "\\a.exe");
	assert_false(list->first->plain);
	assert_text(list->first->next->text, "\\b.exe");
	assert_true(list->first->next->plain);
	assert_null(list->first->next->next);
	assert_text(yaml_get_text(root, "text"), "one\ntwo\n");
	assert_false(yaml_get(root, "text")->plain);
	assert_int_equal(yaml_get(root, "text")->line, 9);
	assert_text(yaml_get_text(root, "\xe6\x97\xa5\xe6\x9c\xac"), "\xe8\xaa\x9e");
	assert_null(yaml_get(root, "none"));
	assert_null(yaml_get(list, "title"));
	assert_null(yaml_get(NULL, "title"));
	assert_int_equal(yaml_text(detection).size, 0);
	assert_int_equal(yaml_text(NULL).size, 0);
}

static void byte_order_marks(void **state)
{
	const struct yaml *root = one(*state, "\xef\xbb\xbf"
					      "a: \"%TAG %TAG\"\n");
	assert_text(yaml_get_text(root, "a"), "%TAG %TAG");
	struct yaml **roots;
	size_t count;
	struct why why;
	struct text wide = TEXT("\xff\xfe"
				"a\0:\0 \0"
				"1\0");
	assert_int_equal(
	    yaml_read(wide, &yaml_content_limits, *state, &roots, &count, &why), MALFORMED);
	assert_non_null(strstr(why.text, "line 1: "));
}

static void nulls(void **state)
{
	const struct yaml *root = one(*state,
	    "a: null\nb: ~\nc:\nd: 'null'\ne: \"\"\nf: NULL\ng: nil\nh: Null\ni: nULL\nj: []\n");
	static const bool is[] = {true, true, true, false, false, true, false, true, false, false};
	size_t i = 0;
	for (const struct yaml *node = root->first; node != NULL; node = node->next)
		assert_int_equal(yaml_is_null(node), is[i++]);
	assert_int_equal(i, 10);
	assert_false(yaml_is_null(NULL));
}

static void documents(void **state)
{
	struct yaml **roots = NULL;
	size_t count = 42;
	assert_int_equal(yaml_read(TEXT("a: 1\n---\n- x\n---\n...\n---\nlast\n"),
			     &yaml_content_limits, *state, &roots, &count, NULL),
	    DONE);
	assert_int_equal(count, 4);
	assert_int_equal(roots[0]->kind, YAML_MAP);
	assert_int_equal(roots[1]->kind, YAML_LIST);
	assert_true(yaml_is_null(roots[2]));
	assert_text(roots[3]->text, "last");
	assert_int_equal(roots[3]->line, 7);
	assert_int_equal(
	    yaml_read(TEXT(""), &yaml_content_limits, *state, &roots, &count, NULL), DONE);
	assert_int_equal(count, 0);
	assert_int_equal(
	    yaml_read((struct text){NULL, 0}, &yaml_content_limits, *state, &roots, &count, NULL),
	    DONE);
	assert_int_equal(yaml_read(TEXT("# only a comment\n"), &yaml_content_limits, *state, &roots,
			     &count, NULL),
	    DONE);
	assert_int_equal(count, 0);
}

static void core_tags(void **state)
{
	const struct yaml *root =
	    one(*state, "a: !!str 5\nb: !!int '5'\nc: !!map {d: !!seq [x]}\n");
	assert_false(yaml_get(root, "a")->plain);
	assert_true(yaml_get(root, "b")->plain);
	assert_int_equal(yaml_get(yaml_get(root, "c"), "d")->kind, YAML_LIST);
}

/* "<<" merges nowhere, so nothing is hidden in a rule. */
static void merge_keys_are_ordinary(void **state)
{
	const struct yaml *root = one(*state, "<<: {a: 1}\nb: 2\n");
	assert_int_equal(root->count, 2);
	assert_null(yaml_get(root, "a"));
	assert_int_equal(yaml_get(root, "<<")->kind, YAML_MAP);
}

static void refuses(void **state)
{
	static const struct {
		const char *yaml;
		enum outcome outcome;
		const char *why;
	} bad[] = {
	    {"a: 1\nb: 2\na: 3\n", MALFORMED, "line 3: the key \"a\" is there twice"},
	    {"x:\n  'k': 1\n  \"k\": 2\n", MALFORMED, "line 3: the key \"k\" is there twice"},
	    {"a: &x 1\n", NOT_SUPPORTED, "line 1: anchors are not allowed"},
	    {"a: 1\nb: &x {c: 1}\n", NOT_SUPPORTED, "line 2: anchors are not allowed"},
	    {"- &x [1]\n", NOT_SUPPORTED, "line 1: anchors are not allowed"},
	    {"&x a: 1\n", NOT_SUPPORTED, "line 1: anchors are not allowed"},
	    {"a: 1\nb: *x\n", NOT_SUPPORTED, "line 2: aliases are not allowed"},
	    {"a: !python/object:os.system x\n", NOT_SUPPORTED, "line 1: this tag is not allowed"},
	    {"a: ! x\n", NOT_SUPPORTED, "line 1: this tag is not allowed"},
	    {"a: !!binary x\n", NOT_SUPPORTED, "line 1: this tag is not allowed"},
	    {"a: !!seq {b: 1}\n", NOT_SUPPORTED, "line 1: this tag is not allowed"},
	    {"a: !!str [b]\n", NOT_SUPPORTED, "line 1: this tag is not allowed"},
	    {"? [a]\n: 1\n", NOT_SUPPORTED, "line 1: a key must be a plain or quoted text"},
	    {"? {a: 1}\n: 1\n", NOT_SUPPORTED, "line 1: a key must be a plain or quoted text"},
	    {"a: 1\nb: [1\nc: 2\n", MALFORMED, "line 3: "},
	    {"a: 1\n\tb: 2\n", MALFORMED, "line 2: "},
	    {"a: b: c\n", MALFORMED, "line 1: "},
	    {"a: 1\n  b: 2\n", MALFORMED, "line 2: "},
	    {"a: 1\nb: \"\xff\"\n", MALFORMED, "line 2: "},
	    {"a: 1\n\nb: \x01\n", MALFORMED, "line 3: "},
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct yaml **roots = NULL;
		size_t count = 42;
		struct why why = {""};
		enum outcome outcome = yaml_read(
		    text_of(bad[i].yaml), &yaml_content_limits, *state, &roots, &count, &why);
		if (outcome != bad[i].outcome ||
		    strncmp(why.text, bad[i].why, strlen(bad[i].why)) != 0)
			fail_msg("%s: %s, %s", bad[i].yaml, outcome_word(outcome), why.text);
		assert_null(roots);
		assert_int_equal(count, 42);
	}
}

static char *repeat(const char *piece, size_t times)
{
	size_t size = strlen(piece);
	char *all = malloc(size * times + 1);
	assert_non_null(all);
	for (size_t i = 0; i < times; i++)
		memcpy(all + i * size, piece, size);
	all[size * times] = '\0';
	return all;
}

static void assert_too_large(struct arena *arena, const char *yaml, const char *of_what)
{
	struct yaml **roots;
	size_t count;
	struct why why = {""};
	assert_int_equal(
	    yaml_read(text_of(yaml), &yaml_content_limits, arena, &roots, &count, &why), TOO_LARGE);
	assert_non_null(strstr(why.text, of_what));
}

static void limits(void **state)
{
	char *bytes = repeat("a", 1024 * 1024 + 1);
	assert_too_large(*state, bytes, "1048576 bytes");
	free(bytes);
	char *deep = repeat("[", 33);
	assert_too_large(*state, deep, "32 levels");
	free(deep);
	deep = repeat("{a: ", 10000);
	assert_too_large(*state, deep, "32 levels");
	free(deep);
	char *nodes = repeat("- a\n", 100001);
	assert_too_large(*state, nodes, "100000 nodes");
	free(nodes);
	char *directives = repeat("%TAG !a! x\n", 101);
	assert_too_large(*state, directives, "100 tag directives");
	free(directives);
	char *roots = repeat("--- a\n", 100001);
	assert_too_large(*state, roots, "100000 nodes");
	free(roots);
}

static void memory(void **state)
{
	(void)state;
	struct arena *arena = arena_create("little", 50000);
	char *nodes = repeat("- aaaaaaaaaaaaaaaaaaaaa\n", 10000);
	assert_too_large(arena, nodes, "memory");
	arena_reset(arena);
	free(nodes);
	nodes = repeat("--- a\n", 10000);
	assert_too_large(arena, nodes, "memory");
	arena_reset(arena);
	free(nodes);
	char *one_text = repeat("a", 60000);
	assert_too_large(arena, one_text, "memory");
	free(one_text);
	arena_destroy(arena);
}

/* Many keys: a duplicate is found wherever it is, and finding out takes no square of time. */
static void many_keys(void **state)
{
	size_t room = 40000 * 20;
	char *yaml = malloc(room);
	assert_non_null(yaml);
	static const size_t counts[] = {15, 16, 17, 31, 32, 33, 100, 40000};
	for (size_t c = 0; c < sizeof(counts) / sizeof(counts[0]); c++) {
		size_t size = 0;
		for (size_t i = 0; i < counts[c]; i++)
			size += (size_t)snprintf(yaml + size, room - size, "key%zu: %zu\n", i, i);
		struct text input = {yaml, size};
		struct yaml **roots;
		size_t count;
		struct why why;
		assert_int_equal(
		    yaml_read(input, &yaml_content_limits, *state, &roots, &count, &why), DONE);
		assert_int_equal(roots[0]->count, counts[c]);
		snprintf(yaml + size, room - size, "key%zu: x\n", counts[c] / 2);
		assert_int_equal(
		    yaml_read(text_of(yaml), &yaml_content_limits, *state, &roots, &count, &why),
		    MALFORMED);
		assert_non_null(strstr(why.text, "is there twice"));
	}
	free(yaml);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_rule, create, destroy),
	    cmocka_unit_test_setup_teardown(byte_order_marks, create, destroy),
	    cmocka_unit_test_setup_teardown(nulls, create, destroy),
	    cmocka_unit_test_setup_teardown(documents, create, destroy),
	    cmocka_unit_test_setup_teardown(core_tags, create, destroy),
	    cmocka_unit_test_setup_teardown(merge_keys_are_ordinary, create, destroy),
	    cmocka_unit_test_setup_teardown(refuses, create, destroy),
	    cmocka_unit_test_setup_teardown(limits, create, destroy),
	    cmocka_unit_test(memory),
	    cmocka_unit_test_setup_teardown(many_keys, create, destroy),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
