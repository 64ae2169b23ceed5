/* SPDX-License-Identifier: Apache-2.0 */
#include "incident/excerpt.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct arena *arena;

static int begin(void **state)
{
	(void)state;
	arena = arena_create("test", (size_t)1 << 20);
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_destroy(arena);
	return 0;
}

static void expect(const char *message, bool fields, size_t room, const char *excerpt)
{
	char out[400];
	struct event *event = event_create(arena, 4);
	event->message = text_of(message);
	if (fields) {
		event_add(event, TEXT("c-uri"), TEXT("/bin.sh"), VALUE_TEXT);
		event_add(event, TEXT("src_ip"), TEXT("10.0.2.15"), VALUE_TEXT);
	}
	struct text told = {out, excerpt_of(event, out, room)};
	if (!text_equal(told, text_of(excerpt)))
		fail_msg("\"%.*s\", not \"%s\"", TEXT_ARGS(told), excerpt);
}

static void what_tells_most(void **state)
{
	(void)state;
	static const char sentence[] =
	    "Failed password for invalid user admin from 203.0.113.9 port 40001 ssh2";
	expect("http", true, 400, "c-uri=/bin.sh  src_ip=10.0.2.15");
	expect("Botnet C&C.", true, 400, "Botnet C&C.  c-uri=/bin.sh  src_ip=10.0.2.15");
	expect(sentence, true, 400, sentence);
	expect("{\"a\": 1}", true, 400, "c-uri=/bin.sh  src_ip=10.0.2.15");
	expect("", true, 400, "c-uri=/bin.sh  src_ip=10.0.2.15");
	expect("http", false, 400, "http");
	expect("", false, 400, "");
	expect("a\nb\x7f", false, 400, "a b ");
	expect("Botnet C&C.", true, 8, "Botnet C");
	expect("\xe3\x81\x82\xe3\x81\x84", false, 5, "\xe3\x81\x82");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(what_tells_most, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
