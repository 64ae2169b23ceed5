/* SPDX-License-Identifier: Apache-2.0 */
/*
 * log-dump FOLDER: the frames of a log, as JSON lines, for tests that ask what has arrived. A line
 * a record: where it stands, whose it is, its text; for frames without records a line a frame.
 */
#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "journal/log.h"

#include <stdio.h>

static void put(const struct frame *frame, uint64_t place, struct text text)
{
	struct buffer line;
	struct json_writer json;
	buffer_init(&line, 8 * FRAME_BODY);
	json_begin(&json, &line);
	json_open_object(&json, NULL);
	json_put_int(&json, "kind", frame->kind);
	json_put_int(&json, "position", (int64_t)frame->position);
	json_put_int(&json, "place", (int64_t)place);
	json_put_int(&json, "received", frame->received);
	json_put_text(&json, "company", frame->company);
	json_put_text(&json, "source", frame->source);
	json_put_text(&json, "origin", frame->origin);
	json_put_text(&json, "batch", frame->batch);
	json_put_bool(&json, "history", frame->history);
	json_put_text(&json, "text", text);
	json_close_object(&json);
	printf("%.*s\n", TEXT_ARGS(buffer_text(&line)));
	buffer_free(&line);
}

static int put_frame(const struct frame *frame)
{
	struct text rest = frame->body;
	struct text record;
	enum outcome outcome = DONE;
	uint64_t place = 0;
	if (frame->kind != FRAME_RECORDS) {
		put(frame, 0, frame->body);
		return 0;
	}
	while ((outcome = records_next(&rest, &record)) == DONE)
		put(frame, place++, record);
	if (outcome == AT_END && place == frame->count)
		return 0;
	fprintf(stderr, "log-dump: frame %llu says %u records and has %llu\n",
	    (unsigned long long)frame->position, frame->count, (unsigned long long)place);
	return 1;
}

int main(int argc, char **argv)
{
	struct why why = {{0}};
	struct log_extent extent;
	struct log_reader *reader = NULL;
	struct frame frame;
	int status = 0;
	if (argc != 2)
		return 2;
	struct arena *arena = arena_create("frame", 64 << 20);
	enum outcome outcome = log_extent(argv[1], &extent, &why);
	if (outcome == DONE)
		outcome = log_reader_open(argv[1], extent.first, &reader, &why);
	while (outcome == DONE) {
		arena_reset(arena);
		outcome = log_read(reader, UINT64_MAX, arena, &frame, &why);
		if (outcome == DONE)
			status |= put_frame(&frame);
	}
	if (outcome != AT_END) {
		fprintf(stderr, "log-dump: %s\n", why.text);
		status = 1;
	}
	log_reader_close(reader);
	arena_destroy(arena);
	return status;
}
