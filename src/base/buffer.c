/* SPDX-License-Identifier: Apache-2.0 */
/* The growing buffer: doubles until its ceiling, then keeps what it has and says that it is full.
 */
#include "base/buffer.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM ((size_t)256)

void buffer_init(struct buffer *buffer, size_t ceiling)
{
	assert(ceiling <= SIZE_MAX / 4);
	*buffer = (struct buffer){.ceiling = ceiling};
}

void buffer_free(struct buffer *buffer)
{
	if (buffer == NULL)
		return;
	free(buffer->bytes);
	buffer_init(buffer, buffer->ceiling);
}

void buffer_clear(struct buffer *buffer)
{
	buffer->size = 0;
	buffer->full = false;
}

static void grow(struct buffer *buffer, size_t want)
{
	size_t room = buffer->room == 0 ? FIRST_ROOM : buffer->room;
	while (room < want)
		room *= 2;
	char *bytes = realloc(buffer->bytes, room);
	if (bytes == NULL) {
		fprintf(stderr, "sakimori: out of memory (%zu bytes)\n", room);
		abort();
	}
	buffer->bytes = bytes;
	buffer->room = room;
}

/* Room for `size` bytes more, or the mark that there is none: nothing is written in part. */
static bool claim(struct buffer *buffer, size_t size)
{
	if (buffer->full || size > buffer->ceiling - buffer->size) {
		buffer->full = true;
		return false;
	}
	if (size > buffer->room - buffer->size)
		grow(buffer, buffer->size + size);
	return true;
}

void buffer_put(struct buffer *buffer, struct text t)
{
	if (t.size == 0 || !claim(buffer, t.size))
		return;
	memcpy(buffer->bytes + buffer->size, t.at, t.size);
	buffer->size += t.size;
}

void buffer_put_char(struct buffer *buffer, char c)
{
	if (claim(buffer, 1))
		buffer->bytes[buffer->size++] = c;
}

void buffer_put_string(struct buffer *buffer, const char *string)
{
	buffer_put(buffer, text_of(string));
}

void buffer_format(struct buffer *buffer, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	int size = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	assert(size >= 0);
	if (!claim(buffer, (size_t)size))
		return;
	/* The C library wants room for its NUL, which is then not counted. */
	if (buffer->room - buffer->size < (size_t)size + 1)
		grow(buffer, buffer->size + (size_t)size + 1);
	va_start(arguments, format);
	vsnprintf(buffer->bytes + buffer->size, (size_t)size + 1, format, arguments);
	va_end(arguments);
	buffer->size += (size_t)size;
}

struct text buffer_text(const struct buffer *buffer)
{
	return (struct text){buffer->bytes, buffer->size};
}
