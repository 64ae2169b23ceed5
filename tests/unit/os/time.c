/* SPDX-License-Identifier: Apache-2.0 */
#include "os/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

static void times(void **state)
{
	(void)state;
	struct civil civil;
	int64_t before = time_monotonic();
	int64_t boot = time_since_boot();
	usleep(20000);
	assert_in_range(time_monotonic() - before, 20000, 10 * CLOCK_SECOND);
	assert_in_range(time_since_boot() - boot, 20000, 10 * CLOCK_SECOND);
	clock_to_civil(time_now(), 0, &civil);
	assert_in_range(civil.year, 2025, 2200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(times)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
