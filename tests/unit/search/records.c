/* SPDX-License-Identifier: Apache-2.0 */
#include "search/records.h"

#include "base/buffer.h"
#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Steps through a frame; places must ascend from 0. Returns the outcome at the end. */
static enum outcome step(const struct frame *frame, size_t *count, size_t *refused, char *joined)
{
	struct frame_records *records = frame_records_open(frame, NULL);
	struct frame_record record;
	struct why why;
	enum outcome outcome;
	*count = *refused = 0;
	joined[0] = '\0';
	while ((outcome = frame_records_next(records, &record, &why)) == DONE) {
		assert_int_equal(record.place, *count);
		++*count;
		if (record.refused) {
			++*refused;
			assert_true(record.why.text[0] != '\0' && record.bytes.size == 0);
			continue;
		}
		strncat(joined, record.bytes.at, record.bytes.size < 40 ? record.bytes.size : 40);
		strncat(joined, "|", 2);
	}
	assert_int_equal(frame_records_next(records, &record, &why), AT_END);
	frame_records_close(records);
	return outcome;
}

static void records_are_stepped_through(void **state)
{
	(void)state;
	struct buffer body;
	size_t count;
	size_t refused;
	char joined[4096];
	buffer_init(&body, FRAME_BODY);
	records_put(&body, TEXT("first"));
	records_put(&body, TEXT(""));
	records_put(&body, TEXT("two\nlines"));
	const struct frame frame = {.kind = FRAME_RECORDS, .count = 3, .body = buffer_text(&body)};
	assert_int_equal(step(&frame, &count, &refused, joined), AT_END);
	assert_int_equal(count, 3);
	assert_string_equal(joined, "first||two\nlines|");
	/* Cut off in the middle of the last. */
	struct frame cut = frame;
	cut.body.size -= 3;
	assert_int_equal(step(&cut, &count, &refused, joined), MALFORMED);
	assert_int_equal(count, 2);
	const struct frame empty = {.kind = FRAME_RECORDS};
	assert_int_equal(step(&empty, &count, &refused, joined), AT_END);
	assert_int_equal(count, 0);
	buffer_free(&body);
}

static void a_record_that_is_too_large_is_refused_alone(void **state)
{
	(void)state;
	struct buffer body;
	size_t count;
	size_t refused;
	char joined[4096];
	char *large = calloc(1, LIMIT_DOCUMENT + 1);
	buffer_init(&body, FRAME_BODY);
	records_put(&body, (struct text){large, LIMIT_DOCUMENT + 1});
	records_put(&body, TEXT("behind it"));
	const struct frame frame = {.kind = FRAME_RECORDS, .count = 2, .body = buffer_text(&body)};
	assert_int_equal(step(&frame, &count, &refused, joined), AT_END);
	assert_int_equal(count, 2);
	assert_int_equal(refused, 1);
	assert_string_equal(joined, "behind it|");
	buffer_free(&body);
	free(large);
}

static void a_stream_is_framed(void **state)
{
	(void)state;
	size_t count;
	size_t refused;
	char joined[4096];
	const struct frame lines = {.kind = FRAME_STREAM, .body = TEXT_INIT("one\ntwo\nthree")};
	assert_int_equal(step(&lines, &count, &refused, joined), AT_END);
	assert_string_equal(joined, "one|two|three|");
	const struct frame json = {
	    .kind = FRAME_STREAM, .body = TEXT_INIT("[{\"a\": 1},\n {\"a\": 2}]")};
	assert_int_equal(step(&json, &count, &refused, joined), AT_END);
	assert_int_equal(count, 2);
	static const char binary[] = "\x7f"
				     "ELF\0\0\0\0\1\2\3\4\0\0\0\0\0\0\0\0";
	const struct frame other = {.kind = FRAME_STREAM, .body = {binary, sizeof(binary) - 1}};
	assert_int_equal(step(&other, &count, &refused, joined), MALFORMED);
	assert_int_equal(count, 0);
}

static void a_headed_stream_has_columns(void **state)
{
	(void)state;
	const struct frame zeek = {.kind = FRAME_STREAM,
	    .body = TEXT_INIT("#separator \\x09\n#path\tconn\n#fields\tts\tuid\n#types\ttime\t"
			      "string\n1.0\tC1\n2.0\tC2\n")};
	struct frame_records *records = frame_records_open(&zeek, NULL);
	struct frame_record record;
	struct why why;
	for (uint64_t i = 0; i < 2; i++) {
		assert_int_equal(frame_records_next(records, &record, &why), DONE);
		assert_int_equal(record.place, i);
		assert_non_null(record.columns);
	}
	assert_int_equal(frame_records_next(records, &record, &why), AT_END);
	frame_records_close(records);
}

static void counts_are_no_records(void **state)
{
	(void)state;
	size_t count;
	size_t refused;
	char joined[64];
	const struct frame tally = {.kind = FRAME_TALLY, .body = TEXT_INIT("{\"a\":1}")};
	assert_int_equal(step(&tally, &count, &refused, joined), AT_END);
	assert_int_equal(count, 0);
	frame_records_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(records_are_stepped_through),
	    cmocka_unit_test(a_record_that_is_too_large_is_refused_alone),
	    cmocka_unit_test(a_stream_is_framed),
	    cmocka_unit_test(a_headed_stream_has_columns),
	    cmocka_unit_test(counts_are_no_records),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
