/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All companies that one sees. As a page: which need me now. The loudest of all come first, counts
 * of each state open those companies, and the filter asks the server, so that it finds what stands
 * on a later page, too. As JSON without a wish: by name, for programs that go through all of them.
 */
#include "web/page/pages.h"

#include "base/arena.h"
#include "base/unicode.h"
#include "web/parts.h"

#include <stdlib.h>

#define COMPANIES_A_PAGE 100
#define COMPANIES_A_READ 1000
#define COMPANIES_MOST 5000 /* more are not sorted: they stand behind, by name */
#define STATES 4
#define LEFT STATES

struct row {
	const struct company *company;
	struct company_state state;
	int loudness;
};

struct overview {
	struct row *rows;
	size_t count;
	uint64_t sums[STATES];
};

/* The loudest first: what asks for action, what cannot be seen, what asks for a look. */
static const enum state loudest_first[STATES] = {STATE_ACT, STATE_UNKNOWN, STATE_LOOK, STATE_GOOD};

static int loudness(const struct row *row)
{
	if (row->company->left != CLOCK_NONE)
		return LEFT;
	for (int i = 0; i < STATES; i++)
		if (loudest_first[i] == row->state.state)
			return i;
	return LEFT;
}

static int by_loudness(const void *left, const void *right)
{
	const struct row *a = left;
	const struct row *b = right;
	if (a->loudness != b->loudness)
		return a->loudness - b->loudness;
	return a->company < b->company ? -1 : 1; /* as they were read: by name */
}

static enum outcome read_all(struct call *call, bool gone, struct companies *all, struct why *why)
{
	struct company *at = NULL;
	size_t count = 0;
	struct page page = {.limit = COMPANIES_A_READ};
	enum outcome outcome = DONE;
	do {
		struct companies list = {0};
		outcome =
		    company_list(call->store, &call->viewer, page, gone, call->arena, &list, why);
		if (outcome != DONE)
			return outcome;
		struct company *joined =
		    arena_array(call->arena, count + list.count + 1, sizeof(*joined));
		for (size_t i = 0; i < count + list.count; i++)
			joined[i] = i < count ? at[i] : list.at[i - count];
		at = joined;
		count += list.count;
		page.after = list.next;
	} while (page.after.size != 0 && count < COMPANIES_MOST);
	*all = (struct companies){.at = at, .count = count};
	return DONE;
}

/* All words of the filter stand somewhere in what the company is called and is. */
static bool fits(struct call *call, const struct company *company, struct text wish)
{
	const struct text parts[] = {
	    company->name, company->sector, company->region, company->domain};
	struct text all = TEXT("");
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]) && wish.size != 0; i++)
		all = text_format(call->arena, "%.*s\n%.*s", TEXT_ARGS(all), TEXT_ARGS(parts[i]));
	all = unicode_fold(call->arena, all);
	for (struct text word = text_word(&wish); word.size != 0; word = text_word(&wish))
		if (text_find(all, word) == TEXT_NONE)
			return false;
	return true;
}

static enum outcome judge_all(
    struct call *call, const struct companies *all, struct overview *overview, struct why *why)
{
	struct text wish = unicode_fold(call->arena, form_get(&call->query, "q"));
	overview->rows = arena_array(call->arena, all->count + 1, sizeof(*overview->rows));
	for (size_t i = 0; i < all->count; i++) {
		if (!fits(call, &all->at[i], wish))
			continue;
		struct row *row = &overview->rows[overview->count++];
		row->company = &all->at[i];
		if (row->company->left == CLOCK_NONE) {
			enum outcome outcome = company_judge(call, row->company, &row->state, why);
			if (outcome != DONE)
				return outcome;
			overview->sums[row->state.state]++;
		}
		row->loudness = loudness(row);
	}
	qsort(overview->rows, overview->count, sizeof(*overview->rows), by_loudness);
	return DONE;
}

/* How many are how: each count opens them. */
static void put_sums(struct call *call, const struct overview *overview, struct text wish)
{
	struct text q = percent_encode(call->arena, form_get(&call->query, "q"));
	json_open_array(&call->view, "sums");
	for (int i = 0; i < STATES; i++) {
		enum state state = loudest_first[i];
		const char *word = state_word(state);
		if (overview->sums[state] == 0)
			continue;
		json_open_object(&call->view, NULL);
		view_state(call, "state", state);
		view_count(call, "count", overview->sums[state]);
		json_put_text(&call->view, "link",
		    text_format(call->arena, "/companies?state=%s&q=%.*s", word, TEXT_ARGS(q)));
		json_put_bool(&call->view, "here", text_equal(wish, text_of(word)));
		json_close_object(&call->view);
	}
	json_close_array(&call->view);
}

static void put_rows(
    struct call *call, const struct overview *overview, struct text state, struct page page)
{
	uint64_t from = 0;
	uint64_t seen = 0;
	if (!text_to_uint(page.after, &from))
		from = 0;
	json_open_array(&call->data, "companies");
	json_open_array(&call->view, "companies");
	for (size_t i = 0; i < overview->count; i++) {
		const struct row *row = &overview->rows[i];
		bool left = row->loudness == LEFT;
		if (state.size != 0 &&
		    (left || !text_equal(state, text_of(state_word(row->state.state)))))
			continue;
		if (seen >= from && seen < from + page.limit)
			put_company_row(call, row->company, &row->state);
		seen++;
	}
	json_close_array(&call->data);
	json_close_array(&call->view);
	if (seen > from + page.limit)
		put_next(call, "/companies",
		    text_format(call->arena, "%zu", (size_t)(from + page.limit)));
}

static enum outcome put_overview(struct call *call, bool gone, struct why *why)
{
	struct companies all = {0};
	struct overview overview = {0};
	struct text state = form_get(&call->query, "state");
	enum outcome outcome = read_all(call, gone, &all, why);
	if (outcome == DONE)
		outcome = judge_all(call, &all, &overview, why);
	if (outcome != DONE)
		return outcome;
	put_sums(call, &overview, state);
	put_rows(call, &overview, state, call_page(call, COMPANIES_A_PAGE));
	view_text(call, "q", form_get(&call->query, "q"), 80);
	json_put_bool(&call->view, "narrowed", form_get(&call->query, "q").size + state.size != 0);
	json_put_bool(&call->view, "none", all.count == 0);
	return DONE;
}

static enum outcome put_by_name(struct call *call, bool gone, struct why *why)
{
	struct companies list = {0};
	enum outcome outcome = company_list(call->store, &call->viewer,
	    call_page(call, COMPANIES_A_PAGE), gone, call->arena, &list, why);
	json_open_array(&call->data, "companies");
	json_open_array(&call->view, "companies");
	for (size_t i = 0; i < list.count && outcome == DONE; i++) {
		struct company_state state = {0};
		if (list.at[i].left == CLOCK_NONE)
			outcome = company_judge(call, &list.at[i], &state, why);
		if (outcome == DONE)
			put_company_row(call, &list.at[i], &state);
	}
	json_close_array(&call->data);
	json_close_array(&call->view);
	if (outcome == DONE)
		put_next(call, "/companies", list.next);
	return outcome;
}

void companies_show(struct call *call)
{
	struct why why;
	bool gone = text_equal(form_get(&call->query, "gone"), TEXT("1"));
	bool wish = form_has(&call->query, "state") || form_has(&call->query, "q");
	enum outcome outcome =
	    call->json && !wish ? put_by_name(call, gone, &why) : put_overview(call, gone, &why);
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return;
	}
	json_put_bool(&call->view, "may_add", call_manages(call));
	json_put_bool(&call->view, "gone", gone);
	json_put_text(&call->view, "title", words_get(&call->words, "nav_companies"));
	page_frame(call, "companies");
	call_show(call, 200, "companies");
}
