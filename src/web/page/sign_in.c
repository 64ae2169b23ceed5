/* SPDX-License-Identifier: Apache-2.0 */
/* Signing in and out; the first administrator's welcome. */
#include "base/arena.h"
#include "web/page/pages.h"
#include "web/parts.h"
#include "web/state.h"

#include <sodium.h>

/* Where to go after signing in: an address of ours and nothing that a browser takes for another
 * host ("//evil", "/\evil"). */
static struct text place_to_go(const struct form *form)
{
	struct text to = form_get(form, "to");
	if (to.size == 0 || to.size > PATH_SIZE || to.at[0] != '/' ||
	    (to.size > 1 && (to.at[1] == '/' || to.at[1] == '\\')) ||
	    text_find_char(to, '\r') != TEXT_NONE || text_find_char(to, '\n') != TEXT_NONE)
		return TEXT("/");
	return to;
}

/* The location header is made of the encoded path: what was decoded is encoded again, or a browser
 * would pass over a tab in "/<tab>/evil" and go there. */
static struct text encoded_path(struct arena *arena, struct text path)
{
	struct text line = TEXT("");
	struct text rest = text_from(path, 1);
	while (rest.size != 0) {
		struct text part = text_cut(&rest, '/');
		line = text_format(
		    arena, "%.*s/%.*s", TEXT_ARGS(line), TEXT_ARGS(percent_encode(arena, part)));
	}
	return line.size == 0 ? TEXT("/") : line;
}

static void show_sign_in(struct call *call, unsigned status, struct text problem)
{
	const struct form *form = call->request->method == WEB_POST ? &call->form : &call->query;
	if (call->json) {
		json_put_text(&call->data, "error", problem);
		json_put_text(&call->data, "code", TEXT("not-signed-in"));
	}
	json_put_text(&call->view, "problem", problem);
	view_text(call, "login", form_get(&call->form, "login"), 100);
	json_put_text(&call->view, "to", place_to_go(form));
	json_put_text(&call->view, "title", words_get(&call->words, "sign_in"));
	page_frame(call, "");
	call_show(call, status, "sign_in");
}

void sign_in_show(struct call *call)
{
	if (call->known && !call->json) {
		call_redirect(call, encoded_path(call->arena, place_to_go(&call->query)));
		return;
	}
	show_sign_in(call, 200, TEXT(""));
}

static void signed_in(struct call *call, const struct member *member)
{
	struct why why;
	enum outcome outcome = session_begin(call, text_of(member->id), &why);
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return;
	}
	json_put_text(&call->data, "member", text_of(member->id));
	json_put_text(&call->data, "role", text_of(role_word(member->role)));
	call_done(call, 200, encoded_path(call->arena, place_to_go(&call->form)));
}

void sign_in_do(struct call *call)
{
	struct sign_in_guard *guard = &call->web->guard;
	struct viewer system = call_system(call);
	struct text login = text_lower(call->arena, form_get(&call->form, "login"));
	struct text address = call->request->address;
	struct member member = {.id = ""};
	struct text secret = TEXT("");
	int64_t wait = guard_wait(guard, address, login, call->now);
	if (wait > 0) {
		const struct fill fill = {"n", words_duration(&call->words, wait + CLOCK_SECOND)};
		show_sign_in(call, 429, words_fill(&call->words, "sign_in_wait", &fill, 1));
		return;
	}
	if (member_secret(call->store, &system, login, call->arena, &member, &secret, NULL) != DONE)
		secret = TEXT("");
	bool fits = password_fits(secret, form_raw(&call->form, "password"), call->arena);
	if (!fits || member.disabled != CLOCK_NONE) {
		guard_failed(guard, address, login, call->now);
		show_sign_in(call, 401, words_get(&call->words, "sign_in_wrong"));
		return;
	}
	guard_passed(guard, address, login);
	signed_in(call, &member);
}

void sign_out_do(struct call *call)
{
	session_leave(call);
	call_done(call, 200, TEXT("/sign-in"));
}

/* The first administrator. */

static bool has_members(struct call *call)
{
	struct members list = {0};
	struct viewer system = call_system(call);
	struct page page = {.limit = 1};
	enum outcome outcome = member_list(call->store, &system, page, call->arena, &list, NULL);
	return outcome != DONE || list.count != 0;
}

static bool code_fits(const struct call *call, struct text code)
{
	struct text right = text_of(call->options->welcome);
	return right.size != 0 && code.size == right.size &&
	       sodium_memcmp(code.at, right.at, right.size) == 0;
}

static void show_welcome(struct call *call, unsigned status, struct text problem)
{
	const struct form *form = call->request->method == WEB_POST ? &call->form : &call->query;
	data_text(&call->data, "error", problem);
	json_put_text(&call->view, "problem", problem);
	view_text(call, "code", form_get(form, "code"), 100);
	view_text(call, "login", form_get(&call->form, "login"), 100);
	view_text(call, "name", form_get(&call->form, "name"), 200);
	json_put_text(&call->view, "title", words_get(&call->words, "welcome"));
	page_frame(call, "");
	call_show(call, status, "welcome");
}

/* No waiting: nobody guesses 32 random bytes, and whoever tried could keep the first administrator
 * out by it. */
static bool welcome_open(struct call *call, const struct form *form)
{
	if (!code_fits(call, form_get(form, "code"))) {
		call_refuse(call, 404, "not-found", "error_welcome");
		return false;
	}
	if (has_members(call)) {
		call_refuse(call, 404, "not-found", "error_welcome");
		return false;
	}
	return true;
}

void welcome_show(struct call *call)
{
	if (welcome_open(call, &call->query))
		show_welcome(call, 200, TEXT(""));
}

void welcome_do(struct call *call)
{
	struct why why;
	struct text hash;
	struct viewer system = call_system(call);
	struct member member = {
	    .login = text_lower(call->arena, form_get(&call->form, "login")),
	    .name = form_get(&call->form, "name"),
	    .role = ROLE_ADMINISTRATOR,
	    .language = language_word(call->words.language),
	    .disabled = CLOCK_NONE,
	};
	if (!welcome_open(call, &call->form))
		return;
	enum outcome outcome =
	    password_hash(form_raw(&call->form, "password"), call->arena, &hash, &why);
	if (outcome == MALFORMED) {
		show_welcome(call, 400, words_get(&call->words, "password_short"));
		return;
	}
	if (outcome == DONE)
		outcome = member_add(call->store, &system, call->now, &member, hash, &why);
	if (outcome == DONE)
		signed_in(call, &member);
	else
		show_welcome(call, 400, text_copy(call->arena, text_of(why.text)));
}
