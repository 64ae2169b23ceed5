/* SPDX-License-Identifier: Apache-2.0 */
#include "program/server/web/web_reply.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#define SMALL 1024 /* bytes that are not worth packing */
#define HEADER 4096

/* What every answer says to the browser: nothing but our own style sheet and script, no frame
 * around us, no guessing of types, no address told to others. */
static const char *const every[][2] = {
    {"Content-Security-Policy",
	"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
    {"Vary", "Accept, Accept-Language, Cookie, Accept-Encoding"},
};

static void add(struct MHD_Response *response, const char *name, const char *value)
{
	/* It fails for a value with line ends, or without memory; the answer goes without it. */
	if (MHD_add_response_header(response, name, value) != MHD_YES)
		fprintf(stderr, "sakimori[web]: the header %s was left out\n", name);
}

static void add_text(struct MHD_Response *response, const char *name, struct text value)
{
	char line[HEADER];
	if (value.size == 0 || value.size >= sizeof(line))
		return;
	snprintf(line, sizeof(line), "%.*s", TEXT_ARGS(value));
	add(response, name, line);
}

/* gzip (RFC 1952) in one go; NULL when it does not get smaller. */
static unsigned char *pack(struct text body, size_t *size)
{
	z_stream stream = {0};
	if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return NULL;
	size_t room = deflateBound(&stream, body.size);
	unsigned char *out = malloc(room);
	if (out != NULL) {
		stream.next_in = (unsigned char *)(uintptr_t)body.at;
		stream.avail_in = (unsigned)body.size;
		stream.next_out = out;
		stream.avail_out = (unsigned)room;
		if (deflate(&stream, Z_FINISH) != Z_STREAM_END || stream.total_out >= body.size) {
			free(out);
			out = NULL;
		}
	}
	*size = stream.total_out;
	deflateEnd(&stream);
	return out;
}

static bool is_known(const struct web_answer *answer, struct text known)
{
	if (answer->etag.size == 0 || answer->status != 200)
		return false;
	while (known.size != 0) {
		struct text tag = text_trim(text_cut(&known, ','));
		(void)text_skip(&tag, TEXT("W/"));
		if (text_equal(tag, answer->etag))
			return true;
	}
	return false;
}

static struct MHD_Response *response_of(
    const struct web_answer *answer, const struct web_reply_wish *wish, bool known)
{
	struct text body = known ? TEXT("") : answer->body;
	size_t size = 0;
	unsigned char *packed = NULL;
	if (wish->gzip && body.size > SMALL)
		packed = pack(body, &size);
	if (packed == NULL)
		return MHD_create_response_from_buffer(
		    body.size, (void *)(uintptr_t)body.at, MHD_RESPMEM_MUST_COPY);
	struct MHD_Response *response =
	    MHD_create_response_from_buffer(size, packed, MHD_RESPMEM_MUST_FREE);
	if (response == NULL)
		free(packed);
	else
		add(response, "Content-Encoding", "gzip");
	return response;
}

enum MHD_Result web_reply(struct MHD_Connection *connection, const struct web_answer *answer,
    const struct web_reply_wish *wish)
{
	bool known = is_known(answer, wish->known);
	struct MHD_Response *response = response_of(answer, wish, known);
	if (response == NULL)
		return MHD_NO;
	for (size_t i = 0; i < sizeof(every) / sizeof(every[0]); i++)
		add(response, every[i][0], every[i][1]);
	if (answer->content_type != NULL && !known)
		add(response, "Content-Type", answer->content_type);
	/* Addresses of static files name their version. */
	add(response, "Cache-Control",
	    answer->cacheable ? "public, max-age=31536000, immutable" : "no-store");
	add_text(response, "ETag", answer->etag);
	add_text(response, "Location", answer->location);
	add_text(response, "Set-Cookie", answer->set_cookie);
	enum MHD_Result result =
	    MHD_queue_response(connection, known ? 304 : answer->status, response);
	MHD_destroy_response(response);
	return result;
}
