/* SPDX-License-Identifier: Apache-2.0 */
/* Sophos Firewall: both generations of names, zones by abbreviation, bare values with spaces. */
#include "expect.h"

static void test_types(void **state)
{
	(void)state;
	static const struct expect_case cases[] = {
	    {"<30>device=\"SFW\" date=2026-03-02 time=10:15:30 timezone=\"JST\" "
	     "device_name=\"XGS116\" device_id=X11600000000001 log_id=010101600001 "
	     "log_type=\"Firewall\" log_component=\"Firewall Rule\" log_subtype=\"Allowed\" "
	     "status=\"Allow\" priority=Information duration=17 fw_rule_id=3 policy_type=1 "
	     "user_name=\"tanaka@shop.example\" user_gp=\"Open Group\" iap=2 application=\"Secure "
	     "Socket Layer Protocol\" in_interface=\"Port1\" out_interface=\"Port2\" "
	     "src_mac=00:53:00:00:00:01 src_ip=192.0.2.10 dst_ip=198.51.100.20 protocol=\"TCP\" "
	     "src_port=50123 dst_port=443 sent_pkts=12  recv_pkts=48 sent_bytes=1200 "
	     "recv_bytes=56000 tran_src_ip=203.0.113.1 tran_src_port=40001 tran_dst_ip= "
	     "tran_dst_port=0 srczonetype=\"LAN\" srczone=\"LAN\" dstzonetype=\"WAN\" "
	     "dstzone=\"WAN\" "
	     "connid=\"4711\" message=\"\"",
		{"@product=sophos-xg", "@category=firewall", "@service=firewall",
		    "@time=2026-03-02T01:15:30.000000Z", "src_ip=192.0.2.10",
		    "src_nat_ip=203.0.113.1", "src_nat_port=40001", "!dst_nat_ip", "src_zone=LAN",
		    "dst_interface=Port2", "user=tanaka", "user_domain=shop.example",
		    "group=Open Group", "bytes=57200", "packets=60", "device=XGS116",
		    "device_serial=X11600000000001", "event_code=00001", "event_action=allowed",
		    "application=secure socket layer protocol ;; Secure Socket Layer Protocol",
		    "device_mark=SFW"}},
	    {"Mar  2 10:16:00 xgs device_name=\"SFW\" timestamp=\"2026-03-02T10:16:00+0900\" "
	     "device_model=\"XGS116\" device_serial_id=\"X11600000000001\" log_id=050902616002 "
	     "log_type=\"Content Filtering\" log_component=\"HTTP\" log_subtype=\"Denied\" "
	     "log_version=1 severity=\"Information\" fw_rule_id=\"3\" web_policy_id=2 "
	     "http_category=\"Phishing & Fraud\" http_category_type=\"Objectionable\" "
	     "url=\"https://bad.example/login?x=1\" src_ip=\"192.0.2.10\" dst_ip=\"198.51.100.21\" "
	     "protocol=\"TCP\" src_port=50124 dst_port=443 bytes_sent=500 bytes_received=0 "
	     "domain=\"bad.example\" http_status=\"403\" con_id=4712 src_zone=\"LAN\" "
	     "dst_zone=\"WAN\"",
		{"@category=proxy", "@service=content-filtering",
		    "@time=2026-03-02T01:16:00.000000Z", "url_category=Phishing & Fraud",
		    "c-uri=https://bad.example/login?x=1", "sc-status=403", "app_protocol=https",
		    "device=xgs", "event_action=denied"}},
	    {"<30>device=\"SFW\" date=2026-03-02 time=10:17:00 timezone=\"JST\" "
	     "device_name=\"XGS116\" device_id=X11600000000001 log_id=030906208001 "
	     "log_type=\"Anti-Virus\" log_component=\"HTTP\" log_subtype=\"Virus\" status=\"\" "
	     "priority=Critical fw_rule_id=3 user_name=\"tanaka\" virus=\"EICAR-AV-Test\" "
	     "url=\"http://files.example/eicar.com\" domainname=\"files.example\" "
	     "src_ip=192.0.2.10 "
	     "dst_ip=198.51.100.22 protocol=\"TCP\" src_port=50125 dst_port=80 sent_bytes=541 "
	     "recv_bytes=553",
		{"@category=antivirus", "Signature=EICAR-AV-Test", "cs-host=files.example",
		    "level=critical"}},
	    {"<30>device=\"SFW\" date=2026-03-02 time=10:18:00 timezone=\"JST\" "
	     "device_name=\"XGS116\" device_id=X11600000000001 log_id=020804407002 "
	     "log_type=\"IDP\" "
	     "log_component=\"Signatures\" log_subtype=\"Drop\" priority=Warning idp_policy_id=7 "
	     "fw_rule_id=23 user_name=\"\" signature_id=1616 signature_msg=\"SERVER-APACHE Log4j "
	     "logging remote code execution attempt\" classification=\"Attempted User Privilege "
	     "Gain\" rule_priority=1 src_ip=203.0.113.66 dst_ip=192.0.2.80 protocol=\"TCP\" "
	     "src_port=41000 dst_port=80 platform=\"Linux\" category=\"server-apache\" "
	     "target=\"Server\"",
		{"@service=idp", "@category=", "rule_id=1616",
		    "rule_name=SERVER-APACHE Log4j logging remote code execution attempt",
		    "!url_category", "category=server-apache"}},
	    {"<30>device=\"SFW\" date=2026-03-02 time=10:19:00 timezone=\"JST\" "
	     "device_name=\"XGS116\" device_id=X11600000000001 log_id=086304418010 "
	     "log_type=\"ATP\" "
	     "log_component=\"Firewall\" log_subtype=\"Drop\" priority=Warning user_name=\"\" "
	     "protocol=\"UDP\" src_port=53111 dst_port=53 sourceip=192.0.2.10 "
	     "destinationip=192.0.2.1 url=c2.example threatname=\"C2/Generic-A\" "
	     "eventid=C366ACFB-7A6F-4870-B359-A6CFDA8C85F7 eventtype=\"Standard\" login_user=\"\" "
	     "process_user=\"\" ep_uuid= execution_path=\"\"",
		{"@service=atp", "src_ip=192.0.2.10", "query=c2.example", "Signature=C2/Generic-A",
		    "!c-uri"}},
	    {"<30>device=\"SFW\" date=2026-03-02 time=10:20:00 timezone=\"JST\" "
	     "device_name=\"XGS116\" device_id=X11600000000001 log_id=062009617502 "
	     "log_type=\"Event\" log_component=\"GUI\" log_subtype=\"Admin\" status=\"Failed\" "
	     "priority=Notice user_name=\"admin\" src_ip=203.0.113.9 message=\"User admin failed "
	     "to login to Admin Console\"",
		{"event_outcome=failure", "@message=User admin failed to login to Admin Console"}},
	    {"<30>device=\"SFW\" date=2026-03-02 time=10:21:00 timezone=\"JST\" "
	     "device_name=\"XGS116\" device_id=X11600000000001 log_id=066811618015 "
	     "log_type=\"Event\" log_component=\"RED\" log_subtype=\"System\" priority=Information "
	     "red_id=A350000000001 status=\"Disconnected\" duration=0 branch_name=West Wing "
	     "recv_bytes=31488 sent_bytes=22368 message=\"A350000000001/West Wing is now "
	     "disconnected\"",
		{"branch_name=West Wing", "src_bytes=22368", "dst_bytes=31488"}},
	};
	EXPECT("sophos-xg", cases);
}

static void test_forms(void **state)
{
	(void)state;
	static const struct expect_case cases[] = {
	    {"device=\"SFW\" date=2026-03-02 time=10:15:30 timezone=\"IST\" log_type=\"Event\" "
	     "log_component=\"x\" log_subtype=\"y\"",
		{"@time=2026-03-02T10:15:30.000000Z"}},
	    {"device=\"SFW\" date=2026-03-02 time=10:15:30 timezone=\"CEST\" log_type=\"WAF\" "
	     "log_component=\"x\" log_subtype=\"y\" server=www.example.com url=/a querystring=?b=c "
	     "reason=\"WAF Anomaly\" sourceip=192.0.2.1 host=192.0.2.1",
		{"@time=2026-03-02T08:15:30.000000Z", "@category=webserver", "!machine",
		    "host=192.0.2.1", "c-uri=http://www.example.com/a?b=c", "reason=WAF Anomaly"}},
	    {"log_type=\"Anti-Virus\" log_component=\"FTP\" log_subtype=\"Allowed\" "
	     "FTP_url=\"/var/a "
	     "b\" filename=\"x\"",
		{"app_protocol=ftp", "file_path=/var/a b", "Filename=x", "@time=none"}},
	    {"device=\"SFW\" log_type=\"Content Filtering\" log_component=\"HTTP\" "
	     "category=\"Games\" "
	     "domain=g.example url=\"\" a=b",
		{"url_category=Games", "cs-host=g.example"}},
	};
	EXPECT("sophos-xg", cases);
}

static void test_others(void **state)
{
	(void)state;
	expect_other("sophos-xg", "log_type=\"x\" log_component=\"y\" a=b");
	expect_other("sophos-xg", "device=\"FW\" date=2026-03-02 a=b c=d");
	expect_other("sophos-xg", "device=\"SFW\" a=b");
}

static void test_hostile(void **state)
{
	(void)state;
	expect_unharmed(
	    "<30>device=\"SFW\" date=2026-03-02 time=10:19:00 timezone=\"JST\" "
	    "device_name=\"XGS116\" device_id=X11600000000001 log_id=086304418010 log_type=\"ATP\" "
	    "log_component=\"Firewall\" log_subtype=\"Drop\" priority=Warning user_name=\"\" "
	    "protocol=\"UDP\" src_port=53111 dst_port=53 sourceip=192.0.2.10 "
	    "destinationip=192.0.2.1 url=c2.example threatname=\"C2/Generic-A\" "
	    "eventid=C366ACFB-7A6F-4870-B359-A6CFDA8C85F7 eventtype=\"Standard\" login_user=\"\" "
	    "process_user=\"\" ep_uuid= execution_path=\"\"",
	    NULL);
	expect_unharmed(
	    "<30>device=\"SFW\" date=2026-03-02 time=10:21:00 timezone=\"JST\" "
	    "device_name=\"XGS116\" device_id=X11600000000001 log_id=066811618015 "
	    "log_type=\"Event\" log_component=\"RED\" log_subtype=\"System\" priority=Information "
	    "red_id=A350000000001 status=\"Disconnected\" duration=0 branch_name=West Wing "
	    "recv_bytes=31488 sent_bytes=22368 message=\"A350000000001/West Wing is now "
	    "disconnected\"",
	    NULL);
}

static void test_sample(void **state)
{
	(void)state;
	expect_sample("sophos_xg/sophos_xg.log", "sophos-xg", 7);
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
