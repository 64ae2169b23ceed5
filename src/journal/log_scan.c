/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The scan: frame by frame over the segments, while they are being written, too.
 *
 * Where a segment is followed by another, that one's head says where it ended: what stands behind
 * (a group that was refused, a tail that was torn) never counted. Where nothing follows and no
 * whole frame stands, it is the end, unless something written later knows that the log was durable
 * beyond: then it is damage.
 */
#include "journal/log_parts.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void log_scan_begin(struct log_scan *scan, const char *folder, uint64_t position)
{
	*scan = (struct log_scan){.fd = -1, .position = position};
	scan->folder = strdup(folder);
	if (scan->folder == NULL)
		abort();
}

static void leave(struct log_scan *scan)
{
	if (scan->fd >= 0)
		close(scan->fd);
	scan->fd = -1;
	scan->size = 0;
	scan->from = 0;
	scan->checked = 0;
	scan->ended = false;
	scan->headless = false;
}

void log_scan_end(struct log_scan *scan)
{
	leave(scan);
	free(scan->bytes);
	free(scan->folder);
	*scan = (struct log_scan){.fd = -1};
}

/* The segment that holds the position, else the first one behind it. AT_END: none. */
static enum outcome base_for(const struct log_scan *scan, uint64_t *base, struct why *why)
{
	struct disk_numbers bases;
	enum outcome outcome = log_segments(scan->folder, &bases, why);
	if (outcome != DONE)
		return outcome;
	outcome = bases.count == 0 ? AT_END : DONE;
	if (bases.count != 0)
		*base = bases.at[0];
	for (size_t i = 0; i < bases.count && bases.at[i] <= scan->position; i++)
		*base = bases.at[i];
	disk_list_free(&bases);
	return outcome;
}

static enum outcome enter(struct log_scan *scan, struct why *why)
{
	uint64_t base = 0;
	if (scan->fd >= 0)
		return DONE;
	enum outcome outcome = base_for(scan, &base, why);
	if (outcome != DONE)
		return outcome;
	outcome = log_segment_open(scan->folder, base, &scan->segment, &scan->fd, why);
	if (outcome == NOT_FOUND)
		return NEED_MORE; /* removed just now: look again for what follows */
	if (outcome != DONE && outcome != MALFORMED)
		return outcome;
	scan->headless = outcome == MALFORMED;
	uint64_t first = scan->headless ? base : base + LOG_HEADER;
	if (scan->position < first)
		scan->position = first;
	return DONE;
}

/* Read the head of a later segment, to learn where this one ended. */
static bool learn_end(struct log_scan *scan, uint64_t base)
{
	struct log_segment segment;
	int fd = -1;
	enum outcome outcome = log_segment_open(scan->folder, base, &segment, &fd, NULL);
	if (fd >= 0)
		close(fd);
	if (outcome == DONE && segment.previous_end < scan->end)
		scan->end = segment.previous_end;
	return outcome == DONE;
}

/* Whether another segment follows by now. */
static enum outcome look_behind(struct log_scan *scan, struct why *why)
{
	struct disk_numbers bases;
	enum outcome outcome = log_segments(scan->folder, &bases, why);
	if (outcome != DONE)
		return outcome;
	for (size_t i = 0; i < bases.count; i++) {
		if (bases.at[i] <= scan->segment.base)
			continue;
		if (!scan->ended) {
			scan->ended = true;
			scan->next_base = bases.at[i];
			scan->end = bases.at[i];
		}
		if (learn_end(scan, bases.at[i]))
			break;
	}
	disk_list_free(&bases);
	return DONE;
}

/* How far there must be whole frames; 0 when nothing is known beyond the position. */
static uint64_t must_reach(struct log_scan *scan, uint64_t until, uint64_t known)
{
	if (scan->ended)
		return scan->end < until ? scan->end : until;
	if (until != UINT64_MAX)
		return until;
	uint64_t end = log_window_end(scan);
	/* A segment is named when its head is durable: a bad one is damage. */
	if (scan->headless)
		return end > scan->segment.base + LOG_HEADER ? end
							     : scan->segment.base + LOG_HEADER;
	uint64_t durable = log_find_durable(scan, scan->position + 1);
	if (known > end)
		known = end;
	return durable > known ? durable : known;
}

/* A stretch in which no frame is whole: step behind it, or say that it is the end. */
static enum outcome pass_damage(struct log_scan *scan, enum log_sight sight, uint64_t reach,
    struct log_raw *raw, struct why *why)
{
	char name[LOG_NAME];
	uint64_t from = scan->position;
	uint64_t to = sight == LOG_BROKEN ? raw->next : UINT64_MAX;
	if (from >= reach)
		return AT_END;
	if (scan->headless)
		to = reach;
	else if (to > reach || to > log_window_end(scan))
		to = log_find_head(scan, from + 1, reach);
	log_segment_name(scan->segment.base, name);
	why_set(why, "%s: offset %llu: %llu bytes are damaged (%s)", name,
	    (unsigned long long)(from - scan->segment.base), (unsigned long long)(to - from),
	    scan->headless        ? "the head of the segment"
	    : sight == LOG_SHORT  ? "the file was cut"
	    : sight == LOG_BROKEN ? "a frame was changed"
				  : "no frame begins there");
	*raw = (struct log_raw){.position = from, .next = to};
	scan->position = to;
	return MALFORMED;
}

/* One look at the position; NEED_MORE: look again, it is another place or segment by now. */
static enum outcome step(
    struct log_scan *scan, uint64_t until, uint64_t known, struct log_raw *raw, struct why *why)
{
	if (!scan->ended && until > scan->checked) {
		enum outcome outcome = look_behind(scan, why);
		if (outcome != DONE)
			return outcome;
		scan->checked = until;
	}
	if (scan->ended && scan->position >= scan->end) {
		scan->position = scan->next_base;
		leave(scan);
		return NEED_MORE;
	}
	if (scan->position >= until)
		return AT_END;
	enum log_sight sight = scan->headless ? LOG_NO_HEAD : log_look(scan, raw);
	if (sight == LOG_WHOLE && (!scan->ended || raw->next <= scan->end)) {
		if (raw->next > until)
			return AT_END;
		scan->position = raw->next;
		return DONE;
	}
	scan->checked = 0;
	if (!scan->ended) {
		enum outcome outcome = look_behind(scan, why);
		if (outcome != DONE || scan->ended)
			return outcome != DONE ? outcome : NEED_MORE;
	}
	return pass_damage(scan, sight, must_reach(scan, until, known), raw, why);
}

enum outcome log_scan_next(
    struct log_scan *scan, uint64_t until, uint64_t known, struct log_raw *raw, struct why *why)
{
	enum outcome outcome;
	do {
		outcome = enter(scan, why);
		if (outcome == DONE)
			outcome = step(scan, until, known, raw, why);
	} while (outcome == NEED_MORE);
	return outcome;
}
