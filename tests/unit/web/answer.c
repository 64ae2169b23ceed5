/* SPDX-License-Identifier: Apache-2.0 */
/* The web room over a real store: requests in, answers out. */
#include "web/web.h"

#include "base/arena.h"
#include "base/json.h"
#include "os/files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define CEILING ((size_t)256 << 20)
#define NOW (INT64_C(1790000000) * CLOCK_SECOND)
#define CODE "0123456789abcdef0123456789abcdef"

struct world {
	char folder[64];
	char journal[96];
	char keys[96];
	char snapshot[96];
	struct arena *arena;
	struct texts *texts;
	struct store *store;
	struct web *web;
	struct viewer local;
	int left; /* how often a company left */
};

static bool add_texts(void *data, const struct file_seen *seen)
{
	struct world *world = data;
	struct text bytes;
	assert_int_equal(seen->outcome, DONE);
	assert_int_equal(file_read(seen->path, 1 << 20, world->arena, &bytes, NULL), DONE);
	assert_int_equal(texts_add(world->texts, bytes, NULL), DONE);
	return true;
}

static void tell_status(void *data, struct web_status *status)
{
	(void)data;
	*status = (struct web_status){.running = true,
	    .started = NOW,
	    .intake_seen = NOW,
	    .engine_seen = NOW,
	    .intake_address = TEXT("127.0.0.1:8481"),
	    .syslog_address = TEXT("127.0.0.1:8514")};
}

static void count_left(void *data)
{
	((struct world *)data)->left++;
}

static int make(void **state)
{
	struct world *world = calloc(1, sizeof(*world));
	struct why why = {""};
	snprintf(world->folder, sizeof(world->folder), "/tmp/sakimori-web-XXXXXX");
	assert_non_null(mkdtemp(world->folder));
	snprintf(world->journal, sizeof(world->journal), "%s/journal", world->folder);
	snprintf(world->keys, sizeof(world->keys), "%s", world->folder);
	snprintf(world->snapshot, sizeof(world->snapshot), "%s/sources.json", world->folder);
	world->arena = arena_create("test", CEILING);
	world->texts = texts_create(world->arena);
	assert_int_equal(file_walk("content/texts", add_texts, world, &why), DONE);
	const struct store_options where = {.folder = world->folder};
	if (store_open(&where, &world->store, &why) != DONE)
		fail_msg("%s", why.text);
	const struct web_options options = {
	    .store = world->store,
	    .place = {.folder = world->journal, .keys = world->keys},
	    .content = "content",
	    .snapshot = world->snapshot,
	    .texts = world->texts,
	    .welcome = CODE,
	    .status = tell_status,
	    .left = count_left,
	    .data = world,
	};
	if (web_create(&options, &world->web, &why) != DONE)
		fail_msg("%s", why.text);
	world->local = viewer_local();
	*state = world;
	return 0;
}

static int drop(void **state)
{
	struct world *world = *state;
	char command[128];
	web_destroy(world->web);
	store_close(world->store);
	arena_destroy(world->arena);
	snprintf(command, sizeof(command), "rm -r '%s'", world->folder);
	int status = system(command);
	free(world);
	return status;
}

/* What a request is made of besides its path. */
struct ask {
	const char *form;
	const char *json;
	const char *cookie;
	const char *origin;
	const char *fetch_site;
	const char *referer;
	const char *bearer;
	const char *accept;
	bool local;
	bool secure;
	int64_t later;
};

static struct web_answer ask(struct world *world, const char *path, const struct ask *ask)
{
	struct web_answer answer;
	struct text rest = text_of(path);
	struct text where = text_cut(&rest, '?');
	bool writes = ask->form != NULL || ask->json != NULL;
	struct web_request request = {
	    .method = writes ? WEB_POST : WEB_GET,
	    .path = where,
	    .query = rest,
	    .body = text_of(ask->form != NULL ? ask->form : ask->json),
	    .cookie = text_of(ask->cookie),
	    .origin = text_of(ask->origin),
	    .fetch_site = text_of(ask->fetch_site),
	    .referer = text_of(ask->referer),
	    .authorization = text_of(ask->bearer),
	    .accept = text_of(ask->accept),
	    .host = TEXT("console.example"),
	    .address = TEXT("192.0.2.7"),
	    .local = ask->local ? &world->local : NULL,
	    .secure = ask->secure,
	    .now = NOW + ask->later,
	};
	if (ask->form != NULL)
		request.content_type = TEXT("application/x-www-form-urlencoded");
	else if (ask->json != NULL)
		request.content_type = TEXT("application/json");
	web_answer(world->web, &request, world->arena, &answer);
	return answer;
}

static void expect_status(struct web_answer answer, unsigned status)
{
	if (answer.status != status)
		fail_msg("%u and not %u: %.*s", answer.status, status, TEXT_ARGS(answer.body));
}

static struct text value(struct world *world, struct web_answer answer, const char *name)
{
	const struct json *json;
	struct why why;
	if (json_read(answer.body, &json_strict_limits, world->arena, &json, &why) != DONE)
		fail_msg("%s: %.*s", why.text, TEXT_ARGS(answer.body));
	return json_get_text(json, name);
}

static bool holds(struct web_answer answer, const char *what)
{
	return text_find(answer.body, text_of(what)) != TEXT_NONE;
}

/* "name=token" of what the answer sets. */
static const char *cookie_of(struct world *world, struct web_answer answer)
{
	struct text rest = answer.set_cookie;
	return text_cstr(world->arena, text_cut(&rest, ';'));
}

static void welcomes_the_first(void **state)
{
	struct world *world = *state;
	static const char *const form =
	    "code=" CODE "&login=Admin&name=A&password=correct+horse+battery";
	expect_status(ask(world, "/", &(struct ask){.accept = "text/html"}), 303);
	expect_status(ask(world, "/companies", &(struct ask){.accept = "application/json"}), 401);
	expect_status(ask(world, "/welcome?code=wrong", &(struct ask){0}), 404);
	expect_status(ask(world, "/welcome?code=" CODE, &(struct ask){0}), 200);
	expect_status(ask(world, "/welcome",
			  &(struct ask){.form = "code=" CODE "&login=a&name=A&password=short"}),
	    400);
	struct web_answer in = ask(world, "/welcome", &(struct ask){.form = form});
	expect_status(in, 303);
	assert_true(text_find(in.set_cookie, TEXT("HttpOnly; SameSite=Lax")) != TEXT_NONE);
	const char *cookie = cookie_of(world, in);
	expect_status(ask(world, "/companies", &(struct ask){.cookie = cookie}), 200);
	/* Once only. */
	expect_status(ask(world, "/welcome", &(struct ask){.form = form}), 404);
	/* Twelve hours of nothing end it; use makes it last, but not over seven days. */
	expect_status(
	    ask(world, "/companies", &(struct ask){.cookie = cookie, .later = 13 * CLOCK_HOUR}),
	    303);
	for (int64_t hour = 0; hour < 7 * 24; hour += 6)
		expect_status(ask(world, "/companies",
				  &(struct ask){.cookie = cookie, .later = hour * CLOCK_HOUR}),
		    200);
	expect_status(ask(world, "/companies",
			  &(struct ask){.cookie = cookie, .later = 7 * CLOCK_DAY + CLOCK_SECOND}),
	    303);
}

static void signs_in_and_out(void **state)
{
	struct world *world = *state;
	static const char *const right = "login=ADMIN&password=correct+horse+battery&to=/members";
	struct web_answer in = ask(world, "/sign-in", &(struct ask){.form = right, .secure = true});
	expect_status(in, 303);
	assert_true(text_equal(in.location, TEXT("/members")));
	assert_true(text_starts(in.set_cookie, TEXT("__Host-sakimori=")));
	assert_true(text_find(in.set_cookie, TEXT("Secure")) != TEXT_NONE);
	const char *cookie = cookie_of(world, in);
	expect_status(ask(world, "/members", &(struct ask){.cookie = cookie, .secure = true}), 200);
	expect_status(ask(world, "/sign-out",
			  &(struct ask){.cookie = cookie,
			      .origin = "https://console.example",
			      .secure = true,
			      .form = ""}),
	    303);
	expect_status(ask(world, "/members", &(struct ask){.cookie = cookie, .secure = true}), 303);
	static const char *const places[] = {"//evil.example", "/%5Cevil.example", "https://evil"};
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		char form[128];
		snprintf(form, sizeof(form), "login=admin&password=correct+horse+battery&to=%s",
		    places[i]);
		in = ask(world, "/sign-in", &(struct ask){.form = form});
		expect_status(in, 303);
		assert_true(text_equal(in.location, TEXT("/")));
	}
}

static void slows_guessing(void **state)
{
	struct world *world = *state;
	static const char *const wrong = "login=admin&password=guess";
	const int64_t later = 2 * CLOCK_HOUR; /* what failed before is forgotten */
	for (int i = 0; i < 4; i++)
		expect_status(
		    ask(world, "/sign-in", &(struct ask){.form = wrong, .later = later}), 401);
	expect_status(ask(world, "/sign-in", &(struct ask){.form = wrong, .later = later}), 429);
	/* Also the right one has to wait, and then does not. */
	static const char *const right = "login=admin&password=correct+horse+battery";
	expect_status(ask(world, "/sign-in", &(struct ask){.form = right, .later = later}), 429);
	expect_status(
	    ask(world, "/sign-in", &(struct ask){.form = right, .later = later + 2 * CLOCK_SECOND}),
	    303);
}

static void refuses_other_sites(void **state)
{
	struct world *world = *state;
	struct web_answer in = ask(world, "/sign-in",
	    &(struct ask){
		.form = "login=admin&password=correct+horse+battery", .later = 3 * CLOCK_HOUR});
	expect_status(in, 303);
	struct ask bad = {.cookie = cookie_of(world, in),
	    .form = "name=Evil",
	    .later = 3 * CLOCK_HOUR,
	    .accept = "application/json"};
	bad.origin = "https://evil.example";
	expect_status(ask(world, "/companies", &bad), 403);
	bad.origin = "null";
	expect_status(ask(world, "/companies", &bad), 403);
	bad.origin = "http://console.example.evil";
	expect_status(ask(world, "/companies", &bad), 403);
	bad.origin = NULL;
	bad.fetch_site = "cross-site";
	expect_status(ask(world, "/companies", &bad), 403);
	bad.fetch_site = "same-site";
	expect_status(ask(world, "/companies", &bad), 403);
	bad.form = NULL;
	bad.json = "{\"name\":\"Evil\"}";
	expect_status(ask(world, "/companies", &bad), 403);
	bad.fetch_site = "same-origin";
	bad.json = "{\"name\":\"Good\"}";
	expect_status(ask(world, "/companies", &bad), 201);
	bad.fetch_site = NULL;
	bad.origin = "http://console.example";
	bad.json = "{\"name\":\"Good2\"}";
	expect_status(ask(world, "/companies", &bad), 201);
}

/* A browser that says neither where a form comes from nor what asks: its cookie alone is not
 * enough. */
static void wants_more_than_a_cookie(void **state)
{
	struct world *world = *state;
	char bearer[256];
	struct web_answer in = ask(world, "/sign-in",
	    &(struct ask){
		.form = "login=admin&password=correct+horse+battery", .later = 3 * CLOCK_HOUR});
	struct ask old = {.cookie = cookie_of(world, in),
	    .json = "{\"name\":\"Old\"}",
	    .later = 3 * CLOCK_HOUR,
	    .accept = "application/json"};
	expect_status(ask(world, "/companies", &old), 403);
	old.referer = "http://evil.example/http://console.example/";
	expect_status(ask(world, "/companies", &old), 403);
	old.referer = "http://console.example.evil/";
	expect_status(ask(world, "/companies", &old), 403);
	old.referer = "http://console.example/companies";
	expect_status(ask(world, "/companies", &old), 201);
	/* A program shows what no page of a stranger has. */
	snprintf(bearer, sizeof(bearer), "Bearer %s", strchr(old.cookie, '=') + 1);
	struct ask program = {.bearer = bearer,
	    .json = "{\"name\":\"Program\"}",
	    .later = 3 * CLOCK_HOUR,
	    .accept = "application/json"};
	expect_status(ask(world, "/companies", &program), 201);
}

static void keeps_companies_and_sources(void **state)
{
	struct world *world = *state;
	struct ask json = {.local = true};
	char path[256];
	struct text bytes;
	json.json = "{\"name\":\"<script>alert(1)</script>\",\"domain\":\"example.co.jp\"}";
	struct web_answer answer = ask(world, "/companies", &json);
	expect_status(answer, 201);
	struct text id = value(world, answer, "id");
	snprintf(path, sizeof(path), "/companies/%.*s/sources", TEXT_ARGS(id));
	json.json = "{\"name\":\"UTM\",\"kind\":\"syslog\",\"addresses\":[\"192.0.2.1\"],"
		    "\"token\":true,\"quiet_after\":3600}";
	answer = ask(world, path, &json);
	expect_status(answer, 201);
	struct text token = text_copy(world->arena, value(world, answer, "token"));
	assert_true(text_starts(token, TEXT("skm_")));
	assert_true(text_equal(value(world, answer, "quiet_after"), TEXT("3600")));
	struct text source = value(world, answer, "id");
	assert_int_equal(file_read(world->snapshot, 1 << 20, world->arena, &bytes, NULL), DONE);
	assert_true(text_find(bytes, TEXT("192.0.2.1")) != TEXT_NONE);
	assert_true(text_find(bytes, token) == TEXT_NONE);
	/* Twice the same name; addresses that are none. */
	expect_status(ask(world, path, &json), 409);
	json.json = "{\"name\":\"X\",\"addresses\":[\"no address\"]}";
	expect_status(ask(world, path, &json), 400);
	/* Names are text on every page. */
	struct ask page = {.local = true, .accept = "text/html"};
	struct web_answer shown = ask(world, "/companies", &page);
	expect_status(shown, 200);
	assert_false(holds(shown, "<script>alert"));
	assert_true(holds(shown, "&lt;script&gt;alert"));
	assert_true(shown.body.size < 60000);
	shown = ask(world, path, &page);
	expect_status(shown, 200);
	snprintf(
	    path, sizeof(path), "/companies/%.*s/sources/%.*s", TEXT_ARGS(id), TEXT_ARGS(source));
	shown = ask(world, path, &page);
	expect_status(shown, 200);
	assert_true(holds(shown, "omfwd"));
	assert_false(holds(shown, "skm_"));
	/* A new token, none, and the source's end. */
	char under[320];
	snprintf(under, sizeof(under), "%s/token", path);
	json.json = "{}";
	answer = ask(world, under, &json);
	expect_status(answer, 200);
	assert_false(text_equal(value(world, answer, "token"), token));
	snprintf(under, sizeof(under), "%s/remove", path);
	expect_status(ask(world, under, &json), 200);
	assert_int_equal(file_read(world->snapshot, 1 << 20, world->arena, &bytes, NULL), DONE);
	assert_true(text_find(bytes, TEXT("192.0.2.1")) == TEXT_NONE);
	/* Off-boarding: the key goes, and somebody hears of it. */
	snprintf(path, sizeof(path), "/companies/%.*s/leave", TEXT_ARGS(id));
	expect_status(ask(world, path, &json), 200);
	const struct journal_place place = {world->journal, world->keys};
	assert_false(block_key_exists(&place, id));
	assert_int_equal(world->left, 1);
}

/* A company's member sees its own and not the least of others. */
static void keeps_companies_apart(void **state)
{
	struct world *world = *state;
	struct ask json = {.local = true};
	char body[256];
	char path[256];
	json.json = "{\"name\":\"Own\"}";
	struct text own = value(world, ask(world, "/companies", &json), "id");
	json.json = "{\"name\":\"Other\"}";
	struct text other = value(world, ask(world, "/companies", &json), "id");
	snprintf(path, sizeof(path), "/companies/%.*s/sources", TEXT_ARGS(other));
	json.json = "{\"name\":\"S\",\"kind\":\"http\",\"token\":true}";
	struct text source = value(world, ask(world, path, &json), "id");
	snprintf(body, sizeof(body),
	    "{\"login\":\"m\",\"name\":\"M\",\"role\":\"company\",\"company\":\"%.*s\","
	    "\"password\":\"correct horse\"}",
	    TEXT_ARGS(own));
	json.json = body;
	expect_status(ask(world, "/members", &json), 201);
	struct web_answer in = ask(world, "/sign-in",
	    &(struct ask){.form = "login=m&password=correct+horse", .later = 6 * CLOCK_HOUR});
	expect_status(in, 303);
	struct ask as = {
	    .cookie = cookie_of(world, in), .accept = "application/json", .later = 6 * CLOCK_HOUR};
	struct web_answer list = ask(world, "/companies", &as);
	expect_status(list, 200);
	assert_true(holds(list, "\"Own\""));
	assert_false(holds(list, "\"Other\""));
	static const char *const foreign[] = {"/companies/%s", "/companies/%s/sources",
	    "/companies/%s/sources/%s", "/companies/%s/records/0-0", "/incidents?company=%s",
	    "/incidents/%s", "/findings/%s"};
	char id[64];
	char of[64];
	snprintf(id, sizeof(id), "%.*s", TEXT_ARGS(other));
	snprintf(of, sizeof(of), "%.*s", TEXT_ARGS(source));
	for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(path, sizeof(path), foreign[i], id, of);
#pragma GCC diagnostic pop
		expect_status(ask(world, path, &as), 404);
	}
	expect_status(ask(world, "/status", &as), 403);
	as.json = "{\"name\":\"Mine\"}";
	expect_status(ask(world, "/companies", &as), 403);
}

static void says_what_is_wrong(void **state)
{
	struct world *world = *state;
	struct ask local = {.local = true};
	expect_status(ask(world, "/nothing", &local), 404);
	expect_status(ask(world, "/companies/%", &local), 400);
	expect_status(ask(world, "/companies?after=%zz", &local), 400);
	local.json = "{\"name\":";
	expect_status(ask(world, "/companies", &local), 400);
	local.json = "{\"name\":\"A\",\"retain\":\"much\"}";
	struct web_answer answer = ask(world, "/companies", &local);
	expect_status(answer, 400);
	assert_true(text_starts(value(world, answer, "error"), TEXT("retain:")));
	assert_true(text_equal(value(world, answer, "code"), TEXT("malformed")));
	local.json = "{}";
	expect_status(ask(world, "/status", &local), 405);
}

/* Every page in both languages, with no text missing. */
static void shows_every_page(void **state)
{
	struct world *world = *state;
	static const char *const pages[] = {"/companies", "/companies?gone=1", "/incidents",
	    "/incidents?closed=1", "/sources", "/members", "/groups", "/notices", "/notices?over=1",
	    "/status"};
	static const char *const languages[] = {"ja", "en"};
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		for (size_t l = 0; l < 2; l++) {
			char path[64];
			const char *joint = strchr(pages[i], '?') == NULL ? "?" : "&";
			snprintf(path, sizeof(path), "%s%slang=%s", pages[i], joint, languages[l]);
			struct web_answer answer =
			    ask(world, path, &(struct ask){.local = true, .accept = "text/html"});
			expect_status(answer, 200);
			assert_true(holds(answer, "</html>"));
			for (size_t k = 0; k < texts_count(world->texts); k++)
				assert_false(holds(
				    answer, text_cstr(world->arena, texts_key(world->texts, k))));
			assert_true(answer.body.size < 60000);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(welcomes_the_first),
	    cmocka_unit_test(signs_in_and_out),
	    cmocka_unit_test(slows_guessing),
	    cmocka_unit_test(refuses_other_sites),
	    cmocka_unit_test(wants_more_than_a_cookie),
	    cmocka_unit_test(keeps_companies_and_sources),
	    cmocka_unit_test(keeps_companies_apart),
	    cmocka_unit_test(says_what_is_wrong),
	    cmocka_unit_test(shows_every_page),
	};
	return cmocka_run_group_tests(tests, make, drop);
}
