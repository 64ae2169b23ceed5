/* SPDX-License-Identifier: Apache-2.0 */
/* The buffer grows, keeps to its ceiling and says when it is full. */
#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void grows(void **state)
{
	(void)state;
	struct buffer buffer;
	buffer_init(&buffer, 1 << 20);
	assert_int_equal(buffer_text(&buffer).size, 0);
	for (int i = 0; i < 10000; i++)
		buffer_format(&buffer, "%d,", i % 10);
	struct text t = buffer_text(&buffer);
	assert_int_equal(t.size, 20000);
	for (size_t i = 0; i < 20000; i += 2) {
		assert_int_equal(t.at[i], '0' + (int)(i / 2 % 10));
		assert_int_equal(t.at[i + 1], ',');
	}
	assert_false(buffer.full);
	buffer_free(&buffer);
	assert_int_equal(buffer_text(&buffer).size, 0);
	buffer_put_string(&buffer, "again");
	assert_true(text_equal(buffer_text(&buffer), TEXT("again")));
	buffer_free(&buffer);
	buffer_free(NULL);
}

static void fills_to_the_last_byte(void **state)
{
	(void)state;
	struct buffer buffer;
	buffer_init(&buffer, 5);
	buffer_put(&buffer, TEXT("abc"));
	buffer_format(&buffer, "%s", "de");
	assert_false(buffer.full);
	assert_true(text_equal(buffer_text(&buffer), TEXT("abcde")));
	buffer_put_char(&buffer, 'f');
	assert_true(buffer.full);
	assert_int_equal(buffer_text(&buffer).size, 5);
	buffer_clear(&buffer);
	assert_false(buffer.full);
	buffer_put_string(&buffer, "12345");
	assert_false(buffer.full);
	buffer_free(&buffer);
}

static void nothing_is_written_after_full(void **state)
{
	(void)state;
	struct buffer buffer;
	buffer_init(&buffer, 5);
	buffer_put(&buffer, TEXT("abc"));
	buffer_put(&buffer, TEXT("def"));
	buffer_put_char(&buffer, 'x');
	buffer_format(&buffer, "y");
	assert_true(buffer.full);
	assert_true(text_equal(buffer_text(&buffer), TEXT("abc")));
	buffer_free(&buffer);
}

static void empty_puts(void **state)
{
	(void)state;
	struct buffer buffer;
	buffer_init(&buffer, 0);
	buffer_put(&buffer, (struct text){NULL, 0});
	buffer_put_string(&buffer, "");
	buffer_format(&buffer, "%s", "");
	assert_false(buffer.full);
	buffer_put_char(&buffer, 'a');
	assert_true(buffer.full);
	assert_int_equal(buffer.size, 0);
	buffer_free(&buffer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(grows),
	    cmocka_unit_test(fills_to_the_last_byte),
	    cmocka_unit_test(nothing_is_written_after_full),
	    cmocka_unit_test(empty_puts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
