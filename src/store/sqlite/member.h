/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the store: a member's row, for members and for sessions. */
#ifndef STORE_SQLITE_MEMBER_H
#define STORE_SQLITE_MEMBER_H

#include "store/directory.h"
#include "store/sqlite/query.h"

/* From the columns of MEMBER in statements.def. */
void member_read(const struct query *query, struct arena *arena, struct member *member);

#endif
