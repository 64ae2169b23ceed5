/* SPDX-License-Identifier: Apache-2.0 */
/* How a process learns that it is to stop, shows life, and speaks; each in a child process. */
#include "program/server/process.h"

#include "program/server/sandboxes.h"

#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static struct config config;
static struct places places = {.store = "/nowhere",
    .keys = "/nowhere",
    .journal = "/nowhere",
    .log = "/nowhere",
    .run = "/nowhere",
    .tls = "/nowhere",
    .rules = "/nowhere"};

static struct process_given given_to(enum process which, struct board *board, int lifeline)
{
	config_defaults("/nowhere", &config);
	config.user_intake = NULL; /* whoever runs this test stays who they are */
	return (struct process_given){.which = which,
	    .config = &config,
	    .places = &places,
	    .content = "/nowhere",
	    .board = board,
	    .lifeline = lifeline,
	    .wake_engine = -1};
}

/* 0 when it was asked in time; its own status otherwise. */
static int wait_to_be_asked(const struct process_given *given)
{
	struct sandbox sandbox;
	struct pollfd stop = {.events = POLLIN};
	struct why why;
	engine_sandbox(given, &sandbox);
	if (process_confine(given, &sandbox, &why) != DONE)
		return 10;
	stop.fd = process_stop_descriptor(given);
	process_beat(given);
	if (process_stopping(given))
		return 11;
	if (poll(&stop, 1, 5000) != 1)
		return 12;
	/* It stays so, however often one asks. */
	return process_stopping(given) && process_stopping(given) ? 0 : 13;
}

static pid_t start(struct board *board, int lifeline[2], bool deaf)
{
	fflush(NULL);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child != 0)
		return child;
	close(lifeline[1]);
	struct process_given given = given_to(PROCESS_ENGINE, board, lifeline[0]);
	int status = wait_to_be_asked(&given);
	while (deaf && status == 0)
		pause();
	_exit(status);
}

static int end_of(pid_t child)
{
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void wait_for_beat(struct board *board)
{
	for (int i = 0; i < 500 && atomic_load(&board->seen[PROCESS_ENGINE]) == 0; i++)
		nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
	assert_int_not_equal(atomic_load(&board->seen[PROCESS_ENGINE]), 0);
}

static void test_signal(void **state)
{
	struct board *board;
	int lifeline[2];
	(void)state;
	assert_int_equal(board_create(&board, NULL), DONE);
	assert_int_equal(pipe(lifeline), 0);
	pid_t child = start(board, lifeline, false);
	wait_for_beat(board);
	assert_int_equal(kill(child, SIGTERM), 0);
	assert_int_equal(end_of(child), 0);
	close(lifeline[0]);
	close(lifeline[1]);
}

static void test_lifeline(void **state)
{
	struct board *board;
	int lifeline[2];
	(void)state;
	assert_int_equal(board_create(&board, NULL), DONE);
	assert_int_equal(pipe(lifeline), 0);
	pid_t child = start(board, lifeline, false);
	wait_for_beat(board);
	close(lifeline[1]);
	assert_int_equal(end_of(child), 0);
	close(lifeline[0]);
}

/* One that does not listen is ended all the same, after it had its time. */
static void test_deaf(void **state)
{
	struct board *board;
	struct timespec before;
	struct timespec after;
	int lifeline[2];
	(void)state;
	assert_int_equal(board_create(&board, NULL), DONE);
	assert_int_equal(pipe(lifeline), 0);
	pid_t child = start(board, lifeline, true);
	wait_for_beat(board);
	clock_gettime(CLOCK_MONOTONIC, &before);
	close(lifeline[1]);
	assert_int_equal(end_of(child), 1);
	clock_gettime(CLOCK_MONOTONIC, &after);
	assert_true(after.tv_sec - before.tv_sec >= 1);
	close(lifeline[0]);
}

/* What is said, by a process that says it into a pipe. */
static void said(enum process which, const char *foreign, char *out, size_t size)
{
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	fflush(NULL);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct process_given given = given_to(which, NULL, -1);
		dup2(ends[1], STDERR_FILENO);
		process_say(&given, "%s", foreign);
		_exit(0);
	}
	close(ends[1]);
	size_t have = 0;
	ssize_t got;
	while ((got = read(ends[0], out + have, size - 1 - have)) > 0)
		have += (size_t)got;
	out[have] = '\0';
	close(ends[0]);
	assert_int_equal(end_of(child), 0);
}

static void test_said(void **state)
{
	char out[4096];
	char longer[3000];
	(void)state;
	said(PROCESS_INTAKE, "plain \xe8\xa8\x98\xe9\x8c\xb2", out, sizeof(out));
	assert_string_equal(out, "sakimori[intake]: plain \xe8\xa8\x98\xe9\x8c\xb2\n");
	said(PROCESS_PARENT, "a\nb\x1b[2Jc\x7f", out, sizeof(out));
	assert_string_equal(out, "sakimori: a?b?[2Jc?\n");
	said(PROCESS_WEB,
	    "\xc2\x9b"
	    "2J \xe2\x80\xae"
	    "x",
	    out, sizeof(out));
	assert_string_equal(out, "sakimori[web]: ??2J ???x\n");
	said(PROCESS_WEB, "\xff\xfe", out, sizeof(out));
	assert_string_equal(out, "sakimori[web]: ??\n");
	memset(longer, 'a', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	said(PROCESS_ENGINE, longer, out, sizeof(out));
	assert_true(strlen(out) < 1100);
	assert_int_equal(out[strlen(out) - 1], '\n');
}

static void test_words(void **state)
{
	(void)state;
	assert_string_equal(process_word(PROCESS_PARENT), "parent");
	assert_string_equal(process_word(PROCESS_ENGINE), "engine");
	assert_string_equal(process_word(PROCESS_COUNT), "unknown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_signal),
	    cmocka_unit_test(test_lifeline),
	    cmocka_unit_test(test_deaf),
	    cmocka_unit_test(test_said),
	    cmocka_unit_test(test_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
