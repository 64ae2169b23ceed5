/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions of the console, known by the hashes of their tokens. */
#include "store/sqlite/member.h"

#include <string.h>

/* When a session was last seen is told to the minute: not every page is a write. */
#define SEEN_STEP CLOCK_MINUTE

enum outcome session_add(struct store *store, const struct viewer *viewer, struct text hash,
    const struct session *session, struct why *why)
{
	uint64_t changed;
	enum outcome outcome = viewer_must(viewer, RIGHT_SYSTEM, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, SQL_session_expire, viewer);
	query_int(&query, ":now", session->created);
	outcome = query_run(&query, NULL, why);
	if (outcome != DONE)
		return outcome;
	query = query_open(store, SQL_session_insert, viewer);
	query_text(&query, ":hash", hash);
	query_text(&query, ":id", text_of(session->member));
	query_int(&query, ":created", session->created);
	query_int(&query, ":seen", session->seen);
	query_int(&query, ":expires", session->expires);
	outcome = query_run(&query, &changed, why);
	if (outcome == DONE && changed == 0) {
		why_set(why, "member: there is no such member, or it is disabled");
		outcome = NOT_FOUND;
	}
	return outcome;
}

static enum outcome saw(struct store *store, const struct viewer *viewer, struct text hash,
    int64_t now, struct why *why)
{
	struct query query = query_open(store, SQL_session_seen, viewer);
	query_text(&query, ":hash", hash);
	query_int(&query, ":now", now);
	return query_run(&query, NULL, why);
}

enum outcome session_find(struct store *store, const struct viewer *viewer, struct text hash,
    int64_t now, struct arena *arena, struct member *member, struct viewer *as, struct why *why)
{
	enum outcome outcome = viewer_must(viewer, RIGHT_SYSTEM, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, SQL_session_find, viewer);
	query_text(&query, ":hash", hash);
	query_int(&query, ":now", now);
	outcome = query_next(&query, why);
	if (outcome == AT_END) {
		why_set(why, "there is no such session, or it is over");
		return NOT_FOUND;
	}
	if (outcome != DONE)
		return outcome;
	struct member found;
	member_read(&query, arena, &found);
	int64_t seen = row_int(&query, 11);
	query_close(&query);
	/* That it cannot be written just now is no reason to shut somebody out. */
	if (now - seen > SEEN_STEP && !store->read_only)
		(void)!saw(store, viewer, hash, now, NULL);
	*member = found;
	*as = (struct viewer){.role = found.role};
	memcpy(as->member, found.id, STORE_ID);
	memcpy(as->group, found.group, STORE_ID);
	memcpy(as->company, found.company, STORE_ID);
	return DONE;
}

enum outcome session_end(
    struct store *store, const struct viewer *viewer, struct text hash, struct why *why)
{
	enum outcome outcome = viewer_must(viewer, RIGHT_SYSTEM, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, SQL_session_end, viewer);
	query_text(&query, ":hash", hash);
	return query_run(&query, NULL, why);
}
