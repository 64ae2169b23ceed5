/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of an HTTP request: splitting, unescaping, percent-decoding. */
#include "expect.h"

#include "decode/web/request.h"

static void decoded_is(const char *raw, bool in_query, const char *want)
{
	struct arena *arena = arena_create("test", 1 << 20);
	struct text got = request_decode(arena, text_of(raw), in_query);
	if (!text_equal(got, text_of(want)))
		fail_msg("%s: got %.*s, want %s", raw, TEXT_ARGS(got), want);
	arena_destroy(arena);
}

static void test_decode(void **state)
{
	(void)state;
	decoded_is("", false, "");
	decoded_is("/a", false, "/a");
	decoded_is("/%41%62%2F", false, "/Ab/");
	decoded_is("/a+b?c+d", false, "/a+b?c d");
	decoded_is("c+d", true, "c d");
	decoded_is("%", false, "%");
	decoded_is("%4", false, "%4");
	decoded_is("%g1%1g", false, "%g1%1g");
	decoded_is("%%41", false, "%A");
	decoded_is("%2541", false, "%41");
	decoded_is("%3f+", false, "?+");
}

/* The same text comes back where nothing changes, so that no second value is put. */
static void test_decode_same(void **state)
{
	(void)state;
	struct arena *arena = arena_create("test", 1 << 20);
	struct text plain = TEXT("/a+b%zz");
	assert_ptr_equal(request_decode(arena, plain, false).at, plain.at);
	struct text nul = request_decode(arena, TEXT("a%00b"), false);
	assert_int_equal(nul.size, 3);
	assert_int_equal(nul.at[1], 0);
	arena_destroy(arena);
}

static void unescaped_is(const char *raw, const char *want)
{
	struct arena *arena = arena_create("test", 1 << 20);
	struct text got = request_unescape(arena, text_of(raw));
	if (!text_equal(got, text_of(want)))
		fail_msg("%s: got %.*s, want %s", raw, TEXT_ARGS(got), want);
	arena_destroy(arena);
}

static void test_unescape(void **state)
{
	(void)state;
	unescaped_is("", "");
	unescaped_is("a\\\"b\\\\c", "a\"b\\c");
	unescaped_is("\\x41\\x6a", "Aj");
	unescaped_is("\\n\\t\\r", "\n\t\r");
	unescaped_is("\\x4", "\\x4");
	unescaped_is("\\", "\\");
	unescaped_is("\\q", "\\q");
}

static void test_split(void **state)
{
	(void)state;
	static const struct {
		const char *line;
		bool good;
		const char *method;
		const char *target;
		const char *version;
	} cases[] = {
	    {"GET / HTTP/1.1", true, "GET", "/", "HTTP/1.1"},
	    {"GET /a b c HTTP/1.0", true, "GET", "/a b c", "HTTP/1.0"},
	    {"GET /old", true, "GET", "/old", ""},
	    {"M-SEARCH * HTTP/1.1", true, "M-SEARCH", "*", "HTTP/1.1"},
	    {"GET", false, "", "", ""},
	    {"GET ", false, "", "", ""},
	    {"GET HTTP/1.1", false, "", "", ""},
	    {"get / HTTP/1.1", false, "", "", ""},
	    {"", false, "", "", ""},
	    {" / HTTP/1.1", false, "", "", ""},
	    {"ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGH / HTTP/1.1", false, "", "", ""},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct request request = {.server = true};
		assert_int_equal(request_split(text_of(cases[i].line), &request), cases[i].good);
		assert_true(text_equal(request.method, text_of(cases[i].method)));
		assert_true(text_equal(request.target, text_of(cases[i].target)));
		assert_true(text_equal(request.version, text_of(cases[i].version)));
	}
}

static void test_quoted(void **state)
{
	(void)state;
	assert_int_equal(request_quoted(TEXT("abc\" x")), 3);
	assert_int_equal(request_quoted(TEXT("a\\\"c\" x")), 4);
	assert_int_equal(request_quoted(TEXT("abc")), 3);
	assert_int_equal(request_quoted(TEXT("abc\\")), 4);
	assert_int_equal(request_quoted(TEXT("")), 0);
}

static void test_put(void **state)
{
	(void)state;
	struct arena *arena = arena_create("test", 1 << 20);
	struct event *event = event_create(arena, 0);
	struct request request = {.method = TEXT("GET"),
	    .target = TEXT("/x?y=%31"),
	    .host = TEXT("[2001:db8::1]:8443"),
	    .secure = true};
	static const char uris[] = "c-uri=/x?y=%31 ;; https://[2001:db8::1]:8443/x?y=%31 ;; "
				   "https://[2001:db8::1]:8443/x?y=1";
	static const char *const wants[EXPECTATIONS] = {
	    "cs-host=2001:db8::1", uris, "cs-uri-query=y=%31 ;; y=1", "!cs-referer", "!sc-status"};
	request_put(event, &request);
	expect_event(event, "request", wants);
	arena_destroy(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_decode),
	    cmocka_unit_test(test_decode_same),
	    cmocka_unit_test(test_unescape),
	    cmocka_unit_test(test_split),
	    cmocka_unit_test(test_quoted),
	    cmocka_unit_test(test_put),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
