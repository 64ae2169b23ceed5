/* SPDX-License-Identifier: Apache-2.0 */
/* The language of queries, as search.h tells it: what fits, what does not, what is refused. */
#include "base/arena.h"
#include "base/buffer.h"
#include "search/search.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

static struct arena *arena;

static const struct query *read(const char *text)
{
	const struct query *query = NULL;
	struct why why;
	if (query_read(text_of(text), arena, &query, &why) != DONE)
		fail_msg("%s: %s", text, why.text);
	return query;
}

static struct event *an_event(void)
{
	struct event *event = event_create(arena, CLOCK_DAY * 20000);
	event->decoder = TEXT("sshd");
	event->logsource.product = TEXT("linux");
	event->message = TEXT("Failed password for root from 192.0.2.1");
	event_add(event, TEXT("User"), TEXT("Root"), VALUE_TEXT);
	event_add(event, TEXT("src_ip"), TEXT("192.0.2.1"), VALUE_TEXT);
	event_add(event, TEXT("peer"), TEXT("2001:db8::7"), VALUE_TEXT);
	event_add(event, TEXT("port"), TEXT("4022"), VALUE_NUMBER);
	event_add(event, TEXT("path"), TEXT("C:\\Users\\Public\\a b.exe"), VALUE_TEXT);
	event_add(event, TEXT("名前"), TEXT("東京タワーへ"), VALUE_TEXT);
	event_add(event, TEXT("list"), TEXT("one"), VALUE_TEXT);
	event_add(event, TEXT("list"), TEXT("two"), VALUE_TEXT);
	event_add(event, TEXT("empty"), TEXT(""), VALUE_TEXT);
	event_add(event, TEXT("quote"), TEXT("say \"hi\""), VALUE_TEXT);
	event_add(event, TEXT("star"), TEXT("a*b"), VALUE_TEXT);
	return event;
}

static const char record[] = "<38>Nov 20 10:00:00 gw-1 sshd[12]: Failed password for root from "
			     "192.0.2.1 port 4022 ssh2 \xc3\x84RGER";

static bool fits(const char *text)
{
	return query_fits(read(text), an_event(), text_of(record), arena);
}

static void test_fits(void **state)
{
	static const char *const good[] = {"", "failed", "FAILED", "root", "ssh2", "gw", "gw-1",
	    "\"password for\"", "\"PASSWORD FOR ROOT\"", "fail*", "*assword", "*sswo*", "f?iled",
	    "user:root", "User:ROOT", "USER:r*t", "user:*", "src_ip:192.0.2.1",
	    "src_ip:192.0.2.0/24", "src_ip:0.0.0.0/0", "192.0.2.0/30", "peer:2001:db8::/32",
	    "2001:db8::/32", "port:4022", "port:>4021", "port:>=4022", "port:<5e3", "port:<=4022",
	    "path:C:\\Users\\*", "path:\"C:\\Users\\Public\\A b.EXE\"", "path:*.exe",
	    "\"C:\\Users\\Public\"", "名前:東京タワーへ", "東京", "タワー", "京タ", "名前:*タワー*",
	    "list:two", "list:one list:two", "empty:\"\"", "star:a?b", "quote:\"say \"\"hi\"\"\"",
	    "-nothing", "NOT nothing", "(nothing OR root)", "nothing OR root",
	    "nothing OR root failed", "(user:root)", "failed AND root", "-(nothing root)",
	    "product:linux", "decoder:ssh?", "message:*192.0.2.1", "ärger", "Ärger",
	    "failed\xe3\x80\x80root", "-list:three", "10:00:00", "--root", "\"failed * root\""};
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		if (!fits(good[i]))
			fail_msg("should fit: %s", good[i]);
	}
	(void)state;
}

static void test_fits_not(void **state)
{
	static const char *const bad[] = {"fail", "ailed", "oot", "\"password root\"",
	    "\"assword for\"", "\"password fo\"", "user:roo", "user:oot", "user:?root",
	    "port:>4022", "port:<4022", "port:402", "user:>1", "src_ip:192.0.3.0/24",
	    "src_ip:2001:db8::/32", "192.0.2.2/31", "user:192.0.2.0/24", "nofield:*",
	    "nofield:\"\"", "-root", "-user:root", "root nothing", "(nothing OR never)",
	    "root (nothing OR never)", "root never OR nothing", "-(root failed)", "star:a\\*",
	    "star:\"a?\"", "東タ", "list:three", "-list:two", "product:windows", "sshd:*",
	    "2001:db9::/32", "list:*e list:x*", "\"root * failed\""};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (fits(bad[i]))
			fail_msg("should not fit: %s", bad[i]);
	}
	(void)state;
}

/* An exact name hides those that differ in case. */
static void test_names(void **state)
{
	struct event *event = event_create(arena, 0);
	event_add(event, TEXT("User"), TEXT("a"), VALUE_TEXT);
	event_add(event, TEXT("user"), TEXT("b"), VALUE_TEXT);
	event_add(event, TEXT("product"), TEXT("own"), VALUE_TEXT);
	event->logsource.product = TEXT("linux");
	assert_true(query_fits(read("user:b"), event, TEXT(""), arena));
	assert_false(query_fits(read("user:a"), event, TEXT(""), arena));
	assert_true(query_fits(read("USER:a"), event, TEXT(""), arena));
	assert_true(query_fits(read("USER:b"), event, TEXT(""), arena));
	assert_true(query_fits(read("product:own"), event, TEXT(""), arena));
	assert_false(query_fits(read("product:linux"), event, TEXT(""), arena));
	(void)state;
}

static void test_refused(void **state)
{
	static const struct {
		const char *text;
		const char *begins;
	} cases[] = {
	    {"a \"b", "column 3: this quote"},
	    {"(a b", "column 1: this parenthesis is not closed"},
	    {"a)", "column 2: this parenthesis was not opened"},
	    {"a ()", "column 4: nothing"},
	    {"a OR", "column 5: a condition"},
	    {"OR a", "column 4: a condition"},
	    {"user:", "column 6: a value"},
	    {"user: root", "column 6: a value"},
	    {"port:>x", "column 1: behind >"},
	    {"a 10.0.0.0/33", "column 3: an address block's"},
	    {"東京 \"b", "column 4: this quote"},
	    {"a\"b\"", "column 2: a quote within"},
	    {"\"a\"b", "column 4: a space"},
	    {"a *", "column 3: a word"},
	    {"\"\"", "column 1: a word"},
	    {"a \xff", "column 3: this is no UTF-8"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct query *query = NULL;
		struct why why = {""};
		assert_int_equal(
		    query_read(text_of(cases[i].text), arena, &query, &why), MALFORMED);
		if (!text_starts(text_of(why.text), text_of(cases[i].begins)))
			fail_msg("%s: %s", cases[i].text, why.text);
		assert_null(query);
	}
	(void)state;
}

static enum outcome repeat(const char *piece, size_t times, const char *end, struct why *why)
{
	struct buffer text;
	const struct query *query;
	buffer_init(&text, 1 << 16);
	for (size_t i = 0; i < times; i++)
		buffer_put_string(&text, piece);
	buffer_put_string(&text, end);
	enum outcome outcome = query_read(buffer_text(&text), arena, &query, why);
	buffer_free(&text);
	return outcome;
}

static void test_limits(void **state)
{
	struct why why;
	assert_int_equal(repeat("a ", 64, "", &why), DONE);
	assert_int_equal(repeat("a ", 65, "", &why), MALFORMED);
	assert_string_equal(why.text, "column 129: over 64 conditions");
	assert_int_equal(repeat("-", 31, "a", &why), DONE);
	assert_int_equal(repeat("-", 32, "a", &why), MALFORMED);
	assert_string_equal(why.text, "column 33: nested over 32 deep");
	assert_int_equal(repeat("(", 4000, "a", &why), MALFORMED);
	assert_int_equal(repeat("a", 4096, "", &why), DONE);
	assert_int_equal(repeat("a", 4097, "", &why), MALFORMED);
	(void)state;
}

static int begin(void **state)
{
	(void)state;
	arena = arena_create("test", (size_t)64 << 20);
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_destroy(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_fits, begin, end),
	    cmocka_unit_test_setup_teardown(test_fits_not, begin, end),
	    cmocka_unit_test_setup_teardown(test_names, begin, end),
	    cmocka_unit_test_setup_teardown(test_refused, begin, end),
	    cmocka_unit_test_setup_teardown(test_limits, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
