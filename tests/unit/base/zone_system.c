/* SPDX-License-Identifier: Apache-2.0 */
/* The system's own zone files (Debian's tzdata), read by us and by the C library: 350 years of
 * offsets agree. */
#include "base/clock.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <cmocka.h>

#define ZONES "/usr/share/zoneinfo/"

static const struct zone *system_zone(const char *name, struct arena *arena)
{
	char path[200];
	char bytes[65536];
	snprintf(path, sizeof(path), ZONES "%s", name);
	FILE *file = fopen(path, "rb");
	if (file == NULL)
		fail_msg("%s is not there though its folder is", path);
	struct text t = {bytes, fread(bytes, 1, sizeof(bytes), file)};
	fclose(file);
	const struct zone *zone = NULL;
	struct why why;
	if (zone_from_tzif(t, arena, &zone, &why) != DONE)
		fail_msg("%s: %s", name, why.text);
	return zone;
}

static void compare_with_library(const char *name, const struct zone *zone)
{
	setenv("TZ", name, 1);
	tzset();
	/* Every 15 hours and some, 1850 to 2200, so that all hours of all seasons come. */
	for (int64_t t = -3786825600; t < 7258118400; t += 54321) {
		struct tm tm;
		time_t seconds = (time_t)t;
		localtime_r(&seconds, &tm);
		if (zone_offset(zone, t * CLOCK_SECOND) != (int)tm.tm_gmtoff)
			fail_msg("%s at %lld: %d, not %ld", name, (long long)t,
			    zone_offset(zone, t * CLOCK_SECOND), tm.tm_gmtoff);
		struct civil civil;
		int64_t back;
		int offset = (int)tm.tm_gmtoff;
		clock_to_civil(t * CLOCK_SECOND, offset, &civil);
		civil.has_offset = false;
		int local = zone_offset_local(zone, &civil);
		civil.has_offset = true;
		civil.offset = local;
		assert_true(clock_from_civil(&civil, &back));
		/* A civil time that is on the clock gives an instant at which the clock shows it.
		 */
		if (zone_offset(zone, back) != local || back > t * CLOCK_SECOND)
			fail_msg("%s at %lld: not there and back", name, (long long)t);
	}
	unsetenv("TZ");
	tzset();
}

static void system_zones(void **state)
{
	(void)state;
	static const char *const names[] = {"Asia/Tokyo", "Europe/London", "America/New_York",
	    "Europe/Dublin", "Africa/Casablanca", "America/Sao_Paulo", "Australia/Lord_Howe",
	    "Pacific/Apia", "Asia/Kathmandu", "America/Nuuk", "Asia/Gaza", "Antarctica/Troll",
	    "UTC"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct arena *arena = arena_create("test", 1 << 20);
		const struct zone *zone = system_zone(names[i], arena);
		compare_with_library(names[i], zone);
		arena_destroy(arena);
	}
}

int main(void)
{
	struct stat there;
	if (stat(ZONES "Asia/Tokyo", &there) != 0) {
		printf("1..0 # SKIP no zones in " ZONES " (Debian's package tzdata)\n");
		return 0;
	}
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(system_zones),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
