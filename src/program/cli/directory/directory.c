/* SPDX-License-Identifier: Apache-2.0 */
#include "program/cli/directory/directory.h"

#include "base/arena.h"
#include "program/content/timezone.h"

#include <assert.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COMMAND_MEMORY ((size_t)128 << 20)

enum { COMMON_JSON = 256, COMMON_DATA, COMMON_LANG, COMMON_YES, COMMON_HELP, COMMON_FIRST };

static size_t option_count(const struct noun *noun)
{
	size_t count = 0;
	while (noun->options[count].name != NULL)
		count++;
	assert(count <= DIRECTORY_OPTIONS);
	return count;
}

static size_t find_option(const struct directory_call *call, const char *name)
{
	size_t i = 0;
	while (strcmp(call->noun->options[i].name, name) != 0)
		i++;
	return i;
}

struct text directory_option(const struct directory_call *call, const char *name)
{
	size_t i = find_option(call, name);
	return call->given[i] == 0 ? TEXT("") : call->values[i][call->given[i] - 1];
}

bool directory_given(const struct directory_call *call, const char *name)
{
	return call->given[find_option(call, name)] != 0;
}

void directory_give(struct directory_call *call, const char *name, struct text value)
{
	size_t i = find_option(call, name);
	if (call->given[i] == 0)
		call->values[i][call->given[i]++] = value;
}

/* The common options and the noun's own. */
static void fill_options(const struct noun *noun, struct option *options)
{
	static const struct option common[] = {
	    {"json", no_argument, NULL, COMMON_JSON},
	    {"data", required_argument, NULL, COMMON_DATA},
	    {"lang", required_argument, NULL, COMMON_LANG},
	    {"yes", no_argument, NULL, COMMON_YES},
	    {"help", no_argument, NULL, COMMON_HELP},
	};
	size_t fixed = sizeof(common) / sizeof(common[0]);
	size_t count = option_count(noun);
	memcpy(options, common, sizeof(common));
	for (size_t i = 0; i < count; i++) {
		bool flag = noun->options[i].kind == DIRECTORY_FLAG;
		options[fixed + i] = (struct option){noun->options[i].name,
		    flag ? no_argument : required_argument, NULL, COMMON_FIRST + (int)i};
	}
	options[fixed + count] = (struct option){NULL, 0, NULL, 0};
}

static int take_own(struct directory_call *call, size_t i, const char *value)
{
	const struct directory_option *option = &call->noun->options[i];
	size_t most = option->kind == DIRECTORY_LIST ? DIRECTORY_VALUES : 1;
	if (call->given[i] == most)
		return command_unusable(
		    call->noun->command, "--%s is given over %zu times", option->name, most);
	call->values[i][call->given[i]++] = text_of(value == NULL ? "" : value);
	return EXIT_DONE;
}

static int take_option(struct directory_call *call, int option, char **argv, bool *help)
{
	const struct command *command = call->noun->command;
	switch (option) {
	case COMMON_JSON:
		call->json = true;
		return EXIT_DONE;
	case COMMON_YES:
		call->yes = true;
		return EXIT_DONE;
	case COMMON_DATA:
		call->data = optarg;
		return optarg[0] != '\0' ? EXIT_DONE
					 : command_unusable(command, "--data needs a folder");
	case COMMON_LANG:
		if (command_language(optarg, &call->words.language))
			return EXIT_DONE;
		return command_unusable(command, "--lang is ja or en");
	case COMMON_HELP:
		*help = true;
		return command_help(command);
	default:
		if (option >= COMMON_FIRST)
			return take_own(call, (size_t)(option - COMMON_FIRST), optarg);
	}
	return command_unusable(command, "'%s' is no option, or lacks its value", argv[optind - 1]);
}

/* An option that the verb has no use for is a mistake, not a decoration. */
static int check_options(const struct directory_call *call)
{
	for (size_t i = 0; call->noun->options[i].name != NULL; i++) {
		char wanted[64];
		snprintf(wanted, sizeof(wanted), " %s ", call->noun->options[i].name);
		if (call->given[i] != 0 && strstr(call->verb->options, wanted) == NULL)
			return command_unusable(call->noun->command, "'%s' does not take --%s",
			    call->verb->name, call->noun->options[i].name);
	}
	return EXIT_DONE;
}

/* The verb; what stands behind it are names. */
static int find_verb(struct directory_call *call, int argc, char **argv)
{
	const struct command *command = call->noun->command;
	const struct directory_verb *verb = call->noun->only;
	if (verb == NULL && optind == argc)
		return command_unusable(command, "what is to be done: add, list, show, …?");
	if (verb == NULL) {
		verb = call->noun->verbs;
		while (verb->name != NULL && strcmp(verb->name, argv[optind]) != 0)
			verb++;
		if (verb->name == NULL)
			return command_unusable(
			    command, "there is no '%s %s'", command->name, argv[optind]);
		optind++;
	}
	call->verb = verb;
	call->names = argv + optind;
	call->count = (size_t)(argc - optind);
	return EXIT_DONE;
}

static int check_names(const struct directory_call *call)
{
	const struct command *command = call->noun->command;
	const struct directory_verb *verb = call->verb;
	assert(verb != NULL);
	const char *name = verb->name;
	if (call->count < verb->least)
		return command_unusable(command, "'%s' needs a NAME", name);
	if (call->count > verb->most)
		return command_unusable(command, "'%s' takes no '%s'; quote names that have spaces",
		    name, call->names[verb->most]);
	for (size_t i = 0; i < call->count; i++) {
		if (call->names[i][0] == '\0')
			return command_unusable(command, "a NAME is empty");
	}
	return check_options(call);
}

static int read_arguments(struct directory_call *call, int argc, char **argv, bool *help)
{
	struct option options[DIRECTORY_OPTIONS + 8];
	int option;
	fill_options(call->noun, options);
	*help = false;
	optind = 1;
	opterr = 0;
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		int status = take_option(call, option, argv, help);
		if (status != EXIT_DONE || *help)
			return status;
	}
	int status = find_verb(call, argc, argv);
	return status == EXIT_DONE ? check_names(call) : status;
}

static int fail(const struct directory_call *call, const struct why *why)
{
	fprintf(stderr, "sakimori %s: %s\n", call->noun->command->name, why->text);
	return EXIT_UNREACHABLE;
}

static int run_verb(struct directory_call *call)
{
	struct why why;
	struct text shown;
	if (content_load(&call->content, &why) != DONE)
		return fail(call, &why);
	call->words.arena = call->arena;
	call->words.texts = call->content.texts;
	call->words.prefix = "commands";
	if (timezone_find(NULL, call->arena, &call->words.zone, &shown, &why) != DONE)
		return fail(call, &why);
	const struct client_options options = {&call->content, call->data, call->words.language};
	if (client_open(&options, &call->client, &why) != DONE)
		return fail(call, &why);
	return call->verb->run(call);
}

int directory_run(const struct noun *noun, int argc, char **argv)
{
	struct directory_call *call = calloc(1, sizeof(*call));
	bool help;
	if (call == NULL)
		abort();
	call->noun = noun;
	call->words.language = command_default_language();
	int status = read_arguments(call, argc, argv, &help);
	if (status == EXIT_DONE && !help) {
		call->arena = arena_create(noun->command->name, COMMAND_MEMORY);
		status = run_verb(call);
		client_close(call->client);
		content_unload(&call->content);
		arena_destroy(call->arena);
	}
	free(call);
	return status;
}
