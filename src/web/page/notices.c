/* SPDX-License-Identifier: Apache-2.0 */
/* Notices: what the installation has to say of itself. */
#include "web/page/pages.h"

#include "base/arena.h"
#include "store/notice.h"
#include "web/parts.h"

#define NOTICES_A_PAGE 100
#define NAME_COLUMNS 80
#define DETAIL_COLUMNS 300

static void data_notice(struct json_writer *data, const struct notice *notice)
{
	json_put_text(data, "kind", notice->kind);
	data_text(data, "company", notice->company);
	data_text(data, "about", notice->about);
	data_text(data, "detail", notice->detail);
	data_time(data, "since", notice->since);
	data_time(data, "seen", notice->seen);
	data_time(data, "over", notice->over);
	data_count(data, "times", notice->times);
}

/* A source is named and not shown by its id. */
static void view_about(struct call *call, const struct notice *notice)
{
	struct source source;
	struct company company;
	struct text company_id = notice->company;
	if (company_id.size != 0 && company_get(call->store, &call->viewer, company_id, call->arena,
					&company, NULL) == DONE) {
		view_text(call, "company_name", company.name, NAME_COLUMNS);
		view_link(call, "company_link", "/companies/%s", company.id);
	}
	if (company_id.size != 0 && source_get(call->store, &call->viewer, company_id,
					notice->about, call->arena, &source, NULL) == DONE) {
		view_text(call, "about", source.name, NAME_COLUMNS);
		view_link(
		    call, "about_link", "/companies/%s/sources/%s", source.company, source.id);
		return;
	}
	view_text(call, "about", notice->about, NAME_COLUMNS);
}

static void view_notice(struct call *call, const struct notice *notice)
{
	const char *kind = text_cstr(call->arena, notice->kind);
	struct text advice = text_format(call->arena, "notice.%s.do", kind);
	const char *key = text_cstr(call->arena, advice);
	advice = words_any(call, key, "");
	view_text(call, "kind", words_any(call, "notice.", kind), NAME_COLUMNS);
	/* Where there is no advice the key itself comes back. */
	json_put_text(&call->view, "advice", text_equal(advice, text_of(key)) ? TEXT("") : advice);
	view_about(call, notice);
	view_text(call, "detail", notice->detail, DETAIL_COLUMNS);
	view_moment(call, "since", notice->since);
	view_moment(call, "seen", notice->seen);
	view_moment(call, "over_at", notice->over);
	json_put_bool(&call->view, "over", notice->over != CLOCK_NONE);
	json_put_text(&call->view, "times", words_number_of(&call->words, "times", notice->times));
}

void notices_show(struct call *call)
{
	struct why why;
	struct notices list = {0};
	bool over = text_equal(form_get(&call->query, "over"), TEXT("1"));
	enum outcome outcome = notice_list(call->store, &call->viewer, over,
	    call_page(call, NOTICES_A_PAGE), call->arena, &list, &why);
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return;
	}
	json_open_array(&call->data, "notices");
	json_open_array(&call->view, "notices");
	for (size_t i = 0; i < list.count; i++) {
		json_open_object(&call->data, NULL);
		json_open_object(&call->view, NULL);
		data_notice(&call->data, &list.at[i]);
		view_notice(call, &list.at[i]);
		json_close_object(&call->data);
		json_close_object(&call->view);
	}
	json_close_array(&call->data);
	json_close_array(&call->view);
	put_next(call, "/notices", list.next);
	json_put_bool(&call->view, "over_shown", over);
	json_put_bool(&call->view, "has_notices", list.count != 0);
	json_put_text(&call->view, "title", words_get(&call->words, "nav_notices"));
	page_frame(call, "notices");
	call_show(call, 200, "notices");
}
