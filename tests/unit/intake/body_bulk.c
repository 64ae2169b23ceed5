/* SPDX-License-Identifier: Apache-2.0 */
/* The bulk format: actions and documents, answers in order, what is refused alone and in all. */
#include "base/arena.h"
#include "base/json.h"
#include "base/limits.h"
#include "collected.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

struct asked {
	struct collected got;
	struct buffer items;
	struct bulk_answer answer;
	struct arena *arena;
	const struct json *first; /* of the answers */
	size_t count;
	enum outcome outcome;
	struct why why;
};

static void ask(struct asked *asked, struct text body, size_t most)
{
	const struct json *value = NULL;
	struct body_sink sink = collected_begin(&asked->got, most);
	buffer_init(&asked->items, 1 << 20);
	asked->arena = arena_create("test", 1 << 24);
	asked->answer = (struct bulk_answer){.items = &asked->items};
	asked->outcome = body_bulk(body, TEXT("logs"), &sink, &asked->answer, &asked->why);
	if (asked->outcome != DONE)
		return;
	assert_int_equal(
	    json_read(buffer_text(&asked->items), &json_strict_limits, asked->arena, &value, NULL),
	    DONE);
	asked->first = value->first;
	asked->count = value->count;
}

static void end(struct asked *asked)
{
	arena_destroy(asked->arena);
	buffer_free(&asked->items);
	buffer_free(&asked->got.text);
}

static void assert_member(const struct json *item, const char *path, const char *expected)
{
	assert_true(text_equal(json_text(json_path(item, path)), text_of(expected)));
}

static void documents(void **state)
{
	(void)state;
	struct asked asked;
	ask(&asked,
	    TEXT("{\"index\":{}}\n{\"message\":\"one\"}\n"
		 "{\"create\":{\"_index\":\"filebeat-8\",\"_id\":\"7\"}}\r\n{\"a\": 2}\r\n\n"
		 "{\"index\":{}}\n{\"message\":\"three\"}"),
	    100);
	assert_int_equal(asked.outcome, DONE);
	assert_true(
	    collected_is(&asked.got, "{\"message\":\"one\"}|{\"a\": 2}|{\"message\":\"three\"}|"));
	assert_int_equal(asked.answer.records, 3);
	assert_false(asked.answer.errors);
	assert_int_equal(asked.count, 3);
	const struct json *item = asked.first;
	assert_member(item, "index._index", "logs");
	assert_member(item, "index.status", "201");
	assert_member(item, "index.result", "created");
	struct text id = json_text(json_path(item, "index._id"));
	assert_int_equal(id.size, 20);
	item = item->next;
	assert_member(item, "create._index", "filebeat-8");
	assert_member(item, "create._id", "7");
	item = item->next;
	/* Ids that were made differ. */
	assert_false(text_equal(id, json_text(json_path(item, "index._id"))));
	end(&asked);
}

static void refused_alone(void **state)
{
	(void)state;
	struct asked asked;
	ask(&asked,
	    TEXT("{\"delete\":{\"_id\":\"1\"}}\n{\"update\":{\"_id\":\"2\"}}\n{\"doc\":{}}\n"
		 "{\"index\":{}}\nno JSON\n{\"index\":{}}\n{\"good\":1}\n"),
	    100);
	assert_int_equal(asked.outcome, DONE);
	assert_true(collected_is(&asked.got, "{\"good\":1}|"));
	assert_true(asked.answer.errors);
	assert_int_equal(asked.count, 4);
	const struct json *item = asked.first;
	assert_member(item, "delete.status", "400");
	item = item->next;
	assert_member(item, "update.status", "400");
	assert_member(item, "update.error.type", "illegal_argument_exception");
	item = item->next;
	assert_member(item, "index.status", "400");
	item = item->next;
	assert_member(item, "index.status", "201");
	end(&asked);
}

static void too_long(void **state)
{
	(void)state;
	size_t size = LIMIT_LINE + 64;
	char *body = malloc(size);
	struct asked asked;
	memset(body, 'x', size);
	memcpy(body, "{\"index\":{}}\n{", 14);
	body[size - 2] = '}';
	body[size - 1] = '\n';
	ask(&asked, (struct text){body, size}, 100);
	assert_int_equal(asked.outcome, DONE);
	assert_int_equal(asked.got.count, 0);
	assert_member(asked.first, "index.status", "413");
	end(&asked);
	free(body);
}

static void malformed(void **state)
{
	(void)state;
	static const struct {
		const char *body;
		const char *says;
	} cases[] = {
	    {"nonsense\n", "line 1"},
	    {"{\"index\":{}}\n{}\n{\"move\":{}}\n{}\n", "line 3"},
	    {"{\"index\":{}}\n", "line 1"},
	    {"{\"index\":{},\"create\":{}}\n{}\n", "line 1"},
	    {"{\"index\":1}\n{}\n", "line 1"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct asked asked;
		ask(&asked, text_of(cases[i].body), 100);
		assert_int_equal(asked.outcome, MALFORMED);
		assert_non_null(strstr(asked.why.text, cases[i].says));
		end(&asked);
	}
}

static void stops(void **state)
{
	(void)state;
	struct asked asked;
	ask(&asked, TEXT("{\"index\":{}}\n{\"a\":1}\n{\"index\":{}}\n{\"a\":2}\n"), 1);
	assert_int_equal(asked.outcome, DONE);
	assert_int_equal(asked.answer.records, 1);
	assert_int_equal(asked.count, 1);
	end(&asked);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(documents),
	    cmocka_unit_test(refused_alone),
	    cmocka_unit_test(too_long),
	    cmocka_unit_test(malformed),
	    cmocka_unit_test(stops),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
