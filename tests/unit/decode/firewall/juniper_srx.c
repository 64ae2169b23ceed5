/* SPDX-License-Identifier: Apache-2.0 */
/* Juniper: structured and plain messages of the same kinds give the same fields. */
#include "expect.h"

#define SD "[junos@2636.1.1.1.2.135 "

static void test_structured(void **state)
{
	static const struct expect_case cases[] = {
	    {"<14>1 2023-05-04T15:27:30.846+09:00 srx1 RT_FLOW - RT_FLOW_SESSION_CREATE " SD
	     "source-address=\"192.168.10.5\" source-port=\"50123\" "
	     "destination-address=\"198.51.100.80\" destination-port=\"443\" "
	     "nat-source-address=\"203.0.113.2\" protocol-id=\"6\" policy-name=\"out\" "
	     "source-zone-name=\"trust\" session-id-32=\"4711\" username=\"N/A\" "
	     "packet-incoming-interface=\"ge-0/0/1.0\"]",
		{"@product=juniper", "@category=firewall", "@service=flow",
		    "@time=2023-05-04T06:27:30.846000Z", "event_code=RT_FLOW_SESSION_CREATE",
		    "src_ip=192.168.10.5", "dst_port=443", "src_nat_ip=203.0.113.2",
		    "transport=tcp", "rule_name=out", "src_zone=trust", "session_id=4711", "!user",
		    "src_interface=ge-0/0/1.0", "event_action=create", "blocked=false",
		    "level=informational", "device=srx1", "source-port=50123"}},
	    {"<14>1 2023-05-04T15:27:31+09:00 srx1 RT_FLOW - RT_FLOW_SESSION_DENY " SD
	     "source-address=\"198.51.100.7\" reason=\"policy deny\"]",
		{"event_action=deny", "blocked=true", "reason=policy deny"}},
	    {"<12>1 2023-05-04T15:27:34+09:00 srx1 RT_UTM - WEBFILTER_URL_BLOCKED " SD
	     "source-address=\"192.168.10.5\" category=\"Gambling\" url=\"bad.example\" "
	     "obj=\"/a b?x=\\\"1\\\"\\]\" username=\"EXAMPLE\\\\tanaka\"]",
		{"@service=utm", "event_action=blocked", "blocked=true", "cs-host=bad.example",
		    "cs-uri-stem=/a b?x=\"1\"]", "url_category=Gambling", "user=tanaka",
		    "user_domain=EXAMPLE"}},
	    {"<12>1 2023-05-04T15:27:35+09:00 srx1 RT_UTM - AV_VIRUS_DETECTED_MT " SD
	     "source-address=\"198.51.100.82\" filename=\"www.example/e.com\" "
	     "name=\"EICAR-Test-File\" url=\"EICAR-Test-File\"]",
		{"Signature=EICAR-Test-File", "Filename=www.example/e.com",
		    "event_action=virus-detected", "!cs-host"}},
	    {"<14>1 2023-05-04T15:27:38+09:00 srx1 RT_AAMW - SRX_AAMW_ACTION_LOG " SD
	     "action=\"BLOCK\" verdict-source=\xE2\x80\x9D"
	     "cloud/x\xE2\x80\x9D "
	     "source-address=\"192.168.10.5\"]",
		{"@service=aamw", "event_action=BLOCK", "blocked=true", "src_ip=192.168.10.5",
		    "verdict-source=\xE2\x80\x9D"
		    "cloud/x\xE2\x80\x9D"}},
	    {"<37>1 2023-05-04T15:27:39+09:00 srx1 sshd - SSHD_LOGIN_FAILED " SD
	     "username=\"root\" source-address=\"198.51.100.66\"]",
		{"@service=system", "event_action=logon-failed", "event_outcome=failure",
		    "user=root", "src_ip=198.51.100.66"}},
	    {"<27>1 2023-05-04T15:27:40+09:00 srx1 kmd 9159 - - IKE negotiation failed",
		{"@service=system", "program=kmd", "@message=IKE negotiation failed"}},
	    {"<166>1 2023-05-04T15:27:41+09:00 srx1 - - - - srx1 PFE_FW_SYSLOG_IP: FW: reth1.1 A "
	     "udp "
	     "192.0.2.1 198.51.100.2 53 54 (3 packets)",
		{"@service=flow", "program=PFE_FW_SYSLOG_IP", "event_action=accept",
		    "blocked=false", "transport=udp", "src_port=53", "dst_port=54", "packets=3"}},
	    {"<27>1 2023-05-04T15:27:42+09:00 r1 rpd 1 - - tcp_auth_ok: Packet from "
	     "198.51.100.1:179 "
	     "missing MD5 digest",
		{"@service=bgp"}},
	    {"Mar  2 10:15:30 192.0.2.1 junos-flow: 2026-03-02T01:15:30.803Z srx-1 RT_FLOW - "
	     "RT_FLOW_SESSION_DENY [junos@2636.1.1.1.2.39 source-address=\"192.0.2.10\" "
	     "source-port=\"1080\" destination-address=\"198.51.100.9\" destination-port=\"445\" "
	     "protocol-id=\"6\" policy-name=\"default-deny\"]",
		{"@time=2026-03-02T01:15:30.803000Z", "@category=firewall", "@service=flow",
		    "event_code=RT_FLOW_SESSION_DENY", "src_ip=192.0.2.10", "dst_port=445",
		    "rule_name=default-deny", "blocked=true", "device=srx-1"}},
	};

	(void)state;
	EXPECT("juniper-srx", cases);
}

static void test_plain(void **state)
{
	static const struct expect_case cases[] = {
	    {"May  4 15:27:30 srx1 RT_FLOW: RT_FLOW_SESSION_CREATE: session created "
	     "192.168.10.5/50123->198.51.100.80/443 0x0 junos-https "
	     "203.0.113.2/12345->198.51.100.80/443 "
	     "0x0 source rule snat N/A N/A 6 out trust untrust 4711 N/A(N/A) ge-0/0/1.0 UNKNOWN",
		{"@service=flow", "src_ip=192.168.10.5", "src_nat_port=12345", "transport=tcp",
		    "src-nat-rule-name=snat", "rule_name=out", "dst_zone=untrust",
		    "session_id=4711", "src_interface=ge-0/0/1.0", "event_action=create"}},
	    {"May  4 15:27:30 srx1 RT_FLOW: RT_FLOW_SESSION_CREATE: session created "
	     "192.0.2.1/1->198.51.100.12/46384 icmp 192.0.2.1/1->198.51.100.12/46384 None None 1 "
	     "policy1 "
	     "trust untrust 41 N/A(N/A) ge-0/0/1.0",
		{"transport=icmp", "rule_name=policy1", "session_id=41"}},
	    {"May  4 15:27:31 srx1 RT_FLOW: RT_FLOW_SESSION_DENY: session denied "
	     "198.51.100.7/4711->203.0.113.2/23 junos-telnet 6(0) deny-all untrust trust N/A(N/A) "
	     "ge-0/0/0.0",
		{"event_action=deny", "blocked=true", "dst_port=23", "rule_name=deny-all",
		    "src_zone=untrust", "src_interface=ge-0/0/0.0"}},
	    {"May  4 15:27:32 srx1 RT_FLOW: RT_FLOW_SESSION_CLOSE: session closed TCP FIN: "
	     "192.168.10.5/50123->198.51.100.80/443 junos-https "
	     "203.0.113.2/12345->198.51.100.80/443 "
	     "snat None 6 out trust untrust 4711 10(1200) 20(34000) 5 UNKNOWN UNKNOWN tanaka(N/A) "
	     "ge-0/0/1.0",
		{"reason=TCP FIN", "src_packets=10", "src_bytes=1200", "dst_bytes=34000",
		    "duration=5", "user=tanaka"}},
	    {"May  4 15:27:33 srx1 RT_IDS: RT_SCREEN_TCP: TCP port scan! source: "
	     "198.51.100.7:6000, "
	     "destination: 203.0.113.2:1433, zone name: untrust, interface name: ge-0/0/0.0, "
	     "action: drop",
		{"@service=ids", "Signature=TCP port scan!", "src_port=6000", "dst_port=1433",
		    "event_action=drop", "blocked=true"}},
	    {"May  4 15:27:34 srx1 RT_UTM: WEBFILTER_URL_BLOCKED: WebFilter: ACTION=\"URL "
	     "Blocked\" "
	     "192.168.10.5(50124)->198.51.100.81(80) CATEGORY=\"Gambling\" "
	     "REASON=\"BY_PRE_DEFINED\" "
	     "PROFILE=\"wf\" URL=bad.example OBJ=/ USERNAME=tanaka ROLES=N/A",
		{"src_port=50124", "cs-host=bad.example", "url_category=Gambling", "user=tanaka"}},
	    {"May  4 15:27:41 srx1 mgd[4711]: UI_CMDLINE_READ_LINE: User 'admin', command 'show "
	     "version '",
		{"@service=system", "user=admin", "event_action=command"}},
	    {"May  4 15:27:41 srx1 RT_FLOW: RT_FLOW_SESSION_CREATE: something new",
		{"event_code=RT_FLOW_SESSION_CREATE", "!src_ip", "@message=something new"}},
	    {"<37>Mar  2 10:15:30 srx sshd[1234]: SSHD_LOGIN_FAILED: Login failed for user 'root' "
	     "from host '203.0.113.10'",
		{"@product=juniper", "event_outcome=failure", "user=root", "src_ip=203.0.113.10"}},
	};

	(void)state;
	EXPECT("juniper-srx", cases);
}

static void test_others(void **state)
{
	(void)state;
	expect_other(
	    "juniper-srx", "<14>1 2023-05-04T15:27:30Z h app - - [exampleSDID@32473 a=\"b\"] x");
	expect_other(
	    "juniper-srx", "May  4 15:27:41 web1 sshd[1]: Failed password for a from 192.0.2.1");
	expect_other("juniper-srx", "May  4 15:27:41 web1 RT_: x");
}

static void test_hostile(void **state)
{
	(void)state;
	expect_unharmed(
	    "<12>1 2023-05-04T15:27:34+09:00 srx1 RT_UTM - WEBFILTER_URL_BLOCKED " SD
	    "category=\"G\" url=\"bad.example\" obj=\"/a b?x=\\\"1\\\"\\]\" verdict=x] text",
	    NULL);
	expect_unharmed(
	    "May  4 15:27:30 srx1 RT_FLOW: RT_FLOW_SESSION_CREATE: session created "
	    "192.168.10.5/50123->198.51.100.80/443 0x0 junos-https "
	    "203.0.113.2/12345->198.51.100.80/443 0x0 N/A N/A N/A N/A 6 out trust untrust 4711",
	    NULL);
}

static void test_samples(void **state)
{
	(void)state;
	expect_sample("juniper_srx/structured.log", "juniper-srx", 11);
	expect_sample("juniper_srx/plain.log", "juniper-srx", 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_structured),
	    cmocka_unit_test(test_plain),
	    cmocka_unit_test(test_others),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_samples),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
