/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of the unified audit log's record types.
 */
#ifndef DECODE_CLOUD_M365_RECORD_TYPES_H
#define DECODE_CLOUD_M365_RECORD_TYPES_H

#include "base/text.h"

/* The name of a type given by number; the text itself where it is no number that we know (exports
 * write names). */
struct text m365_record_types_name(struct text type);

#endif
