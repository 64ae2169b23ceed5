/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the store: ids that lead elsewhere since two findings, or two incidents, became one. */
#ifndef STORE_SQLITE_ALIAS_H
#define STORE_SQLITE_ALIAS_H

#include "store/sqlite/query.h"

enum alias_kind { ALIAS_FINDING = 0, ALIAS_INCIDENT = 1 };

struct alias_end {
	char id[STORE_ID];
	int64_t company;
	int64_t status; /* incidents */
	int64_t opened;
};
/* What is merged into what, both as they are called now. */
struct alias_pair {
	struct alias_end from;
	struct alias_end into;
	bool same; /* they are one already */
};
/* NOT_FOUND; MALFORMED when they are of two companies. `where` is the statement that finds one. */
enum outcome alias_resolve(struct store *store, const struct viewer *viewer, enum statement where,
    struct text from, struct text into, struct alias_pair *pair, struct why *why) MUST_CHECK;
/* Let `from`, and what led there, lead to `into`. */
enum outcome alias_put(struct store *store, const struct viewer *viewer, enum alias_kind kind,
    const struct alias_pair *pair, struct why *why) MUST_CHECK;
/* ALREADY_THERE when the id is an alias: nothing may be put under it any more. */
enum outcome alias_refuse(struct store *store, const struct viewer *viewer, enum alias_kind kind,
    struct text id, struct why *why) MUST_CHECK;

#endif
