/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UTF-8 (RFC 3629): telling well-formed sequences from others. Overlong forms,
 * surrogates and what is above U+10FFFF are not well-formed.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* U+FFFD, what stands for bytes that are no character. */
#define UTF8_REPLACEMENT TEXT("\xef\xbf\xbd")

/* Bytes of the well-formed sequence at the start of t: 1 to 4; 0 when there is none. */
size_t utf8_sequence(struct text t);

/*
 * Bytes at the start of t that one U+FFFD stands for: the longest beginning of a sequence, at
 * least 1 (Unicode 15, section 3.9). t is not empty and does not start with a whole sequence.
 */
size_t utf8_broken(struct text t);

/* The whole text is well-formed. */
bool utf8_valid(struct text t);

/* Bytes before the first that is not ASCII. */
size_t utf8_ascii(struct text t);

/* Write a code point that is no surrogate and at most U+10FFFF; gives its bytes, 1 to 4. */
size_t utf8_put(uint32_t code, char out[4]);

struct arena;

/* `t` itself where it is well-formed, else a copy on the arena with U+FFFD for what is not. */
struct text utf8_repaired(struct arena *arena, struct text t);

/* The start of t, at most `limit` bytes, without half a sequence at its end. */
struct text utf8_cut(struct text t, size_t limit);

#endif
