/* SPDX-License-Identifier: Apache-2.0 */
/* Limits, accounts and descriptors: each in a child process, for they cannot be undone. */
#include "os/process.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static int in_child(int (*check)(void))
{
	int status;
	fflush(NULL);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(check());
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int check_limits(void)
{
	const struct process_limits limits = {.descriptors = 64, .no_core = true};
	struct rlimit limit;
	if (process_limit(&limits, NULL) != DONE)
		return 1;
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur != 64)
		return 2;
	if (getrlimit(RLIMIT_CORE, &limit) != 0 || limit.rlim_cur != 0)
		return 3;
	for (int i = 0; i < 70; i++) {
		if (open("/dev/null", O_RDONLY) < 0)
			return errno == EMFILE ? 0 : 4;
	}
	return 5;
}

/* More than is allowed is asked for: as much as is allowed is given. */
static int check_most(void)
{
	struct rlimit limit = {32, 48};
	const struct process_limits limits = {.descriptors = 1000000};
	if (setrlimit(RLIMIT_NOFILE, &limit) != 0 || process_limit(&limits, NULL) != DONE)
		return 1;
	return getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur == 48 ? 0 : 2;
}

static int check_descriptors(void)
{
	int keep[4];
	for (int i = 0; i < 40; i++)
		(void)dup2(STDERR_FILENO, 10 + i);
	keep[0] = 31;
	keep[1] = -1;
	keep[2] = 12;
	keep[3] = 32;
	process_keep_descriptors(keep, 4);
	for (int fd = 0; fd < 60; fd++) {
		bool kept = fd <= 2 || fd == 12 || fd == 31 || fd == 32;
		if ((fcntl(fd, F_GETFD) != -1) != kept)
			return fd + 1;
	}
	return 0;
}

static int check_become(void)
{
	struct process_account account;
	struct why why;
	if (process_account_find("nobody", NULL, &account, &why) != DONE ||
	    process_become(&account, &why) != DONE)
		return 1;
	if (getuid() == 0 || geteuid() == 0 || getgid() == 0 || getgroups(0, NULL) != 1)
		return 2;
	if (setuid(0) == 0 || setgid(0) == 0)
		return 3;
	return open("/etc/shadow", O_RDONLY) < 0 && errno == EACCES ? 0 : 4;
}

/* Root still, without its powers but for reading what is not its own. */
static int check_shed(void)
{
	struct why why;
	if (chmod("/dev/null", 0666) != 0 || process_shed(&why) != DONE)
		return 1;
	if (geteuid() != 0 || setgroups(0, NULL) == 0 || setuid(65534) == 0 || chroot("/") == 0)
		return 2;
	int fd = open("/etc/shadow", O_RDONLY);
	if (fd < 0)
		return 3;
	return fchown(fd, 65534, 65534) < 0 && errno == EPERM ? 0 : 4;
}

static void test_limits(void **state)
{
	(void)state;
	assert_int_equal(in_child(check_limits), 0);
	assert_int_equal(in_child(check_most), 0);
}

static void test_descriptors(void **state)
{
	(void)state;
	assert_int_equal(in_child(check_descriptors), 0);
}

static void test_accounts(void **state)
{
	struct process_account account;
	struct why why;
	(void)state;
	assert_int_equal(process_account_find("root", NULL, &account, &why), DONE);
	assert_int_equal(account.user, 0);
	assert_int_equal(process_account_find("no-such-user", NULL, &account, &why), NOT_FOUND);
	assert_non_null(strstr(why.text, "no-such-user"));
	assert_int_equal(process_account_find("root", "no-such-group", &account, &why), NOT_FOUND);
	assert_non_null(strstr(why.text, "no-such-group"));
}

static void test_become(void **state)
{
	(void)state;
	if (geteuid() != 0) {
		print_message("# skipped: only root can become somebody else\n");
		skip();
	}
	assert_int_equal(in_child(check_become), 0);
}

static void test_shed(void **state)
{
	(void)state;
	if (geteuid() != 0) {
		print_message("# skipped: only root has powers to shed\n");
		skip();
	}
	assert_int_equal(in_child(check_shed), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_limits),
	    cmocka_unit_test(test_descriptors),
	    cmocka_unit_test(test_accounts),
	    cmocka_unit_test(test_become),
	    cmocka_unit_test(test_shed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
