/* SPDX-License-Identifier: Apache-2.0 */
#include "program/server/intake/intake_limit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#define SECOND INT64_C(1000000)

static bool take(struct intake_limit *limit, const char *source, uint32_t rate, uint64_t records,
    int64_t ticks, int64_t *wait)
{
	struct intake_limit_ask ask = {text_of(source), rate, records, ticks};
	return intake_limit_take(limit, &ask, wait);
}

static void burst_then_rate(void **state)
{
	struct intake_limit *limit = intake_limit_create();
	int64_t wait = -1;
	(void)state;
	for (int i = 0; i < 100; i++)
		assert_true(take(limit, "a", 10, 1, 0, &wait));
	assert_false(take(limit, "a", 10, 1, 0, &wait));
	assert_int_equal(wait, SECOND / 10);
	/* Another source has its own. */
	assert_true(take(limit, "b", 10, 1, 0, &wait));
	/* After a second, ten more and no eleventh. */
	for (int i = 0; i < 10; i++)
		assert_true(take(limit, "a", 10, 1, SECOND, &wait));
	assert_false(take(limit, "a", 10, 1, SECOND, &wait));
	intake_limit_destroy(limit);
}

static void average_holds(void **state)
{
	struct intake_limit *limit = intake_limit_create();
	uint64_t taken = 0;
	int64_t wait;
	(void)state;
	/* 100 seconds of trying a thousand times a second, in lots of seven. */
	for (int64_t t = 0; t < 100 * SECOND; t += SECOND / 1000)
		if (take(limit, "a", 50, 7, t, &wait))
			taken += 7;
	assert_in_range(taken, 50 * 100 + 400, 50 * (100 + INTAKE_LIMIT_SECONDS));
	intake_limit_destroy(limit);
}

static void large_request_makes_debt(void **state)
{
	struct intake_limit *limit = intake_limit_create();
	int64_t wait = -1;
	(void)state;
	/* Thirty seconds' worth passes a full bucket; then twenty pass before one more does. */
	assert_true(take(limit, "a", 10, 300, 0, &wait));
	assert_false(take(limit, "a", 10, 1, 0, &wait));
	assert_int_equal(wait, 20 * SECOND + SECOND / 10);
	assert_false(take(limit, "a", 10, 0, 0, &wait));
	assert_false(take(limit, "a", 10, 1, 20 * SECOND, &wait));
	assert_true(take(limit, "a", 10, 1, 20 * SECOND + SECOND / 10, &wait));
	/* A large one again asks for a full bucket. */
	assert_false(take(limit, "a", 10, 300, 25 * SECOND, &wait));
	assert_true(take(limit, "a", 10, 300, 31 * SECOND, &wait));
	intake_limit_destroy(limit);
}

static void never_so_many(void **state)
{
	struct intake_limit *limit = intake_limit_create();
	int64_t wait = 0;
	(void)state;
	assert_false(take(limit, "a", 1, INTAKE_LIMIT_DEBT + 1, 0, &wait));
	assert_true(wait == INT64_MAX);
	assert_false(take(limit, "a", 1, UINT64_MAX, 0, &wait));
	assert_true(take(limit, "a", 1, INTAKE_LIMIT_DEBT, 0, &wait));
	assert_true(take(limit, "b", 0, UINT64_MAX, 0, &wait));
	intake_limit_destroy(limit);
}

static void many_sources_are_forgotten_when_full(void **state)
{
	struct intake_limit *limit = intake_limit_create();
	int64_t wait;
	char name[24];
	(void)state;
	assert_true(take(limit, "busy", 10, 1000, 0, &wait));
	for (int i = 0; i < INTAKE_LIMIT_SOURCES + 10; i++) {
		snprintf(name, sizeof(name), "s%d", i);
		assert_true(take(limit, name, 10, 1, i, &wait) || i >= INTAKE_LIMIT_SOURCES - 1);
	}
	/* Room comes back when buckets are full again; a debt is not forgotten. */
	assert_true(take(limit, "new", 10, 1, 2 * SECOND, &wait));
	assert_false(take(limit, "busy", 10, 1, 2 * SECOND, &wait));
	intake_limit_destroy(limit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(burst_then_rate),
	    cmocka_unit_test(average_holds),
	    cmocka_unit_test(large_request_makes_debt),
	    cmocka_unit_test(never_so_many),
	    cmocka_unit_test(many_sources_are_forgotten_when_full),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
