/* SPDX-License-Identifier: Apache-2.0 */
/* A source as data and as pages show it. */
#include "base/arena.h"
#include "web/parts.h"

#define NAME_COLUMNS 60

static void data_source(struct call *call, const struct source *source)
{
	struct json_writer *data = &call->data;
	struct source_state state = source_judge(source, call->now);
	json_put_text(data, "id", text_of(source->id));
	json_put_text(data, "company", text_of(source->company));
	json_put_text(data, "name", source->name);
	json_put_text(data, "kind", source->kind);
	data_text(data, "zone", source->zone);
	json_put_bool(data, "has_token", source->token_hash[0] != '\0');
	json_open_array(data, "addresses");
	for (size_t i = 0; i < source->address_count; i++)
		json_put_text(data, NULL, source->addresses[i]);
	json_close_array(data);
	if (source->port != 0)
		json_put_int(data, "port", source->port);
	data_text(data, "certificate", source->certificate);
	data_text(data, "via", text_of(source->via));
	if (source->records_a_second != 0)
		data_count(data, "records_a_second", source->records_a_second);
	data_seconds(data, "quiet_after", source->quiet_after);
	data_time(data, "created", source->created);
	data_time(data, "removed", source->removed);
	data_time(data, "last_seen", source->last_seen);
	data_count(data, "records", source->records);
	data_count(data, "refused", source->refused);
	data_count(data, "not_understood", source->not_understood);
	json_put_real(data, "clock_off", (double)source->clock_off / CLOCK_SECOND);
	json_put_text(data, "state", text_of(state_word(state.state)));
	json_put_text(data, "reason", text_of(state.reason));
}

/* "192.0.2.1, 192.0.2.2" */
static struct text address_line(struct call *call, const struct source *source)
{
	struct text line = TEXT("");
	for (size_t i = 0; i < source->address_count; i++)
		line = text_format(call->arena, "%.*s%s%.*s", TEXT_ARGS(line), i == 0 ? "" : ", ",
		    TEXT_ARGS(source->addresses[i]));
	return line;
}

/* By what its records are known as its own. */
static struct text known_by(struct call *call, const struct source *source)
{
	const struct words *words = &call->words;
	if (source->address_count != 0)
		return words_clean(words, address_line(call, source), NAME_COLUMNS);
	if (source->port != 0)
		return text_format(
		    call->arena, "%.*s %u", TEXT_ARGS(words_get(words, "by_port")), source->port);
	if (source->certificate.size != 0)
		return words_get(words, "by_certificate");
	if (source->token_hash[0] != '\0')
		return words_get(words, "by_token");
	return words_get(words, "by_nothing");
}

/* "clock 9 h behind"; empty while it is right. */
static struct text clock_words(struct call *call, const struct source *source)
{
	int64_t off = source->clock_off < 0 ? -source->clock_off : source->clock_off;
	const struct fill fill = {"n", words_duration(&call->words, off)};
	const char *key = source->clock_off > 0 ? "clock_behind" : "clock_ahead";
	return off >= CLOCK_MINUTE ? words_fill(&call->words, key, &fill, 1) : TEXT("");
}

static void view_source(struct call *call, const struct source *source, struct text company_name)
{
	struct source_state state = source_judge(source, call->now);
	json_put_text(&call->view, "id", text_of(source->id));
	view_text(call, "name", source->name, NAME_COLUMNS);
	view_text(call, "company_name", company_name, NAME_COLUMNS);
	view_link(call, "company_link", "/companies/%s", source->company);
	view_link(call, "link", "/companies/%s/sources/%s", source->company, source->id);
	json_put_text(&call->view, "kind", source->kind);
	view_text(call, "kind_word",
	    words_any(call, "console.kind_", text_cstr(call->arena, source->kind)), NAME_COLUMNS);
	json_put_text(&call->view, "known_by", known_by(call, source));
	view_state(call, "state", state.state);
	bool clock = text_equal(text_of(state.reason), TEXT("clock"));
	json_put_text(&call->view, "reason",
	    clock ? clock_words(call, source) : words_any(call, "console.source_", state.reason));
	json_put_text(&call->view, "clock", clock ? TEXT("") : clock_words(call, source));
	json_put_text(&call->view, "advice",
	    state.state == STATE_GOOD ? TEXT("")
				      : words_any(call, "console.advice_", state.reason));
	view_moment(call, "last_seen", source->last_seen);
	view_count(call, "records", source->records);
	view_count(call, "refused", source->refused);
	view_count(call, "not_understood", source->not_understood);
	json_put_bool(&call->view, "has_refused", source->refused != 0);
	json_put_bool(&call->view, "has_not_understood", source->not_understood != 0);
	json_put_text(&call->view, "addresses", address_line(call, source));
	json_put_bool(&call->view, "has_token", source->token_hash[0] != '\0');
}

void put_source(struct call *call, const struct source *source, struct text company_name)
{
	data_source(call, source);
	view_source(call, source, company_name);
}

static struct text company_name(const struct companies *companies, const char *id)
{
	for (size_t i = 0; companies != NULL && i < companies->count; i++)
		if (text_equal(text_of(companies->at[i].id), text_of(id)))
			return companies->at[i].name;
	return TEXT("");
}

void put_sources(struct call *call, const char *name, const struct sources *list,
    const struct companies *companies)
{
	json_open_array(&call->data, name);
	json_open_array(&call->view, name);
	for (size_t i = 0; i < list->count; i++) {
		json_open_object(&call->data, NULL);
		json_open_object(&call->view, NULL);
		put_source(call, &list->at[i], company_name(companies, list->at[i].company));
		json_close_object(&call->data);
		json_close_object(&call->view);
	}
	json_close_array(&call->data);
	json_close_array(&call->view);
}
