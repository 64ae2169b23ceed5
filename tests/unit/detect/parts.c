/* SPDX-License-Identifier: Apache-2.0 */
/* The small parts: names, numbers, forms, source slices. */
#include "trial.h"

#include "detect/form.h"
#include "detect/names.h"
#include "detect/number.h"
#include "detect/source.h"

static void test_names(void **state)
{
	(void)state;
	struct arena *arena = arena_create("names", 64 << 20);
	struct names names;
	names_init(&names, arena);
	assert_int_equal(names_find(&names, TEXT("a")), TEXT_NONE);
	for (size_t i = 0; i < 5000; i++) {
		char name[16];
		snprintf(name, sizeof(name), "name%zu", i);
		assert_int_equal(names_add(&names, text_of(name)), i);
	}
	for (size_t i = 0; i < 5000; i++) {
		char name[16];
		snprintf(name, sizeof(name), "name%zu", i);
		assert_int_equal(names_find(&names, text_of(name)), i);
		assert_int_equal(names_add(&names, text_of(name)), i);
		assert_true(text_equal(names.at[i], text_of(name)));
	}
	assert_int_equal(names.count, 5000);
	assert_int_equal(names_find(&names, TEXT("NAME1")), TEXT_NONE);
	assert_int_equal(names_add(&names, TEXT("")), 5000);
	assert_int_equal(names_find(&names, TEXT("")), 5000);
	arena_destroy(arena);
}

static int compare(const char *a, const char *b)
{
	struct number x;
	struct number y;
	assert_true(number_parse(text_of(a), &x));
	assert_true(number_parse(text_of(b), &y));
	return number_compare(&x, &y);
}

static void test_numbers(void **state)
{
	(void)state;
	assert_int_equal(compare("1", "1.0"), 0);
	assert_true(compare("9", "10") < 0);
	assert_true(compare("-1", "-2") > 0);
	assert_int_equal(compare("0x1F", "31"), 0);
	assert_int_equal(compare("1e3", "1000"), 0);
	assert_true(compare("9223372036854775807", "9223372036854775806") > 0);
	assert_true(compare("0xffffffffffffffff", "9223372036854775807") > 0);
	assert_true(compare("18446744073709551615", "9223372036854775807") > 0);
	static const char *const none[] = {
	    "", "-", "x", "1x", " 1", "0x", "nan", "inf", "1e9999", "--1", "1.2.3", "0xg"};
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		struct number number;
		if (number_parse(text_of(none[i]), &number))
			fail_msg("a number: %s", none[i]);
	}
}

static void test_relations(void **state)
{
	(void)state;
	struct number one = {true, 1, 0};
	struct number two = {true, 2, 0};
	assert_true(number_holds(&one, COMPARE_LT, &two));
	assert_false(number_holds(&one, COMPARE_LT, &one));
	assert_true(number_holds(&one, COMPARE_LTE, &one));
	assert_false(number_holds(&two, COMPARE_LTE, &one));
	assert_true(number_holds(&two, COMPARE_GT, &one));
	assert_false(number_holds(&two, COMPARE_GT, &two));
	assert_true(number_holds(&two, COMPARE_GTE, &two));
	assert_false(number_holds(&one, COMPARE_GTE, &two));
	assert_true(number_holds(&two, COMPARE_EQUAL, &two));
	assert_false(number_holds(&two, COMPARE_EQUAL, &one));
}

static void test_forms(void **state)
{
	(void)state;
	struct arena *arena = arena_create("forms", 1 << 20);
	struct text text = TEXT("A/B–c—d―e‒f-\xe2\x80");
	assert_ptr_equal(form_of(arena, text, FORM_PLAIN).at, text.at);
	assert_true(text_equal(form_of(arena, text, FORM_DASHED), TEXT("A-B-c-d-e‒f-\xe2\x80")));
	assert_true(
	    text_equal(form_of(arena, text, FORM_FOLDED_DASHED), TEXT("a-b-c-d-e‒f-\xe2\x80")));
	assert_true(text_equal(form_of(arena, text, FORM_FOLDED), TEXT("a/b–c—d―e‒f-\xe2\x80")));
	struct text plain = TEXT("no dash but -");
	assert_ptr_equal(form_of(arena, plain, FORM_FOLDED_DASHED).at, plain.at);
	assert_int_equal(form_of(arena, (struct text){NULL, 0}, FORM_FOLDED_DASHED).size, 0);
	arena_destroy(arena);
}

static void test_sources(void **state)
{
	(void)state;
	struct arena *arena = arena_create("source", 1 << 20);
	struct source source;
	source_index(&source, arena, TEXT("one\ntwo\n--- # x\nthree\n----\n...\n---\nfour"));
	assert_int_equal(source.count, 8);
	assert_true(text_equal(source_lines(&source, 1, 2), TEXT("one\n")));
	assert_true(text_equal(source_lines(&source, 8, 0), TEXT("four")));
	assert_true(text_equal(source_lines(&source, 9, 0), TEXT("")));
	assert_true(text_equal(source_lines(&source, 3, 2), TEXT("")));
	assert_true(text_equal(source_document(&source, 1), TEXT("one\ntwo\n")));
	assert_true(text_equal(source_document(&source, 2), TEXT("one\ntwo\n")));
	assert_true(text_equal(source_document(&source, 4), TEXT("three\n----\n")));
	assert_true(text_equal(source_document(&source, 8), TEXT("four")));
	source_index(&source, arena, TEXT(""));
	assert_true(text_equal(source_document(&source, 1), TEXT("")));
	arena_destroy(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_numbers),
	    cmocka_unit_test(test_relations),
	    cmocka_unit_test(test_forms),
	    cmocka_unit_test(test_sources),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
