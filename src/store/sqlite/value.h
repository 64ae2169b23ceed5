/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the store: sets of values, lists and evidence as JSON columns. */
#ifndef STORE_SQLITE_VALUE_H
#define STORE_SQLITE_VALUE_H

#include "incident/incident.h"
#include "journal/frame.h"
#include "store/sqlite/query.h"

/* A JSON array: the kept values, then, where there are more, their number. "" when empty. */
struct text value_set_write(struct arena *arena, const struct value_set *set);
void value_set_read(struct text json, struct arena *arena, struct value_set *set);
/* Texts in order; "" for none. */
struct text texts_write(struct arena *arena, const struct text *texts, size_t count);
size_t texts_read(struct text json, struct arena *arena, struct text **texts);
/* [time, position, place, excerpt] for each. */
struct text evidence_write(
    struct arena *arena, const struct finding *finding, const struct record_name *names);
void evidence_read(
    struct text json, struct arena *arena, struct finding *finding, struct record_name *names);

#endif
