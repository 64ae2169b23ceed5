/* SPDX-License-Identifier: Apache-2.0 */
/* What is posted to the console's addresses, and what comes back. */
#include "base/arena.h"
#include "base/buffer.h"
#include "os/files.h"
#include "program/cli/directory/directory.h"
#include "program/cli/duration.h"
#include "program/cli/terminal.h"
#include "program/server/config.h"
#include "web/request.h"

#include <stdarg.h>
#include <stdio.h>

#define ADDRESSES_MOST ((size_t)64 << 10)
#define BODY_MOST_BYTES ((size_t)256 << 10)

const char *directory_path(struct directory_call *call, ...)
{
	struct buffer path;
	va_list parts;
	buffer_init(&path, (size_t)64 << 10);
	va_start(parts, call);
	for (const char *part = va_arg(parts, const char *); part != NULL;
	     part = va_arg(parts, const char *)) {
		buffer_put_char(&path, '/');
		buffer_put(&path, percent_encode(call->arena, text_of(part)));
	}
	va_end(parts);
	const char *made = text_cstr(call->arena, buffer_text(&path));
	buffer_free(&path);
	return made;
}

static void put_option(struct directory_call *call, struct json_writer *writer, size_t i)
{
	const struct directory_option *option = &call->noun->options[i];
	int64_t span;
	int64_t number;
	if (option->kind == DIRECTORY_LIST) {
		json_open_array(writer, option->member);
		for (size_t n = 0; n < call->given[i]; n++)
			json_put_text(writer, NULL, call->values[i][n]);
		json_close_array(writer);
	} else if (option->kind == DIRECTORY_FLAG) {
		json_put_bool(writer, option->member, true);
	} else if (option->kind == DIRECTORY_NUMBER && text_to_int(call->values[i][0], &number)) {
		json_put_int(writer, option->member, number);
	} else if (option->kind == DIRECTORY_DURATION && duration_read(call->values[i][0], &span)) {
		json_put_int(writer, option->member, span / CLOCK_SECOND);
	} else {
		/* The server says what is wrong with it. */
		json_put_text(writer, option->member, call->values[i][0]);
	}
}

struct text directory_body(struct directory_call *call, const struct fill *texts, size_t count)
{
	struct buffer body;
	struct json_writer writer;
	buffer_init(&body, BODY_MOST_BYTES);
	json_begin(&writer, &body);
	json_open_object(&writer, NULL);
	for (size_t i = 0; i < count; i++)
		json_put_text(&writer, texts[i].name, texts[i].value);
	for (size_t i = 0; call->noun->options[i].name != NULL; i++) {
		if (call->given[i] != 0 && call->noun->options[i].member != NULL)
			put_option(call, &writer, i);
	}
	json_close_object(&writer);
	struct text made = text_copy(call->arena, buffer_text(&body));
	buffer_free(&body);
	return made;
}

static int say_error(
    const struct directory_call *call, const char *path, unsigned status, const struct json *json)
{
	struct text error = json_get_text(json, "error");
	fprintf(stderr, "sakimori %s: ", call->noun->command->name);
	if (error.size != 0)
		terminal_put(stderr, error);
	else
		fprintf(stderr, "the server answered %u to %s", status, path);
	fputc('\n', stderr);
	return status >= 500 ? EXIT_UNREACHABLE : EXIT_UNUSABLE;
}

int directory_ask(
    struct directory_call *call, const char *path, struct text body, const struct json **json)
{
	struct client_answer answer;
	struct why why;
	if (client_call(call->client, path, body, call->arena, &answer, &why) != DONE) {
		fprintf(stderr, "sakimori %s: %s\n", call->noun->command->name, why.text);
		return EXIT_UNREACHABLE;
	}
	if (answer.status >= 300)
		return say_error(call, path, answer.status, answer.json);
	*json = answer.json;
	return EXIT_DONE;
}

static const char *page_path(struct directory_call *call, const char *path, struct text after)
{
	const char *sign = text_find_char(text_of(path), '?') == TEXT_NONE ? "?" : "&";
	struct text made = text_format(call->arena, "%s%slimit=1000%s%.*s", path, sign,
	    after.size == 0 ? "" : "&after=", TEXT_ARGS(percent_encode(call->arena, after)));
	return text_cstr(call->arena, made);
}

int directory_ask_all(
    struct directory_call *call, const char *path, const char *plural, const struct json **json)
{
	struct json *all = arena_alloc(call->arena, sizeof(*all));
	struct json **last = &all->first;
	struct text after = TEXT("");
	all->kind = JSON_ARRAY;
	do {
		const struct json *page = NULL;
		int status = directory_ask(call, page_path(call, path, after), TEXT(""), &page);
		if (status != EXIT_DONE)
			return status;
		const struct json *list = json_get(page, plural);
		for (const struct json *row = list == NULL ? NULL : list->first; row != NULL;
		     row = row->next) {
			*last = arena_copy(call->arena, row, sizeof(*row));
			last = &(*last)->next;
			all->count++;
		}
		*last = NULL;
		struct text next = json_get_text(page, "next");
		after = text_equal(next, after) ? TEXT("") : next;
	} while (after.size != 0);
	struct json *object = arena_alloc(call->arena, sizeof(*object));
	object->kind = JSON_OBJECT;
	object->first = all;
	object->count = 1;
	all->name = text_of(plural);
	*json = object;
	return EXIT_DONE;
}

const struct json *directory_addresses(struct directory_call *call)
{
	struct text bytes;
	const struct json *json;
	const char *path = client_places(call->client)->addresses;
	if (!client_is_running(call->client) ||
	    file_read(path, ADDRESSES_MOST, call->arena, &bytes, NULL) != DONE ||
	    json_read(bytes, &json_strict_limits, call->arena, &json, NULL) != DONE)
		return NULL;
	return json;
}
