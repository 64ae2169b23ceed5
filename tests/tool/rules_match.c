/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules-match [--repeat N] --rules FOLDER... -- FILE...: which rules fit the events of files, one
 * JSON object a file on standard output: records, events, records that no decoder knew, and the
 * number of matches by rule id. With --repeat, the events of all files are evaluated N times over
 * and the time that took is told by a last object. For tests and measurements.
 */
#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "base/limits.h"
#include "decode/decoder.h"
#include "decode/frame/framer.h"
#include "detect/ruleset.h"
#include "os/files.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct tool {
	struct ruleset *ruleset;
	struct evaluator *evaluator;
	struct arena *arena; /* events, kept for --repeat */
	struct event **events;
	size_t event_count;
	size_t event_room;
	size_t first; /* event of the file at hand */
	size_t records;
	size_t unknown;
};

static bool add_rules(void *data, const struct file_seen *seen)
{
	struct tool *tool = data;
	struct arena *arena = arena_create("rule file", 2 * LIMIT_RULE_FILE);
	struct text bytes;
	struct why why;
	if (text_ends(text_of(seen->path), TEXT(".yml")) && seen->outcome == DONE &&
	    file_read(seen->path, LIMIT_RULE_FILE, arena, &bytes, &why) == DONE)
		ruleset_add(tool->ruleset, text_of(seen->path), bytes);
	arena_destroy(arena);
	return true;
}

static void keep_event(struct tool *tool, struct event *event)
{
	if (tool->event_count == tool->event_room) {
		size_t room = tool->event_room == 0 ? 1024 : tool->event_room * 2;
		tool->events = arena_grow(
		    tool->arena, tool->events, tool->event_room, room, sizeof(struct event *));
		tool->event_room = room;
	}
	tool->events[tool->event_count++] = event;
}

static void decode(struct tool *tool, struct text record, const struct columns *columns)
{
	struct decode_context context = {.received = 0, .columns = columns};
	struct events events;
	struct why why;
	tool->records++;
	events_init(&events, tool->arena);
	struct text kept = text_copy(tool->arena, record);
	if (decode_record(kept, &context, tool->arena, &events, &why) == NULL)
		tool->unknown++;
	for (size_t i = 0; i < events.count; i++)
		keep_event(tool, events.at[i]);
}

static void drain(struct tool *tool, struct framer *framer)
{
	struct framed framed;
	struct why why;
	while (framer_next(framer, &framed, &why) == DONE) {
		if (!framed.refused)
			decode(tool, framed.bytes, framed.columns);
	}
}

static bool read_file(struct tool *tool, const char *path)
{
	static char bytes[65536];
	FILE *stream = fopen(path, "rb");
	if (stream == NULL) {
		perror(path);
		return false;
	}
	struct framer *framer = framer_create(NULL);
	size_t size;
	tool->first = tool->event_count;
	tool->records = tool->unknown = 0;
	while ((size = fread(bytes, 1, sizeof(bytes), stream)) > 0) {
		framer_push(framer, (struct text){bytes, size});
		drain(tool, framer);
	}
	framer_finish(framer);
	drain(tool, framer);
	framer_destroy(framer);
	fclose(stream);
	return true;
}

static size_t *count_matches(struct tool *tool)
{
	size_t *counts = calloc(ruleset_count(tool->ruleset) + 1, sizeof(*counts));
	for (size_t i = tool->first; i < tool->event_count; i++) {
		struct match *matches;
		size_t count = evaluate(tool->evaluator, tool->events[i], &matches);
		for (size_t j = 0; j < count; j++) {
			size_t rule = 0;
			while (ruleset_rule(tool->ruleset, rule) != matches[j].rule)
				rule++;
			counts[rule]++;
		}
	}
	return counts;
}

static void report(struct tool *tool, const char *path)
{
	struct buffer out;
	struct json_writer writer;
	size_t *counts = count_matches(tool);
	buffer_init(&out, (size_t)64 << 20);
	json_begin(&writer, &out);
	json_open_object(&writer, NULL);
	json_put_text(&writer, "file", text_of(path));
	json_put_int(&writer, "records", (int64_t)tool->records);
	json_put_int(&writer, "events", (int64_t)(tool->event_count - tool->first));
	json_put_int(&writer, "unknown", (int64_t)tool->unknown);
	json_open_object(&writer, "matches");
	for (size_t i = 0; i < ruleset_count(tool->ruleset); i++) {
		if (counts[i] > 0)
			json_put_named(&writer, ruleset_rule(tool->ruleset, i)->id,
			    text_format(tool->arena, "%zu", counts[i]));
	}
	json_close_object(&writer);
	json_close_object(&writer);
	printf("%.*s\n", TEXT_ARGS(buffer_text(&out)));
	buffer_free(&out);
	free(counts);
}

static void measure(struct tool *tool, size_t repeat)
{
	struct timespec from;
	struct timespec to;
	size_t matches_all = 0;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	for (size_t i = 0; i < repeat; i++) {
		for (size_t j = 0; j < tool->event_count; j++) {
			struct match *matches;
			matches_all += evaluate(tool->evaluator, tool->events[j], &matches);
		}
	}
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	double seconds =
	    (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
	double events = (double)(tool->event_count * repeat);
	printf("{\"rules\":%zu,\"events\":%.0f,\"matches\":%zu,\"seconds\":%.3f,\"rate\":%.0f,"
	       "\"gave_up\":%zu,\"left_out\":%zu}\n",
	    ruleset_count(tool->ruleset), events, matches_all, seconds, events / seconds,
	    evaluator_gave_up(tool->evaluator), evaluator_left_out(tool->evaluator));
}

int main(int argc, char **argv)
{
	struct tool tool = {.ruleset = ruleset_create()};
	size_t repeat = 0;
	int i = 1;
	int failed = 0;
	tool.arena = arena_create("events", (size_t)8 << 30);
	for (; i < argc && strcmp(argv[i], "--") != 0; i++) {
		struct why why;
		if (strcmp(argv[i], "--repeat") == 0 && i + 1 < argc)
			repeat = strtoul(argv[++i], NULL, 10);
		else if (strcmp(argv[i], "--rules") != 0 &&
			 file_walk(argv[i], add_rules, &tool, &why) != DONE)
			failed = 1;
	}
	ruleset_freeze(tool.ruleset);
	tool.evaluator = evaluator_create(tool.ruleset);
	for (i++; i < argc; i++) {
		if (read_file(&tool, argv[i]))
			report(&tool, argv[i]);
		else
			failed = 1;
	}
	if (repeat > 0)
		measure(&tool, repeat);
	evaluator_destroy(tool.evaluator);
	ruleset_destroy(tool.ruleset);
	arena_destroy(tool.arena);
	return failed;
}
