/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables of records and what a decoder must make of them, for decoders' tests.
 *
 * An expectation is "name=value", with " ;; " between the values of a list, in order; "!name" says
 * that there is no such field. "@product", "@category", "@service", "@message", "@time" and
 * "@decoder" are the event's own.
 */
#ifndef TESTS_DECODE_EXPECT_H
#define TESTS_DECODE_EXPECT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "decode/table/columns.h"
#include "decode/decoder.h"
#include "decode/frame/framer.h"

#define EXPECTATIONS 24

struct expect_case {
	const char *record;
	const char *wants[EXPECTATIONS];
};

/* 2026-11-20T12:00:00Z */
#define EXPECT_RECEIVED (INT64_C(1795176000) * CLOCK_SECOND)

/* The values of a field with " ;; " between. */
static inline void expect_values(const struct event *event, struct text name, struct buffer *out)
{
	bool more = false;
	for (size_t i = 0; i < event->count; i++) {
		if (!text_equal(event->fields[i].name, name))
			continue;
		if (more)
			buffer_put_string(out, " ;; ");
		buffer_put(out, event->fields[i].value);
		more = true;
	}
}

static inline void expect_got(const struct event *event, struct text name, struct buffer *out)
{
	char time[CLOCK_TEXT];
	clock_format(event->time, time);
	if (text_equal(name, TEXT("@product")))
		buffer_put(out, event->logsource.product);
	else if (text_equal(name, TEXT("@category")))
		buffer_put(out, event->logsource.category);
	else if (text_equal(name, TEXT("@service")))
		buffer_put(out, event->logsource.service);
	else if (text_equal(name, TEXT("@message")))
		buffer_put(out, event->message);
	else if (text_equal(name, TEXT("@decoder")))
		buffer_put(out, event->decoder);
	else if (text_equal(name, TEXT("@time")))
		buffer_put_string(out, event->has_time ? time : "none");
	else
		expect_values(event, name, out);
}

static inline void expect_event(
    const struct event *event, const char *record, const char *const *wants)
{
	for (size_t i = 0; i < EXPECTATIONS && wants[i] != NULL; i++) {
		struct text want = text_of(wants[i]);
		struct text name = want;
		struct buffer got;
		buffer_init(&got, 1 << 20);
		if (text_skip(&want, TEXT("!"))) {
			if (event_find(event, want) != NULL)
				fail_msg("%s\n has a field %s", record, wants[i] + 1);
			continue;
		}
		name = text_cut(&want, '=');
		expect_got(event, name, &got);
		if (!text_equal(buffer_text(&got), want))
			fail_msg("%s\n want: %s\n got:  %.*s", record, wants[i],
			    TEXT_ARGS(buffer_text(&got)));
		buffer_free(&got);
	}
}

/* Decode one record with a header in force (or NULL); the decoder must be `decoder` and yield one
 * event. */
static inline void expect_record(
    const char *decoder, const struct columns *columns, const struct expect_case *one)
{
	struct arena *arena = arena_create("test", (size_t)64 << 20);
	struct decode_context context = {.received = EXPECT_RECEIVED, .columns = columns};
	struct events events;
	struct why why;
	events_init(&events, arena);
	const struct decoder *got =
	    decode_record(text_of(one->record), &context, arena, &events, &why);
	if (got == NULL)
		fail_msg("%s\n not decoded: %s", one->record, why.text);
	assert_string_equal(got->name, decoder);
	assert_int_equal(events.count, 1);
	expect_event(events.at[0], one->record, one->wants);
	arena_destroy(arena);
}

static inline void expect_cases(const char *decoder, const struct expect_case *cases, size_t count)
{
	assert_true(count > 0);
	for (size_t i = 0; i < count; i++)
		expect_record(decoder, NULL, &cases[i]);
}

#define EXPECT(decoder, cases) expect_cases(decoder, cases, sizeof(cases) / sizeof((cases)[0]))

/* No decoder of this name takes the record. */
static inline void expect_other(const char *decoder, const char *record)
{
	struct arena *arena = arena_create("test", (size_t)64 << 20);
	struct decode_context context = {.received = EXPECT_RECEIVED};
	struct events events;
	struct why why;
	events_init(&events, arena);
	const struct decoder *got = decode_record(text_of(record), &context, arena, &events, &why);
	if (got != NULL && strcmp(got->name, decoder) == 0)
		fail_msg("%s\n was taken by %s", record, decoder);
	arena_destroy(arena);
}

/*
 * Every beginning of a record, and the record with each byte changed, in exact-size memory: nothing
 * may be read outside (the sanitizers look on), and what comes out keeps the contract.
 */
static inline void expect_unharmed(const char *record, const struct columns *columns)
{
	size_t size = strlen(record);
	struct arena *arena = arena_create("test", (size_t)64 << 20);
	struct decode_context context = {.received = EXPECT_RECEIVED, .columns = columns};
	for (size_t i = 0; i <= 2 * size; i++) {
		size_t length = i <= size ? i : size;
		char *copy = malloc(length + 1);
		assert_non_null(copy);
		memcpy(copy, record, length);
		if (i > size)
			copy[i - size - 1] ^= (char)(i % 2 == 0 ? 0x80 : 0x02);
		char *exact = realloc(copy, length == 0 ? 1 : length);
		assert_non_null(exact);
		struct events events;
		struct why why;
		events_init(&events, arena);
		const struct decoder *got =
		    decode_record((struct text){exact, length}, &context, arena, &events, &why);
		assert_true(got != NULL || events.count == 0);
		arena_reset(arena);
		free(exact);
	}
	arena_destroy(arena);
}

static inline size_t expect_drain(
    struct framer *framer, const char *decoder, struct arena *arena, const char *path)
{
	struct framed framed;
	struct why why;
	size_t records = 0;
	while (framer_next(framer, &framed, &why) == DONE) {
		struct decode_context context = {
		    .received = EXPECT_RECEIVED, .columns = framed.columns};
		struct events events;
		events_init(&events, arena);
		const struct decoder *got =
		    decode_record(framed.bytes, &context, arena, &events, &why);
		if (got == NULL)
			fail_msg(
			    "%s: %.*s\n not decoded: %s", path, TEXT_ARGS(framed.bytes), why.text);
		bool right = decoder == NULL || strcmp(got->name, decoder) == 0;
		if (!right)
			fail_msg(
			    "%s: %.*s\n was taken by %s", path, TEXT_ARGS(framed.bytes), got->name);
		records++;
		arena_reset(arena);
	}
	return records;
}

/*
 * A file of tests/samples/decode through the framer: as many records as said, all the decoder's
 * (any, for NULL). Tests run in the project's folder.
 */
static inline void expect_sample(const char *name, const char *decoder, size_t records)
{
	char path[1024];
	snprintf(path, sizeof(path), "tests/samples/decode/%s", name);
	FILE *file = fopen(path, "rb");
	if (file == NULL) { /* run from the top folder */
		snprintf(path, sizeof(path), "tests/samples/decode/%s", name);
		file = fopen(path, "rb");
	}
	if (file == NULL)
		fail_msg("%s: not readable from the project's folder or the top folder", path);
	static char bytes[1 << 20];
	size_t size = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	struct framer *framer = framer_create(NULL);
	struct arena *arena = arena_create("test", (size_t)64 << 20);
	struct framed framed;
	struct why why;
	assert_int_equal(framer_next(framer, &framed, &why), NEED_MORE);
	framer_push(framer, (struct text){bytes, size});
	size_t got = expect_drain(framer, decoder, arena, path);
	framer_finish(framer);
	got += expect_drain(framer, decoder, arena, path);
	assert_int_equal(got, records);
	arena_destroy(arena);
	framer_destroy(framer);
}

#endif
