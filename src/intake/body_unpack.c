/* SPDX-License-Identifier: Apache-2.0 */
/* Undoing a Content-Encoding. The buffer's ceiling is the defence against bombs. */
#include "intake/body.h"

#include "base/buffer.h"

#include <zlib.h>
#include <zstd.h>

#define PIECE 65536
/* 8 MiB, what zstd's strongest ordinary level uses; more would be memory that a sender chooses. */
#define ZSTD_WINDOW 23

static enum outcome too_large(const struct buffer *out, struct why *why)
{
	why_set(why, "the body is over %zu bytes when unpacked", out->ceiling);
	return TOO_LARGE;
}

static enum outcome broken(struct why *why, const char *encoding, const char *what)
{
	why_set(why, "the body is no whole %s: %s", encoding, what == NULL ? "it is cut" : what);
	return MALFORMED;
}

/* All of one stream and of those behind it (gzip may be several). */
static enum outcome inflate_all(z_stream *stream, struct buffer *out, struct why *why)
{
	unsigned char piece[PIECE];
	for (;;) {
		stream->next_out = piece;
		stream->avail_out = sizeof(piece);
		int result = inflate(stream, Z_NO_FLUSH);
		buffer_put(out, (struct text){(char *)piece, sizeof(piece) - stream->avail_out});
		if (out->full)
			return too_large(out, why);
		if (result == Z_STREAM_END && stream->avail_in == 0)
			return DONE;
		if (result == Z_STREAM_END)
			result = inflateReset(stream);
		if (result == Z_BUF_ERROR && stream->avail_in == 0)
			return broken(why, "gzip or deflate stream", NULL);
		if (result != Z_OK)
			return broken(why, "gzip or deflate stream",
			    stream->msg == NULL ? "it is damaged" : stream->msg);
	}
}

static enum outcome unpack_zlib(struct text body, int window, struct buffer *out, struct why *why)
{
	z_stream stream = {0};
	if (body.size == 0)
		return broken(why, "gzip or deflate stream", "it is empty");
	if (inflateInit2(&stream, window) != Z_OK) {
		why_set(why, "no memory to unpack the body");
		return NOT_READABLE;
	}
	stream.next_in = (Bytef *)(uintptr_t)body.at;
	stream.avail_in = (uInt)body.size;
	enum outcome outcome = inflate_all(&stream, out, why);
	inflateEnd(&stream);
	return outcome;
}

/* "deflate" is a zlib stream by RFC 9110; some senders leave its header away. */
static int deflate_window(struct text body)
{
	const unsigned char *b = (const unsigned char *)body.at;
	bool header = body.size >= 2 && (b[0] & 15) == 8 && (b[0] * 256 + b[1]) % 31 == 0;
	return header ? 15 : -15;
}

static enum outcome unpack_zstd(struct text body, struct buffer *out, struct why *why)
{
	char piece[PIECE];
	ZSTD_inBuffer in = {body.at, body.size, 0};
	ZSTD_DCtx *context = ZSTD_createDCtx();
	enum outcome outcome = DONE;
	size_t left = 1; /* of the current frame; 0 at its end */
	if (context == NULL) {
		why_set(why, "no memory to unpack the body");
		return NOT_READABLE;
	}
	ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, ZSTD_WINDOW);
	while (outcome == DONE && (in.pos < in.size || left != 0)) {
		ZSTD_outBuffer to = {piece, sizeof(piece), 0};
		size_t before = in.pos;
		left = ZSTD_decompressStream(context, &to, &in);
		if (ZSTD_isError(left)) {
			outcome = broken(why, "zstd frame", ZSTD_getErrorName(left));
			break;
		}
		buffer_put(out, (struct text){piece, to.pos});
		if (out->full)
			outcome = too_large(out, why);
		else if (left != 0 && to.pos == 0 && in.pos == before)
			outcome = broken(why, "zstd frame", NULL);
	}
	ZSTD_freeDCtx(context);
	return outcome;
}

enum outcome body_unpack(
    struct text encoding, struct text body, struct buffer *out, struct why *why)
{
	encoding = text_trim(encoding);
	if (body.size > UINT32_MAX)
		return too_large(out, why);
	if (encoding.size == 0 || text_equal_fold(encoding, TEXT("identity"))) {
		buffer_put(out, body);
		return out->full ? too_large(out, why) : DONE;
	}
	if (text_equal_fold(encoding, TEXT("gzip")) || text_equal_fold(encoding, TEXT("x-gzip")))
		return unpack_zlib(body, 15 + 16, out, why);
	if (text_equal_fold(encoding, TEXT("deflate")))
		return unpack_zlib(body, deflate_window(body), out, why);
	if (text_equal_fold(encoding, TEXT("zstd")))
		return unpack_zstd(body, out, why);
	why_set(why, "the content encoding '%.*s' is not known: gzip, deflate and zstd are",
	    (int)(encoding.size < 32 ? encoding.size : 32), encoding.at);
	return NOT_SUPPORTED;
}
