/* SPDX-License-Identifier: Apache-2.0 */
/* Spans and points of time in options: what they mean, and what is none. */
#include "program/cli/duration.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define NOW (CLOCK_DAY * 20000 + 5 * CLOCK_HOUR)

static void test_spans(void **state)
{
	static const struct {
		const char *text;
		int64_t span;
	} good[] = {{"0s", 0}, {"45s", 45 * CLOCK_SECOND}, {"30m", 30 * CLOCK_MINUTE},
	    {"12h", 12 * CLOCK_HOUR}, {"7d", 7 * CLOCK_DAY}, {"2w", 14 * CLOCK_DAY},
	    {"36525d", 36525 * CLOCK_DAY}};
	static const char *const bad[] = {"", "d", "7", "7 d", "-7d", "7x", "1.5h", "7dd", "36526d",
	    "99999999999999999999d", "18446744073709551615s"};
	int64_t span = -1;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_true(duration_read(text_of(good[i].text), &span));
		assert_true(span == good[i].span);
	}
	span = -1;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (duration_read(text_of(bad[i]), &span))
			fail_msg("read: %s", bad[i]);
	}
	assert_true(span == -1);
	(void)state;
}

static int64_t moment(const char *text, const struct zone *zone, bool end)
{
	int64_t instant = CLOCK_NONE;
	if (!duration_moment(text_of(text), zone, NOW, end, &instant))
		return CLOCK_NONE;
	return instant;
}

static void test_moments(void **state)
{
	struct arena *arena = arena_create("test", 1 << 16);
	const struct zone *tokyo = zone_fixed(9 * 3600, arena);
	int64_t day = clock_days(2026, 11, 20) * CLOCK_DAY;
	assert_true(moment("7d", tokyo, false) == NOW - 7 * CLOCK_DAY);
	assert_true(moment("2026-11-20", NULL, false) == day);
	assert_true(moment("2026-11-20", NULL, true) == day + CLOCK_DAY);
	assert_true(moment("2026-11-20", tokyo, false) == day - 9 * CLOCK_HOUR);
	assert_true(moment("2024-02-29", NULL, true) == clock_days(2024, 3, 1) * CLOCK_DAY);
	assert_true(moment("2026-11-20T09:00:00+09:00", NULL, true) == day);
	assert_true(moment("2026-11-20T09:00:00Z", tokyo, true) == day + 9 * CLOCK_HOUR);
	assert_true(moment("2026-11-20 09:00:00", tokyo, false) == day);
	static const char *const bad[] = {"", "yesterday", "2026-13-01", "2026-11-31", "2026-1-1",
	    "20261120", "2026-11-20x", "2026-11-20-1"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (moment(bad[i], NULL, false) != CLOCK_NONE ||
		    moment(bad[i], NULL, true) != CLOCK_NONE)
			fail_msg("read: %s", bad[i]);
	}
	arena_destroy(arena);
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_spans),
	    cmocka_unit_test(test_moments),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
