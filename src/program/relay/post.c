/* SPDX-License-Identifier: Apache-2.0 */
/* Posting by libcurl: one connection kept alive, deadlines, what an answer means. */
#include "program/relay/post.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/json.h"

#include <curl/curl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zstd.h>

#define ANSWER_MOST ((size_t)64 << 10)
#define CONNECT_SECONDS 10L
#define SILENT_SECONDS 60L /* without a byte either way */
#define RETRY_MOST 3600
#define LEVEL 3

struct post {
	CURL *curl;
	const struct post_options options;
	struct buffer packed;
	struct buffer answer;
	unsigned retry;
};

static size_t take_answer(char *bytes, size_t one, size_t count, void *data)
{
	buffer_put(&((struct post *)data)->answer, (struct text){bytes, one * count});
	return one * count; /* what is over the limit is not kept */
}

static size_t take_header(char *bytes, size_t one, size_t count, void *data)
{
	struct post *post = data;
	struct text line = {bytes, one * count};
	uint64_t seconds;
	if (text_starts_fold(line, TEXT("retry-after:")) &&
	    text_to_uint(text_trim(text_from(line, 12)), &seconds))
		post->retry = (unsigned)(seconds < RETRY_MOST ? seconds : RETRY_MOST);
	return one * count;
}

static int go_on(void *data, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	const struct post *post = data;
	(void)a, (void)b, (void)c, (void)d;
	return post->options.stopping != NULL && atomic_load(post->options.stopping);
}

static bool set_tls(struct post *post)
{
	const struct post_options *options = &post->options;
	bool good = true;
	if (options->pin != NULL) {
		/* The key is known: who has signed it says no more. */
		good = curl_easy_setopt(post->curl, CURLOPT_PINNEDPUBLICKEY, options->pin) == 0;
		curl_easy_setopt(post->curl, CURLOPT_SSL_VERIFYPEER, 0L);
		curl_easy_setopt(post->curl, CURLOPT_SSL_VERIFYHOST, 0L);
	}
	if (options->ca != NULL)
		good = good && curl_easy_setopt(post->curl, CURLOPT_CAINFO, options->ca) == 0;
	return good &&
	       curl_easy_setopt(post->curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == 0;
}

static bool set_up(struct post *post, const char *url)
{
	CURL *curl = post->curl;
	bool good = curl_easy_setopt(curl, CURLOPT_URL, url) == 0 &&
		    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https") == 0 &&
		    set_tls(post);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_POST, 1L);
	curl_easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, SILENT_SECONDS);
	curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_answer);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, post);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, post);
	curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, go_on);
	curl_easy_setopt(curl, CURLOPT_XFERINFODATA, post);
	return good;
}

static bool url_of(const char *to, char *out, size_t room)
{
	size_t size = strlen(to);
	if (strncasecmp(to, "http://", 7) != 0 && strncasecmp(to, "https://", 8) != 0)
		return false;
	while (size != 0 && to[size - 1] == '/')
		size--;
	int used = snprintf(out, room, "%.*s/intake/records", (int)size, to);
	return used > 0 && (size_t)used < room && strpbrk(out, " \r\n") == NULL;
}

enum outcome post_create(const struct post_options *options, struct post **post, struct why *why)
{
	char url[2048];
	if (!url_of(options->to, url, sizeof(url))) {
		why_set(why, "'%s' is no address of a server (https://HOST:PORT)", options->to);
		return MALFORMED;
	}
	if (options->pin != NULL && strncmp(options->pin, "sha256//", 8) != 0) {
		why_set(why, "a pin is sha256//BASE64 of the server's public key");
		return MALFORMED;
	}
	if (strpbrk(options->token, "\r\n") != NULL || options->token[0] == '\0') {
		why_set(why, "the token is empty, or more than one line");
		return MALFORMED;
	}
	struct post *made = malloc(sizeof(*made));
	CURL *curl = curl_easy_init();
	if (made == NULL || curl == NULL)
		abort();
	memcpy(made, &(struct post){.curl = curl, .options = *options}, sizeof(*made));
	buffer_init(&made->packed, (size_t)64 << 20);
	buffer_init(&made->answer, ANSWER_MOST);
	if (!set_up(made, url)) {
		post_destroy(made);
		why_set(why, "libcurl here takes no such address, pin or CA file");
		return NOT_SUPPORTED;
	}
	*post = made;
	return DONE;
}

void post_destroy(struct post *post)
{
	if (post == NULL)
		return;
	curl_easy_cleanup(post->curl);
	buffer_free(&post->packed);
	buffer_free(&post->answer);
	free(post);
}

/* The body in one zstd frame. */
static struct text pack(struct post *post, struct text body)
{
	size_t room = ZSTD_compressBound(body.size);
	char *bytes = malloc(room);
	if (bytes == NULL)
		abort();
	size_t size = ZSTD_compress(bytes, room, body.at, body.size, LEVEL);
	buffer_clear(&post->packed);
	if (!ZSTD_isError(size))
		buffer_put(&post->packed, (struct text){bytes, size});
	free(bytes);
	return buffer_text(&post->packed);
}

static struct curl_slist *add(struct curl_slist *list, const char *name, struct text value)
{
	char line[1024];
	int used = snprintf(line, sizeof(line), "%s: %.*s", name, TEXT_ARGS(value));
	/* A file's name may hold anything; a header may not. */
	for (int i = 0; i < used && line[i] != '\0'; i++) {
		if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
			line[i] = '?';
	}
	struct curl_slist *longer = curl_slist_append(list, line);
	if (longer == NULL)
		abort();
	return longer;
}

static struct curl_slist *headers_of(const struct post *post, const struct post_batch *batch)
{
	char received[CLOCK_TEXT];
	char bearer[600];
	struct curl_slist *list = NULL;
	snprintf(bearer, sizeof(bearer), "Bearer %s", post->options.token);
	list = add(list, "Authorization", text_of(bearer));
	list = add(list, "Content-Type", text_of(batch->content));
	list = add(list, "Content-Encoding", TEXT("zstd"));
	list = add(list, "Batch-Id", text_of(batch->id));
	if (batch->origin.size != 0)
		list = add(list, "Sakimori-Origin", text_part(batch->origin, 0, 255));
	if (batch->received != CLOCK_NONE) {
		clock_format(batch->received, received);
		list = add(list, "Sakimori-Received", text_of(received));
	}
	if (batch->history)
		list = add(list, "Sakimori-History", TEXT("1"));
	/* No waiting for "100 Continue". */
	return curl_slist_append(list, "Expect:");
}

static void clean(char *words)
{
	for (; *words != '\0'; words++) {
		if ((unsigned char)*words < 0x20 || *words == 0x7f)
			*words = ' ';
	}
}

/* What the server said is wrong: its "error", else the status alone. */
static void tell(const struct post *post, long status, const struct json *value, struct why *why)
{
	struct text said = json_get_text(value, "error");
	if (said.size != 0)
		why_set(why, "the server answered %ld: %.*s", status,
		    (int)(said.size < 160 ? said.size : 160), said.at);
	else
		why_set(why, "%s answered %ld", post->options.to, status);
	if (why != NULL)
		clean(why->text);
}

static enum outcome outcome_of(long status, bool ours)
{
	switch (status) {
	case 401:
	case 403:
		return NOT_ALLOWED;
	case 413:
		return TOO_LARGE;
	case 400:
	case 415:
	case 422:
		/* Only what Sakimori itself says is reason enough to set records aside. */
		return ours ? MALFORMED : NOT_READABLE;
	case 408:
	case 429:
		return NEED_MORE;
	default:
		return status >= 500 ? NEED_MORE : NOT_READABLE;
	}
}

static enum outcome judge(struct post *post, struct post_answer *answer, struct why *why)
{
	struct arena *arena = arena_create("answer", (size_t)16 << 20);
	const struct json *value = NULL;
	bool ours = json_read(buffer_text(&post->answer), &json_record_limits, arena, &value,
			NULL) == DONE &&
		    value->kind == JSON_OBJECT;
	enum outcome outcome = DONE;
	/* A page of some proxy with status 200 is no acknowledgement. */
	if (answer->status == 200 && ours && json_get(value, "records") != NULL) {
		answer->known = text_equal(json_get_text(value, "known"), TEXT("true"));
	} else {
		tell(post, answer->status, ours ? value : NULL, why);
		outcome = outcome_of(answer->status, ours && json_get(value, "error") != NULL);
	}
	arena_destroy(arena);
	return outcome;
}

enum outcome post_send(
    struct post *post, const struct post_batch *batch, struct post_answer *answer, struct why *why)
{
	struct text body = pack(post, batch->body);
	struct curl_slist *headers = headers_of(post, batch);
	buffer_clear(&post->answer);
	post->retry = 0;
	*answer = (struct post_answer){0};
	curl_easy_setopt(post->curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(post->curl, CURLOPT_POSTFIELDS, body.at);
	curl_easy_setopt(post->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.size);
	CURLcode code = curl_easy_perform(post->curl);
	curl_slist_free_all(headers);
	if (code == CURLE_SSL_PINNEDPUBKEYNOTMATCH) {
		why_set(why, "%s shows another key than the pinned one", post->options.to);
		return NOT_ALLOWED;
	}
	if (code == CURLE_PEER_FAILED_VERIFICATION) {
		why_set(why,
		    "%s: nobody trusted has signed its certificate for this name; give its key "
		    "with --pin (the server tells it when it starts), or its CA with --ca",
		    post->options.to);
		return NOT_ALLOWED;
	}
	if (code != CURLE_OK) {
		why_set(why, "%s: %s", post->options.to, curl_easy_strerror(code));
		return NOT_READABLE;
	}
	curl_easy_getinfo(post->curl, CURLINFO_RESPONSE_CODE, &answer->status);
	answer->retry = post->retry;
	return judge(post, answer, why);
}

int64_t post_wait(unsigned attempts, const struct post_answer *answer)
{
	unsigned seconds = attempts < 6 ? 1u << attempts : 60;
	int64_t wait = seconds * CLOCK_SECOND;
	/* Half of it by chance: many relays do not come back at once. */
	wait = wait / 2 + (int64_t)randombytes_uniform((uint32_t)(wait / 2) + 1);
	int64_t asked = (int64_t)answer->retry * CLOCK_SECOND;
	return wait > asked ? wait : asked;
}
