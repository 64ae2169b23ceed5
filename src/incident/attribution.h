/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which machine had which address when: what joins network evidence, which knows only addresses,
 * with endpoint evidence, which knows names.
 *
 * Learnt from every event that tells it for certain: an endpoint's own connections (Sysmon 3), and
 * products that name both (DHCP leases, a UTM's source name). What a client merely claims in a
 * request teaches nothing. Bounded: at most ATTRIBUTION_PAIRS pairs, and 64 machines an address;
 * further ones are not learnt.
 */
#ifndef INCIDENT_ATTRIBUTION_H
#define INCIDENT_ATTRIBUTION_H

#include "event/event.h"
#include "incident/incident.h"

#include <stdbool.h>

#define ATTRIBUTION_PAIRS 20000
/* An address is taken to be the same machine's for so long before and after it was seen to be. */
#define ATTRIBUTION_WINDOW (24 * CLOCK_HOUR)

/* An own address and the machine that had it. */
struct tenancy {
	struct text address;
	struct text host; /* folded as in subjects */
	int64_t time;
};

struct attribution;

/*
 * What an event tells; false when nothing. Texts on the event's arena. An event about the
 * gateway's or a server's peer tells nothing about its own machine.
 */
bool attribution_of(const struct event *event, struct tenancy *tenancy);

struct attribution *attribution_create(void);
/* NULL is harmless. Hosts that findings got from it go with it. */
void attribution_destroy(struct attribution *attribution);

/* Learn; texts are copied. */
void attribution_add(struct attribution *attribution, const struct tenancy *tenancy);

/*
 * Name the machine in findings that know none but have an own address that exactly one machine
 * had at about their time: it becomes a host of the finding, and its subject where that was the
 * address. Ids stay.
 */
void attribution_name(struct attribution *attribution, struct finding *findings, size_t count);

#endif
