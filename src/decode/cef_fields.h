/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fields of a CEF or LEEF record on an event.
 */
#ifndef DECODE_CEF_FIELDS_H
#define DECODE_CEF_FIELDS_H

#include "decode/cef.h"
#include "decode/decoder.h"

/*
 * Put the header and all values under their own names, labelled custom values ("cs1" with
 * "cs1Label") also under their label, the taxonomy fields, the message and the time.
 */
void cef_fields_put(
    const struct cef_record *record, const struct decode_context *context, struct event *event);

#endif
