/* SPDX-License-Identifier: Apache-2.0 */
/* Syslog streams of any bytes: the same messages whatever the size of the pieces (the first byte
 * chooses it), none with a line end behind it, none over the limit. */
#include "intake/syslog_stream.h"

#include "base/limits.h"

#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t cut(struct text input, size_t piece)
{
	struct syslog_stream *stream = syslog_stream_create();
	struct text message = {0};
	uint64_t sum = 0;
	bool finished = false;
	enum outcome outcome;
	for (;;) {
		outcome = syslog_stream_next(stream, &message);
		if (outcome == DONE) {
			assert(message.size != 0 && message.size <= LIMIT_LINE);
			assert(message.at[message.size - 1] != '\n');
			sum = sum * 31 + text_hash(message);
		} else if (outcome == TOO_LARGE) {
			sum = sum * 31 + 1;
		} else if (outcome != NEED_MORE) {
			break;
		} else if (input.size == 0) {
			assert(!finished);
			finished = true;
			syslog_stream_finish(stream);
		} else {
			syslog_stream_push(stream, text_part(input, 0, piece));
			input = text_from(input, piece);
		}
	}
	syslog_stream_destroy(stream);
	return sum * 31 + outcome;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	struct text input = {(const char *)data + 1, size - 1};
	assert(cut(input, SIZE_MAX) == cut(input, 1 + data[0] % 64));
	return 0;
}
