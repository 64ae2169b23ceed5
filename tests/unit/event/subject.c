/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "event/finding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct arena *arena;

static struct event *event_with(const char *field, const char *value)
{
	struct event *event = event_create(arena, 0);
	event_add(event, text_of(field), text_of(value), VALUE_TEXT);
	return event;
}

static struct subject subject(const struct event *event)
{
	struct subject subject;
	subject_of(event, &subject);
	return subject;
}

static void hosts_are_folded(void **state)
{
	(void)state;
	struct subject s = subject(event_with("machine", "MKT01.pandalab.example"));
	assert_true(text_equal(s.host, TEXT("mkt01")));
	s = subject(event_with("machine", "192.168.1.20"));
	assert_true(text_equal(s.host, TEXT("192.168.1.20")));
	s = subject(event_with("machine", "fe80::1"));
	assert_true(text_equal(s.host, TEXT("fe80::1")));
	s = subject(event_with("other", "x"));
	assert_int_equal(s.host.size, 0);
}

static void accounts_are_folded(void **state)
{
	(void)state;
	struct subject s = subject(event_with("user", "PANDALAB\\Kim"));
	assert_true(text_equal(s.user, TEXT("kim")));
	s = subject(event_with("src_user", "Sato"));
	assert_true(text_equal(s.user, TEXT("sato")));
}

static void accounts_of_no_person_are_left_out(void **state)
{
	(void)state;
	static const char *const names[] = {"MKT01$", "SYSTEM", "NT AUTHORITY\\SYSTEM",
	    "LOCAL SERVICE", "ANONYMOUS LOGON", "DWM-1", "umfd-0"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_int_equal(subject(event_with("user", names[i])).user.size, 0);
}

static void programs_and_files(void **state)
{
	(void)state;
	struct event *event = event_with("SourceImage", "C:\\a.exe");
	event_add(event, TEXT("TargetFilename"), TEXT("C:\\b.dmp"), VALUE_TEXT);
	event_add(event, TEXT("sha256"), TEXT("00"), VALUE_TEXT);
	struct subject s = subject(event);
	assert_true(text_equal(s.process, TEXT("C:\\a.exe")));
	assert_true(text_equal(s.file, TEXT("C:\\b.dmp")));
}

static int begin(void **state)
{
	(void)state;
	arena = arena_create("test", 1 << 20);
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
	    cmocka_unit_test_setup_teardown(hosts_are_folded, begin, end),
	    cmocka_unit_test_setup_teardown(accounts_are_folded, begin, end),
	    cmocka_unit_test_setup_teardown(accounts_of_no_person_are_left_out, begin, end),
	    cmocka_unit_test_setup_teardown(programs_and_files, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
