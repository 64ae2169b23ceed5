/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The web process: console, API, and the commands' local socket. What it needs from files it takes
 * before it enters its sandbox; it never connects to anybody.
 */
#include "web/web.h"
#include "base/arena.h"
#include "base/json.h"
#include "os/files.h"
#include "program/content/content.h"
#include "program/server/process.h"
#include "program/server/sandboxes.h"
#include "program/server/web/web_http.h"
#include "program/server/web/web_welcome.h"
#include "store/store.h"

#include <poll.h>
#include <string.h>
#include <sys/stat.h>

#define PEM_FILE ((size_t)1 << 20)
#define ADDRESSES_FILE ((size_t)64 << 10)
#define WEB_SERVER_MEMORY ((size_t)8 << 20)
#define BEAT_MILLISECONDS 1000

struct web_server {
	const struct process_given *given;
	struct content content;
	struct store *store;
	struct web *web;
	struct web_http *http;
	struct arena *arena;
	struct arena *addresses; /* of the last look at where the server listens */
};

/* The first of its kind; empty where nothing listens. */
static struct text syslog_address(const struct json *addresses, struct text transport)
{
	const struct json *list = json_get(addresses, "syslog");
	const struct json *entry = list == NULL ? NULL : list->first;
	for (; entry != NULL; entry = entry->next)
		if (text_equal(json_get_text(entry, "transport"), transport))
			return json_get_text(entry, "address");
	return TEXT("");
}

static void read_addresses(struct web_server *server, struct web_status *status)
{
	struct text bytes;
	const struct json *value;
	arena_reset(server->addresses);
	if (file_read(server->given->places->addresses, ADDRESSES_FILE, server->addresses, &bytes,
		NULL) != DONE ||
	    json_read(bytes, &json_record_limits, server->addresses, &value, NULL) != DONE)
		return;
	status->intake_address = json_get_text(value, "intake");
	status->pin = json_get_text(value, "pin");
	status->syslog_address = syslog_address(value, TEXT("tcp"));
	status->syslog_udp = syslog_address(value, TEXT("udp"));
}

static void tell_status(void *data, struct web_status *status)
{
	struct web_server *server = data;
	const struct board *board = server->given->board;
	*status = (struct web_status){
	    .running = true,
	    .started = board->started,
	    .log_end = board->durable,
	    .position = board->position,
	    .records = board->records,
	    .intake_seen = board->seen[PROCESS_INTAKE],
	    .engine_seen = board->seen[PROCESS_ENGINE],
	    .intake_restarts = board->restarts[PROCESS_INTAKE],
	    .engine_restarts = board->restarts[PROCESS_ENGINE],
	    .web_restarts = board->restarts[PROCESS_WEB],
	    .disk_free = board->disk_free,
	    .disk_refusing = board->disk_refusing != 0,
	    .rules = board->rules,
	    .rules_refused = board->rules_refused,
	};
	for (size_t i = 0; i < BOARD_REFUSALS; i++)
		status->refused += board->refused[i];
	read_addresses(server, status);
}

/* Its frames in the log go when their segment is sealed: let that be soon. */
static void company_left(void *data)
{
	struct web_server *server = data;
	server->given->board->roll++;
}

static enum outcome read_pem(
    struct web_server *server, const char *path, const char **text, struct why *why)
{
	struct text bytes;
	enum outcome outcome = file_read(path, PEM_FILE, server->arena, &bytes, why);
	if (outcome == DONE)
		*text = text_cstr(server->arena, bytes);
	return outcome;
}

/* The certificate is read while that may still be forbidden later. */
static enum outcome read_certificate(
    struct web_server *server, struct web_http_options *options, struct why *why)
{
	const struct config *config = server->given->config;
	const char *tls = server->given->places->tls;
	if (!server->given->sockets.console_tls)
		return DONE;
	const char *certificate = config->certificate;
	const char *key = config->key;
	if (certificate == NULL)
		certificate =
		    text_cstr(server->arena, text_format(server->arena, "%s/server.pem", tls));
	if (key == NULL)
		key = text_cstr(server->arena, text_format(server->arena, "%s/server.key", tls));
	enum outcome outcome = read_pem(server, certificate, &options->certificate, why);
	return outcome != DONE ? outcome : read_pem(server, key, &options->key, why);
}

static uid_t owner_of(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 ? status.st_uid : 0;
}

static enum outcome open_web(struct web_server *server, struct why *why)
{
	const struct places *places = server->given->places;
	const struct store_options where = {.folder = places->store};
	enum outcome outcome = store_open(&where, &server->store, why);
	if (outcome != DONE)
		return outcome;
	const char *code = web_welcome_code(server->given, server->store, server->arena);
	const struct web_options options = {
	    .store = server->store,
	    .place = {.folder = places->journal, .keys = places->keys},
	    .content = server->content.folder,
	    .snapshot = places->snapshot,
	    .texts = server->content.texts,
	    .welcome = code,
	    .status = tell_status,
	    .left = company_left,
	    .data = server,
	};
	outcome = web_create(&options, &server->web, why);
	if (outcome == DONE)
		outcome = web_push_directory(server->web, why);
	return outcome;
}

static enum outcome begin(struct web_server *server, struct why *why)
{
	struct sandbox sandbox;
	struct web_http_options options = {.given = server->given};
	options.owner = owner_of(server->given->places->data);
	enum outcome outcome = content_load(&server->content, why);
	if (outcome == DONE)
		outcome = read_certificate(server, &options, why);
	if (outcome != DONE)
		return outcome;
	web_sandbox(server->given, &sandbox);
	outcome = process_confine(server->given, &sandbox, why);
	if (outcome == DONE)
		outcome = open_web(server, why);
	options.web = server->web;
	if (outcome == DONE)
		outcome = web_http_start(&options, &server->http, why);
	return outcome;
}

static void end(struct web_server *server)
{
	web_http_stop(server->http);
	web_destroy(server->web);
	store_close(server->store);
	content_unload(&server->content);
	arena_destroy(server->addresses);
	arena_destroy(server->arena);
}

int web_main(const struct process_given *given)
{
	struct why why;
	struct web_server server = {
	    .given = given,
	    .arena = arena_create("web process", WEB_SERVER_MEMORY),
	    .addresses = arena_create("addresses", WEB_SERVER_MEMORY),
	};
	struct pollfd stop = {.fd = process_stop_descriptor(given), .events = POLLIN};
	enum outcome outcome = begin(&server, &why);
	if (outcome != DONE) {
		process_say(given, "%s", why.text);
	} else {
		do {
			/* A request that hangs must not look like a process that is well. */
			if (web_http_lives(server.http))
				process_beat(given);
		} while (!process_stopping(given) && poll(&stop, 1, BEAT_MILLISECONDS) <= 0);
	}
	end(&server);
	return outcome == DONE ? 0 : 1;
}
