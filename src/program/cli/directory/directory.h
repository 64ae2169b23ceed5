/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The commands `company`, `group`, `member` and `source`: a table of options and verbs each, over
 * the console's addresses. What all of them do is here.
 */
#ifndef PROGRAM_CLI_DIRECTORY_DIRECTORY_H
#define PROGRAM_CLI_DIRECTORY_DIRECTORY_H

#include "base/json.h"
#include "program/cli/client.h"
#include "program/cli/command.h"
#include "program/content/content.h"
#include "render/words.h"

#include <stdbool.h>
#include <stddef.h>

struct buffer;
struct directory_call;

#define DIRECTORY_OPTIONS 20
#define DIRECTORY_VALUES 16

enum directory_kind {
	DIRECTORY_FLAG,     /* true */
	DIRECTORY_TEXT,     /* as it is */
	DIRECTORY_NUMBER,   /* decimal */
	DIRECTORY_DURATION, /* "1h": seconds */
	DIRECTORY_LIST,     /* may be given again */
};
struct directory_option {
	const char *name;
	enum directory_kind kind;
	const char *member; /* of the JSON that is posted; NULL: the verb does something with it */
};

enum directory_show {
	SHOW_TEXT,
	SHOW_COUNT,
	SHOW_TIME,
	SHOW_DURATION, /* of seconds */
	SHOW_LIST,
	SHOW_WORD, /* "commands.word_" and the value */
};
struct directory_column {
	const char *member; /* its label is "commands.field_" and this */
	enum directory_show show;
};

struct directory_verb {
	const char *name;
	size_t least; /* arguments behind it */
	size_t most;
	const char *options; /* names of the noun's options it takes, with spaces around each */
	int (*run)(struct directory_call *call);
};

/* Tables end with an empty entry. */
struct noun {
	const struct command *command;
	const char *plural; /* member of the answer that has the list */
	const struct directory_option *options;
	const struct directory_verb *verbs;
	const struct directory_column *list;
	const struct directory_column *show;
	const struct directory_verb *only; /* not NULL: the command has no verbs, this is it */
};

struct directory_call {
	const struct noun *noun;
	const struct directory_verb *verb;
	struct client *client;
	struct content content;
	struct arena *arena;
	struct words words;
	bool json;
	bool yes;
	const char *data;
	char **names; /* arguments behind the verb */
	size_t count;
	struct text values[DIRECTORY_OPTIONS][DIRECTORY_VALUES];
	size_t given[DIRECTORY_OPTIONS]; /* values of each option */
};

/* Read the arguments, open the client, run the verb. */
int directory_run(const struct noun *noun, int argc, char **argv);

/* The value of an option; an empty text where it was not given. */
struct text directory_option(const struct directory_call *call, const char *name);
bool directory_given(const struct directory_call *call, const char *name);
/* As if it had been given, where it was not. */
void directory_give(struct directory_call *call, const char *name, struct text value);

/* directory_ask.c: a path of parts that are encoded; NULL ends them. */
const char *directory_path(struct directory_call *call, ...) __attribute__((sentinel));
/* A JSON object with these texts and all given options that have a member. */
struct text directory_body(struct directory_call *call, const struct fill *texts, size_t count);
/* Ask; on failure say why and give the exit status. */
int directory_ask(struct directory_call *call, const char *path, struct text body,
    const struct json **json) MUST_CHECK;
/* All pages of a list as one object with its array, on the arena. */
int directory_ask_all(struct directory_call *call, const char *path, const char *plural,
    const struct json **json) MUST_CHECK;

/* Where the running server listens, and its processes, as the parent wrote it; NULL: none runs. */
const struct json *directory_addresses(struct directory_call *call);

/* directory_show.c */
void directory_print_json(const struct json *json);
/* A row an object, by the columns given. */
void directory_print_list(struct directory_call *call, const struct json *list);
/* A line a member. */
void directory_print_one(struct directory_call *call, const struct json *object);
/* Text with tabs laid out for the terminal. */
void directory_print_page(const struct buffer *page);
/* A text of content/texts/commands.yaml, its holes filled, as a line. */
void directory_say(
    struct directory_call *call, const char *key, const struct fill *fills, size_t count);

/* JSON with --json, else the lines of one object; `status` other than EXIT_DONE is given back. */
int directory_answer(struct directory_call *call, int status, const struct json *json);
/* Post, then print the answer with --json, else say commands.KEY. */
int directory_tell(
    struct directory_call *call, const char *path, struct text body, const char *key);
int directory_answer_list(struct directory_call *call, const char *path);

/* Verbs that are the same for several nouns. */
int directory_do_list(struct directory_call *call);
int directory_do_show(struct directory_call *call);
int directory_do_add(struct directory_call *call); /* NAME and the options */
int directory_do_set(struct directory_call *call); /* the options */
int directory_do_remove(struct directory_call *call);
/* Says what it destroys (commands.KEY), and does it only with --yes. */
int directory_confirm(struct directory_call *call, const char *key) MUST_CHECK;

/* directory_password.c: from --password-file, else asked for twice on the terminal; empty where
 * there is neither. */
int directory_password(struct directory_call *call, struct text *password) MUST_CHECK;
/* directory_connect.c: the lines that make a sender send. */
void directory_connect(struct directory_call *call, const struct json *source);

#endif
