/* SPDX-License-Identifier: Apache-2.0 */
/* Trend Micro Deep Security: modules by event number, in CEF and LEEF. */
#include "expect.h"

static void reads_events(void **state)
{
	static const struct expect_case cases[] = {
	    {"<134>2026-03-02T10:15:30+09:00 dsm.example CEF:0|Trend Micro|Deep Security Agent|20."
	     "0.1|4000000|Eicar_test_file|6|cn1=1 cn1Label=Host ID dvchost=pc-01.example.internal "
	     "cn2=68 cn2Label=Quarantine File Size filePath=C:\\\\Users\\\\taro\\\\eicar.exe act=Q"
	     "uarantine msg=Realtime TrendMicroDsFileSHA1=0123456789012345678901234567890123456789"
	     " suser=taro",
		{"@product=deep_security", "@service=antimalware", "@category=antivirus",
		    "@time=2026-03-02T01:15:30.000000Z", "machine=pc-01.example.internal",
		    "Signature=Eicar_test_file", "Filename=eicar.exe ;; C:\\Users\\taro\\eicar.exe",
		    "file_path=C:\\Users\\taro\\eicar.exe", "event_action=Quarantine",
		    "sha1=0123456789012345678901234567890123456789", "Host ID=1", "user=taro",
		    "event_code=4000000", "@message=Realtime"}},
	    {"CEF:0|Trend Micro|Deep Security Agent|20.0.1|1001111|Test Intrusion Prevention Rule|"
	     "8|cn1=1 cn1Label=Host ID dvchost=web-01 TrendMicroDsFrameType=IP src=203.0.113.9 dst"
	     "=192.0.2.80 in=1093 proto=TCP spt=49786 dpt=80 cnt=1 act=IDS:Reset cn3=10 cn3Label=I"
	     "ntrusion Prevention Packet Position",
		{"@service=intrusion_prevention", "@category=", "machine=web-01",
		    "src_ip=203.0.113.9", "dst_port=80", "transport=tcp",
		    "Signature=Test Intrusion Prevention Rule", "rule_id=1001111",
		    "act=IDS:Reset"}},
	    {"CEF:0|Trend Micro|Deep Security Agent|20.0.1|20|Log for TCP Port 80|0|dvc=192.0.2.80"
	     " act=Deny src=203.0.113.9 dst=192.0.2.80 proto=TCP",
		{"@service=firewall", "@category=firewall", "machine=192.0.2.80",
		    "event_action=Deny"}},
	    {"CEF:0|Trend Micro|Deep Security Agent|20.0.1|30|New Integrity Monitoring Rule|6|dvch"
	     "ost=web-01 act=updated filePath=c:\\\\windows\\\\message.dll suser=admin sproc=C:\\"
	     "\\Windows\\\\notepad.exe msg=lastModified,sha1,size",
		{"@service=integrity_monitoring", "file_path=c:\\windows\\message.dll",
		    "user=admin"}},
	    {"CEF:0|Trend Micro|Deep Security Agent|20.0.1|3002795|Microsoft Windows Events|8|dvch"
	     "ost=web-01 cs1=Multiple Windows Logon Failures cs1Label=LI Description fname=Securit"
	     "y shost=PC1 msg=WinEvtLog: Security",
		{"@service=log_inspection", "LI Description=Multiple Windows Logon Failures"}},
	    {"CEF:0|Trend Micro|Deep Security Agent|20.0.1|5000000|WebReputation|5|dvchost=pc-01 r"
	     "equest=http://evil.example/a msg=Blocked By Admin",
		{"@service=web_reputation", "c-uri=http://evil.example/a", "cs-host=evil.example"}},
	    {"CEF:0|Trend Micro|Deep Security Agent|20.0.1|6001200|AppControl detectOnly|6|dvc=192"
	     ".0.2.5 suser=root act=blocked filePath=/bin/my.jar fileHash=000000000000000000000000"
	     "0000000000000000000000000000000000000001",
		{"@service=application_control",
		    "sha256=0000000000000000000000000000000000000000000000000000000000000001"}},
	    {"CEF:0|Trend Micro|Deep Security Manager|20.0.1|600|User Signed In|3|src=192.0.2.5 su"
	     "ser=admin target=admin msg=User signed in",
		{"@service=system", "user=admin", "!machine"}},
	    {"LEEF:2.0|Trend Micro|Deep Security Agent|20|4000030|cat=Anti-Malware\tname=HEU_AEGIS"
	     "_CRYPT\tsev=6\tcn1=241\tcn1Label=Host ID\tdvchost=pc-02\tfilePath=C:\\\\a\\\\virus.e"
	     "xe\tact=Terminate",
		{"@service=antimalware", "Signature=HEU_AEGIS_CRYPT", "file_path=C:\\a\\virus.exe",
		    "event_severity=6", "machine=pc-02", "event_action=Terminate"}},
	    {"CEF:0|Trend Micro|Deep Security Agent|20.0.1|9999999|Later module|3|dvchost=x",
		{"@service=system", "machine=x"}},
	};
	(void)state;
	EXPECT("deep-security", cases);
}

static void leaves_others_alone(void **state)
{
	(void)state;
	expect_other("deep-security", "CEF:0|Trend Micro|Apex Central|1|a|b|3|act=x");
	expect_other("deep-security", "CEF:0|Trend Micro|Deep");
	expect_other("deep-security", "CEF:0|Other|Deep Security Agent|1|20|x|1|");
	expect_other("deep-security", "LEEF:1.0|Trend Micro|Apex One|1|a|");
}

static void broken_records_do_no_harm(void **state)
{
	(void)state;
	expect_unharmed(
	    "<134>2026-03-02T10:15:30+09:00 dsm.example CEF:0|Trend Micro|Deep Security Agent|20."
	    "0.1|4000000|Eicar_test_file|6|cn1=1 cn1Label=Host ID dvchost=pc-01.example.internal "
	    "cn2=68 cn2Label=Quarantine File Size filePath=C:\\\\Users\\\\taro\\\\eicar.exe act=Q"
	    "uarantine msg=Realtime TrendMicroDsFileSHA1=0123456789012345678901234567890123456789"
	    " suser=taro",
	    NULL);
}

static void reads_the_samples(void **state)
{
	(void)state;
	expect_sample("deep_security/deep_security.log", "deep-security", 9);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_events),
	    cmocka_unit_test(leaves_others_alone),
	    cmocka_unit_test(broken_records_do_no_harm),
	    cmocka_unit_test(reads_the_samples),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
