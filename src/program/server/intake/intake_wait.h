/* SPDX-License-Identifier: Apache-2.0 */
/* Requests that wait for the log: suspended connections, resumed when their tickets are settled. */
#ifndef PROGRAM_SERVER_INTAKE_INTAKE_WAIT_H
#define PROGRAM_SERVER_INTAKE_INTAKE_WAIT_H

#include "program/server/intake/intake_http.h"

#include <pthread.h>

struct intake_wait {
	pthread_mutex_t lock;
	struct intake_groups *groups;
	struct intake_request *waiting;
};

void intake_wait_init(struct intake_wait *wait, struct intake_groups *groups);
void intake_wait_free(struct intake_wait *wait);
/* Suspend a request's connection until its tickets are settled; `failed` is set then. */
void intake_wait_add(struct intake_wait *wait, struct intake_request *request);
void intake_wait_settled(struct intake_wait *wait, const struct intake_group *group);
/* Resume all, as failed. */
void intake_wait_give_up(struct intake_wait *wait);
bool intake_wait_empty(struct intake_wait *wait);

#endif
