/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a time: what is read is in range, resolves, and reads back from how we write it. */
#include "base/clock.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_and_read(int64_t instant)
{
	char out[CLOCK_TEXT];
	struct civil civil;
	int64_t back;
	clock_format(instant, out);
	if (!clock_parse(text_of(out), &civil) || !clock_from_civil(&civil, &back))
		abort();
	/* Offsets can lead out of the years that can be written. */
	char again[CLOCK_TEXT];
	clock_format(back, again);
	if (!text_equal(text_of(out), text_of(again)))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text input = {(const char *)data, size};
	struct text rest = input;
	struct civil civil;
	int64_t instant;
	if (clock_read(&rest, &civil)) {
		if (rest.size >= size || rest.at + rest.size != input.at + size)
			abort();
		if (!clock_resolve(&civil, NULL, INT64_C(1557627011123456), &instant))
			abort();
		write_and_read(instant);
	} else if (rest.at != input.at || rest.size != size) {
		abort();
	}
	if (clock_parse_epoch(input, &instant))
		write_and_read(instant);
	return 0;
}
