/* SPDX-License-Identifier: Apache-2.0 */
/* A frame at which the engine died twice is set aside, and no other. */
#include "program/server/suspects.h"

#include "os/files.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static struct suspects suspects;

static int set_up(void **state)
{
	(void)state;
	suspects = (struct suspects){.aside_count = 0};
	return 0;
}

static void test_twice(void **state)
{
	static const uint64_t first[] = {0, 101, 201};
	static const uint64_t second[] = {201, 0, 0};
	(void)state;
	assert_int_equal(suspects_note(&suspects, first, 3), 0);
	assert_true(suspects_open(&suspects, 50));
	assert_int_equal(suspects_note(&suspects, second, 3), 1);
	assert_int_equal(suspects.aside_count, 1);
	assert_int_equal(suspects.aside[0], 200);
	/* Its neighbour is still open until it has been passed. */
	assert_true(suspects_open(&suspects, 100));
	assert_false(suspects_open(&suspects, 101));
	assert_int_equal(suspects_note(&suspects, first, 3), 0);
	assert_int_equal(suspects.aside_count, 1);
}

static void test_once_a_death(void **state)
{
	static const uint64_t same[] = {7, 7, 7};
	static const uint64_t none[] = {0, 0, 0};
	static const uint64_t start[] = {1}; /* the frame at position 0 */
	(void)state;
	assert_int_equal(suspects_note(&suspects, same, 3), 0);
	assert_int_equal(suspects_note(&suspects, none, 3), 0);
	assert_int_equal(suspects_note(&suspects, same, 3), 1);
	assert_int_equal(suspects_note(&suspects, start, 1), 0);
	assert_int_equal(suspects_note(&suspects, start, 1), 1);
	assert_int_equal(suspects.aside[1], 0);
}

static void test_bounds(void **state)
{
	(void)state;
	for (uint64_t i = 1; i <= 1000; i++)
		assert_int_equal(suspects_note(&suspects, &i, 1), 0);
	assert_int_equal(suspects.seen_count, SUSPECTS_SEEN);
	uint64_t last = 1000;
	assert_int_equal(suspects_note(&suspects, &last, 1), 1);
	for (uint64_t i = 2000; i < 2000 + 2 * SUSPECTS_ASIDE; i++) {
		suspects_note(&suspects, &i, 1);
		suspects_note(&suspects, &i, 1);
	}
	assert_int_equal(suspects.aside_count, SUSPECTS_ASIDE);
}

/* The statuses are those of real processes. */
static int status_of(int number)
{
	int status;
	fflush(NULL);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		(void)signal(number, SIG_DFL);
		if (number != 0)
			(void)raise(number);
		_exit(3);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static void test_faults(void **state)
{
	(void)state;
	assert_true(suspects_is_fault(status_of(SIGSEGV)));
	assert_true(suspects_is_fault(status_of(SIGABRT)));
	assert_true(suspects_is_fault(status_of(SIGSYS)));
	assert_false(suspects_is_fault(status_of(SIGKILL)));
	assert_false(suspects_is_fault(status_of(SIGTERM)));
	assert_false(suspects_is_fault(status_of(0)));
}

static void test_file(void **state)
{
	char path[] = "/tmp/unit-suspects-XXXXXX";
	struct suspects read;
	struct why why;
	(void)state;
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	close(fd);
	suspects.aside[0] = 17;
	suspects.aside[1] = UINT64_MAX - 1;
	suspects.aside_count = 2;
	assert_int_equal(suspects_save(path, &suspects, &why), DONE);
	assert_int_equal(suspects_load(path, &read, &why), DONE);
	assert_int_equal(read.aside_count, 2);
	assert_int_equal(read.aside[0], 17);
	assert_int_equal(read.aside[1], UINT64_MAX - 1);
	assert_int_equal(file_write(path, TEXT("17\n\nseventeen\n"), &why), DONE);
	assert_int_equal(suspects_load(path, &read, &why), MALFORMED);
	assert_non_null(strstr(why.text, ":3:"));
	assert_int_equal(unlink(path), 0);
	assert_int_equal(suspects_load(path, &read, &why), DONE);
	assert_int_equal(read.aside_count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(test_twice, set_up),
	    cmocka_unit_test_setup(test_once_a_death, set_up),
	    cmocka_unit_test_setup(test_bounds, set_up),
	    cmocka_unit_test_setup(test_faults, set_up),
	    cmocka_unit_test_setup(test_file, set_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
