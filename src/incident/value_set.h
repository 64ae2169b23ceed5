/* SPDX-License-Identifier: Apache-2.0 */
/* Sets of a few values (struct value_set of incident.h), and the texts they share. */
#ifndef INCIDENT_VALUE_SET_H
#define INCIDENT_VALUE_SET_H

#include "incident/incident.h"

struct arena;
struct interned;

/* A table of texts, each kept once on the arena, which must outlive it. */
struct interned *interned_create(struct arena *arena);
/* The kept copy of `t`, cut to `limit` bytes on a UTF-8 border. */
struct text interned_keep(struct interned *table, struct text t, size_t limit);
/* Frees the table's index; the texts stay. NULL is harmless. */
void interned_destroy(struct interned *table);

/* Add an interned value; an empty one is not added. */
void value_set_add(struct value_set *set, struct text value);
/* Add all of `from`. */
void value_set_join(struct value_set *set, const struct value_set *from);

#endif
