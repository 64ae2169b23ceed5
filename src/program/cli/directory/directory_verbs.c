/* SPDX-License-Identifier: Apache-2.0 */
/* Verbs that are the same for several nouns. */
#include "program/cli/directory/directory.h"

#include <stdio.h>

int directory_do_list(struct directory_call *call)
{
	return directory_answer_list(call, directory_path(call, call->noun->plural, NULL));
}

int directory_do_show(struct directory_call *call)
{
	const struct json *json = NULL;
	const char *path = directory_path(call, call->noun->plural, call->names[0], NULL);
	int status = directory_ask(call, path, TEXT(""), &json);
	return directory_answer(call, status, json);
}

int directory_do_add(struct directory_call *call)
{
	const struct json *json = NULL;
	const char *path = directory_path(call, call->noun->plural, NULL);
	const struct fill name = {"name", text_of(call->names[0])};
	int status = directory_ask(call, path, directory_body(call, &name, 1), &json);
	return directory_answer(call, status, json);
}

int directory_do_set(struct directory_call *call)
{
	const struct json *json = NULL;
	const char *path = directory_path(call, call->noun->plural, call->names[0], NULL);
	int status = directory_ask(call, path, directory_body(call, NULL, 0), &json);
	return directory_answer(call, status, json);
}

int directory_tell(struct directory_call *call, const char *path, struct text body, const char *key)
{
	const struct json *json = NULL;
	int status = directory_ask(call, path, body, &json);
	if (status == EXIT_DONE && call->json)
		directory_print_json(json);
	if (status == EXIT_DONE && !call->json)
		directory_say(call, key, NULL, 0);
	return status;
}

int directory_do_remove(struct directory_call *call)
{
	const char *path = directory_path(call, call->noun->plural, call->names[0], "remove", NULL);
	return directory_tell(call, path, TEXT("{}"), "removed");
}

int directory_confirm(struct directory_call *call, const char *key)
{
	if (call->yes)
		return EXIT_DONE;
	const struct fill name = {"name", text_of(call->names[0])};
	struct text line = words_fill(&call->words, key, &name, 1);
	fprintf(stderr, "sakimori %s: %.*s\n", call->noun->command->name, TEXT_ARGS(line));
	return EXIT_UNUSABLE;
}
