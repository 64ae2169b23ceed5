/* SPDX-License-Identifier: Apache-2.0 */
/* Sophos UTM: its own time, structured messages and the plain ones of its programs. */
#include "expect.h"

static void test_types(void **state)
{
	(void)state;
	static const struct expect_case cases[] = {
	    {"2026:03:02-10:15:30 utm ulogd[4711]: id=\"2001\" severity=\"info\" sys=\"SecureNet\" "
	     "sub=\"packetfilter\" name=\"Packet dropped\" action=\"drop\" fwrule=\"60001\" "
	     "initf=\"eth1\" srcmac=\"00:53:00:00:00:01\" dstmac=\"00:53:00:00:00:02\" "
	     "srcip=\"203.0.113.66\" dstip=\"203.0.113.1\" proto=\"6\" length=\"44\" tos=\"0x00\" "
	     "prec=\"0x00\" ttl=\"50\" srcport=\"41000\" dstport=\"22\" tcpflags=\"SYN\"",
		{"@product=sophos-utm", "@category=firewall", "@service=packetfilter",
		    "@time=2026-03-02T10:15:30.000000Z", "@message=Packet dropped",
		    "src_ip=203.0.113.66", "dst_port=22", "transport=tcp", "event_action=drop",
		    "event_code=2001", "rule_id=60001", "device=utm", "program=ulogd",
		    "process_id=4711", "src_interface=eth1"}},
	    {"<30>2026:03:02-10:16:00 utm httpproxy[5009]: id=\"0060\" severity=\"info\" "
	     "sys=\"SecureWeb\" sub=\"http\" name=\"web request blocked, forbidden category "
	     "detected\" action=\"block\" method=\"GET\" srcip=\"192.0.2.10\" dstip=\"\" "
	     "user=\"tanaka\" "
	     "statuscode=\"403\" cached=\"0\" profile=\"REF_DefaultHTTPProfile (Default)\" "
	     "size=\"3011\" url=\"https://bad.example/login?x=1\" referer=\"\" error=\"\" "
	     "category=\"105\" reputation=\"suspicious\" categoryname=\"Phishing\" "
	     "content-type=\"\"",
		{"@category=proxy", "user=tanaka", "c-uri=https://bad.example/login?x=1",
		    "sc-status=403", "url_category=Phishing", "syslog_priority=30"}},
	    {"2026:03:02-10:17:00 utm snort[6000]: id=\"2101\" severity=\"warn\" sys=\"SecureNet\" "
	     "sub=\"ips\" name=\"Intrusion protection alert\" action=\"drop\" "
	     "reason=\"SERVER-APACHE "
	     "Log4j logging remote code execution attempt\" group=\"500\" srcip=\"203.0.113.66\" "
	     "dstip=\"192.0.2.80\" proto=\"6\" srcport=\"41000\" dstport=\"80\" sid=\"58722\" "
	     "class=\"Attempted User Privilege Gain\" priority=\"1\" generator=\"1\" msgid=\"0\"",
		{"@service=ips",
		    "Signature=SERVER-APACHE Log4j logging remote code execution attempt",
		    "rule_id=58722"}},
	    {"2026:03:02-10:18:00 utm aua[7000]: id=\"3005\" severity=\"warn\" sys=\"System\" "
	     "sub=\"auth\" name=\"Authentication failed\" srcip=\"203.0.113.9\" host=\"\" "
	     "user=\"admin\" "
	     "caller=\"webadmin\" reason=\"DENIED\"",
		{"@service=auth", "event_outcome=failure", "user=admin", "src_ip=203.0.113.9"}},
	    {"2026:03:02-10:19:00 utm afcd[8000]: id=\"2022\" severity=\"warn\" sys=\"SecureNet\" "
	     "sub=\"packetfilter\" name=\"Packet dropped (ATP)\" srcip=\"192.0.2.10\" "
	     "dstip=\"203.0.113.7\" fwrule=\"63001\" proto=\"6\" threatname=\"C2/Generic-A\" "
	     "status=\"1\" "
	     "machine=\"\" url=\"-\" action=\"drop\"",
		{"Signature=C2/Generic-A", "event_action=drop"}},
	    {"2026:03:02-10:20:00 utm named[4322]: client 192.0.2.10#53211 (www.example.com): "
	     "query: www.example.com IN A + (192.0.2.1)",
		{"@category=dns", "@service=named", "query=www.example.com", "record_type=A",
		    "src_ip=192.0.2.10", "src_port=53211"}},
	    {"2026:03:02-10:21:00 utm dhcpd: DHCPACK on 192.0.2.10 to 00:53:00:00:00:01 "
	     "(PC-KEIRI) via eth0",
		{"@service=dhcpd",
		    "@message=DHCPACK on 192.0.2.10 to 00:53:00:00:00:01 (PC-KEIRI) via eth0",
		    "!process_id"}},
	    {"2026:03:02-10:22:00 utm exim-in[9000]: 2026-03-02 10:22:00 SMTP connection from "
	     "[203.0.113.10]:3312 (TCP/IP connection count = 1)",
		{"@service=exim-in", "process_id=9000"}},
	    {"<30>Mar  2 10:15:31 relay 2026:03:02-10:15:30 utm named[1]: client @0x7f "
	     "192.0.2.7#53211 (a.example): query: a.example IN AAAA + (x)",
		{"query=a.example", "record_type=AAAA", "src_ip=192.0.2.7", "device=utm",
		    "@time=2026-03-02T10:15:30.000000Z"}},
	    {"<30>Mar  2 10:15:31 utm ulogd[1]: id=\"2002\" severity=\"info\" sys=\"SecureNet\" "
	     "sub=\"packetfilter\" name=\"Packet accepted\" srcip=\"192.0.2.1\"",
		{"src_ip=192.0.2.1", "@time=2026-03-02T10:15:31.000000Z"}},
	    {"2026:03:02-10:15:30 utm no colon here", {"@message=no colon here", "device=utm"}},
	    {"<142>2026:03:02-10:15:30 gate httpd: id=\"0299\" srcip=\"192.0.2.10\" "
	     "localip=\"192.0.2.1\" size=\"594\" user=\"-\" host=\"192.0.2.10\" method=\"GET\" "
	     "statuscode=\"403\" reason=\"waf\" url=\"/login.php\" server=\"www.shop.example\" "
	     "port=\"443\" query=\"?x=1\" referer=\"-\"",
		{"@category=webserver", "@service=httpd", "src_ip=192.0.2.10", "cs-method=GET",
		    "sc-status=403", "cs-host=www.shop.example", "c-uri=/login.php?x=1"}},
	    {"<142>2026:03:02-10:15:30 gate httpd: id=\"0299\" srcip=\"192.0.2.10\" "
	     "method=\"GET\" url=\"/a\" query=\"\"",
		{"@category=webserver", "c-uri=/a"}},
	};
	EXPECT("sophos-utm", cases);
}

static void test_others(void **state)
{
	(void)state;
	expect_other("sophos-utm", "2026:03:02 10:15:30 utm x: y");
	expect_other("sophos-utm", "2026:03:02-10:15:3x utm x: y");
	expect_other("sophos-utm", "id=\"1\" sys=\"x\" nothing");
	expect_other("sophos-utm", "2026:03:02-10:15:30");
}

static void test_hostile(void **state)
{
	(void)state;
	expect_unharmed(
	    "2026:03:02-10:18:00 utm aua[7000]: id=\"3005\" severity=\"warn\" sys=\"System\" "
	    "sub=\"auth\" name=\"Authentication failed\" srcip=\"203.0.113.9\" host=\"\" "
	    "user=\"admin\" "
	    "caller=\"webadmin\" reason=\"DENIED\"",
	    NULL);
	expect_unharmed(
	    "2026:03:02-10:20:00 utm named[4322]: client 192.0.2.10#53211 (www.example.com): "
	    "query: www.example.com IN A + (192.0.2.1)",
	    NULL);
}

static void test_sample(void **state)
{
	(void)state;
	expect_sample("sophos_utm/sophos_utm.log", "sophos-utm", 9);
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
