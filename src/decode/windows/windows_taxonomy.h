/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Taxonomy fields of a Windows event: who, from where, which process and file.
 */
#ifndef DECODE_WINDOWS_WINDOWS_TAXONOMY_H
#define DECODE_WINDOWS_WINDOWS_TAXONOMY_H

#include "decode/windows/windows_names.h"

/* Put them on the event, whose logsource is already set. */
void windows_taxonomy_put(
    const struct windows_event *windows, const struct windows_names *names, struct event *event);

#endif
