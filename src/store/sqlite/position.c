/* SPDX-License-Identifier: Apache-2.0 */
/* How far readers of the log have come, which companies are to be correlated again, the journal's
 * anchors, and frames that were set aside. */
#include "store/results.h"
#include "store/sqlite/query.h"

#include "base/arena.h"

#include <stdio.h>
#include <string.h>

static enum outcome must_see_all(const struct viewer *viewer, struct why *why)
{
	if (viewer_sees_all(viewer))
		return DONE;
	why_set(why, "the role %s may not see this", role_word(viewer->role));
	return NOT_ALLOWED;
}

enum outcome position_get(struct store *store, const struct viewer *viewer, struct text reader,
    uint64_t *position, struct why *why)
{
	enum outcome outcome = must_see_all(viewer, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, SQL_position_get, viewer);
	query_text(&query, ":reader", reader);
	outcome = query_next(&query, why);
	if (outcome != DONE && outcome != AT_END)
		return outcome;
	*position = outcome == DONE ? row_count(&query, 0) : 0;
	query_close(&query);
	return DONE;
}

enum outcome position_set(struct store *store, const struct viewer *viewer, struct text reader,
    uint64_t position, struct why *why)
{
	enum outcome outcome = viewer_must(viewer, RIGHT_SYSTEM, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, SQL_position_set, viewer);
	query_text(&query, ":reader", reader);
	query_int(&query, ":position", (int64_t)position);
	return query_run(&query, NULL, why);
}

enum outcome correlation_due(struct store *store, const struct viewer *viewer, struct arena *arena,
    struct text **companies, size_t *count, struct why *why)
{
	struct text *found = NULL;
	size_t n = 0;
	enum outcome outcome = viewer_must(viewer, RIGHT_SYSTEM, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, SQL_due_list, viewer);
	while ((outcome = query_next(&query, why)) == DONE) {
		found = list_room(arena, found, n, sizeof(*found));
		found[n++] = row_text(&query, 0, arena);
	}
	if (outcome != AT_END)
		return outcome;
	*companies = found;
	*count = n;
	return DONE;
}

enum outcome correlation_mark(struct store *store, const struct viewer *viewer, struct text company,
    bool due, struct why *why)
{
	uint64_t changed;
	enum outcome outcome = viewer_must(viewer, RIGHT_SYSTEM, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, due ? SQL_due_mark : SQL_due_unmark, viewer);
	query_text(&query, ":company", company);
	outcome = query_run(&query, &changed, why);
	return outcome == DONE && due ? company_wanted(changed, company, why) : outcome;
}

enum outcome anchor_put(struct store *store, const struct viewer *viewer, struct text company,
    const struct chain_head *head, struct why *why)
{
	uint64_t changed;
	enum outcome outcome = viewer_must(viewer, RIGHT_SYSTEM, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, SQL_anchor_put, viewer);
	query_text(&query, ":company", company);
	query_int(&query, ":sequence", (int64_t)head->sequence);
	query_text(&query, ":hash", text_of(head->hash));
	outcome = query_run(&query, &changed, why);
	return outcome == DONE ? company_wanted(changed, company, why) : outcome;
}

enum outcome anchor_get(struct store *store, const struct viewer *viewer, struct text company,
    struct chain_head *head, struct why *why)
{
	int64_t key;
	enum outcome outcome = company_key(store, viewer, company, &key, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, SQL_anchor_get, viewer);
	query_int(&query, ":company", key);
	outcome = query_next(&query, why);
	if (outcome == AT_END) {
		why_set(why, "the company's chain has no anchor yet");
		return NOT_FOUND;
	}
	if (outcome != DONE)
		return outcome;
	*head = (struct chain_head){.sequence = row_count(&query, 0)};
	const char *hash = (const char *)sqlite3_column_text(query.statement, 1);
	snprintf(head->hash, sizeof(head->hash), "%s", hash == NULL ? "" : hash);
	query_close(&query);
	return DONE;
}

enum outcome set_aside_put(struct store *store, const struct viewer *viewer,
    const struct set_aside *frame, struct why *why)
{
	enum outcome outcome = viewer_must(viewer, RIGHT_SYSTEM, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, SQL_set_aside_put, viewer);
	query_int(&query, ":position", (int64_t)frame->position);
	query_text(&query, ":company", text_of(frame->company));
	query_int(&query, ":at", frame->at);
	query_text(&query, ":why", frame->why);
	return query_run(&query, NULL, why);
}

enum outcome set_aside_list(struct store *store, const struct viewer *viewer, struct arena *arena,
    struct set_aside **list, size_t *count, struct why *why)
{
	struct set_aside *found = NULL;
	size_t n = 0;
	enum outcome outcome = must_see_all(viewer, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, SQL_set_aside_list, viewer);
	while ((outcome = query_next(&query, why)) == DONE) {
		found = list_room(arena, found, n, sizeof(*found));
		struct set_aside *frame = &found[n++];
		frame->position = row_count(&query, 0);
		row_id(&query, 1, frame->company);
		frame->at = row_int(&query, 2);
		frame->why = row_text(&query, 3, arena);
	}
	if (outcome != AT_END)
		return outcome;
	*list = found;
	*count = n;
	return DONE;
}
