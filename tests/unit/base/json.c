/* SPDX-License-Identifier: Apache-2.0 */
/* Looking things up in values that were read. */
#include "base/json.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static int create(void **state)
{
	*state = arena_create("test", 1 << 20);
	return 0;
}

static int destroy(void **state)
{
	arena_destroy(*state);
	return 0;
}

static const struct json *value_of(struct arena *arena, const char *string)
{
	const struct json *value = NULL;
	struct why why;
	if (json_read(text_of(string), &json_strict_limits, arena, &value, &why) != DONE)
		fail_msg("%s: %s", string, why.text);
	return value;
}

static void members(void **state)
{
	const struct json *value =
	    value_of(*state, "{\"a\":{\"b\":{\"c\":7}},\"a\":1,\"\":2,\"x.y\":3,\"a\\u0000b\":4}");
	assert_int_equal(value->count, 5);
	assert_int_equal(json_get(value, "a")->kind, JSON_OBJECT);
	assert_true(text_equal(json_get_text(value, ""), TEXT("2")));
	assert_null(json_get(value, "b"));
	assert_true(text_equal(json_text(json_path(value, "a.b.c")), TEXT("7")));
	assert_null(json_path(value, "a.b.c.d"));
	assert_null(json_path(value, "a.x"));
	/* A path goes through names: a dot in a name is found by json_get alone. */
	assert_null(json_path(value, "x.y"));
	assert_non_null(json_get(value, "x.y"));
	assert_null(json_get(NULL, "a"));
	assert_null(json_path(NULL, "a.b"));
	assert_null(json_get(value_of(*state, "[1]"), "a"));
	assert_null(json_get(value_of(*state, "\"a\""), "a"));
}

static void texts(void **state)
{
	const struct json *value = value_of(*state,
	    "{\"s\":\"x\\ty\",\"n\":-1.50e3,\"t\":true,\"f\":false,\"z\":null,\"o\":{},\"l\":[1]}");
	assert_true(text_equal(json_get_text(value, "s"), TEXT("x\ty")));
	assert_true(text_equal(json_get_text(value, "n"), TEXT("-1.50e3")));
	assert_true(text_equal(json_get_text(value, "t"), TEXT("true")));
	assert_true(text_equal(json_get_text(value, "f"), TEXT("false")));
	assert_int_equal(json_get_text(value, "z").size, 0);
	assert_int_equal(json_get_text(value, "o").size, 0);
	assert_int_equal(json_get_text(value, "l").size, 0);
	assert_int_equal(json_get_text(value, "none").size, 0);
	assert_int_equal(json_text(NULL).size, 0);
}

static void integers(void **state)
{
	static const struct {
		const char *json;
		int64_t value;
	} good[] = {{"4624", 4624}, {"\"4624\"", 4624}, {"-9223372036854775808", INT64_MIN},
	    {"9223372036854775807", INT64_MAX}, {"2.0", 2}, {"1e3", 1000}, {"-0.0", 0}};
	static const char *const bad[] = {"1.5", "9223372036854775808", "1e300", "\"\"", "\"x\"",
	    "true", "null", "[1]", "{}", "-1e400"};
	int64_t value;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_true(json_int(value_of(*state, good[i].json), &value));
		assert_true(value == good[i].value);
	}
	value = 42;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(json_int(value_of(*state, bad[i]), &value));
	assert_false(json_int(NULL, &value));
	assert_int_equal(value, 42);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(members, create, destroy),
	    cmocka_unit_test_setup_teardown(texts, create, destroy),
	    cmocka_unit_test_setup_teardown(integers, create, destroy),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
