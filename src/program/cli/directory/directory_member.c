/* SPDX-License-Identifier: Apache-2.0 */
/* `sakimori member` */
#include "program/cli/directory/directory.h"

#include <stdio.h>

static const char help[] =
    "usage: sakimori member add LOGIN --name NAME --role ROLE [--group G | --company C]\n"
    "       sakimori member list\n"
    "       sakimori member show LOGIN\n"
    "       sakimori member password LOGIN\n"
    "       sakimori member remove LOGIN\n"
    "\n"
    "ROLE: administrator (of the installation), operator or analyst (of a group), company (member\n"
    "of a company), auditor (of a group, or of all).\n"
    "\n"
    "  --name NAME           the person's name\n"
    "  --role ROLE\n"
    "  --group GROUP         whose operator, analyst or auditor it is\n"
    "  --company COMPANY     whose member it is\n"
    "  --language ja|en      of the pages it sees\n"
    "  --password-file FILE  the password is the first line (- is standard input); else it is\n"
    "                        asked for on the terminal\n"
    "  --json                for programs\n"
    "  --data DIR            the data folder (./var)\n"
    "  --lang ja|en\n"
    "\n"
    "Example: sakimori member add hanako --name \"Yamada Hanako\" --role administrator\n"
    "\n"
    "Exit status: 0 done; 2 refused, or unusable arguments; 4 the data could not be opened.\n";

static int do_add(struct directory_call *call)
{
	const struct json *json = NULL;
	struct fill texts[2] = {{"login", text_of(call->names[0])}, {"password", TEXT("")}};
	if (!directory_given(call, "role"))
		return command_unusable(call->noun->command, "add needs --role");
	int status = directory_password(call, &texts[1].value);
	if (status != EXIT_DONE)
		return status;
	bool secret = texts[1].value.size != 0;
	const char *path = directory_path(call, "members", NULL);
	status = directory_ask(call, path, directory_body(call, texts, secret ? 2 : 1), &json);
	status = directory_answer(call, status, json);
	if (status == EXIT_DONE && !secret) {
		struct text line = words_get(&call->words, "no_password");
		fprintf(stderr, "%.*s\n", TEXT_ARGS(line));
	}
	return status;
}

static int do_password(struct directory_call *call)
{
	struct fill secret = {"password", TEXT("")};
	int status = directory_password(call, &secret.value);
	if (status != EXIT_DONE)
		return status;
	if (secret.value.size == 0)
		return command_unusable(call->noun->command,
		    "no terminal to ask for the password; give --password-file");
	const char *path = directory_path(call, "members", call->names[0], "password", NULL);
	return directory_tell(call, path, directory_body(call, &secret, 1), "password_set");
}

static int run(int argc, char **argv);

const struct command member_command = {
    .name = "member",
    .summary = "people with an account: add, list, show, password, remove",
    .help = help,
    .run = run,
};

static const struct directory_option options[] = {
    {"name", DIRECTORY_TEXT, "name"},
    {"role", DIRECTORY_TEXT, "role"},
    {"group", DIRECTORY_TEXT, "group"},
    {"company", DIRECTORY_TEXT, "company"},
    {"language", DIRECTORY_TEXT, "language"},
    {"password-file", DIRECTORY_TEXT, NULL},
    {NULL, DIRECTORY_FLAG, NULL},
};
static const struct directory_verb verbs[] = {
    {"add", 1, 1, " name role group company language password-file ", do_add},
    {"list", 0, 0, "", directory_do_list},
    {"show", 1, 1, "", directory_do_show},
    {"password", 1, 1, " password-file ", do_password},
    {"remove", 1, 1, "", directory_do_remove},
    {NULL, 0, 0, NULL, NULL},
};
static const struct directory_column columns[] = {
    {"login", SHOW_TEXT},
    {"name", SHOW_TEXT},
    {"role", SHOW_WORD},
    {"group", SHOW_TEXT},
    {"company", SHOW_TEXT},
    {"language", SHOW_TEXT},
    {"created", SHOW_TIME},
    {"disabled", SHOW_TIME},
    {"id", SHOW_TEXT},
    {NULL, SHOW_TEXT},
};
static const struct directory_column list[] = {
    {"login", SHOW_TEXT},
    {"name", SHOW_TEXT},
    {"role", SHOW_WORD},
    {"created", SHOW_TIME},
    {"id", SHOW_TEXT},
    {NULL, SHOW_TEXT},
};

static int run(int argc, char **argv)
{
	static const struct noun noun = {
	    &member_command, "members", options, verbs, list, columns, NULL};
	return directory_run(&noun, argc, argv);
}
