/* SPDX-License-Identifier: Apache-2.0 */
/* `sakimori journal`: proves that the journal is whole, takes a company's records elsewhere, tells
 * what there is. It reads the files themselves, so it works while the server runs. */
#include "base/arena.h"
#include "program/cli/command.h"
#include "program/cli/journal/journal_parts.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MEMORY ((size_t)1 << 30)

enum { OPTION_DATA = 256, OPTION_COMPANY, OPTION_JSON, OPTION_PLAIN, OPTION_HELP };

static const struct option options[] = {
    {"data", required_argument, NULL, OPTION_DATA},
    {"company", required_argument, NULL, OPTION_COMPANY},
    {"json", no_argument, NULL, OPTION_JSON},
    {"plain", no_argument, NULL, OPTION_PLAIN},
    {"help", no_argument, NULL, OPTION_HELP},
    {"lang", required_argument, NULL, 'l'},
    {NULL, 0, NULL, 0},
};

static const char help[] =
    "usage: sakimori journal verify [--company NAME]              the log and every chain\n"
    "       sakimori journal verify FOLDER                        an export\n"
    "       sakimori journal export --company NAME -o FOLDER      a company's blocks, with proof\n"
    "       sakimori journal stat                                 what there is\n"
    "\n"
    "  --data DIR       the data folder (./var)\n"
    "  --company NAME   an id or a unique name\n"
    "  --plain          export: also the records in plain, records.jsonl\n"
    "  -o FOLDER        export: where to; it is made\n"
    "  --json           for programs\n"
    "\n"
    "Example: sakimori journal verify --company 'Acme Parts'\n"
    "\n"
    "Exit status: 0 done; 1 something was changed, taken out or cut off; 2 unusable arguments;\n"
    "4 could not be opened.\n";

int journal_fail(const struct why *why)
{
	fprintf(stderr, "sakimori journal: %s\n", why->text);
	return EXIT_UNREACHABLE;
}

static enum outcome open_store(struct journal_command *command, struct why *why)
{
	struct text path = text_format(command->arena, "%s/state", command->data);
	struct store_options wanted = {text_cstr(command->arena, path), true};
	command->place.folder =
	    text_cstr(command->arena, text_format(command->arena, "%s/journal", command->data));
	command->place.keys =
	    text_cstr(command->arena, text_format(command->arena, "%s/keys", command->data));
	command->viewer = viewer_system("journal");
	return store_open(&wanted, &command->store, why);
}

static void add(struct journal_command *command, struct text id, struct text name)
{
	for (size_t i = 0; i < command->count; i++) {
		if (text_equal(command->companies[i].id, id))
			return;
	}
	command->companies = arena_grow(command->arena, command->companies, command->count,
	    command->count + 1, sizeof(command->companies[0]));
	command->companies[command->count++] = (struct journal_company){
	    text_copy(command->arena, id), text_copy(command->arena, name)};
}

static bool add_folder(void *data, struct text company)
{
	add(data, company, (struct text){NULL, 0});
	return true;
}

/* All companies: of the store, also those that left; and folders that nobody knows. */
static enum outcome all_companies(struct journal_command *command, struct why *why)
{
	struct page page = {.limit = 1000};
	struct companies list;
	do {
		enum outcome outcome = company_list(
		    command->store, &command->viewer, page, true, command->arena, &list, why);
		if (outcome != DONE)
			return outcome;
		for (size_t i = 0; i < list.count; i++)
			add(command, text_of(list.at[i].id), list.at[i].name);
		page.after = list.next;
	} while (list.next.size != 0);
	return block_companies(&command->place, add_folder, command, why);
}

static enum outcome choose(struct journal_command *command, struct why *why)
{
	struct company company;
	if (command->company == NULL)
		return all_companies(command, why);
	enum outcome outcome = company_get(command->store, &command->viewer,
	    text_of(command->company), command->arena, &company, why);
	if (outcome == DONE)
		add(command, text_of(company.id), company.name);
	else if (outcome == NOT_FOUND)
		why_set(why, "there is no company '%s'", command->company);
	return outcome;
}

/* NULL: no anchor. */
const struct chain_head *journal_anchor(
    struct journal_command *command, struct text company, struct chain_head *head)
{
	struct why why;
	enum outcome outcome = anchor_get(command->store, &command->viewer, company, head, &why);
	return outcome == DONE ? head : NULL;
}

static int run_export(struct journal_command *command)
{
	struct chain_head head;
	struct why why = {""};
	uint64_t records = 0;
	struct text id = command->companies[0].id;
	struct export_wish wish = {.company = id,
	    .to = command->to,
	    .anchor = journal_anchor(command, id, &head),
	    .plain = command->plain,
	    .now = (int64_t)time(NULL) * CLOCK_SECOND};
	if (journal_export(&command->place, &wish, &records, &why) != DONE)
		return journal_fail(&why);
	if (command->plain)
		printf("%s: exported with %llu records in plain\n", command->to,
		    (unsigned long long)records);
	else
		printf("%s: exported\n", command->to);
	return EXIT_DONE;
}

static int run(const struct command *self, struct journal_command *command, const char *verb)
{
	struct why why = {""};
	bool export = strcmp(verb, "export") == 0;
	if (export && (command->company == NULL || command->to == NULL))
		return command_unusable(self, "export wants --company and -o");
	if (open_store(command, &why) != DONE || choose(command, &why) != DONE)
		return journal_fail(&why);
	if (export)
		return run_export(command);
	return strcmp(verb, "verify") == 0 ? journal_run_verify(command)
					   : journal_run_stat(command);
}

static int read_options(
    const struct command *self, struct journal_command *command, int argc, char **argv)
{
	int option;
	optind = 0;
	while ((option = getopt_long(argc, argv, "o:", options, NULL)) != -1) {
		if (option == OPTION_DATA)
			command->data = optarg;
		else if (option == OPTION_COMPANY)
			command->company = optarg;
		else if (option == OPTION_JSON)
			command->json = true;
		else if (option == OPTION_PLAIN)
			command->plain = true;
		else if (option == 'o')
			command->to = optarg;
		else if (option == OPTION_HELP)
			return command_help(self) == EXIT_DONE ? -1 : EXIT_UNUSABLE;
		else if (option != 'l')
			return EXIT_UNUSABLE;
	}
	return EXIT_DONE;
}

static int run_journal(int argc, char **argv)
{
	struct journal_command command = {.data = "./var"};
	int status = read_options(&journal_command, &command, argc, argv);
	if (status != EXIT_DONE)
		return status < 0 ? EXIT_DONE : status;
	const char *verb = optind < argc ? argv[optind] : "";
	bool known =
	    strcmp(verb, "verify") == 0 || strcmp(verb, "export") == 0 || strcmp(verb, "stat") == 0;
	if (!known)
		return command_unusable(&journal_command, "verify, export or stat");
	int rest = argc - optind - 1;
	if (rest > 1 || (rest == 1 && strcmp(verb, "verify") != 0))
		return command_unusable(&journal_command, "'%s' is one too many", argv[argc - 1]);
	command.arena = arena_create("journal command", MEMORY);
	if (rest == 1)
		status = journal_run_verify_export(&command, argv[optind + 1]);
	else
		status = run(&journal_command, &command, verb);
	store_close(command.store);
	arena_destroy(command.arena);
	return status;
}

const struct command journal_command = {
    .name = "journal",
    .summary = "prove that records are whole, export them, tell what there is",
    .help = help,
    .run = run_journal,
};
