/* SPDX-License-Identifier: Apache-2.0 */
/* OTLP logs: lines that go out as they are, records that are made, values, flaws. */
#include "base/arena.h"
#include "base/json.h"
#include "base/limits.h"
#include "collected.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct asked {
	struct collected got;
	struct arena *arena;
	uint64_t rejected;
	enum outcome outcome;
	struct why why;
};

static void ask(struct asked *asked, const char *body)
{
	struct body_sink sink = collected_begin(&asked->got, 100);
	asked->arena = arena_create("test", 1 << 24);
	asked->rejected = 0;
	asked->outcome =
	    body_otlp(text_of(body), &sink, asked->arena, &asked->rejected, &asked->why);
}

static void end(struct asked *asked)
{
	arena_destroy(asked->arena);
	buffer_free(&asked->got.text);
}

static void expect(const char *body, const char *expected)
{
	struct asked asked;
	ask(&asked, body);
	if (asked.outcome != DONE)
		fail_msg("%s", asked.why.text);
	if (!collected_is(&asked.got, expected))
		fail_msg("%.*s", TEXT_ARGS(buffer_text(&asked.got.text)));
	end(&asked);
}

#define LOGS(resource, records)                                                                    \
	"{\"resourceLogs\":[{\"resource\":{\"attributes\":[" resource                              \
	"]},\"scopeLogs\":[{\"logRecords\":[" records "]}]}]}"
#define STRING(key, value) "{\"key\":\"" key "\",\"value\":{\"stringValue\":\"" value "\"}}"

static void lines(void **state)
{
	(void)state;
	expect(LOGS(STRING("host.name", "web1") "," STRING("os.type", "linux"),
		   "{\"body\":{\"stringValue\":\"<34>Nov 20 10:00:00 web1 sshd[1]: hi\\n\"},"
		   "\"attributes\":[" STRING("log.file.name",
		       "auth.log") "]},"
				   "{\"body\":{\"stringValue\":\"{\\\"a\\\":1}\"}},"
				   "{\"body\":{\"stringValue\":\"Nov 20 10:00:00 web1 su: hi\"}},"
				   "{\"body\":{\"bytesValue\":\"PDM0PmhpCg==\"}}"),
	    "<34>Nov 20 10:00:00 web1 sshd[1]: hi|{\"a\":1}|Nov 20 10:00:00 web1 su: hi|<34>hi|");
}

/* A text that tells neither time nor host keeps what the agent knows. */
static void told_by_the_agent(void **state)
{
	(void)state;
	expect(LOGS(STRING("host.name", "web1"),
		   "{\"timeUnixNano\":\"1763632800123456789\",\"severityNumber\":9,"
		   "\"severityText\":\"INFO\",\"body\":{\"stringValue\":\"signed in\"}}"),
	    "{\"time\":\"2025-11-20T10:00:00.123456Z\",\"severityText\":\"INFO\","
	    "\"severityNumber\":9,\"hostname\":\"web1\",\"message\":\"signed in\","
	    "\"resource\":{\"host.name\":\"web1\"}}|");
}

static void values(void **state)
{
	(void)state;
	expect(LOGS("",
		   "{\"observedTimeUnixNano\":1763632800000000000,\"body\":{\"kvlistValue\":"
		   "{\"values\":[{\"key\":\"id\",\"value\":{\"intValue\":\"4624\"}}]}},"
		   "\"attributes\":[{\"key\":\"n\",\"value\":{\"intValue\":7}},"
		   "{\"key\":\"d\",\"value\":{\"doubleValue\":1.5}},"
		   "{\"key\":\"b\",\"value\":{\"boolValue\":true}},"
		   "{\"key\":\"l\",\"value\":{\"arrayValue\":{\"values\":[{\"stringValue\":\"x\"},"
		   "{\"intValue\":1},{}]}}},"
		   "{\"key\":\"y\",\"value\":{\"bytesValue\":\"AAE=\"}}],"
		   "\"traceId\":\"5b8efff798038103d269b633813fc60c\"}"),
	    "{\"time\":\"2025-11-20T10:00:00.000000Z\",\"body\":{\"id\":4624},"
	    "\"attributes\":{\"n\":7,\"d\":1.5,\"b\":true,\"l\":[\"x\",1,null],\"y\":\"AAE=\"},"
	    "\"traceId\":\"5b8efff798038103d269b633813fc60c\"}|");
	/* JSON that an agent took apart is put together again. */
	expect(LOGS(STRING("host.name", "dc"),
		   "{\"body\":{\"kvlistValue\":{\"values\":[" STRING("action", "deny") "]}}}"),
	    "{\"action\":\"deny\"}|");
}

static void snake_case(void **state)
{
	(void)state;
	expect("{\"resource_logs\":[{\"scope_logs\":[{\"scope\":{\"name\":\"app\"},"
	       "\"log_records\":[{\"time_unix_nano\":\"1763632800000000000\","
	       "\"severity_text\":\"WARN\",\"body\":{\"string_value\":\"hm\"}}]}]}]}",
	    "{\"time\":\"2025-11-20T10:00:00.000000Z\",\"severityText\":\"WARN\","
	    "\"message\":\"hm\",\"scope\":{\"name\":\"app\"}}|");
}

static void flaws(void **state)
{
	(void)state;
	struct asked asked;
	ask(&asked, LOGS("", "7,{\"body\":{\"stringValue\":\"<1>x\"}},\"y\""));
	assert_int_equal(asked.outcome, DONE);
	assert_int_equal(asked.rejected, 2);
	assert_true(collected_is(&asked.got, "<1>x|"));
	end(&asked);
	static const char *const bodies[] = {"", "[]", "7", "{\"resourceLogs\":7}", "{", "\"x\""};
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		ask(&asked, bodies[i]);
		assert_int_not_equal(asked.outcome, DONE);
		end(&asked);
	}
	expect("{}", "");
	expect("{\"resourceLogs\":[1,{},{\"scopeLogs\":[{}]}]}", "");
}

/* Nesting ends somewhere, whatever a sender nests. */
static void deep(void **state)
{
	(void)state;
	struct buffer body;
	struct asked asked;
	buffer_init(&body, 1 << 20);
	buffer_put_string(&body, "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":");
	for (int i = 0; i < 17; i++)
		buffer_put_string(&body, "{\"arrayValue\":{\"values\":[");
	for (int i = 0; i < 17; i++)
		buffer_put_string(&body, "]}}");
	buffer_put_string(&body, "}]}]}]}");
	buffer_put_char(&body, '\0');
	ask(&asked, body.bytes);
	assert_int_equal(asked.outcome, DONE);
	assert_true(collected_is(&asked.got, "{\"body\":[[[[[[[[[[[[[[[[null]]]]]]]]]]]]]]]]}|"));
	end(&asked);
	buffer_free(&body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines),
	    cmocka_unit_test(told_by_the_agent),
	    cmocka_unit_test(values),
	    cmocka_unit_test(snake_case),
	    cmocka_unit_test(flaws),
	    cmocka_unit_test(deep),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
