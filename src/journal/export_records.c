/* SPDX-License-Identifier: Apache-2.0 */
/* An export's records in plain: one JSON object a line, oldest first. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/utf8.h"
#include "journal/export_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MEMORY (2 * BLOCK_UNPACKED + ((size_t)16 << 20))
#define LINES (8 * FRAME_BODY) /* a frame's lines: escapes may take six bytes for one */

/* Bytes that are no UTF-8 must not be altered by being shown. */
static void put_bytes(struct json_writer *json, struct text bytes)
{
	if (utf8_valid(bytes)) {
		json_put_text(json, "record", bytes);
		return;
	}
	size_t size = sodium_base64_ENCODED_LEN(bytes.size, sodium_base64_VARIANT_ORIGINAL);
	char *text = disk_memory(NULL, size);
	sodium_bin2base64(text, size, (const unsigned char *)bytes.at, bytes.size,
	    sodium_base64_VARIANT_ORIGINAL);
	json_put_text(json, "record_base64", text_of(text));
	free(text);
}

static void put_line(
    struct buffer *out, const struct frame *frame, uint64_t place, struct text bytes)
{
	static const char *const kinds[] = {"", "record", "piece", "tally"};
	char name[RECORD_NAME_TEXT];
	char received[CLOCK_TEXT];
	struct json_writer json;
	record_name_write((struct record_name){frame->position, place}, name);
	clock_format(frame->received, received);
	json_begin(&json, out);
	json_open_object(&json, NULL);
	json_put_text(&json, "name", text_of(name));
	json_put_text(&json, "kind", text_of(kinds[frame->kind]));
	json_put_text(&json, "received", text_of(received));
	json_put_text(&json, "source", frame->source);
	if (frame->origin.size != 0)
		json_put_text(&json, "origin", frame->origin);
	if (frame->batch.size != 0)
		json_put_text(&json, "batch", frame->batch);
	if (frame->history)
		json_put_bool(&json, "history", true);
	put_bytes(&json, bytes);
	json_close_object(&json);
	buffer_put_char(out, '\n');
}

static uint64_t put_frame(struct buffer *out, const struct frame *frame)
{
	struct text rest = frame->body;
	struct text record;
	uint64_t place = 0;
	if (frame->kind != FRAME_RECORDS) {
		/* A piece of a file has its records only when it is decoded. */
		put_line(out, frame, 0, frame->body);
		return frame->kind == FRAME_STREAM;
	}
	while (records_next(&rest, &record) == DONE)
		put_line(out, frame, place++, record);
	return place;
}

struct writing {
	int fd;
	uint64_t offset;
	uint64_t records;
};

static enum outcome write_block(
    struct block_reader *reader, struct writing *writing, struct arena *arena, struct why *why)
{
	struct frame *frames = NULL;
	size_t count = 0;
	struct buffer out;
	enum outcome outcome = block_frames(reader, arena, &frames, &count, why);
	buffer_init(&out, LINES);
	for (size_t i = 0; outcome == DONE && i < count; i++) {
		buffer_clear(&out);
		writing->records += put_frame(&out, &frames[i]);
		if (out.full) {
			why_set(why, "position %llu: a frame too large to be written as lines",
			    (unsigned long long)frames[i].position);
			outcome = TOO_LARGE;
		} else if (!disk_write(writing->fd, out.bytes, out.size, writing->offset))
			outcome = disk_failed(EXPORT_RECORDS, "writing failed", why);
		writing->offset += out.size;
	}
	buffer_free(&out);
	return outcome;
}

/* Positions of the blocks' first frames, newest first. */
static enum outcome list_blocks(
    struct block_reader *reader, uint64_t last, uint64_t **list, size_t *count, struct why *why)
{
	struct block_facts facts;
	enum outcome outcome;
	while ((outcome = block_previous(reader, &facts, why)) == DONE) {
		if (facts.head.sequence > last)
			continue;
		if ((*count & (*count + 1)) == 0)
			*list = disk_memory(*list, 2 * (*count + 1) * sizeof((*list)[0]));
		(*list)[(*count)++] = facts.first;
	}
	return outcome == AT_END ? DONE : outcome;
}

static enum outcome write_blocks(
    struct block_reader *reader, uint64_t last, struct writing *writing, struct why *why)
{
	struct arena *arena = arena_create("export", MEMORY);
	struct block_facts facts;
	uint64_t *list = NULL;
	size_t count = 0;
	enum outcome outcome = list_blocks(reader, last, &list, &count, why);
	while (outcome == DONE && count-- > 0) {
		arena_reset(arena);
		outcome = block_seek(reader, list[count], &facts, why);
		if (outcome == DONE)
			outcome = write_block(reader, writing, arena, why);
	}
	free(list);
	arena_destroy(arena);
	return outcome;
}

enum outcome export_records(const struct journal_place *place, const struct export_wish *wish,
    uint64_t last, uint64_t *records, struct why *why)
{
	struct block_reader *reader = NULL;
	struct writing writing = {.fd = -1};
	char *path = disk_path(wish->to, EXPORT_RECORDS);
	enum outcome outcome = block_reader_open(place, wish->company, &reader, why);
	writing.fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (outcome == DONE && writing.fd < 0)
		outcome = disk_failed(path, "it cannot be made", why);
	if (outcome == DONE)
		outcome = write_blocks(reader, last, &writing, why);
	if (outcome == DONE && fsync(writing.fd) != 0)
		outcome = disk_failed(path, "syncing failed", why);
	if (writing.fd >= 0)
		close(writing.fd);
	block_reader_close(reader);
	free(path);
	*records = writing.records;
	return outcome;
}
