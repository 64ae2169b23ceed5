/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies of any bytes in any encoding (the first byte chooses it): unpacked within the limit, then
 * cut into lines. */
#include "intake/body.h"
#include "base/buffer.h"
#include "base/limits.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool look(void *data, struct text record)
{
	(void)data;
	assert(record.size != 0 && record.size <= LIMIT_LINE);
	assert(text_find_char(record, '\n') == TEXT_NONE);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const encodings[] = {"gzip", "zstd", "deflate", "", "br"};
	struct body_sink sink = {look, NULL};
	struct buffer out;
	struct why why;
	if (size == 0)
		return 0;
	buffer_init(&out, (size_t)4 << 20);
	struct text body = {(const char *)data + 1, size - 1};
	struct text encoding = text_of(encodings[data[0] % 5]);
	if (body_unpack(encoding, body, &out, &why) == DONE &&
	    body_lines(buffer_text(&out), &sink, &why) != DONE)
		assert(out.size > LIMIT_LINE);
	assert(out.size <= ((size_t)4 << 20));
	buffer_free(&out);
	return 0;
}
