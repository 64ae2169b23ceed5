/* SPDX-License-Identifier: Apache-2.0 */
/* The scan's window: a segment read in large pieces, and the search for heads behind damage. */
#include "journal/log_parts.h"

#include <stdlib.h>
#include <string.h>

#define PIECE ((size_t)256 << 10)

/* `size` bytes at a position, or NULL where the segment does not have them. */
static const char *window(struct log_scan *scan, uint64_t position, size_t size)
{
	if (position >= scan->from && position - scan->from <= scan->size &&
	    size <= scan->size - (position - scan->from))
		return scan->bytes + (position - scan->from);
	size_t want = size > PIECE ? size : PIECE;
	if (scan->room < want || (scan->room > 4 * PIECE && want <= PIECE)) {
		scan->bytes = disk_memory(scan->bytes, want);
		scan->room = want;
	}
	size_t got = disk_read(scan->fd, scan->bytes, want, position - scan->segment.base);
	scan->from = position;
	scan->size = got == SIZE_MAX ? 0 : got;
	return size <= scan->size ? scan->bytes : NULL;
}

uint64_t log_window_end(const struct log_scan *scan)
{
	uint64_t size = disk_size(scan->fd);
	return scan->segment.base + (size == UINT64_MAX ? 0 : size);
}

static enum log_sight look(struct log_scan *scan, struct log_raw *raw)
{
	const char *head = window(scan, scan->position, LOG_HEAD);
	if (head == NULL)
		return LOG_SHORT;
	if (!log_head_read(scan->segment.salt, scan->position, head, raw))
		return LOG_NO_HEAD;
	head = window(scan, scan->position, LOG_HEAD + raw->stored);
	if (head == NULL || !log_stored_read(scan->segment.salt, head, raw))
		return LOG_BROKEN;
	return LOG_WHOLE;
}

enum log_sight log_look(struct log_scan *scan, struct log_raw *raw)
{
	enum log_sight sight = look(scan, raw);
	if (sight == LOG_WHOLE)
		return sight;
	/* What was read ahead may have been written since. */
	scan->size = 0;
	return look(scan, raw);
}

/* Search what the window holds from a position on; UINT64_MAX: none, *at is where to go on. */
static uint64_t find_in_window(struct log_scan *scan, uint64_t *at)
{
	const char *start = scan->bytes + (*at - scan->from);
	const char *end = scan->bytes + scan->size;
	struct log_raw raw;
	while (end - start >= LOG_HEAD) {
		const char *found = memmem(start, (size_t)(end - start), "SKF1", 4);
		if (found == NULL || end - found < LOG_HEAD) {
			start = found == NULL ? end - 3 : found;
			break;
		}
		uint64_t position = scan->from + (uint64_t)(found - scan->bytes);
		if (log_head_read(scan->segment.salt, position, found, &raw))
			return position;
		start = found + 1;
	}
	*at = scan->from + (uint64_t)(start - scan->bytes);
	return UINT64_MAX;
}

uint64_t log_find_head(struct log_scan *scan, uint64_t from, uint64_t to)
{
	while (from < to) {
		if (window(scan, from, LOG_HEAD) == NULL)
			return to;
		uint64_t found = find_in_window(scan, &from);
		if (found != UINT64_MAX)
			return found < to ? found : to;
		scan->size = 0;
	}
	return to;
}

uint64_t log_find_durable(struct log_scan *scan, uint64_t from)
{
	uint64_t end = log_window_end(scan);
	uint64_t durable = 0;
	struct log_raw raw;
	while ((from = log_find_head(scan, from, end)) < end) {
		const char *head = window(scan, from, LOG_HEAD);
		if (head == NULL || !log_head_read(scan->segment.salt, from, head, &raw))
			break;
		if (raw.durable > durable)
			durable = raw.durable;
		/* Not raw.next: a head may stand whole where what follows was never written. */
		from += LOG_HEAD;
	}
	return durable;
}
