/* SPDX-License-Identifier: Apache-2.0 */
/* Squid access log, native form. */
#include "expect.h"

static const struct expect_case cases[] = {
    {"1795169540.086   5006 192.0.2.10 TCP_MISS/200 375 GET http://www.parts.example/i.htm"
     "l?a=b tanaka HIER_DIRECT/192.0.2.20 text/html",
	{"@product=squid", "@category=proxy", "@time=2026-11-20T10:12:20.086000Z", "duration=5.006",
	    "src_ip=192.0.2.10", "event_action=TCP_MISS", "sc-status=200", "sc-bytes=375",
	    "cs-method=GET", "c-uri=http://www.parts.example/i.html?a=b",
	    "cs-host=www.parts.example", "cs-uri-stem=/i.html", "c-uri-extension=html",
	    "c-uri-query=a=b", "cs-username=tanaka", "user=tanaka", "hierarchy=HIER_DIRECT",
	    "dst_ip=192.0.2.20", "dst_host=www.parts.example", "sc-content-type=text/html"}},
    {"1157689312.049   5006 192.0.2.10 TCP_DENIED/403 19763 CONNECT login.bad.example:443 "
     "- NONE/- -",
	{"event_action=TCP_DENIED", "cs-host=login.bad.example", "dst_port=443", "!user", "!dst_ip",
	    "!sc-content-type", "c-uri=login.bad.example:443"}},
    {"1795169540.086 -1 pc07.parts.example TCP_MISS_ABORTED/000 0 POST http://203.0.113.9:"
     "8080/g.php - FIRSTUP_PARENT/192.0.2.30 - extra stuff",
	{"src_host=pc07.parts.example", "!duration", "dst_port=8080", "peer=192.0.2.30", "!dst_ip",
	    "extra=extra stuff", "sc-status=000"}},
    {"1795169540.137 0 192.0.2.10 NONE_NONE/400 3444 hello error:invalid-request - HIER_NO"
     "NE/- text/html",
	{"c-uri=error:invalid-request", "cs-method=hello"}},
    {"1795169540.137 0 192.0.2.10 TCP_MISS/200 1 GET http://x.example/%2e%2e%2f - HIER_DIR"
     "ECT/2001:db8::1 -",
	{"c-uri=http://x.example/%2e%2e%2f ;; http://x.example/../", "dst_ip=2001:db8::1",
	    "!dst_port"}},
    {"<142>Nov 20 10:12:20 proxy1 squid[77]: 1795169540.137 0 192.0.2.10 TCP_HIT/200 1 GET"
     " http://x.example/ - NONE/- -",
	{"event_action=TCP_HIT", "device=proxy1", "program=squid"}},
};

static void test_cases(void **state)
{
	(void)state;
	EXPECT("squid", cases);
}

static void test_not_squid(void **state)
{
	(void)state;
	expect_other("squid", "1795169540.086 5006 192.0.2.10 TCP_MISS/200");
	expect_other(
	    "squid", "1795169540.086 5006 192.0.2.10 TCP_MISS/200 x GET http://x/ - NONE/- -");
	expect_other("squid", "1795169540 5006 192.0.2.10 TCP_MISS/200 1 GET http://x/ - NONE/- -");
	expect_other(
	    "squid", "1795169540.086 5006 192.0.2.10 something/200 1 GET http://x/ - NONE/- -");
}

static void test_hostile(void **state)
{
	(void)state;
	for (size_t i = 0; i < 3; i++)
		expect_unharmed(cases[i].record, NULL);
}

static void test_sample(void **state)
{
	(void)state;
	expect_sample("squid/access.log", "squid", 12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cases),
	    cmocka_unit_test(test_not_squid),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_sample),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
