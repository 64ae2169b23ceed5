/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Case folding beyond ASCII, one code point for one code point, the locale ignored.
 */
#ifndef BASE_UNICODE_H
#define BASE_UNICODE_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

/*
 * The text with every letter in its folded form: two texts that differ only in case fold to the
 * same bytes. The number of code points stays (simple folding of the Unicode standard, so "ß" is
 * not "ss", and the Turkish dotted and dotless i are letters of their own); bytes that are no UTF-8
 * stay as they are. Gives `t` itself where nothing changes, else at most 1.5 times its size on the
 * arena.
 */
struct text unicode_fold(struct arena *arena, struct text t);

#endif
