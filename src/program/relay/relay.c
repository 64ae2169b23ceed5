/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The relay's process: sockets are bound and the spool is opened, then the sandbox is entered, then
 * three threads work (the listener, the sender, the log's own) beside this one, which follows files
 * and keeps watch.
 */
#include "program/relay/relay.h"

#include "base/clock.h"
#include "intake/syslog_listener.h"
#include "os/sandbox.h"
#include "os/sockets.h"
#include "program/relay/follow.h"
#include "program/relay/gather.h"
#include "program/relay/post.h"
#include "program/relay/sender.h"
#include "program/relay/spool.h"

#include <curl/curl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SOCKETS (3 * RELAY_SYSLOG)
#define READABLE (FOLLOW_FILES + 8)
#define RECEIVE_BUFFER (8 << 20)

struct relay {
	const struct relay_options *options;
	atomic_bool stopping;
	struct spool *spool;
	struct post *post;
	struct gather *gather;
	struct follow *follow;
	struct syslog_listener *listener;
	struct syslog_socket sockets[SOCKETS];
	size_t socket_count;
	pthread_t listening;
	pthread_t sending;
	bool listens;
	bool sends;
	bool failed; /* the sender could not go on */
	struct syslog_counts told;
	bool told_full;
};

static void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void say(const char *format, ...)
{
	char line[1024];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	/* Names of files and servers' words are not ours: a terminal obeys control characters. */
	for (char *c = line; *c != '\0'; c++) {
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			*c = '?';
	}
	fprintf(stderr, "sakimori relay: %s\n", line);
}

/* Opening */

static enum outcome bind_one(
    struct relay *relay, const char *address, enum syslog_transport transport, struct why *why)
{
	enum socket_kind kind = transport == SYSLOG_UDP ? SOCKET_DATAGRAM : SOCKET_STREAM;
	char name[SOCKET_ADDRESS];
	int fd;
	int room = RECEIVE_BUFFER;
	enum outcome outcome = socket_listen(address, kind, &fd, why);
	if (outcome != DONE)
		return outcome;
	if (transport == SYSLOG_UDP &&
	    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room)) != 0)
		(void)!setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room));
	relay->sockets[relay->socket_count++] =
	    (struct syslog_socket){fd, transport, relay->options->clients};
	socket_name(fd, name);
	say("takes syslog over %s at %s", syslog_transport_word(transport), name);
	return DONE;
}

static enum outcome bind_all(struct relay *relay, struct why *why)
{
	const struct relay_options *options = relay->options;
	enum outcome outcome = DONE;
	for (size_t i = 0; outcome == DONE && i < options->syslog_count; i++) {
		outcome = bind_one(relay, options->syslog[i], SYSLOG_UDP, why);
		if (outcome == DONE)
			outcome = bind_one(relay, options->syslog[i], SYSLOG_TCP, why);
	}
	for (size_t i = 0; outcome == DONE && i < options->syslog_tls_count; i++)
		outcome = bind_one(relay, options->syslog_tls[i], SYSLOG_TLS, why);
	return outcome;
}

static enum outcome open_listener(struct relay *relay, struct why *why)
{
	struct syslog_options options = {.sockets = relay->sockets,
	    .count = relay->socket_count,
	    .certificate = relay->options->certificate,
	    .key = relay->options->key,
	    .receiver = gather_receiver(relay->gather)};
	return syslog_listener_create(&options, &relay->listener, why);
}

static enum outcome open_all(struct relay *relay, struct why *why)
{
	const struct relay_options *options = relay->options;
	struct post_options post = {
	    options->to, options->token, options->pin, options->ca, &relay->stopping};
	struct follow_options follow = {
	    .paths = options->follow,
	    .count = options->follow_count,
	    .from_start = options->from_start,
	    .say = say,
	};
	enum outcome outcome = post_create(&post, &relay->post, why);
	if (outcome == DONE)
		outcome = spool_open(options->spool, options->spool_size, &relay->spool, why);
	if (outcome != DONE)
		return outcome;
	follow.spool = relay->spool;
	relay->gather = gather_create(relay->spool);
	outcome = follow_open(&follow, &relay->follow, why);
	if (outcome == DONE)
		outcome = bind_all(relay, why);
	return outcome == DONE ? open_listener(relay, why) : outcome;
}

/* The folder of a followed file: it is read under another name once it was rotated. */
static const char *folder_of(const char *path, char out[4096])
{
	const char *slash = strrchr(path, '/');
	if (slash == NULL)
		return ".";
	snprintf(out, 4096, "%.*s", (int)(slash - path) + 1, path);
	return out;
}

static enum outcome confine(const struct relay *relay, struct why *why)
{
	/* What names and certificates of servers are looked up with. */
	const char *readable[READABLE] = {"/etc", "/usr/lib", "/lib", "/usr/share", "/run/systemd"};
	size_t count = 5;
	char(*folders)[4096] = calloc(relay->options->follow_count + 1, sizeof(*folders));
	const char *writable[] = {relay->options->spool};
	struct sandbox_state state;
	if (folders == NULL)
		abort();
	if (relay->options->ca != NULL)
		readable[count++] = relay->options->ca;
	for (size_t i = 0; i < relay->options->follow_count; i++)
		readable[count++] = folder_of(relay->options->follow[i], folders[i]);
	struct sandbox sandbox = {.readable = readable,
	    .readable_count = count,
	    .writable = writable,
	    .writable_count = 1,
	    .accepts = true,
	    .connects = true};
	enum outcome outcome = sandbox_enter(&sandbox, &state, why);
	free(folders);
	if (outcome == DONE && !(state.files && state.calls))
		say("the kernel lacks %s: this separation is missing",
		    state.files ? "seccomp" : "Landlock");
	return outcome;
}

/* Running */

static void *listen_on(void *data)
{
	syslog_listener_run(data);
	return NULL;
}

static void *send_from(void *data)
{
	struct relay *relay = data;
	struct sender_options options = {relay->spool, relay->post, &relay->stopping, say};
	struct why why = {""};
	if (sender_run(&options, &why) != DONE) {
		say("sending has ended: %s", why.text);
		relay->failed = true;
		atomic_store(&relay->stopping, true);
	}
	return NULL;
}

static volatile sig_atomic_t asked;

static void on_signal(int number)
{
	asked = number;
}

static void catch_signals(void)
{
	struct sigaction action = {.sa_handler = on_signal};
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

/* Signals are this thread's: the others are started with all of them blocked. */
static enum outcome start(struct relay *relay, struct why *why)
{
	sigset_t all;
	sigset_t before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	relay->listens = pthread_create(&relay->listening, NULL, listen_on, relay->listener) == 0;
	relay->sends = pthread_create(&relay->sending, NULL, send_from, relay) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (relay->listens && relay->sends)
		return DONE;
	why_set(why, "cannot start a thread");
	return NOT_READABLE;
}

/* What was refused is told when it grows, at most once a minute (the caller's matter). */
static void tell_losses(struct relay *relay)
{
	struct syslog_counts now;
	syslog_listener_counts(relay->listener, &now);
	if (now.datagrams_lost != relay->told.datagrams_lost)
		say("%llu datagrams were lost so far, by the kernel or because the spool was full",
		    (unsigned long long)now.datagrams_lost);
	if (now.closed_limit != relay->told.closed_limit)
		say("%llu connections were closed so far, over a limit",
		    (unsigned long long)now.closed_limit);
	if (now.handshakes_failed != relay->told.handshakes_failed)
		say("%llu TLS handshakes failed so far", (unsigned long long)now.handshakes_failed);
	relay->told = now;
}

static void tell_full(struct relay *relay)
{
	bool full = spool_is_full(relay->spool);
	if (full && !relay->told_full)
		say("the spool is full (%llu bytes): what is in it stays, new records are refused",
		    (unsigned long long)spool_size(relay->spool));
	if (!full && relay->told_full)
		say("the spool has room again");
	relay->told_full = full;
}

static void watch(struct relay *relay)
{
	struct timespec pause = {.tv_nsec = 200000000};
	struct why why = {""};
	bool failing = false;
	for (unsigned turn = 0; asked == 0 && !atomic_load(&relay->stopping); turn++) {
		bool busy = false;
		enum outcome outcome = follow_turn(relay->follow, &busy, &why);
		if (outcome != DONE && !failing)
			say("following files has to wait: %s", why.text);
		failing = outcome != DONE;
		if (turn % 5 == 0) {
			spool_measure(relay->spool);
			gather_tick(relay->gather);
			tell_full(relay);
		}
		if (turn % 300 == 0)
			tell_losses(relay);
		if (!busy || failing)
			nanosleep(&pause, NULL);
	}
}

static void stop(struct relay *relay)
{
	atomic_store(&relay->stopping, true);
	if (relay->listens) {
		syslog_listener_stop(relay->listener);
		pthread_join(relay->listening, NULL);
	}
	if (relay->sends)
		pthread_join(relay->sending, NULL);
	if (relay->listener != NULL) {
		tell_losses(relay);
	} else {
		for (size_t i = 0; i < relay->socket_count; i++)
			close(relay->sockets[i].fd);
	}
	syslog_listener_destroy(relay->listener);
	uint64_t lost = gather_destroy(relay->gather);
	if (lost != 0)
		say("%llu messages could not be kept", (unsigned long long)lost);
	follow_close(relay->follow);
	spool_close(relay->spool);
	post_destroy(relay->post);
}

enum outcome relay_run(const struct relay_options *options, struct why *why)
{
	struct relay relay = {.options = options};
	catch_signals();
	curl_global_init(CURL_GLOBAL_DEFAULT);
	enum outcome outcome = open_all(&relay, why);
	if (outcome == DONE)
		outcome = confine(&relay, why);
	if (outcome == DONE)
		outcome = start(&relay, why);
	if (outcome == DONE) {
		say("sends to %s; the spool is %s", options->to, options->spool);
		watch(&relay);
	}
	stop(&relay);
	curl_global_cleanup();
	if (outcome == DONE && relay.failed) {
		why_set(why, "the spool could not be sent");
		return NOT_READABLE;
	}
	return outcome;
}
