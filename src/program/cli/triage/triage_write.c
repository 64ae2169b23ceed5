/* SPDX-License-Identifier: Apache-2.0 */
#include "program/cli/triage/triage_write.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/utf8.h"

#include <inttypes.h>

static void put_time(struct json_writer *writer, const char *name, int64_t instant)
{
	char text[CLOCK_TEXT];
	if (instant == CLOCK_NONE) {
		json_put_null(writer, name);
		return;
	}
	clock_format(instant, text);
	json_put_text(writer, name, text_of(text));
}

/* Leave out what is empty: a line is read by people, too. */
static void put_some(struct json_writer *writer, const char *name, struct text value)
{
	if (value.size != 0)
		json_put_text(writer, name, value);
}

static void put_rule(struct json_writer *writer, const struct match *match)
{
	const struct rule_facts *rule = match->rule;
	json_open_object(writer, "rule");
	json_put_text(writer, "id", rule->id);
	json_put_text(writer, "title", match->title);
	json_put_text(writer, "level", text_of(severity_word(match->severity)));
	json_open_array(writer, "tags");
	for (size_t i = 0; i < rule->tag_count; i++)
		json_put_text(writer, NULL, rule->tags[i]);
	json_close_array(writer);
	put_some(writer, "category", text_of(category_word(rule->category)));
	json_close_object(writer);
}

static void put_subject(struct json_writer *writer, const struct subject *subject)
{
	json_open_object(writer, "subject");
	put_some(writer, "host", subject->host);
	put_some(writer, "user", subject->user);
	put_some(writer, "src_ip", subject->src_ip);
	put_some(writer, "dst_ip", subject->dst_ip);
	put_some(writer, "process", subject->process);
	put_some(writer, "file", subject->file);
	json_close_object(writer);
}

static void put_logsource(struct json_writer *writer, const struct logsource *logsource)
{
	json_open_object(writer, "logsource");
	put_some(writer, "product", logsource->product);
	put_some(writer, "category", logsource->category);
	put_some(writer, "service", logsource->service);
	json_close_object(writer);
}

static enum json_kind kind_of(const struct field *field)
{
	double number;
	switch (field->kind) {
	case VALUE_NULL:
		return JSON_NULL;
	case VALUE_BOOL:
		return text_equal(field->value, TEXT("true")) ? JSON_TRUE : JSON_FALSE;
	case VALUE_NUMBER:
		return text_to_double(field->value, &number) ? JSON_NUMBER : JSON_STRING;
	case VALUE_TEXT:
		break;
	}
	return JSON_STRING;
}

static struct json *value_of(struct arena *arena, const struct field *field)
{
	struct json *value = arena_alloc(arena, sizeof(*value));
	value->kind = kind_of(field);
	value->name = field->name;
	value->text = utf8_cut(field->value, WRITE_VALUE);
	if (value->kind == JSON_NULL)
		value->text = TEXT("null");
	return value;
}

/* Members of the object that is written; their places by the hash of their names. */
struct members {
	struct json **at;
	struct json **last; /* of those that became arrays: the newest element */
	size_t count;
	uint32_t *slots; /* a member's number + 1, 0 is free; open addressing */
	size_t room;     /* a power of two, at least twice the members */
	struct arena *arena;
};

static struct members members_for(size_t most, struct arena *arena)
{
	struct members members = {.room = 16, .arena = arena};
	while (members.room < most * 2)
		members.room *= 2;
	members.at = arena_array(arena, most + 1, sizeof(struct json *));
	members.last = arena_array(arena, most + 1, sizeof(struct json *));
	members.slots = arena_array(arena, members.room, sizeof(uint32_t));
	return members;
}

static uint32_t *slot_of(const struct members *members, struct text name)
{
	size_t i = text_hash(name) & (members->room - 1);
	while (
	    members->slots[i] != 0 && !text_equal(members->at[members->slots[i] - 1]->name, name))
		i = (i + 1) & (members->room - 1);
	return &members->slots[i];
}

/* Fields of one name become an array under it. */
static void put_again(struct members *members, size_t number, struct json *value)
{
	struct json *first = members->at[number];
	if (first->kind != JSON_ARRAY) {
		struct json *moved = arena_alloc(members->arena, sizeof(*moved));
		*moved = *first;
		moved->next = NULL;
		first->kind = JSON_ARRAY;
		first->first = moved;
		members->last[number] = moved;
	}
	members->last[number]->next = value;
	members->last[number] = value;
}

static void put_member(struct members *members, struct json *value)
{
	uint32_t *slot = slot_of(members, value->name);
	if (*slot != 0) {
		put_again(members, *slot - 1, value);
		return;
	}
	if (members->count != 0)
		members->at[members->count - 1]->next = value;
	members->at[members->count++] = value;
	*slot = (uint32_t)members->count;
}

static void put_fields(struct json_writer *writer, const struct event *event, struct arena *arena)
{
	struct members members = members_for(event->count, arena);
	struct json object = {.kind = JSON_OBJECT};
	size_t size = 0;
	size_t i = 0;
	for (; i < event->count && size <= WRITE_EVENT; i++) {
		struct json *value = value_of(arena, &event->fields[i]);
		size += value->name.size + value->text.size;
		put_member(&members, value);
	}
	object.first = members.at[0];
	json_put_value(writer, "event", &object);
	if (i < event->count || event->left_out != 0)
		json_put_bool(writer, "event_cut", true);
}

/* Members behind the brace that opens an object which is not closed. */
void write_json_event(struct buffer *out, const struct event *event, struct arena *arena)
{
	struct json_writer writer;
	json_begin(&writer, out);
	json_open_object(&writer, NULL);
	put_fields(&writer, event, arena);
}

static void put_event(struct json_writer *writer, const struct written_match *written)
{
	if (written->event.size == 0) {
		put_fields(writer, written->match->event, written->arena);
		return;
	}
	buffer_put_char(writer->out, ',');
	buffer_put(writer->out, text_from(written->event, 1));
}

void write_json_match(struct buffer *out, const struct written_match *written)
{
	const struct match *match = written->match;
	struct json_writer writer;
	json_begin(&writer, out);
	json_open_object(&writer, NULL);
	json_put_text(&writer, "type", TEXT("match"));
	put_time(&writer, "time", match->event->time);
	put_rule(&writer, match);
	put_subject(&writer, written->subject);
	put_logsource(&writer, &match->event->logsource);
	json_put_text(&writer, "disposition", text_of(disposition_word(match->disposition)));
	put_event(&writer, written);
	json_open_object(&writer, "where");
	json_put_text(&writer, "file", written->where->file);
	json_put_int(&writer, "record", (int64_t)written->where->record);
	json_close_object(&writer);
	json_close_object(&writer);
	buffer_put_char(out, '\n');
}

void write_json_unreadable(struct buffer *out, struct text file, uint64_t offset, struct text why)
{
	struct json_writer writer;
	json_begin(&writer, out);
	json_open_object(&writer, NULL);
	json_put_text(&writer, "type", TEXT("unreadable"));
	json_put_text(&writer, "file", file);
	json_put_int(&writer, "offset", (int64_t)offset);
	json_put_text(&writer, "why", why);
	json_close_object(&writer);
	buffer_put_char(out, '\n');
}

static void put_set(struct json_writer *writer, const char *name, const struct value_set *set)
{
	json_open_array(writer, name);
	for (size_t i = 0; i < set->count; i++)
		json_put_text(writer, NULL, set->at[i]);
	json_close_array(writer);
}

static void put_both(struct json_writer *writer, const char *name, const struct both *both)
{
	json_open_object(writer, name);
	json_put_text(writer, "ja", both->ja);
	json_put_text(writer, "en", both->en);
	json_close_object(writer);
}

void write_json_incident(struct buffer *out, const struct incident *incident)
{
	struct json_writer writer;
	json_begin(&writer, out);
	json_open_object(&writer, NULL);
	json_put_text(&writer, "type", TEXT("incident"));
	json_put_text(&writer, "id", text_of(incident->id));
	json_put_text(&writer, "state", text_of(incident->state == INCIDENT_ACT ? "act" : "look"));
	put_time(&writer, "first", incident->first);
	put_time(&writer, "last", incident->last);
	json_put_text(&writer, "stage", text_of(stage_word(incident->stage)));
	json_put_text(&writer, "level", text_of(severity_word(incident->severity)));
	json_put_real(&writer, "confidence", (double)(int)(incident->confidence * 100 + 0.5) / 100);
	json_open_object(&writer, "subjects");
	put_set(&writer, "hosts", &incident->hosts);
	put_set(&writer, "users", &incident->users);
	put_set(&writer, "addresses", &incident->addresses);
	put_set(&writer, "processes", &incident->processes);
	put_set(&writer, "files", &incident->files);
	json_close_object(&writer);
	json_put_int(&writer, "findings", (int64_t)incident->finding_count);
	json_put_int(&writer, "matches", (int64_t)incident->matches);
	put_both(&writer, "story", &incident->story);
	json_open_array(&writer, "next");
	for (size_t i = 0; i < INCIDENT_STEPS; i++)
		put_both(&writer, NULL, &incident->next[i]);
	json_close_array(&writer);
	json_close_object(&writer);
	buffer_put_char(out, '\n');
}

void write_json_rules(struct json_writer *writer, const char *name, const struct ruleset *rules)
{
	size_t count;
	const struct refused_rule *refused = ruleset_refused(rules, &count);
	json_open_object(writer, name);
	json_put_int(writer, "loaded", (int64_t)ruleset_count(rules));
	json_open_array(writer, "refused");
	for (size_t i = 0; i < count; i++) {
		json_open_object(writer, NULL);
		json_put_text(writer, "file", refused[i].file);
		json_put_int(writer, "line", refused[i].line);
		json_put_text(writer, "why", refused[i].why);
		json_close_object(writer);
	}
	json_close_array(writer);
	json_close_object(writer);
}

void write_json_summary(struct buffer *out, const struct triage_result *result)
{
	struct json_writer writer;
	json_begin(&writer, out);
	json_open_object(&writer, NULL);
	json_put_text(&writer, "type", TEXT("summary"));
	json_put_int(&writer, "files", (int64_t)result->file_total);
	json_put_int(&writer, "bytes", (int64_t)result->bytes);
	json_put_int(&writer, "records", (int64_t)result->records);
	json_put_int(&writer, "events", (int64_t)result->events);
	json_put_int(&writer, "not_understood", (int64_t)result->not_understood);
	json_put_int(&writer, "unreadable", (int64_t)result->unreadable_total);
	json_put_int(&writer, "matches", (int64_t)result->matches);
	json_put_int(
	    &writer, "matches_left_out", (int64_t)(result->left_out + result->folded_away));
	json_put_int(&writer, "expressions_given_up", (int64_t)result->gave_up);
	json_put_int(&writer, "findings", (int64_t)result->finding_count);
	json_put_int(&writer, "incidents", (int64_t)result->incident_count);
	put_time(&writer, "first", result->first);
	put_time(&writer, "last", result->last);
	json_put_real(&writer, "seconds", result->seconds);
	write_json_rules(&writer, "rules", result->rules);
	json_put_int(&writer, "peak_rss", (int64_t)result->peak_rss);
	json_close_object(&writer);
	buffer_put_char(out, '\n');
}

void write_csv_header(struct buffer *out)
{
	buffer_put_string(out,
	    "time,level,rule_id,rule_title,host,user,src_ip,dst_ip,process,file_path,"
	    "category,disposition,excerpt,source_file,record\r\n");
}

/* Bytes of the control character at the start of t; 0 where there is none. C1 stands at c2 80 to c2
 * 9f. */
static size_t control_size(struct text t)
{
	unsigned char first = (unsigned char)t.at[0];
	if (first < 0x20 || first == 0x7f)
		return 1;
	bool c1 = first == 0xc2 && t.size > 1 && (unsigned char)t.at[1] < 0xa0;
	return c1 ? 2 : 0;
}

/* Whoever looks at the file in a terminal is not to be steered by a log: controls are spaces. */
static void put_cell(struct buffer *out, struct text t, char behind)
{
	buffer_put_char(out, '"');
	/* Excel and others run a cell that begins with one of these, quoted or not. */
	if (t.size != 0 && text_find_char(TEXT("=+-@\t\r"), t.at[0]) != TEXT_NONE)
		buffer_put_char(out, '\'');
	while (t.size != 0) {
		size_t control = control_size(t);
		buffer_put_char(out, control != 0 ? ' ' : t.at[0]);
		if (t.at[0] == '"')
			buffer_put_char(out, '"');
		t = text_from(t, control == 0 ? 1 : control);
	}
	buffer_put_char(out, '"');
	buffer_put_string(out, behind == '\n' ? "\r\n" : ",");
}

void write_csv_match(struct buffer *out, const struct written_match *written)
{
	const struct match *match = written->match;
	char time[CLOCK_TEXT];
	clock_format(match->event->time, time);
	put_cell(out, text_of(time), ',');
	put_cell(out, text_of(severity_word(match->severity)), ',');
	put_cell(out, match->rule->id, ',');
	put_cell(out, match->title, ',');
	put_cell(out, written->subject->host, ',');
	put_cell(out, written->subject->user, ',');
	put_cell(out, written->subject->src_ip, ',');
	put_cell(out, written->subject->dst_ip, ',');
	put_cell(out, utf8_cut(written->subject->process, WRITE_VALUE), ',');
	put_cell(out, utf8_cut(written->subject->file, WRITE_VALUE), ',');
	put_cell(out, text_of(category_word(match->rule->category)), ',');
	put_cell(out, text_of(disposition_word(match->disposition)), ',');
	put_cell(out, written->excerpt, ',');
	put_cell(out, written->where->file, ',');
	buffer_format(out, "%" PRIu64 "\r\n", written->where->record);
}
