/* SPDX-License-Identifier: Apache-2.0 */
#include "program/server/suspects.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "os/files.h"

#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#define FILE_MOST ((size_t)64 << 10)

bool suspects_is_fault(int status)
{
	static const int faults[] = {SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE, SIGSYS};
	if (!WIFSIGNALED(status))
		return false;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		if (WTERMSIG(status) == faults[i])
			return true;
	}
	return false;
}

static bool is_aside(const struct suspects *suspects, uint64_t position)
{
	for (size_t i = 0; i < suspects->aside_count; i++) {
		if (suspects->aside[i] == position)
			return true;
	}
	return false;
}

static void forget(struct suspects *suspects, size_t index)
{
	memmove(&suspects->seen[index], &suspects->seen[index + 1],
	    (suspects->seen_count - index - 1) * sizeof(suspects->seen[0]));
	suspects->seen_count--;
}

static size_t find(const struct suspects *suspects, uint64_t position)
{
	size_t i = 0;
	while (i < suspects->seen_count && suspects->seen[i].position != position)
		i++;
	return i;
}

static bool note_one(struct suspects *suspects, uint64_t position)
{
	size_t i = find(suspects, position);
	if (i == suspects->seen_count) {
		if (suspects->seen_count == SUSPECTS_SEEN)
			forget(suspects, 0);
		suspects->seen[suspects->seen_count++] = (struct suspect){position, 1};
		return false;
	}
	if (++suspects->seen[i].deaths < 2 || suspects->aside_count == SUSPECTS_ASIDE)
		return false;
	forget(suspects, i);
	suspects->aside[suspects->aside_count++] = position;
	return true;
}

/* Several workers may be at parts of one frame: it counts once. */
static bool is_repeated(const uint64_t *at, size_t index)
{
	for (size_t i = 0; i < index; i++) {
		if (at[i] == at[index])
			return true;
	}
	return false;
}

size_t suspects_note(struct suspects *suspects, const uint64_t *at, size_t count)
{
	size_t added = 0;
	for (size_t i = 0; i < count; i++) {
		if (at[i] == 0 || is_repeated(at, i) || is_aside(suspects, at[i] - 1))
			continue;
		added += note_one(suspects, at[i] - 1);
	}
	return added;
}

bool suspects_open(struct suspects *suspects, uint64_t committed)
{
	for (size_t i = suspects->seen_count; i-- > 0;) {
		if (suspects->seen[i].position < committed)
			forget(suspects, i);
	}
	return suspects->seen_count != 0;
}

static enum outcome read_lines(
    const char *path, struct text rest, struct suspects *suspects, struct why *why)
{
	for (size_t line = 1; rest.size != 0; line++) {
		uint64_t position;
		struct text digits = text_trim(text_cut(&rest, '\n'));
		if (digits.size == 0)
			continue;
		if (!text_to_uint(digits, &position)) {
			why_set(why, "%s:%zu: not a position", path, line);
			return MALFORMED;
		}
		if (suspects->aside_count < SUSPECTS_ASIDE && !is_aside(suspects, position))
			suspects->aside[suspects->aside_count++] = position;
	}
	return DONE;
}

enum outcome suspects_load(const char *path, struct suspects *suspects, struct why *why)
{
	struct arena *arena = arena_create("set aside", 2 * FILE_MOST);
	struct text bytes;
	enum outcome outcome = file_read(path, FILE_MOST, arena, &bytes, why);
	*suspects = (struct suspects){.aside_count = 0};
	if (outcome == DONE)
		outcome = read_lines(path, bytes, suspects, why);
	arena_destroy(arena);
	return outcome == NOT_FOUND ? DONE : outcome;
}

enum outcome suspects_save(const char *path, const struct suspects *suspects, struct why *why)
{
	struct buffer out;
	buffer_init(&out, FILE_MOST);
	for (size_t i = 0; i < suspects->aside_count; i++)
		buffer_format(&out, "%" PRIu64 "\n", suspects->aside[i]);
	enum outcome outcome = file_write(path, buffer_text(&out), why);
	buffer_free(&out);
	return outcome;
}
