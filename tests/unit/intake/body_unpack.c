/* SPDX-License-Identifier: Apache-2.0 */
/* Content encodings: what senders' libraries make comes out again; bombs and cut bodies do not. */
#include "base/buffer.h"
#include "intake/body.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>
#include <zlib.h>
#include <zstd.h>

#define PLAIN "<34>one\n<34>two\n"

static size_t deflated(struct text plain, int window, unsigned char *out, size_t room)
{
	z_stream stream = {0};
	assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY), Z_OK);
	stream.next_in = (Bytef *)(uintptr_t)plain.at;
	stream.avail_in = (uInt)plain.size;
	stream.next_out = out;
	stream.avail_out = (uInt)room;
	assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
	deflateEnd(&stream);
	return room - stream.avail_out;
}

static void expect(const char *encoding, const void *bytes, size_t size, const char *plain)
{
	struct buffer out;
	struct why why;
	buffer_init(&out, 1 << 20);
	if (body_unpack(text_of(encoding), (struct text){bytes, size}, &out, &why) != DONE)
		fail_msg("%s: %s", encoding, why.text);
	assert_true(text_equal(buffer_text(&out), text_of(plain)));
	buffer_free(&out);
}

static void refuse(
    const char *encoding, const void *bytes, size_t size, size_t ceiling, enum outcome expected)
{
	struct buffer out;
	struct why why = {""};
	buffer_init(&out, ceiling);
	assert_int_equal(
	    body_unpack(text_of(encoding), (struct text){bytes, size}, &out, &why), expected);
	assert_int_not_equal(why.text[0], '\0');
	buffer_free(&out);
}

static void plain(void **state)
{
	(void)state;
	expect("", PLAIN, sizeof(PLAIN) - 1, PLAIN);
	expect("identity", PLAIN, sizeof(PLAIN) - 1, PLAIN);
	expect("", "", 0, "");
	refuse("", PLAIN, sizeof(PLAIN) - 1, 8, TOO_LARGE);
	refuse("br", PLAIN, sizeof(PLAIN) - 1, 1 << 20, NOT_SUPPORTED);
}

static void zlib_streams(void **state)
{
	(void)state;
	unsigned char bytes[512];
	size_t size = deflated(text_of(PLAIN), 15 + 16, bytes, sizeof(bytes));
	expect("gzip", bytes, size, PLAIN);
	expect(" GZIP ", bytes, size, PLAIN);
	for (size_t cut = 0; cut < size; cut++)
		refuse("gzip", bytes, cut, 1 << 20, MALFORMED);
	bytes[size - 6] ^= 1; /* the checksum */
	refuse("gzip", bytes, size, 1 << 20, MALFORMED);
	bytes[size - 6] ^= 1;
	/* Members one behind the other. */
	memcpy(bytes + size, bytes, size);
	expect("gzip", bytes, 2 * size, PLAIN PLAIN);
	size = deflated(text_of(PLAIN), 15, bytes, sizeof(bytes));
	expect("deflate", bytes, size, PLAIN);
	size = deflated(text_of(PLAIN), -15, bytes, sizeof(bytes));
	expect("deflate", bytes, size, PLAIN);
}

static void zstd_frames(void **state)
{
	(void)state;
	char bytes[512];
	size_t size = ZSTD_compress(bytes, sizeof(bytes), PLAIN, sizeof(PLAIN) - 1, 3);
	expect("zstd", bytes, size, PLAIN);
	for (size_t cut = 0; cut < size; cut++)
		refuse("zstd", bytes, cut, 1 << 20, MALFORMED);
	memcpy(bytes + size, bytes, size);
	expect("zstd", bytes, 2 * size, PLAIN PLAIN);
	refuse("zstd", PLAIN, sizeof(PLAIN) - 1, 1 << 20, MALFORMED);
}

static void bombs(void **state)
{
	(void)state;
	size_t size = (size_t)64 << 20;
	char *zeros = calloc(1, size);
	unsigned char *packed = malloc(1 << 20);
	size_t gzip = deflated((struct text){zeros, size}, 15 + 16, packed, 1 << 20);
	refuse("gzip", packed, gzip, 1 << 20, TOO_LARGE);
	size_t zstd = ZSTD_compress(packed, 1 << 20, zeros, size, 3);
	refuse("zstd", packed, zstd, 1 << 20, TOO_LARGE);
	/* A window over 8 MiB is memory that the sender would choose. */
	ZSTD_CCtx *context = ZSTD_createCCtx();
	ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, 27);
	ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
	ZSTD_inBuffer in = {zeros, size, 0};
	ZSTD_outBuffer to = {packed, 1 << 20, 0};
	assert_int_equal(ZSTD_compressStream2(context, &to, &in, ZSTD_e_flush), 0);
	refuse("zstd", packed, to.pos, (size_t)128 << 20, MALFORMED);
	ZSTD_freeCCtx(context);
	free(packed);
	free(zeros);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(plain),
	    cmocka_unit_test(zlib_streams),
	    cmocka_unit_test(zstd_frames),
	    cmocka_unit_test(bombs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
