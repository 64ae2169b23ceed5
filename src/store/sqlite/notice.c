/* SPDX-License-Identifier: Apache-2.0 */
/* Notices: one row from when a condition holds until it does not. */
#include "store/notice.h"
#include "store/sqlite/page.h"

#include "base/arena.h"
#include "base/utf8.h"

#define NOTICE_DETAIL 400 /* bytes */

enum outcome notice_open(struct store *store, const struct viewer *viewer,
    const struct notice *notice, int64_t now, struct why *why)
{
	int64_t key;
	enum outcome outcome = viewer_must(viewer, RIGHT_SYSTEM, why);
	if (outcome == DONE && notice->kind.size == 0) {
		why_set(why, "kind: it is empty");
		outcome = MALFORMED;
	}
	if (outcome == DONE && notice->company.size != 0)
		outcome = company_key(store, viewer, notice->company, &key, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, SQL_notice_open, viewer);
	query_text(&query, ":kind", notice->kind);
	query_text_or_null(&query, ":company", notice->company);
	query_text(&query, ":about", notice->about);
	query_text(&query, ":detail", utf8_cut(notice->detail, NOTICE_DETAIL));
	query_int(&query, ":now", now);
	return query_run(&query, NULL, why);
}

enum outcome notice_over(struct store *store, const struct viewer *viewer, struct text kind,
    struct text about, int64_t now, struct why *why)
{
	enum outcome outcome = viewer_must(viewer, RIGHT_SYSTEM, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, SQL_notice_over, viewer);
	query_text(&query, ":kind", kind);
	query_text(&query, ":about", about);
	query_int(&query, ":now", now);
	return query_run(&query, NULL, why);
}

static void read_notice(const struct query *query, struct arena *arena, struct notice *notice)
{
	notice->kind = row_text(query, 0, arena);
	notice->company = row_text(query, 1, arena);
	notice->about = row_text(query, 2, arena);
	notice->detail = row_text(query, 3, arena);
	notice->since = row_int(query, 4);
	notice->seen = row_int(query, 5);
	notice->over = row_time(query, 6);
	notice->times = row_count(query, 7);
}

enum outcome notice_list(struct store *store, const struct viewer *viewer, bool over,
    struct page page, struct arena *arena, struct notices *list, struct why *why)
{
	struct notices found = {NULL, 0, {NULL, 0}};
	int64_t last[3] = {0, 0, 0};
	struct spot from;
	enum outcome outcome = page_check(&page, why);
	if (outcome == DONE)
		outcome = spot_read(page.after, &from, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, SQL_notice_list, viewer);
	query_int(&query, ":open", from.first);
	query_int(&query, ":since", from.second);
	query_int(&query, ":key", from.key);
	query_int(&query, ":least", over ? 0 : 1);
	query_int(&query, ":limit", (int64_t)page.limit + 1);
	while ((outcome = query_next(&query, why)) == DONE) {
		if (found.count == page.limit) {
			found.next = page_token(arena, last, 3, (struct text){NULL, 0});
			query_close(&query);
			break;
		}
		found.at = list_room(arena, found.at, found.count, sizeof(*found.at));
		read_notice(&query, arena, &found.at[found.count++]);
		last[0] = row_int(&query, 8);
		last[1] = row_int(&query, 4);
		last[2] = row_int(&query, 9);
	}
	if (outcome != DONE && outcome != AT_END)
		return outcome;
	*list = found;
	return DONE;
}
