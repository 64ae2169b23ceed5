/* SPDX-License-Identifier: Apache-2.0 */
/* FortiGate's pairs: types, times in four units, VPN ends, other makers' lines left alone. */
#include "expect.h"

static void test_types(void **state)
{
	(void)state;
	static const struct expect_case cases[] = {
	    {"<189>date=2026-03-02 time=10:15:30 devname=\"gate-01\" devid=\"FGT60F0000000001\" "
	     "eventtime=1772414130123456789 tz=\"+0900\" logid=\"0000000013\" type=\"traffic\" "
	     "subtype=\"forward\" level=\"notice\" vd=\"root\" srcip=192.0.2.10 "
	     "srcname=\"PC-KEIRI\" "
	     "srcport=50123 srcintf=\"internal\" srcintfrole=\"lan\" dstip=198.51.100.20 "
	     "dstport=443 dstintf=\"wan1\" dstintfrole=\"wan\" sessionid=4711 proto=6 "
	     "action=\"close\" policyid=3 policytype=\"policy\" policyname=\"lan-out\" "
	     "service=\"HTTPS\" trandisp=\"snat\" transip=203.0.113.1 transport=50123 duration=12 "
	     "sentbyte=1200 rcvdbyte=56000 sentpkt=12 rcvdpkt=48 appcat=\"unscanned\"",
		{"@product=fortigate", "@category=firewall", "@service=traffic",
		    "@time=2026-03-02T01:15:30.123456Z", "src_ip=192.0.2.10", "src_port=50123",
		    "src_nat_ip=203.0.113.1", "src_nat_port=50123", "transport=tcp", "!transip2",
		    "transip=203.0.113.1", "bytes=57200", "packets=60", "machine=PC-KEIRI",
		    "device=gate-01", "rule_name=lan-out", "duration=12", "event_action=close",
		    "app_protocol=https"}},
	    {"<188>date=2026-03-02 time=10:16:00 devname=\"gate-01\" devid=\"FGT60F0000000001\" "
	     "eventtime=1772414160000000000 tz=\"+0900\" logid=\"0316013056\" type=\"utm\" "
	     "subtype=\"webfilter\" eventtype=\"ftgd_blk\" level=\"warning\" vd=\"root\" "
	     "policyid=3 "
	     "sessionid=4712 user=\"SHOP\\tanaka\" srcip=192.0.2.10 srcport=50124 "
	     "srcintf=\"internal\" dstip=198.51.100.21 dstport=443 dstintf=\"wan1\" proto=6 "
	     "service=\"HTTPS\" hostname=\"bad.example\" profile=\"default\" action=\"blocked\" "
	     "reqtype=\"direct\" url=\"https://bad.example/login.php?x=1\" sentbyte=500 rcvdbyte=0 "
	     "direction=\"outgoing\" msg=\"URL belongs to a denied category in policy\" "
	     "method=\"domain\" cat=61 catdesc=\"Phishing\"",
		{"@category=proxy", "@service=utm",
		    "@message=URL belongs to a denied category in policy",
		    "user=tanaka ;; SHOP\\tanaka", "user_domain=SHOP", "src_user=tanaka",
		    "direction=outbound ;; outgoing", "url_category=Phishing", "catdesc=Phishing",
		    "c-uri=https://bad.example/login.php?x=1", "cs-host=bad.example",
		    "cs-uri-query=x=1", "event_action=blocked"}},
	    {"<185>date=2026-03-02 time=10:17:00 devname=\"gate-01\" devid=\"FGT60F0000000001\" "
	     "eventtime=1772414220000000 tz=\"+0900\" logid=\"0211008192\" type=\"utm\" "
	     "subtype=\"virus\" eventtype=\"infected\" level=\"warning\" vd=\"root\" policyid=3 "
	     "msg=\"File is infected.\" action=\"blocked\" service=\"HTTP\" sessionid=4713 "
	     "srcip=192.0.2.10 dstip=198.51.100.22 srcport=50125 dstport=80 srcintf=\"internal\" "
	     "dstintf=\"wan1\" proto=6 direction=\"incoming\" filename=\"eicar.com\" "
	     "quarskip=\"No-skip\" virus=\"EICAR_TEST_FILE\" dtype=\"Virus\" "
	     "url=\"http://files.example/eicar.com\" "
	     "analyticscksum=\"275A021BBFB6489E54D471899F7DB9"
	     "D1663FC695EC2FE2A2C4538AABF651FD0F\"",
		{"@category=antivirus", "Signature=EICAR_TEST_FILE", "virus=EICAR_TEST_FILE",
		    "Filename=eicar.com",
		    "sha256=275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f",
		    "direction=inbound ;; incoming"}},
	    {"<185>date=2026-03-02 time=10:18:00 devname=\"gate-01\" devid=\"FGT60F0000000001\" "
	     "eventtime=1772414280000 tz=\"+0900\" logid=\"0419016384\" type=\"utm\" "
	     "subtype=\"ips\" "
	     "eventtype=\"signature\" level=\"alert\" vd=\"root\" severity=\"critical\" "
	     "srcip=203.0.113.66 srccountry=\"Reserved\" dstip=192.0.2.80 srcintf=\"wan1\" "
	     "dstintf=\"dmz\" sessionid=4714 action=\"dropped\" proto=6 service=\"HTTP\" "
	     "policyid=5 "
	     "attack=\"Apache.Log4j.Error.Log.Remote.Code.Execution\" srcport=41000 dstport=80 "
	     "hostname=\"www.example.com\" url=\"/\" direction=\"outgoing\" attackid=51006 "
	     "profile=\"default\" msg=\"applications3: "
	     "Apache.Log4j.Error.Log.Remote.Code.Execution\""
	     "",
		{"@category=", "@time=2026-03-02T01:18:00.000000Z", "event_severity=critical",
		    "Signature=Apache.Log4j.Error.Log.Remote.Code.Execution",
		    "c-uri=http://www.example.com/", "dst_interface=dmz"}},
	    {"<189>date=2026-03-02 time=10:19:00 devname=\"gate-01\" devid=\"FGT60F0000000001\" "
	     "eventtime=1772414340 tz=\"+0900\" logid=\"1501054600\" type=\"utm\" subtype=\"dns\" "
	     "eventtype=\"dns-response\" level=\"warning\" vd=\"root\" policyid=3 sessionid=4715 "
	     "srcip=192.0.2.10 srcport=53111 srcintf=\"internal\" dstip=192.0.2.1 dstport=53 "
	     "dstintf=\"root\" proto=17 profile=\"default\" xid=3455 qname=\"c2.example\" "
	     "qtype=\"A\" "
	     "qtypeval=1 qclass=\"IN\" ipaddr=\"203.0.113.7, 203.0.113.8\" msg=\"Domain was "
	     "blocked "
	     "by dns botnet C&C\" action=\"redirect\" botnetdomain=\"c2.example\"",
		{"@category=dns", "query=c2.example", "record_type=A",
		    "answer=203.0.113.7 ;; 203.0.113.8", "dns_id=3455",
		    "@time=2026-03-02T01:19:00.000000Z"}},
	    {"<189>date=2026-03-02 time=10:20:00 devname=\"gate-01\" devid=\"FGT60F0000000001\" "
	     "eventtime=1772414400000000000 tz=\"+0900\" logid=\"0100044547\" type=\"event\" "
	     "subtype=\"system\" level=\"information\" vd=\"root\" logdesc=\"Object attribute "
	     "configured\" user=\"admin\" ui=\"https(192.0.2.5)\" action=\"Add\" cfgtid=1 "
	     "cfgpath=\"system.admin\" cfgobj=\"helper\" cfgattr=\"accprofile[super_admin]\" "
	     "msg=\"Add "
	     "system.admin helper\"",
		{"@service=event", "action=Add", "cfgpath=system.admin", "user=admin",
		    "src_ip=192.0.2.5", "@message=Add system.admin helper"}},
	    {"<189>date=2026-03-02 time=10:21:00 devname=\"gate-01\" devid=\"FGT60F0000000001\" "
	     "eventtime=1772414460000000000 tz=\"+0900\" logid=\"0101039426\" type=\"event\" "
	     "subtype=\"vpn\" level=\"alert\" vd=\"root\" logdesc=\"SSL VPN login fail\" "
	     "action=\"ssl-login-fail\" tunneltype=\"ssl-web\" tunnelid=0 remip=203.0.113.9 "
	     "user=\"guest\" group=\"N/A\" dst_host=\"N/A\" reason=\"sslvpn_login_unknown_user\" "
	     "msg=\"SSL user failed to logged in\"",
		{"src_ip=203.0.113.9", "group=", "dst_host=", "user=guest",
		    "reason=sslvpn_login_unknown_user"}},
	    {"date=2026-03-02,time=10:22:00,devname=gate-01,devid=FGT60F0000000001,"
	     "logid=0000000013,type=traffic,subtype=forward,level=notice,vd=root,"
	     "srcip=192.0.2.11,srcport=1024,dstip=198.51.100.23,dstport=53,proto=17,action=deny,"
	     "policyid=0,service=DNS,sentbyte=0,rcvdbyte=0",
		{"@category=firewall", "src_ip=192.0.2.11", "transport=udp", "devname=gate-01",
		    "@time=2026-03-02T10:22:00.000000Z"}},
	    {"date=2026-03-02 time=10:23:00 device_id=FE400E0000000001 log_id=0300003125 "
	     "type=spam subtype=default pri=information session_id=\"q22\" "
	     "client_name=\"mail.example\" client_ip=\"203.0.113.10\" from=\"a@bad.example\" "
	     "to=\"b@shop.example\" subject=\"prize\" msg=\"Detected by antispam\"",
		{"@product=fortimail", "src_ip=203.0.113.10", "mail_from=a@bad.example",
		    "mail_subject=prize"}},
	    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" type=\"utm\" "
	     "subtype=\"webfilter\" "
	     "service=\"HTTPS\" hostname=\"a.example\" url=\"/p/q.exe\" srcip=192.0.2.1",
		{"c-uri=https://a.example/p/q.exe", "cs-uri-stem=/p/q.exe", "c-uri-extension=exe"}},
	    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" type=\"virus\" "
	     "subtype=\"infected\" "
	     "virus=\"X\"",
		{"@category=antivirus", "@service=virus"}},
	};
	EXPECT("fortigate", cases);
}

static void test_times(void **state)
{
	(void)state;
	static const struct expect_case cases[] = {
	    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" type=\"event\" subtype=\"x\" "
	     "eventtime=1772414130 tz=\"+0900\"",
		{"@time=2026-03-02T01:15:30.000000Z"}},
	    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" type=\"event\" subtype=\"x\" "
	     "eventtime=1772414130123 tz=\"+0900\"",
		{"@time=2026-03-02T01:15:30.123000Z"}},
	    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" type=\"event\" subtype=\"x\" "
	     "eventtime=1772414130123456 tz=\"+0900\"",
		{"@time=2026-03-02T01:15:30.123456Z"}},
	    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" type=\"event\" subtype=\"x\" "
	     "tz=\"-0330\"",
		{"@time=2026-03-02T13:45:30.000000Z"}},
	    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" type=\"event\" subtype=\"x\" "
	     "tz=\"UTC-5:00\"",
		{"@time=2026-03-02T15:15:30.000000Z"}},
	    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" type=\"event\" subtype=\"x\" "
	     "eventtime=1587230269052907555 tz=\"-0500\"",
		{"@time=2026-03-02T15:15:30.000000Z"}},
	    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" type=\"event\" subtype=\"x\" "
	     "eventtime=1772414130",
		{"@time=2026-03-02T01:15:30.000000Z"}},
	    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" type=\"event\" subtype=\"x\" "
	     "eventtime=1587230269",
		{"@time=2026-03-02T10:15:30.000000Z"}},
	    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" type=\"event\" subtype=\"x\" "
	     "eventtime=99999999999999999999 tz=\"+99:99\"",
		{"@time=2026-03-02T10:15:30.000000Z"}},
	    {"date= desc=\"Object update request\" msg=\"Send new version\"",
		{"@time=none", "@message=Send new version"}},
	};
	EXPECT("fortigate", cases);
}

static void test_vpn(void **state)
{
	(void)state;
	static const struct expect_case cases[] = {
	    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" type=\"event\" subtype=\"x\" "
	     "remip=203.0.113.9 locip=192.0.2.1 remport=500 locport=4500 dir=\"outbound\" "
	     "status=\"negotiate_error\"",
		{"src_ip=192.0.2.1", "src_port=4500", "dst_ip=203.0.113.9", "dst_port=500",
		    "event_outcome=failure"}},
	    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" type=\"event\" subtype=\"x\" "
	     "remip=203.0.113.9 locip=192.0.2.1 status=\"success\"",
		{"src_ip=203.0.113.9", "dst_ip=192.0.2.1", "event_outcome=success"}},
	    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" type=\"event\" subtype=\"x\" "
	     "remip=N/A locip=192.0.2.1",
		{"!src_ip", "!dst_ip"}},
	    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" type=\"event\" subtype=\"x\" "
	     "ui=\"GUI(2001:db8::5)\" status=\"failed\"",
		{"src_ip=2001:db8::5", "event_outcome=failure"}},
	    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" type=\"event\" subtype=\"x\" "
	     "ui=\"console\"",
		{"!src_ip"}},
	    {"date=2026-03-02 time=10:00:00 devname=fg devid=FG100X logid=0101039426 type=event "
	     "subtype=vpn level=alert vd=\"root\" action=\"ssl-login-fail\" remip=203.0.113.9 "
	     "user=\"tanaka\" reason=\"sslvpn_login_unknown_user\"",
		{"event_outcome=failure", "user=tanaka", "src_ip=203.0.113.9"}},
	    {"date=2026-03-02 time=10:00:01 devname=fg devid=FG100X logid=0101037121 type=event "
	     "subtype=vpn level=error vd=\"root\" action=\"negotiate\" remip=203.0.113.9 "
	     "user=\"N/A\" eapuser=\"sato\" status=\"failure\"",
		{"event_outcome=failure", "user=sato"}},
	    {"date=2011-03-02 time=10:00:02 devname=fg device_id=FG100X log_id=0038000007 "
	     "type=traffic subtype=other pri=notice vd=root status=deny src=192.0.2.10 "
	     "dst=198.51.100.9 src_port=5000 dst_port=445 proto=6",
		{"event_action=deny", "blocked=true", "@category=firewall"}},
	};
	EXPECT("fortigate", cases);
}

static void test_others(void **state)
{
	(void)state;
	expect_other("fortigate",
	    "device=\"SFW\" date=2026-03-02 time=10:15:30 log_id=010101600001 "
	    "log_type=\"Firewall\" log_component=\"x\" log_subtype=\"Allowed\"");
	expect_other("fortigate", "a line with logid= only");
	expect_other("fortigate",
	    "id=firewall sn=1 time=\"2026-03-02 01:15:30\" fw=203.0.113.1 m=1 logid=1");
}

static void test_hostile(void **state)
{
	(void)state;
	expect_unharmed(
	    "<189>date=2026-03-02 time=10:19:00 devname=\"gate-01\" devid=\"FGT60F0000000001\" "
	    "eventtime=1772414340 tz=\"+0900\" logid=\"1501054600\" type=\"utm\" subtype=\"dns\" "
	    "eventtype=\"dns-response\" level=\"warning\" vd=\"root\" policyid=3 sessionid=4715 "
	    "srcip=192.0.2.10 srcport=53111 srcintf=\"internal\" dstip=192.0.2.1 dstport=53 "
	    "dstintf=\"root\" proto=17 profile=\"default\" xid=3455 qname=\"c2.example\" "
	    "qtype=\"A\" "
	    "qtypeval=1 qclass=\"IN\" ipaddr=\"203.0.113.7, 203.0.113.8\" msg=\"Domain was blocked "
	    "by dns botnet C&C\" action=\"redirect\" botnetdomain=\"c2.example\"",
	    NULL);
	expect_unharmed(
	    "<189>date=2026-03-02 time=10:21:00 devname=\"gate-01\" devid=\"FGT60F0000000001\" "
	    "eventtime=1772414460000000000 tz=\"+0900\" logid=\"0101039426\" type=\"event\" "
	    "subtype=\"vpn\" level=\"alert\" vd=\"root\" logdesc=\"SSL VPN login fail\" "
	    "action=\"ssl-login-fail\" tunneltype=\"ssl-web\" tunnelid=0 remip=203.0.113.9 "
	    "user=\"guest\" group=\"N/A\" dst_host=\"N/A\" reason=\"sslvpn_login_unknown_user\" "
	    "msg=\"SSL user failed to logged in\"",
	    NULL);
}

static void test_sample(void **state)
{
	(void)state;
	expect_sample("fortigate/fortigate.log", "fortigate", 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_types),
	    cmocka_unit_test(test_times),
	    cmocka_unit_test(test_vpn),
	    cmocka_unit_test(test_others),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_sample),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
