/* SPDX-License-Identifier: Apache-2.0 */
/* `sakimori`: finds the command and hands over. */
#include "program/cli/command.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct command *const commands[] = {&triage_command, &rules_command, &serve_command,
    &company_command, &group_command, &member_command, &source_command, &search_command,
    &status_command, &relay_command, &send_command, &backup_command, &restore_command,
    &journal_command, NULL};

int command_unusable(const struct command *command, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	fprintf(stderr, "sakimori %s: ", command->name);
	vfprintf(stderr, format, arguments);
	fprintf(stderr, "\nTry 'sakimori %s --help'.\n", command->name);
	va_end(arguments);
	return EXIT_UNUSABLE;
}

int command_help(const struct command *command)
{
	fputs(command->help, stdout);
	return EXIT_DONE;
}

int command_language(const char *word, enum language *language)
{
	if (strcmp(word, "ja") == 0)
		*language = LANGUAGE_JA;
	else if (strcmp(word, "en") == 0)
		*language = LANGUAGE_EN;
	else
		return 0;
	return 1;
}

enum language command_default_language(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);
		if (value != NULL && value[0] != '\0')
			return strncmp(value, "ja", 2) == 0 ? LANGUAGE_JA : LANGUAGE_EN;
	}
	return LANGUAGE_EN;
}

static void print_usage(FILE *out)
{
	fputs("usage: sakimori COMMAND [OPTION]... [ARGUMENT]...\n\n", out);
	for (size_t i = 0; commands[i] != NULL; i++)
		fprintf(out, "  %-8s %s\n", commands[i]->name, commands[i]->summary);
	fputs(
	    "\n'sakimori COMMAND --help' tells more, with an example. 'sakimori --version' prints "
	    "the version.\n"
	    "Exit status: 0 done; 1 found something at or above --fail-on; 2 unusable arguments; "
	    "3 done in part;\n4 could not open or reach what it needs.\n",
	    out);
}

/* A standard stream that was closed: the next file to be opened must not take its place, or
 * messages would land in a report. */
static void hold_streams(void)
{
	for (int fd = 0; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) == -1 && open("/dev/null", O_RDWR) != fd)
			abort();
	}
}

int main(int argc, char **argv)
{
	hold_streams();
	if (argc < 2) {
		print_usage(stderr);
		return EXIT_UNUSABLE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
		print_usage(stdout);
		return EXIT_DONE;
	}
	if (strcmp(argv[1], "--version") == 0) {
		printf("sakimori %s\n", SAKIMORI_VERSION);
		return EXIT_DONE;
	}
	for (size_t i = 0; commands[i] != NULL; i++) {
		if (strcmp(argv[1], commands[i]->name) == 0)
			return commands[i]->run(argc - 1, argv + 1);
	}
	fprintf(stderr, "sakimori: there is no command '%s'\n\n", argv[1]);
	print_usage(stderr);
	return EXIT_UNUSABLE;
}
