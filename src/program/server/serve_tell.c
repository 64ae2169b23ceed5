/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buffer.h"
#include "base/json.h"
#include "os/files.h"
#include "program/server/serve_parts.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define DOCUMENT_MOST ((size_t)64 << 10)

void serve_say(const char *format, ...)
{
	static const struct process_given parent = {.which = PROCESS_PARENT};
	char line[900];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	process_say(&parent, "%s", line);
}

static void write_syslog(const struct server *server, struct json_writer *writer)
{
	json_open_array(writer, "syslog");
	for (size_t i = 0; i < server->bound.count; i++) {
		const struct bound *bound = &server->bound.entries[i];
		if (bound->use != BOUND_SYSLOG)
			continue;
		json_open_object(writer, NULL);
		json_put_text(
		    writer, "transport", text_of(syslog_transport_word(bound->transport)));
		json_put_text(writer, "address", text_of(bound->at));
		json_close_object(writer);
	}
	json_close_array(writer);
}

static void write_pids(const struct server *server, struct json_writer *writer)
{
	json_open_object(writer, "pids");
	for (int i = PROCESS_INTAKE; i < PROCESS_COUNT; i++) {
		if (server->children[i].pid > 0)
			json_put_int(
			    writer, process_word((enum process)i), server->children[i].pid);
	}
	json_close_object(writer);
}

enum outcome serve_write_addresses(const struct server *server, struct why *why)
{
	struct buffer out;
	struct json_writer writer;
	const struct bound *console = &server->bound.entries[BOUND_CONSOLE];
	const struct bound *intake = &server->bound.entries[BOUND_INTAKE];
	buffer_init(&out, DOCUMENT_MOST);
	json_begin(&writer, &out);
	json_open_object(&writer, NULL);
	json_put_int(&writer, "pid", getpid());
	json_put_text(&writer, "console", text_of(console->at));
	json_put_text(&writer, "intake", text_of(intake->at));
	json_put_bool(&writer, "console_tls", !console->loopback);
	json_put_bool(&writer, "intake_tls", !intake->loopback);
	if (server->tls) {
		json_put_text(&writer, "fingerprint", text_of(server->pins.fingerprint));
		json_put_text(&writer, "pin", text_of(server->pins.pin));
	}
	write_syslog(server, &writer);
	write_pids(server, &writer);
	json_close_object(&writer);
	buffer_put_char(&out, '\n');
	enum outcome outcome = file_write(server->places.addresses, buffer_text(&out), why);
	buffer_free(&out);
	return outcome;
}

void serve_tell_ready(const struct server *server)
{
	const struct bound *console = &server->bound.entries[BOUND_CONSOLE];
	const struct bound *intake = &server->bound.entries[BOUND_INTAKE];
	printf("sakimori is ready: %s://%s (records: %s://%s", console->loopback ? "http" : "https",
	    console->at, intake->loopback ? "http" : "https", intake->at);
	for (size_t i = 0; i < server->bound.count; i++) {
		const struct bound *bound = &server->bound.entries[i];
		if (bound->use == BOUND_SYSLOG)
			printf(
			    ", syslog %s %s", syslog_transport_word(bound->transport), bound->at);
	}
	printf(")\n");
	fflush(stdout);
}

void serve_notify(const char *state)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	if (path == NULL || (path[0] != '/' && path[0] != '@') ||
	    strlen(path) >= sizeof(address.sun_path))
		return;
	memcpy(address.sun_path, path, strlen(path));
	if (path[0] == '@')
		address.sun_path[0] = '\0';
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
	(void)sendto(
	    fd, state, strlen(state), MSG_NOSIGNAL, (const struct sockaddr *)&address, size);
	close(fd);
}
