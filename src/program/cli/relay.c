/* SPDX-License-Identifier: Apache-2.0 */
/* `sakimori relay`: its arguments. */
#include "program/relay/relay.h"

#include "base/arena.h"
#include "base/text.h"
#include "os/files.h"
#include "program/cli/command.h"
#include "program/relay/follow.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SPOOL_SIZE ((uint64_t)8 << 30)
#define TOKEN 512

static const char help[] =
    "usage: sakimori relay --to URL (--token TOKEN | --token-file FILE) [OPTION]...\n"
    "\n"
    "Runs at a company: takes syslog, follows files, keeps everything in a spool on disk and "
    "sends\n"
    "it to a server, once and in order, however often the line, the server or the relay itself\n"
    "goes away. Runs in the foreground until SIGTERM.\n"
    "\n"
    "  --to URL               the server's intake, as https://HOST:8481\n"
    "  --token TOKEN          the source's token\n"
    "  --token-file FILE      the same, from a file (not to be seen in the list of processes)\n"
    "  --syslog ADDR:PORT     take syslog over UDP and TCP there (may be given several times)\n"
    "  --syslog-tls ADDR:PORT take syslog over TLS there (may be given several times)\n"
    "  --certificate FILE     PEM, for --syslog-tls\n"
    "  --key FILE             PEM, for --syslog-tls\n"
    "  --clients FILE         PEM of the CAs whose client certificates are accepted\n"
    "  --follow FILE          follow a file through rotation (may be given several times)\n"
    "  --from-start           files not known yet: all of them, not only what comes\n"
    "  --spool DIR            where records wait (default: ./relay-spool)\n"
    "  --spool-size BYTES     at most so many, K, M, G, T understood (default: 8G)\n"
    "  --pin sha256//BASE64   the server's public key, instead of checking its certificate by CAs\n"
    "  --ca FILE              PEM of CAs that are trusted instead of the system's\n"
    "  --help\n"
    "\n"
    "The pin of a server:\n"
    "  openssl s_client -connect HOST:8481 </dev/null 2>/dev/null | openssl x509 -pubkey -noout |\n"
    "    openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64\n"
    "\n"
    "Example:\n"
    "  sakimori relay --to https://sakimori.example:8481 --token-file /etc/sakimori/token \\\n"
    "    --syslog 0.0.0.0:514 --follow /var/log/auth.log --spool /var/lib/sakimori-relay\n";

struct arguments {
	struct relay_options options;
	const char *follow[FOLLOW_FILES];
	const char *token_file;
	char token[TOKEN + 1];
	bool help;
};

static bool read_size(const char *word, uint64_t *out)
{
	static const char units[] = "KMGT";
	struct text t = text_of(word);
	unsigned shift = 0;
	const char *unit = t.size == 0 ? NULL : strchr(units, t.at[t.size - 1]);
	if (unit != NULL) {
		shift = 10 * (unsigned)(unit - units + 1);
		t.size--;
	}
	if (!text_to_uint(t, out) || *out > UINT64_MAX >> shift)
		return false;
	*out <<= shift;
	return true;
}

static bool add(const char **list, size_t *count, size_t most, const char *value)
{
	if (*count == most)
		return false;
	list[(*count)++] = value;
	return true;
}

static bool take_option(struct arguments *arguments, int option, const char *value)
{
	struct relay_options *options = &arguments->options;
	const char **const words[] = {['t'] = &options->to,
	    ['k'] = &options->token,
	    ['K'] = &arguments->token_file,
	    ['c'] = &options->certificate,
	    ['e'] = &options->key,
	    ['l'] = &options->clients,
	    ['d'] = &options->spool,
	    ['p'] = &options->pin,
	    ['a'] = &options->ca};
	if (option > 0 && (size_t)option < sizeof(words) / sizeof(words[0]) &&
	    words[option] != NULL) {
		*words[option] = value;
		return true;
	}
	switch (option) {
	case 's':
		return add(options->syslog, &options->syslog_count, RELAY_SYSLOG, value);
	case 'S':
		return add(options->syslog_tls, &options->syslog_tls_count, RELAY_SYSLOG, value);
	case 'f':
		return add(arguments->follow, &options->follow_count, FOLLOW_FILES, value);
	case 'F':
		options->from_start = true;
		return true;
	case 'z':
		return read_size(value, &options->spool_size);
	case 'h':
		arguments->help = true;
		return true;
	default:
		return false;
	}
}

static bool read_options(struct arguments *arguments, int argc, char **argv)
{
	static const struct option options[] = {
	    {"to", required_argument, NULL, 't'},
	    {"token", required_argument, NULL, 'k'},
	    {"token-file", required_argument, NULL, 'K'},
	    {"syslog", required_argument, NULL, 's'},
	    {"syslog-tls", required_argument, NULL, 'S'},
	    {"certificate", required_argument, NULL, 'c'},
	    {"key", required_argument, NULL, 'e'},
	    {"clients", required_argument, NULL, 'l'},
	    {"follow", required_argument, NULL, 'f'},
	    {"from-start", no_argument, NULL, 'F'},
	    {"spool", required_argument, NULL, 'd'},
	    {"spool-size", required_argument, NULL, 'z'},
	    {"pin", required_argument, NULL, 'p'},
	    {"ca", required_argument, NULL, 'a'},
	    {"help", no_argument, NULL, 'h'},
	    {NULL, 0, NULL, 0},
	};
	int option;
	optind = 1;
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (!take_option(arguments, option, optarg))
			return false;
	}
	return optind == argc;
}

/* The first line of the file. */
static enum outcome read_token(struct arguments *arguments, struct why *why)
{
	struct arena *arena = arena_create("token", (size_t)1 << 20);
	struct text bytes;
	enum outcome outcome = file_read(arguments->token_file, 65536, arena, &bytes, why);
	if (outcome == DONE) {
		bytes = text_trim(text_cut(&bytes, '\n'));
		if (bytes.size == 0 || bytes.size > TOKEN) {
			why_set(why, "%s holds no token", arguments->token_file);
			outcome = MALFORMED;
		} else {
			snprintf(
			    arguments->token, sizeof(arguments->token), "%.*s", TEXT_ARGS(bytes));
			arguments->options.token = arguments->token;
		}
	}
	arena_destroy(arena);
	return outcome;
}

static const char *missing(const struct arguments *arguments)
{
	const struct relay_options *options = &arguments->options;
	if (options->to == NULL)
		return "--to is missing";
	if ((options->token == NULL) == (arguments->token_file == NULL))
		return "one of --token and --token-file is needed";
	if (options->syslog_count + options->syslog_tls_count + options->follow_count == 0)
		return "nothing to take: give --syslog, --syslog-tls or --follow";
	if (options->syslog_tls_count != 0 &&
	    (options->certificate == NULL || options->key == NULL))
		return "--syslog-tls needs --certificate and --key";
	return NULL;
}

static int run(int argc, char **argv)
{
	struct arguments arguments = {
	    .options = {.spool = "relay-spool", .spool_size = SPOOL_SIZE}};
	struct why why = {""};
	if (!read_options(&arguments, argc, argv))
		return command_unusable(&relay_command, "unusable arguments");
	if (arguments.help)
		return command_help(&relay_command);
	const char *lack = missing(&arguments);
	if (lack != NULL)
		return command_unusable(&relay_command, "%s", lack);
	arguments.options.follow = arguments.follow;
	enum outcome outcome = DONE;
	if (arguments.token_file != NULL)
		outcome = read_token(&arguments, &why);
	if (outcome == DONE)
		outcome = relay_run(&arguments.options, &why);
	if (outcome == DONE)
		return EXIT_DONE;
	fprintf(stderr, "sakimori relay: %s\n", why.text);
	return outcome == MALFORMED ? EXIT_UNUSABLE : EXIT_UNREACHABLE;
}

const struct command relay_command = {
    "relay", "at a company: take syslog, follow files, send it all to a server", help, run};
