/* SPDX-License-Identifier: Apache-2.0 */
/* SEIL: the packet filter's three forms and the application filter's, levels and functions. */
#include "expect.h"

static void test_filter(void **state)
{
	static const struct expect_case cases[] = {
	    {"<142>Apr  1 12:00:00 seil1 pppoe0 @0:12[BLOCK-TELNET] block 198.51.100.7,4711 -> "
	     "203.0.113.2,23 PR tcp len 60 20/40 in S",
		{"@product=seil", "@category=firewall", "@service=filter", "event_action=block",
		    "blocked=true", "rule_name=BLOCK-TELNET", "src_ip=198.51.100.7",
		    "src_port=4711", "dst_ip=203.0.113.2", "dst_port=23", "transport=tcp",
		    "direction=inbound", "src_interface=pppoe0", "device=seil1", "size=60"}},
	    {"<142>Apr  1 12:00:01 seil1 info filter lan0 @0:3[WEB] p 192.168.100.2,50000 -> "
	     "203.0.113.80,443 PR 6 len 60 20/40 out",
		{"level=info", "event_action=pass", "blocked=false", "transport=tcp",
		    "direction=outbound", "dst_interface=lan0"}},
	    {"pppoe0 @0:1[PING] b 2001:db8::7 -> 2001:db8::2 PR icmp type 8 code 0 len 84 20/64 in",
		{"event_action=block", "icmp_type=8", "src_ip=2001:db8::7", "!src_port"}},
	    {"lan0 @1:2[P2P] block 192.168.100.9,6881 -> 198.51.100.44,6881 AP Winny len 60 20/40 "
	     "out",
		{"application=winny", "!transport"}},
	    {"<139>Apr  1 12:00:05 seil1 error ipf: iipf: filter rule is full",
		{"@service=ipf", "level=error", "@message=iipf: filter rule is full",
		    "@category="}},
	    {"<142>Apr  1 12:00:06 seil1 notice ppp pppoe0 session established", {"@service=ppp"}},
	};

	(void)state;
	EXPECT("seil", cases);
}

static void test_others(void **state)
{
	(void)state;
	expect_other("seil", "info filter without a header");
	expect_other("seil", "Apr  1 12:00:06 web1 info: filter ready");
	expect_other("seil", "a @0:1[x] y");
}

static void test_hostile(void **state)
{
	(void)state;
	expect_unharmed(
	    "<142>Apr  1 12:00:00 seil1 info filter pppoe0 @0:12[X] block 198.51.100.7,4711 -> "
	    "203.0.113.2,23 PR tcp len 60 20/40 in S",
	    NULL);
}

static void test_sample(void **state)
{
	(void)state;
	expect_sample("seil/router.log", "seil", 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_filter),
	    cmocka_unit_test(test_others),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_sample),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
