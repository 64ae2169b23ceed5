/* SPDX-License-Identifier: Apache-2.0 */
/* JSON columns. They are written here only, so what cannot be read is damage: it reads as empty. */
#include "store/sqlite/value.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"

#define COLUMN_SIZE ((size_t)4 << 20)

static struct text finish(struct arena *arena, struct buffer *out)
{
	struct text copy = text_copy(arena, buffer_text(out));
	buffer_free(out);
	return copy;
}

static const struct json *read_array(struct text column, struct arena *arena)
{
	const struct json *array;
	if (column.size == 0 ||
	    json_read(column, &json_strict_limits, arena, &array, NULL) != DONE ||
	    array->kind != JSON_ARRAY)
		return NULL;
	return array->first;
}

struct text value_set_write(struct arena *arena, const struct value_set *set)
{
	struct buffer out;
	struct json_writer writer;
	if (set->count == 0 && set->more == 0)
		return (struct text){NULL, 0};
	buffer_init(&out, COLUMN_SIZE);
	json_begin(&writer, &out);
	json_open_array(&writer, NULL);
	for (size_t i = 0; i < set->count && i < SET_VALUES; i++)
		json_put_text(&writer, NULL, set->at[i]);
	if (set->more != 0)
		json_put_int(&writer, NULL, (int64_t)set->more);
	json_close_array(&writer);
	return finish(arena, &out);
}

void value_set_read(struct text json, struct arena *arena, struct value_set *set)
{
	int64_t more = 0;
	*set = (struct value_set){.count = 0};
	for (const struct json *at = read_array(json, arena); at != NULL; at = at->next) {
		if (at->kind == JSON_NUMBER && json_int(at, &more))
			set->more = (uint64_t)more;
		else if (set->count < SET_VALUES)
			set->at[set->count++] = json_text(at);
	}
}

struct text texts_write(struct arena *arena, const struct text *texts, size_t count)
{
	struct buffer out;
	struct json_writer writer;
	if (count == 0)
		return (struct text){NULL, 0};
	buffer_init(&out, COLUMN_SIZE);
	json_begin(&writer, &out);
	json_open_array(&writer, NULL);
	for (size_t i = 0; i < count; i++)
		json_put_text(&writer, NULL, texts[i]);
	json_close_array(&writer);
	return finish(arena, &out);
}

size_t texts_read(struct text json, struct arena *arena, struct text **texts)
{
	const struct json *first = read_array(json, arena);
	size_t count = 0;
	for (const struct json *at = first; at != NULL; at = at->next)
		count++;
	*texts = arena_array(arena, count, sizeof(**texts));
	count = 0;
	for (const struct json *at = first; at != NULL; at = at->next)
		(*texts)[count++] = json_text(at);
	return count;
}

struct text evidence_write(
    struct arena *arena, const struct finding *finding, const struct record_name *names)
{
	struct buffer out;
	struct json_writer writer;
	if (finding->evidence_count == 0)
		return (struct text){NULL, 0};
	buffer_init(&out, COLUMN_SIZE);
	json_begin(&writer, &out);
	json_open_array(&writer, NULL);
	for (size_t i = 0; i < finding->evidence_count && i < FINDING_EVIDENCE; i++) {
		json_open_array(&writer, NULL);
		json_put_int(&writer, NULL, finding->evidence[i].time);
		json_put_int(&writer, NULL, (int64_t)names[i].position);
		json_put_int(&writer, NULL, (int64_t)names[i].place);
		json_put_text(&writer, NULL, finding->evidence[i].excerpt);
		json_close_array(&writer);
	}
	json_close_array(&writer);
	return finish(arena, &out);
}

static bool read_one(const struct json *at, struct evidence *evidence, struct record_name *name)
{
	int64_t numbers[3];
	const struct json *part = at->first;
	if (at->kind != JSON_ARRAY || at->count != 4)
		return false;
	for (size_t i = 0; i < 3; i++, part = part->next) {
		if (!json_int(part, &numbers[i]))
			return false;
	}
	*evidence = (struct evidence){.time = numbers[0], .excerpt = json_text(part)};
	*name = (struct record_name){(uint64_t)numbers[1], (uint64_t)numbers[2]};
	return true;
}

void evidence_read(
    struct text json, struct arena *arena, struct finding *finding, struct record_name *names)
{
	finding->evidence_count = 0;
	for (const struct json *at = read_array(json, arena); at != NULL; at = at->next) {
		size_t i = finding->evidence_count;
		if (i < FINDING_EVIDENCE && read_one(at, &finding->evidence[i], &names[i]))
			finding->evidence_count++;
	}
}
