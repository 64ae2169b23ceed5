/* SPDX-License-Identifier: Apache-2.0 */
/* Whether traffic was let through: by the action's word, on firewall events only, never twice. */
#include "decode/blocked.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static const char *told(const char *category, const char *action, const char *before)
{
	static char value[16];
	struct arena *arena = arena_create("test", 1 << 20);
	struct event *event = event_create(arena, 0);
	event->logsource.category = text_of(category);
	event_put(event, FIELD_ACTION, text_of(action));
	event_put(event, FIELD_BLOCKED, text_of(before));
	blocked_put_by_action(event);
	struct text got = event_get_field(event, FIELD_BLOCKED);
	assert_true(got.size < sizeof(value));
	snprintf(value, sizeof(value), "%.*s", TEXT_ARGS(got));
	arena_destroy(arena);
	return value;
}

static void test_words(void **state)
{
	(void)state;
	assert_string_equal(told("firewall", "accept", ""), "false");
	assert_string_equal(told("firewall", "Allowed", ""), "false");
	assert_string_equal(told("firewall", "server-rst", ""), "false");
	assert_string_equal(told("firewall", "DENY", ""), "true");
	assert_string_equal(told("firewall", "reset-both", ""), "true");
	assert_string_equal(told("firewall", "dropped", ""), "true");
}

static void test_untold(void **state)
{
	(void)state;
	assert_string_equal(told("firewall", "timeout", ""), "");
	assert_string_equal(told("firewall", "ip-conn", ""), "");
	assert_string_equal(told("firewall", "allowing", ""), "");
	assert_string_equal(told("firewall", "", ""), "");
	assert_string_equal(told("proxy", "deny", ""), "");
	assert_string_equal(told("", "accept", ""), "");
}

/* What the decoder knew stays. */
static void test_known(void **state)
{
	(void)state;
	assert_string_equal(told("firewall", "accept", "true"), "true");
	assert_string_equal(told("firewall", "deny", "false"), "false");
}

static void test_kind(void **state)
{
	(void)state;
	struct arena *arena = arena_create("test", 1 << 20);
	struct event *event = event_create(arena, 0);
	blocked_put(event, true);
	assert_int_equal(event->count, 1);
	assert_int_equal(event->fields[0].kind, VALUE_BOOL);
	assert_true(text_equal(event->fields[0].value, TEXT("true")));
	arena_destroy(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_untold),
	    cmocka_unit_test(test_known),
	    cmocka_unit_test(test_kind),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
