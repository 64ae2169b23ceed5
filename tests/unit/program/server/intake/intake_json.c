/* SPDX-License-Identifier: Apache-2.0 */
#include "program/server/intake/intake_json.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static bool add(void *data, struct text record)
{
	buffer_put(data, record);
	buffer_put_char(data, '|');
	return true;
}

/* The records with a bar behind each, or the reason. */
static enum outcome cut(struct text body, struct buffer *out, struct why *why)
{
	struct arena *arena = arena_create("test", INTAKE_JSON_ARENA);
	struct body_sink sink = {add, out};
	enum outcome outcome = intake_json(body, &sink, arena, why);
	arena_destroy(arena);
	return outcome;
}

static void expect(const char *body, const char *records)
{
	struct buffer out;
	struct why why = {{0}};
	buffer_init(&out, 1 << 20);
	assert_int_equal(cut(text_of(body), &out, &why), DONE);
	buffer_put_char(&out, '\0');
	assert_string_equal(out.bytes, records);
	buffer_free(&out);
}

static void refused(const char *body, const char *reason)
{
	struct buffer out;
	struct why why = {{0}};
	buffer_init(&out, 1 << 20);
	assert_int_equal(cut(text_of(body), &out, &why), MALFORMED);
	assert_non_null(strstr(why.text, reason));
	buffer_free(&out);
}

static void values(void **state)
{
	(void)state;
	expect("", "");
	expect(" \r\n\t", "");
	expect("{\"a\":1}", "{\"a\":1}|");
	expect("[{\"a\": 1.50} ,\n {\"b\":[{}]}]", "{\"a\": 1.50}|{\"b\":[{}]}|");
	expect("[]", "");
	expect("[{}]\n[{}, {}] {}", "{}|{}|{}|{}|");
	expect("\xef\xbb\xbf{\"a\":1}\n{\"b\":2}\n", "{\"a\":1}|{\"b\":2}|");
}

static void flaws(void **state)
{
	(void)state;
	refused("{\"a\":1", "value 1");
	refused("[{},1]", "value 2 is no object");
	refused("[{} {}]", "comma");
	refused("[{},", "does not end");
	refused("[", "does not end");
	refused("[{},]", "value 2 is no object");
	refused("[[{}]]", "value 1 is no object");
	refused("{}]", "value 2");
	refused("text", "value 1 is no object");
}

static void too_large(void **state)
{
	size_t size = LIMIT_DOCUMENT + 100;
	char *body = malloc(size);
	struct buffer out;
	struct why why = {{0}};
	(void)state;
	memset(body, 'x', size);
	memcpy(body, "{\"a\":\"", 6);
	memcpy(body + size - 2, "\"}", 2);
	buffer_init(&out, 1 << 20);
	assert_int_equal(cut((struct text){body, size}, &out, &why), TOO_LARGE);
	assert_non_null(strstr(why.text, "value 1"));
	buffer_free(&out);
	free(body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values), cmocka_unit_test(flaws), cmocka_unit_test(too_large)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
