/* SPDX-License-Identifier: Apache-2.0 */
/* One hit on standard output. */
#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "incident/excerpt.h"
#include "program/cli/search/search_command.h"
#include "program/cli/terminal.h"
#include "program/cli/triage/triage_write.h"

#include <stdio.h>

#define HIT_MOST ((size_t)64 << 20)
#define EXCERPT_ROOM 240
#define SOURCE_COLUMNS 16

static void put_some(struct json_writer *writer, const char *name, struct text t)
{
	if (t.size != 0)
		json_put_text(writer, name, t);
}

static void put_time(struct json_writer *writer, const char *name, int64_t instant)
{
	char out[CLOCK_TEXT];
	clock_format(instant, out);
	json_put_text(writer, name, text_of(out));
}

static void put_logsource(struct json_writer *writer, const struct logsource *logsource)
{
	json_open_object(writer, "logsource");
	put_some(writer, "product", logsource->product);
	put_some(writer, "category", logsource->category);
	put_some(writer, "service", logsource->service);
	json_close_object(writer);
}

static void write_json(struct search_writer *writer, const struct hit *hit)
{
	struct buffer out;
	struct buffer event;
	struct json_writer json;
	char name[RECORD_NAME_TEXT];
	buffer_init(&out, HIT_MOST);
	buffer_init(&event, HIT_MOST);
	record_name_write(hit->name, name);
	json_begin(&json, &out);
	json_open_object(&json, NULL);
	json_put_text(&json, "type", TEXT("record"));
	json_put_text(&json, "name", text_of(name));
	json_put_text(&json, "company", text_of(writer->company->id));
	json_put_text(&json, "source", hit->frame->source);
	json_put_text(&json, "source_name", search_source_name(writer->data, hit->frame->source));
	put_some(&json, "origin", hit->frame->origin);
	put_time(&json, "time", hit->event->time);
	put_time(&json, "received", hit->frame->received);
	put_some(&json, "decoder", hit->event->decoder);
	put_logsource(&json, &hit->event->logsource);
	write_json_event(&event, hit->event, writer->scratch);
	buffer_put_char(&out, ',');
	buffer_put(&out, text_from(buffer_text(&event), 1));
	json_put_text(&json, "record", hit->record);
	json_close_object(&json);
	buffer_put_char(&out, '\n');
	fwrite(out.bytes, 1, out.size, stdout);
	buffer_free(&event);
	buffer_free(&out);
}

/* Where several companies are searched, whose the lines are. */
static void write_head(struct search_writer *writer)
{
	if (writer->headed || writer->settings->company != NULL)
		return;
	writer->headed = true;
	fputs("== ", stdout);
	terminal_put(stdout, writer->company->name);
	fputs(" ==\n", stdout);
}

static void write_text(struct search_writer *writer, const struct hit *hit)
{
	char time[CLOCK_TEXT];
	char name[RECORD_NAME_TEXT];
	char excerpt[EXCERPT_ROOM];
	struct text source = search_source_name(writer->data, hit->frame->source);
	write_head(writer);
	clock_format_local(hit->event->time, writer->zone, time);
	record_name_write(hit->name, name);
	size_t size = excerpt_of(hit->event, excerpt, sizeof(excerpt));
	struct text line =
	    size != 0 ? (struct text){excerpt, size} : text_part(hit->record, 0, EXCERPT_ROOM);
	printf("%s  ", time);
	terminal_put(stdout, source);
	for (size_t width = words_width(source); width < SOURCE_COLUMNS; width++)
		fputc(' ', stdout);
	fputs("  ", stdout);
	terminal_put(stdout, line);
	printf("  [%s]\n", name);
}

void search_write_hit(struct search_writer *writer, const struct hit *hit)
{
	arena_reset(writer->scratch);
	switch (writer->settings->form) {
	case SEARCH_JSON:
		write_json(writer, hit);
		break;
	case SEARCH_RAW:
		fwrite(hit->record.at, 1, hit->record.size, stdout);
		fputc('\n', stdout);
		break;
	case SEARCH_TEXT:
		write_text(writer, hit);
		break;
	}
	/* Whoever waits sees the first ones at once. */
	fflush(stdout);
}
