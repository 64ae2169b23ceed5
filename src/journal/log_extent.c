/* SPDX-License-Identifier: Apache-2.0 */
/* What stands in a log's folder, where its segments end, and dropping the oldest. */
#include "base/clock.h"
#include "journal/log_parts.h"
#include "os/files.h"

#include <sodium.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static uint64_t bytes_of(const char *folder, uint64_t base)
{
	char name[LOG_NAME];
	struct stat stat_;
	log_segment_name(base, name);
	char *path = disk_path(folder, name);
	uint64_t size = stat(path, &stat_) == 0 ? (uint64_t)stat_.st_size : 0;
	free(path);
	return size;
}

/* Read the first frame's time, or (oldest NULL) to the end. */
static enum outcome walk(
    const char *folder, uint64_t from, int64_t *oldest, uint64_t *end, struct why *why)
{
	struct log_scan scan;
	struct log_raw raw;
	enum outcome outcome;
	log_scan_begin(&scan, folder, from);
	do {
		outcome = log_scan_next(&scan, UINT64_MAX, 0, &raw, why);
		if (outcome == DONE && raw.kind <= FRAME_TALLY && oldest != NULL) {
			*oldest = raw.received;
			break;
		}
	} while (outcome == DONE || outcome == MALFORMED);
	*end = scan.position;
	log_scan_end(&scan);
	return outcome == DONE || outcome == AT_END ? DONE : outcome;
}

enum outcome log_extent(const char *folder, struct log_extent *extent, struct why *why)
{
	struct disk_numbers bases;
	struct log_extent found = {.oldest = CLOCK_NONE};
	if (sodium_init() < 0)
		abort();
	enum outcome outcome = log_segments(folder, &bases, why);
	if (outcome != DONE)
		return outcome;
	for (size_t i = 0; i < bases.count; i++)
		found.bytes += bytes_of(folder, bases.at[i]);
	if (bases.count != 0) {
		uint64_t passed = 0;
		found.first = bases.at[0];
		outcome = walk(folder, found.first, &found.oldest, &passed, why);
		if (outcome == DONE)
			outcome = walk(folder, bases.at[bases.count - 1], NULL, &found.end, why);
	}
	disk_list_free(&bases);
	if (outcome == DONE)
		*extent = found;
	return outcome;
}

/* The head of the segment behind tells what of this one counts; where it is damaged, all may. */
static uint64_t end_of_counting(const char *folder, uint64_t next_base)
{
	struct log_segment next;
	int fd = -1;
	enum outcome outcome = log_segment_open(folder, next_base, &next, &fd, NULL);
	if (fd >= 0)
		close(fd);
	return outcome == DONE && next.previous_end < next_base ? next.previous_end : next_base;
}

enum outcome log_segment_span(
    const char *folder, uint64_t position, struct log_span *span, struct why *why)
{
	struct disk_numbers bases;
	enum outcome outcome = log_segments(folder, &bases, why);
	if (outcome != DONE)
		return outcome == NOT_FOUND ? NOT_READABLE : outcome;
	size_t next = 1;
	while (next < bases.count && position >= bases.at[next])
		next++;
	if (next < bases.count)
		*span = (struct log_span){.first = bases.at[next - 1],
		    .last = end_of_counting(folder, bases.at[next]),
		    .end = bases.at[next]};
	else
		outcome = NOT_FOUND;
	disk_list_free(&bases);
	if (outcome == NOT_FOUND)
		why_set(why, "the segment that holds %llu is still being written",
		    (unsigned long long)position);
	return outcome;
}

enum outcome log_drop(const char *folder, uint64_t position, struct why *why)
{
	struct disk_numbers bases;
	enum outcome outcome = log_segments(folder, &bases, why);
	if (outcome != DONE)
		return outcome;
	/* What follows must have its name for good before what it carries over is removed. */
	bool any = bases.count > 1 && bases.at[1] <= position;
	if (any)
		outcome = folder_sync(folder, why);
	for (size_t i = 0; outcome == DONE && i + 1 < bases.count; i++) {
		if (bases.at[i + 1] > position)
			break;
		log_segment_remove(folder, bases.at[i]);
	}
	if (any && outcome == DONE)
		outcome = folder_sync(folder, why);
	disk_list_free(&bases);
	return outcome;
}
