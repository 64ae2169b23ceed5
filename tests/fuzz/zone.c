/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a zone file, and as a TZ string: offsets stay in RFC 8536's range, and a civil time
 * that the zone gave leads back to an instant at which the zone's clock shows it.
 */
#include "base/clock.h"

#include "base/arena.h"
#include "base/zone_rule.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_offset(int offset)
{
	if (offset < -89999 || offset > 93599)
		abort();
}

static void ask(const struct zone *zone, int64_t instant)
{
	struct civil civil;
	char out[CLOCK_TEXT];
	int offset = zone_offset(zone, instant);
	check_offset(offset);
	clock_to_civil(instant, offset, &civil);
	check_offset(zone_offset_local(zone, &civil));
	clock_format_local(instant, zone, out);
}

/* One file in a zone's shape: a few changes and a footer from the input, so that it is got into at
 * once. */
static size_t shape(const uint8_t *data, size_t size, char file[1024])
{
	static const char empty[54] = {[0] = 'T', 'Z', 'i', 'f', '3', [39] = 1, [43] = 4};
	size_t changes = size == 0 ? 0 : data[0] % 8;
	size_t taken = changes * 9 + 2 * 6;
	if (size < 1 + taken || size > 512)
		return 0;
	memset(file, 0, 1024);
	memcpy(file, empty, sizeof(empty));
	memcpy(file + 54, empty, 44);
	file[54 + 35] = (char)changes;
	file[54 + 39] = 2;
	size_t at = 54 + 44;
	memcpy(file + at, data + 1, taken);
	at += taken + 4;
	file[at++] = '\n';
	memcpy(file + at, data + 1 + taken, size - 1 - taken);
	at += size - 1 - taken;
	file[at++] = '\n';
	return at;
}

static void read_and_ask(struct text bytes)
{
	static const int64_t instants[] = {INT64_MIN, INT64_MAX, 0, -1, INT64_C(1557627011123456),
	    INT64_C(1552201200000000), INT64_C(3813544800000000), INT64_C(-62135596800000000),
	    INT64_C(253402300799999999)};
	struct arena *arena = arena_create("fuzz", (size_t)1 << 20);
	const struct zone *zone;
	if (zone_from_tzif(bytes, arena, &zone, NULL) == DONE) {
		for (size_t i = 0; i < sizeof(instants) / sizeof(instants[0]); i++)
			ask(zone, instants[i]);
	}
	arena_destroy(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char file[1024];
	struct zone_rule rule;
	read_and_ask((struct text){(const char *)data, size});
	read_and_ask((struct text){file, shape(data, size, file)});
	if (zone_rule_read((struct text){(const char *)data, size}, &rule)) {
		for (int64_t t = INT64_C(-62135596800); t < INT64_C(253402300800);
		     t += INT64_C(9999999999))
			check_offset(zone_rule_offset(&rule, t));
	}
	return 0;
}
