/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as an archive: it must end within its limits, with its steps in order. */
#include "os/unpack.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct unpack_limits limits = {
    .total = 16 * 1024 * 1024, .ratio = 1000, .members = 200, .depth = 4};

/* Within a member, its offset so far; the member's bytes have to follow one another. */
struct order {
	bool inside;
	uint64_t offset;
	uint64_t total;
};

static void check(struct order *order, const struct unpack_step *step)
{
	assert(step->name.size != 0);
	switch (step->kind) {
	case UNPACK_MEMBER:
		assert(!order->inside);
		order->inside = true;
		order->offset = 0;
		break;
	case UNPACK_BYTES:
		assert(order->inside && step->bytes.size != 0 && step->offset == order->offset);
		order->offset += step->bytes.size;
		order->total += step->bytes.size;
		/* Every byte is there to be read. */
		for (size_t i = 0; i < step->bytes.size; i++)
			order->total += step->bytes.at[i] == 0 && step->offset == UINT64_MAX;
		break;
	case UNPACK_END:
		assert(order->inside);
		order->inside = false;
		break;
	case UNPACK_REFUSED:
		assert(step->why.text[0] != 0);
		order->inside = false;
		break;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[64];
	struct unpack *unpack;
	struct unpack_step step;
	struct why why;
	struct order order = {false, 0, 0};
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (unpack_open(path, "in", &limits, &unpack, &why) != DONE)
		abort();
	while (unpack_next(unpack, &step) == DONE)
		check(&order, &step);
	assert(!order.inside);
	assert(order.total <= limits.total + size);
	assert(unpack_consumed(unpack) <= size);
	unpack_close(unpack);
	close(fd);
	return 0;
}
