/* SPDX-License-Identifier: Apache-2.0 */
/* Arenas: alignment, growth, reset, and that the ceiling ends the process and says which arena it
 * was. */
#include "base/arena.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void gives_zeroed_aligned_memory(void **state)
{
	(void)state;
	struct arena *arena = arena_create("test", 1 << 20);
	for (size_t size = 0; size < 300; size++) {
		unsigned char *bytes = arena_alloc(arena, size);
		assert_int_equal((uintptr_t)bytes % alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(bytes[i], 0);
		memset(bytes, 0xa5, size);
	}
	arena_destroy(arena);
}

static void is_zeroed_again_after_reset(void **state)
{
	(void)state;
	struct arena *arena = arena_create("test", 1 << 20);
	memset(arena_alloc(arena, 1000), 0xff, 1000);
	memset(arena_alloc(arena, 100000), 0xff, 100000);
	arena_reset(arena);
	assert_int_equal(arena_used(arena), 0);
	assert_int_equal(arena_left(arena), 1 << 20);
	unsigned char *bytes = arena_alloc(arena, 1000);
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(bytes[i], 0);
	arena_destroy(arena);
}

static void larger_than_a_block(void **state)
{
	(void)state;
	struct arena *arena = arena_create("test", 64 << 20);
	char *small = arena_copy(arena, "before", 7);
	char *large = arena_alloc(arena, 20 << 20);
	large[0] = 'a';
	large[(20 << 20) - 1] = 'z';
	char *after = arena_copy(arena, "after", 6);
	assert_string_equal(small, "before");
	assert_string_equal(after, "after");
	assert_true(arena_used(arena) >= (size_t)20 << 20);
	arena_destroy(arena);
}

static void grows_in_place_and_by_copying(void **state)
{
	(void)state;
	struct arena *arena = arena_create("test", 1 << 20);
	int *numbers = arena_grow(arena, NULL, 0, 4, sizeof(int));
	for (int i = 0; i < 4; i++)
		numbers[i] = i;
	int *in_place = arena_grow(arena, numbers, 4, 64, sizeof(int));
	assert_ptr_equal(numbers, in_place);
	arena_alloc(arena, 1);
	int *copied = arena_grow(arena, in_place, 64, 20000, sizeof(int));
	assert_ptr_not_equal(copied, in_place);
	for (int i = 0; i < 20000; i++)
		assert_int_equal(copied[i], i < 4 ? i : 0);
	arena_destroy(arena);
}

static void counts_to_the_last_byte(void **state)
{
	(void)state;
	struct arena *arena = arena_create("test", 4096);
	arena_alloc(arena, 4096 - 64);
	assert_int_equal(arena_left(arena), 64);
	arena_alloc(arena, 64);
	assert_int_equal(arena_left(arena), 0);
	arena_destroy(arena);
}

static void nothing_is_harmless(void **state)
{
	(void)state;
	arena_destroy(NULL);
	struct arena *arena = arena_create("test", 64);
	assert_non_null(arena_array(arena, 0, 8));
	assert_non_null(arena_copy(arena, NULL, 0));
	arena_destroy(arena);
}

static void ceiling_ends_the_process(void **state)
{
	(void)state;
	int pipes[2];
	assert_int_equal(pipe(pipes), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(pipes[1], STDERR_FILENO);
		struct arena *arena = arena_create("little", 1024);
		arena_alloc(arena, 1000);
		arena_alloc(arena, 100);
		_exit(0);
	}
	close(pipes[1]);
	char said[200] = "";
	ssize_t size = read(pipes[0], said, sizeof(said) - 1);
	close(pipes[0]);
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(size > 0);
	assert_true(WIFSIGNALED(status));
	assert_non_null(strstr(said, "arena little"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(gives_zeroed_aligned_memory),
	    cmocka_unit_test(is_zeroed_again_after_reset),
	    cmocka_unit_test(larger_than_a_block),
	    cmocka_unit_test(grows_in_place_and_by_copying),
	    cmocka_unit_test(counts_to_the_last_byte),
	    cmocka_unit_test(nothing_is_harmless),
	    cmocka_unit_test(ceiling_ends_the_process),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
