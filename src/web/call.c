/* SPDX-License-Identifier: Apache-2.0 */
#include "web/call.h"

#include "base/arena.h"
#include "web/parts.h"
#include "web/state.h"

#include <inttypes.h>
#include <sodium.h>

#define LIST_MOST 1000

struct text call_part(const struct call *call, size_t index)
{
	return index < call->part_count ? call->parts[index] : TEXT("");
}

bool call_administers(const struct call *call)
{
	return call->viewer.role == ROLE_ADMINISTRATOR;
}

bool call_manages(const struct call *call)
{
	return call_administers(call) || call->viewer.role == ROLE_OPERATOR;
}

bool call_works(const struct call *call)
{
	return call->viewer.role != ROLE_AUDITOR;
}

struct viewer call_system(const struct call *call)
{
	(void)call;
	return viewer_system("web");
}

enum outcome call_uint(
    const struct call *call, const char *name, uint64_t most, uint64_t *out, struct why *why)
{
	struct text t = form_get(&call->form, name);
	uint64_t value;
	if (t.size == 0)
		return DONE;
	if (!text_to_uint(t, &value) || value > most) {
		why_set(why, "%s: a whole number from 0 to %" PRIu64 " is wanted", name, most);
		return MALFORMED;
	}
	*out = value;
	return DONE;
}

enum outcome call_seconds(const struct call *call, const char *name, int64_t *out, struct why *why)
{
	uint64_t seconds = (uint64_t)(*out / CLOCK_SECOND);
	enum outcome outcome = call_uint(call, name, UINT64_C(100) * 366 * 86400, &seconds, why);
	if (outcome == DONE)
		*out = (int64_t)seconds * CLOCK_SECOND;
	return outcome;
}

bool call_bool(const struct call *call, const char *name)
{
	struct text t = form_get(&call->form, name);
	return text_equal(t, TEXT("true")) || text_equal(t, TEXT("on")) ||
	       text_equal(t, TEXT("1")) || text_equal(t, TEXT("yes"));
}

struct page call_page(const struct call *call, size_t limit)
{
	uint64_t asked;
	if (text_to_uint(form_get(&call->query, "limit"), &asked) && asked >= 1 &&
	    asked <= LIST_MOST)
		limit = (size_t)asked;
	return (struct page){.limit = limit, .after = form_get(&call->query, "after")};
}

/* The two halves closed; what they hold. */
static void finish_model(struct call *call)
{
	json_close_object(&call->data);
	json_close_object(&call->view);
}

static void answer_bytes(struct call *call, unsigned status, const char *type, struct text body)
{
	call->answer->status = status;
	call->answer->content_type = type;
	call->answer->body = body;
}

static struct text etag_of(struct arena *arena, struct text bytes)
{
	unsigned char hash[16];
	char digits[33];
	crypto_generichash(
	    hash, sizeof(hash), (const unsigned char *)bytes.at, bytes.size, NULL, 0);
	sodium_bin2hex(digits, sizeof(digits), hash, sizeof(hash));
	return text_format(arena, "\"%s\"", digits);
}

static struct json *node(struct arena *arena, const char *name, const struct json *like)
{
	struct json *copy = arena_alloc(arena, sizeof(*copy));
	*copy = *like;
	copy->name = text_of(name);
	copy->next = NULL;
	return copy;
}

/* {"lang", "t", "data", "view"}: the words are shared by all pages, only their node is copied. */
static enum outcome join_model(struct call *call, const struct json **model, struct why *why)
{
	const struct json *data;
	const struct json *view;
	struct text data_bytes = text_copy(call->arena, buffer_text(&call->data_bytes));
	struct text view_bytes = text_copy(call->arena, buffer_text(&call->view_bytes));
	enum outcome outcome = json_read(data_bytes, &json_strict_limits, call->arena, &data, why);
	if (outcome == DONE)
		outcome = json_read(view_bytes, &json_strict_limits, call->arena, &view, why);
	if (outcome != DONE)
		return outcome;
	struct json *top = arena_alloc(call->arena, sizeof(*top));
	struct json *t = node(call->arena, "t", call->web->texts[call->words.language]);
	t->next = node(call->arena, "data", data);
	t->next->next = node(call->arena, "view", view);
	struct json lang = {.kind = JSON_STRING, .text = language_word(call->words.language)};
	t->next->next->next = node(call->arena, "lang", &lang);
	struct json version = {.kind = JSON_STRING, .text = call->web->version};
	t->next->next->next->next = node(call->arena, "version", &version);
	*top = (struct json){.kind = JSON_OBJECT, .first = t, .count = 5};
	*model = top;
	return DONE;
}

static enum outcome render(
    struct call *call, const char *template, struct text *body, struct why *why)
{
	const struct json *model;
	const struct template *compiled = state_template(call->web, template);
	struct buffer out;
	if (compiled == NULL) {
		why_set(why, "there is no template %s", template);
		return NOT_FOUND;
	}
	enum outcome outcome = join_model(call, &model, why);
	if (outcome != DONE)
		return outcome;
	buffer_init(&out, WEB_ANSWER);
	outcome = template_render(compiled, model, &out, why);
	if (outcome == DONE)
		*body = text_copy(call->arena, buffer_text(&out));
	buffer_free(&out);
	return outcome;
}

void call_show(struct call *call, unsigned status, const char *template)
{
	struct why why;
	struct text body;
	finish_model(call);
	if (call->data_bytes.full || call->view_bytes.full) {
		answer_bytes(
		    call, 500, "text/plain; charset=utf-8", TEXT("The answer is too large.\n"));
		return;
	}
	if (call->json) {
		buffer_put_char(&call->data_bytes, '\n');
		body = text_copy(call->arena, buffer_text(&call->data_bytes));
		answer_bytes(call, status, "application/json", body);
	} else if (render(call, template, &body, &why) == DONE) {
		answer_bytes(call, status, "text/html; charset=utf-8", body);
	} else {
		body = text_format(call->arena, "This page cannot be shown: %s\n", why.text);
		answer_bytes(call, 500, "text/plain; charset=utf-8", body);
		return;
	}
	if (status == 200 && call->request->method != WEB_POST)
		call->answer->etag = etag_of(call->arena, body);
}

void call_redirect(struct call *call, struct text location)
{
	answer_bytes(call, 303, "text/plain; charset=utf-8", TEXT(""));
	call->answer->location = location;
}

void call_done(struct call *call, unsigned status, struct text location)
{
	if (!call->json) {
		call_redirect(call, location);
		return;
	}
	call_show(call, status, "");
}

/* The model so far is thrown away: an error has its own. */
static void restart_model(struct call *call)
{
	buffer_clear(&call->data_bytes);
	buffer_clear(&call->view_bytes);
	json_begin(&call->data, &call->data_bytes);
	json_begin(&call->view, &call->view_bytes);
	json_open_object(&call->data, NULL);
	json_open_object(&call->view, NULL);
}

static void put_error(struct call *call, const char *code, const char *key, struct text detail)
{
	const struct words *words = &call->words;
	struct text title = words_get(words, key);
	restart_model(call);
	json_put_text(&call->data, "error", detail.size != 0 ? detail : title);
	json_put_text(&call->data, "code", text_of(code));
	json_put_text(&call->view, "title", title);
	json_put_text(&call->view, "detail", detail);
	page_frame(call, "");
}

void call_refuse(struct call *call, unsigned status, const char *code, const char *key)
{
	/* Programs are told in English. */
	if (call->json)
		call->words.language = LANGUAGE_EN;
	put_error(call, code, key, TEXT(""));
	call_show(call, status, "error");
}

void call_fail(struct call *call, enum outcome outcome, const struct why *why)
{
	static const struct {
		unsigned status;
		const char *code;
		const char *key;
	} answers[] = {
	    [DONE] = {500, "failed", "error_failed"},
	    [MALFORMED] = {400, "malformed", "error_malformed"},
	    [TOO_LARGE] = {413, "too-large", "error_too_large"},
	    [NOT_FOUND] = {404, "not-found", "error_not_found"},
	    [NOT_SUPPORTED] = {400, "not-supported", "error_malformed"},
	    [NOT_READABLE] = {500, "not-readable", "error_failed"},
	    [NOT_ALLOWED] = {403, "not-allowed", "error_not_allowed"},
	    [ALREADY_THERE] = {409, "already-there", "error_already_there"},
	    [AT_END] = {404, "not-found", "error_not_found"},
	    [NEED_MORE] = {500, "failed", "error_failed"},
	};
	struct text detail = why == NULL ? TEXT("") : text_copy(call->arena, text_of(why->text));
	put_error(call, answers[outcome].code, answers[outcome].key, detail);
	call_show(call, answers[outcome].status, "error");
}
