/* SPDX-License-Identifier: Apache-2.0 */
/* `sakimori group` */
#include "program/cli/directory/directory.h"

static const char help[] =
    "usage: sakimori group add NAME --kind association|maker|provider\n"
    "       sakimori group list\n"
    "       sakimori group show NAME\n"
    "       sakimori group consent NAME --company COMPANY [--withdraw]\n"
    "       sakimori group remove NAME\n"
    "\n"
    "A group sees the companies that consented to it, and no others.\n"
    "\n"
    "  --kind WORD         what it is to its companies\n"
    "  --company COMPANY   whose consent is noted\n"
    "  --withdraw          the consent is taken back\n"
    "  --json              for programs\n"
    "  --data DIR          the data folder (./var)\n"
    "  --lang ja|en\n"
    "\n"
    "Example: sakimori group consent \"Parts Makers' Association\" --company \"Yamada Parts\"\n"
    "\n"
    "Exit status: 0 done; 2 refused, or unusable arguments; 4 the data could not be opened.\n";

static int do_consent(struct directory_call *call)
{
	if (!directory_given(call, "company"))
		return command_unusable(call->noun->command, "consent needs --company");
	const char *path = directory_path(call, "groups", call->names[0], "consent", NULL);
	return directory_tell(call, path, directory_body(call, NULL, 0),
	    directory_given(call, "withdraw") ? "consent_withdrawn" : "consent_given");
}

static int run(int argc, char **argv);

const struct command group_command = {
    .name = "group",
    .summary = "groups that serve companies: add, list, show, consent, remove",
    .help = help,
    .run = run,
};

static const struct directory_option options[] = {
    {"kind", DIRECTORY_TEXT, "kind"},
    {"company", DIRECTORY_TEXT, "company"},
    {"withdraw", DIRECTORY_FLAG, "withdraw"},
    {NULL, DIRECTORY_FLAG, NULL},
};
static const struct directory_verb verbs[] = {
    {"add", 1, 1, " kind ", directory_do_add},
    {"list", 0, 0, "", directory_do_list},
    {"show", 1, 1, "", directory_do_show},
    {"consent", 1, 1, " company withdraw ", do_consent},
    {"remove", 1, 1, "", directory_do_remove},
    {NULL, 0, 0, NULL, NULL},
};
static const struct directory_column columns[] = {
    {"name", SHOW_TEXT},
    {"kind", SHOW_WORD},
    {"companies", SHOW_COUNT},
    {"created", SHOW_TIME},
    {"id", SHOW_TEXT},
    {NULL, SHOW_TEXT},
};

static int run(int argc, char **argv)
{
	static const struct noun noun = {
	    &group_command, "groups", options, verbs, columns, columns, NULL};
	return directory_run(&noun, argc, argv);
}
