/* SPDX-License-Identifier: Apache-2.0 */
/* `sakimori company` */
#include "program/cli/directory/directory.h"

static const char help[] =
    "usage: sakimori company add NAME [OPTION]...\n"
    "       sakimori company set NAME [OPTION]...   change what is given\n"
    "       sakimori company list [--gone]          --gone: also those that left\n"
    "       sakimori company show NAME\n"
    "       sakimori company remove NAME --yes      it leaves: its records are gone for good\n"
    "\n"
    "  --zone ZONE         time zone of its days (Asia/Tokyo)\n"
    "  --sector WORDS      what it does\n"
    "  --staff BAND        \"51-100\"\n"
    "  --region WORDS\n"
    "  --domain DOMAIN\n"
    "  --retain-days N     how long records are kept (0: as the server is configured)\n"
    "  --rename NAME       with set: its new name\n"
    "  --json              for programs\n"
    "  --data DIR          the data folder (./var)\n"
    "  --lang ja|en\n"
    "\n"
    "NAME is a name or an id. With a running server and without, the same.\n"
    "\n"
    "Example: sakimori company add \"Yamada Parts\" --staff 51-100 --domain yamada.example\n"
    "\n"
    "Exit status: 0 done; 2 refused, or unusable arguments; 4 the data could not be opened.\n";

static int do_list(struct directory_call *call)
{
	return directory_answer_list(
	    call, directory_given(call, "gone") ? "/companies?gone=1" : "/companies");
}

static int do_remove(struct directory_call *call)
{
	int status = directory_confirm(call, "company_remove");
	if (status != EXIT_DONE)
		return status;
	const char *path = directory_path(call, "companies", call->names[0], "leave", NULL);
	return directory_tell(call, path, TEXT("{}"), "company_gone");
}

static int run(int argc, char **argv);

const struct command company_command = {
    .name = "company",
    .summary = "companies: add, change, list, show, remove",
    .help = help,
    .run = run,
};

static const struct directory_option options[] = {
    {"zone", DIRECTORY_TEXT, "zone"},
    {"sector", DIRECTORY_TEXT, "sector"},
    {"staff", DIRECTORY_TEXT, "staff"},
    {"region", DIRECTORY_TEXT, "region"},
    {"domain", DIRECTORY_TEXT, "domain"},
    {"retain-days", DIRECTORY_NUMBER, "retain_days"},
    {"rename", DIRECTORY_TEXT, "name"},
    {"gone", DIRECTORY_FLAG, NULL},
    {NULL, DIRECTORY_FLAG, NULL},
};
#define COMPANY_OPTIONS " zone sector staff region domain retain-days "
static const struct directory_verb verbs[] = {
    {"add", 1, 1, COMPANY_OPTIONS, directory_do_add},
    {"set", 1, 1, COMPANY_OPTIONS "rename ", directory_do_set},
    {"list", 0, 0, " gone ", do_list},
    {"show", 1, 1, "", directory_do_show},
    {"remove", 1, 1, "", do_remove},
    {NULL, 0, 0, NULL, NULL},
};
static const struct directory_column list[] = {
    {"name", SHOW_TEXT},
    {"state", SHOW_WORD},
    {"act", SHOW_COUNT},
    {"look", SHOW_COUNT},
    {"source_count", SHOW_COUNT},
    {"last_seen", SHOW_TIME},
    {"id", SHOW_TEXT},
    {NULL, SHOW_TEXT},
};
static const struct directory_column show[] = {
    {"name", SHOW_TEXT},
    {"id", SHOW_TEXT},
    {"state", SHOW_WORD},
    {"reasons", SHOW_LIST},
    {"act", SHOW_COUNT},
    {"look", SHOW_COUNT},
    {"source_count", SHOW_COUNT},
    {"last_seen", SHOW_TIME},
    {"sector", SHOW_TEXT},
    {"staff", SHOW_TEXT},
    {"region", SHOW_TEXT},
    {"domain", SHOW_TEXT},
    {"zone", SHOW_TEXT},
    {"retain", SHOW_DURATION},
    {"created", SHOW_TIME},
    {"left", SHOW_TIME},
    {NULL, SHOW_TEXT},
};

static int run(int argc, char **argv)
{
	static const struct noun noun = {
	    &company_command, "companies", options, verbs, list, show, NULL};
	return directory_run(&noun, argc, argv);
}
