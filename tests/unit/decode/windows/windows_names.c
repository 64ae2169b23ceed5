/* SPDX-License-Identifier: Apache-2.0 */
/* The table of EventData names: sorted, so that each is found; first values win; derived values. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "decode/windows/windows_names.h"

static const struct text all[] = {
#define ENTRY(id, name) TEXT_INIT(name),
    WINDOWS_NAMES(ENTRY)
#undef ENTRY
};

static void table_is_sorted(void **state)
{
	(void)state;
	for (size_t i = 1; i < WINDOWS_NAME_COUNT; i++) {
		if (text_compare(all[i - 1], all[i]) >= 0)
			fail_msg("%s stands before %s", all[i - 1].at, all[i].at);
	}
}

static void every_name_is_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < WINDOWS_NAME_COUNT; i++) {
		enum windows_name id = WINDOWS_NAME_COUNT;
		assert_true(windows_names_find(all[i], &id));
		assert_int_equal(id, i);
	}
}

static void others_are_not(void **state)
{
	static const struct text others[] = {TEXT_INIT(""), TEXT_INIT("image"), TEXT_INIT("Image "),
	    TEXT_INIT("Imag"), TEXT_INIT("zzz"), TEXT_INIT("A"), TEXT_INIT("ProcessID")};
	enum windows_name id;
	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(windows_names_find(others[i], &id));
}

static void first_value_that_says_something_wins(void **state)
{
	struct arena *arena = arena_create("test", 1 << 20);
	struct windows_event windows;
	struct windows_names names;
	(void)state;
	windows_event_init(&windows, arena);
	windows_event_add(&windows, TEXT("User"), TEXT(""), VALUE_TEXT);
	windows_event_add(&windows, TEXT("User"), TEXT("a"), VALUE_TEXT);
	windows_event_add(&windows, TEXT("User"), TEXT("b"), VALUE_TEXT);
	windows_event_add(&windows, TEXT("Image"), TEXT("-"), VALUE_TEXT);
	windows_names_collect(&windows, &names);
	assert_true(text_equal(names.of[WINDOWS_NAME_USER], TEXT("a")));
	assert_true(windows_names_has(&names, WINDOWS_NAME_USER));
	assert_false(windows_names_has(&names, WINDOWS_NAME_IMAGE));
	assert_false(windows_names_has(&names, WINDOWS_NAME_PATH));
	arena_destroy(arena);
}

static void gives_values_once_more(void **state)
{
	struct arena *arena = arena_create("test", 1 << 20);
	struct windows_event windows;
	struct windows_names names;
	(void)state;
	windows_event_init(&windows, arena);
	windows_names_collect(&windows, &names);
	windows_names_give(&windows, &names, WINDOWS_NAME_IMAGE, TEXT(""));
	assert_int_equal(windows.count, 0);
	windows_names_give(&windows, &names, WINDOWS_NAME_IMAGE, TEXT("x"));
	windows_names_give(&windows, &names, WINDOWS_NAME_IMAGE, TEXT("y"));
	assert_int_equal(windows.count, 2);
	assert_true(text_equal(windows.data[1].name, TEXT("Image")));
	assert_true(text_equal(names.of[WINDOWS_NAME_IMAGE], TEXT("x")));
	arena_destroy(arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(table_is_sorted),
	    cmocka_unit_test(every_name_is_found),
	    cmocka_unit_test(others_are_not),
	    cmocka_unit_test(first_value_that_says_something_wins),
	    cmocka_unit_test(gives_values_once_more),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
