/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "program/cli/command.h"
#include "program/cli/search/search_command.h"

#include <getopt.h>
#include <string.h>

enum {
	OPTION_DATA = 256,
	OPTION_COMPANY,
	OPTION_SOURCE,
	OPTION_SINCE,
	OPTION_UNTIL,
	OPTION_LIMIT,
	OPTION_JSON,
	OPTION_RAW,
	OPTION_TIMEZONE,
	OPTION_LANG,
	OPTION_HELP
};

static const struct option options[] = {
    {"data", required_argument, NULL, OPTION_DATA},
    {"company", required_argument, NULL, OPTION_COMPANY},
    {"source", required_argument, NULL, OPTION_SOURCE},
    {"since", required_argument, NULL, OPTION_SINCE},
    {"until", required_argument, NULL, OPTION_UNTIL},
    {"limit", required_argument, NULL, OPTION_LIMIT},
    {"json", no_argument, NULL, OPTION_JSON},
    {"raw", no_argument, NULL, OPTION_RAW},
    {"timezone", required_argument, NULL, OPTION_TIMEZONE},
    {"lang", required_argument, NULL, OPTION_LANG},
    {"help", no_argument, NULL, OPTION_HELP},
    {NULL, 0, NULL, 0},
};

static int take_text_option(struct search_settings *settings, int option)
{
	const char **const texts[] = {
	    [OPTION_DATA - OPTION_DATA] = &settings->data,
	    [OPTION_COMPANY - OPTION_DATA] = &settings->company,
	    [OPTION_SOURCE - OPTION_DATA] = &settings->source,
	    [OPTION_SINCE - OPTION_DATA] = &settings->since,
	    [OPTION_UNTIL - OPTION_DATA] = &settings->until,
	};
	if (option == OPTION_TIMEZONE) {
		settings->timezone = optarg;
		return EXIT_DONE;
	}
	if (optarg[0] == '\0')
		return command_unusable(&search_command, "an option's value is empty");
	*texts[option - OPTION_DATA] = optarg;
	return EXIT_DONE;
}

static int take_option(struct search_settings *settings, int option, char **argv, bool *helped)
{
	switch (option) {
	case OPTION_LIMIT:
		if (text_to_uint(text_of(optarg), &settings->limit))
			return EXIT_DONE;
		return command_unusable(&search_command, "--limit is a number");
	case OPTION_JSON:
		settings->form = SEARCH_JSON;
		return EXIT_DONE;
	case OPTION_RAW:
		settings->form = SEARCH_RAW;
		return EXIT_DONE;
	case OPTION_LANG:
		if (command_language(optarg, &settings->language))
			return EXIT_DONE;
		return command_unusable(&search_command, "--lang is ja or en");
	case OPTION_HELP:
		*helped = true;
		return command_help(&search_command);
	case '?':
		return command_unusable(
		    &search_command, "'%s' is no option, or lacks its value", argv[optind - 1]);
	default:
		return take_text_option(settings, option);
	}
}

static bool takes_value(const char *name)
{
	for (size_t i = 0; options[i].name != NULL; i++) {
		if (strcmp(options[i].name, name) == 0)
			return options[i].has_arg == required_argument;
	}
	return false;
}

/* Part the options from the query, in which "-word" is a negation and no option. */
static size_t part_arguments(int argc, char **argv, char **chosen, char **query)
{
	size_t count = 0;
	size_t words = 0;
	bool ended = false;
	chosen[count++] = argv[0];
	for (int i = 1; i < argc; i++) {
		if (ended || strncmp(argv[i], "--", 2) != 0) {
			query[words++] = argv[i];
		} else if (argv[i][2] == '\0') {
			ended = true;
		} else {
			chosen[count++] = argv[i];
			if (takes_value(argv[i] + 2) && i + 1 < argc)
				chosen[count++] = argv[++i];
		}
	}
	chosen[count] = NULL;
	query[words] = NULL;
	return count;
}

int search_arguments(
    int argc, char **argv, struct search_settings *settings, struct arena *arena, bool *helped)
{
	char **chosen = arena_array(arena, (size_t)argc + 2, sizeof(*chosen));
	char **query = arena_array(arena, (size_t)argc + 2, sizeof(*query));
	int count = (int)part_arguments(argc, argv, chosen, query);
	int option;
	optind = 1;
	opterr = 0;
	while ((option = getopt_long(count, chosen, "", options, NULL)) != -1) {
		int status = take_option(settings, option, chosen, helped);
		if (status != EXIT_DONE || *helped)
			return status;
	}
	for (size_t i = 0; query[i] != NULL; i++)
		settings->query = text_format(
		    arena, "%.*s%s%s", TEXT_ARGS(settings->query), i == 0 ? "" : " ", query[i]);
	if (query[0] == NULL)
		return command_unusable(
		    &search_command, "look for what? Give a query; \"\" is everything");
	if (settings->source != NULL && settings->company == NULL)
		return command_unusable(&search_command, "--source needs --company");
	return EXIT_DONE;
}
