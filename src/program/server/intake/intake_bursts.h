/* SPDX-License-Identifier: Apache-2.0 */
/* Bursts of syslog on their way into the log: kept until they are durable, tried again where the
 * log could not take them. Thread-safe. */
#ifndef PROGRAM_SERVER_INTAKE_INTAKE_BURSTS_H
#define PROGRAM_SERVER_INTAKE_INTAKE_BURSTS_H

#include "base/buffer.h"
#include "program/server/intake/intake.h"

#include <pthread.h>

#define INTAKE_BURSTS ((size_t)16 << 20) /* bytes kept; beyond it nothing more is taken */

/* One frame to be. */
struct intake_burst {
	struct intake_burst *next;
	struct intake_sender sender;
	char origin[64];
	int64_t received;
	struct buffer body;
	uint32_t count;
	uint64_t bytes;
	uint64_t ticket;
};

struct intake_bursts {
	struct intake *intake;
	pthread_mutex_t lock;
	struct intake_burst *sent;    /* appended, not settled */
	struct intake_burst *refused; /* to be appended again */
	size_t kept;                  /* bytes of both */
	enum refusal why;             /* of the last refusal */
	int64_t tried;                /* ticks */
};

void intake_bursts_init(struct intake_bursts *bursts, struct intake *intake);
/* Frees what is left; returns its messages. */
uint64_t intake_bursts_free(struct intake_bursts *bursts);
/* Append; takes the burst (heap) and its body over. */
void intake_bursts_put(struct intake_bursts *bursts, struct intake_burst *burst);
/* Whether more may be taken; else *why. Tries again what was refused, every now and then. */
bool intake_bursts_ready(struct intake_bursts *bursts, enum refusal *why);
void intake_bursts_settled(struct intake_bursts *bursts, const struct intake_group *group);

#endif
