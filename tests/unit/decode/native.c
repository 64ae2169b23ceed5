/* SPDX-License-Identifier: Apache-2.0 */
/* Native names to taxonomy names: which row wins, what is left out, names that are both. */
#include "expect.h"

#include "base/limits.h"
#include "decode/native.h"

static const struct native_row rows[] = {
    {TEXT_INIT("first"), FIELD_SRC_IP, NATIVE_IP},
    {TEXT_INIT("second"), FIELD_SRC_IP, NATIVE_IP},
    {TEXT_INIT("port"), FIELD_SRC_PORT, NATIVE_PORT},
    {TEXT_INIT("proto"), FIELD_TRANSPORT, NATIVE_TRANSPORT},
    {TEXT_INIT("user"), FIELD_USER, NATIVE_ACCOUNT},
    {TEXT_INIT("other"), FIELD_USER, NATIVE_ACCOUNT},
    {TEXT_INIT("ms"), FIELD_DURATION, NATIVE_MILLI},
    {TEXT_INIT("n"), FIELD_SRC_BYTES, NATIVE_NUMBER},
    {TEXT_INIT("direction"), FIELD_DIRECTION, NATIVE_DIRECTION},
    {TEXT_INIT("app"), FIELD_APPLICATION, NATIVE_LOWER},
    {TEXT_INIT("level"), FIELD_LEVEL, NATIVE_LOWER},
};

static void check(const char *pairs, bool spaced, const char *const *wants)
{
	struct arena *arena = arena_create("test", (size_t)16 << 20);
	struct event *event = event_create(arena, 0);
	if (spaced)
		native_pairs_spaced(event, text_of(pairs));
	else
		native_pairs(event, text_of(pairs), 0);
	native_apply(event, rows, sizeof(rows) / sizeof(rows[0]));
	expect_event(event, pairs, wants);
	arena_destroy(arena);
}

#define CHECK(pairs, ...) check(pairs, false, (const char *const[EXPECTATIONS]){__VA_ARGS__})
#define CHECK_SPACED(pairs, ...) check(pairs, true, (const char *const[EXPECTATIONS]){__VA_ARGS__})

static void test_rows(void **state)
{
	(void)state;
	CHECK("second=192.0.2.2 first=192.0.2.1", "src_ip=192.0.2.1", "first=192.0.2.1");
	CHECK("second=192.0.2.2 first=0.0.0.0", "src_ip=192.0.2.2");
	CHECK("second=:: first=host", "!src_ip", "first=host");
	CHECK("first=192.0.2.1 first=192.0.2.9", "src_ip=192.0.2.1");
	CHECK("port=65536", "!src_port");
	CHECK("port=0", "!src_port", "port=0");
	CHECK("port=65535 proto=17", "src_port=65535", "transport=udp");
	CHECK("ms=17350", "duration=17.350");
	CHECK("ms=5", "duration=0.005");
	CHECK("ms=-5 n=x", "!duration", "!src_bytes");
	CHECK("n=12.5 app=Web-Browsing", "src_bytes=12.5", "application=web-browsing");
}

static void test_accounts(void **state)
{
	(void)state;
	CHECK("other=DOM\\ann", "user=ann", "user_domain=DOM");
	CHECK("other=DOM\\\\ann", "user=ann", "user_domain=DOM");
	CHECK("other=ann@dom.example", "user=ann", "user_domain=dom.example");
	CHECK("other=@ann", "user=@ann", "!user_domain");
	CHECK("user=DOM\\ann", "user=ann ;; DOM\\ann", "user_domain=DOM");
	CHECK("user=ann other=bob", "user=ann", "!user_domain");
	CHECK("user=N/A other=bob", "user=bob");
	CHECK("user=N/A", "user=", "!user_domain");
	CHECK("user= other=-", "user=");
}

static void test_same_names(void **state)
{
	(void)state;
	CHECK("direction=outgoing", "direction=outbound ;; outgoing");
	CHECK("direction=inbound", "direction=inbound");
	CHECK("direction=sideways", "direction=sideways");
	CHECK("level=WARNING", "level=warning ;; WARNING");
	CHECK("level=warning", "level=warning");
	CHECK("reason=(null) other=(null)", "reason=", "other=(null)", "!user");
}

static void test_spaced(void **state)
{
	(void)state;
	CHECK_SPACED("a=West Wing  b=2", "a=West Wing", "b=2");
	CHECK_SPACED("a=\"x b=1\" c='y \"z\"' d=", "a=x b=1", "c=y \"z\"", "d=", "!b");
	CHECK_SPACED("words first a=1 more words", "a=1 more words", "!words");
	CHECK_SPACED("a=1 = 2 =b c=3", "a=1 = 2 =b", "c=3");
	CHECK_SPACED("a=/p?q=1&r=2 s=3", "a=/p?q=1&r=2", "s=3");
	CHECK_SPACED("a=\"never ends b=1", "a=never ends b=1");
	CHECK_SPACED("a=1\tb=2", "a=1", "b=2");
	CHECK_SPACED("", "!a");
}

static void test_keys(void **state)
{
	(void)state;
	assert_true(native_has_key(TEXT("m=1"), TEXT("m=")));
	assert_true(native_has_key(TEXT("am=1 m=2"), TEXT("m=")));
	assert_true(native_has_key(TEXT("a=1,m=2"), TEXT("m=")));
	assert_false(native_has_key(TEXT("am=1"), TEXT("m=")));
	assert_false(native_has_key(TEXT("m"), TEXT("m=")));
	assert_false(native_has_key(TEXT(""), TEXT("m=")));
}

static void check_url(const char *const *parts, const char *const *wants)
{
	struct arena *arena = arena_create("test", (size_t)1 << 20);
	struct event *event = event_create(arena, 0);
	native_put_url(event, text_of(parts[0]), text_of(parts[1]), text_of(parts[2]));
	expect_event(event, parts[2], wants);
	arena_destroy(arena);
}

#define URL(scheme, host, url, ...)                                                                \
	check_url((const char *const[]){scheme, host, url},                                        \
	    (const char *const[EXPECTATIONS]){__VA_ARGS__})

static void test_urls(void **state)
{
	(void)state;
	URL("https", "a.example", "/p?q", "c-uri=https://a.example/p?q", "cs-host=a.example");
	URL("", "a.example", "/p", "c-uri=http://a.example/p");
	URL("https", "b.example", "http://a.example/", "c-uri=http://a.example/",
	    "cs-host=a.example");
	URL("", "", "/p", "c-uri=/p", "!cs-host");
	URL("", "N/A", "/p", "c-uri=/p", "!cs-host");
	URL("", "a.example", "", "!c-uri", "cs-host=a.example");
	URL("", "a.example", "page.html", "c-uri=page.html", "cs-host=a.example");
}

/* As many fields as an event may hold: what is over is counted, nothing is written beside it. */
static void test_full(void **state)
{
	(void)state;
	struct arena *arena = arena_create("test", (size_t)16 << 20);
	struct event *event = event_create(arena, 0);
	for (size_t i = 0; i < LIMIT_FIELDS; i++)
		event_add(event, i == 0 ? TEXT("user") : TEXT("app"), TEXT("D\\x"), VALUE_TEXT);
	native_apply(event, rows, sizeof(rows) / sizeof(rows[0]));
	assert_int_equal(event->count, LIMIT_FIELDS);
	assert_true(event->left_out >= 2);
	assert_true(text_equal(event_get_field(event, FIELD_USER), TEXT("x")));
	struct event *empty = event_create(arena, 0);
	native_apply(empty, rows, sizeof(rows) / sizeof(rows[0]));
	assert_int_equal(empty->count, 0);
	arena_destroy(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_rows),
	    cmocka_unit_test(test_accounts),
	    cmocka_unit_test(test_same_names),
	    cmocka_unit_test(test_spaced),
	    cmocka_unit_test(test_keys),
	    cmocka_unit_test(test_urls),
	    cmocka_unit_test(test_full),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
