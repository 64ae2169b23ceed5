/* SPDX-License-Identifier: Apache-2.0 */
/* Check Point: both bracket forms, escapes, lists, times in seconds and thousandths. */
#include "expect.h"

static void test_types(void **state)
{
	(void)state;
	static const struct expect_case cases[] = {
	    {"<134>1 2026-03-02T01:15:30Z cp-mgmt CheckPoint 1930 - [action:\"Accept\"; "
	     "flags:\"411908\"; ifdir:\"inbound\"; ifname:\"eth1\"; loguid:\"{0x1,0x2,0x3,0x4}\"; "
	     "origin:\"192.0.2.1\"; originsicname:\"cn=cp_mgmt,o=cp-mgmt..abcdef\"; "
	     "sequencenum:\"1\"; time:\"1772414130\"; version:\"5\"; "
	     "__policy_id_tag:\"product=VPN-1 & "
	     "FireWall-1[db_tag={0};mgmt=cp-mgmt;date=1;policy_name=Standard\\]\"; "
	     "client_inbound_bytes:\"1200\"; client_outbound_bytes:\"56000\"; "
	     "dst:\"198.51.100.20\"; "
	     "inzone:\"Internal\"; outzone:\"External\"; product:\"VPN-1 & FireWall-1\"; "
	     "proto:\"6\"; "
	     "rule_name:\"lan out\"; rule_uid:\"1fde807b-0000-4000-8000-000000000001\"; "
	     "s_port:\"50123\"; service:\"443\"; service_id:\"https\"; src:\"192.0.2.10\"; "
	     "xlatesport:\"40001\"; xlatesrc:\"203.0.113.1\"]",
		{"@product=checkpoint", "@category=firewall", "@service=firewall",
		    "@time=2026-03-02T01:15:30.000000Z", "src_ip=192.0.2.10", "src_port=50123",
		    "dst_port=443", "transport=tcp", "src_nat_ip=203.0.113.1", "src_interface=eth1",
		    "!dst_interface", "direction=inbound", "rule_name=lan out", "application=https",
		    "src_bytes=1200", "dst_bytes=56000", "device=192.0.2.1",
		    "__policy_id_tag=product=VPN-1 & "
		    "FireWall-1[db_tag={0};mgmt=cp-mgmt;date=1;policy_name=Standard]"}},
	    {"<134>1 2026-03-02T01:16:00Z cp-mgmt CheckPoint 1930 - [action:\"Prevent\"; "
	     "flags:\"1\"; ifdir:\"outbound\"; ifname:\"eth0\"; loguid:\"{0x1,0x2,0x3,0x5}\"; "
	     "origin:\"192.0.2.1\"; sequencenum:\"1\"; time:\"1772414160123\"; version:\"5\"; "
	     "confidence_level:\"5\"; dst:\"203.0.113.7\"; malware_action:\"Communication with C&C "
	     "site\"; malware_family:\"Example\"; product:\"Anti-Bot\"; "
	     "protection_name:\"Trojan.WIN32.Example.A\"; protection_type:\"URL reputation\"; "
	     "proto:\"6\"; resource:\"http://c2.example/gate.php?id=\\\"1\\\"\"; s_port:\"50126\"; "
	     "service:\"80\"; severity:\"4\"; src:\"192.0.2.10\"; "
	     "src_machine_name:\"PC-KEIRI@shop.example\"; src_user_name:\"Tanaka (tanaka)\"; "
	     "user_agent:\"Mozilla/5.0\"]",
		{"@service=anti-bot", "@time=2026-03-02T01:16:00.123000Z",
		    "Signature=Trojan.WIN32.Example.A", "machine=PC-KEIRI", "user=tanaka",
		    "src_user=tanaka", "c-uri=http://c2.example/gate.php?id=\"1\"",
		    "cs-host=c2.example", "dst_interface=eth0", "event_action=Prevent",
		    "event_severity=4"}},
	    {"<134>1 2026-03-02T01:17:00Z cp-mgmt CheckPoint 1930 - [flags:\"131072\"; "
	     "ifdir:\"inbound\"; loguid:\"{0x1,0x2,0x3,0x6}\"; origin:\"192.0.2.1\"; "
	     "sequencenum:\"1\"; "
	     "time:\"1772414220\"; version:\"5\"; product:\"System Monitor\"; "
	     "sys_message::\"installed "
	     "Standard\"]",
		{"@message=installed Standard", "@service=system-monitor",
		    "sys_message=installed Standard"}},
	    {"<134>1 2026-03-02T01:18:00Z cp-mgmt CheckPoint 2700 - [action:\"Failed Log In\"; "
	     "flags:\"18688\"; loguid:\"{0x1,0x2,0x3,0x7}\"; origin:\"192.0.2.1\"; "
	     "sequencenum:\"3\"; "
	     "time:\"1772414280\"; version:\"5\"; administrator:\"admin\"; "
	     "client_ip:\"203.0.113.9\"; "
	     "product:\"SmartConsole\"; subject:\"Administrator Login\"]",
		{"event_outcome=failure", "user=admin", "src_ip=203.0.113.9",
		    "@message=Administrator Login"}},
	    {"<85>1 2026-03-02T10:19:00--5:00 192.0.2.1 CP-GW - Log [Fields@1.3.6.1.4.1.2620 "
	     "inzone=\"DMZ\" outzone=\"External\" service_id=\"https\" src=\"192.0.2.80\" "
	     "dst=\"198.51.100.24\" proto=\"6\" xlatesrc=\"203.0.113.1\" user=\"\" rule_name=\"dmz "
	     "out\" "
	     "ProductName=\"VPN-1 & FireWall-1\" svc=\"443\" sport_svc=\"56530\" "
	     "xlatesport_svc=\"28493\" ProductFamily=\"Network\" ]",
		{"@category=firewall", "@time=2026-03-02T15:19:00.000000Z", "src_ip=192.0.2.80",
		    "dst_port=443", "src_port=56530", "src_nat_port=28493", "rule_name=dmz out"}},
	};
	EXPECT("checkpoint", cases);
}

static void test_forms(void **state)
{
	(void)state;
	static const struct expect_case cases[] = {
	    {"<134>1 2026-03-02T01:15:30Z cp CheckPoint 1 - [action:\"Drop\"; layer_name:\"a\"; "
	     "layer_name:\"b\"; src:\"192.0.2.1\"; dst:\"192.0.2.2\"]",
		{"layer_name=a ;; b", "@category=firewall"}},
	    {"<134>1 2026-03-02T01:15:30Z cp CheckPoint 1 - [action:\"Drop\"; user:\"Only (x)\"; "
	     "text:\"a\\\\b\\\"c\\]d\"; loguid:\"1\"]  ",
		{"user=x ;; Only (x)", "text=a\\b\"c]d"}},
	    {"<134>1 2026-03-02T01:15:30Z cp CheckPoint 1 - [action:\"Accept\"; "
	     "time:\"2026-03-01T00:00:00Z\"; odd stuff",
		{"@time=2026-03-01T00:00:00.000000Z", "action=Accept"}},
	    {"<134>1 2026-03-02T01:15:30Z cp CheckPoint 1 - [action:\"Accept\"; product:\"URL "
	     "Filtering\"; resource:\"https://www.example.com/\"",
		{"@category=proxy", "@service=url-filtering", "@time=2026-03-02T01:15:30.000000Z"}},
	    {"<134>1 2026-03-02T01:15:30Z cp CheckPoint 1 - [action:\"Never ends; x",
		{"action=Never ends; x"}},
	};
	EXPECT("checkpoint", cases);
}

static void test_others(void **state)
{
	(void)state;
	expect_other("checkpoint", "<134>1 2026-03-02T01:15:30Z cp CheckPoint 1 - [nothing here]");
	expect_other("checkpoint", "<134>1 2026-03-02T01:15:30Z host app 1 - [a:\"b\"]");
	expect_other("checkpoint", "CheckPoint [ x");
}

static void test_hostile(void **state)
{
	(void)state;
	expect_unharmed(
	    "<134>1 2026-03-02T01:16:00Z cp-mgmt CheckPoint 1930 - [action:\"Prevent\"; "
	    "flags:\"1\"; ifdir:\"outbound\"; ifname:\"eth0\"; loguid:\"{0x1,0x2,0x3,0x5}\"; "
	    "origin:\"192.0.2.1\"; sequencenum:\"1\"; time:\"1772414160123\"; version:\"5\"; "
	    "confidence_level:\"5\"; dst:\"203.0.113.7\"; malware_action:\"Communication with C&C "
	    "site\"; malware_family:\"Example\"; product:\"Anti-Bot\"; "
	    "protection_name:\"Trojan.WIN32.Example.A\"; protection_type:\"URL reputation\"; "
	    "proto:\"6\"; resource:\"http://c2.example/gate.php?id=\\\"1\\\"\"; s_port:\"50126\"; "
	    "service:\"80\"; severity:\"4\"; src:\"192.0.2.10\"; "
	    "src_machine_name:\"PC-KEIRI@shop.example\"; src_user_name:\"Tanaka (tanaka)\"; "
	    "user_agent:\"Mozilla/5.0\"]",
	    NULL);
	expect_unharmed(
	    "<85>1 2026-03-02T10:19:00--5:00 192.0.2.1 CP-GW - Log [Fields@1.3.6.1.4.1.2620 "
	    "inzone=\"DMZ\" outzone=\"External\" service_id=\"https\" src=\"192.0.2.80\" "
	    "dst=\"198.51.100.24\" proto=\"6\" xlatesrc=\"203.0.113.1\" user=\"\" rule_name=\"dmz "
	    "out\" "
	    "ProductName=\"VPN-1 & FireWall-1\" svc=\"443\" sport_svc=\"56530\" "
	    "xlatesport_svc=\"28493\" ProductFamily=\"Network\" ]",
	    NULL);
}

static void test_sample(void **state)
{
	(void)state;
	expect_sample("checkpoint/checkpoint.log", "checkpoint", 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_types),
	    cmocka_unit_test(test_forms),
	    cmocka_unit_test(test_others),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_sample),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
