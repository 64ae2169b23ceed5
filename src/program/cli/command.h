/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The commands of `sakimori`: each registers its name, one line and help, and runs.
 */
#ifndef PROGRAM_CLI_COMMAND_H
#define PROGRAM_CLI_COMMAND_H

#include "render/texts.h"

/* Exit statuses, the same for every command (docs: README, "Exit status"). */
enum exit_status {
	EXIT_DONE = 0,
	EXIT_FOUND = 1,       /* done, and something at or above --fail-on was found */
	EXIT_UNUSABLE = 2,    /* unusable arguments or configuration */
	EXIT_PARTLY = 3,      /* some input could not be read; the rest was; wins over EXIT_FOUND */
	EXIT_UNREACHABLE = 4, /* could not open or reach what it needs */
};

struct command {
	const char *name;
	const char *summary; /* one line */
	const char *help;    /* usage, options, an example */
	/* argv[0] is the command's name. Returns an exit status. */
	int (*run)(int argc, char **argv);
};

extern const struct command triage_command;
extern const struct command rules_command;
extern const struct command journal_command;
extern const struct command relay_command;
extern const struct command send_command;
extern const struct command serve_command;
extern const struct command company_command;
extern const struct command group_command;
extern const struct command member_command;
extern const struct command source_command;
extern const struct command search_command;
extern const struct command status_command;
extern const struct command backup_command;
extern const struct command restore_command;

/* All commands; ends with NULL. */
extern const struct command *const commands[];

/* Say on standard error what is wrong with the arguments and how to get help; returns
 * EXIT_UNUSABLE. */
int command_unusable(const struct command *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Print the help on standard output; returns EXIT_DONE. */
int command_help(const struct command *command);

/* "ja" or "en"; false for anything else. */
int command_language(const char *word, enum language *language);

/* The language of LC_ALL, LC_MESSAGES or LANG: Japanese where it begins with "ja", else English. */
enum language command_default_language(void);

/* "1 file", "2 files". */
static inline const char *plural(unsigned long long n)
{
	return n == 1 ? "" : "s";
}

#endif
