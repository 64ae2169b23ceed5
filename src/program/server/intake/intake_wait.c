/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Waiting for the group commit. The log settles whole groups in the order of their tickets, so a
 * request waits for its last one; it failed when any group that overlaps its tickets failed (a
 * request of several frames that straddles two groups may so be refused though its own frames are
 * durable: it is sent again, nothing is lost).
 */
#include "program/server/intake/intake_wait.h"

#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>

void intake_wait_init(struct intake_wait *wait, struct intake_groups *groups)
{
	memset(wait, 0, sizeof(*wait));
	wait->groups = groups;
	if (pthread_mutex_init(&wait->lock, NULL) != 0)
		abort();
}

void intake_wait_free(struct intake_wait *wait)
{
	pthread_mutex_destroy(&wait->lock);
}

static struct intake_tickets tickets_of(const struct intake_request *request)
{
	return (struct intake_tickets){request->first_ticket, request->last_ticket};
}

void intake_wait_add(struct intake_wait *wait, struct intake_request *request)
{
	/* Suspended first: whoever settles may resume at once. */
	MHD_suspend_connection(request->connection);
	pthread_mutex_lock(&wait->lock);
	if (intake_groups_settled(wait->groups, tickets_of(request), &request->failed)) {
		MHD_resume_connection(request->connection);
	} else {
		request->next = wait->waiting;
		wait->waiting = request;
	}
	pthread_mutex_unlock(&wait->lock);
}

/* Take those from the list whose last ticket is settled. */
static void resume_settled(struct intake_wait *wait, const struct intake_group *group)
{
	struct intake_request **at = &wait->waiting;
	while (*at != NULL) {
		struct intake_request *request = *at;
		if (group->failed && intake_group_overlaps(group, tickets_of(request)))
			request->failed = true;
		if (request->last_ticket > group->tickets.last) {
			at = &request->next;
			continue;
		}
		*at = request->next;
		MHD_resume_connection(request->connection);
	}
}

void intake_wait_settled(struct intake_wait *wait, const struct intake_group *group)
{
	pthread_mutex_lock(&wait->lock);
	resume_settled(wait, group);
	pthread_mutex_unlock(&wait->lock);
}

void intake_wait_give_up(struct intake_wait *wait)
{
	pthread_mutex_lock(&wait->lock);
	const struct intake_group all = {{0, UINT64_MAX}, true};
	resume_settled(wait, &all);
	pthread_mutex_unlock(&wait->lock);
}

bool intake_wait_empty(struct intake_wait *wait)
{
	pthread_mutex_lock(&wait->lock);
	bool empty = wait->waiting == NULL;
	pthread_mutex_unlock(&wait->lock);
	return empty;
}
