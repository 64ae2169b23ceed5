/* SPDX-License-Identifier: Apache-2.0 */
/* The lines that make a sender send, with this server's own addresses filled in. */
#include "base/arena.h"
#include "program/cli/directory/directory.h"

#include <stdio.h>
#include <unistd.h>

struct ways {
	struct text intake; /* "host:port" */
	struct text host;   /* of syslog; empty: no listener */
	struct text port;
	struct text transport; /* "tcp" or "udp" */
	struct text token;
	struct text pin; /* of the server's key; empty: no TLS */
	bool relay;
};

static void print_line(const char *start, struct text t)
{
	printf("  %s%.*s\n", start, TEXT_ARGS(t));
}

/* The server is known by its key, whoever signed its certificate; curl's -k leaves only that. */
static void connect_http(struct directory_call *call, const struct ways *ways)
{
	struct text token = ways->token.size != 0 ? ways->token : TEXT("TOKEN");
	struct text pin = TEXT("");
	struct text pinned = TEXT("");
	const char *scheme = ways->pin.size == 0 ? "http" : "https";
	if (ways->pin.size != 0) {
		pin = text_format(call->arena, "--pin '%.*s' ", TEXT_ARGS(ways->pin));
		pinned =
		    text_format(call->arena, "-k --pinnedpubkey '%.*s' ", TEXT_ARGS(ways->pin));
	}
	if (ways->relay) {
		directory_say(call, "connect_relay", NULL, 0);
		print_line("", text_format(call->arena,
				   "sakimori relay --to %s://%.*s --token-file token %.*s"
				   "--syslog 0.0.0.0:514 --spool /var/lib/sakimori-relay",
				   scheme, TEXT_ARGS(ways->intake), TEXT_ARGS(pin)));
		return;
	}
	directory_say(call, "connect_http", NULL, 0);
	print_line("", text_format(call->arena,
			   "curl %.*s-H 'Authorization: Bearer %.*s' --data-binary @FILE "
			   "%s://%.*s/intake/records",
			   TEXT_ARGS(pinned), TEXT_ARGS(token), scheme, TEXT_ARGS(ways->intake)));
	print_line(
	    "", text_format(call->arena, "sakimori send --to %s://%.*s %.*s--token %.*s FILE",
		    scheme, TEXT_ARGS(ways->intake), TEXT_ARGS(pin), TEXT_ARGS(token)));
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

/* A server that listens everywhere is reached by its machine's name. */
static struct text reachable(struct directory_call *call, struct text host)
{
	static const struct text everywhere[] = {
	    TEXT_INIT("0.0.0.0"), TEXT_INIT("[::]"), TEXT_INIT("::")};
	char name[256] = "";
	for (size_t i = 0; i < sizeof(everywhere) / sizeof(everywhere[0]); i++)
		if (text_equal(host, everywhere[i]) && gethostname(name, sizeof(name) - 1) == 0)
			return text_copy(call->arena, text_of(name));
	return host;
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
	ways.pin = json_get_text(directory_addresses(call), "pin");
	ways.relay = text_equal(json_get_text(source, "kind"), TEXT("relay"));
	ways.host = reachable(call, ways.host);
	size_t colon = text_find_last_char(ways.intake, ':');
	if (colon != TEXT_NONE)
		ways.intake = text_format(call->arena, "%.*s%.*s",
		    TEXT_ARGS(reachable(call, text_part(ways.intake, 0, colon))),
		    TEXT_ARGS(text_from(ways.intake, colon)));
	const struct json *addresses = json_get(source, "addresses");
	struct text port = json_get_text(source, "port");
	bool syslog = (addresses != NULL && addresses->count != 0) || port.size != 0 ||
		      json_get_text(source, "certificate").size != 0;
	bool http = text_equal(json_get_text(source, "has_token"), TEXT("true"));
	if (ways.intake.size == 0)
		directory_say(call, "connect_later", NULL, 0);
	if (ways.intake.size != 0 && http)
		connect_http(call, &ways);
	bool via = json_get_text(source, "via").size != 0;
	if (via)
		directory_say(call, "connect_via", NULL, 0);
	else if (ways.host.size != 0 && syslog)
		connect_syslog(call, &ways, port);
	if (!syslog && !http && !via)
		directory_say(call, "connect_unknown", NULL, 0);
}
