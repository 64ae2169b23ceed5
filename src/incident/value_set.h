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

/* Add a value that outlives the set; an empty one, or one that is there, is not added. */
void value_set_add(struct value_set *set, struct text value);
/* Add any value, cut to SET_VALUE_SIZE; it is interned only where the set has room for it, so that
 * what very many records name takes no memory. */
void value_set_keep(struct value_set *set, struct interned *table, struct text value);
/* Add all of `from`. */
void value_set_join(struct value_set *set, const struct value_set *from);

#endif
