/* SPDX-License-Identifier: Apache-2.0 */
#include "program/content/timezone.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct arena *arena;

static enum outcome find(const char *name, int *offset)
{
	const struct zone *zone;
	struct text shown;
	struct why why = {""};
	enum outcome outcome = timezone_find(name, arena, &zone, &shown, &why);
	if (outcome == DONE)
		*offset = zone_offset(zone, INT64_C(1700000000) * CLOCK_SECOND);
	else
		assert_true(why.text[0] != '\0');
	return outcome;
}

static void names_and_offsets(void **state)
{
	(void)state;
	int offset = -1;
	assert_int_equal(find("UTC", &offset), DONE);
	assert_int_equal(offset, 0);
	assert_int_equal(find("+09:00", &offset), DONE);
	assert_int_equal(offset, 9 * 3600);
	assert_int_equal(find("-0330", &offset), DONE);
	assert_int_equal(offset, -(3 * 3600 + 1800));
	assert_int_equal(find("Asia/Tokyo", &offset), DONE);
	assert_int_equal(offset, 9 * 3600);
	assert_int_equal(find("America/New_York", &offset), DONE);
	assert_int_equal(offset, -5 * 3600);
}

static void what_is_no_zone(void **state)
{
	(void)state;
	static const char *const wrong[] = {"", "../../etc/passwd", "/etc/passwd", "Asia/../../x",
	    "+99:00", "+9", "Asia/Tokyo\n", "a b"};
	int offset;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(find(wrong[i], &offset) == DONE, 0);
	assert_int_equal(find("Asia/Atlantis", &offset), NOT_FOUND);
}

static void the_machine_s_own(void **state)
{
	(void)state;
	int offset = -1;
	setenv("TZ", "Asia/Tokyo", 1);
	assert_int_equal(find(NULL, &offset), DONE);
	assert_int_equal(offset, 9 * 3600);
	/* A value that is no name of the database falls back to the machine's. */
	setenv("TZ", "Nowhere/At_all", 1);
	assert_int_equal(find(NULL, &offset), DONE);
	unsetenv("TZ");
	assert_int_equal(find(NULL, &offset), DONE);
}

static int begin(void **state)
{
	(void)state;
	arena = arena_create("test", 8 << 20);
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
	    cmocka_unit_test_setup_teardown(names_and_offsets, begin, end),
	    cmocka_unit_test_setup_teardown(what_is_no_zone, begin, end),
	    cmocka_unit_test_setup_teardown(the_machine_s_own, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
