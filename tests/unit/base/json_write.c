/* SPDX-License-Identifier: Apache-2.0 */
/* What the JSON writer writes is valid, whatever it is given, and means what was given. */
#include "base/json.h"

#include "base/arena.h"
#include "base/buffer.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
	struct arena *arena;
	struct buffer out;
	struct json_writer writer;
};

static int create(void **state)
{
	static struct fixture fixture;
	fixture.arena = arena_create("test", 16 << 20);
	buffer_init(&fixture.out, 1 << 20);
	json_begin(&fixture.writer, &fixture.out);
	*state = &fixture;
	return 0;
}

static int destroy(void **state)
{
	struct fixture *fixture = *state;
	buffer_free(&fixture->out);
	arena_destroy(fixture->arena);
	return 0;
}

static void assert_written(struct fixture *fixture, const char *expected)
{
	struct text written = buffer_text(&fixture->out);
	const struct json *value;
	if (!text_equal(written, text_of(expected)))
		fail_msg("%.*s", TEXT_ARGS(written));
	assert_int_equal(
	    json_read(written, &json_strict_limits, fixture->arena, &value, NULL), DONE);
}

static void structure(void **state)
{
	struct fixture *fixture = *state;
	struct json_writer *writer = &fixture->writer;
	json_open_object(writer, NULL);
	json_put_text(writer, "a", TEXT("x"));
	json_open_array(writer, "b");
	json_put_int(writer, NULL, INT64_MIN);
	json_put_bool(writer, NULL, true);
	json_open_object(writer, NULL);
	json_close_object(writer);
	json_open_array(writer, NULL);
	json_close_array(writer);
	json_put_null(writer, NULL);
	json_close_array(writer);
	json_put_named(writer, TEXT("n\"\0"), TEXT("v"));
	json_open_object(writer, "c");
	json_put_bool(writer, "d", false);
	json_close_object(writer);
	json_put_int(writer, "e", 7);
	json_close_object(writer);
	assert_written(fixture, "{\"a\":\"x\",\"b\":[-9223372036854775808,true,{},[],null],"
				"\"n\\\"\\u0000\":\"v\",\"c\":{\"d\":false},\"e\":7}");
}

static void deepest(void **state)
{
	struct fixture *fixture = *state;
	for (int i = 0; i < 31; i++) {
		json_open_array(&fixture->writer, NULL);
		json_put_int(&fixture->writer, NULL, i % 10);
	}
	for (int i = 0; i < 31; i++) {
		json_close_array(&fixture->writer);
		if (i < 30)
			json_put_null(&fixture->writer, NULL);
	}
	const struct json *value;
	assert_int_equal(json_read(buffer_text(&fixture->out), &json_strict_limits, fixture->arena,
			     &value, NULL),
	    DONE);
	assert_int_equal(value->count, 3);
}

static void escapes(void **state)
{
	struct fixture *fixture = *state;
	json_put_text(&fixture->writer, NULL,
	    TEXT("\"\\/\b\f\n\r\t\x01\x1f\x7f</script>\xe6\x97\xa5\xf0\x9f\x98\x80"));
	assert_written(fixture, "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f</script>"
				"\xe6\x97\xa5\xf0\x9f\x98\x80\"");
}

static void invalid_bytes_become_replacements(void **state)
{
	struct fixture *fixture = *state;
	json_open_array(&fixture->writer, NULL);
	json_put_text(&fixture->writer, NULL,
	    TEXT("a\xff"
		 "b\xe6\x97"));
	json_put_text(&fixture->writer, NULL, TEXT("\xed\xa0\x80"));
	json_put_text(&fixture->writer, NULL, (struct text){NULL, 0});
	json_close_array(&fixture->writer);
	assert_written(fixture, "[\"a\xef\xbf\xbd"
				"b\xef\xbf\xbd\","
				"\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\",\"\"]");
}

static void every_byte_comes_back(void **state)
{
	struct fixture *fixture = *state;
	char bytes[128];
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)i;
	struct text all = {bytes, sizeof(bytes)};
	json_put_text(&fixture->writer, NULL, all);
	const struct json *value;
	assert_int_equal(json_read(buffer_text(&fixture->out), &json_strict_limits, fixture->arena,
			     &value, NULL),
	    DONE);
	assert_true(text_equal(value->text, all));
}

static void reals(void **state)
{
	struct fixture *fixture = *state;
	json_open_array(&fixture->writer, NULL);
	static const double values[] = {0, -0.0, 1, 0.1, 1.0 / 3, 1e300, -2.5e-10, 123456789.25,
	    5e-324, 9007199254740993.0, NAN, INFINITY, -INFINITY};
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		json_put_real(&fixture->writer, NULL, values[i]);
	json_close_array(&fixture->writer);
	assert_written(fixture, "[0,-0,1,0.1,0.3333333333333333,1e+300,-2.5e-10,123456789.25,"
				"4.94065645841247e-324,9007199254740992,null,null,null]");
}

static void copies_values(void **state)
{
	struct fixture *fixture = *state;
	const char *json =
	    "{\"a\":[1.50,[],{},[[true],null]],\"\\u0000\":{\"c\":\"\\n\",\"c\":false}}";
	const struct json *value;
	assert_int_equal(
	    json_read(text_of(json), &json_strict_limits, fixture->arena, &value, NULL), DONE);
	json_open_object(&fixture->writer, NULL);
	json_put_value(&fixture->writer, "x", value);
	json_put_value(&fixture->writer, "y", json_path(value, "a"));
	/* A member alone: without its own name, and without those after it. */
	json_put_value(&fixture->writer, "z", value->first->first);
	json_put_value(&fixture->writer, "none", NULL);
	json_close_object(&fixture->writer);
	assert_written(fixture,
	    "{\"x\":{\"a\":[1.50,[],{},[[true],null]],\"\\u0000\":{\"c\":\"\\n\",\"c\":false}},"
	    "\"y\":[1.50,[],{},[[true],null]],\"z\":1.50,\"none\":null}");
}

static void c1_controls_are_escaped(void **state)
{
	struct fixture *fixture = *state;
	json_put_text(&fixture->writer, NULL,
	    TEXT("a\xc2\x9b"
		 "31m\xc2\x80\xc2\xa0\xc2"));
	assert_written(fixture, "\"a\\u009b31m\\u0080\xc2\xa0\xef\xbf\xbd\"");
}

static void copies_the_deepest_value(void **state)
{
	struct fixture *fixture = *state;
	char deep[2 * JSON_DEPTH + 1] = "";
	memset(deep, '[', JSON_DEPTH);
	memset(deep + JSON_DEPTH, ']', JSON_DEPTH);
	const struct json *value;
	assert_int_equal(
	    json_read(text_of(deep), &json_strict_limits, fixture->arena, &value, NULL), DONE);
	json_put_value(&fixture->writer, NULL, value);
	assert_written(fixture, deep);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(structure, create, destroy),
	    cmocka_unit_test_setup_teardown(deepest, create, destroy),
	    cmocka_unit_test_setup_teardown(escapes, create, destroy),
	    cmocka_unit_test_setup_teardown(invalid_bytes_become_replacements, create, destroy),
	    cmocka_unit_test_setup_teardown(every_byte_comes_back, create, destroy),
	    cmocka_unit_test_setup_teardown(reals, create, destroy),
	    cmocka_unit_test_setup_teardown(copies_values, create, destroy),
	    cmocka_unit_test_setup_teardown(c1_controls_are_escaped, create, destroy),
	    cmocka_unit_test_setup_teardown(copies_the_deepest_value, create, destroy),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
