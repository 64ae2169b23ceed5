/* SPDX-License-Identifier: Apache-2.0 */
/* Cutting a connection's bytes into messages. What waits for more bytes is the only memory. */
#include "intake/syslog_stream.h"

#include "base/limits.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_DIGITS 9

struct syslog_stream {
	char *bytes;
	size_t start; /* of what is not taken yet */
	size_t end;
	size_t room;
	size_t searched; /* bytes from `start` that hold no line end */
	size_t skip;     /* bytes of a counted message still to be skipped */
	bool skip_line;  /* up to the next line end */
	bool finished;
	bool broken;
};

struct syslog_stream *syslog_stream_create(void)
{
	struct syslog_stream *stream = calloc(1, sizeof(*stream));
	if (stream == NULL)
		abort();
	return stream;
}

void syslog_stream_destroy(struct syslog_stream *stream)
{
	if (stream == NULL)
		return;
	free(stream->bytes);
	free(stream);
}

void syslog_stream_push(struct syslog_stream *stream, struct text bytes)
{
	size_t left = stream->end - stream->start;
	if (left != 0 && stream->start != 0)
		memmove(stream->bytes, stream->bytes + stream->start, left);
	stream->start = 0;
	stream->end = left;
	if (left + bytes.size > stream->room) {
		/* A long message grows in steps that double, so that it is not copied each time. */
		size_t room = left + bytes.size + (left > 4096 ? left : 0);
		char *grown = realloc(stream->bytes, room);
		if (grown == NULL)
			abort();
		stream->bytes = grown;
		stream->room = room;
	}
	if (bytes.size != 0)
		memcpy(stream->bytes + left, bytes.at, bytes.size);
	stream->end = left + bytes.size;
}

void syslog_stream_finish(struct syslog_stream *stream)
{
	stream->finished = true;
}

static void take(struct syslog_stream *stream, size_t size)
{
	stream->start += size;
	stream->searched = 0;
}

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r' || c == '\0';
}

static struct text trimmed(struct text message)
{
	while (message.size != 0 && is_line_end(message.at[message.size - 1]))
		message.size--;
	return message;
}

/* Offset of the line end that comes first; TEXT_NONE. Bytes are looked at once. */
static size_t find_line_end(struct syslog_stream *stream, struct text rest)
{
	struct text new = text_from(rest, stream->searched);
	size_t feed = text_find_char(new, '\n');
	size_t nul = text_find_char(text_part(new, 0, feed), '\0');
	size_t at = nul != TEXT_NONE ? nul : feed;
	if (at != TEXT_NONE)
		return stream->searched + at;
	stream->searched = rest.size;
	return TEXT_NONE;
}

/* There is no more to be taken: a connection that waits keeps what its message needs, no more. */
static enum outcome starve(struct syslog_stream *stream)
{
	size_t left = stream->end - stream->start;
	if (left == 0) {
		free(stream->bytes);
		stream->bytes = NULL;
		stream->start = stream->end = stream->room = stream->searched = 0;
	} else if (left < stream->room / 4) {
		memmove(stream->bytes, stream->bytes + stream->start, left);
		char *smaller = realloc(stream->bytes, left);
		if (smaller == NULL)
			abort();
		stream->bytes = smaller;
		stream->start = 0;
		stream->end = stream->room = left;
	}
	return stream->finished ? AT_END : NEED_MORE;
}

/* True when what was over the limit is behind us. */
static bool skipped(struct syslog_stream *stream)
{
	size_t left = stream->end - stream->start;
	if (stream->skip != 0) {
		size_t step = stream->skip < left ? stream->skip : left;
		stream->skip -= step;
		take(stream, step);
		return stream->skip == 0;
	}
	if (stream->skip_line && left == 0)
		return false;
	if (stream->skip_line) {
		struct text rest = {stream->bytes + stream->start, left};
		size_t at = find_line_end(stream, rest);
		stream->skip_line = at == TEXT_NONE;
		take(stream, stream->skip_line ? left : at + 1);
		return !stream->skip_line;
	}
	return true;
}

static enum outcome next_line(struct syslog_stream *stream, struct text rest, struct text *message)
{
	size_t at = find_line_end(stream, rest);
	if ((at == TEXT_NONE ? rest.size : at) > LIMIT_LINE) {
		stream->skip_line = true;
		return TOO_LARGE;
	}
	if (at == TEXT_NONE && !stream->finished)
		return NEED_MORE;
	*message = trimmed(text_part(rest, 0, at));
	take(stream, at == TEXT_NONE ? rest.size : at + 1);
	return DONE;
}

static enum outcome next_counted(
    struct syslog_stream *stream, struct text rest, size_t digits, struct text *message)
{
	uint64_t count;
	if (digits > COUNT_DIGITS || !text_to_uint(text_part(rest, 0, digits), &count) ||
	    count > SYSLOG_STREAM_COUNT) {
		stream->broken = true;
		return MALFORMED;
	}
	struct text body = text_from(rest, digits + 1);
	if (count > LIMIT_LINE) {
		take(stream, digits + 1);
		stream->skip = count;
		return TOO_LARGE;
	}
	if (body.size < count && !stream->finished)
		return NEED_MORE;
	body = text_part(body, 0, count);
	take(stream, digits + 1 + body.size);
	*message = trimmed(body);
	return DONE;
}

static size_t count_digits(struct text rest)
{
	size_t digits = 0;
	/* No count begins with 0, and none needs to be read to its end to be known as too long. */
	if (rest.at[0] == '0')
		return 0;
	while (
	    digits < rest.size && digits < 64 && rest.at[digits] >= '0' && rest.at[digits] <= '9')
		digits++;
	return digits;
}

static enum outcome next_message(struct syslog_stream *stream, struct text *message)
{
	while (stream->start < stream->end && is_line_end(stream->bytes[stream->start]))
		take(stream, 1);
	if (stream->start == stream->end)
		return starve(stream);
	struct text rest = {stream->bytes + stream->start, stream->end - stream->start};
	size_t digits = count_digits(rest);
	if (digits == rest.size && digits < 64 && !stream->finished)
		return NEED_MORE;
	if (digits != 0 && digits < rest.size && rest.at[digits] == ' ')
		return next_counted(stream, rest, digits, message);
	return next_line(stream, rest, message);
}

enum outcome syslog_stream_next(struct syslog_stream *stream, struct text *message)
{
	struct text found = {NULL, 0};
	if (stream->broken)
		return MALFORMED;
	if (!skipped(stream))
		return starve(stream);
	enum outcome outcome;
	do {
		outcome = next_message(stream, &found);
	} while (outcome == DONE && found.size == 0);
	if (outcome == NEED_MORE)
		return starve(stream);
	if (outcome == DONE)
		*message = found;
	return outcome;
}

size_t syslog_stream_held(const struct syslog_stream *stream)
{
	return stream->room;
}
