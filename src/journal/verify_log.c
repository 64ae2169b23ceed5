/* SPDX-License-Identifier: Apache-2.0 */
/* Verifying the log: every frame that counts is whole and can be unpacked. */
#include "base/arena.h"
#include "journal/log_parts.h"
#include "journal/verify_parts.h"

#include <stdio.h>
#include <stdlib.h>

#define MEMORY (2 * FRAME_BODY + 65536)

/* The segment that holds a position. */
static uint64_t base_of(const char *folder, uint64_t position)
{
	struct disk_numbers bases;
	uint64_t base = 0;
	if (log_segments(folder, &bases, NULL) != DONE)
		return 0;
	for (size_t i = 0; i < bases.count && bases.at[i] <= position; i++)
		base = bases.at[i];
	disk_list_free(&bases);
	return base;
}

static void note_damage(
    struct verified *verified, const char *folder, const struct frame *frame, const struct why *why)
{
	char file[64];
	char name[LOG_NAME];
	uint64_t base = base_of(folder, frame->position);
	log_segment_name(base, name);
	snprintf(file, sizeof(file), "log/%s", name);
	verified_bad(verified, 0, file, frame->position - base, "%s", why->text);
}

static enum outcome read_all(
    const char *folder, uint64_t from, struct verified *verified, struct why *why)
{
	struct log_reader *reader = NULL;
	struct frame frame;
	enum outcome outcome = log_reader_open(folder, from, &reader, why);
	if (outcome != DONE)
		return outcome;
	struct arena *arena = arena_create("verifying the log", MEMORY);
	do {
		struct why damage = {""};
		arena_reset(arena);
		outcome = log_read(reader, UINT64_MAX, arena, &frame, &damage);
		if (outcome == DONE)
			verified->blocks++;
		else if (outcome == MALFORMED)
			note_damage(verified, folder, &frame, &damage);
		else if (outcome != AT_END)
			why_set(why, "%s", damage.text);
	} while (outcome == DONE || outcome == MALFORMED);
	arena_destroy(arena);
	log_reader_close(reader);
	return outcome == AT_END ? DONE : outcome;
}

/* AT_END: nothing was ever appended. */
static enum outcome oldest(const char *folder, uint64_t *base, struct why *why)
{
	struct disk_numbers bases;
	enum outcome outcome = log_segments(folder, &bases, why);
	if (outcome != DONE)
		return outcome == NOT_FOUND ? AT_END : outcome;
	outcome = bases.count == 0 ? AT_END : DONE;
	if (bases.count != 0)
		*base = bases.at[0];
	disk_list_free(&bases);
	return outcome;
}

enum outcome journal_verify_log(
    const struct journal_place *place, struct verified *verified, struct why *why)
{
	char *folder = disk_path(place->folder, "log");
	enum outcome outcome;
	uint64_t from;
	do {
		*verified = (struct verified){.good = true};
		outcome = oldest(folder, &from, why);
		if (outcome == DONE)
			outcome = read_all(folder, from, verified, why);
		/* NOT_FOUND: the oldest was dropped meanwhile. */
	} while (outcome == NOT_FOUND);
	free(folder);
	return outcome == AT_END ? DONE : outcome;
}
