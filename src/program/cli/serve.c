/* SPDX-License-Identifier: Apache-2.0 */
/* `sakimori serve`: reads its arguments and hands over to program/server. */
#include "program/server/serve.h"

#include "program/cli/command.h"

#include <getopt.h>
#include <stddef.h>

enum { OPTION_DATA = 256, OPTION_CONFIG, OPTION_LISTEN, OPTION_INTAKE, OPTION_HELP };

static const struct option options[] = {
    {"data", required_argument, NULL, OPTION_DATA},
    {"config", required_argument, NULL, OPTION_CONFIG},
    {"listen", required_argument, NULL, OPTION_LISTEN},
    {"intake-listen", required_argument, NULL, OPTION_INTAKE},
    {"help", no_argument, NULL, OPTION_HELP},
    {NULL, 0, NULL, 0},
};

static const char help[] =
    "usage: sakimori serve [OPTION]...\n"
    "\n"
    "Takes records (HTTP, syslog), keeps them, watches them all the time, and shows what it "
    "finds.\n"
    "Runs until it gets SIGTERM or SIGINT; SIGHUP makes it read its configuration and rules "
    "again.\n"
    "\n"
    "  --data DIR              where everything is kept (./var; installed: /var/lib/sakimori)\n"
    "  --config FILE           the configuration (DATA/sakimori.yaml where it is there)\n"
    "  --listen ADDR:PORT      of the console (127.0.0.1:8480)\n"
    "  --intake-listen ADDR:PORT\n"
    "                          where records are sent to (127.0.0.1:8481)\n"
    "\n"
    "Port 0 is any free one. An address that other machines reach is served with TLS; a "
    "certificate is\n"
    "made at the first start. Every key of the configuration: docs/configuration.md.\n"
    "\n"
    "Example: sakimori serve --data /srv/sakimori --listen 192.0.2.1:8480 --intake-listen "
    "192.0.2.1:8481\n"
    "\n"
    "Exit status: 0 stopped as asked; 2 unusable arguments or configuration; 3 a process had to "
    "be\n"
    "killed; 4 an address, a folder or a certificate could not be opened, or a process does not "
    "start.\n";

static void take_option(int option, const char *argument, struct config_words *words)
{
	if (option == OPTION_DATA)
		words->data = argument;
	else if (option == OPTION_CONFIG)
		words->file = argument;
	else if (option == OPTION_LISTEN)
		words->listen = argument;
	else if (option == OPTION_INTAKE)
		words->intake_listen = argument;
}

static int run(int argc, char **argv)
{
	static struct config_words words;
	int option;
	optind = 1;
	opterr = 0;
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == OPTION_HELP)
			return command_help(&serve_command);
		if (option == '?')
			return command_unusable(&serve_command,
			    "'%s' is no option, or lacks its value", argv[optind - 1]);
		if (optarg[0] == '\0')
			return command_unusable(
			    &serve_command, "'%s' lacks its value", argv[optind - 1]);
		take_option(option, optarg, &words);
	}
	if (optind < argc)
		return command_unusable(&serve_command, "'%s' is not expected", argv[optind]);
	return (int)serve(&words);
}

const struct command serve_command = {
    .name = "serve",
    .summary = "the server: takes records, watches them, shows what it finds",
    .help = help,
    .run = run,
};
