/* SPDX-License-Identifier: Apache-2.0 */
/* TZ strings: all forms of a rule's days, their borders, and what is no rule. */
#include "base/zone_rule.h"

#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static const char *const rules[] = {"JST-9", "EST5EDT,M3.2.0,M11.1.0", "GMT0BST,M3.5.0/1,M10.5.0",
    "IST-1GMT0,M10.5.0,M3.5.0/1", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
    "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "AAA3BBB,J60/0,J300/0", "AAA3BBB,59,300/12:30:15",
    "NZST-12NZDT,M9.5.0,M4.1.0/3", "EET-2EEST,M3.4.4/50,M10.4.4/50", "XXX3EDT4,0/0,J365/23",
    "AAA-14", "AAA+12:30:59", "<+00>0<+02>-2,M3.5.0/1,M10.5.0/3", "AAA0BBB,J1/0,J365/0",
    "AAA0BBB,365/0,100/0"};

static struct zone_rule rule_of(const char *string)
{
	struct zone_rule rule;
	if (!zone_rule_read(text_of(string), &rule))
		fail_msg("not read: %s", string);
	return rule;
}

/* The C library reads the same strings from TZ. */
static void agrees_with_the_library(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		struct zone_rule rule = rule_of(rules[i]);
		setenv("TZ", rules[i], 1);
		tzset();
		/* Days in which the year turns are asked of the known cases below. */
		for (int64_t t = 946684800; t < 4102444800; t += 7777) {
			struct tm tm;
			time_t seconds = (time_t)t;
			localtime_r(&seconds, &tm);
			if (tm.tm_yday < 2 || tm.tm_yday > 362)
				continue;
			if (zone_rule_offset(&rule, t) != (int)tm.tm_gmtoff)
				fail_msg("%s at %lld: %d, not %ld", rules[i], (long long)t,
				    zone_rule_offset(&rule, t), tm.tm_gmtoff);
		}
	}
	unsetenv("TZ");
	tzset();
}

static void assert_change(const char *string, const char *at, int before, int after)
{
	struct zone_rule rule = rule_of(string);
	struct civil civil;
	int64_t instant;
	assert_true(clock_parse(text_of(at), &civil));
	assert_true(clock_from_civil(&civil, &instant));
	assert_int_equal(zone_rule_offset(&rule, instant / CLOCK_SECOND - 1), before);
	assert_int_equal(zone_rule_offset(&rule, instant / CLOCK_SECOND), after);
}

static void changes_to_the_second(void **state)
{
	(void)state;
	assert_change("EST5EDT,M3.2.0,M11.1.0", "2026-03-08T07:00:00Z", -18000, -14400);
	assert_change("EST5EDT,M3.2.0,M11.1.0", "2026-11-01T06:00:00Z", -14400, -18000);
	/* The fifth week is the last, whether it is the fourth or the fifth. */
	assert_change("AAA0BBB,M3.5.0/1,M10.5.0", "2025-03-30T01:00:00Z", 0, 3600);
	assert_change("AAA0BBB,M2.5.0/0,M10.5.0", "2026-02-22T00:00:00Z", 0, 3600);
	/* J60 is 1 March in every year, 59 only in others than leap years. */
	assert_change("AAA0BBB,J60/0,J300/0", "2024-03-01T00:00:00Z", 0, 3600);
	assert_change("AAA0BBB,J60/0,J300/0", "2025-03-01T00:00:00Z", 0, 3600);
	assert_change("AAA0BBB,59/0,J300/0", "2024-02-29T00:00:00Z", 0, 3600);
	assert_change("AAA0BBB,59/0,J300/0", "2025-03-01T00:00:00Z", 0, 3600);
	assert_change("AAA0BBB,J59/0,J300/0", "2024-02-28T00:00:00Z", 0, 3600);
	/* Hours before and far after the day. */
	assert_change("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z", -7200, -3600);
	assert_change("EET-2EEST,M3.4.4/50,M10.4.4/50", "2026-03-28T00:00:00Z", 7200, 10800);
	/* Summer over the year's end. */
	assert_change("NZST-12NZDT,M9.5.0,M4.1.0/3", "2026-09-26T14:00:00Z", 43200, 46800);
	assert_change("NZST-12NZDT,M9.5.0,M4.1.0/3", "2027-04-03T14:00:00Z", 46800, 43200);
	assert_change("NZST-12NZDT,M9.5.0,M4.1.0/3", "2027-01-01T00:00:00Z", 46800, 46800);
	assert_change("NZST-12NZDT,M9.5.0,M4.1.0/3", "2026-12-31T11:00:00Z", 46800, 46800);
	/* Ireland's winter time is the one that is called the change. */
	assert_change("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-10-25T01:00:00Z", 3600, 0);
	assert_change("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-03-29T01:00:00Z", 0, 3600);
	/* Summer all year (RFC 8536 section 3.3.1). */
	assert_change("XXX3EDT4,0/0,J365/23", "2026-01-01T03:00:00Z", -14400, -14400);
	assert_change("XXX3EDT4,0/0,J365/23", "2026-12-31T23:59:59Z", -14400, -14400);
	/* At the calendar's ends. */
	assert_change("EST5EDT,M3.2.0,M11.1.0", "0001-01-01T00:00:01Z", -18000, -18000);
	assert_change("EST5EDT,M3.2.0,M11.1.0", "9999-12-31T23:59:59Z", -18000, -18000);
}

static void refuses(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "JST", "9", "JS-9", "<JS-9", "<J>-9", "JST-",
	    "JST-25", "JST-9:60", "JST-9 ", "JST-9,M3.2.0,M11.1.0", "EST5EDT", "EST5EDT,M3.2.0",
	    "EST5EDT,M3.2.0,", "EST5EDT,M3.2.0,M11.1.0,", "EST5EDT,M0.2.0,M11.1.0",
	    "EST5EDT,M13.2.0,M11.1.0", "EST5EDT,M3.0.0,M11.1.0", "EST5EDT,M3.6.0,M11.1.0",
	    "EST5EDT,M3.2.7,M11.1.0", "EST5EDT,M3.2,M11.1.0", "EST5EDT,J0,J300",
	    "EST5EDT,J366,J300", "EST5EDT,366,300", "EST5EDT,M3.2.0/168,M11.1.0",
	    "EST5EDT,M3.2.0/,M11.1.0", "EST5EDT,M3.2.0/2:,M11.1.0", "EST5EDT,,M11.1.0",
	    "EST5ED,M3.2.0,M11.1.0", "EST99999999999999EDT,M3.2.0,M11.1.0",
	    "EST5EDT,99999999999,300"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct zone_rule rule = {.standard = 42};
		if (zone_rule_read(text_of(bad[i]), &rule) || rule.standard != 42)
			fail_msg("taken: %s", bad[i]);
	}
	struct zone_rule rule;
	assert_false(zone_rule_read((struct text){NULL, 0}, &rule));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(agrees_with_the_library),
	    cmocka_unit_test(changes_to_the_second),
	    cmocka_unit_test(refuses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
