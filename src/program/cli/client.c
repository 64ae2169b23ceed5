/* SPDX-License-Identifier: Apache-2.0 */
#include "program/cli/client.h"

#include "base/arena.h"
#include "os/time.h"
#include "program/cli/client_http.h"
#include "program/content/content.h"
#include "program/server/config.h"
#include "store/store.h"
#include "web/web.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define CLIENT_MEMORY ((size_t)4 << 20)

struct client {
	struct arena *arena;
	struct client_options options;
	struct places places;
	struct client_http *http; /* NULL: no server runs */
	struct store *store;      /* these two then */
	struct web *web;
	struct viewer viewer;
};

/* content_added_rules() knows where data is by default. */
static const char *data_folder(struct client *client)
{
	struct text rules =
	    text_of(content_added_rules(client->options.content, client->options.data));
	struct text folder = text_part(rules, 0, rules.size - strlen("/rules"));
	const char *path = text_cstr(client->arena, folder);
	char real[PATH_MAX];
	return realpath(path, real) == NULL ? path : text_cstr(client->arena, text_of(real));
}

static enum outcome check_folder(const char *path, struct why *why)
{
	struct stat seen;
	errno = 0;
	if (stat(path, &seen) == 0 && S_ISDIR(seen.st_mode))
		return DONE;
	if (errno == EACCES) {
		why_set(why, "%s: %s", path, strerror(errno));
		return NOT_ALLOWED;
	}
	why_set(why, "there is no data folder %s: name it with --data, or start the server first",
	    path);
	return NOT_FOUND;
}

static enum outcome open_store(struct client *client, struct why *why)
{
	const struct store_options options = {.folder = client->places.store};
	enum outcome outcome = store_open(&options, &client->store, why);
	if (outcome != DONE)
		return outcome;
	const struct web_options web = {
	    .store = client->store,
	    .place = {client->places.journal, client->places.keys},
	    .content = client->options.content->folder,
	    .snapshot = client->places.snapshot,
	    .texts = client->options.content->texts,
	};
	client->viewer = viewer_local();
	return web_create(&web, &client->web, why);
}

/* Without a server: what a server would have made at its start is made here. */
static enum outcome open_direct(struct client *client, struct why *why)
{
	const struct config_words words = {.data = client->places.data};
	struct config config;
	enum outcome outcome = config_read(&words, client->arena, &config, why);
	if (outcome == DONE)
		outcome = places_make(&client->places, &config, why);
	if (outcome == DONE)
		outcome = open_store(client, why);
	return outcome;
}

static enum outcome open_any(struct client *client, struct why *why)
{
	const char *data = data_folder(client);
	enum outcome outcome = check_folder(data, why);
	if (outcome != DONE)
		return outcome;
	places_of(data, client->arena, &client->places);
	outcome = client_http_open(client->places.run, &client->http, why);
	if (outcome == NOT_FOUND)
		outcome = open_direct(client, why);
	return outcome;
}

enum outcome client_open(
    const struct client_options *options, struct client **client, struct why *why)
{
	struct client *made = calloc(1, sizeof(*made));
	if (made == NULL)
		abort();
	made->arena = arena_create("client", CLIENT_MEMORY);
	made->options = *options;
	enum outcome outcome = open_any(made, why);
	if (outcome != DONE) {
		client_close(made);
		return outcome;
	}
	*client = made;
	return DONE;
}

void client_close(struct client *client)
{
	if (client == NULL)
		return;
	client_http_close(client->http);
	web_destroy(client->web);
	store_close(client->store);
	arena_destroy(client->arena);
	free(client);
}

bool client_is_running(const struct client *client)
{
	return client->http != NULL;
}

const struct places *client_places(const struct client *client)
{
	return &client->places;
}

static void call_direct(struct client *client, const struct client_request *asked,
    struct arena *arena, unsigned *status, struct text *body)
{
	struct text query = text_of(asked->path);
	struct text path = text_cut(&query, '?');
	const struct web_request request = {
	    .method = asked->body.size == 0 ? WEB_GET : WEB_POST,
	    .path = path,
	    .query = query,
	    .content_type = TEXT("application/json"),
	    .body = asked->body,
	    .accept = TEXT("application/json"),
	    .accept_language = asked->language == LANGUAGE_JA ? TEXT("ja") : TEXT("en"),
	    .local = &client->viewer,
	    .now = time_now(),
	};
	struct web_answer answer;
	web_answer(client->web, &request, arena, &answer);
	*status = answer.status;
	*body = answer.body;
}

enum outcome client_call(struct client *client, const char *path, struct text body,
    struct arena *arena, struct client_answer *answer, struct why *why)
{
	const struct client_request request = {path, body, client->options.language};
	unsigned status = 0;
	struct text bytes = TEXT("");
	enum outcome outcome = DONE;
	if (client->http != NULL)
		outcome = client_http_call(client->http, &request, arena, &status, &bytes, why);
	else
		call_direct(client, &request, arena, &status, &bytes);
	if (outcome != DONE)
		return outcome;
	const struct json *json;
	struct why broken;
	if (json_read(bytes, &json_strict_limits, arena, &json, &broken) != DONE) {
		why_set(why, "what the server answered (status %u) is no JSON: %s", status,
		    broken.text);
		return NOT_READABLE;
	}
	answer->status = status;
	answer->json = json;
	return DONE;
}
