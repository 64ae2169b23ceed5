/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Groups that the log settled of late. Between an append and the moment at which its sender is on a
 * list of those that wait, the log may settle it: whoever puts itself on a list looks here first,
 * under the list's lock; the log's thread notes a group here before it goes through the lists. So
 * one of the two always sees the other. Thread-safe.
 */
#ifndef PROGRAM_SERVER_INTAKE_INTAKE_GROUPS_H
#define PROGRAM_SERVER_INTAKE_INTAKE_GROUPS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INTAKE_GROUPS 64

struct intake_tickets {
	uint64_t first;
	uint64_t last;
};

struct intake_group {
	struct intake_tickets tickets;
	bool failed;
};

struct intake_groups {
	pthread_mutex_t lock;
	struct intake_group late[INTAKE_GROUPS];
	size_t count; /* ever */
	uint64_t settled;
};

void intake_groups_init(struct intake_groups *groups);
void intake_groups_free(struct intake_groups *groups);
/* All tickets up to this one that were not settled before. */
struct intake_group intake_groups_note(struct intake_groups *groups, uint64_t ticket, bool failed);
/* Whether the last of the tickets is settled; *failed is set when a group of theirs failed. */
bool intake_groups_settled(
    struct intake_groups *groups, struct intake_tickets tickets, bool *failed);
bool intake_group_overlaps(const struct intake_group *group, struct intake_tickets tickets);

#endif
