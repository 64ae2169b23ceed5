/* SPDX-License-Identifier: Apache-2.0 */
#include "program/cli/triage/triage_write.h"

#include "base/arena.h"
#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct line {
	struct arena *arena;
	struct event *event;
	struct rule_facts rule;
	struct match match;
	struct subject subject;
	struct position where;
	struct buffer out;
};

static int begin(void **state)
{
	struct line *line = calloc(1, sizeof(*line));
	static struct text tags[] = {TEXT_INIT("attack.execution")};
	line->arena = arena_create("test", (size_t)256 << 20);
	line->event = event_create(line->arena, INT64_C(1557627011123456));
	line->rule = (struct rule_facts){.id = TEXT_INIT("r1"),
	    .title = TEXT_INIT("Title"),
	    .severity = SEVERITY_HIGH,
	    .tags = tags,
	    .tag_count = 1};
	line->match = (struct match){.rule = &line->rule,
	    .event = line->event,
	    .title = TEXT_INIT("Title"),
	    .severity = SEVERITY_HIGH};
	line->where = (struct position){TEXT_INIT("a.log"), 7};
	buffer_init(&line->out, (size_t)64 << 20);
	*state = line;
	return 0;
}

static int end(void **state)
{
	struct line *line = *state;
	buffer_free(&line->out);
	arena_destroy(line->arena);
	free(line);
	return 0;
}

static const struct json *written(struct line *line)
{
	const struct written_match match = {
	    &line->match, &line->subject, &line->where, TEXT_INIT("said"), line->arena, {NULL, 0}};
	write_json_match(&line->out, &match);
	assert_false(line->out.full);
	assert_int_equal(line->out.bytes[line->out.size - 1], '\n');
	const struct json *value = NULL;
	struct why why = {""};
	assert_int_equal(
	    json_read(buffer_text(&line->out), &json_strict_limits, line->arena, &value, &why),
	    DONE);
	return value;
}

static void a_match_as_a_line(void **state)
{
	struct line *line = *state;
	line->subject.host = TEXT("pc1");
	event_add(line->event, TEXT("EventID"), TEXT("1"), VALUE_NUMBER);
	event_add(line->event, TEXT("Flag"), TEXT("true"), VALUE_BOOL);
	event_add(line->event, TEXT("Nothing"), TEXT(""), VALUE_NULL);
	event_add(line->event, TEXT("LogonId"), TEXT("0x3e7"), VALUE_NUMBER);
	const struct json *json = written(line);
	assert_true(text_equal(json_get_text(json, "type"), TEXT("match")));
	assert_true(text_equal(json_get_text(json, "time"), TEXT("2019-05-12T02:10:11.123456Z")));
	assert_true(text_equal(json_text(json_path(json, "rule.level")), TEXT("high")));
	assert_true(text_equal(json_text(json_path(json, "subject.host")), TEXT("pc1")));
	assert_null(json_path(json, "subject.user"));
	assert_int_equal(json_path(json, "event.EventID")->kind, JSON_NUMBER);
	assert_int_equal(json_path(json, "event.Flag")->kind, JSON_TRUE);
	assert_int_equal(json_path(json, "event.Nothing")->kind, JSON_NULL);
	/* What is not a JSON number stays as it was. */
	assert_int_equal(json_path(json, "event.LogonId")->kind, JSON_STRING);
	assert_true(text_equal(json_text(json_path(json, "where.record")), TEXT("7")));
}

static void a_repeated_name_is_an_array(void **state)
{
	struct line *line = *state;
	event_add(line->event, TEXT("a"), TEXT("1"), VALUE_TEXT);
	event_add(line->event, TEXT("b"), TEXT("x"), VALUE_TEXT);
	event_add(line->event, TEXT("a"), TEXT("2"), VALUE_TEXT);
	event_add(line->event, TEXT("a"), TEXT("3"), VALUE_TEXT);
	const struct json *json = json_get(written(line), "event");
	assert_int_equal(json->count, 2);
	const struct json *a = json_get(json, "a");
	assert_int_equal(a->kind, JSON_ARRAY);
	assert_int_equal(a->count, 3);
	assert_true(text_equal(json_text(a->first->next->next), TEXT("3")));
	assert_true(text_equal(json_text(json_get(json, "b")), TEXT("x")));
}

static void a_huge_event_is_cut_and_says_so(void **state)
{
	struct line *line = *state;
	char *big = arena_alloc(line->arena, 100000);
	memset(big, 'x', 100000);
	for (int i = 0; i < 100; i++)
		event_add(line->event, text_format(line->arena, "f%d", i),
		    (struct text){big, 100000}, VALUE_TEXT);
	const struct json *json = written(line);
	assert_true(line->out.size < WRITE_EVENT + 4 * WRITE_VALUE);
	assert_int_equal(json_get(json, "event_cut")->kind, JSON_TRUE);
	assert_int_equal(json_path(json, "event.f0")->text.size, WRITE_VALUE);
}

static void csv_cells_are_quoted_and_defused(void **state)
{
	struct line *line = *state;
	line->subject.user = TEXT("=cmd|'/C calc'!A0");
	line->subject.host = TEXT("a\"b,c");
	const struct written_match match = {
	    &line->match, &line->subject, &line->where, TEXT_INIT("+1"), line->arena, {NULL, 0}};
	write_csv_match(&line->out, &match);
	struct text csv = buffer_text(&line->out);
	assert_true(text_find(csv, TEXT("\"'=cmd|'/C calc'!A0\"")) != TEXT_NONE);
	assert_true(text_find(csv, TEXT("\"a\"\"b,c\"")) != TEXT_NONE);
	assert_true(text_find(csv, TEXT("\"'+1\"")) != TEXT_NONE);
	assert_true(text_ends(csv, TEXT(",7\r\n")));
}

static void csv_rows_have_the_header_s_columns(void **state)
{
	struct line *line = *state;
	write_csv_header(&line->out);
	size_t header = 0;
	for (size_t i = 0; i < line->out.size; i++)
		header += line->out.bytes[i] == ',';
	buffer_clear(&line->out);
	const struct written_match match = {
	    &line->match, &line->subject, &line->where, TEXT_INIT("said"), line->arena, {NULL, 0}};
	write_csv_match(&line->out, &match);
	size_t row = 0;
	for (size_t i = 0; i < line->out.size; i++)
		row += line->out.bytes[i] == ',';
	assert_int_equal(row, header);
}

#define LINE(name) cmocka_unit_test_setup_teardown(name, begin, end)

/* A line with the event written beforehand is the same line. */
static void an_event_written_once_serves_all_matches(void **state)
{
	struct line *line = *state;
	struct buffer once;
	buffer_init(&once, 1 << 20);
	event_add(line->event, TEXT("again"), TEXT("1"), VALUE_TEXT);
	event_add(line->event, TEXT("again"), TEXT("2"), VALUE_TEXT);
	event_add(line->event, TEXT("again"), TEXT("3"), VALUE_TEXT);
	struct written_match match = {
	    &line->match, &line->subject, &line->where, TEXT_INIT("said"), line->arena, {NULL, 0}};
	write_json_match(&line->out, &match);
	struct text anew = text_copy(line->arena, buffer_text(&line->out));
	buffer_clear(&line->out);
	write_json_event(&once, line->event, line->arena);
	match.event = buffer_text(&once);
	write_json_match(&line->out, &match);
	assert_true(text_equal(anew, buffer_text(&line->out)));
	assert_true(text_find(anew, TEXT("\"again\":[\"1\",\"2\",\"3\"]")) != TEXT_NONE);
	buffer_free(&once);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    LINE(a_match_as_a_line),
	    LINE(a_repeated_name_is_an_array),
	    LINE(a_huge_event_is_cut_and_says_so),
	    LINE(an_event_written_once_serves_all_matches),
	    LINE(csv_cells_are_quoted_and_defused),
	    LINE(csv_rows_have_the_header_s_columns),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
