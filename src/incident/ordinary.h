/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names that very many have and that therefore say nothing of who: they join no findings and are
 * nothing to be blocked or changed.
 */
#ifndef INCIDENT_ORDINARY_H
#define INCIDENT_ORDINARY_H

#include "base/text.h"

#include <stdbool.h>

/* Accounts that exist everywhere: equal names on two machines need not be one person. */
bool ordinary_user(struct text user);
/* Programs and libraries of the system. */
bool ordinary_file(struct text file);
/* Loopback, unset, broadcast, multicast and link-local addresses in any notation, and the public
 * name servers that companies forward to. */
bool ordinary_address(struct text address);

#endif
