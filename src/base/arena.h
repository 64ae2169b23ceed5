/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory for one unit of work (a batch, a rule set, a report), freed all at once.
 *
 * An arena is born with a ceiling. Limits are checked at the door, so reaching
 * the ceiling is a bug in this program, not a property of the input: the
 * process says which arena it was and ends (abort). Allocation therefore never
 * returns NULL. An arena belongs to one thread at a time.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena;

/* A new arena of at most `ceiling` bytes in all; `name` (static) is printed when it is reached. */
struct arena *arena_create(const char *name, size_t ceiling);

/* Free the arena and all that came from it. NULL is harmless. */
void arena_destroy(struct arena *arena);

/* Forget all that was allocated; keeps the first block for reuse. */
void arena_reset(struct arena *arena);

/* `size` zeroed bytes, aligned for any type; size 0 gives a valid pointer. Valid until reset or
 * destroy. */
void *arena_alloc(struct arena *arena, size_t size) __attribute__((malloc, returns_nonnull));

/* `count` zeroed elements of `size` bytes; the product is checked for overflow. */
void *arena_array(struct arena *arena, size_t count, size_t size)
    __attribute__((malloc, returns_nonnull));

/*
 * Grow an array that came from this arena from `have` to `want` elements of
 * `size` bytes. The old elements are copied (or stay, where they are the
 * arena's last allocation); new ones are zero. `old` may be NULL when have is 0.
 */
void *arena_grow(struct arena *arena, void *old, size_t have, size_t want, size_t size)
    __attribute__((returns_nonnull));

/* A copy of `size` bytes. */
void *arena_copy(struct arena *arena, const void *bytes, size_t size)
    __attribute__((returns_nonnull));

/* Bytes handed out since creation or the last reset, alignment included. */
size_t arena_used(const struct arena *arena);

/* Bytes that can still be handed out before the ceiling: ask here before taking a size from input.
 */
size_t arena_left(const struct arena *arena);

#endif
