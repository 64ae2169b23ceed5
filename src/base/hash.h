/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stable ids by hashing: BLAKE2b (RFC 7693) of 16 bytes, written as 32 hexadecimal digits.
 *
 * Parts are fed with their length before them, so ("ab","c") and ("a","bc") differ.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/text.h"

#include <stddef.h>

#define HASH_ID_TEXT 33 /* 32 digits and a NUL */

/* The id of `count` parts. */
void hash_id(const struct text *parts, size_t count, char out[HASH_ID_TEXT]);

#endif
