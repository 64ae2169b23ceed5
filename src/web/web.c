/* SPDX-License-Identifier: Apache-2.0 */
/* A request's way: who asks, which route, may they; then the handler. */
#include "web/web.h"

#include "base/arena.h"
#include "web/call.h"
#include "web/parts.h"
#include "web/routes.h"
#include "web/state.h"

#include <stdlib.h>

#define WEB_MEMORY ((size_t)64 << 20)
#define MODEL ((size_t)32 << 20)
#define DEFAULT_ZONE TEXT("Asia/Tokyo")
#define WORD_COLUMNS 60

enum outcome web_create(const struct web_options *options, struct web **web, struct why *why)
{
	struct web *made = calloc(1, sizeof(*made));
	if (made == NULL)
		abort();
	made->options = *options;
	made->arena = arena_create("web", WEB_MEMORY);
	enum outcome outcome = state_load(made, why);
	if (outcome != DONE) {
		web_destroy(made);
		return outcome;
	}
	*web = made;
	return DONE;
}

void web_destroy(struct web *web)
{
	if (web == NULL)
		return;
	arena_destroy(web->arena);
	free(web);
}

/* A page chosen here stays chosen (cookie), then the member's, then the browser's. */
static enum language language_of(struct call *call)
{
	const struct web_request *request = call->request;
	enum language language = LANGUAGE_JA;
	if (language_parse(form_get(&call->query, "lang"), &language)) {
		call->answer->set_cookie =
		    text_format(call->arena, "lang=%.*s; Path=/; SameSite=Lax; Max-Age=31536000%s",
			TEXT_ARGS(language_word(language)), request->secure ? "; Secure" : "");
		return language;
	}
	if (language_parse(cookie_get(request->cookie, TEXT("lang")), &language) ||
	    language_parse(call->member.language, &language) ||
	    language_preferred(request->accept_language, &language))
		return language;
	return call->json ? LANGUAGE_EN : LANGUAGE_JA;
}

static bool wants_json(const struct web_request *request)
{
	if (accepts(request->accept, TEXT("text/html")))
		return false;
	if (accepts(request->accept, TEXT("application/json")))
		return true;
	return request->local != NULL ||
	       text_starts_fold(request->content_type, TEXT("application/json"));
}

static void begin(struct call *call)
{
	buffer_init(&call->data_bytes, MODEL);
	buffer_init(&call->view_bytes, MODEL);
	json_begin(&call->data, &call->data_bytes);
	json_begin(&call->view, &call->view_bytes);
	json_open_object(&call->data, NULL);
	json_open_object(&call->view, NULL);
	call->words.zone = state_zone(call->web, DEFAULT_ZONE, &call->zone_name);
}

/* A form or a JSON object; a body of any other kind is refused, so that no page of a stranger can
 * send one as "text/plain". */
static enum outcome read_body(struct call *call, struct why *why)
{
	const struct web_request *request = call->request;
	if (request->body.size > WEB_BODY) {
		why_set(why, "the body is over %zu bytes", WEB_BODY);
		return TOO_LARGE;
	}
	if (request->body.size == 0)
		return DONE;
	if (text_starts_fold(request->content_type, TEXT("application/json")))
		return form_read_json(request->body, call->arena, &call->form, why);
	if (text_starts_fold(request->content_type, TEXT("application/x-www-form-urlencoded")))
		return form_read(request->body, call->arena, &call->form, why);
	why_set(why, "a form or JSON is wanted (Content-Type)");
	return NOT_SUPPORTED;
}

static bool may(const struct call *call, enum who who)
{
	switch (who) {
	case WHO_ADMINISTRATOR:
		return call_administers(call);
	case WHO_MANAGER:
		return call_manages(call);
	default:
		return true;
	}
}

/* Not signed in: a page goes to the sign-in page and from there back. */
static void ask_to_sign_in(struct call *call)
{
	if (call->json) {
		call_refuse(call, 401, "not-signed-in", "error_not_signed_in");
		return;
	}
	struct text back = TEXT("");
	for (size_t i = 0; i < call->part_count && call->request->method != WEB_POST; i++)
		back = text_format(
		    call->arena, "%.*s/%.*s", TEXT_ARGS(back), TEXT_ARGS(call->parts[i]));
	call_redirect(call, text_format(call->arena, "/sign-in%s%.*s", back.size != 0 ? "?to=" : "",
				TEXT_ARGS(percent_encode(call->arena, back))));
}

static void dispatch(struct call *call, const struct route *route)
{
	struct why why;
	if (route->who != WHO_ANYBODY && !call->known) {
		ask_to_sign_in(call);
		return;
	}
	if (!may(call, route->who)) {
		call_refuse(call, 403, "not-allowed", "error_not_allowed");
		return;
	}
	if (call->request->method == WEB_POST) {
		if (!session_same_site(call)) {
			call_refuse(call, 403, "other-site", "error_other_site");
			return;
		}
		enum outcome outcome = read_body(call, &why);
		if (outcome != DONE) {
			call_fail(call, outcome, &why);
			return;
		}
	}
	route->handler(call);
}

static void answer(struct call *call)
{
	struct why why;
	bool other = false;
	enum outcome outcome = form_read(call->request->query, call->arena, &call->query, &why);
	if (outcome == DONE)
		outcome = path_split(
		    call->request->path, call->arena, call->parts, &call->part_count, &why);
	session_recognise(call);
	call->words.language = language_of(call);
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return;
	}
	const struct route *route =
	    route_find(call->request->method, call->parts, call->part_count, &other);
	if (route != NULL)
		dispatch(call, route);
	else if (other)
		call_refuse(call, 405, "wrong-method", "error_method");
	else if (!call->known)
		ask_to_sign_in(call);
	else
		call_refuse(call, 404, "not-found", "error_not_found");
}

void web_answer(
    struct web *web, const struct web_request *request, struct arena *arena, struct web_answer *out)
{
	*out = (struct web_answer){.status = 500, .content_type = "text/plain; charset=utf-8"};
	struct call call = {
	    .web = web,
	    .options = &web->options,
	    .request = request,
	    .store = web->options.store,
	    .arena = arena,
	    .answer = out,
	    .now = request->now,
	    .json = wants_json(request),
	    .words = {.arena = arena, .texts = web->options.texts, .prefix = "console"},
	};
	/* Until somebody is recognised: sees nothing. */
	call.viewer = (struct viewer){.role = ROLE_COMPANY};
	begin(&call);
	answer(&call);
	buffer_free(&call.data_bytes);
	buffer_free(&call.view_bytes);
	if (request->method == WEB_HEAD)
		out->body = TEXT("");
}
