/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every process of the server does at its start, and how it learns that it is to stop.
 *
 * SIGTERM is blocked and read through a signalfd(2), so that nothing ever runs in a signal handler.
 * That descriptor and the lifeline are watched by one epoll(7) descriptor, which can be polled with
 * others. The parent's end is noticed three ways: the lifeline's end of file, SIGTERM by
 * PR_SET_PDEATHSIG, and, should the process be too busy to look, a thread that ends it 2 s later.
 */
#include "program/server/process.h"

#include "base/clock.h"
#include "base/text.h"
#include "base/utf8.h"
#include "os/process.h"
#include "os/time.h"
#include "program/server/accounts.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define LAST_WORDS_SECONDS 2
#define WATCHER_STACK ((size_t)64 << 10)

static pthread_once_t stop_once = PTHREAD_ONCE_INIT;
static int stop_lifeline = -1;
static int stop_descriptor = -1;

static void watch(int epoll, int fd)
{
	struct epoll_event event = {.events = EPOLLIN};
	if (fd >= 0)
		(void)epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

static void open_stop_descriptor(void)
{
	sigset_t signals;
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	(void)pthread_sigmask(SIG_BLOCK, &signals, NULL);
	stop_descriptor = epoll_create1(EPOLL_CLOEXEC);
	watch(stop_descriptor, signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
	watch(stop_descriptor, stop_lifeline);
}

int process_stop_descriptor(const struct process_given *given)
{
	if (stop_lifeline < 0)
		stop_lifeline = given->lifeline;
	(void)pthread_once(&stop_once, open_stop_descriptor);
	return stop_descriptor;
}

bool process_stopping(const struct process_given *given)
{
	struct pollfd poll_ = {.fd = process_stop_descriptor(given), .events = POLLIN};
	return poll(&poll_, 1, 0) > 0;
}

void process_beat(const struct process_given *given)
{
	atomic_store(&given->board->seen[given->which], time_now());
}

/* The parent is gone and this process has not ended by itself. */
static void *end_after_parent(void *data)
{
	struct pollfd lifeline = {.fd = *(const int *)data, .events = POLLIN};
	while (poll(&lifeline, 1, -1) < 0 && errno == EINTR)
		;
	sleep(LAST_WORDS_SECONDS);
	_exit(1);
}

static enum outcome start_watcher(const struct process_given *given, struct why *why)
{
	static int lifeline;
	pthread_attr_t attributes;
	pthread_t thread;
	lifeline = given->lifeline;
	if (lifeline < 0)
		return DONE;
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, WATCHER_STACK);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	int error = pthread_create(&thread, &attributes, end_after_parent, &lifeline);
	pthread_attr_destroy(&attributes);
	if (error == 0)
		return DONE;
	why_set(why, "no thread: %s", strerror(error));
	return NOT_READABLE;
}

enum outcome process_confine(
    const struct process_given *given, const struct sandbox *sandbox, struct why *why)
{
	struct accounts accounts;
	struct sandbox_state state;
	accounts_find(given->config, &accounts, NULL);
	if (accounts.separate && process_become(&accounts.of[given->which], why) != DONE)
		return NOT_ALLOWED;
	if (!accounts.separate && geteuid() == 0 && process_shed(why) != DONE)
		return NOT_ALLOWED;
	/* Changing the account clears it, so it comes after. */
	(void)prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	(void)process_stop_descriptor(given);
	enum outcome outcome = sandbox_enter(sandbox, &state, why);
	if (outcome != DONE)
		return outcome;
	if (!state.files)
		process_say(given, "this kernel lacks Landlock: files are not confined");
	if (!state.calls)
		process_say(given, "this kernel lacks seccomp: calls are not confined");
	return start_watcher(given, why);
}

/* Whether a character that moves the cursor or turns the direction of writing begins here; its
 * bytes. */
static size_t control_at(struct text t, size_t i)
{
	const unsigned char *at = (const unsigned char *)t.at + i;
	size_t left = t.size - i;
	if (at[0] < ' ' || at[0] == 0x7f)
		return 1;
	if (left >= 2 && at[0] == 0xc2 && at[1] < 0xa0)
		return 2;
	if (left < 3 || at[0] != 0xe2)
		return 0;
	bool turns = (at[1] == 0x80 &&
			 ((at[2] >= 0xa8 && at[2] <= 0xae) || at[2] == 0x8e || at[2] == 0x8f)) ||
		     (at[1] == 0x81 && at[2] >= 0xa6 && at[2] <= 0xa9);
	return turns ? 3 : 0;
}

static void clean(char *line, size_t size)
{
	struct text t = {line, size};
	bool valid = utf8_valid(t);
	for (size_t i = 0; i < size;) {
		size_t control = control_at(t, i);
		if (control == 0 && !valid && (unsigned char)line[i] >= 0x80)
			control = 1;
		if (control != 0)
			memset(line + i, '?', control);
		i += control != 0 ? control : 1;
	}
}

void process_say(const struct process_given *given, const char *format, ...)
{
	char line[1024];
	va_list arguments;
	int start =
	    given->which == PROCESS_PARENT
		? snprintf(line, sizeof(line), "sakimori: ")
		: snprintf(line, sizeof(line), "sakimori[%s]: ", process_word(given->which));
	va_start(arguments, format);
	int said = vsnprintf(line + start, sizeof(line) - (size_t)start - 1, format, arguments);
	va_end(arguments);
	size_t size = (size_t)start + (said < 0 ? 0 : (size_t)said);
	if (size > sizeof(line) - 2)
		size = sizeof(line) - 2;
	clean(line + start, size - (size_t)start);
	line[size++] = '\n';
	/* One call, so that lines of several processes do not mix. */
	ssize_t put = write(STDERR_FILENO, line, size);
	(void)put;
}
