/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A list of who stands under which name: machines, accounts, addresses, files, each with a time and
 * what it belongs to. Names that are ordinary (ordinary.h) are left out.
 */
#ifndef INCIDENT_LISTING_H
#define INCIDENT_LISTING_H

#include "incident/incident.h"

struct arena;

enum name_kind { NAME_HOST, NAME_USER, NAME_ADDRESS, NAME_FILE };

struct listed {
	enum name_kind kind;
	struct text name;
	int64_t first;
	int64_t last;
	size_t index; /* of the finding, or of the incident */
};

struct listing {
	struct listed *at;
	size_t count;
	size_t room;
	struct arena *arena;
};

/* List every value of a set; `entry` says all but the name. */
void listing_add(struct listing *listing, const struct value_set *set, struct listed entry);
/* List machines, accounts and addresses; `entry` says when and what of. */
void listing_add_who(struct listing *listing, const struct value_set *hosts,
    const struct value_set *users, const struct value_set *addresses, struct listed entry);
/* By kind, name, first time, index. */
void listing_sort(struct listing *listing);

/* How many of the `left` entries of a sorted listing have the name of the first. */
size_t listing_run(const struct listed *at, size_t left);
/* The place of the first entry of a sorted listing that is not before the name. */
size_t listing_find(const struct listing *listing, enum name_kind kind, struct text name);

#endif
