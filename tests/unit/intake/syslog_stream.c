/* SPDX-License-Identifier: Apache-2.0 */
/* Both framings and their mixture, pieces of any size, limits. */
#include "intake/syslog_stream.h"

#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* What comes out, one message behind the other with '|' behind each, '!' for what is too large,
 * '?' for what cannot be understood. */
static void cut(struct text input, size_t piece, bool finish, char *out, size_t room)
{
	struct syslog_stream *stream = syslog_stream_create();
	struct text message;
	size_t used = 0;
	for (;;) {
		enum outcome outcome = syslog_stream_next(stream, &message);
		if (outcome == DONE)
			used +=
			    (size_t)snprintf(out + used, room - used, "%.*s|", TEXT_ARGS(message));
		if (outcome == TOO_LARGE)
			used += (size_t)snprintf(out + used, room - used, "!");
		if (outcome == MALFORMED)
			used += (size_t)snprintf(out + used, room - used, "?");
		if (outcome == MALFORMED || outcome == AT_END)
			break;
		if (outcome != NEED_MORE)
			continue;
		if (input.size == 0 && !finish)
			break;
		if (input.size == 0)
			syslog_stream_finish(stream);
		else
			syslog_stream_push(stream, text_part(input, 0, piece));
		input = text_from(input, piece);
	}
	out[used] = '\0';
	syslog_stream_destroy(stream);
}

static void expect(struct text input, const char *expected)
{
	char out[4096];
	for (size_t piece = 1; piece < 40; piece++) {
		cut(input, piece, true, out, sizeof(out));
		assert_string_equal(out, expected);
	}
}

static void lines(void **state)
{
	(void)state;
	expect(TEXT("<34>one\n<34>two\r\n<34>three\0<34>four\r\n\0"),
	    "<34>one|<34>two|<34>three|<34>four|");
	expect(TEXT("<34>one\n\n\r\n<34>the end is missing"), "<34>one|<34>the end is missing|");
	expect(TEXT("\n"), "");
	expect(TEXT(""), "");
}

static void counted(void **state)
{
	(void)state;
	expect(
	    TEXT("7 <34>one11 <34>two\ntwo12 <34>three\r\n\0"), "<34>one|<34>two\ntwo|<34>three|");
	expect(TEXT("7 <34>one\n7 <34>two\n"), "<34>one|<34>two|");
	expect(TEXT("20 <34>cut off"), "<34>cut off|");
}

static void mixed(void **state)
{
	(void)state;
	expect(TEXT("7 <34>one<34>line\n7 <34>two"), "<34>one|<34>line|<34>two|");
	/* Digits that are no count: a line that begins with its time. */
	expect(TEXT("2026-11-20T10:00:00Z up\n1157689312.049 x\n12\n0 zero\n"),
	    "2026-11-20T10:00:00Z up|1157689312.049 x|12|0 zero|");
}

static void not_understood(void **state)
{
	(void)state;
	expect(TEXT("7 <34>one1234567890 <34>two"), "<34>one|?");
	expect(TEXT("999999999 <34>two"), "?");
}

/* Nothing comes out before it is whole. */
static void waits(void **state)
{
	(void)state;
	char out[64];
	cut(TEXT("<34>one\n<34>tw"), 100, false, out, sizeof(out));
	assert_string_equal(out, "<34>one|");
	cut(TEXT("7 <34>on"), 100, false, out, sizeof(out));
	assert_string_equal(out, "");
}

static void long_lines(void **state)
{
	(void)state;
	size_t size = LIMIT_LINE + 10;
	char *input = malloc(size + 64);
	char out[64];
	memset(input, 'x', size);
	memcpy(input + size, "\n<34>one\n", 10);
	for (size_t piece = 1000; piece < 4 * LIMIT_LINE; piece *= 10) {
		cut((struct text){input, size + 9}, piece, true, out, sizeof(out));
		assert_string_equal(out, "!<34>one|");
	}
	/* The same by count: "1048586 xxx…", the frame behind it is found again. */
	int head = snprintf(input, 64, "%zu ", size - 8);
	memset(input + head, 'y', size - 8);
	memcpy(input + (size_t)head + size - 8, "7 <34>one", 10);
	cut((struct text){input, (size_t)head + size + 1}, 5000, true, out, sizeof(out));
	assert_string_equal(out, "!<34>one|");
	/* One that just fits comes out whole. */
	struct syslog_stream *stream = syslog_stream_create();
	struct text message;
	memset(input, 'x', LIMIT_LINE);
	input[LIMIT_LINE] = '\n';
	syslog_stream_push(stream, (struct text){input, LIMIT_LINE + 1});
	assert_int_equal(syslog_stream_next(stream, &message), DONE);
	assert_int_equal(message.size, LIMIT_LINE);
	assert_int_equal(syslog_stream_next(stream, &message), NEED_MORE);
	/* Who waits for a new message holds nothing. */
	assert_int_equal(syslog_stream_held(stream), 0);
	syslog_stream_destroy(stream);
	syslog_stream_destroy(NULL);
	free(input);
}

static void holds_little(void **state)
{
	(void)state;
	static char bytes[60000];
	struct syslog_stream *stream = syslog_stream_create();
	struct text message;
	memset(bytes, '\n', sizeof(bytes));
	memcpy(bytes + sizeof(bytes) - 4, "<34>", 4);
	syslog_stream_push(stream, (struct text){bytes, sizeof(bytes)});
	assert_int_equal(syslog_stream_next(stream, &message), NEED_MORE);
	assert_true(syslog_stream_held(stream) < 4096);
	syslog_stream_push(stream, TEXT("one\n"));
	assert_int_equal(syslog_stream_next(stream, &message), DONE);
	assert_true(text_equal(message, TEXT("<34>one")));
	syslog_stream_destroy(stream);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines),
	    cmocka_unit_test(counted),
	    cmocka_unit_test(mixed),
	    cmocka_unit_test(not_understood),
	    cmocka_unit_test(waits),
	    cmocka_unit_test(long_lines),
	    cmocka_unit_test(holds_little),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
