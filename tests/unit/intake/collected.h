/* SPDX-License-Identifier: Apache-2.0 */
/* A sink for tests: the records, each with '|' behind it. */
#ifndef TESTS_UNIT_INTAKE_COLLECTED_H
#define TESTS_UNIT_INTAKE_COLLECTED_H

#include "base/buffer.h"
#include "intake/body.h"

struct collected {
	struct buffer text;
	size_t count;
	size_t most; /* then it says no more */
};

static inline bool collected_add(void *data, struct text record)
{
	struct collected *collected = data;
	if (collected->count == collected->most)
		return false;
	buffer_put(&collected->text, record);
	buffer_put_char(&collected->text, '|');
	collected->count++;
	return true;
}

static inline struct body_sink collected_begin(struct collected *collected, size_t most)
{
	collected->count = 0;
	collected->most = most;
	buffer_init(&collected->text, (size_t)1 << 24);
	return (struct body_sink){collected_add, collected};
}

static inline bool collected_is(const struct collected *collected, const char *expected)
{
	return text_equal(buffer_text(&collected->text), text_of(expected));
}

#endif
