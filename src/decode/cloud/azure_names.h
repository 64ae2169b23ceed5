/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the Azure decoder: a record's members under all the names that Sigma's rules call them. */
#ifndef DECODE_CLOUD_AZURE_NAMES_H
#define DECODE_CLOUD_AZURE_NAMES_H

#include "decode/decoder.h"

struct azure_record {
	const struct json *outer; /* the record */
	const struct json *core;  /* its "properties" where it has those, else itself */
	struct arena *arena;
};

/* Find the core; `record` points into `object` and the arena. */
void azure_names_read(const struct json *object, struct arena *arena, struct azure_record *record);

/* The object or list within a text; the value itself when it is one; else NULL. */
const struct json *azure_names_inner(const struct json *value, struct arena *arena);

/* The text at a dotted path of the core or else of the record, the path's first letter small or
 * capital. */
struct text azure_names_text(const struct azure_record *record, const char *path);

/* Add all members under their own names and under those of the other shapes: rules know a member
 * as "riskState", "RiskState" or "properties.riskState". Also the event's outcome. */
void azure_names_put(struct event *event, const struct azure_record *record);

#endif
