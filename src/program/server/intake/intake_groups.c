/* SPDX-License-Identifier: Apache-2.0 */
/* The last groups, in a ring. */
#include "program/server/intake/intake_groups.h"

#include <stdlib.h>
#include <string.h>

void intake_groups_init(struct intake_groups *groups)
{
	memset(groups, 0, sizeof(*groups));
	if (pthread_mutex_init(&groups->lock, NULL) != 0)
		abort();
}

void intake_groups_free(struct intake_groups *groups)
{
	pthread_mutex_destroy(&groups->lock);
}

bool intake_group_overlaps(const struct intake_group *group, struct intake_tickets tickets)
{
	return group->tickets.first <= tickets.last && group->tickets.last >= tickets.first;
}

struct intake_group intake_groups_note(struct intake_groups *groups, uint64_t ticket, bool failed)
{
	pthread_mutex_lock(&groups->lock);
	struct intake_group group = {{groups->settled + 1, ticket}, failed};
	groups->late[groups->count++ % INTAKE_GROUPS] = group;
	groups->settled = ticket;
	pthread_mutex_unlock(&groups->lock);
	return group;
}

bool intake_groups_settled(
    struct intake_groups *groups, struct intake_tickets tickets, bool *failed)
{
	pthread_mutex_lock(&groups->lock);
	size_t kept = groups->count < INTAKE_GROUPS ? groups->count : INTAKE_GROUPS;
	for (size_t i = 0; i < kept; i++)
		if (groups->late[i].failed && intake_group_overlaps(&groups->late[i], tickets))
			*failed = true;
	bool settled = groups->settled >= tickets.last;
	pthread_mutex_unlock(&groups->lock);
	return settled;
}
