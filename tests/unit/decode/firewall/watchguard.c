/* SPDX-License-Identifier: Apache-2.0 */
/* WatchGuard: syslog order, traffic monitor order, events; interface names with spaces. */
#include "expect.h"

static void test_types(void **state)
{
	(void)state;
	static const struct expect_case cases[] = {
	    {"<142>Mar  2 10:15:30 firebox 80AA00000000A1 firewall: msg_id=\"3000-0148\" Allow "
	     "1-Trusted 0-External 60 tcp 20 63 192.0.2.10 198.51.100.20 50123 443 offset 10 S "
	     "2982213793 win 2105 src_ip_nat=\"203.0.113.1\" src_user=\"tanaka@Firebox-DB\" "
	     "sent_bytes=\"1200\" rcvd_bytes=\"56000\" (Outgoing-00)",
		{"@product=watchguard", "@category=firewall", "@service=firewall",
		    "src_ip=192.0.2.10", "dst_port=443", "src_interface=1-Trusted",
		    "dst_interface=0-External", "transport=tcp", "src_nat_ip=203.0.113.1",
		    "user=tanaka", "user_domain=Firebox-DB", "src_bytes=1200",
		    "rule_name=Outgoing-00", "event_action=Allow", "event_code=3000-0148",
		    "device=firebox", "device_serial=80AA00000000A1", "pckt_len=60", "ttl=63"}},
	    {"<142>Mar  2 10:15:31 firebox 80AA00000000A1 firewall: msg_id=\"3000-0148\" Deny WAN "
	     "- Main Firebox 40 tcp 20 239 203.0.113.66 203.0.113.1 41277 22 offset 5 S "
	     "1497867397 win 4  geo_src=\"XXX\" duration=\"0\" sent_pkts=\"1\" rcvd_pkts=\"0\" "
	     "sent_bytes=\"40\" rcvd_bytes=\"0\"  (Unhandled External Packet-00)",
		{"src_interface=WAN - Main", "dst_interface=Firebox",
		    "rule_name=Unhandled External Packet-00", "disp=Deny", "src_packets=1"}},
	    {"<142>Mar  2 10:15:32 firebox 80AA00000000A1 firewall: msg_id=\"3000-0148\" Allow "
	     "Trusted Firebox 84 icmp 20 128 192.0.2.10 192.0.2.1 8 0 id=1 seq=2  (Ping-00)",
		{"transport=icmp", "icmp_type=8", "icmp_code=0", "!src_port", "rule_name=Ping-00"}},
	    {"<142>Mar  2 10:16:00 firebox 80AA00000000A1 http-proxy[2094]: msg_id=\"1AFF-0021\" "
	     "Deny 1-Trusted 0-External tcp 192.0.2.10 198.51.100.21 50124 80 msg=\"ProxyDeny: "
	     "HTTP Request categories\" proxy_act=\"HTTP-Client.1\" cats=\"Phishing and Other "
	     "Frauds\" op=\"GET\" dstname=\"bad.example\" arg=\"/login.php?x=1\" geo_dst=\"XXX\" "
	     "(HTTP-proxy-00)",
		{"@category=proxy", "@service=http-proxy",
		    "@message=ProxyDeny: HTTP Request categories",
		    "url_category=Phishing and Other Frauds",
		    "c-uri=http://bad.example/login.php?x=1", "cs-method=GET", "process_id=2094"}},
	    {"<142>Mar  2 10:17:00 firebox 80AA00000000A1 http-proxy[2094]: msg_id=\"1AFF-0028\" "
	     "Allow 1-Trusted 0-External tcp 192.0.2.10 198.51.100.22 50125 80 msg=\"ProxyDrop: "
	     "HTTP Virus found\" proxy_act=\"HTTP-Client.1\" virus=\"EICAR_Test\" "
	     "host=\"files.example\" path=\"/eicar.com\" (HTTP-proxy-00)",
		{"@category=antivirus", "Signature=EICAR_Test", "cs-host=files.example",
		    "host=files.example", "!machine", "event_action=Allow"}},
	    {"<142>Mar  2 10:18:00 firebox 80AA00000000A1 firewall: msg_id=\"3000-0150\" Deny "
	     "0-External 1-Trusted tcp 203.0.113.66 192.0.2.80 41000 80 msg=\"IPS detected\" "
	     "signature_name=\"WEB Apache Log4j RCE\" signature_cat=\"Web Attack\" "
	     "signature_id=\"1139996\" severity=\"5\" (HTTP-in-00)",
		{"Signature=WEB Apache Log4j RCE", "rule_id=1139996", "event_severity=5",
		    "rule_category=Web Attack"}},
	    {"<140>Mar  2 10:19:00 firebox 80AA00000000A1 sessiond[2612]: msg_id=\"3E00-0002\" "
	     "Management user admin@Firebox-DB from 192.0.2.5 logged in",
		{"@service=sessiond", "user=admin", "user_domain=Firebox-DB", "src_ip=192.0.2.5",
		    "event_outcome=success", "event_code=3E00-0002"}},
	    {"<140>Mar  2 10:20:00 firebox 80AA00000000A1 (2026-03-02T01:20:00) admd[2613]: "
	     "msg_id=\"1100-0005\" Authentication of SSLVPN user [guest@shop.example] from "
	     "203.0.113.9 was rejected, password is incorrect",
		{"@service=admd", "user=guest", "src_ip=203.0.113.9", "event_outcome=failure"}},
	    {"2026-03-02 10:21:00 Member2 Allow 192.0.2.10 198.51.100.23 webcache/tcp 42973 "
	     "8080 3-Trusted 1-WCI Allowed 60 63 (Outgoing-proxy-00) proc_id=\"firewall\" "
	     "rc=\"100\" src_ip_nat=\"203.0.113.1\" tcp_info=\"offset 10 S 2982213793 win 2105\" "
	     "msg_id=\"3000-0148\"",
		{"@service=firewall", "@time=2026-03-02T10:21:00.000000Z", "device=Member2",
		    "src_ip=192.0.2.10", "src_port=42973", "dst_port=8080", "app_protocol=webcache",
		    "transport=tcp", "src_interface=3-Trusted", "dst_interface=1-WCI",
		    "rule_name=Outgoing-proxy-00", "tcp_info=offset 10 S 2982213793 win 2105",
		    "msg_id=3000-0148"}},
	    {"2026-03-02 10:22:00 Deny 192.0.2.131 192.0.2.1 echo-request/icmp Trusted Firebox "
	     "Denied 84 64 (Ping-00) proc_id=\"firewall\" rc=\"101\" msg_id=\"3000-0148\" "
	     "type=\"8\" "
	     "duration=\"0\" sent_pkts=\"1\" rcvd_pkts=\"0\" sent_bytes=\"84\" rcvd_bytes=\"0\"",
		{"transport=icmp", "app_protocol=echo-request", "src_interface=Trusted",
		    "dst_interface=Firebox", "rule_name=Ping-00", "event_action=Deny", "!device"}},
	    {"<142>Mar  2 10:23:00 firebox 80AA00000000A1 (2026-03-02T01:23:00) firewall: "
	     "msg_id=\"1AFF-001A\" Allow 1-Trusted 0-External tcp 192.0.2.10 198.51.100.24 50127 "
	     "80 msg=\"ProxyAllow: HTTP request method match\" proxy_act=\"Web.1\" "
	     "rule_name=\"GET\" method=\"GET\" (Web-proxy-00)",
		{"@time=2026-03-02T01:23:00.000000Z", "@category=proxy", "@service=firewall",
		    "cs-method=GET", "device=firebox"}},
	    {"<142>Mar  2 10:23:01 firebox 80AA00000000A1 (2026-03-02T01:23:01) firewall: "
	     "msg_id=\"1DFF-000E\" Deny 1-Trusted 0-External udp 192.0.2.10 198.51.100.53 50128 "
	     "53 msg=\"ProxyDeny: DNS question match\" proxy_act=\"DNS.1\" query_type=\"A\" "
	     "question=\"bad.example\" (DNS-proxy-00)",
		{"@category=dns", "query=bad.example"}},
	};
	EXPECT("watchguard", cases);
}

static void test_order(void **state)
{
	(void)state;
	static const struct expect_case cases[] = {
	    {"Mar  2 10:15:30 fb 80AA00000000A1 firewall: msg_id=\"3000-0148\" Allow 1-Trusted "
	     "0-External udp 192.0.2.10 198.51.100.1 5353 53 (DNS-00)",
		{"src_interface=1-Trusted", "dst_interface=0-External", "transport=udp",
		    "src_port=5353", "!ttl", "!pckt_len"}},
	    {"Mar  2 10:15:30 fb 80AA00000000A1 firewall: msg_id=\"3000-0148\" Deny Collector WAN "
	     "- Main tcp 2001:db8::1 2001:db8::2 1 2 (x)",
		{"src_interface=Collector", "dst_interface=WAN - Main", "src_ip=2001:db8::1",
		    "dst_port=2"}},
	    {"Mar  2 10:15:30 fb 80AA00000000A1 firewall: msg_id=\"3000-0148\" Deny one",
		{"@message=Deny one", "!src_ip", "event_action=Deny"}},
	    {"Mar  2 10:15:30 fb 80AA00000000A1 firewall: msg_id=\"3000-0148\" Deny a b tcp "
	     "192.0.2.1 nowhere 1 2",
		{"!src_ip", "event_action=Deny"}},
	    {"Mar  2 10:15:30 fb 80AA00000000A1 firewall: msg_id=\"3000-0148\" Deny 192.0.2.1",
		{"event_action=Deny", "!src_ip"}},
	    {"Mar  2 10:15:30 fb 80AA00000000A1 firewall: msg_id=\"3000-0148\" Something else "
	     "happened",
		{"@message=Something else happened", "!disp"}},
	    /* No moment stands in the parentheses: the header's time counts. */
	    {"Mar  2 10:15:30 fb 80AA00000000A1 (2026-13-02T01:15:30) firewall: "
	     "msg_id=\"3000-0148\" Deny one",
		{"event_action=Deny", "device=fb"}},
	};
	EXPECT("watchguard", cases);
}

static void test_alarms(void **state)
{
	(void)state;
	static const struct expect_case cases[] = {
	    {"<140>Mar  2 10:15:30 fb 80AA00000000A1 firewall: msg_id=\"3000-0153\" SYN flood "
	     "attack "
	     "against 192.0.2.80 from 203.0.113.66 detected. 40 SYN packets dropped since last "
	     "alarm.",
		{"src_ip=203.0.113.66", "dst_ip=192.0.2.80", "event_code=3000-0153",
		    "msg=SYN flood attack against 192.0.2.80 from 203.0.113.66 detected. 40 SYN "
		    "packets dropped since last alarm."}},
	    {"<140>Mar  2 10:15:31 fb 80AA00000000A1 firewall: msg_id=\"3000-0172\" Blocked port: "
	     "Traffic detected from 2001:db8::9 to 192.0.2.80 on port 513. (Blocked Ports)",
		{"src_ip=2001:db8::9", "dst_ip=192.0.2.80", "dst_port=513"}},
	    {"<140>Mar  2 10:15:32 fb 80AA00000000A1 firewall: msg_id=\"3000-0160\" DDOS against "
	     "server 192.0.2.80 detected.",
		{"dst_ip=192.0.2.80", "!src_ip"}},
	    {"<140>Mar  2 10:15:33 fb 80AA00000000A1 firewall: msg_id=\"3000-0161\" DDOS from "
	     "client "
	     "192.0.2.10 detected.",
		{"src_ip=192.0.2.10", "!dst_ip"}},
	    {"<140>Mar  2 10:15:34 fb 80AA00000000A1 firewall: msg_id=\"3000-012C\" ARP spoofing "
	     "attack detected, ip=192.0.2.7, mac=00:00:5e:00:53:07, interface=5",
		{"src_ip=192.0.2.7", "src_mac=00:00:5e:00:53:07"}},
	    {"<140>Mar  2 10:15:35 fb 80AA00000000A1 scand: msg_id=\"0F01-0015\" APT threat "
	     "notified. Details='Policy Name: Web-00 Reason: high APT threat detected Source IP: "
	     "192.0.2.10 Source Port: 43130 Destination IP: 198.51.100.9 Destination Port: 443 "
	     "Proxy Type: HTTP Proxy Host: files.example Path: /a.exe'",
		{"src_ip=192.0.2.10", "src_port=43130", "dst_ip=198.51.100.9", "dst_port=443",
		    "rule_name=Web-00", "cs-host=files.example"}},
	    {"<140>Mar  2 10:15:36 fb 80AA00000000A1 admd: msg_id=\"5000-0001\" WSM User "
	     "tanaka@Firebox-DB from 192.0.2.5 log in attempt was rejected",
		{"user=tanaka", "src_ip=192.0.2.5", "event_outcome=failure", "!msg"}},
	    {"<140>Mar  2 10:15:37 fb 80AA00000000A1 firewall: msg_id=\"3000-0153\" flood attack "
	     "against nobody from nowhere",
		{"!src_ip", "!dst_ip", "!msg"}},
	};
	EXPECT("watchguard", cases);
}

static void test_others(void **state)
{
	(void)state;
	expect_other("watchguard", "fb firewall: msg_id=\"30000148\" Allow x");
	expect_other("watchguard", "fb firewall: msg_id=\"3000-014\" Allow x");
	expect_other("watchguard", "fb firewall: msg_id=3000-0148 Allow x");
	expect_other("watchguard", "msg_id=\"");
}

static void test_hostile(void **state)
{
	(void)state;
	expect_unharmed(
	    "<142>Mar  2 10:15:30 firebox 80AA00000000A1 firewall: msg_id=\"3000-0148\" Allow "
	    "1-Trusted 0-External 60 tcp 20 63 192.0.2.10 198.51.100.20 50123 443 offset 10 S "
	    "2982213793 win 2105 src_ip_nat=\"203.0.113.1\" src_user=\"tanaka@Firebox-DB\" "
	    "sent_bytes=\"1200\" rcvd_bytes=\"56000\" (Outgoing-00)",
	    NULL);
	expect_unharmed(
	    "2026-03-02 10:21:00 Member2 Allow 192.0.2.10 198.51.100.23 webcache/tcp 42973 "
	    "8080 3-Trusted 1-WCI Allowed 60 63 (Outgoing-proxy-00) proc_id=\"firewall\" "
	    "rc=\"100\" src_ip_nat=\"203.0.113.1\" tcp_info=\"offset 10 S 2982213793 win 2105\" "
	    "msg_id=\"3000-0148\"",
	    NULL);
}

static void test_sample(void **state)
{
	(void)state;
	expect_sample("watchguard/watchguard.log", "watchguard", 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_types),
	    cmocka_unit_test(test_order),
	    cmocka_unit_test(test_alarms),
	    cmocka_unit_test(test_others),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_sample),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
