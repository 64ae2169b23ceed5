/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What Sigma's encoding modifiers make of a text: UTF-16 and Base64.
 */
#ifndef DETECT_ENCODE_H
#define DETECT_ENCODE_H

#include "base/text.h"

#include <stdbool.h>

struct arena;

enum utf16 {
	UTF16_LE,
	UTF16_BE,
	UTF16_MARKED, /* little endian, with the byte order mark ff fe before it */
};

/* The bytes of UTF-8 text as UTF-16, on the arena. False when the text is not UTF-8. */
bool encode_utf16(struct arena *arena, struct text t, enum utf16 kind, struct text *encoded);

/* Base64 (RFC 4648 section 4, with padding), on the arena. */
struct text encode_base64(struct arena *arena, struct text bytes);

/*
 * What of `bytes` can be recognised inside the Base64 of something longer, when `shift` (0 to 2)
 * bytes stand before them in a group of three: the digits that depend on nothing but `bytes`. May
 * be empty.
 */
struct text encode_base64_within(struct arena *arena, struct text bytes, unsigned shift);

#endif
