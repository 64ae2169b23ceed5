/* SPDX-License-Identifier: Apache-2.0 */
/* The lines that make a sender send, with this server's own addresses filled in. */
#include "base/arena.h"
#include "program/cli/directory.h"

#include <stdio.h>

struct ways {
	struct text intake; /* "host:port" */
	struct text host;   /* of syslog; empty: no listener */
	struct text port;
	struct text transport; /* "tcp" or "udp" */
	struct text token;
	bool loopback;
};

static void print_line(const char *start, struct text t)
{
	printf("  %s%.*s\n", start, TEXT_ARGS(t));
}

static void connect_http(struct directory_call *call, const struct ways *ways)
{
	struct text token = ways->token.size != 0 ? ways->token : TEXT("TOKEN");
	const char *scheme = ways->loopback ? "http" : "https";
	directory_say(call, "connect_http", NULL, 0);
	print_line("", text_format(call->arena,
			   "curl -H 'Authorization: Bearer %.*s' --data-binary @FILE "
			   "%s://%.*s/intake/records",
			   TEXT_ARGS(token), scheme, TEXT_ARGS(ways->intake)));
	print_line("", text_format(call->arena, "sakimori send --to %s://%.*s --token %.*s FILE",
			   scheme, TEXT_ARGS(ways->intake), TEXT_ARGS(token)));
	if (!ways->loopback)
		directory_say(call, "connect_tls", NULL, 0);
}

static void connect_syslog(
    struct directory_call *call, const struct ways *ways, struct text own_port)
{
	struct text port = own_port.size != 0 ? own_port : ways->port;
	bool tcp = text_equal(ways->transport, TEXT("tcp"));
	directory_say(call, "connect_syslog", NULL, 0);
	print_line(
	    "", text_format(call->arena,
		    "*.* action(type=\"omfwd\" target=\"%.*s\" port=\"%.*s\" protocol=\"%.*s\"%s)",
		    TEXT_ARGS(ways->host), TEXT_ARGS(port), TEXT_ARGS(ways->transport),
		    tcp ? " tcp_framing=\"octet-counted\" action.resumeRetryCount=\"-1\" "
			  "queue.type=\"LinkedList\""
			: ""));
	print_line(
	    "", text_format(call->arena, "logger --server %.*s --port %.*s %s test",
		    TEXT_ARGS(ways->host), TEXT_ARGS(port), tcp ? "--tcp --octet-count" : "--udp"));
}

static void split_address(struct text address, struct text *host, struct text *port)
{
	size_t colon = text_find_last_char(address, ':');
	*host = text_part(address, 0, colon);
	*port = colon == TEXT_NONE ? TEXT("") : text_from(address, colon + 1);
	if (text_starts(*host, TEXT("[")) && text_ends(*host, TEXT("]")))
		*host = text_part(*host, 1, host->size - 2);
}

/* TCP loses nothing, so it is shown where there is a listener for it. */
static void choose_listener(struct directory_call *call, struct ways *ways)
{
	static const struct text wanted[] = {TEXT_INIT("udp"), TEXT_INIT("tcp")};
	const struct json *list = json_get(directory_addresses(call), "syslog");
	struct text host;
	for (size_t i = 0; i < 2; i++) {
		for (const struct json *one = list == NULL ? NULL : list->first; one != NULL;
		     one = one->next) {
			if (!text_equal(json_get_text(one, "transport"), wanted[i]))
				continue;
			ways->transport = wanted[i];
			split_address(json_get_text(one, "address"), &host, &ways->port);
			break;
		}
	}
}

static bool is_loopback(struct text address)
{
	return text_starts(address, TEXT("127.")) || text_starts(address, TEXT("[::1]")) ||
	       text_starts(address, TEXT("localhost:"));
}

void directory_connect(struct directory_call *call, const struct json *source)
{
	const struct json *status = NULL;
	if (directory_ask(call, "/status", TEXT(""), &status) != EXIT_DONE)
		return;
	struct ways ways = {
	    .intake = json_get_text(status, "intake_address"),
	    .transport = TEXT("tcp"),
	    .token = json_get_text(source, "token"),
	};
	split_address(json_get_text(status, "syslog_address"), &ways.host, &ways.port);
	choose_listener(call, &ways);
	ways.loopback = is_loopback(ways.intake);
	const struct json *addresses = json_get(source, "addresses");
	struct text port = json_get_text(source, "port");
	bool syslog = (addresses != NULL && addresses->count != 0) || port.size != 0 ||
		      json_get_text(source, "certificate").size != 0;
	bool http = text_equal(json_get_text(source, "has_token"), TEXT("true"));
	if (ways.intake.size == 0)
		directory_say(call, "connect_later", NULL, 0);
	if (ways.intake.size != 0 && http)
		connect_http(call, &ways);
	if (ways.host.size != 0 && syslog)
		connect_syslog(call, &ways, port);
	if (!syslog && !http)
		directory_say(call, "connect_unknown", NULL, 0);
}
