/* SPDX-License-Identifier: Apache-2.0 */
/* Which time retention goes by when the clock jumps. */
#include "program/server/engine/engine_steady.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define BEGIN (20000 * CLOCK_DAY)
#define YEAR (365 * CLOCK_DAY)

static void it_follows_the_clock(void **state)
{
	(void)state;
	struct steady steady;
	steady_begin(&steady, 0, 0);
	assert_int_equal(steady_now(&steady), CLOCK_NONE);
	assert_false(steady_look(&steady, BEGIN, 100));
	assert_int_equal(steady_now(&steady), BEGIN);
	/* A clock that is being corrected little by little. */
	for (int64_t i = 1; i < 1000; i++) {
		int64_t wall = BEGIN + i * (CLOCK_MINUTE + CLOCK_SECOND);
		assert_false(steady_look(&steady, wall, 100 + i * CLOCK_MINUTE));
		assert_int_equal(steady_now(&steady), wall);
	}
}

static void a_jump_ahead_is_not_believed(void **state)
{
	(void)state;
	struct steady steady;
	steady_begin(&steady, BEGIN, 0);
	assert_false(steady_look(&steady, BEGIN, 0));
	assert_true(steady_look(&steady, BEGIN + YEAR, CLOCK_MINUTE));
	assert_int_equal(steady_now(&steady), BEGIN + CLOCK_MINUTE);
	assert_int_equal(steady.by, YEAR - CLOCK_MINUTE);
	/* Nor by a process that is started meanwhile. */
	steady_begin(&steady, steady.even, steady.away);
	assert_false(steady_look(&steady, BEGIN + YEAR + 1, 5));
	assert_int_equal(steady_now(&steady), BEGIN + CLOCK_MINUTE);
	assert_true(steady_look(&steady, BEGIN + CLOCK_HOUR, 5 + CLOCK_MINUTE));
	assert_int_equal(steady_now(&steady), BEGIN + CLOCK_HOUR);
}

static void a_jump_that_stays_is_believed(void **state)
{
	(void)state;
	struct steady steady;
	steady_begin(&steady, BEGIN, 0);
	assert_false(steady_look(&steady, BEGIN, 0));
	assert_true(steady_look(&steady, BEGIN + YEAR, CLOCK_HOUR));
	for (int64_t h = 2; h < 24; h++)
		assert_false(steady_look(&steady, BEGIN + YEAR + h * CLOCK_HOUR, h * CLOCK_HOUR));
	assert_int_equal(steady_now(&steady), BEGIN + 23 * CLOCK_HOUR);
	assert_true(steady_look(&steady, BEGIN + YEAR + CLOCK_DAY, CLOCK_DAY));
	assert_int_equal(steady_now(&steady), BEGIN + YEAR + CLOCK_DAY);
}

static void put_back_counts_at_once(void **state)
{
	(void)state;
	struct steady steady;
	steady_begin(&steady, BEGIN, 0);
	assert_false(steady_look(&steady, BEGIN, 0));
	assert_true(steady_look(&steady, BEGIN - YEAR, CLOCK_MINUTE));
	assert_int_equal(steady_now(&steady), BEGIN - YEAR);
	assert_true(steady_look(&steady, BEGIN + 2 * CLOCK_MINUTE, 2 * CLOCK_MINUTE));
	assert_int_equal(steady_now(&steady), BEGIN + 2 * CLOCK_MINUTE);
}

static void off_over_a_weekend(void **state)
{
	(void)state;
	struct steady steady;
	steady_begin(&steady, BEGIN, 0);
	assert_false(steady_look(&steady, BEGIN + 2 * CLOCK_DAY, 7));
	assert_int_equal(steady_now(&steady), BEGIN + 2 * CLOCK_DAY);
	steady_begin(&steady, BEGIN, 0);
	assert_true(steady_look(&steady, BEGIN + 30 * CLOCK_DAY, 7));
	assert_int_equal(steady_now(&steady), BEGIN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(it_follows_the_clock),
	    cmocka_unit_test(a_jump_ahead_is_not_believed),
	    cmocka_unit_test(a_jump_that_stays_is_believed),
	    cmocka_unit_test(put_back_counts_at_once),
	    cmocka_unit_test(off_over_a_weekend),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
