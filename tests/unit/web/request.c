/* SPDX-License-Identifier: Apache-2.0 */
#include "web/request.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define CEILING ((size_t)16 << 20)

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

static void expect(struct text got, const char *want)
{
	if (!text_equal(got, text_of(want)))
		fail_msg("\"%.*s\" is not \"%s\"", TEXT_ARGS(got), want);
}

static void decodes(void **state)
{
	struct text out;
	assert_int_equal(percent_decode(TEXT("a%20b+c"), false, *state, &out, NULL), DONE);
	expect(out, "a b+c");
	assert_int_equal(percent_decode(TEXT("a%20b+c"), true, *state, &out, NULL), DONE);
	expect(out, "a b c");
	assert_int_equal(
	    percent_decode(TEXT("%E4%BC%9A%e7%a4%be"), false, *state, &out, NULL), DONE);
	expect(out, "会社");
	static const char *const bad[] = {
	    "%", "%4", "%zz", "a%", "%ff", "%00", "%1b[2J", "%7f", "%c0%af", "%ed%a0%80"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		out = TEXT("as it was");
		assert_int_equal(
		    percent_decode(text_of(bad[i]), false, *state, &out, NULL), MALFORMED);
		expect(out, "as it was");
	}
	expect(percent_encode(*state, TEXT("a b/会?&")), "a%20b%2F%E4%BC%9A%3F%26");
}

static void reads_forms(void **state)
{
	struct form form = {NULL, 0};
	assert_int_equal(
	    form_read(TEXT("a=1&b=x+y&&c&a=2&d=%3D&p=+s+"), *state, &form, NULL), DONE);
	assert_int_equal(form.count, 6);
	expect(form_get(&form, "a"), "1");
	expect(form_get(&form, "b"), "x y");
	expect(form_get(&form, "c"), "");
	assert_true(form_has(&form, "c"));
	assert_false(form_has(&form, "e"));
	expect(form_get(&form, "d"), "=");
	expect(form_get(&form, "p"), "s");
	expect(form_raw(&form, "p"), " s ");
	assert_int_equal(form_read(TEXT("a=%0"), *state, &form, NULL), MALFORMED);
	/* One field more than fits. */
	char many[(FORM_FIELDS + 1) * 2];
	for (size_t i = 0; i < sizeof(many); i += 2) {
		many[i] = 'a';
		many[i + 1] = '&';
	}
	assert_int_equal(
	    form_read((struct text){many, sizeof(many)}, *state, &form, NULL), TOO_LARGE);
	assert_int_equal(
	    form_read((struct text){many, sizeof(many) - 2}, *state, &form, NULL), DONE);
	assert_int_equal(form.count, FORM_FIELDS);
}

static void reads_json(void **state)
{
	struct form form = {NULL, 0};
	assert_int_equal(
	    form_read_json(TEXT("{\"name\":\"A\",\"n\":12,\"yes\":true,\"gone\":null,"
				"\"addresses\":[\"192.0.2.1\",\"192.0.2.2\"],\"none\":[]}"),
		*state, &form, NULL),
	    DONE);
	assert_int_equal(form.count, 6);
	expect(form_get(&form, "name"), "A");
	expect(form_get(&form, "n"), "12");
	expect(form_get(&form, "yes"), "true");
	assert_false(form_has(&form, "gone"));
	expect(form.at[4].value, "192.0.2.2");
	assert_true(form_has(&form, "none"));
	static const char *const bad[] = {"", "[]", "\"x\"", "{\"a\":{}}", "{\"a\":[[1]]}",
	    "{\"a\":\"\\u0000\"}", "{\"a\":1", "{\"a\":\"\\u001b[2J\"}"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_not_equal(form_read_json(text_of(bad[i]), *state, &form, NULL), DONE);
}

static void splits_paths(void **state)
{
	struct text parts[PATH_PARTS];
	size_t count = 99;
	assert_int_equal(path_split(TEXT("/"), *state, parts, &count, NULL), DONE);
	assert_int_equal(count, 0);
	assert_int_equal(
	    path_split(TEXT("/companies/a%2Fb/sources"), *state, parts, &count, NULL), DONE);
	assert_int_equal(count, 3);
	expect(parts[1], "a/b");
	static const char *const bad[] = {
	    "", "x", "//", "/a//b", "/a/%2", "/a/b/c/d/e/f/g", "/\x80"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(
		    path_split(text_of(bad[i]), *state, parts, &count, NULL), MALFORMED);
}

static void finds_cookies(void **state)
{
	(void)state;
	struct text header = TEXT("a=1; sakimori=tok=en; xsakimori=2;sakimori2=3");
	expect(cookie_get(header, TEXT("sakimori")), "tok=en");
	expect(cookie_get(header, TEXT("sakimori2")), "3");
	expect(cookie_get(header, TEXT("b")), "");
	expect(cookie_get(TEXT(""), TEXT("b")), "");
}

static void tells_what_is_accepted(void **state)
{
	(void)state;
	assert_true(accepts(TEXT("text/html, application/json;q=0.9"), TEXT("application/json")));
	assert_false(accepts(TEXT("*/*"), TEXT("application/json")));
	assert_false(accepts(TEXT("application/json-seq"), TEXT("application/json")));
}

static void prefers_languages(void **state)
{
	(void)state;
	enum language language = LANGUAGE_JA;
	assert_true(language_preferred(TEXT("fr, en-GB;q=0.8, ja;q=0.7"), &language));
	assert_int_equal(language, LANGUAGE_EN);
	assert_true(language_preferred(TEXT("en;q=0.5,ja-JP"), &language));
	assert_int_equal(language, LANGUAGE_JA);
	assert_false(language_preferred(TEXT("fr"), &language));
	assert_false(language_preferred(TEXT("en;q=0"), &language));
	assert_false(language_preferred(TEXT(""), &language));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(decodes),
	    cmocka_unit_test(reads_forms),
	    cmocka_unit_test(reads_json),
	    cmocka_unit_test(splits_paths),
	    cmocka_unit_test(finds_cookies),
	    cmocka_unit_test(tells_what_is_accepted),
	    cmocka_unit_test(prefers_languages),
	};
	return cmocka_run_group_tests(tests, make, drop);
}
