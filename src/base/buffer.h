/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A growing buffer of bytes with a ceiling from birth.
 *
 * Appending past the ceiling writes nothing more and sets `full`, which whoever
 * finishes the buffer must look at. Memory is the heap's; buffer_free gives it back.
 */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

struct buffer {
	char *bytes;
	size_t size;
	size_t room;
	size_t ceiling;
	bool full;
};

/* An empty buffer; allocates nothing yet. */
void buffer_init(struct buffer *buffer, size_t ceiling);
/* Free; the buffer is empty and usable again. NULL is harmless. */
void buffer_free(struct buffer *buffer);
/* Empty it and clear `full`, keeping the memory. */
void buffer_clear(struct buffer *buffer);

void buffer_put(struct buffer *buffer, struct text t);
void buffer_put_char(struct buffer *buffer, char c);
void buffer_put_string(struct buffer *buffer, const char *string);
void buffer_format(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* What is in it; valid until the next change. */
struct text buffer_text(const struct buffer *buffer);

#endif
