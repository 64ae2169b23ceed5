/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode-dump [--lines] [--received SECONDS] [--offset SECONDS] [--csv MAPPING]... FILE...: what
 * the decoders make of files, one JSON object a record on standard output: where it stands, its
 * decoder, time, logsource and fields.
 * --lines takes every line as one record instead of asking the framer; --offset is the zone, in
 * seconds east of UTC, of times that name none. For tests.
 */
#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "base/limits.h"
#include "decode/decoder.h"
#include "decode/frame/framer.h"
#include "decode/table/csv.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct dump {
	struct arena *arena;
	struct buffer out;
	int64_t received;
	const struct zone *zone;
	bool lines;
	struct csv_mappings *mappings;
};

static void put_event(struct json_writer *writer, const struct event *event)
{
	char when[CLOCK_TEXT];
	clock_format(event->time, when);
	json_open_object(writer, NULL);
	json_put_text(writer, "time", text_of(when));
	json_put_bool(writer, "has_time", event->has_time);
	json_put_text(writer, "decoder", event->decoder);
	json_put_text(writer, "product", event->logsource.product);
	json_put_text(writer, "category", event->logsource.category);
	json_put_text(writer, "service", event->logsource.service);
	json_put_text(writer, "message", event->message);
	json_open_array(writer, "fields");
	for (size_t i = 0; i < event->count; i++) {
		json_open_array(writer, NULL);
		json_put_text(writer, NULL, event->fields[i].name);
		json_put_text(writer, NULL, event->fields[i].value);
		json_close_array(writer);
	}
	json_close_array(writer);
	json_close_object(writer);
}

static void dump_record(struct dump *dump, const char *file, uint64_t number, struct text record,
    const struct columns *columns)
{
	struct decode_context context = {
	    .zone = dump->zone, .received = dump->received, .columns = columns};
	struct events events;
	struct why why = {""};
	arena_reset(dump->arena);
	events_init(&events, dump->arena);
	const struct decoder *decoder = decode_record(record, &context, dump->arena, &events, &why);
	struct json_writer writer;
	buffer_clear(&dump->out);
	json_begin(&writer, &dump->out);
	json_open_object(&writer, NULL);
	json_put_text(&writer, "file", text_of(file));
	json_put_int(&writer, "record", (int64_t)number);
	json_put_text(&writer, "decoder", text_of(decoder == NULL ? "" : decoder->name));
	if (decoder == NULL) {
		json_put_text(&writer, "why", text_of(why.text));
		json_put_text(&writer, "bytes", text_part(record, 0, 400));
	}
	json_open_array(&writer, "events");
	for (size_t i = 0; i < events.count; i++)
		put_event(&writer, events.at[i]);
	json_close_array(&writer);
	json_close_object(&writer);
	fwrite(dump->out.bytes, 1, dump->out.size, stdout);
	putchar('\n');
}

static void drain(struct dump *dump, const char *file, struct framer *framer)
{
	struct framed framed;
	struct why why;
	enum outcome outcome;
	while ((outcome = framer_next(framer, &framed, &why)) == DONE) {
		if (framed.refused)
			fprintf(stderr, "%s: record %" PRIu64 ": %s\n", file, framed.number,
			    framed.why.text);
		else
			dump_record(dump, file, framed.number, framed.bytes, framed.columns);
	}
	if (outcome == NOT_SUPPORTED)
		fprintf(stderr, "%s: %s\n", file, why.text);
}

static void dump_lines(struct dump *dump, const char *file, FILE *stream)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t size;
	uint64_t number = 0;
	while ((size = getline(&line, &room, stream)) >= 0) {
		struct text record = {line, (size_t)size};
		while (record.size != 0 && strchr("\r\n", record.at[record.size - 1]) != NULL)
			record.size--;
		number++;
		if (record.size != 0)
			dump_record(dump, file, number, record, NULL);
	}
	free(line);
}

static void dump_framed(struct dump *dump, const char *file, FILE *stream)
{
	static char bytes[65536];
	struct framer *framer = framer_create(dump->mappings);
	size_t n;
	while ((n = fread(bytes, 1, sizeof(bytes), stream)) > 0) {
		framer_push(framer, (struct text){bytes, n});
		drain(dump, file, framer);
	}
	framer_finish(framer);
	drain(dump, file, framer);
	framer_destroy(framer);
}

static int dump_file(struct dump *dump, const char *file)
{
	FILE *stream = fopen(file, "rb");
	if (stream == NULL) {
		perror(file);
		return 1;
	}
	if (dump->lines)
		dump_lines(dump, file, stream);
	else
		dump_framed(dump, file, stream);
	fclose(stream);
	return 0;
}

static int add_mapping(struct dump *dump, const char *file)
{
	static char bytes[LIMIT_RULE_FILE];
	FILE *stream = fopen(file, "rb");
	if (stream == NULL) {
		perror(file);
		return 1;
	}
	size_t n = fread(bytes, 1, sizeof(bytes), stream);
	fclose(stream);
	struct why why;
	if (csv_mappings_add(dump->mappings, (struct text){bytes, n}, &why) == DONE)
		return 0;
	fprintf(stderr, "%s: %s\n", file, why.text);
	return 1;
}

int main(int argc, char **argv)
{
	struct arena *content = arena_create("mappings", (size_t)64 << 20);
	struct dump dump = {
	    .arena = arena_create("dump", (size_t)256 << 20),
	    .received = INT64_C(1700000000) * CLOCK_SECOND,
	    .mappings = csv_mappings_create(content),
	};
	buffer_init(&dump.out, (size_t)256 << 20);
	int failed = 0;
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--lines") == 0)
			dump.lines = true;
		else if (strcmp(argv[i], "--received") == 0 && i + 1 < argc)
			dump.received = strtoll(argv[++i], NULL, 10) * CLOCK_SECOND;
		else if (strcmp(argv[i], "--offset") == 0 && i + 1 < argc)
			dump.zone = zone_fixed((int)strtol(argv[++i], NULL, 10), content);
		else if (strcmp(argv[i], "--csv") == 0 && i + 1 < argc)
			failed |= add_mapping(&dump, argv[++i]);
		else
			failed |= dump_file(&dump, argv[i]);
	}
	buffer_free(&dump.out);
	arena_destroy(dump.arena);
	arena_destroy(content);
	return failed;
}
