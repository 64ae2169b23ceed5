/* SPDX-License-Identifier: Apache-2.0 */
/* Cisco IOS, IOS XR and NX-OS: marks, access lists, log-ins, commands, the services that Sigma asks
 * for. */
#include "expect.h"

static void test_marks(void **state)
{
	static const struct expect_case cases[] = {
	    {"<190>2361044: sw1: Jan  6 2023 22:11:43.398 JST: %SYS-5-CONFIG_I: Configured from "
	     "console "
	     "by admin on vty0 (192.168.10.9)",
		{"@product=cisco", "@service=syslog", "@time=2023-01-06T13:11:43.398000Z",
		    "facility=SYS", "event_code=CONFIG_I", "event_severity=5", "level=notification",
		    "sequence=2361044", "device=sw1", "user=admin", "src_ip=192.168.10.9",
		    "event_action=command"}},
	    {"<189>29: *Mar  1 2023 00:01:02.123: %LINK-3-UPDOWN: Interface GigabitEthernet0/1, "
	     "changed "
	     "state to up",
		{"sequence=29", "interface=GigabitEthernet0/1", "state=up"}},
	    {"%PIM-SW1-6-INVALID_RP_JOIN: Received (*, 233.252.0.1) Join from 192.0.2.66 for "
	     "invalid RP "
	     "192.0.2.3",
		{"facility=PIM-SW1", "event_code=INVALID_RP_JOIN", "src_ip=192.0.2.66",
		    "dst_ip=192.0.2.3", "group_address=233.252.0.1"}},
	    {"<189>123: r1 RP/0/RSP0/CPU0:Apr  1 2023 12:00:00.123 JST: exec[65710]: "
	     "%SECURITY-LOGIN-6-AUTHEN_SUCCESS : Successfully authenticated user 'admin' from "
	     "'192.168.10.9' on 'vty0'",
		{"facility=SECURITY-LOGIN", "event_action=logged-in", "event_outcome=success",
		    "user=admin", "program=exec"}},
	    {"%FOO-6-BAR: anything",
		{"event_code=BAR", "@message=%FOO-6-BAR: anything", "!sequence"}},
	};

	(void)state;
	EXPECT("cisco-ios", cases);
}

static void test_lists(void **state)
{
	static const struct expect_case cases[] = {
	    {"%SEC-6-IPACCESSLOGP: list 177 denied tcp 198.51.100.7(55250) -> 203.0.113.2(23), 1 "
	     "packet",
		{"@category=firewall", "event_action=deny", "blocked=true", "rule_name=177",
		    "transport=tcp", "src_ip=198.51.100.7", "src_port=55250", "dst_port=23",
		    "packets=1"}},
	    {"%SEC-6-IPACCESSLOGP: list 101 permitted tcp 192.168.10.5(1) (Gi0/1 0011.2233.4455) "
	     "-> "
	     "198.51.100.80(80), 2 packets",
		{"event_action=permit", "blocked=false", "src_interface=Gi0/1",
		    "src_mac=0011.2233.4455"}},
	    {"%SEC-6-IPACCESSLOGDP: list 151 denied icmp 192.0.2.1 -> 198.51.100.2 (3/4), 1 packet",
		{"icmp_type=3", "icmp_code=4"}},
	    {"%SEC-6-IPACCESSLOGS: list 10 denied 198.51.100.7 1 packet",
		{"src_ip=198.51.100.7", "packets=1", "!dst_ip"}},
	    {"%IPV6-6-ACCESSLOGP: list A/10 permitted tcp 2001:db8::1(1027) -> 2001:db8::2(22), 9 "
	     "packets",
		{"src_ip=2001:db8::1", "dst_port=22"}},
	    {"%SEC-6-IPACCESSLOGRL: access-list logging rate-limited or missed 18 packets",
		{"@category=", "!blocked"}},
	    {"392: *Mar  2 03:32:04 JST: %SEC-6-IPACCESSLOGP: list 111 denied tcp "
	     "192.0.2.10(50150) (Serial4/3 ) -> 198.51.100.1(443), 1 packet",
		{"src_ip=192.0.2.10", "dst_port=443", "src_interface=Serial4/3", "blocked=true"}},
	};

	(void)state;
	EXPECT("cisco-ios", cases);
}

static void test_people(void **state)
{
	static const struct expect_case cases[] = {
	    {"%SEC_LOGIN-4-LOGIN_FAILED: Login failed [user: root] [Source: 198.51.100.66] "
	     "[localport: "
	     "22] [Reason: Login Authentication Failed] at 12:06:04 JST Wed Feb 8 2023",
		{"event_action=logon-failed", "event_outcome=failure", "user=root",
		    "src_ip=198.51.100.66", "dst_port=22", "reason=Login Authentication Failed"}},
	    {"%PARSER-5-CFGLOG_LOGGEDCMD: User:admin  logged command:no logging host 192.168.10.20",
		{"@service=aaa", "user=admin", "command=no logging host 192.168.10.20"}},
	    {"%SYS-6-LOGOUT: User admin has exited tty session 5(192.168.10.9)",
		{"event_action=logged-out", "src_ip=192.168.10.9", "session=5"}},
	    {"%SSH-5-SSH2_USERAUTH: User 'admin' authentication for SSH2 Session from 192.168.10.9 "
	     "(tty "
	     "= 0) using crypto cipher 'aes256-ctr', hmac 'hmac-sha2-256' Failed",
		{"event_outcome=failure"}},
	    {"%TCP-6-BADAUTH: Invalid MD5 digest from 198.51.100.1(179) to 203.0.113.2(11002)",
		{"@service=bgp", "src_port=179", "event_action=threat-detected"}},
	    {"%BGP-5-ADJCHANGE: neighbor 198.51.100.1 Down", {"@service=bgp"}},
	    {"%LDP-5-NBRCHG: LDP Neighbor 198.51.100.1:0 is DOWN", {"@service=ldp"}},
	};

	(void)state;
	EXPECT("cisco-ios", cases);
}

static void test_others(void **state)
{
	(void)state;
	expect_other("cisco-ios", "%SYS-5: x");
	expect_other("cisco-ios", "%sys-5-CONFIG: x");
	expect_other("cisco-ios", "100%-5-X: y");
	expect_other("cisco-ios", "%A-9-B: severity out of range");
	expect_other("cisco-ios", "%A-5-B no colon");
}

static void test_hostile(void **state)
{
	(void)state;
	expect_unharmed(
	    "<190>2361044: sw1: *Jan  6 2023 22:11:43.398 JST: %SEC-6-IPACCESSLOGP: list 101 "
	    "permitted tcp 192.168.10.5(1) (Gi0/1 0011.2233.4455) -> 198.51.100.80(80), 2 "
	    "packets",
	    NULL);
}

static void test_sample(void **state)
{
	(void)state;
	expect_sample("cisco_ios/ios.log", "cisco-ios", 13);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_marks),
	    cmocka_unit_test(test_lists),
	    cmocka_unit_test(test_people),
	    cmocka_unit_test(test_others),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_sample),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
