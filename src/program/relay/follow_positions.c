/* SPDX-License-Identifier: Apache-2.0 */
/* Where each file was read up to: one small JSON file, replaced as a whole. */
#include "base/arena.h"
#include "base/json.h"
#include "os/files.h"
#include "program/relay/follow_parts.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MOST ((size_t)4 << 20)

static void put_number(struct json_writer *writer, const char *name, uint64_t value)
{
	char digits[24];
	snprintf(digits, sizeof(digits), "%llu", (unsigned long long)value);
	json_put_text(writer, name, text_of(digits));
}

enum outcome follow_positions_write(struct follow *follow, struct why *why)
{
	struct buffer out;
	struct json_writer writer;
	buffer_init(&out, MOST);
	json_begin(&writer, &out);
	json_open_object(&writer, NULL);
	json_open_array(&writer, "files");
	for (size_t i = 0; i < follow->options.count; i++) {
		const struct followed *file = &follow->files[i];
		if (!file->known)
			continue;
		json_open_object(&writer, NULL);
		json_put_text(&writer, "path", text_of(file->path));
		json_put_text(&writer, "id", text_of(file->id));
		put_number(&writer, "device", file->device);
		put_number(&writer, "inode", file->inode);
		put_number(&writer, "offset", file->offset);
		put_number(&writer, "intent", file->intent);
		json_put_text(&writer, "print", text_of(file->print));
		put_number(&writer, "print_size", file->print_size);
		json_close_object(&writer);
	}
	json_close_array(&writer);
	json_close_object(&writer);
	enum outcome outcome = file_write(follow->positions, buffer_text(&out), why);
	buffer_free(&out);
	if (outcome == DONE)
		follow->dirty = false;
	return outcome;
}

static bool get_number(const struct json *value, const char *name, uint64_t *out)
{
	return text_to_uint(json_get_text(value, name), out);
}

static bool take(const struct json *value, struct followed *file)
{
	struct text id = json_get_text(value, "id");
	struct text print = json_get_text(value, "print");
	uint64_t device;
	uint64_t inode;
	uint64_t size;
	if (id.size != sizeof(file->id) - 1 || print.size != sizeof(file->print) - 1 ||
	    !get_number(value, "device", &device) || !get_number(value, "inode", &inode) ||
	    !get_number(value, "offset", &file->offset) ||
	    !get_number(value, "intent", &file->intent) ||
	    !get_number(value, "print_size", &size) || size > FOLLOW_PRINT)
		return false;
	memcpy(file->id, id.at, id.size);
	memcpy(file->print, print.at, print.size);
	file->device = device;
	file->inode = inode;
	file->print_size = size;
	file->known = true;
	return true;
}

static struct followed *find(struct follow *follow, struct text path)
{
	for (size_t i = 0; i < follow->options.count; i++) {
		if (text_equal(text_of(follow->files[i].path), path))
			return &follow->files[i];
	}
	return NULL;
}

enum outcome follow_positions_read(struct follow *follow, struct why *why)
{
	struct arena *arena = arena_create("positions", 8 * MOST);
	const struct json *value = NULL;
	struct text bytes;
	if (access(follow->positions, F_OK) != 0) {
		arena_destroy(arena);
		return DONE;
	}
	enum outcome outcome = file_read(follow->positions, MOST, arena, &bytes, why);
	if (outcome == DONE)
		outcome = json_read(bytes, &json_strict_limits, arena, &value, why);
	const struct json *list = json_get(value, "files");
	const struct json *item = list == NULL ? NULL : list->first;
	for (; outcome == DONE && item != NULL; item = item->next) {
		struct followed *file = find(follow, json_get_text(item, "path"));
		if (file != NULL && !take(item, file)) {
			why_set(why, "%s lacks a member or breaks one", follow->positions);
			outcome = MALFORMED;
		}
	}
	arena_destroy(arena);
	return outcome;
}
