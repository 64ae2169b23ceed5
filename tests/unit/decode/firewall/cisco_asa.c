/* SPDX-License-Identifier: Apache-2.0 */
/* Cisco ASA sentences and FTD lists: endpoints, directions, translations, users, log-ins, unknown
 * numbers. */
#include "expect.h"

#include "decode/firewall/cisco_asa_messages.h"

static void test_connections(void **state)
{
	static const struct expect_case cases[] = {
	    {"<166>Apr 17 2023 14:08:01 fw1 : %ASA-6-302013: Built outbound TCP connection 4711 "
	     "for "
	     "outside:198.51.100.80/443 (198.51.100.80/443) to inside:192.168.10.5/50123 "
	     "(203.0.113.2/40123)",
		{"@product=cisco", "@category=firewall", "@service=asa",
		    "@time=2023-04-17T14:08:01.000000Z", "event_code=302013", "event_severity=6",
		    "level=informational", "event_action=flow-creation", "direction=outbound",
		    "transport=tcp", "src_ip=192.168.10.5", "src_port=50123",
		    "src_interface=inside", "src_nat_ip=203.0.113.2", "src_nat_port=40123",
		    "dst_ip=198.51.100.80", "dst_port=443", "!dst_nat_ip", "device=fw1", "!machine",
		    "session_id=4711"}},
	    {"%ASA-6-302013: Built inbound TCP connection 1 for outside:198.51.100.9/4711 "
	     "(198.51.100.9/4711) to dmz:192.168.20.80/80 (203.0.113.80/80)",
		{"@time=none", "direction=inbound", "src_ip=198.51.100.9", "dst_ip=192.168.20.80",
		    "dst_nat_ip=203.0.113.80", "!dst_nat_port"}},
	    {"%ASA-6-302014: Teardown TCP connection 5 for outside:198.51.100.80/443 to "
	     "inside:192.168.10.5/50123 duration 0:01:07 bytes 38110 TCP Reset-O from inside "
	     "(tanaka)",
		{"duration=67", "bytes=38110", "reason=TCP Reset-O", "initiator=inside",
		    "user=tanaka"}},
	    {"%ASA-6-302014: Teardown TCP connection 5 for outside:198.51.100.80/443 to "
	     "inside:192.168.10.5/50123 duration 0:00:00 bytes 0",
		{"duration=0", "bytes=0", "!reason"}},
	    {"%ASA-6-302016: Teardown UDP connection 6 for outside:198.51.100.53/53(LOCAL\\suzuki) "
	     "to "
	     "inside:192.168.10.5/50999 duration 26:00:01 bytes 148",
		{"duration=93601", "src_user=suzuki", "!user"}},
	    {"%ASA-6-302016: Teardown UDP connection 7 for outside:192.0.2.1/67 to NP Identity "
	     "Ifc:255.255.255.255/68 duration 0:58:46 bytes 58512",
		{"src_ip=192.0.2.1", "dst_ip=255.255.255.255", "dst_port=68"}},
	    {"%ASA-6-302020: Built inbound ICMP connection for faddr 198.51.100.9/512 gaddr "
	     "203.0.113.2/0 laddr 192.168.10.5/0 type 8 code 0",
		{"transport=icmp", "src_ip=198.51.100.9", "dst_ip=192.168.10.5",
		    "dst_nat_ip=203.0.113.2", "icmp_type=8", "!src_port"}},
	    {"%ASA-6-302021: Teardown ICMP connection for faddr 198.51.100.9/0 gaddr "
	     "203.0.113.2/512 laddr 192.168.10.5/512",
		{"src_ip=192.168.10.5", "dst_ip=198.51.100.9"}},
	    {"%ASA-6-305011: Built dynamic TCP translation from inside:192.168.10.5/50123 to "
	     "outside:203.0.113.2/12834",
		{"src_ip=192.168.10.5", "src_nat_ip=203.0.113.2", "src_nat_port=12834",
		    "dst_interface=outside", "!dst_ip"}},
	    {"%ASA-6-302013: Built outbound TCP connection 8 for outside:www-1.example/443 "
	     "(www-1.example/443) to inside:pc-7/50123 (pc-7/50123)",
		{"src_host=pc-7", "!src_ip", "dst_host=www-1.example"}},
	    {"%ASA-6-302015: Built inbound UDP connection 9 for "
	     "outside:2001:db8::9/4711 (2001:db8::9/4711) to inside:2001:db8:1::5/53 "
	     "(2001:db8:1::5/53)",
		{"src_ip=2001:db8::9", "src_port=4711", "dst_ip=2001:db8:1::5", "dst_port=53"}},
	    {"%ASA-6-302021: Teardown ICMP connection 9 from outside:198.51.100.1/8 "
	     "(198.51.100.1/8) to inside:192.0.2.2/0 (192.0.2.2/0)",
		{"src_ip=198.51.100.1", "dst_ip=192.0.2.2", "transport=icmp"}},
	};

	(void)state;
	EXPECT("cisco-asa", cases);
}

static void test_denials(void **state)
{
	static const struct expect_case cases[] = {
	    {"%ASA-4-106023: Deny tcp src outside:198.51.100.9/4711 dst inside:203.0.113.2/3389 by "
	     "access-group \"outside_in\" [0x8ed66b60, 0xf8852875]",
		{"@category=firewall", "event_action=deny", "blocked=true", "rule_name=outside_in",
		    "src_ip=198.51.100.9", "dst_port=3389"}},
	    {"%PIX-4-106023: Deny protocol 47 src outside:198.51.100.9 dst inside:203.0.113.2 by "
	     "access-group \"a b\"",
		{"@service=asa", "transport=gre", "rule_name=a b"}},
	    {"%ASA-4-106023: Deny icmp src outside:198.51.100.9 dst inside:203.0.113.2 (type 8, "
	     "code "
	     "0) by access-group \"x\" [0x0, 0x0]",
		{"icmp_type=8", "icmp_code=0", "dst_ip=203.0.113.2"}},
	    {"%ASA-session-5-106100: access-list in permitted tcp inside/192.168.10.5(50123) -> "
	     "outside/198.51.100.80(443) hit-cnt 1 first hit [0x71a87d94, 0x0]",
		{"event_action=permit", "blocked=false", "message_class=session", "src_port=50123",
		    "dst_interface=outside", "hits=1"}},
	    {"%ASA-5-106102: access-list in denied udp for user tanaka inside/192.168.10.5(1) -> "
	     "outside/198.51.100.80(53) hit-cnt 2 300-second interval [0x0, 0x0]",
		{"event_action=deny", "blocked=true", "user=tanaka"}},
	    {"%ASA-2-106001: Inbound TCP connection denied from 198.51.100.9/4711 to "
	     "203.0.113.2/443 "
	     "flags URG+SYN+RST on interface outside",
		{"direction=inbound", "src_port=4711", "flags=URG+SYN+RST",
		    "src_interface=outside"}},
	    {"%ASA-2-106016: Deny IP spoof from (0.0.0.0) to 203.0.113.2 on interface inside",
		{"event_action=deny", "src_ip=0.0.0.0", "dst_ip=203.0.113.2"}},
	    {"%ASA-4-338002: Dynamic Filter permitted black listed TCP traffic from "
	     "inside:192.168.10.5/6798 (203.0.113.2/7890) to outside:198.51.100.99/80 "
	     "(198.51.100.99/80), destination 198.51.100.99 resolved from dynamic list: "
	     "bad.example",
		{"event_action=permit", "blocked=false", "indicator=bad.example",
		    "src_nat_port=7890"}},
	    {"%ASA-5-304001: tanaka@192.168.10.5(LOCAL\\tanaka) Accessed URL "
	     "198.51.100.80:http://www.example/a.html?b",
		{"src_ip=192.168.10.5", "src_user=tanaka", "dst_ip=198.51.100.80",
		    "cs-host=www.example", "cs-uri-query=b"}},
	    {"%ASA-4-733100: [ Scanning] drop rate-1 exceeded. Current burst rate is 12 per "
	     "second, "
	     "max configured rate is 10; Current average rate is 6 per second, max configured rate "
	     "is 5; Cumulative total count is 3823",
		{"event_action=threat-detected", "object=Scanning", "burst_rate=12", "total=3823"}},
	    {"%ASA-3-421001: UDP flow from inside:192.0.2.2/6080 to outside:198.51.100.8/53 is "
	     "dropped because application has failed",
		{"src_ip=192.0.2.2", "dst_port=53", "event_action=drop", "blocked=true"}},
	    {"%ASA-2-201003: Embryonic limit exceeded 5/4 for 198.51.100.5/5300 (203.0.113.9) "
	     "192.0.2.6/80 on interface outside",
		{"src_ip=198.51.100.5", "dst_ip=192.0.2.6", "dst_port=80", "blocked=true"}},
	    {"%ASA-2-410002: Dropped 3 DNS responses with mis-matched id in the past 5 second(s): "
	     "from outside:198.51.100.5/53 to inside:192.0.2.6/4000",
		{"src_ip=198.51.100.5", "dst_port=4000", "blocked=true"}},
	    {"%ASA-3-202010: PAT pool exhausted. Unable to create TCP connection from "
	     "inside:192.0.2.2/40012 to outside:198.51.100.8/443",
		{"dst_ip=198.51.100.8", "blocked=true", "reason=PAT pool exhausted"}},
	    {"%ASA-4-108004: ESMTP Classification: Dropped connection for ESMTP Request from "
	     "inside:192.0.2.2/49536 to outside:198.51.100.8/25; matched Class 4",
		{"src_ip=192.0.2.2", "dst_port=25", "blocked=true"}},
	};

	(void)state;
	EXPECT("cisco-asa", cases);
}

static void test_people(void **state)
{
	static const struct expect_case cases[] = {
	    {"%ASA-6-113005: AAA user authentication Rejected : reason = AAA failure : server = "
	     "192.168.10.3 : user = suzuki : user IP = 198.51.100.66",
		{"@category=", "event_action=logon-failed", "event_outcome=failure", "user=suzuki",
		    "src_ip=198.51.100.66", "reason=AAA failure"}},
	    {"%ASA-6-605005: Login permitted from 192.168.10.9/6651 to inside:192.168.10.1/ssh for "
	     "user \"admin\"",
		{"event_action=logged-in", "event_outcome=success", "app_protocol=ssh",
		    "user=admin", "!dst_port"}},
	    {"%ASA-6-605004: Login denied from 192.168.10.9/6651 to inside:192.168.10.1/https for "
	     "user \"*****\"",
		{"event_outcome=failure", "!user"}},
	    {"%ASA-6-113039: Group <staff> User <EXAMPLE\\tanaka> IP <198.51.100.66> AnyConnect "
	     "parent "
	     "session started.",
		{"event_action=client-vpn-connected", "group=staff", "user=tanaka",
		    "user_domain=EXAMPLE"}},
	    {"%ASA-4-113019: Group = staff, Username = tanaka, IP = 198.51.100.66, Session "
	     "disconnected. Session Type: SSL, Duration: 1d 2h:03m:04s, Bytes xmt: 1000, Bytes "
	     "rcv: "
	     "2000, Reason: User Requested",
		{"duration=93784", "dst_bytes=1000", "src_bytes=2000", "reason=User Requested"}},
	    {"%ASA-5-111008: User 'admin' executed the 'write memory' command.",
		{"event_action=command", "user=admin", "command=write memory"}},
	    {"%ASA-5-713049: Group = hq, Username = tanaka, IP = 198.51.100.66, Security "
	     "negotiation "
	     "complete",
		{"group=hq", "user=tanaka", "src_ip=198.51.100.66"}},
	    {"%ASA-5-750002: Local:203.0.113.2:500 Remote:198.51.100.66:500 Username:tanaka "
	     "Received a "
	     "IKE_INIT_SA request",
		{"src_ip=198.51.100.66", "dst_ip=203.0.113.2", "user=tanaka"}},
	    {"%ASA-5-999999: what no table has",
		{"event_code=999999", "@message=what no table has"}},
	    {"%ASA-6-302013: Built something else", {"event_code=302013", "!src_ip"}},
	    {"%ASA-7-111009: User tanaka executed cmd:show run",
		{"user=tanaka", "event_action=command"}},
	    {"%ASA-6-113006: User tanaka locked out on exceeding 3 successive failed "
	     "authentication attempts",
		{"user=tanaka"}},
	};

	(void)state;
	EXPECT("cisco-asa", cases);
}

static void test_lists(void **state)
{
	static const struct expect_case cases[] = {
	    {"2023-08-16T09:54:00Z ftd1  %FTD-1-430001: SrcIP: 192.168.10.5, DstIP: 198.51.100.80, "
	     "SrcPort: 55644, DstPort: 80, Protocol: 6, SID: 17279, Message: traversal, one more: "
	     "and "
	     "on, Classification: Attempted User Privilege Gain, User: No Authentication Required, "
	     "InlineResult: Dropped",
		{"@service=ftd", "@category=", "transport=tcp", "rule_id=17279",
		    "Signature=traversal, one more: and on", "InlineResult=Dropped", "!user",
		    "event_action=intrusion-detected", "device=ftd1"}},
	    {"%FTD-1-430003: AccessControlRuleAction: Block with reset, SrcIP: 192.168.10.5, "
	     "DstIP: "
	     "198.51.100.81, Prefilter Policy: Default, Endpoint Profile: Workstation:Windows, "
	     "User: "
	     "EXAMPLE\\tanaka, InitiatorBytes: 240, ResponderBytes: 0, URL: http://x.example/?a: b",
		{"@category=firewall", "blocked=true", "user=tanaka", "user_domain=EXAMPLE",
		    "src_bytes=240", "Prefilter Policy=Default",
		    "Endpoint Profile=Workstation:Windows", "c-uri=http://x.example/?a: b"}},
	    {"%FTD-1-430005: FileAction: Malware Block, ThreatName: Invalid ID, FileName: a.exe",
		{"event_action=malware-detected", "!Signature", "Filename=a.exe"}},
	    {"%FTD-1-430005: ThreatName: Win.Ransomware.Eicar, Empty: ,FileCount:, IngressZone:",
		{"Signature=Win.Ransomware.Eicar",
		    "Empty=", "FileCount=", "IngressZone=", "!src_zone"}},
	    {"2020-03-01T01:02:36Z sensor Alerts %NGIPS-0-430003: SrcIP: 192.0.2.1, DstIP: "
	     "192.0.2.2",
		{"@service=ftd", "program=Alerts", "src_ip=192.0.2.1"}},
	    {"Jan 11 2023 01:00:27 relay ftd[1234]: SrcIP: 192.0.2.1, Message: Intrusion attempt, "
	     "SID: 4",
		{"@service=ftd", "event_action=intrusion-detected", "Signature=Intrusion attempt"}},
	};

	(void)state;
	EXPECT("cisco-asa", cases);
}

static void test_others(void **state)
{
	(void)state;
	expect_other("cisco-asa", "%ASA- and nothing");
	expect_other("cisco-asa", "%ASA-6: x");
	expect_other("cisco-asa", "Jan 11 2023 01:00:27 relay ftd[1234]: hello, world");
	expect_other("cisco-asa", "Jan 11 2023 01:00:27 relay app[1]: SrcIP: 192.0.2.1");
}

/* The search by number needs the order; a typing error in it would hide messages. */
static void test_table(void **state)
{
	(void)state;
	assert_true(asa_message_count > 150);
	for (size_t i = 1; i < asa_message_count; i++)
		assert_true(asa_messages[i - 1].id <= asa_messages[i].id);
}

static void test_hostile(void **state)
{
	(void)state;
	expect_unharmed(
	    "<166>Apr 17 2023 14:08:01 fw1 : %ASA-6-302013: Built outbound TCP connection 4711 "
	    "for outside:198.51.100.80/443 (198.51.100.80/443)(L\\u, 1) to "
	    "inside:192.168.10.5/50123 (203.0.113.2/40123) (tanaka)",
	    NULL);
	expect_unharmed(
	    "%FTD-1-430003: AccessControlRuleAction: Block, SrcIP: 192.168.10.5, DstIP: "
	    "198.51.100.81, Endpoint Profile: W:W, User: E\\t, URL: http://x.example/?a",
	    NULL);
	expect_unharmed(
	    "%ASA-5-304001: t@192.168.10.5(L\\t) Accessed URL 198.51.100.80:http://w/a?b", NULL);
}

static void test_samples(void **state)
{
	(void)state;
	expect_sample("cisco_asa/asa.log", "cisco-asa", 19);
	expect_sample("cisco_asa/ftd.log", "cisco-asa", 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_connections),
	    cmocka_unit_test(test_denials),
	    cmocka_unit_test(test_people),
	    cmocka_unit_test(test_lists),
	    cmocka_unit_test(test_others),
	    cmocka_unit_test(test_table),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_samples),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
