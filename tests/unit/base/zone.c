/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Zones from TZif files made here byte by byte (RFC 8536), hostile ones too, with the values
 * that date(1) gives for the real zones.
 */
#include "base/clock.h"

#include "base/arena.h"
#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* What a file says; `change` and `type_of` have change_count entries, `offset` type_count. */
struct file {
	char version;
	size_t change_count;
	int64_t change[8];
	unsigned char type_of[8];
	size_t type_count;
	int32_t offset[4];
	uint32_t leap_count;
	const char *footer;
};

static void put_number(struct buffer *out, uint64_t value, int size)
{
	for (int i = size - 1; i >= 0; i--)
		buffer_put_char(out, (char)(value >> (8 * i)));
}

static void put_block(struct buffer *out, const struct file *file, int time_size)
{
	buffer_put(out, TEXT("TZif"));
	buffer_put_char(out, file->version);
	put_number(out, 0, 8);
	put_number(out, 0, 7);
	put_number(out, 0, 4);
	put_number(out, 0, 4);
	put_number(out, file->leap_count, 4);
	put_number(out, file->change_count, 4);
	put_number(out, file->type_count, 4);
	put_number(out, 4, 4);
	for (size_t i = 0; i < file->change_count; i++)
		put_number(out, (uint64_t)file->change[i], time_size);
	for (size_t i = 0; i < file->change_count; i++)
		buffer_put_char(out, (char)file->type_of[i]);
	for (size_t i = 0; i < file->type_count; i++) {
		put_number(out, (uint64_t)file->offset[i], 4);
		put_number(out, 0, 2);
	}
	buffer_put(out, TEXT("ABC\0"));
	for (uint32_t i = 0; i < file->leap_count; i++) {
		put_number(out, i, time_size);
		put_number(out, i, 4);
	}
}

static void put_file(struct buffer *out, const struct file *file)
{
	static const struct file empty = {.type_count = 1};
	buffer_init(out, 1 << 16);
	if (file->version == '\0') {
		put_block(out, file, 4);
		return;
	}
	struct file first = empty;
	first.version = file->version;
	put_block(out, &first, 4);
	put_block(out, file, 8);
	buffer_format(out, "\n%s\n", file->footer == NULL ? "" : file->footer);
}

static const struct zone *zone_of(const struct file *file, struct arena *arena)
{
	struct buffer bytes;
	const struct zone *zone = NULL;
	struct why why = {""};
	put_file(&bytes, file);
	if (zone_from_tzif(buffer_text(&bytes), arena, &zone, &why) != DONE)
		fail_msg("%s", why.text);
	buffer_free(&bytes);
	return zone;
}

static const struct file tokyo = {.version = '2',
    .change_count = 3,
    .change = {-2587712400, -683802000, -577962000},
    .type_of = {1, 2, 1},
    .type_count = 3,
    .offset = {33539, 32400, 36000},
    .footer = "JST-9"};
static const struct file london = {.version = '2',
    .change_count = 1,
    .change = {-3852662325},
    .type_of = {1},
    .type_count = 2,
    .offset = {-75, 0},
    .footer = "GMT0BST,M3.5.0/1,M10.5.0"};
static const struct file new_york = {.version = '3',
    .change_count = 3,
    .change = {1541311200, 1552201200, 1572760800},
    .type_of = {1, 2, 1},
    .type_count = 3,
    .offset = {-17762, -18000, -14400},
    .footer = "EST5EDT,M3.2.0,M11.1.0"};

static void assert_offset(const struct zone *zone, int64_t seconds, int expected)
{
	if (zone_offset(zone, seconds * CLOCK_SECOND) != expected)
		fail_msg("at %lld: %d, not %d", (long long)seconds,
		    zone_offset(zone, seconds * CLOCK_SECOND), expected);
	/* The last microsecond before belongs to what was before. */
	if (zone_offset(zone, seconds * CLOCK_SECOND + 999999) != expected)
		fail_msg("at the end of %lld", (long long)seconds);
}

static void offsets_around_changes(void **state)
{
	(void)state;
	struct arena *arena = arena_create("test", 1 << 16);
	const struct zone *zone = zone_of(&tokyo, arena);
	assert_offset(zone, -2587712401, 33539);
	assert_offset(zone, -2587712400, 32400);
	assert_offset(zone, -683802001, 32400);
	assert_offset(zone, -683802000, 36000);
	assert_offset(zone, -577962001, 36000);
	assert_offset(zone, -577962000, 32400);
	assert_offset(zone, 3803803200, 32400);
	zone = zone_of(&london, arena);
	assert_offset(zone, 1553993999, 0);
	assert_offset(zone, 1553994000, 3600);
	assert_offset(zone, 1572137999, 3600);
	assert_offset(zone, 1572138000, 0);
	assert_offset(zone, 3794173199, 0);
	assert_offset(zone, 3794173200, 3600);
	assert_offset(zone, 3812921999, 3600);
	assert_offset(zone, 3812922000, 0);
	zone = zone_of(&new_york, arena);
	assert_offset(zone, 1552201199, -18000);
	assert_offset(zone, 1552201200, -14400);
	assert_offset(zone, 1572760799, -14400);
	assert_offset(zone, 1572760800, -18000);
	assert_offset(zone, 3792985199, -18000);
	assert_offset(zone, 3792985200, -14400);
	assert_offset(zone, 3813544799, -14400);
	assert_offset(zone, 3813544800, -18000);
	arena_destroy(arena);
}

static void assert_local(const struct zone *zone, const char *text, int expected)
{
	struct civil civil;
	assert_true(clock_parse(text_of(text), &civil));
	if (zone_offset_local(zone, &civil) != expected)
		fail_msg("%s: %d, not %d", text, zone_offset_local(zone, &civil), expected);
}

static void civil_times_around_changes(void **state)
{
	(void)state;
	struct arena *arena = arena_create("test", 1 << 16);
	const struct zone *zone = zone_of(&new_york, arena);
	assert_local(zone, "2019-03-10 01:59:59", -18000);
	assert_local(zone, "2019-03-10 02:00:00", -18000); /* not on the clock */
	assert_local(zone, "2019-03-10 02:59:59", -18000);
	assert_local(zone, "2019-03-10 03:00:00", -14400);
	assert_local(zone, "2019-11-03 00:59:59", -14400);
	assert_local(zone, "2019-11-03 01:00:00", -14400); /* twice on the clock */
	assert_local(zone, "2019-11-03 01:59:59", -14400);
	assert_local(zone, "2019-11-03 02:00:00", -18000);
	assert_local(zone, "2090-03-12 02:30:00", -18000);
	assert_local(zone, "2090-03-12 03:00:00", -14400);
	assert_local(zone, "2090-11-05 01:30:00", -14400);
	assert_local(zone, "2090-11-05 02:00:00", -18000);
	zone = zone_of(&london, arena);
	assert_local(zone, "2019-03-31 01:30:00", 0);
	assert_local(zone, "2019-03-31 02:00:00", 3600);
	assert_local(zone, "2019-10-27 01:30:00", 3600);
	assert_local(zone, "2019-10-27 02:00:00", 0);
	zone = zone_of(&tokyo, arena);
	assert_local(zone, "1948-05-02 00:30:00", 32400);
	assert_local(zone, "1948-05-02 01:00:00", 36000);
	assert_local(zone, "1951-09-09 00:30:00", 36000);
	assert_local(zone, "1951-09-09 01:00:00", 32400);
	assert_local(
	    zone, "2026-08-01 12:00:00 +0000", 32400); /* its own offset is not asked for */
	assert_local(NULL, "2026-08-01 12:00:00", 0);
	arena_destroy(arena);
}

static void resolves_in_a_zone(void **state)
{
	(void)state;
	struct arena *arena = arena_create("test", 1 << 16);
	const struct zone *zone = zone_of(&new_york, arena);
	struct civil civil;
	int64_t instant;
	assert_true(clock_parse(TEXT("2019-07-04 12:00:00"), &civil));
	assert_true(clock_resolve(&civil, zone, CLOCK_NONE, &instant));
	assert_true(instant == INT64_C(1562256000) * CLOCK_SECOND);
	char out[CLOCK_TEXT];
	clock_format_local(instant, zone, out);
	assert_string_equal(out, "2019-07-04 12:00:00");
	arena_destroy(arena);
}

static void first_version_and_no_footer(void **state)
{
	(void)state;
	struct arena *arena = arena_create("test", 1 << 16);
	struct file file = tokyo;
	file.version = '\0';
	file.change[0] = INT32_MIN;
	const struct zone *zone = zone_of(&file, arena);
	assert_offset(zone, (int64_t)INT32_MIN - 1, 33539);
	assert_offset(zone, -683802000, 36000);
	assert_offset(zone, 3803803200, 32400);
	file = new_york;
	file.footer = NULL;
	zone = zone_of(&file, arena);
	assert_offset(zone, 3803803200, -18000);
	file =
	    (struct file){.version = '2', .type_count = 1, .offset = {-3600}, .footer = "<-01>1"};
	zone = zone_of(&file, arena);
	assert_offset(zone, 0, -3600);
	assert_int_equal(zone_offset(zone_fixed(-3600, arena), 0), -3600);
	assert_int_equal(zone_offset(NULL, 0), 0);
	assert_int_equal(zone_offset(zone, INT64_MAX), -3600);
	assert_int_equal(zone_offset(zone_of(&new_york, arena), INT64_MIN), -17762);
	arena_destroy(arena);
}

static void assert_refused(const struct file *file, enum outcome expected)
{
	struct arena *arena = arena_create("test", 1 << 16);
	const struct zone *zone = NULL;
	struct buffer bytes;
	struct why why = {""};
	put_file(&bytes, file);
	assert_int_equal(zone_from_tzif(buffer_text(&bytes), arena, &zone, &why), expected);
	assert_true(why.text[0] != '\0');
	assert_null(zone);
	buffer_free(&bytes);
	arena_destroy(arena);
}

static void refuses(void **state)
{
	(void)state;
	struct file file = tokyo;
	file.change[1] = file.change[0];
	assert_refused(&file, MALFORMED);
	file = tokyo;
	file.type_of[2] = 3;
	assert_refused(&file, MALFORMED);
	file = tokyo;
	file.offset[1] = 93600;
	assert_refused(&file, MALFORMED);
	file.offset[1] = INT32_MIN;
	assert_refused(&file, MALFORMED);
	file = tokyo;
	file.leap_count = 2;
	assert_refused(&file, NOT_SUPPORTED);
	file = tokyo;
	file.version = '5';
	assert_refused(&file, NOT_SUPPORTED);
	file = tokyo;
	file.footer = "JST-9JDT";
	assert_refused(&file, MALFORMED);
	file = tokyo;
	file.change_count = 0;
	file.type_count = 0;
	assert_refused(&file, MALFORMED);
}

static void refuses_what_is_cut_off(void **state)
{
	(void)state;
	struct buffer bytes;
	put_file(&bytes, &new_york);
	struct text whole = buffer_text(&bytes);
	for (size_t size = 0; size < whole.size; size++) {
		struct arena *arena = arena_create("test", 1 << 16);
		const struct zone *zone = NULL;
		/* A copy of just that size, so that reading past it is noticed. */
		struct text part = text_copy(arena, text_part(whole, 0, size));
		assert_int_equal(zone_from_tzif(part, arena, &zone, NULL), MALFORMED);
		arena_destroy(arena);
	}
	buffer_free(&bytes);
}

/* Every count in turn is the largest there is, or just too many for the limits. */
static void refuses_false_counts(void **state)
{
	(void)state;
	struct buffer bytes;
	put_file(&bytes, &new_york);
	size_t second = 44 + 6 + 4;
	for (size_t i = 0; i < 6; i++) {
		struct arena *arena = arena_create("test", 1 << 16);
		const struct zone *zone = NULL;
		char *changed = arena_copy(arena, bytes.bytes, bytes.size);
		memset(changed + second + 20 + i * 4, 0xff, 4);
		struct text t = {changed, bytes.size};
		assert_int_equal(zone_from_tzif(t, arena, &zone, NULL), MALFORMED);
		arena_destroy(arena);
	}
	buffer_free(&bytes);
	struct arena *arena = arena_create("test", 1 << 20);
	const struct zone *zone = NULL;
	char *many = arena_alloc(arena, 44 + 8193 * 5 + 6 + 1);
	memcpy(many, "TZif", 4);
	many[34] = 0x20; /* 8193 changes */
	many[35] = 0x01;
	many[39] = 1;
	many[43] = 1;
	struct text t = {many, 44 + 8193 * 5 + 6 + 1};
	assert_int_equal(zone_from_tzif(t, arena, &zone, NULL), TOO_LARGE);
	arena_destroy(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(offsets_around_changes),
	    cmocka_unit_test(civil_times_around_changes),
	    cmocka_unit_test(resolves_in_a_zone),
	    cmocka_unit_test(first_version_and_no_footer),
	    cmocka_unit_test(refuses),
	    cmocka_unit_test(refuses_what_is_cut_off),
	    cmocka_unit_test(refuses_false_counts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
