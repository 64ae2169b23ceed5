/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of `sakimori search` share. */
#ifndef PROGRAM_CLI_SEARCH_SEARCH_COMMAND_H
#define PROGRAM_CLI_SEARCH_SEARCH_COMMAND_H

#include "program/server/config.h"
#include "render/words.h"
#include "search/search.h"
#include "store/directory.h"

#include <stdbool.h>
#include <stddef.h>

struct content;
struct zones;

enum search_form { SEARCH_TEXT, SEARCH_JSON, SEARCH_RAW };

struct search_settings {
	const char *data;
	const char *company; /* NULL: all */
	const char *source;  /* NULL: all */
	const char *since;
	const char *until;
	const char *timezone; /* NULL: each company's own */
	uint64_t limit;
	enum search_form form;
	enum language language;
	struct text query;
};

/* search_arguments.c. Gives an exit status; *helped: help was asked for and printed. Texts on the
 * arena. */
int search_arguments(
    int argc, char **argv, struct search_settings *settings, struct arena *arena, bool *helped);

/* What is read from the store before the sandbox. */
struct search_data {
	struct arena *arena;
	const char *root;
	bool opened; /* the store is there; what is not found is a company or source */
	struct places places;
	struct companies companies; /* those that are searched */
	struct sources sources;     /* of all of them */
	struct source source;       /* the one that --source names */
	struct zones *zones;
};
/* NOT_FOUND, NOT_READABLE …: `why` says it. */
enum outcome search_data_load(const struct search_settings *settings, struct content *content,
    struct search_data *data, struct why *why) MUST_CHECK;
/* Harmless on a zeroed struct. */
void search_data_unload(struct search_data *data);
/* The name of a source; its id where it is not known. */
struct text search_source_name(const struct search_data *data, struct text id);

struct search_writer {
	const struct search_settings *settings;
	const struct search_data *data;
	const struct company *company;
	const struct zone *zone; /* for people */
	struct arena *scratch;
	bool headed; /* the company's name stands above */
};
void search_write_hit(struct search_writer *writer, const struct hit *hit);

#endif
