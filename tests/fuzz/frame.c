/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as the body of a frame, as a record's name, and as frames within a block's body. */
#include "base/buffer.h"
#include "journal/block_parts.h"

#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is taken apart and put together again must be taken apart the same. */
static void records(struct text body)
{
	struct buffer again;
	struct text rest = body;
	struct text record;
	size_t count = 0;
	buffer_init(&again, FRAME_BODY);
	while (records_next(&rest, &record) == DONE) {
		assert(record.size <= body.size);
		records_put(&again, record);
		count++;
	}
	assert(again.size <= body.size || again.full);
	rest = buffer_text(&again);
	while (records_next(&rest, &record) == DONE)
		count--;
	assert(count == 0 || again.full);
	buffer_free(&again);
}

static void frames(struct text body)
{
	struct frame frame;
	struct buffer again;
	buffer_init(&again, BLOCK_UNPACKED);
	for (struct text rest = body; block_frame_take(&rest, &frame) == DONE;) {
		struct frame same;
		buffer_clear(&again);
		block_frame_put(&again, &frame);
		struct text copy = buffer_text(&again);
		assert(again.full || block_frame_take(&copy, &same) == DONE);
		assert(again.full || text_equal(same.body, frame.body));
	}
	buffer_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text input = {(const char *)data, size};
	struct record_name name;
	char text[RECORD_NAME_TEXT];
	records(input);
	frames(input);
	if (record_name_read(input, &name)) {
		record_name_write(name, text);
		assert(text_equal(text_of(text), input));
	}
	return 0;
}
