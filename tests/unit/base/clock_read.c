/* SPDX-License-Identifier: Apache-2.0 */
/* Every form of date and time that log lines have, what may follow them, and what only looks like
 * one. */
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* "year-month-day hour:minute:second.microsecond offset", the last "-" where the text has none. */
static void describe(const struct civil *civil, char out[80])
{
	char offset[16] = "-";
	if (civil->has_offset)
		snprintf(offset, sizeof(offset), "%d", civil->offset);
	snprintf(out, 80, "%d-%d-%d %d:%d:%d.%d %s", civil->year, civil->month, civil->day,
	    civil->hour, civil->minute, civil->second, civil->microsecond, offset);
}

static void reads(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		const char *means;
		const char *rest;
	} cases[] = {
	    {"2019-05-12T02:10:11.123456Z", "2019-5-12 2:10:11.123456 0", ""},
	    {"2019-05-12t02:10:11z", "2019-5-12 2:10:11.0 0", ""},
	    {"2019-05-12 02:10:11", "2019-5-12 2:10:11.0 -", ""},
	    {"2019-05-12T02:10:11,123+0900", "2019-5-12 2:10:11.123000 32400", ""},
	    {"2019-05-12T02:10:11.1+09:00 x", "2019-5-12 2:10:11.100000 32400", " x"},
	    {"2019-05-12T02:10:11-04:30", "2019-5-12 2:10:11.0 -16200", ""},
	    {"2019-05-12T02:10:11-04", "2019-5-12 2:10:11.0 -14400", ""},
	    {"2019-05-12T02:10:11.123456789Z", "2019-5-12 2:10:11.123456 0", ""},
	    {"2019-05-12T02:10:11.9999999Z", "2019-5-12 2:10:11.999999 0", ""},
	    {"2019-05-12T02:10Z", "2019-5-12 2:10:0.0 0", ""},
	    {"2016-12-31T23:59:60Z", "2016-12-31 23:59:60.0 0", ""},
	    {"2019-05-12 02:10:11 -0400 x", "2019-5-12 2:10:11.0 -14400", " x"},
	    {"2019-05-12 02:10:11 UTC", "2019-5-12 2:10:11.0 0", ""},
	    {"2019-05-12 02:10:11 JST|", "2019-5-12 2:10:11.0 32400", "|"},
	    {"2019-05-12 02:10:11 JSTX", "2019-5-12 2:10:11.0 -", " JSTX"},
	    {"2019-05-12 02:10:11 -12345", "2019-5-12 2:10:11.0 -", " -12345"},
	    {"2019-05-12 02:10:11-host", "2019-5-12 2:10:11.0 -", "-host"},
	    {"2019-05-12 02:10:11,123 x", "2019-5-12 2:10:11.123000 -", " x"},
	    {"2019-05-12 02:10:11,4624,x", "2019-5-12 2:10:11.0 -", ",4624,x"},
	    {"2019-05-12 02:10:11,192.0.2.1", "2019-5-12 2:10:11.0 -", ",192.0.2.1"},
	    {"2019-05-12 02:10:11.", "2019-5-12 2:10:11.0 -", "."},
	    {"2019-05-12 02:10 x", "2019-5-12 2:10:0.0 -", " x"},
	    {"2019/05/12 02:10:11", "2019-5-12 2:10:11.0 -", ""},
	    {"2019/5/2 2:10", "2019-5-2 2:10:0.0 -", ""},
	    {"2019/05/12 02:10:11: [INSPECT]", "2019-5-12 2:10:11.0 -", ": [INSPECT]"},
	    {"2019/05/12 12:10:11 AM", "2019-5-12 0:10:11.0 -", ""},
	    {"2019/05/12 12:10:11 PM", "2019-5-12 12:10:11.0 -", ""},
	    {"2019/05/12 1:10:11PM", "2019-5-12 13:10:11.0 -", ""},
	    {"2019/05/12 14:10:11 PM", "2019-5-12 14:10:11.0 -", ""},
	    {"2019/05/12 02:10:11 PMX", "2019-5-12 2:10:11.0 -", " PMX"},
	    {"2019/05/12 02:10:11\xe3\x80\x81", "2019-5-12 2:10:11.0 -", "\xe3\x80\x81"},
	    {"May 12 02:10:11 host", "0-5-12 2:10:11.0 -", " host"},
	    {"May  2 02:10:11 host", "0-5-2 2:10:11.0 -", " host"},
	    {"May 2 02:10:11.5: x", "0-5-2 2:10:11.500000 -", ": x"},
	    {"Feb 29 02:10:11", "0-2-29 2:10:11.0 -", ""},
	    {"May 12 02:10:11 2019", "0-5-12 2:10:11.0 -", " 2019"},
	    {"May 12 02:10:11 UTC", "0-5-12 2:10:11.0 -", " UTC"},
	    {"may 12 2019 02:10:11: x", "2019-5-12 2:10:11.0 -", ": x"},
	    {"May  2 2019 02:10:11.123", "2019-5-2 2:10:11.123000 -", ""},
	    {"MAY 12 2019 02:10:11 JST: x", "2019-5-12 2:10:11.0 32400", ": x"},
	    {"May 12, 2019 2:10:11 PM", "2019-5-12 14:10:11.0 -", ""},
	    {"Mon May 12 02:10:11.123 2019] x", "2019-5-12 2:10:11.123000 -", "] x"},
	    {"Sun May 12 02:10:11 JST 2019", "2019-5-12 2:10:11.0 32400", ""},
	    {"Sun May 12 02:10:11", "0-5-12 2:10:11.0 -", ""},
	    {"Sun May 12 02:10:11 20191", "0-5-12 2:10:11.0 -", " 20191"},
	    {"Sun, 12 May 2019 02:10:11 +0900", "2019-5-12 2:10:11.0 32400", ""},
	    {"Sun, 2 May 2019 02:10:11 GMT", "2019-5-2 2:10:11.0 0", ""},
	    {"12/May/2019:02:10:11 +0900] \"GET", "2019-5-12 2:10:11.0 32400", "] \"GET"},
	    {"12/May/2019:02:10:11", "2019-5-12 2:10:11.0 -", ""},
	    {"0001-01-01T00:00:00Z", "1-1-1 0:0:0.0 0", ""},
	    {"9999-12-31T23:59:59Z", "9999-12-31 23:59:59.0 0", ""},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct text rest = text_of(cases[i].text);
		struct civil civil;
		char out[80];
		if (!clock_read(&rest, &civil))
			fail_msg("not read: %s", cases[i].text);
		describe(&civil, out);
		assert_string_equal(out, cases[i].means);
		assert_int_equal(rest.size, strlen(cases[i].rest));
		assert_ptr_equal(rest.at + rest.size, cases[i].text + strlen(cases[i].text));
		assert_int_equal(clock_parse(text_of(cases[i].text), &civil), rest.size == 0);
	}
}

static void refuses(void **state)
{
	(void)state;
	static const char *const cases[] = {"", " ", "2019", "2019-05-12", "2019-05-12T",
	    "2019-05-12T02", "2019-05-12T02:", "2019-05-12T2:10:11", "2019-5-12T02:10:11Z",
	    "2019-05-12  02:10:11", "2019-13-12T02:10:11Z", "2019-00-12T02:10:11Z",
	    "2019-02-29T02:10:11Z", "1900-02-29T02:10:11Z", "2019-04-31T02:10:11Z",
	    "2019-05-00T02:10:11Z", "2019-05-12T24:10:11Z", "2019-05-12T02:60:11Z",
	    "2019-05-12T02:10:61Z", "0000-05-12T02:10:11Z", "02019-05-12T02:10:11Z",
	    "2019-05-12T02:10:111Z", "2019-05-12T02:10:11Zz", "2019-05-12T02:10:11abc",
	    "2019-05-12T02:10:11+9", "2019-05-12T02:10:11+24:00", "2019-05-12T02:10:11+09:60",
	    "2019-05-12T02:10:11-", "2019-05-12T02:10:11+09:0", "2019-05-12T02:10:11+",
	    " 2019-05-12T02:10:11Z", "2019-05/12 02:10:11", "20190512T021011Z", "2019/05/12T",
	    "2019/005/12 02:10:11", "2019/05/12 00:10:11 PM", "2019/05/12 14:10:11 AM", "May",
	    "May 12", "May 12 02:10", "May 32 02:10:11", "May 0 02:10:11", "May   2 02:10:11",
	    "Mai 12 02:10:11", "Mayo 12 02:10:11", "May 12 2:10:11", "May 12 2019",
	    "May 12 0000 02:10:11", "Feb 30 02:10:11", "Feb 29 2019 02:10:11", "Mon", "Mon,",
	    "Mon, 12", "Monday May 12 02:10:11", "Mon Mon May 12 02:10:11", "12/05/2019:02:10:11",
	    "12/May/2019 02:10:11", "12/May/19:02:10:11", "123/May/2019:02:10:11", "12/Feb/2019",
	    "32/May/2019:02:10:11", "12 May 02:10:11", "-2019-05-12T02:10:11Z", "1557627011",
	    "192.0.2.1 - -"};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct text rest = text_of(cases[i]);
		struct civil civil = {.year = 42};
		if (clock_read(&rest, &civil))
			fail_msg("taken: %s", cases[i]);
		assert_ptr_equal(rest.at, cases[i]);
		assert_int_equal(rest.size, strlen(cases[i]));
		assert_int_equal(civil.year, 42);
	}
	struct text nothing = {NULL, 0};
	struct civil civil;
	assert_false(clock_read(&nothing, &civil));
}

/* No beginning of a time, nor one with a foreign byte in it, reads past its end or is taken for
 * another time. */
static void every_beginning(void **state)
{
	(void)state;
	static const char *const whole[] = {"2019-05-12T02:10:11.123456+09:00",
	    "Sun May 12 02:10:11.123 JST 2019", "12/May/2019:02:10:11 +0900",
	    "2019/05/12 02:10:11 PM"};
	for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++) {
		struct civil full;
		assert_true(clock_parse(text_of(whole[i]), &full));
		for (size_t size = 0; size < strlen(whole[i]); size++) {
			struct text rest = {whole[i], size};
			struct civil part;
			if (clock_read(&rest, &part)) {
				assert_int_equal(part.day, full.day);
				assert_int_equal(part.minute, full.minute);
			}
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads),
	    cmocka_unit_test(refuses),
	    cmocka_unit_test(every_beginning),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
