/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sandbox, entered in a child process each time: what is forbidden fails, and with EPERM or
 * EACCES; what is needed still works. Where the kernel has no Landlock the file checks are skipped
 * and say so.
 */
#include "os/sandbox.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define NOT_IN_FORCE 77

static char folder[] = "/tmp/unit-sandbox-XXXXXX";
static char readable[64];
static char writable[64];
static char outside[64];

static void make(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "x", 1), 1);
	close(fd);
}

static int set_up(void **state)
{
	char path[128];
	(void)state;
	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(readable, sizeof(readable), "%s/readable", folder);
	snprintf(writable, sizeof(writable), "%s/writable", folder);
	snprintf(outside, sizeof(outside), "%s/outside", folder);
	if (mkdir(readable, 0700) != 0 || mkdir(writable, 0700) != 0)
		return -1;
	make(outside);
	snprintf(path, sizeof(path), "%s/log", readable);
	make(path);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	char path[128];
	static const char *const names[] = {"readable/log", "writable/a", "writable/b", "outside"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
		unlink(path);
	}
	rmdir(readable);
	rmdir(writable);
	return rmdir(folder);
}

/* Enter, then do `check`, which gives the number of what went wrong; 0: nothing. */
static struct sandbox wanted; /* the network part of it */
static int listening = -1;    /* a socket from before */
static uint16_t listening_port;

static int in_sandbox(int (*check)(const struct sandbox_state *state))
{
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		const char *read_paths[] = {readable, "/nowhere/at/all"};
		const char *write_paths[] = {writable};
		struct sandbox sandbox = {
		    .readable = read_paths,
		    .readable_count = 2,
		    .writable = write_paths,
		    .writable_count = 1,
		    .accepts = wanted.accepts,
		    .connects = wanted.connects,
		};
		struct sandbox_state state = {false, false};
		struct why why = {""};
		if (sandbox_enter(&sandbox, &state, &why) != DONE) {
			fprintf(stderr, "%s\n", why.text);
			_exit(99);
		}
		_exit(check(&state));
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFSIGNALED(status))
		return 128 + WTERMSIG(status);
	return WEXITSTATUS(status);
}

static void passes(int (*check)(const struct sandbox_state *state))
{
	int result = in_sandbox(check);
	if (result == NOT_IN_FORCE) {
		print_message("# skipped: this kernel lacks the mechanism\n");
		skip();
	}
	assert_int_equal(result, 0);
}

static bool forbidden(long result)
{
	return result == -1 && (errno == EPERM || errno == EACCES);
}

static int check_reading(const struct sandbox_state *state)
{
	char path[128];
	char c;
	if (!state->files)
		return NOT_IN_FORCE;
	if (!forbidden(open(outside, O_RDONLY)))
		return 1;
	if (!forbidden(open("/etc/passwd", O_RDONLY)))
		return 2;
	if (!forbidden(open("/", O_RDONLY | O_DIRECTORY)))
		return 3;
	snprintf(path, sizeof(path), "%s/../outside", readable);
	if (!forbidden(open(path, O_RDONLY)))
		return 4;
	snprintf(path, sizeof(path), "%s/log", readable);
	if (!forbidden(open(path, O_WRONLY)) || !forbidden(unlink(path)))
		return 5;
	int fd = open(path, O_RDONLY);
	if (fd < 0 || read(fd, &c, 1) != 1 || c != 'x')
		return 6;
	fd = open(readable, O_RDONLY | O_DIRECTORY);
	return fd < 0 ? 7 : 0;
}

/* A file can be closed to others, and neither opened to them nor made set-user-id. */
static bool check_modes(const char *path)
{
	int fd = open(path, O_RDONLY);
	bool good = fd >= 0 && fchmod(fd, 0640) == 0 && fchmod(fd, 0600) == 0 &&
		    forbidden(fchmod(fd, 0604)) && forbidden(fchmod(fd, 04600)) &&
		    forbidden(fchmod(fd, 02600)) && forbidden(chmod(path, 0600));
	close(fd);
	return good;
}

static int check_writing(const struct sandbox_state *state)
{
	char path[128];
	char other[128];
	if (!state->files)
		return NOT_IN_FORCE;
	snprintf(path, sizeof(path), "%s/a", writable);
	snprintf(other, sizeof(other), "%s/b", writable);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	if (fd < 0 || write(fd, "new", 3) != 3 || fsync(fd) != 0 || close(fd) != 0)
		return 1;
	if (rename(path, other) != 0)
		return 2;
	if (state->calls && !check_modes(other))
		return 8;
	fd = open(other, O_RDWR | O_TRUNC);
	if (fd < 0 || close(fd) != 0)
		return 3;
	snprintf(path, sizeof(path), "%s/c", readable);
	if (!forbidden(open(path, O_WRONLY | O_CREAT, 0600)))
		return 4;
	if (!forbidden(rename(other, path)) && errno != EXDEV)
		return 5;
	if (!forbidden(symlink("/etc/passwd", path)))
		return 6;
	return unlink(other) == 0 ? 0 : 7;
}

static int check_network(const struct sandbox_state *state)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(9)};
	struct sockaddr_un local = {.sun_family = AF_UNIX, .sun_path = "/run/x"};
	if (!state->calls)
		return NOT_IN_FORCE;
	if (socket(AF_INET, SOCK_STREAM, 0) != -1 || errno != EPERM)
		return 1;
	if (socket(AF_UNIX, SOCK_STREAM, 0) != -1 || errno != EPERM)
		return 2;
	if (connect(0, (struct sockaddr *)&address, sizeof(address)) != -1 || errno != EPERM)
		return 3;
	if (connect(0, (struct sockaddr *)&local, sizeof(local)) != -1 || errno != EPERM)
		return 4;
	if (bind(0, (struct sockaddr *)&address, sizeof(address)) != -1 || errno != EPERM)
		return 5;
	return listen(0, 1) != -1 || errno != EPERM ? 6 : 0;
}

static struct sockaddr_in here(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(listening_port)};
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return address;
}

/* A process that serves: it takes connections, and can make none, nor listen elsewhere. */
static int check_accepting(const struct sandbox_state *state)
{
	struct sockaddr_in address = here();
	char c;
	if (!state->calls)
		return NOT_IN_FORCE;
	int fd = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
	if (fd < 0 || recv(fd, &c, 1, 0) != 1 || send(fd, &c, 1, MSG_NOSIGNAL) != 1)
		return 1;
	if (shutdown(fd, SHUT_RDWR) != 0)
		return 2;
	if (!forbidden(socket(AF_INET, SOCK_STREAM, 0)) ||
	    !forbidden(socket(AF_UNIX, SOCK_STREAM, 0)))
		return 3;
	if (connect(0, (struct sockaddr *)&address, sizeof(address)) != -1 || errno != EPERM)
		return 4;
	if (bind(0, (struct sockaddr *)&address, sizeof(address)) != -1 || errno != EPERM)
		return 5;
	if (sendto(0, "x", 1, 0, (struct sockaddr *)&address, sizeof(address)) != -1 ||
	    errno != EPERM)
		return 6;
	return listen(listening, 1) != -1 || errno != EPERM ? 7 : 0;
}

/* A process that reaches out: it connects, and can neither listen nor take connections. */
static int check_connecting(const struct sandbox_state *state)
{
	struct sockaddr_in address = here();
	if (!state->calls)
		return NOT_IN_FORCE;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0 ||
	    send(fd, "x", 1, MSG_NOSIGNAL) != 1)
		return 1;
	fd = socket(AF_INET, SOCK_STREAM, 0);
	address.sin_port = 0;
	if (fd < 0 || !forbidden(bind(fd, (struct sockaddr *)&address, sizeof(address))))
		return 2;
	if (listen(fd, 1) != -1 || errno != EPERM)
		return 3;
	return accept(listening, NULL, NULL) != -1 || errno != EPERM ? 4 : 0;
}

static int check_programs(const struct sandbox_state *state)
{
	char *arguments[] = {(char *)(uintptr_t) "true", NULL};
	if (!state->calls)
		return NOT_IN_FORCE;
	if (execv("/bin/true", arguments) != -1 || errno != EPERM)
		return 1;
	if (syscall(SYS_execveat, AT_FDCWD, "/bin/true", arguments, NULL, 0) != -1 ||
	    errno != EPERM)
		return 2;
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != -1 || errno != EPERM)
		return 3;
	if (kill(getppid(), 0) != -1 || errno != EPERM)
		return 4;
	if (syscall(SYS_tgkill, getppid(), getppid(), 0) != -1 || errno != EPERM)
		return 5;
	return syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), 0) != 0 ? 6 : 0;
}

/* Raw calls, with arguments that would make them fail otherwise, but with another reason. */
static int check_kernel(const struct sandbox_state *state)
{
	static const long calls[] = {SYS_unshare, SYS_setns, SYS_mount, SYS_bpf, SYS_keyctl,
	    SYS_io_uring_setup, SYS_userfaultfd, SYS_perf_event_open, SYS_init_module,
	    SYS_finit_module, SYS_kexec_load, SYS_open_by_handle_at, SYS_process_vm_readv,
	    SYS_chroot, SYS_truncate, SYS_fchmodat, SYS_fchownat, SYS_mknodat, SYS_setuid,
	    SYS_pidfd_open, SYS_personality, SYS_sethostname, SYS_move_mount, SYS_fsopen};
	if (!state->calls)
		return NOT_IN_FORCE;
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		if (syscall(calls[i], -1, -1, -1, -1, -1, -1) != -1 || errno != EPERM)
			return (int)i + 1;
	}
	if (syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0) != -1 || errno != EPERM)
		return 70;
	return syscall(SYS_clone3, NULL, 0) != -1 || errno != ENOSYS ? 71 : 0;
}

static void *add_one(void *number)
{
	(*(int *)number)++;
	return NULL;
}

/* Threads, memory, pipes and signals of one's own are what work is done with. */
static int check_work(const struct sandbox_state *state)
{
	pthread_t thread;
	int number = 1;
	int ends[2];
	(void)state;
	for (int i = 0; i < 4; i++) {
		if (pthread_create(&thread, NULL, add_one, &number) != 0 ||
		    pthread_join(thread, NULL) != 0)
			return 1;
	}
	char *memory = malloc((size_t)64 * 1024 * 1024);
	if (number != 5 || memory == NULL)
		return 2;
	memset(memory, 1, (size_t)64 * 1024 * 1024);
	free(memory);
	if (pipe(ends) != 0 || write(ends[1], "x", 1) != 1)
		return 3;
	struct timespec now;
	return clock_gettime(CLOCK_REALTIME, &now) == 0 ? 0 : 4;
}

/* What a thread started in the sandbox may not do either. */
static void *open_outside(void *result)
{
	*(int *)result = forbidden(open(outside, O_RDONLY)) ? 0 : 1;
	return NULL;
}

static int check_threads_are_confined(const struct sandbox_state *state)
{
	pthread_t thread;
	int result = 2;
	if (!state->files)
		return NOT_IN_FORCE;
	if (pthread_create(&thread, NULL, open_outside, &result) != 0)
		return 3;
	pthread_join(thread, NULL);
	return result;
}

#if defined(__x86_64__)
/* 32-bit calls have other numbers: 5 is open there. */
static int check_other_abi(const struct sandbox_state *state)
{
	if (!state->calls)
		return NOT_IN_FORCE;
	long result = 20; /* getpid */
	__asm__ volatile("int $0x80" : "+a"(result) : : "memory");
	return 1;
}

static void test_other_abi(void **state)
{
	(void)state;
	int result = in_sandbox(check_other_abi);
	if (result == NOT_IN_FORCE)
		skip();
	/* A kernel without 32-bit programs answers SIGSEGV by itself. */
	assert_true(result == 128 + SIGSYS || result == 128 + SIGSEGV);
}
#endif

static void test_reading(void **state)
{
	(void)state;
	passes(check_reading);
}

static void test_writing(void **state)
{
	(void)state;
	passes(check_writing);
}

static void test_network(void **state)
{
	(void)state;
	passes(check_network);
}

static void listen_here(void)
{
	struct sockaddr_in address = here();
	socklen_t size = sizeof(address);
	address.sin_port = 0;
	listening = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(listening, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(listening, 4), 0);
	assert_int_equal(getsockname(listening, (struct sockaddr *)&address, &size), 0);
	listening_port = ntohs(address.sin_port);
}

static void test_accepting(void **state)
{
	(void)state;
	listen_here();
	struct sockaddr_in address = here();
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(send(fd, "x", 1, 0), 1);
	wanted = (struct sandbox){.accepts = true};
	passes(check_accepting);
	wanted = (struct sandbox){.accepts = false};
	close(fd);
	close(listening);
}

static void test_connecting(void **state)
{
	(void)state;
	listen_here();
	wanted = (struct sandbox){.connects = true};
	passes(check_connecting);
	wanted = (struct sandbox){.connects = false};
	close(listening);
}

static void test_programs(void **state)
{
	(void)state;
	passes(check_programs);
}

static void test_kernel(void **state)
{
	(void)state;
	passes(check_kernel);
}

static void test_work(void **state)
{
	(void)state;
	passes(check_work);
}

static void test_threads_are_confined(void **state)
{
	(void)state;
	passes(check_threads_are_confined);
}

/* The checks above would pass on a machine where nothing works anyway: outside, it does. */
static void test_outside_the_sandbox(void **state)
{
	(void)state;
	int fd = open(outside, O_RDONLY);
	assert_true(fd >= 0);
	close(fd);
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_true(fd >= 0);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_outside_the_sandbox),
		cmocka_unit_test(test_reading),
		cmocka_unit_test(test_writing),
		cmocka_unit_test(test_network),
		cmocka_unit_test(test_accepting),
		cmocka_unit_test(test_connecting),
		cmocka_unit_test(test_programs),
		cmocka_unit_test(test_kernel),
		cmocka_unit_test(test_work),
		cmocka_unit_test(test_threads_are_confined),
#if defined(__x86_64__)
		cmocka_unit_test(test_other_abi),
#endif
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
