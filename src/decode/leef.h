/* SPDX-License-Identifier: Apache-2.0 */
/*
 * IBM LEEF into the record that it shares with CEF.
 */
#ifndef DECODE_LEEF_H
#define DECODE_LEEF_H

#include "decode/cef.h"

/* Read a record whose "LEEF:" was found with cef_find(). MALFORMED when the header is short. */
enum outcome leef_read(
    struct text rest, struct arena *arena, struct cef_record *record, struct why *why) MUST_CHECK;

#endif
