/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Time zones from TZif files (RFC 8536), and what offset they have when.
 *
 * A file of version 1 holds one block of 32-bit times; later ones a second block of 64-bit
 * times and a footer with the rule for all time after the last. Counts are the file's
 * word against its size: each is looked at before anything is read by it.
 */
#include "base/clock.h"

#include "base/arena.h"
#include "base/zone_rule.h"

#include <assert.h>
#include <string.h>

#define HEADER_SIZE 44
#define MOST_CHANGES 8192  /* real files have a few hundred */
#define MOST_TYPES 256     /* an index is one byte */
#define MOST_WEST (-89999) /* RFC 8536 section 3.2 */
#define MOST_EAST 93599

struct zone {
	size_t change_count;
	const int64_t *changes; /* seconds since 1970, ascending */
	const int32_t *offsets; /* since that change */
	int first;              /* offset before the first change */
	bool has_rule;          /* after the last */
	struct zone_rule rule;
	int westmost;
	int eastmost;
};

/* The counts of one block, in the header's order, and the block's bytes. */
struct block {
	uint32_t utc_count;
	uint32_t standard_count;
	uint32_t leap_count;
	uint32_t change_count;
	uint32_t type_count;
	uint32_t name_size;
	char version;
	size_t time_size; /* 4 or 8 bytes */
	struct text data;
};

static uint64_t big_endian(const char *at, size_t size)
{
	uint64_t value = 0;
	for (size_t i = 0; i < size; i++)
		value = value << 8 | (unsigned char)at[i];
	return value;
}

static enum outcome broken(struct why *why, const char *what)
{
	why_set(why, "not a time zone file: %s", what);
	return MALFORMED;
}

static size_t block_size(const struct block *block)
{
	/* Of 32-bit counts times at most 12: no overflow in 64 bits. */
	static_assert(sizeof(size_t) == 8, "sizes are of 64 bits");
	return (size_t)block->change_count * (block->time_size + 1) +
	       (size_t)block->type_count * 6 + block->name_size +
	       (size_t)block->leap_count * (block->time_size + 4) + block->standard_count +
	       block->utc_count;
}

/* A header and its data from the start of *rest, stepped past. */
static enum outcome read_block(
    struct text *rest, size_t time_size, struct block *block, struct why *why)
{
	if (rest->size < HEADER_SIZE || !text_starts(*rest, TEXT("TZif")))
		return broken(why, "it does not start with TZif and a header");
	uint32_t counts[6];
	for (size_t i = 0; i < 6; i++)
		counts[i] = (uint32_t)big_endian(rest->at + 20 + i * 4, 4);
	*block = (struct block){.utc_count = counts[0],
	    .standard_count = counts[1],
	    .leap_count = counts[2],
	    .change_count = counts[3],
	    .type_count = counts[4],
	    .name_size = counts[5],
	    .version = rest->at[4],
	    .time_size = time_size};
	size_t size = block_size(block);
	if (size > rest->size - HEADER_SIZE)
		return broken(why, "it is cut off");
	block->data = text_part(*rest, HEADER_SIZE, size);
	*rest = text_from(*rest, HEADER_SIZE + size);
	return DONE;
}

static enum outcome check_counts(const struct block *block, struct why *why)
{
	if (block->type_count == 0 || block->type_count > MOST_TYPES)
		return broken(why, "it has no or too many types of time");
	if (block->change_count > MOST_CHANGES) {
		why_set(why, "a time zone file with more than %d changes", MOST_CHANGES);
		return TOO_LARGE;
	}
	if (block->leap_count != 0) {
		why_set(why, "a time zone file that counts leap seconds");
		return NOT_SUPPORTED;
	}
	return DONE;
}

static int32_t type_offset(const struct block *block, size_t type)
{
	size_t types = block->change_count * (block->time_size + 1);
	return (int32_t)(uint32_t)big_endian(block->data.at + types + type * 6, 4);
}

static void widen(struct zone *zone, int offset)
{
	if (offset < zone->westmost)
		zone->westmost = offset;
	if (offset > zone->eastmost)
		zone->eastmost = offset;
}

static bool take_types(const struct block *block, struct zone *zone)
{
	zone->first = type_offset(block, 0);
	zone->westmost = zone->eastmost = zone->first;
	for (size_t i = 0; i < block->type_count; i++) {
		int32_t offset = type_offset(block, i);
		if (offset < MOST_WEST || offset > MOST_EAST)
			return false;
		widen(zone, offset);
	}
	return true;
}

static enum outcome take_changes(
    const struct block *block, struct arena *arena, struct zone *zone, struct why *why)
{
	size_t count = block->change_count;
	int64_t *changes = arena_array(arena, count, sizeof(*changes));
	int32_t *offsets = arena_array(arena, count, sizeof(*offsets));
	for (size_t i = 0; i < count; i++) {
		uint64_t raw = big_endian(block->data.at + i * block->time_size, block->time_size);
		changes[i] = block->time_size == 4 ? (int32_t)(uint32_t)raw : (int64_t)raw;
		if (i != 0 && changes[i] <= changes[i - 1])
			return broken(why, "its changes do not ascend");
		unsigned char type = (unsigned char)block->data.at[count * block->time_size + i];
		if (type >= block->type_count)
			return broken(why, "a change is to a type that is not there");
		offsets[i] = type_offset(block, type);
	}
	zone->change_count = count;
	zone->changes = changes;
	zone->offsets = offsets;
	return DONE;
}

/* A newline, the rule or nothing, a newline. */
static enum outcome take_footer(struct text rest, struct zone *zone, struct why *why)
{
	if (!text_skip(&rest, TEXT("\n")) || text_find_char(rest, '\n') == TEXT_NONE)
		return broken(why, "its footer is missing");
	struct text rule = text_cut(&rest, '\n');
	if (rule.size == 0)
		return DONE;
	if (!zone_rule_read(rule, &zone->rule))
		return broken(why, "its footer is no rule");
	zone->has_rule = true;
	widen(zone, zone->rule.standard);
	if (zone->rule.changes)
		widen(zone, zone->rule.summer);
	return DONE;
}

enum outcome zone_from_tzif(
    struct text bytes, struct arena *arena, const struct zone **zone, struct why *why)
{
	struct block block;
	struct zone read = {.change_count = 0};
	enum outcome outcome = read_block(&bytes, 4, &block, why);
	bool later = outcome == DONE && block.version != '\0';
	if (later && (block.version < '2' || block.version > '4')) {
		why_set(why, "a time zone file of an unknown version");
		return NOT_SUPPORTED;
	}
	if (later)
		outcome = read_block(&bytes, 8, &block, why);
	if (outcome == DONE)
		outcome = check_counts(&block, why);
	if (outcome == DONE && !take_types(&block, &read))
		outcome = broken(why, "an offset is out of range");
	if (outcome == DONE)
		outcome = take_changes(&block, arena, &read, why);
	if (outcome == DONE && later)
		outcome = take_footer(bytes, &read, why);
	if (outcome == DONE)
		*zone = arena_copy(arena, &read, sizeof(read));
	return outcome;
}

const struct zone *zone_fixed(int offset, struct arena *arena)
{
	assert(offset >= MOST_WEST && offset <= MOST_EAST);
	struct zone fixed = {.first = offset, .westmost = offset, .eastmost = offset};
	return arena_copy(arena, &fixed, sizeof(fixed));
}

static int offset_at(const struct zone *zone, int64_t seconds)
{
	size_t low = 0;
	size_t high = zone->change_count;
	/* low becomes the number of changes at or before the instant. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (zone->changes[middle] <= seconds)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == zone->change_count && zone->has_rule)
		return zone_rule_offset(&zone->rule, seconds);
	return low == 0 ? zone->first : zone->offsets[low - 1];
}

int zone_offset(const struct zone *zone, int64_t instant)
{
	if (zone == NULL)
		return 0;
	int64_t seconds = instant / CLOCK_SECOND - (instant % CLOCK_SECOND < 0);
	return offset_at(zone, seconds);
}

/*
 * Which of the zone's offsets, taken off the civil time, gives an instant at which the zone
 * has that very offset? Two do where the clock was put back: the larger is the earlier
 * instant. None does where it was put forward: then the offset before counts.
 */
int zone_offset_local(const struct zone *zone, const struct civil *civil)
{
	struct civil plain = *civil;
	int64_t instant;
	plain.has_offset = false;
	if (zone == NULL || !clock_from_civil(&plain, &instant))
		return 0;
	int64_t local = instant / CLOCK_SECOND - (instant % CLOCK_SECOND < 0);
	int early = offset_at(zone, local - zone->eastmost);
	int late = offset_at(zone, local - zone->westmost);
	/* The last two differ from the others only where two changes lie within a day. */
	int candidates[4] = {
	    early, late, offset_at(zone, local - early), offset_at(zone, local - late)};
	int found = INT32_MIN;
	for (size_t i = 0; i < 4; i++) {
		if (candidates[i] > found &&
		    offset_at(zone, local - candidates[i]) == candidates[i])
			found = candidates[i];
	}
	return found == INT32_MIN ? early : found;
}
