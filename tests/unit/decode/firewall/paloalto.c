/* SPDX-License-Identifier: Apache-2.0 */
/* PAN-OS columns by type, cells with quotes, short and long records. */
#include "expect.h"

static void test_types(void **state)
{
	(void)state;
	static const struct expect_case cases[] = {
	    {"<14>Mar  2 10:15:30 pa-440 1,2026/03/02 10:15:30,021201000001,TRAFFIC,end,2562,"
	     "2026/03/02 10:15:29,192.0.2.10,198.51.100.20,203.0.113.1,198.51.100.20,lan-out,"
	     "shop\\tanaka,,ssl,vsys1,trust,untrust,ethernet1/2,ethernet1/1,fwd,2026/03/02 "
	     "10:15:29,4711,1,50123,443,40001,443,0x400053,tcp,allow,57200,1200,56000,60,"
	     "2026/03/02 10:15:10,17,computer-and-internet-info,,7200000000000000001,"
	     "0x8000000000000000,192.0.2.0-192.0.2.255,United "
	     "States,,12,48,tcp-fin,0,0,0,0,,pa-440,from-policy,,,0,,0,,N/A,0,0,0,0,"
	     "b1e9cc4e-0000-4000-8000-000000000001,0,0,,,,,,,,,,,,,,,PC-KEIRI,00:53:00:00:00:01,"
	     ",,,,,,,,,,,,,,,,,,2026-03-02T10:15:30.123+09:00,,,encrypted-tunnel,networking,"
	     "browser-based,4,\"used-by-malware,able-to-transfer-file\",,ssl,no,no,0",
		{"@product=paloalto", "@category=firewall", "@service=traffic",
		    "@time=2026-03-02T01:15:30.123000Z", "src=192.0.2.10", "src_ip=192.0.2.10",
		    "src_nat_port=40001", "user=tanaka", "user_domain=shop", "src_user=tanaka",
		    "bytes=57200", "src_bytes=1200", "duration=17", "reason=tcp-fin",
		    "characteristic_of_app=used-by-malware,able-to-transfer-file",
		    "machine=PC-KEIRI", "start_time=2026-03-02T10:15:10.000000Z", "device=pa-440",
		    "offloaded=0"}},
	    {"<14>Mar  2 10:16:00 pa-440 1,2026/03/02 10:16:00,021201000001,THREAT,url,2562,"
	     "2026/03/02 10:16:00,192.0.2.10,198.51.100.21,203.0.113.1,198.51.100.21,lan-out,"
	     "shop\\tanaka,,web-browsing,vsys1,trust,untrust,ethernet1/2,ethernet1/1,fwd,"
	     "2026/03/02 10:16:00,4712,1,50124,80,40002,80,0x403000,tcp,block-url,"
	     "\"bad.example/login.php?a=1,2\",(9999),phishing,informational,client-to-server,"
	     "7200000000000000002,0x8000000000000000,192.0.2.0-192.0.2.255,Netherlands,,"
	     "text/html,0,,,1,\"Mozilla/5.0 "
	     "(\"\"quoted\"\")\",,,http://www.example.com/,,,,0,0,0,0,0,"
	     ",pa-440,,,,get,0,,0,,N/A,unknown,AppThreat-8700-1,0x0,0,4294967295,,\"phishing,"
	     "high-risk\"",
		{"@category=proxy", "misc=bad.example/login.php?a=1,2",
		    "c-uri=http://bad.example/login.php?a=1,2", "cs-host=bad.example",
		    "url_category=phishing", "c-useragent=Mozilla/5.0 (\"quoted\")",
		    "url_category_list=phishing,high-risk", "event_action=block-url", "!Signature",
		    "cs-method=get"}},
	    {"<14>Mar  2 10:17:00 pa-440 1,2026/03/02 10:17:00,021201000001,THREAT,virus,2562,"
	     "2026/03/02 10:17:00,198.51.100.22,192.0.2.10,0.0.0.0,0.0.0.0,lan-out,,shop\\tanaka,"
	     "web-browsing,vsys1,untrust,trust,ethernet1/1,ethernet1/2,fwd,2026/03/02 "
	     "10:17:00,4713,1,80,50125,0,0,0x402000,tcp,reset-both,\"eicar.com\",Eicar Test "
	     "File(100000),any,medium,server-to-client,7200000000000000003,0x8000000000000000,"
	     "United States,192.0.2.0-192.0.2.255,,,0,,,0,,,,,,,,0,0,0,0,0,,pa-440,,,,,0,,0,,"
	     "N/A,code-execution,Antivirus-4000-1,0x0,0,4294967295",
		{"@category=antivirus", "Signature=Eicar Test File", "event_code=100000",
		    "Filename=eicar.com", "dst_user=tanaka", "!user", "!src_nat_ip"}},
	    {"<14>Mar  2 10:18:00 pa-440 1,2026/03/02 10:18:00,021201000001,THREAT,spyware,2562,"
	     "2026/03/02 10:18:00,192.0.2.10,192.0.2.1,0.0.0.0,0.0.0.0,dns-out,,,dns-base,vsys1,"
	     "trust,trust,ethernet1/2,ethernet1/2,fwd,2026/03/02 "
	     "10:18:00,4714,1,53111,53,0,0,0x402000,udp,sinkhole,\"c2.example\","
	     "generic:c2.example(109001001),any,high,client-to-server,7200000000000000004,"
	     "0x8000000000000000,192.0.2.0-192.0.2.255,192.0.2.0-192.0.2.255,,,0,,,0,,,,,,,,0,0,"
	     "0,0,0,,pa-440,,,,,0,,0,,N/A,dns-c2,AppThreat-8700-1,0x0,0,4294967295",
		{"@category=dns", "query=c2.example", "thr_category=dns-c2",
		    "event_action=sinkhole", "level=high"}},
	    {"<12>Mar  2 10:19:00 pa-440 1,2026/03/02 10:19:00,021201000001,SYSTEM,auth,2562,"
	     "2026/03/02 10:19:00,,auth-fail,,0,0,general,medium,\"failed authentication for "
	     "user 'admin'. Reason: Invalid username/password. From: "
	     "203.0.113.9.\",7200000000000000005,0x8000000000000000,0,0,0,0,,pa-440,0,0,"
	     "2026-03-02T10:19:00.000+09:00",
		{"@service=system", "event_outcome=failure", "user=admin", "src_ip=203.0.113.9",
		    "event_code=auth-fail", "level=medium", "@time=2026-03-02T01:19:00.000000Z"}},
	    {"<14>Mar  2 10:20:00 pa-440 1,2026/03/02 10:20:00,021201000001,CONFIG,0,2562,"
	     "2026/03/02 10:20:00,192.0.2.5,,set,admin,Web,Succeeded, config mgt-config users "
	     "helper,7200000000000000006,0x8000000000000000,0,0,0,0,,pa-440",
		{"@service=config", "user=admin", "event_action=set",
		    "path=config mgt-config users helper", "event_id=7200000000000000006",
		    "event_outcome=success", "src_ip=192.0.2.5", "!before_change_detail"}},
	    {"<14>Mar  2 10:20:30 pa-440 1,2026/03/02 10:20:30,021201000001,CONFIG,0,2562,"
	     "2026/03/02 10:20:30,192.0.2.5,,edit,admin,CLI,Failed, config mgt-config users "
	     "helper,before,after,7200000000000000007,0x8000000000000000,0,0,0,0,,pa-440",
		{"before_change_detail=before", "after_change_detail=after",
		    "event_id=7200000000000000007", "event_outcome=failure", "device=pa-440"}},
	    {"<14>Mar  2 10:21:00 pa-440 1,2026/03/02 10:21:00,021201000001,GLOBALPROTECT,0,"
	     "2562,2026/03/02 10:21:00,vsys1,gateway-auth,login,LDAP,,tanaka,JP,PC-KEIRI,"
	     "203.0.113.9,0.0.0.0,0.0.0.0,0.0.0.0,11111111-2222-3333-4444-555555555555,SER1,"
	     "6.2.0,Windows,\"Microsoft Windows 11 Pro , 64-bit\",1,,Authentication failed: "
	     "Invalid username or password,,failure,,0,,0,gp-gateway,7200000000000000008,"
	     "0x8000000000000000",
		{"@service=globalprotect", "src_ip=203.0.113.9", "!src_nat_ip", "user=tanaka",
		    "event_outcome=failure", "client_os_ver=Microsoft Windows 11 Pro , 64-bit",
		    "reason=Authentication failed: Invalid username or password",
		    "machine=PC-KEIRI"}},
	    {"<14>Mar  2 10:22:00 pa-440 1,2026/03/02 10:22:00,021201000001,USERID,login,2562,"
	     "2026/03/02 10:22:00,vsys1,192.0.2.10,shop\\tanaka,agent,0,1,2700,0,0,"
	     "active-directory,unknown,7200000000000000009,0x8000000000000000,0,0,0,0,,pa-440,1,"
	     ",2026/03/02 10:22:00,1,0x0,shop\\tanaka",
		{"@service=userid", "user=tanaka ;; shop\\tanaka", "datasource=active-directory"}},
	    {"<14>Mar  2 10:23:00 pa-440 1,2026/03/02 10:23:00,021201000001,HIPMATCH,0,2562,"
	     "2026/03/02 10:23:00,shop\\tanaka,vsys1,PC-KEIRI,Windows,192.0.2.10,no-antivirus,1,"
	     "profile,,,7200000000000000010,0x8000000000000000,0,0,0,0,,pa-440,1,,id-1,ser-1,"
	     "00:53:00:00:00:01",
		{"@service=hipmatch", "matchname=no-antivirus", "src_mac=00:53:00:00:00:01"}},
	    {"<14>Mar  2 10:24:00 pa-440 1,2026/03/02 10:24:00,021201000001,AUTHENTICATION,"
	     "login,2562,2026/03/02 10:24:00,vsys1,192.0.2.10,shop\\tanaka,shop\\tanaka,portal,"
	     "mfa,1,42,Okta,fwd,prof,denied by user,browser,Auth "
	     "Failed,1,7200000000000000011,0x8000000000000000,0,0,0,0,,pa-440,1,5,"
	     "b1e9cc4e-0000-4000-8000-000000000002",
		{"@service=authentication", "event_outcome=failure", "vendor=Okta",
		    "rule_id=b1e9cc4e-0000-4000-8000-000000000002"}},
	    {"<14>Mar  2 10:25:00 pa-440 1,2026/03/02 10:25:00,021201000001,CORRELATION,0,2562,"
	     "2026/03/02 10:25:00,192.0.2.10,shop\\tanaka,vsys1,compromised-host,high,0,0,0,0,,"
	     "pa-440,1,Beacon Detection,6005,\"Host visited known malware URL (3 times).\"",
		{"@service=correlation", "evidence=Host visited known malware URL (3 times).",
		    "rule_name=Beacon Detection", "event_severity=high"}},
	    {"<14>Mar  2 10:26:00 pa-440 1,2026/03/02 10:26:00,021201000001,IPTAG,0,2562,"
	     "2026/03/02 10:26:00,vsys1,192.0.2.10,quarantine,register,1,0,agent,XMLAPI,unknown,"
	     "7200000000000000012,0x0,0,0,0,0,,pa-440,1",
		{"@service=iptag", "tag_name=quarantine", "event_code=register"}},
	    {"<14>Mar  2 10:27:00 pa-440 1,2026/03/02 10:27:00,021201000001,AUDIT,gui-op,2562,"
	     "2026/03/02 10:27:00,logout,admin,show system info,informational",
		{"@service=audit", "cmd=show system info"}},
	};
	EXPECT("paloalto", cases);
}

static void test_forms(void **state)
{
	(void)state;
	static const struct expect_case cases[] = {
	    {"Oct 30 09:46:12 1,2026/03/02 10:15:30,021201000001,SYSTEM,general,0,2026/03/02 "
	     "10:15:31,,general,,0,0,general,low,\"a \"\"b\"\", c\"",
		{"@message=a \"b\", c", "@time=2026-03-02T10:15:31.000000Z", "severity=low"}},
	    {"<14>1,2026/03/02 10:15:30,021201000001,TRAFFIC,deny,1,2026/03/02 "
	     "10:15:31,192.0.2.1,192.0.2.2",
		{"src_ip=192.0.2.1", "dst_ip=192.0.2.2", "!rule"}},
	    {"931201168,2026-03-02T01:15:30.000000Z,no-serial,GLOBALPROTECT,globalprotect,9.1,"
	     "2026-03-02T01:15:31.000000Z,vsys1,gateway-hip-check,host-info,,,host\\\\user,,HOST",
		{"@time=2026-03-02T01:15:31.000000Z", "user=user", "user_domain=host"}},
	    {"1,2026/03/02 10:15:30,021201000001,SYSTEM,general,0,bad "
	     "time,,general,,0,0,general,low,text",
		{"@time=2026-03-02T10:15:30.000000Z"}},
	    {"1,2026/03/02 10:15:30,021201000001,SYSTEM,general,0,2026/03/02 "
	     "10:15:31,,general,,0,0,general,low,text,1,0x0,0,0,0,0,,pa,0,0,"
	     "1970-01-01T01:00:00.000+01:00,new",
		{"@time=2026-03-02T10:15:31.000000Z", "column_27=new"}},
	    {"1,2026/03/02 10:15:30,021201000001,END,end,0,2026/03/02 "
	     "10:15:31,192.0.2.1,192.0.2.2,,,rule",
		{"@service=end", "rule_name=rule"}},
	};
	EXPECT("paloalto", cases);
}

static void test_others(void **state)
{
	(void)state;
	expect_other(
	    "paloalto", "1,2026/03/02 10:15:30,021201000001,UNKNOWN,x,0,2026/03/02 10:15:31,a");
	expect_other("paloalto", "x,2026/03/02 10:15:30,021201000001,TRAFFIC,x,0,y,a");
	expect_other("paloalto", "1,yesterday,021201000001,TRAFFIC,x,0,y,a");
	expect_other("paloalto", "1,2026/03/02 10:15:30,021201000001,TRAFFIC");
	expect_other("paloalto", "1,2026/03/02 10:15:30,021201000001,TRAFFIC,a,b,c");
}

/* Quoted cells without end, and more columns than any release has. */
static void test_large(void **state)
{
	(void)state;
	static char record[200 * 1024];
	static const char start[] = "1,2026/03/02 10:15:30,1,TRAFFIC,end,0,2026/03/02 10:15:31";
	memset(record, ',', sizeof(record) - 1);
	memcpy(record, start, sizeof(start) - 1);
	expect_other("paloalto", record);
	record[100 * 1024] = '\0';
	const struct expect_case many = {record, {"column_121=", "!column_200"}};
	expect_record("paloalto", NULL, &many);
	for (size_t i = sizeof(start); i + 3 < 100 * 1024; i += 3)
		memcpy(record + i, "\"\",", 3);
	const struct expect_case quoted = {record, {"column_121="}};
	expect_record("paloalto", NULL, &quoted);
}

static void test_hostile(void **state)
{
	(void)state;
	expect_unharmed(
	    "<14>Mar  2 10:18:00 pa-440 1,2026/03/02 10:18:00,021201000001,THREAT,spyware,2562,"
	    "2026/03/02 10:18:00,192.0.2.10,192.0.2.1,0.0.0.0,0.0.0.0,dns-out,,,dns-base,vsys1,"
	    "trust,trust,ethernet1/2,ethernet1/2,fwd,2026/03/02 "
	    "10:18:00,4714,1,53111,53,0,0,0x402000,udp,sinkhole,\"c2.example\","
	    "generic:c2.example(109001001),any,high,client-to-server,7200000000000000004,"
	    "0x8000000000000000,192.0.2.0-192.0.2.255,192.0.2.0-192.0.2.255,,,0,,,0,,,,,,,,0,0,"
	    "0,0,0,,pa-440,,,,,0,,0,,N/A,dns-c2,AppThreat-8700-1,0x0,0,4294967295",
	    NULL);
	expect_unharmed(
	    "<14>Mar  2 10:20:30 pa-440 1,2026/03/02 10:20:30,021201000001,CONFIG,0,2562,"
	    "2026/03/02 10:20:30,192.0.2.5,,edit,admin,CLI,Failed, config mgt-config users "
	    "helper,before,after,7200000000000000007,0x8000000000000000,0,0,0,0,,pa-440",
	    NULL);
}

static void test_sample(void **state)
{
	(void)state;
	expect_sample("paloalto/paloalto.log", "paloalto", 14);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_types),
	    cmocka_unit_test(test_forms),
	    cmocka_unit_test(test_others),
	    cmocka_unit_test(test_large),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_sample),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
