/* SPDX-License-Identifier: Apache-2.0 */
/* `sakimori backup` and `sakimori restore`: arguments, and what is told at the end. */
#include "base/buffer.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/limits.h"
#include "os/time.h"
#include "program/cli/backup/backup_parts.h"
#include "program/cli/command.h"
#include "program/server/config.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { OPTION_DATA = 256, OPTION_WITHOUT_KEYS, OPTION_REPLACE, OPTION_JSON, OPTION_HELP };

static const struct option backup_options[] = {
    {"data", required_argument, NULL, OPTION_DATA},
    {"without-keys", no_argument, NULL, OPTION_WITHOUT_KEYS},
    {"json", no_argument, NULL, OPTION_JSON},
    {"help", no_argument, NULL, OPTION_HELP},
    {NULL, 0, NULL, 0},
};

static const struct option restore_options[] = {
    {"data", required_argument, NULL, OPTION_DATA},
    {"replace", no_argument, NULL, OPTION_REPLACE},
    {"json", no_argument, NULL, OPTION_JSON},
    {"help", no_argument, NULL, OPTION_HELP},
    {NULL, 0, NULL, 0},
};

static const char backup_help[] =
    "usage: sakimori backup FILE [OPTION]...\n"
    "\n"
    "Writes one file (.tar.zst, mode 0600) with everything that a server needs to go on: store,\n"
    "journal, keys, certificates, rules and configuration, as they belong together. The server\n"
    "may run meanwhile. FILE must not be there yet.\n"
    "\n"
    "  --data DIR       the data folder (./var; installed: /var/lib/sakimori)\n"
    "  --without-keys   leave the companies' keys and the certificates out: the records in it can\n"
    "                   then be read only with keys that are kept elsewhere\n"
    "  --json           tell what was done as JSON\n"
    "\n"
    "Example: sakimori backup /srv/backup/sakimori-2026-11-20.tar.zst\n"
    "\n"
    "Exit status: 0 done; 2 unusable arguments; 3 done, but a file was left out; 4 it could not be "
    "made.\n";

static const char restore_help[] =
    "usage: sakimori restore FILE [OPTION]...\n"
    "\n"
    "Puts a backup back into an empty data folder. Every file is compared with the backup's\n"
    "manifest before anything is put into its place. The server must not run.\n"
    "\n"
    "  --data DIR   the data folder (./var; installed: /var/lib/sakimori)\n"
    "  --replace    where it is not empty, move it aside (DIR.before-TIME)\n"
    "  --json       tell what came back as JSON\n"
    "\n"
    "Example: sakimori restore /srv/backup/sakimori-2026-11-20.tar.zst --data /srv/sakimori\n"
    "\n"
    "Exit status: 0 done; 2 unusable arguments; 4 it could not be restored, nothing was changed.\n";

struct arguments {
	const char *data;
	const char *file;
	bool without_keys;
	bool replace;
	bool json;
	bool help;
};

static int read_arguments(const struct command *command, const struct option *options, int argc,
    char **argv, struct arguments *read)
{
	int option;
	optind = 1;
	opterr = 0;
	*read = (struct arguments){.data = config_default_data()};
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == OPTION_DATA && optarg[0] != '\0')
			read->data = optarg;
		else if (option == OPTION_WITHOUT_KEYS)
			read->without_keys = true;
		else if (option == OPTION_REPLACE)
			read->replace = true;
		else if (option == OPTION_JSON)
			read->json = true;
		else if (option == OPTION_HELP)
			read->help = true;
		else
			return command_unusable(
			    command, "'%s' is no option, or lacks its value", argv[optind - 1]);
	}
	if (read->help)
		return EXIT_DONE;
	if (optind + 1 != argc)
		return command_unusable(command, "one FILE is wanted");
	read->file = argv[optind];
	return EXIT_DONE;
}

/* DIR without slashes at its end: names are made from it. */
static void trim_data(struct arguments *arguments, char data[LIMIT_PATH])
{
	struct text given = text_part(text_of(arguments->data), 0, LIMIT_PATH - 1);
	while (given.size > 1 && given.at[given.size - 1] == '/')
		given.size--;
	memcpy(data, given.at, given.size);
	data[given.size] = '\0';
	arguments->data = data;
}

static void print_json(const struct backup_told *told, bool restored)
{
	struct buffer out;
	struct json_writer writer;
	char time[CLOCK_TEXT];
	buffer_init(&out, 65536);
	json_begin(&writer, &out);
	json_open_object(&writer, NULL);
	if (told->time != CLOCK_NONE) {
		clock_format(told->time, time);
		json_put_text(&writer, "time", text_of(time));
	}
	json_put_int(&writer, "files", (int64_t)told->files);
	json_put_int(&writer, "bytes", (int64_t)told->bytes);
	json_put_bool(&writer, "keys", told->keys);
	json_put_int(&writer, "schema", told->schema);
	json_put_int(&writer, "log_first", (int64_t)told->log_first);
	json_put_int(&writer, "log_end", (int64_t)told->log_end);
	if (restored) {
		json_put_int(&writer, "companies", (int64_t)told->companies);
		json_put_int(&writer, "position", (int64_t)told->position);
		if (told->aside[0] != '\0')
			json_put_text(&writer, "aside", text_of(told->aside));
	} else {
		json_put_int(&writer, "left_out", (int64_t)told->left_out);
	}
	json_close_object(&writer);
	printf("%.*s\n", TEXT_ARGS(buffer_text(&out)));
	buffer_free(&out);
}

static int failed(const struct command *command, const struct why *why)
{
	fprintf(stderr, "sakimori %s: %s\n", command->name, why->text);
	return EXIT_UNREACHABLE;
}

static void tell_backup(const struct arguments *arguments, const struct backup_told *told)
{
	struct stat status = {.st_size = 0};
	(void)stat(arguments->file, &status);
	printf("%s: %" PRIu64 " file%s, %" PRIu64 " bytes, packed %lld; log to position %" PRIu64
	       "%s\n",
	    arguments->file, told->files, plural(told->files), told->bytes,
	    (long long)status.st_size, told->log_end, told->keys ? "" : "; without keys");
}

static int run_backup(int argc, char **argv)
{
	struct arguments arguments;
	struct backup_told told;
	struct why why = {""};
	char data[LIMIT_PATH];
	int status = read_arguments(&backup_command, backup_options, argc, argv, &arguments);
	if (status != EXIT_DONE || arguments.help)
		return arguments.help ? command_help(&backup_command) : status;
	trim_data(&arguments, data);
	const struct backup_wish wish = {.data = arguments.data,
	    .file = arguments.file,
	    .without_keys = arguments.without_keys,
	    .now = time_now()};
	if (backup_make(&wish, &told, &why) != DONE)
		return failed(&backup_command, &why);
	if (arguments.json)
		print_json(&told, false);
	else
		tell_backup(&arguments, &told);
	return told.left_out != 0 ? EXIT_PARTLY : EXIT_DONE;
}

static void tell_restore(const struct arguments *arguments, const struct backup_told *told)
{
	char time[CLOCK_TEXT] = "?";
	if (told->time != CLOCK_NONE)
		clock_format(told->time, time);
	printf("%s: as it was at %s: %" PRIu64 " file%s, %" PRIu64 " bytes; %" PRIu64
	       " compan%s; log from %" PRIu64 " to %" PRIu64
	       ", of which the engine had read to %" PRIu64 "\n",
	    arguments->data, time, told->files, plural(told->files), told->bytes, told->companies,
	    told->companies == 1 ? "y" : "ies", told->log_first, told->log_end, told->position);
	if (told->aside[0] != '\0')
		printf("what was there before: %s\n", told->aside);
	if (!told->keys)
		printf("the backup has no keys: put them into %s/keys and %s/tls\n",
		    arguments->data, arguments->data);
}

static int run_restore(int argc, char **argv)
{
	struct arguments arguments;
	struct backup_told told;
	struct why why = {""};
	char data[LIMIT_PATH];
	int status = read_arguments(&restore_command, restore_options, argc, argv, &arguments);
	if (status != EXIT_DONE || arguments.help)
		return arguments.help ? command_help(&restore_command) : status;
	trim_data(&arguments, data);
	const struct restore_wish wish = {.data = arguments.data,
	    .file = arguments.file,
	    .replace = arguments.replace,
	    .now = time_now()};
	if (backup_restore(&wish, &told, &why) != DONE)
		return failed(&restore_command, &why);
	if (arguments.json)
		print_json(&told, true);
	else
		tell_restore(&arguments, &told);
	return EXIT_DONE;
}

const struct command backup_command = {
    .name = "backup",
    .summary = "everything of a server into one file, while it runs",
    .help = backup_help,
    .run = run_backup,
};

const struct command restore_command = {
    .name = "restore",
    .summary = "put a backup back",
    .help = restore_help,
    .run = run_restore,
};
