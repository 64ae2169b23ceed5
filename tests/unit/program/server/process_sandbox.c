/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What each process of the server can and cannot do: a process enters with its own sandbox, through
 * process_confine() as the real one does, and then tries. Every attempt that has to fail is made
 * outside of the sandbox first, where it succeeds, so that a refusal is the sandbox's.
 */
#include "program/server/sandboxes.h"

#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <arpa/inet.h>

#include <cmocka.h>

static char folder[] = "/tmp/unit-confined-XXXXXX";
static struct arena *arena;
static struct places places;
static struct config config;
static int listening;
static struct sockaddr_in address;

static const char *below(const char *in, const char *name)
{
	return text_cstr(arena, text_format(arena, "%s/%s", in, name));
}

static const char *make(const char *in, const char *name)
{
	const char *path = below(in, name);
	int fd = open(path, O_WRONLY | O_CREAT, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "x", 1), 1);
	close(fd);
	return path;
}

/* Files that are there before a process starts. */
static struct {
	const char *content;
	const char *rule;
	const char *key;
	const char *state;
	const char *log;
	const char *block;
	const char *snapshot;
	const char *certificate;
	const char *mine; /* beside the data folder: nobody's business */
} file;

static int set_up(void **state)
{
	(void)state;
	struct why why;
	arena = arena_create("test", (size_t)1 << 20);
	assert_non_null(mkdtemp(folder));
	config_defaults(below(folder, "data"), &config);
	config.user_intake = NULL; /* accounts are another test's: here the sandbox has to do it */
	places_of(config.data, arena, &places);
	assert_int_equal(places_make(&places, &config, &why), DONE);
	assert_int_equal(mkdir(below(folder, "content"), 0700), 0);
	file.content = make(below(folder, "content"), "texts.yaml");
	file.rule = make(places.rules, "rule.yml");
	file.key = make(places.keys, "company.key");
	file.state = make(places.store, "sakimori.db");
	file.log = make(places.log, "0.log");
	file.block = make(places.blocks, "block");
	file.snapshot = make(places.run, "sources.json");
	file.certificate = make(places.tls, "server.key");
	file.mine = make(folder, "mine");
	listening = socket(AF_INET, SOCK_STREAM, 0);
	address = (struct sockaddr_in){.sin_family = AF_INET};
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	socklen_t size = sizeof(address);
	assert_int_equal(bind(listening, (struct sockaddr *)&address, size), 0);
	assert_int_equal(listen(listening, 8), 0);
	return getsockname(listening, (struct sockaddr *)&address, &size);
}

static int tear_down(void **state)
{
	(void)state;
	char command[128];
	close(listening);
	pid_t child = fork();
	if (child == 0) {
		snprintf(command, sizeof(command), "%s", folder);
		execl("/bin/rm", "rm", "-rf", command, (char *)NULL);
		_exit(1);
	}
	waitpid(child, NULL, 0);
	arena_destroy(arena);
	return 0;
}

static bool can_read(const char *path)
{
	char c;
	int fd = open(path, O_RDONLY);
	bool can = fd >= 0 && read(fd, &c, 1) >= 0;
	if (fd >= 0)
		close(fd);
	return can;
}

static bool can_write(const char *path)
{
	int fd = open(path, O_WRONLY);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* A file is made, renamed, synced and removed, as journal, store and snapshot are. */
static bool can_make_in(const char *in)
{
	const char *name = below(in, "new");
	const char *other = below(in, "newer");
	int fd = open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
	if (fd < 0)
		return false;
	bool made = write(fd, "x", 1) == 1 && fdatasync(fd) == 0 && ftruncate(fd, 0) == 0 &&
		    rename(name, other) == 0;
	close(fd);
	return unlink(other) == 0 && made;
}

static bool can_connect(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	bool can = fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0;
	if (fd >= 0)
		close(fd);
	return can;
}

static bool can_bind(int domain)
{
	struct sockaddr_in any = {.sin_family = AF_INET};
	struct sockaddr_un local = {.sun_family = AF_UNIX};
	int fd = socket(domain, SOCK_STREAM, 0);
	if (fd < 0)
		return false;
	any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	bool can = domain == AF_INET
		       ? bind(fd, (struct sockaddr *)&any, sizeof(any)) == 0
		       : bind(fd, (struct sockaddr *)&local, sizeof(sa_family_t)) == 0;
	close(fd);
	return can;
}

/* Told by a child of the attempt: a program that was started does not come back. */
static bool can_run(void)
{
	int status = 0;
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		execl("/bin/true", "true", (char *)NULL);
		_exit(9);
	}
	return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static bool can_signal_parent(void)
{
	return kill(getppid(), 0) == 0;
}

static bool can_accept(void)
{
	int fd = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
	if (fd < 0)
		return false;
	char c;
	int flags = fcntl(fd, F_GETFL);
	bool can = recv(fd, &c, 1, 0) == 1 && send(fd, "y", 1, MSG_NOSIGNAL) == 1 &&
		   fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0 && shutdown(fd, SHUT_RDWR) == 0;
	close(fd);
	return can;
}

static void *nothing(void *data)
{
	return data;
}

/* What libmicrohttpd, GnuTLS and SQLite live on. */
static bool can_work(void)
{
	pthread_t thread;
	unsigned char bytes[16];
	int ends[2];
	int event = eventfd(0, EFD_NONBLOCK);
	return pthread_create(&thread, NULL, nothing, NULL) == 0 &&
	       pthread_join(thread, NULL) == 0 && event >= 0 && pipe(ends) == 0 &&
	       getrandom(bytes, sizeof(bytes), 0) == sizeof(bytes);
}

/* What every process may not; the number of what it could do all the same. */
static int check_common(void)
{
	if (can_read("/etc/passwd") || can_read("/etc/hosts"))
		return 1;
	if (can_read(file.mine) || can_write(file.mine))
		return 2;
	if (open("/", O_RDONLY | O_DIRECTORY) >= 0 || open("/proc/self/mem", O_RDWR) >= 0)
		return 3;
	if (can_connect())
		return 4;
	if (can_bind(AF_INET) || can_bind(AF_UNIX))
		return 5;
	if (can_run())
		return 6;
	if (can_signal_parent())
		return 7;
	if (can_write(file.content) || can_write(file.rule) || can_make_in(places.rules))
		return 8;
	if (can_write(file.certificate) || can_make_in(places.data))
		return 9;
	return can_work() ? 0 : 10;
}

static int check_intake(void)
{
	if (can_read(file.key) || can_write(file.key) || can_make_in(places.keys))
		return 20;
	if (can_read(file.state) || can_write(file.state) || can_make_in(places.store))
		return 21;
	if (can_read(file.block) || can_write(file.block) || can_make_in(places.blocks))
		return 22;
	if (can_write(file.snapshot) || can_make_in(places.run))
		return 23;
	if (!can_read(file.snapshot) || !can_read(file.certificate) || !can_read(file.content))
		return 24;
	if (!can_read(file.log) || !can_write(file.log) || !can_make_in(places.log))
		return 25;
	if (shutdown(listening, SHUT_RDWR) != -1 || errno != EPERM)
		return 26;
	return can_accept() ? 0 : 27;
}

static int check_engine(void)
{
	if (can_read(file.certificate) || can_read(file.snapshot) || can_make_in(places.run))
		return 30;
	if (can_accept() || accept(listening, NULL, NULL) != -1 || errno != EPERM)
		return 31;
	if (!can_read(file.content) || !can_read(file.rule))
		return 32;
	if (!can_make_in(places.log) || !can_make_in(places.blocks) || !can_make_in(places.store))
		return 33;
	return can_read(file.key) && can_write(file.state) && unlink(file.log) == 0 ? 0 : 34;
}

static int check_web(void)
{
	if (can_write(file.block) || can_make_in(places.blocks) || can_make_in(places.log))
		return 40;
	if (!can_read(file.content) || !can_read(file.rule) || !can_read(file.block))
		return 41;
	if (!can_make_in(places.store) || !can_make_in(places.run) || !can_make_in(places.keys))
		return 42;
	if (!can_read(file.certificate) || !can_write(file.state))
		return 43;
	return can_accept() ? 0 : 44;
}

struct trial {
	enum process which;
	void (*sandbox)(const struct process_given *given, struct sandbox *sandbox);
	int (*check)(void);
};

static int confined(const struct trial *trial)
{
	struct sandbox sandbox;
	struct why why;
	struct process_given given = {.which = trial->which,
	    .config = &config,
	    .places = &places,
	    .content = below(folder, "content"),
	    .sockets = {.console = listening, .intake = listening, .local = -1},
	    .lifeline = -1,
	    .wake_engine = -1};
	trial->sandbox(&given, &sandbox);
	if (process_confine(&given, &sandbox, &why) != DONE) {
		fprintf(stderr, "# %s\n", why.text);
		return 99;
	}
	int result = check_common();
	return result != 0 ? result : trial->check();
}

static void passes(const struct trial *trial)
{
	int status;
	int client = socket(AF_INET, SOCK_STREAM, 0);
	/* Somebody connects before the process starts, so that it need not wait. */
	assert_int_equal(connect(client, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(send(client, "x", 1, 0), 1);
	fflush(NULL);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(confined(trial));
	assert_int_equal(waitpid(child, &status, 0), child);
	close(client);
	(void)fcntl(listening, F_SETFL, O_NONBLOCK);
	int left = accept(listening, NULL, NULL);
	if (left >= 0)
		close(left);
	(void)fcntl(listening, F_SETFL, 0);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void test_outside(void **state)
{
	(void)state;
	assert_true(can_read("/etc/passwd"));
	assert_true(can_read(file.mine) && can_write(file.mine));
	assert_true(can_read(file.key) && can_write(file.state) && can_write(file.block));
	assert_true(can_make_in(places.keys) && can_make_in(places.run));
	assert_true(can_make_in(places.rules) && can_make_in(places.data));
	assert_true(can_bind(AF_INET) && can_bind(AF_UNIX));
	assert_true(can_run());
	assert_true(can_signal_parent());
	assert_true(can_connect());
	close(accept(listening, NULL, NULL));
}

static void test_intake(void **state)
{
	(void)state;
	passes(&(struct trial){PROCESS_INTAKE, intake_sandbox, check_intake});
}

static void test_web(void **state)
{
	(void)state;
	passes(&(struct trial){PROCESS_WEB, web_sandbox, check_web});
}

static void test_engine(void **state)
{
	(void)state;
	passes(&(struct trial){PROCESS_ENGINE, engine_sandbox, check_engine});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_outside),
	    cmocka_unit_test(test_intake),
	    cmocka_unit_test(test_web),
	    cmocka_unit_test(test_engine),
	};
	umask(007);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
