/* SPDX-License-Identifier: Apache-2.0 */
/* SonicWall's tags: ends with colons, unquoted values, alerts' names. */
#include "expect.h"

static void test_types(void **state)
{
	(void)state;
	static const struct expect_case cases[] = {
	    {"<134>  id=firewall sn=0006B1000001 time=\"2026-03-02 01:15:30 UTC\" fw=203.0.113.1 "
	     "pri=6 c=1024 gcat=6 m=537 msg=\"Connection Closed\" srcMac=00:53:00:00:00:01 "
	     "src=192.0.2.10:50123:X0:PC-KEIRI srcZone=Trusted natSrc=203.0.113.1:40001 "
	     "dstMac=00:53:00:00:00:02 dst=198.51.100.20:443:X1:www.example.com "
	     "dstZone=Untrusted natDst=198.51.100.20:443 usr=\"SHOP\\tanaka\" proto=tcp/https "
	     "sent=1200 rcvd=56000 spkt=12 rpkt=48 cdur=17350 rule=\"15 (LAN->WAN)\" app=49177 "
	     "appName='General HTTPS' n=11 fw_action=\"NA\" dpi=1",
		{"@product=sonicwall", "@category=firewall", "@time=2026-03-02T01:15:30.000000Z",
		    "@message=Connection Closed", "src_ip=192.0.2.10", "src_port=50123",
		    "src_interface=X0", "src_host=PC-KEIRI", "dst_host=www.example.com",
		    "src_nat_port=40001", "user=tanaka", "user_domain=SHOP", "transport=tcp",
		    "app_protocol=https", "duration=17.350", "bytes=57200", "packets=60",
		    "appName=General HTTPS", "application=general https", "rule_name=15 (LAN->WAN)",
		    "!event_action", "level=info"}},
	    {"Mar  2 10:16:00 203.0.113.1 id=hq-fw sn=0006B1000001 time=\"2026-03-02 10:16:00\" "
	     "fw=203.0.113.1 pri=1 c=32 m=609 msg=\"IPS Prevention Alert: WEB-ATTACKS Apache "
	     "Log4j2 JNDI, SID: 15690, Priority: High\" sid=15690 ipscat=WEB-ATTACKS ipspri=1 "
	     "n=2 src=203.0.113.66:41000:X1 dst=192.0.2.80:80:X2 proto=tcp/http",
		{"Signature=WEB-ATTACKS Apache Log4j2 JNDI", "event_code=609",
		    "rule_category=WEB-ATTACKS", "device=hq-fw", "level=alert",
		    "@time=2026-03-02T10:16:00.000000Z"}},
	    {"Mar  2 10:17:00 203.0.113.1 id=firewall sn=0006B1000001 time=\"2026-03-02 "
	     "10:17:00\" fw=203.0.113.1 pri=1 c=32 m=809 msg=\"Gateway Anti-Virus Alert: EICAR "
	     "(Trojan) blocked.\" n=1 src=198.51.100.22:80:X1 dst=192.0.2.10:50125:X0 "
	     "proto=tcp/http fw_action=\"drop\"",
		{"@category=antivirus", "Signature=EICAR (Trojan)", "event_action=drop"}},
	    {"Mar  2 10:18:00 203.0.113.1 id=firewall sn=0006B1000001 time=\"2026-03-02 "
	     "10:18:00\" fw=203.0.113.1 pri=6 c=1024 m=97 n=558 src=192.0.2.10:60102:X0 "
	     "dst=198.51.100.23:80:X1 proto=tcp/http op=1 sent=403 rcvd=719 result=200 "
	     "dstname=www.example.com arg=/a/b.php?x=1 code=64 Category=\"Not Rated\"",
		{"@category=proxy", "c-uri=http://www.example.com/a/b.php?x=1",
		    "cs-host=www.example.com", "cs-method=GET", "sc-status=200",
		    "url_category=Not Rated"}},
	    {"Mar  2 10:19:00 203.0.113.1 id=firewall sn=0006B1000001 time=\"2026-03-02 "
	     "10:19:00\" fw=203.0.113.1 pri=1 c=32 m=30 msg=\"Administrator login denied due to "
	     "bad credentials\" sess=Web n=1 usr=admin src=203.0.113.9:17391:X1 "
	     "dst=203.0.113.1:443:X1 proto=tcp/https",
		{"event_outcome=failure", "user=admin", "src_ip=203.0.113.9"}},
	    {"Mar  2 10:20:00 203.0.113.1 id=firewall sn=0006B1000001 time=\"2026-03-02 "
	     "10:20:00\" fw=203.0.113.1 pri=1 c=0 m=1201 msg=\"Suspected Botnet responder "
	     "blocked: Responder IP:203.0.113.7\" n=3 src=192.0.2.10:51000:X0 "
	     "dst=203.0.113.7:443:X1 proto=tcp/https fw_action=\"drop\"",
		{"event_code=1201", "event_action=drop", "!Signature"}},
	};
	EXPECT("sonicwall", cases);
}

static void test_quirks(void **state)
{
	(void)state;
	static const struct expect_case cases[] = {
	    {"id=firewall sn=1 time=\"2026-03-02 01:15:30\" fw=203.0.113.1 pri=6 m=1 "
	     "src=192.0.2.2::X0 dst=192.0.2.1:0:X0",
		{"src_ip=192.0.2.2", "!src_port", "src_interface=X0", "!dst_port",
		    "dst_interface=X0"}},
	    {"id=firewall sn=1 time=\"2026-03-02 01:15:30\" fw=203.0.113.1 pri=6 m=1 "
	     "src=2001:db8::7:443:X1:host dst=192.0.2.1",
		{"src_ip=2001:db8::7:443", "dst_ip=192.0.2.1", "!dst_interface"}},
	    {"id=firewall sn=1 time=\"2026-03-02 01:15:30\" fw=203.0.113.1 pri=6 m=1 src=unknown "
	     "dst= proto=udp/53",
		{"!src_ip", "!dst_ip", "transport=udp", "!app_protocol"}},
	    {"id=firewall sn=1 time=\"2026-03-02 01:15:30\" fw=203.0.113.1 pri=6 m=1 msg=User "
	     "login allowed here usr=ann note='it is so'",
		{"@message=User login allowed here", "msg=User login allowed here", "user=ann",
		    "note=it is so", "event_outcome=success"}},
	    {"id=firewall sn=1 time=\"2026-03-02 01:15:30\" fw=203.0.113.1 pri=6 m=1 pri=9 "
	     "rule=15 cdur=abc sent=-1",
		{"rule_id=15", "!rule_name", "!duration", "src_bytes=-1"}},
	    {"id=firewall sn=00401011AABB time=\"2026-03-02 10:00:00\" fw=192.0.2.1 pri=5 c=512 "
	     "m=1233 msg=\"Unhandled link-local packet dropped\" src=192.0.2.10:5000:X0 "
	     "dst=198.51.100.9:5355:X1 proto=udp/5355",
		{"blocked=true"}},
	};
	EXPECT("sonicwall", cases);
}

static void test_others(void **state)
{
	(void)state;
	expect_other("sonicwall",
	    "id=firewall time=\"2026-03-02 01:15:30\" fw=203.0.113.1 pri=6 m=1 src=192.0.2.1");
	expect_other("sonicwall", "sn=1 fw=2 m=3");
	expect_other("sonicwall", "id=a b=c");
}

static void test_hostile(void **state)
{
	(void)state;
	expect_unharmed(
	    "<134>  id=firewall sn=0006B1000001 time=\"2026-03-02 01:15:30 UTC\" fw=203.0.113.1 "
	    "pri=6 c=1024 gcat=6 m=537 msg=\"Connection Closed\" srcMac=00:53:00:00:00:01 "
	    "src=192.0.2.10:50123:X0:PC-KEIRI srcZone=Trusted natSrc=203.0.113.1:40001 "
	    "dstMac=00:53:00:00:00:02 dst=198.51.100.20:443:X1:www.example.com "
	    "dstZone=Untrusted natDst=198.51.100.20:443 usr=\"SHOP\\tanaka\" proto=tcp/https "
	    "sent=1200 rcvd=56000 spkt=12 rpkt=48 cdur=17350 rule=\"15 (LAN->WAN)\" app=49177 "
	    "appName='General HTTPS' n=11 fw_action=\"NA\" dpi=1",
	    NULL);
	expect_unharmed("Mar  2 10:18:00 203.0.113.1 id=firewall sn=0006B1000001 time=\"2026-03-02 "
			"10:18:00\" fw=203.0.113.1 pri=6 c=1024 m=97 n=558 src=192.0.2.10:60102:X0 "
			"dst=198.51.100.23:80:X1 proto=tcp/http op=1 sent=403 rcvd=719 result=200 "
			"dstname=www.example.com arg=/a/b.php?x=1 code=64 Category=\"Not Rated\"",
	    NULL);
}

static void test_sample(void **state)
{
	(void)state;
	expect_sample("sonicwall/sonicwall.log", "sonicwall", 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_types),
	    cmocka_unit_test(test_quirks),
	    cmocka_unit_test(test_others),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_sample),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
