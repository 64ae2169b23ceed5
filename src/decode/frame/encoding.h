/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-16 turned into UTF-8 as a stream: units may be split between two pieces. Pure. */
#ifndef DECODE_FRAME_ENCODING_H
#define DECODE_FRAME_ENCODING_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer;

/* UTF-16 (RFC 2781) on the way: units may be split between two calls. */
struct utf16 {
	bool big; /* the high byte comes first */
	bool has_half;
	unsigned char half; /* first byte of a unit whose second is to come */
	uint16_t high;      /* a high surrogate that waits for its low one; 0: none */
};

void encoding_utf16_start(struct utf16 *utf16, bool big);
/* Append the UTF-8 of `raw` to `out`; lone surrogates become U+FFFD. */
void encoding_utf16_put(struct utf16 *utf16, struct text raw, struct buffer *out);
/* The input is over: what was begun becomes U+FFFD. */
void encoding_utf16_finish(struct utf16 *utf16, struct buffer *out);
/* Bytes that a piece of the above's output took as UTF-16. */
uint64_t encoding_utf16_size(struct text utf8);

#endif
