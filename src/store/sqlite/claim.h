/* SPDX-License-Identifier: Apache-2.0 */
/* What sources claim of the installation's syslog senders, inside the engine. */
#ifndef STORE_SQLITE_CLAIM_H
#define STORE_SQLITE_CLAIM_H

#include "store/directory.h"

/*
 * Whose a syslog line is says its port or its address. So whoever names a port, or an address among
 * those of another company's source, would get that company's lines. Only who sees all companies
 * may: others get NOT_ALLOWED for a port, for blocks wider than /16 (IPv6: /32), and for whatever
 * meets an address of a source that they do not see.
 */
struct claim {
	uint16_t port;
	const struct text
	    *addresses; /* in their one form, of a source that is connected directly */
	size_t count;
	const struct source *was; /* what it has is not claimed anew; NULL: it is a new one */
};
enum outcome claim_check(struct store *store, const struct viewer *viewer,
    const struct claim *claim, struct why *why) MUST_CHECK;

/* TOO_LARGE where there are as many sources as can be. Intake takes its directory as a whole or not
 * at all: one source too many, and no token that is taken away would be refused any more. */
enum outcome claim_room(struct store *store, const struct viewer *viewer, struct text company,
    struct why *why) MUST_CHECK;

#endif
