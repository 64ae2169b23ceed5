/* SPDX-License-Identifier: Apache-2.0 */
/* A password, never from an argument: arguments are seen by everybody on the machine. */
#include "base/arena.h"
#include "program/cli/directory/directory.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define PASSWORD_LINE 1024

static int fail(const struct directory_call *call, const char *what, const char *why)
{
	fprintf(stderr, "sakimori %s: %s: %s\n", call->noun->command->name, what, why);
	return EXIT_UNREACHABLE;
}

/* Its line end does not belong to it. */
static struct text line_of(struct arena *arena, const char *line)
{
	return text_copy(arena, (struct text){line, strcspn(line, "\r\n")});
}

static int from_file(struct directory_call *call, const char *path, struct text *password)
{
	char line[PASSWORD_LINE];
	FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
	if (file == NULL)
		return fail(call, path, strerror(errno));
	bool read = fgets(line, sizeof(line), file) != NULL;
	if (file != stdin)
		fclose(file);
	if (!read || strcspn(line, "\r\n") == 0)
		return command_unusable(call->noun->command, "%s holds no password", path);
	*password = line_of(call->arena, line);
	explicit_bzero(line, sizeof(line));
	return EXIT_DONE;
}

static void prompt(struct directory_call *call, const char *key)
{
	struct text words = words_get(&call->words, key);
	fprintf(stderr, "%.*s ", TEXT_ARGS(words));
	fflush(stderr);
}

/* Nothing that is typed shows; the terminal is as before afterwards. */
static bool ask(struct directory_call *call, const char *key, struct text *answer)
{
	struct termios before;
	char line[PASSWORD_LINE];
	if (tcgetattr(STDIN_FILENO, &before) != 0)
		return false;
	struct termios quiet = before;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) != 0)
		return false;
	prompt(call, key);
	bool read = fgets(line, sizeof(line), stdin) != NULL;
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	fputc('\n', stderr);
	if (read)
		*answer = line_of(call->arena, line);
	explicit_bzero(line, sizeof(line));
	return read;
}

int directory_password(struct directory_call *call, struct text *password)
{
	struct text again;
	*password = TEXT("");
	if (directory_given(call, "password-file"))
		return from_file(call,
		    text_cstr(call->arena, directory_option(call, "password-file")), password);
	if (!isatty(STDIN_FILENO))
		return EXIT_DONE;
	if (!ask(call, "password_ask", password) || !ask(call, "password_again", &again))
		return command_unusable(call->noun->command, "no password was given");
	if (!text_equal(*password, again))
		return command_unusable(call->noun->command, "the two passwords differ");
	return EXIT_DONE;
}
