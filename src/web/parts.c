/* SPDX-License-Identifier: Apache-2.0 */
#include "web/parts.h"

#include "base/arena.h"
#include "web/state.h"

#include <stdarg.h>
#include <stdio.h>

void data_text(struct json_writer *writer, const char *name, struct text value)
{
	if (value.size != 0)
		json_put_text(writer, name, value);
}

void data_time(struct json_writer *writer, const char *name, int64_t instant)
{
	char text[CLOCK_TEXT];
	if (instant == CLOCK_NONE)
		return;
	clock_format(instant, text);
	json_put_text(writer, name, text_of(text));
}

void data_seconds(struct json_writer *writer, const char *name, int64_t microseconds)
{
	if (microseconds != 0)
		json_put_int(writer, name, microseconds / CLOCK_SECOND);
}

void data_count(struct json_writer *writer, const char *name, uint64_t value)
{
	if (value <= INT64_MAX)
		json_put_int(writer, name, (int64_t)value);
}

void view_text(struct call *call, const char *name, struct text value, size_t columns)
{
	json_put_text(&call->view, name, words_clean(&call->words, value, columns));
}

struct text words_any(const struct call *call, const char *prefix, const char *word)
{
	char key[128];
	snprintf(key, sizeof(key), "%s%s", prefix, word);
	struct text found = texts_get(call->words.texts, call->words.language, key);
	/* a missing key comes back as the name itself, which is about to go out of scope */
	return found.at == key ? text_copy(call->arena, found) : found;
}

struct text words_ago(const struct call *call, int64_t instant)
{
	const struct words *words = &call->words;
	if (instant == CLOCK_NONE)
		return words_get(words, "never");
	int64_t age = call->now - instant;
	if (age < CLOCK_MINUTE && age > -CLOCK_MINUTE)
		return words_get(words, "just_now");
	/* The largest part is enough: "3 days ago", "25 min ago". */
	int64_t unit = age >= CLOCK_DAY ? CLOCK_DAY : age >= CLOCK_HOUR ? CLOCK_HOUR : CLOCK_MINUTE;
	const struct fill fill = {"n", words_duration(words, (age < 0 ? -age : age) / unit * unit)};
	if (age < 0)
		return words_moment(words, instant);
	return words_fill(words, "ago", &fill, 1);
}

void view_moment(struct call *call, const char *name, int64_t instant)
{
	json_open_object(&call->view, name);
	json_put_text(&call->view, "text", words_moment(&call->words, instant));
	json_put_text(&call->view, "exact", words_exact(&call->words, instant));
	json_put_text(&call->view, "ago", words_ago(call, instant));
	json_close_object(&call->view);
}

void view_span(struct call *call, const char *name, int64_t first, int64_t last)
{
	const struct words *words = &call->words;
	json_open_object(&call->view, name);
	json_put_text(&call->view, "text", words_span(words, first, last));
	json_put_text(&call->view, "exact",
	    text_format(call->arena, "%.*s – %.*s", TEXT_ARGS(words_exact(words, first)),
		TEXT_ARGS(words_exact(words, last))));
	json_put_text(&call->view, "ago", words_ago(call, last));
	json_close_object(&call->view);
}

void view_count(struct call *call, const char *name, uint64_t value)
{
	json_put_text(&call->view, name, words_count(&call->words, value));
}

void view_link(struct call *call, const char *name, const char *format, ...)
{
	char link[512];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(link, sizeof(link), format, arguments);
	va_end(arguments);
	json_put_text(&call->view, name, text_of(link));
}

const struct zone *zone_of(struct call *call, struct text name, struct text *shown)
{
	return state_zone(call->web, name, shown);
}

/* The query as it was, but for where the page begins. */
static struct text query_but_after(const struct call *call)
{
	struct text line = TEXT("");
	for (size_t i = 0; i < call->query.count; i++) {
		const struct form_field *field = &call->query.at[i];
		if (text_equal(field->name, TEXT("after")) || text_equal(field->name, TEXT("lang")))
			continue;
		line = text_format(call->arena, "%.*s%.*s=%.*s&", TEXT_ARGS(line),
		    TEXT_ARGS(percent_encode(call->arena, field->name)),
		    TEXT_ARGS(percent_encode(call->arena, field->value)));
	}
	return line;
}

void put_next(struct call *call, const char *path, struct text next)
{
	if (next.size == 0)
		return;
	json_put_text(&call->data, "next", next);
	struct text encoded = percent_encode(call->arena, next);
	json_put_text(&call->view, "next",
	    text_format(call->arena, "%s?%.*safter=%.*s", path, TEXT_ARGS(query_but_after(call)),
		TEXT_ARGS(encoded)));
}

const char *state_word(enum state state)
{
	static const char *const words[] = {
	    [STATE_GOOD] = "good",
	    [STATE_LOOK] = "look",
	    [STATE_ACT] = "act",
	    [STATE_UNKNOWN] = "unknown",
	};
	return words[state];
}

void view_state(struct call *call, const char *name, enum state state)
{
	static const char *const marks[] = {
	    [STATE_GOOD] = "✓",
	    [STATE_LOOK] = "▲",
	    [STATE_ACT] = "■",
	    [STATE_UNKNOWN] = "?",
	};
	json_open_object(&call->view, name);
	json_put_text(&call->view, "key", text_of(state_word(state)));
	json_put_text(&call->view, "mark", text_of(marks[state]));
	json_put_text(&call->view, "word", words_any(call, "triage.state_", state_word(state)));
	json_close_object(&call->view);
}

/* Places to go. */

static void put_place(struct call *call, const char *key, const char *here, struct text link)
{
	char name[32];
	snprintf(name, sizeof(name), "nav_%s", key);
	json_open_object(&call->view, NULL);
	json_put_text(&call->view, "link", link);
	json_put_text(&call->view, "word", words_get(&call->words, name));
	json_put_bool(&call->view, "here", text_equal(text_of(key), text_of(here)));
	json_close_object(&call->view);
}

static void put_places(struct call *call, const char *here)
{
	enum role role = call->viewer.role;
	json_open_array(&call->view, "places");
	if (role == ROLE_COMPANY)
		put_place(call, "home", here,
		    text_format(call->arena, "/companies/%s", call->viewer.company));
	else
		put_place(call, "companies", here, TEXT("/companies"));
	put_place(call, "incidents", here, TEXT("/incidents"));
	put_place(call, "sources", here, TEXT("/sources"));
	if (role != ROLE_COMPANY && role != ROLE_ANALYST) {
		put_place(call, "members", here, TEXT("/members"));
		put_place(call, "groups", here, TEXT("/groups"));
	}
	put_place(call, "notices", here, TEXT("/notices"));
	if (role == ROLE_ADMINISTRATOR || role == ROLE_AUDITOR)
		put_place(call, "status", here, TEXT("/status"));
	json_close_array(&call->view);
}

static void put_me(struct call *call)
{
	bool local = call->member.id[0] == '\0';
	json_open_object(&call->view, "me");
	json_put_text(&call->view, "name",
	    local ? words_get(&call->words, "role_administrator")
		  : words_clean(&call->words, call->member.name, 40));
	json_put_text(
	    &call->view, "role", words_any(call, "console.role_", role_word(call->viewer.role)));
	view_link(call, "link", local ? "/members" : "/members/%s", call->member.id);
	json_close_object(&call->view);
}

void page_frame(struct call *call, const char *here)
{
	bool english = call->words.language == LANGUAGE_EN;
	const struct text path = call->request->path;
	json_put_text(&call->view, "other_language", english ? TEXT("ja") : TEXT("en"));
	json_put_text(
	    &call->view, "other_language_word", english ? TEXT("日本語") : TEXT("English"));
	struct text query = query_but_after(call);
	bool reading = call->request->method != WEB_POST;
	json_put_text(&call->view, "other_language_link",
	    text_format(call->arena, "%.*s?%.*slang=%s", TEXT_ARGS(reading ? path : TEXT("/")),
		TEXT_ARGS(reading ? query : TEXT("")), english ? "ja" : "en"));
	json_put_text(&call->view, "zone", call->zone_name);
	if (!call->known)
		return;
	put_me(call);
	put_places(call, here);
}
