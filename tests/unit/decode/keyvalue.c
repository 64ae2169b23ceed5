/* SPDX-License-Identifier: Apache-2.0 */
/* Any maker's pairs: what is taken, what is left to others, what well-known keys become. */
#include "expect.h"

static void test_types(void **state)
{
	(void)state;
	static const struct expect_case cases[] = {
	    {"<4>Mar  2 10:15:30 gw DROP IN=eth0 OUT= MAC=00:53:00:00:00:01 SRC=203.0.113.66 "
	     "DST=203.0.113.1 LEN=40 TOS=0x00 TTL=50 ID=1 PROTO=TCP SPT=41000 DPT=22 "
	     "WINDOW=1024 SYN URGP=0",
		{"@product=", "@category=firewall", "src_ip=203.0.113.66", "src_port=41000",
		    "dst_port=22", "transport=tcp", "src_interface=eth0", "device=gw", "OUT="}},
	    {"time=2026-03-02T10:16:00+09:00 level=INFO msg=\"request done\" method=GET "
	     "url=https://www.example.com/x?y=1 status=200 user=tanaka",
		{"@product=", "@category=proxy", "@message=request done",
		    "@time=2026-03-02T01:16:00.000000Z", "level=info ;; INFO", "cs-method=GET",
		    "sc-status=200", "user=tanaka", "cs-host=www.example.com"}},
	    {"<134>Mar  2 10:17:00 router src=192.0.2.10, sport=50123, dst=198.51.100.20, "
	     "dport=443, proto=6, action=accept",
		{"@category=firewall", "src=192.0.2.10", "src_ip=192.0.2.10", "dst_port=443",
		    "transport=tcp", "event_action=accept", "device=router"}},
	    {"date=2026-03-02 time=10:15:30 a=1 b=2", {"@time=2026-03-02T10:15:30.000000Z"}},
	    {"a=1; b=\"x; y\"; c=3; qname=www.example.com",
		{"a=1", "b=x; y", "query=www.example.com", "@category=dns"}},
	    {"a=1 b=2 c=3 time=12 user=N/A src=0.0.0.0", {"@time=none", "!src_ip", "user="}},
	};
	EXPECT("keyvalue", cases);
}

static void test_others(void **state)
{
	(void)state;
	expect_other("keyvalue", "a=1 b=2 c=3");
	expect_other("keyvalue", "words more words and a=1 b=2 c=3 d=4 in between of all this");
	expect_other("keyvalue",
	    "Mar  2 10:15:30 mail dovecot: imap-login: Login: user=<x>, method=PLAIN, "
	    "rip=192.0.2.1, lip=192.0.2.2, mpid=1");
	expect_other("keyvalue", "=a =b =c =d =e");
	expect_other("keyvalue", "https://www.example.com/?a=1&b=2 c d");
}

static void test_hostile(void **state)
{
	(void)state;
	expect_unharmed(
	    "<4>Mar  2 10:15:30 gw DROP IN=eth0 OUT= MAC=00:53:00:00:00:01 SRC=203.0.113.66 "
	    "DST=203.0.113.1 LEN=40 TOS=0x00 TTL=50 ID=1 PROTO=TCP SPT=41000 DPT=22 "
	    "WINDOW=1024 SYN URGP=0",
	    NULL);
	expect_unharmed("time=2026-03-02T10:16:00+09:00 level=INFO msg=\"request done\" method=GET "
			"url=https://www.example.com/x?y=1 status=200 user=tanaka",
	    NULL);
}

static void test_sample(void **state)
{
	(void)state;
	expect_sample("keyvalue/keyvalue.log", "keyvalue", 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_types),
	    cmocka_unit_test(test_others),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_sample),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
