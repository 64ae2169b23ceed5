/* SPDX-License-Identifier: Apache-2.0 */
#include "event/event.h"

#include "base/arena.h"
#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int begin(void **state)
{
	*state = arena_create("test", (size_t)64 << 20);
	return 0;
}

static int end(void **state)
{
	arena_destroy(*state);
	return 0;
}

static void a_new_event_has_the_receive_time(void **state)
{
	struct event *event = event_create(*state, 42);
	assert_int_equal(event->time, 42);
	assert_int_equal(event->received, 42);
	assert_false(event->has_time);
	assert_int_equal(event->count, 0);
}

static void fields_keep_their_order_and_repeat(void **state)
{
	struct event *event = event_create(*state, 0);
	event_add(event, TEXT("a"), TEXT("1"), VALUE_TEXT);
	event_add(event, TEXT("b"), TEXT("2"), VALUE_TEXT);
	event_add(event, TEXT("a"), TEXT("3"), VALUE_TEXT);
	assert_int_equal(event->count, 3);
	assert_true(text_equal(event_get(event, TEXT("a")), TEXT("1")));
	assert_true(text_equal(event->fields[2].value, TEXT("3")));
	assert_null(event_find(event, TEXT("A")));
	assert_int_equal(event_get(event, TEXT("c")).size, 0);
}

static void empty_is_not_absent(void **state)
{
	struct event *event = event_create(*state, 0);
	event_add(event, TEXT("a"), TEXT(""), VALUE_TEXT);
	assert_non_null(event_find(event, TEXT("a")));
	event_put(event, FIELD_SRC_IP, TEXT(""));
	event_put(event, FIELD_SRC_IP, TEXT("-"));
	assert_null(event_find(event, TEXT("src_ip")));
}

static void bad_utf8_is_replaced(void **state)
{
	struct event *event = event_create(*state, 0);
	event_add(event, TEXT("a\xff"), TEXT("x\xc3(y\xed\xa0\x80z"), VALUE_TEXT);
	assert_true(text_equal(event->fields[0].name, TEXT("a\xef\xbf\xbd")));
	struct text value = event->fields[0].value;
	assert_true(text_starts(value, TEXT("x\xef\xbf\xbd(y\xef\xbf\xbd")));
	assert_true(text_ends(value, TEXT("z")));
}

static void long_names_and_values_are_cut(void **state)
{
	char *name = arena_alloc(*state, LIMIT_NAME + 100);
	memset(name, 'n', LIMIT_NAME + 100);
	char *value = arena_alloc(*state, LIMIT_VALUE + 2);
	/* Two-byte letters, so that the limit falls inside one. */
	for (size_t i = 0; i + 1 < LIMIT_VALUE + 2; i += 2)
		memcpy(value + i, "\xc3\xa9", 2);
	struct event *event = event_create(*state, 0);
	event_add(event, (struct text){name, LIMIT_NAME + 100},
	    (struct text){value, LIMIT_VALUE + 2}, VALUE_TEXT);
	assert_int_equal(event->fields[0].name.size, LIMIT_NAME);
	assert_int_equal(event->fields[0].value.size, LIMIT_VALUE);
	assert_true(event->fields[0].cut);
}

static void fields_over_the_limit_are_counted(void **state)
{
	struct event *event = event_create(*state, 0);
	for (size_t i = 0; i < 10000; i++)
		event_add(event, TEXT("a"), TEXT("1"), VALUE_NUMBER);
	assert_int_equal(event->count, LIMIT_FIELDS);
	assert_int_equal(event->left_out, 10000 - LIMIT_FIELDS);
}

static void taxonomy_numbers_are_numbers(void **state)
{
	struct event *event = event_create(*state, 0);
	event_put(event, FIELD_SRC_PORT, TEXT("443"));
	event_put(event, FIELD_DST_PORT, TEXT("https"));
	event_put_int(event, FIELD_BYTES, INT64_C(-5000000000));
	assert_int_equal(event_find(event, TEXT("src_port"))->kind, VALUE_NUMBER);
	assert_int_equal(event_find(event, TEXT("dst_port"))->kind, VALUE_TEXT);
	assert_true(text_equal(event_get_field(event, FIELD_BYTES), TEXT("-5000000000")));
}

static void expect_int(void **state, int64_t value, struct text text)
{
	struct event *event = event_create(*state, 0);
	event_put_int(event, FIELD_BYTES, value);
	assert_true(text_equal(event_get_field(event, FIELD_BYTES), text));
	assert_int_equal(event->fields[0].kind, VALUE_NUMBER);
}

static void integers_are_written_in_full(void **state)
{
	expect_int(state, 0, TEXT("0"));
	expect_int(state, 10, TEXT("10"));
	expect_int(state, -7, TEXT("-7"));
	expect_int(state, INT64_MAX, TEXT("9223372036854775807"));
	expect_int(state, INT64_MIN, TEXT("-9223372036854775808"));
}

/* More names than the index has buckets, some of which share one; each is found, the first of two.
 */
static void each_of_many_names_is_found(void **state)
{
	struct event *event = event_create(*state, 0);
	for (size_t i = 0; i < LIMIT_FIELDS; i++)
		event_add(event, text_format(*state, "n%zux", i % 1500),
		    text_format(*state, "%zu", i), VALUE_TEXT);
	for (size_t i = 0; i < 1500; i++) {
		const struct field *field = event_find(event, text_format(*state, "n%zux", i));
		assert_ptr_equal(field, &event->fields[i]);
	}
	assert_null(event_find(event, TEXT("n1500x")));
	assert_null(event_find(event, TEXT("")));
	struct event *other = event_create(*state, 0);
	event_add(other, TEXT(""), TEXT("nameless"), VALUE_TEXT);
	assert_true(text_equal(event_get(other, TEXT("")), TEXT("nameless")));
}

static void a_renamed_field_has_only_its_new_name(void **state)
{
	struct event *event = event_create(*state, 0);
	event_add(event, TEXT("x"), TEXT("0"), VALUE_TEXT);
	event_add(event, TEXT("device"), TEXT("1"), VALUE_TEXT);
	event_add(event, TEXT("device"), TEXT("2"), VALUE_TEXT);
	event_rename(event, TEXT("device"), TEXT("mark"));
	event_rename(event, TEXT("absent"), TEXT("x"));
	assert_null(event_find(event, TEXT("device")));
	assert_ptr_equal(event_find(event, TEXT("mark")), &event->fields[1]);
	assert_true(text_equal(event->fields[2].name, TEXT("mark")));
	assert_ptr_equal(event_find(event, TEXT("x")), &event->fields[0]);
}

static void a_removed_field_is_gone(void **state)
{
	struct event *event = event_create(*state, 0);
	event_add(event, TEXT("a"), TEXT("1"), VALUE_TEXT);
	event_add(event, TEXT("b"), TEXT("2"), VALUE_TEXT);
	event_add(event, TEXT("a"), TEXT("3"), VALUE_TEXT);
	event_add(event, TEXT("c"), TEXT("4"), VALUE_TEXT);
	event_remove(event, TEXT("a"));
	event_remove(event, TEXT("absent"));
	assert_int_equal(event->count, 2);
	assert_null(event_find(event, TEXT("a")));
	assert_true(text_equal(event_get(event, TEXT("b")), TEXT("2")));
	assert_true(text_equal(event_get(event, TEXT("c")), TEXT("4")));
	event_add(event, TEXT("a"), TEXT("5"), VALUE_TEXT);
	assert_true(text_equal(event_get(event, TEXT("a")), TEXT("5")));
}

static void a_record_holds_a_bounded_number_of_events(void **state)
{
	struct events events;
	events_init(&events, *state);
	for (size_t i = 0; i < LIMIT_EVENTS_A_RECORD; i++)
		assert_non_null(events_add(&events, 7));
	assert_null(events_add(&events, 7));
	assert_int_equal(events.count, LIMIT_EVENTS_A_RECORD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_new_event_has_the_receive_time, begin, end),
	    cmocka_unit_test_setup_teardown(fields_keep_their_order_and_repeat, begin, end),
	    cmocka_unit_test_setup_teardown(empty_is_not_absent, begin, end),
	    cmocka_unit_test_setup_teardown(bad_utf8_is_replaced, begin, end),
	    cmocka_unit_test_setup_teardown(long_names_and_values_are_cut, begin, end),
	    cmocka_unit_test_setup_teardown(fields_over_the_limit_are_counted, begin, end),
	    cmocka_unit_test_setup_teardown(taxonomy_numbers_are_numbers, begin, end),
	    cmocka_unit_test_setup_teardown(integers_are_written_in_full, begin, end),
	    cmocka_unit_test_setup_teardown(each_of_many_names_is_found, begin, end),
	    cmocka_unit_test_setup_teardown(a_renamed_field_has_only_its_new_name, begin, end),
	    cmocka_unit_test_setup_teardown(a_removed_field_is_gone, begin, end),
	    cmocka_unit_test_setup_teardown(a_record_holds_a_bounded_number_of_events, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
