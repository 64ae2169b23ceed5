/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Windows code page 932 (Shift_JIS with Microsoft's additions), in which Japanese Windows programs
 * write CSV and zip names, turned into UTF-8.
 *
 * The table is made at build time from the C library (cp932_table.c), so nothing is loaded at run
 * time and a sandbox or a static program changes nothing.
 */
#ifndef BASE_CP932_H
#define BASE_CP932_H

#include "base/text.h"

#include <stdbool.h>

struct buffer;

/*
 * Append the UTF-8 of `raw` to `out`; bytes that are no character become U+FFFD. False when there
 * was one: the text may not have been of this code page.
 */
bool cp932_put(struct text raw, struct buffer *out);

#endif
