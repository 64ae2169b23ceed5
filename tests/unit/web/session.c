/* SPDX-License-Identifier: Apache-2.0 */
/* The guard against guessing passwords. */
#include "web/session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define NOW (INT64_C(1795000000) * CLOCK_SECOND)
#define LOGIN TEXT("admin")
#define HERE TEXT("192.0.2.1")
#define THERE TEXT("198.51.100.1")

static void failures(
    struct sign_in_guard *guard, struct text address, struct text login, unsigned times)
{
	for (unsigned i = 0; i < times; i++)
		guard_failed(guard, address, login, NOW);
}

static int setup(void **state)
{
	*state = calloc(1, sizeof(struct sign_in_guard));
	return *state == NULL;
}

static int teardown(void **state)
{
	free(*state);
	return 0;
}

static void waits_longer_each_time(void **state)
{
	struct sign_in_guard *guard = *state;
	int64_t before = 0;
	failures(guard, HERE, LOGIN, GUARD_FREE - 1);
	assert_int_equal(guard_wait(guard, HERE, LOGIN, NOW), 0);
	for (unsigned i = 0; i < 20; i++) {
		failures(guard, HERE, LOGIN, 1);
		int64_t wait = guard_wait(guard, HERE, LOGIN, NOW);
		assert_true(wait >= before && wait <= 15 * CLOCK_MINUTE);
		assert_true(wait > before || wait == 15 * CLOCK_MINUTE);
		before = wait;
	}
	/* The login waits everywhere, the address with every login. */
	assert_true(guard_wait(guard, THERE, LOGIN, NOW) > 0);
	assert_true(guard_wait(guard, HERE, TEXT("other"), NOW) > 0);
	assert_int_equal(guard_wait(guard, THERE, TEXT("other"), NOW), 0);
	assert_int_equal(guard_wait(guard, HERE, LOGIN, NOW + CLOCK_HOUR), 0);
}

static void strangers_lock_nobody_out(void **state)
{
	struct sign_in_guard *guard = *state;
	guard_passed(guard, HERE, LOGIN);
	failures(guard, THERE, LOGIN, 30);
	assert_true(guard_wait(guard, THERE, LOGIN, NOW) > 0);
	assert_int_equal(guard_wait(guard, HERE, LOGIN, NOW), 0);
	/* Who knows the place is no better at guessing. */
	failures(guard, HERE, LOGIN, GUARD_FREE);
	assert_true(guard_wait(guard, HERE, LOGIN, NOW) > 0);
	/* Another login at that address is another matter. */
	assert_true(guard_wait(guard, HERE, TEXT("other"), NOW) > 0);
}

static void a_network_is_one_sender(void **state)
{
	struct sign_in_guard *guard = *state;
	char address[64];
	for (unsigned i = 0; i < GUARD_FREE; i++) {
		snprintf(address, sizeof(address), "2001:db8::%x", i + 1);
		snprintf(address + 32, sizeof(address) - 32, "login%u", i);
		guard_failed(guard, text_of(address), text_of(address + 32), NOW);
	}
	assert_true(guard_wait(guard, TEXT("2001:db8::ffff"), LOGIN, NOW) > 0);
	assert_int_equal(guard_wait(guard, TEXT("2001:db8:0:1::1"), LOGIN, NOW), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(waits_longer_each_time, setup, teardown),
	    cmocka_unit_test_setup_teardown(strangers_lock_nobody_out, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_network_is_one_sender, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
