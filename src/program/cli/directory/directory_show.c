/* SPDX-License-Identifier: Apache-2.0 */
/* Objects of the console's answers as tables and lines. */
#include "base/arena.h"
#include "base/buffer.h"
#include "program/cli/directory/directory.h"
#include "program/cli/page.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define PAGE_MOST ((size_t)64 << 20)
#define CELL_COLUMNS 48
#define LINE_COLUMNS 4000
#define COLUMNS_OF_FILES 200 /* where the output is no terminal: rows stay lines */

void directory_print_json(const struct json *json)
{
	struct buffer out;
	struct json_writer writer;
	buffer_init(&out, PAGE_MOST);
	json_begin(&writer, &out);
	json_put_value(&writer, NULL, json);
	buffer_put_char(&out, '\n');
	fwrite(out.bytes, 1, out.size, stdout);
	buffer_free(&out);
}

void directory_print_page(const struct buffer *page)
{
	struct winsize size;
	struct buffer out;
	size_t columns = COLUMNS_OF_FILES;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0)
		columns = size.ws_col;
	buffer_init(&out, PAGE_MOST);
	page_layout(buffer_text(page), columns, &out);
	fwrite(out.bytes, 1, out.size, stdout);
	buffer_free(&out);
}

static struct text time_cell(const struct words *words, const struct json *value)
{
	struct civil civil;
	int64_t instant;
	if (!clock_parse(json_text(value), &civil) || !clock_from_civil(&civil, &instant))
		return TEXT("–");
	return words_moment(words, instant);
}

static struct text span_cell(const struct words *words, const struct json *value)
{
	double seconds;
	if (!text_to_double(json_text(value), &seconds) || seconds < 0 || seconds > 1e11)
		return TEXT("–");
	return words_duration(words, (int64_t)(seconds * CLOCK_SECOND));
}

static struct text list_cell(const struct words *words, const struct json *value, size_t columns)
{
	struct text line = TEXT("");
	for (const struct json *one = value == NULL ? NULL : value->first; one != NULL;
	     one = one->next)
		line = text_format(words->arena, "%.*s%s%.*s", TEXT_ARGS(line),
		    line.size == 0 ? "" : ", ", TEXT_ARGS(json_text(one)));
	return line.size == 0 ? TEXT("–") : words_clean(words, line, columns);
}

static struct text word_cell(const struct words *words, struct text value)
{
	if (value.size == 0 || value.size > 40)
		return TEXT("–");
	struct text key = text_format(words->arena, "word_%.*s", TEXT_ARGS(value));
	struct text word = words_get(words, text_cstr(words->arena, key));
	/* A word that has no text is shown as it is. */
	return text_starts(word, TEXT("commands.")) ? words_clean(words, value, CELL_COLUMNS)
						    : word;
}

static struct text cell(const struct words *words, const struct directory_column *column,
    const struct json *object, size_t columns)
{
	const struct json *value = json_get(object, column->member);
	struct text t = json_text(value);
	uint64_t count;
	switch (column->show) {
	case SHOW_TIME:
		return time_cell(words, value);
	case SHOW_DURATION:
		return span_cell(words, value);
	case SHOW_LIST:
		return list_cell(words, value, columns);
	case SHOW_WORD:
		return word_cell(words, t);
	case SHOW_COUNT:
		if (text_to_uint(t, &count))
			return words_count(words, count);
		break;
	case SHOW_TEXT:
		break;
	}
	return t.size == 0 ? TEXT("–") : words_clean(words, t, columns);
}

static struct text label(const struct words *words, const char *member)
{
	struct text key = text_format(words->arena, "field_%s", member);
	return words_get(words, text_cstr(words->arena, key));
}

void directory_print_list(struct directory_call *call, const struct json *list)
{
	const struct directory_column *columns = call->noun->list;
	struct buffer page;
	buffer_init(&page, PAGE_MOST);
	for (size_t i = 0; columns[i].member != NULL; i++) {
		buffer_put_string(&page, i == 0 ? "" : "\t");
		buffer_put(&page, label(&call->words, columns[i].member));
	}
	buffer_put_char(&page, '\n');
	for (const struct json *row = list->first; row != NULL; row = row->next) {
		for (size_t i = 0; columns[i].member != NULL; i++) {
			buffer_put_string(&page, i == 0 ? "" : "\t");
			buffer_put(&page, cell(&call->words, &columns[i], row, CELL_COLUMNS));
		}
		buffer_put_char(&page, '\n');
	}
	if (list->count == 0) {
		buffer_clear(&page);
		buffer_put(&page, words_get(&call->words, "none"));
		buffer_put_char(&page, '\n');
	}
	directory_print_page(&page);
	buffer_free(&page);
}

void directory_print_one(struct directory_call *call, const struct json *object)
{
	const struct directory_column *columns = call->noun->show;
	struct buffer page;
	buffer_init(&page, PAGE_MOST);
	for (size_t i = 0; columns[i].member != NULL; i++) {
		if (json_get(object, columns[i].member) == NULL)
			continue;
		buffer_put(&page, label(&call->words, columns[i].member));
		buffer_put_char(&page, '\t');
		buffer_put(&page, cell(&call->words, &columns[i], object, LINE_COLUMNS));
		buffer_put_char(&page, '\n');
	}
	directory_print_page(&page);
	buffer_free(&page);
}

void directory_say(
    struct directory_call *call, const char *key, const struct fill *fills, size_t count)
{
	struct text line = words_fill(&call->words, key, fills, count);
	fwrite(line.at, 1, line.size, stdout);
	fputc('\n', stdout);
}

int directory_answer(struct directory_call *call, int status, const struct json *json)
{
	if (status != EXIT_DONE)
		return status;
	if (call->json)
		directory_print_json(json);
	else
		directory_print_one(call, json);
	return EXIT_DONE;
}

int directory_answer_list(struct directory_call *call, const char *path)
{
	const struct json *json = NULL;
	int status = directory_ask_all(call, path, call->noun->plural, &json);
	if (status != EXIT_DONE)
		return status;
	if (call->json)
		directory_print_json(json);
	else
		directory_print_list(call, json->first);
	return EXIT_DONE;
}
