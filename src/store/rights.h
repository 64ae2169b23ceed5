/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a role may do, beside what it sees (which the SQL itself decides). docs/store.md shows the
 * table for people.
 */
#ifndef STORE_RIGHTS_H
#define STORE_RIGHTS_H

#include "store/store.h"

enum right {
	RIGHT_COMPANIES,    /* add and change companies */
	RIGHT_INSTALLATION, /* off-board, groups, consents, backups */
	RIGHT_MEMBERS,      /* add, change and remove members, within limits of its own role */
	RIGHT_SOURCES,      /* add, change and remove sources */
	RIGHT_STATUS,       /* set an incident's status */
	RIGHT_STRANGERS,    /* see senders that belong to nobody */
	RIGHT_SYSTEM,       /* results, positions, sessions, secrets, notices */
};

bool viewer_may(const struct viewer *viewer, enum right right);
/* NOT_ALLOWED with the role's word unless it may. */
enum outcome viewer_must(const struct viewer *viewer, enum right right, struct why *why) MUST_CHECK;
/* Sees all companies and what is the installation's own. */
bool viewer_sees_all(const struct viewer *viewer);

#endif
