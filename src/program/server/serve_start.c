/* SPDX-License-Identifier: Apache-2.0 */
/* Everything up to the first process. */
#include "base/arena.h"
#include "base/clock.h"
#include "os/process.h"
#include "program/content/content.h"
#include "program/server/accounts.h"
#include "program/server/serve_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#define CONFIG_MEMORY ((size_t)1 << 20)
#define DESCRIPTORS 65536
#define LOCK_WAIT 5000 /* milliseconds in which processes of a parent that was killed end */

/* Where the content folder is; that it can be read shows now, and not in every process. */
static enum outcome find_content(struct server *server, struct why *why)
{
	struct content content = {.arena = NULL};
	enum outcome outcome = content_load(&content, why);
	if (outcome == DONE)
		server->content = text_cstr(server->places_arena, text_of(content.folder));
	content_unload(&content);
	return outcome;
}

enum outcome serve_configure(struct server *server, struct why *why)
{
	server->arena = arena_create("configuration", CONFIG_MEMORY);
	server->places_arena = arena_create("places", CONFIG_MEMORY);
	enum outcome outcome = config_read(server->words, server->arena, &server->config, why);
	if (outcome != DONE)
		return outcome;
	places_of(server->config.data, server->places_arena, &server->places);
	return find_content(server, why);
}

static enum outcome failed(const char *what, struct why *why)
{
	enum outcome outcome = errno == EACCES || errno == EPERM ? NOT_ALLOWED : NOT_READABLE;
	why_set(why, "%s: %s", what, strerror(errno));
	return outcome;
}

static void pause_shortly(void)
{
	nanosleep(&(struct timespec){.tv_nsec = 50 * 1000000L}, NULL);
}

/* The pid that the lock's holder wrote, when such a process is there. */
static long holder_of(int fd)
{
	char digits[24] = "";
	uint64_t pid;
	ssize_t size = pread(fd, digits, sizeof(digits) - 1, 0);
	struct text t = text_trim((struct text){digits, size < 0 ? 0 : (size_t)size});
	if (!text_to_uint(t, &pid) || pid == 0 || pid > INT32_MAX)
		return 0;
	return kill((pid_t)pid, 0) == 0 || errno == EPERM ? (long)pid : 0;
}

/*
 * The lock is held by the processes, too: were the parent killed and started again at once, a
 * second engine would run beside the first for a moment. Then it is waited for.
 */
static enum outcome take_lock(struct server *server, struct why *why)
{
	char digits[24];
	int64_t until = serve_now() + LOCK_WAIT;
	int fd = open(server->places.lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
	if (fd < 0)
		return failed(server->places.lock, why);
	server->lock = fd;
	while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return failed(server->places.lock, why);
		long holder = holder_of(fd);
		if (holder != 0 || serve_now() >= until) {
			why_set(why, "%s: another server (pid %ld) uses this data folder",
			    server->places.data, holder);
			return ALREADY_THERE;
		}
		pause_shortly();
	}
	int size = snprintf(digits, sizeof(digits), "%ld\n", (long)getpid());
	if (ftruncate(fd, 0) != 0 || pwrite(fd, digits, (size_t)size, 0) != size)
		return failed(server->places.lock, why);
	return DONE;
}

static enum outcome open_signals(struct server *server, struct why *why)
{
	static const int wanted[] = {SIGTERM, SIGINT, SIGHUP, SIGCHLD};
	sigset_t signals;
	sigemptyset(&signals);
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		sigaddset(&signals, wanted[i]);
	(void)signal(SIGPIPE, SIG_IGN);
	/* Where it was started with SIGCHLD ignored, nobody could be waited for. */
	(void)signal(SIGCHLD, SIG_DFL);
	(void)sigprocmask(SIG_BLOCK, &signals, NULL);
	server->signals = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
	return server->signals < 0 ? failed("signalfd", why) : DONE;
}

static enum outcome open_shared(struct server *server, struct why *why)
{
	enum outcome outcome = board_create(&server->board, why);
	if (outcome == DONE && pipe2(server->lifeline, O_CLOEXEC) != 0)
		outcome = failed("pipe", why);
	if (outcome == DONE) {
		server->wake_engine = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
		if (server->wake_engine < 0)
			outcome = failed("eventfd", why);
	}
	return outcome == DONE ? open_signals(server, why) : outcome;
}

void serve_stamp(const struct config *config, struct file_stamp stamps[2])
{
	const char *const paths[2] = {config->certificate, config->key};
	for (size_t i = 0; i < 2; i++) {
		struct stat status;
		stamps[i] = (struct file_stamp){.inode = 0};
		if (paths[i] != NULL && stat(paths[i], &status) == 0)
			stamps[i] = (struct file_stamp){status.st_mtim, status.st_ino};
	}
}

enum outcome serve_certificate(
    struct server *server, const struct bound_set *bound, struct config *config, struct why *why)
{
	struct certificate_pins pins;
	bool made = false;
	if (!bind_wants_tls(bound)) {
		server->tls = false;
		return DONE;
	}
	enum outcome outcome = DONE;
	if (config->certificate == NULL) {
		config->certificate = server->places.certificate;
		config->key = server->places.key;
		outcome = certificate_make(config->certificate, config->key, &made, why);
	}
	if (outcome == DONE)
		outcome = certificate_read(config->certificate, config->key, &pins, why);
	if (outcome != DONE)
		return outcome;
	if (made || !server->tls || strcmp(pins.fingerprint, server->pins.fingerprint) != 0)
		serve_say("certificate %s%s: SHA-256 %s, pin %s", config->certificate,
		    made ? " (made now)" : "", pins.fingerprint, pins.pin);
	server->pins = pins;
	server->tls = true;
	return DONE;
}

static void tell_separation(const struct server *server)
{
	struct accounts accounts;
	struct why why;
	accounts_find(&server->config, &accounts, &why);
	if (!accounts.separate)
		serve_say(
		    "the processes share one account (%s); each is in its sandbox all the same",
		    why.text);
}

static enum outcome open_sockets(struct server *server, struct why *why)
{
	enum outcome outcome = bind_all(&server->config, NULL, &server->bound, why);
	if (outcome == DONE)
		outcome = socket_listen_local(server->places.socket, 0660, &server->local, why);
	if (outcome == DONE)
		outcome = serve_certificate(server, &server->bound, &server->config, why);
	serve_stamp(&server->config, server->stamps);
	return outcome;
}

enum outcome serve_prepare(struct server *server, struct why *why)
{
	const struct process_limits limits = {.descriptors = DESCRIPTORS, .no_core = true};
	(void)umask(007);
	enum outcome outcome = places_make(&server->places, &server->config, why);
	if (outcome == DONE)
		outcome = take_lock(server, why);
	if (outcome == DONE)
		outcome = process_limit(&limits, why);
	if (outcome == DONE)
		outcome = open_shared(server, why);
	if (outcome == DONE)
		outcome = open_sockets(server, why);
	if (outcome == DONE)
		outcome = suspects_load(server->places.set_aside, &server->suspects, why);
	if (outcome == DONE)
		tell_separation(server);
	return outcome;
}

static void close_if(int fd)
{
	if (fd >= 0)
		close(fd);
}

void serve_clean_up(struct server *server)
{
	if (server->local >= 0) {
		(void)unlink(server->places.addresses);
		(void)unlink(server->places.socket);
	}
	bind_close(&server->bound, NULL);
	close_if(server->local);
	close_if(server->lifeline[0]);
	close_if(server->lifeline[1]);
	close_if(server->wake_engine);
	close_if(server->signals);
	close_if(server->lock);
	arena_destroy(server->arena);
	arena_destroy(server->places_arena);
}
