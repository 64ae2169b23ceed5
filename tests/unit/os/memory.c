/* SPDX-License-Identifier: Apache-2.0 */
#include "os/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void the_peak_rises_and_stays(void **state)
{
	(void)state;
	memory_watch();
	uint64_t before = memory_peak();
	assert_true(before > 100000 && before < UINT64_C(1) << 30);
	size_t size = (size_t)64 << 20;
	volatile char *memory = malloc(size);
	assert_non_null((const void *)memory);
	for (size_t i = 0; i < size; i += 4096)
		memory[i] = 1;
	uint64_t with = memory_peak();
	free((void *)memory);
	assert_true(with >= before + size / 2);
	/* The kernel counts pages in batches: it may tell a little less a moment later. */
	assert_true(memory_peak() + (1 << 20) >= with);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(the_peak_rises_and_stays)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
