/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The socket is addressed through a descriptor of its folder: a Unix socket's path has room for 107
 * bytes, a data folder may lie deeper.
 */
#include "program/cli/client_http.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "web/web.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define SECONDS_MOST 120L

struct client_http {
	int folder;
	struct sockaddr_un address;
	CURL *curl;
};

static enum outcome fail_of(const char *path, struct why *why)
{
	int error = errno;
	if (error == ENOENT || error == ECONNREFUSED || error == ENOTDIR)
		return NOT_FOUND;
	why_set(why, "%s: %s", path, strerror(error));
	return error == EACCES || error == EPERM ? NOT_ALLOWED : NOT_READABLE;
}

/* A socket whose server is gone refuses: then there is no server. */
static enum outcome try_socket(const struct client_http *http, const char *run, struct why *why)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return fail_of(run, why);
	enum outcome outcome = DONE;
	if (connect(fd, (const struct sockaddr *)&http->address, sizeof(http->address)) != 0) {
		outcome = fail_of(run, why);
		if (outcome == NOT_ALLOWED)
			why_set(why,
			    "%s/sakimori.sock: a server runs here, but this user may not talk to "
			    "it "
			    "(its own user and root may)",
			    run);
	}
	close(fd);
	return outcome;
}

static struct client_http *create(int folder)
{
	struct client_http *http = calloc(1, sizeof(*http));
	if (http == NULL)
		abort();
	http->folder = folder;
	http->address.sun_family = AF_UNIX;
	snprintf(http->address.sun_path, sizeof(http->address.sun_path),
	    "/proc/self/fd/%d/sakimori.sock", folder);
	return http;
}

enum outcome client_http_open(const char *run, struct client_http **http, struct why *why)
{
	int folder = open(run, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0)
		return fail_of(run, why);
	struct client_http *made = create(folder);
	enum outcome outcome = try_socket(made, run, why);
	if (outcome == DONE) {
		made->curl = curl_easy_init();
		if (made->curl == NULL) {
			why_set(why, "libcurl could not be started");
			outcome = NOT_READABLE;
		}
	}
	if (outcome != DONE) {
		client_http_close(made);
		return outcome;
	}
	*http = made;
	return DONE;
}

void client_http_close(struct client_http *http)
{
	if (http == NULL)
		return;
	if (http->curl != NULL)
		curl_easy_cleanup(http->curl);
	close(http->folder);
	free(http);
}

static size_t take(char *bytes, size_t size, size_t count, void *data)
{
	struct buffer *out = data;
	buffer_put(out, (struct text){bytes, size * count});
	return out->full ? 0 : size * count;
}

/* The first failure wins; 0 is CURLE_OK. */
static CURLcode set_up(struct client_http *http, const struct client_request *request,
    const char *url, struct curl_slist *headers, struct buffer *out)
{
	CURL *curl = http->curl;
	CURLcode codes[16];
	size_t count = 0;
	curl_easy_reset(curl);
	codes[count++] = curl_easy_setopt(curl, CURLOPT_URL, url);
	codes[count++] = curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, http->address.sun_path);
	codes[count++] = curl_easy_setopt(curl, CURLOPT_PROXY, "");
	codes[count++] = curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	codes[count++] = curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http");
	codes[count++] = curl_easy_setopt(curl, CURLOPT_TIMEOUT, SECONDS_MOST);
	codes[count++] = curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	codes[count++] = curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
	codes[count++] = curl_easy_setopt(curl, CURLOPT_WRITEDATA, out);
	if (request->body.size != 0) {
		codes[count++] = curl_easy_setopt(
		    curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.size);
		codes[count++] = curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body.at);
	}
	for (size_t i = 0; i < count; i++) {
		if (codes[i] != CURLE_OK)
			return codes[i];
	}
	return CURLE_OK;
}

static CURLcode perform(struct client_http *http, const struct client_request *request,
    const char *url, struct buffer *out)
{
	static const char *const lines[] = {
	    "Accept: application/json", "Content-Type: application/json", "Expect:"};
	struct curl_slist *headers = curl_slist_append(
	    NULL, request->language == LANGUAGE_JA ? "Accept-Language: ja" : "Accept-Language: en");
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]) && headers != NULL; i++)
		headers = curl_slist_append(headers, lines[i]);
	CURLcode code =
	    headers == NULL ? CURLE_OUT_OF_MEMORY : set_up(http, request, url, headers, out);
	if (code == CURLE_OK)
		code = curl_easy_perform(http->curl);
	curl_slist_free_all(headers);
	return code;
}

enum outcome client_http_call(struct client_http *http, const struct client_request *request,
    struct arena *arena, unsigned *status, struct text *body, struct why *why)
{
	struct buffer out;
	buffer_init(&out, WEB_ANSWER);
	struct text url = text_format(arena, "http://localhost%s", request->path);
	CURLcode code = perform(http, request, text_cstr(arena, url), &out);
	long answered = 0;
	if (code == CURLE_OK)
		code = curl_easy_getinfo(http->curl, CURLINFO_RESPONSE_CODE, &answered);
	if (code == CURLE_OK) {
		*status = (unsigned)answered;
		*body = text_copy(arena, buffer_text(&out));
	} else {
		why_set(why, "the server gave no answer: %s", curl_easy_strerror(code));
	}
	buffer_free(&out);
	return code == CURLE_OK ? DONE : NOT_READABLE;
}
