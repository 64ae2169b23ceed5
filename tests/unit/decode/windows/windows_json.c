/* SPDX-License-Identifier: Apache-2.0 */
/* Windows events as JSON: Winlogbeat, evtx_dump and its kin, and JSON around XML. */
#include "expect.h"

static void reads_winlogbeat(void **state)
{
	static const struct expect_case cases[] = {
	    {"{\"@timestamp\":\"2026-03-02T01:15:30.123Z\",\"agent\":{\"type\":\"winlogbeat\"},\"h"
	     "ost\":{\"name\":\"collector\"},\"event\":{\"code\":\"4688\",\"outcome\":\"success\"}"
	     ",\"message\":\"A new process has been created.\",\"winlog\":{\"channel\":\"Security"
	     "\",\"provider_name\":\"Microsoft-Windows-Security-Auditing\",\"provider_guid\":\"{1}"
	     "\",\"event_id\":\"4688\",\"computer_name\":\"PC-KEIRI.example.internal\",\"keywords"
	     "\":[\"Audit Success\"],\"level\":\"information\",\"opcode\":\"Info\",\"record_id\":4"
	     "711,\"process\":{\"pid\":4,\"thread\":{\"id\":88}},\"event_data\":{\"SubjectUserSid"
	     "\":\"S-1-5-18\",\"SubjectUserName\":\"PC-KEIRI$\",\"SubjectDomainName\":\"EXAMPLE\","
	     "\"SubjectLogonId\":\"0x3e7\",\"NewProcessId\":\"0x1d18\",\"NewProcessName\":\"C:\\\\"
	     "Windows\\\\System32\\\\cmd.exe\",\"TokenElevationType\":\"%%1936\",\"ProcessId\":\"0"
	     "x2a0\",\"CommandLine\":\"cmd.exe /c \\\"whoami & echo <x>\\\"\",\"TargetUserSid\":\""
	     "S-1-0-0\",\"TargetUserName\":\"-\",\"TargetDomainName\":\"-\",\"TargetLogonId\":\"0x"
	     "0\",\"ParentProcessName\":\"C:\\\\Windows\\\\explorer.exe\",\"MandatoryLabel\":\"S-1"
	     "-16-16384\"},\"time_created\":\"2026-03-02T01:15:30.123456700Z\"}}",
		{"@product=windows", "@category=process_creation", "@service=security",
		    "@time=2026-03-02T01:15:30.123456Z", "ParentImage=C:\\Windows\\explorer.exe",
		    "CommandLine=cmd.exe /c \"whoami & echo <x>\"", "User=NT AUTHORITY\\SYSTEM",
		    "LogonId=0x3e7", "IntegrityLevel=System ;; S-1-16-16384",
		    "machine=PC-KEIRI.example.internal", "user=PC-KEIRI$", "user_domain=EXAMPLE",
		    "process_id=7448", "process_name=cmd.exe", "event_outcome=success",
		    "level=information", "EventID=4688",
		    "Provider_Name=Microsoft-Windows-Security-Auditing",
		    "Keywords=0x8020000000000000", "EventRecordID=4711", "Execution_ProcessID=4",
		    "@message=A new process has been created.",
		    "Image=C:\\Windows\\System32\\cmd.exe"}},
	    {"{\"_index\":\"winlogbeat-8\",\"_source\":{\"@timestamp\":\"2026-03-02T01:15:30.123Z"
	     "\",\"agent\":{\"type\":\"winlogbeat\"},\"host\":{\"name\":\"collector\"},\"event\":{"
	     "\"code\":\"4688\",\"outcome\":\"success\"},\"message\":\"A new process has been crea"
	     "ted.\",\"winlog\":{\"channel\":\"Security\",\"provider_name\":\"Microsoft-Windows-Se"
	     "curity-Auditing\",\"provider_guid\":\"{1}\",\"event_id\":\"4688\",\"computer_name\":"
	     "\"PC-KEIRI.example.internal\",\"keywords\":[\"Audit Success\"],\"level\":\"informati"
	     "on\",\"opcode\":\"Info\",\"record_id\":4711,\"process\":{\"pid\":4,\"thread\":{\"id"
	     "\":88}},\"event_data\":{\"SubjectUserSid\":\"S-1-5-18\",\"SubjectUserName\":\"PC-KEI"
	     "RI$\",\"SubjectDomainName\":\"EXAMPLE\",\"SubjectLogonId\":\"0x3e7\",\"NewProcessId"
	     "\":\"0x1d18\",\"NewProcessName\":\"C:\\\\Windows\\\\System32\\\\cmd.exe\",\"TokenEle"
	     "vationType\":\"%%1936\",\"ProcessId\":\"0x2a0\",\"CommandLine\":\"cmd.exe /c \\\"who"
	     "ami & echo <x>\\\"\",\"TargetUserSid\":\"S-1-0-0\",\"TargetUserName\":\"-\",\"Target"
	     "DomainName\":\"-\",\"TargetLogonId\":\"0x0\",\"ParentProcessName\":\"C:\\\\Windows\\"
	     "\\explorer.exe\",\"MandatoryLabel\":\"S-1-16-16384\"},\"time_created\":\"2026-03-02T"
	     "01:15:30.123456700Z\"}}}",
		{"EventID=4688", "Image=C:\\Windows\\System32\\cmd.exe"}},
	    {"{\"@timestamp\":\"2026-03-02T01:15:30.123Z\",\"computer_name\":\"PC\",\"event_id\":7"
	     "036,\"log_name\":\"System\",\"source_name\":\"Service Control Manager\",\"record_num"
	     "ber\":\"5\",\"level\":\"Information\",\"event_data\":{\"param1\":\"Updater\",\"param"
	     "2\":\"running\"},\"message\":\"The Updater service entered the running state.\"}",
		{"@service=system", "EventID=7036", "param1=Updater", "Data=Updater ;; running",
		    "Level=4", "level=information", "@time=2026-03-02T01:15:30.123000Z",
		    "@message=The Updater service entered the running state."}},
	    {"{\"@timestamp\":\"2026-03-02T01:15:30.123Z\",\"agent\":{\"type\":\"winlogbeat\"},\"h"
	     "ost\":{\"name\":\"collector\"},\"event\":{},\"winlog\":{\"channel\":\"Microsoft-Wind"
	     "ows-PowerShell/Operational\",\"provider_name\":\"Microsoft-Windows-PowerShell\",\"ev"
	     "ent_id\":4104,\"computer_name\":\"PC\",\"level\":\"warning\",\"user\":{\"identifier"
	     "\":\"S-1-5-21-9\",\"name\":\"taro\",\"domain\":\"EXAMPLE\"},\"event_data\":{\"Script"
	     "BlockText\":\"iex $x\",\"Path\":\"\"}}}",
		{"@category=ps_script", "ScriptBlockText=iex $x", "user=taro",
		    "user_domain=EXAMPLE", "user_id=S-1-5-21-9", "level=warning", "Level=3",
		    "!event_outcome", "!Message"}},
	    {"{\"@timestamp\":\"2026-03-02T01:15:31Z\",\"event\":{\"original\":\"<Event xmlns='htt"
	     "p://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsof"
	     "t-Windows-Security-Auditing' Guid='{00000000-0000-0000-0000-000000000001}'/><EventID"
	     ">4634</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Opcode>0</Opcode><"
	     "Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-03-02T01:15:30.1"
	     "23456700Z'/><EventRecordID>4711</EventRecordID><Correlation ActivityID='{a}'/><Execu"
	     "tion ProcessID='4' ThreadID='88'/><Channel>Security</Channel><Computer>PC-KEIRI.exam"
	     "ple.internal</Computer><Security/></System><EventData><Data Name='TargetUserName'>ta"
	     "ro</Data></EventData></Event>\"},\"winlog\":{\"event_id\":\"4634\",\"channel\":\"Sec"
	     "urity\",\"provider_name\":\"Microsoft-Windows-Security-Auditing\",\"computer_name\":"
	     "\"PC\",\"time_created\":\"2026-03-02T01:15:30Z\"}}",
		{"EventID=4634", "TargetUserName=taro", "user=taro", "Computer=PC",
		    "@time=2026-03-02T01:15:30.000000Z"}},
	};
	(void)state;
	EXPECT("windows-json", cases);
}

static void reads_trees(void **state)
{
	static const struct expect_case cases[] = {
	    {"{\"Event\":{\"#attributes\":{\"xmlns\":\"http://schemas.microsoft.com/win/2004/08/ev"
	     "ents/event\"},\"System\":{\"Provider\":{\"#attributes\":{\"Name\":\"Microsoft-Window"
	     "s-Sysmon\",\"Guid\":\"1\"}},\"EventID\":1,\"Version\":5,\"Level\":4,\"Task\":1,\"Opc"
	     "ode\":0,\"Keywords\":\"0x8000000000000000\",\"TimeCreated\":{\"#attributes\":{\"Syst"
	     "emTime\":\"2026-03-02T01:15:30.123456Z\"}},\"EventRecordID\":9,\"Correlation\":null,"
	     "\"Execution\":{\"#attributes\":{\"ProcessID\":3208,\"ThreadID\":1724}},\"Channel\":"
	     "\"Microsoft-Windows-Sysmon/Operational\",\"Computer\":\"PC\",\"Security\":{\"#attrib"
	     "utes\":{\"UserID\":\"S-1-5-18\"}}},\"EventData\":{\"RuleName\":\"-\",\"ProcessId\":6"
	     "180,\"Image\":\"C:\\\\a.exe\",\"CommandLine\":\"a.exe "
	     "日本\",\"User\":\"EXAMPLE\\\\tar"
	     "o\"}}}",
		{"@category=process_creation", "@service=sysmon",
		    "@time=2026-03-02T01:15:30.123456Z", "EventID=1", "ProcessId=6180",
		    "CommandLine=a.exe 日本", "user=taro", "Provider_Name=Microsoft-Windows-Sysmon",
		    "Provider_Guid=1", "Security_UserID=S-1-5-18", "Execution_ThreadID=1724",
		    "machine=PC"}},
	    {"{\"Event\":{\"System\":{\"Provider\":{\"#attributes\":{\"Name\":\"PowerShell\"}},\"E"
	     "ventID\":{\"#attributes\":{\"Qualifiers\":0},\"#text\":400},\"TimeCreated\":{\"#attr"
	     "ibutes\":{\"SystemTime\":\"2026-03-02T01:15:30Z\"}},\"Channel\":\"Windows PowerShell"
	     "\",\"Computer\":\"PC\"},\"EventData\":{\"Data\":{\"#text\":[\"Available\",\"None\","
	     "\"\\tHostApplication=powershell -enc AAAA\\n\"]},\"Binary\":null}}}",
		{"@category=ps_classic_start", "EventID=400", "EventID_Qualifiers=0",
		    "Data=Available ;; None ;; \tHostApplication=powershell -enc AAAA\n",
		    "HostApplication=powershell -enc AAAA", "Binary="}},
	    {"{\"Event\":{\"System\":{\"Provider_attributes\":{\"Name\":\"Microsoft-Windows-Eventl"
	     "og\"},\"EventID\":104,\"TimeCreated_attributes\":{\"SystemTime\":\"2026-03-02T01:15:"
	     "30Z\"},\"Channel\":\"System\",\"Computer\":\"PC\"},\"UserData\":{\"LogFileCleared\":"
	     "{\"#attributes\":{\"xmlns\":\"x\"},\"SubjectUserName\":\"taro\",\"Channel\":\"Applic"
	     "ation\"}}}}",
		{"@service=system", "Provider_Name=Microsoft-Windows-Eventlog",
		    "SubjectUserName=taro", "Channel=System ;; Application",
		    "@time=2026-03-02T01:15:30.000000Z"}},
	    {"{\"Event\":{\"@xmlns\":\"http://schemas.microsoft.com/win/2004/08/events/event\",\"S"
	     "ystem\":{\"Provider\":{\"@Name\":\"Microsoft-Windows-Security-Auditing\"},\"EventID"
	     "\":{\"@Qualifiers\":\"\",\"#text\":\"4625\"},\"Keywords\":\"0x8010000000000000\",\"T"
	     "imeCreated\":{\"@SystemTime\":\"2026-03-02 01:15:30.5\"},\"Channel\":\"Security\",\""
	     "Computer\":\"PC\"},\"EventData\":{\"Data\":[{\"@Name\":\"TargetUserName\",\"#text\":"
	     "\"admin\"},{\"@Name\":\"IpAddress\",\"#text\":\"203.0.113.9\"},{\"@Name\":\"Status\""
	     "}]}}}",
		{"EventID=4625", "TargetUserName=admin", "user=admin", "src_ip=203.0.113.9",
		    "Status=", "event_outcome=failure", "@time=2026-03-02T01:15:30.500000Z"}},
	    {"{\"System\":{\"Provider\":{\"Name\":\"Microsoft-Windows-Security-Auditing\",\"Guid\""
	     ":\"1\"},\"EventID\":{\"Value\":4624},\"TimeCreated\":{\"SystemTime\":1772414130.5},"
	     "\"Channel\":\"Security\",\"Computer\":\"PC\"},\"EventData\":{\"TargetUserName\":\"ta"
	     "ro\",\"LogonType\":3},\"Message\":\"logged on\"}",
		{"EventID=4624", "@service=security", "user=taro", "logon_type=3",
		    "@message=logged on", "@time=2026-03-02T01:15:30.500000Z"}},
	    {"{\n"
	     "  \"Event\": {\n"
	     "    \"#attributes\": {\n"
	     "      \"xmlns\": \"http://schemas.microsoft.com/win/2004/08/events/event\"\n"
	     "    },\n"
	     "    \"System\": {\n"
	     "      \"Provider\": {\n"
	     "        \"#attributes\": {\n"
	     "          \"Name\": \"Microsoft-Windows-Sysmon\",\n"
	     "          \"Guid\": \"1\"\n"
	     "        }\n"
	     "      },\n"
	     "      \"EventID\": 1,\n"
	     "      \"Version\": 5,\n"
	     "      \"Level\": 4,\n"
	     "      \"Task\": 1,\n"
	     "      \"Opcode\": 0,\n"
	     "      \"Keywords\": \"0x8000000000000000\",\n"
	     "      \"TimeCreated\": {\n"
	     "        \"#attributes\": {\n"
	     "          \"SystemTime\": \"2026-03-02T01:15:30.123456Z\"\n"
	     "        }\n"
	     "      },\n"
	     "      \"EventRecordID\": 9,\n"
	     "      \"Correlation\": null,\n"
	     "      \"Execution\": {\n"
	     "        \"#attributes\": {\n"
	     "          \"ProcessID\": 3208,\n"
	     "          \"ThreadID\": 1724\n"
	     "        }\n"
	     "      },\n"
	     "      \"Channel\": \"Microsoft-Windows-Sysmon/Operational\",\n"
	     "      \"Computer\": \"PC\",\n"
	     "      \"Security\": {\n"
	     "        \"#attributes\": {\n"
	     "          \"UserID\": \"S-1-5-18\"\n"
	     "        }\n"
	     "      }\n"
	     "    },\n"
	     "    \"EventData\": {\n"
	     "      \"RuleName\": \"-\",\n"
	     "      \"ProcessId\": 6180,\n"
	     "      \"Image\": \"C:\\\\a.exe\",\n"
	     "      \"CommandLine\": \"a.exe \\u65e5\\u672c\",\n"
	     "      \"User\": \"EXAMPLE\\\\taro\"\n"
	     "    }\n"
	     "  }\n"
	     "}",
		{"EventID=1", "Image=C:\\a.exe"}},
	};
	(void)state;
	EXPECT("windows-json", cases);
}

static void reads_wrapped_xml(void **state)
{
	static const struct expect_case cases[] = {
	    {"{\"@timestamp\":\"2026-03-02T01:15:31Z\",\"event\":{\"original\":\"<Event xmlns='htt"
	     "p://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsof"
	     "t-Windows-Security-Auditing' Guid='{00000000-0000-0000-0000-000000000001}'/><EventID"
	     ">4634</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Opcode>0</Opcode><"
	     "Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-03-02T01:15:30.1"
	     "23456700Z'/><EventRecordID>4711</EventRecordID><Correlation ActivityID='{a}'/><Execu"
	     "tion ProcessID='4' ThreadID='88'/><Channel>Security</Channel><Computer>PC-KEIRI.exam"
	     "ple.internal</Computer><Security/></System><EventData><Data Name='TargetUserName'>ta"
	     "ro</Data></EventData></Event>\"},\"tags\":[\"forwarded\"]}",
		{"EventID=4634", "user=taro", "@time=2026-03-02T01:15:30.123456Z",
		    "@service=security"}},
	    {"{\"TimeGenerated\":\"2026-03-02T01:15:31Z\",\"Computer\":\"web\",\"SyslogMessage\":"
	     "\"<Event><System><Provider Name=\\\"Linux-Sysmon\\\"/><EventID>5</EventID><TimeCreat"
	     "ed SystemTime=\\\"2026-03-02T01:15:30.5Z\\\"/><Channel>Linux-Sysmon/Operational</Cha"
	     "nnel><Computer>web</Computer></System><EventData><Data Name=\\\"Image\\\">/bin/sh</D"
	     "ata><Data Name=\\\"CommandLine\\\">sh -c \\\"a &lt b\\\"</Data></EventData></Event>"
	     "\"}",
		{"@product=linux", "@category=process_termination", "Image=/bin/sh",
		    "CommandLine=sh -c \"a < b\"", "machine=web"}},
	};
	(void)state;
	EXPECT("windows-json", cases);
}

static void leaves_others_alone(void **state)
{
	(void)state;
	expect_other("windows-json", "{\"EventID\":1}");
	expect_other("windows-json", "{\"EventID\":\"x\",\"SourceName\":\"a\",\"Hostname\":\"b\"}");
	expect_other("windows-json", "{\"event_id\":5}");
	expect_other("windows-json", "{\"winlog\":{}}");
	expect_other("windows-json", "{\"winlog\":5}");
	expect_other("windows-json", "{\"Event\":{\"System\":{}}}");
	expect_other("windows-json", "{\"Event\":[]}");
	expect_other("windows-json", "{\"Id\":5,\"Workload\":\"x\"}");
	expect_other("windows-json", "{\"message\":\"<Event><System>\"}");
	expect_other("windows-json",
	    "{\"message\":\"<!DOCTYPE x><Event><System><EventID>1</EventID></System></Event>\"}");
	expect_other("windows-json",
	    "{\"event_type\":\"flow\",\"timestamp\":\"2026-03-02T01:15:30.5+0000\",\"EventID\":5}");
	expect_other("windows-json", "[]");
	expect_other("windows-json", "{\"System\":{\"EventID\":[]}}");
}

static void broken_records_do_no_harm(void **state)
{
	(void)state;
	expect_unharmed(
	    "{\"Event\":{\"#attributes\":{\"xmlns\":\"http://schemas.microsoft.com/win/2004/08/ev"
	    "ents/event\"},\"System\":{\"Provider\":{\"#attributes\":{\"Name\":\"Microsoft-Window"
	    "s-Sysmon\",\"Guid\":\"1\"}},\"EventID\":1,\"Version\":5,\"Level\":4,\"Task\":1,\"Opc"
	    "ode\":0,\"Keywords\":\"0x8000000000000000\",\"TimeCreated\":{\"#attributes\":{\"Syst"
	    "emTime\":\"2026-03-02T01:15:30.123456Z\"}},\"EventRecordID\":9,\"Correlation\":null,"
	    "\"Execution\":{\"#attributes\":{\"ProcessID\":3208,\"ThreadID\":1724}},\"Channel\":"
	    "\"Microsoft-Windows-Sysmon/Operational\",\"Computer\":\"PC\",\"Security\":{\"#attrib"
	    "utes\":{\"UserID\":\"S-1-5-18\"}}},\"EventData\":{\"RuleName\":\"-\",\"ProcessId\":6"
	    "180,\"Image\":\"C:\\\\a.exe\",\"CommandLine\":\"a.exe 日本\",\"User\":\"EXAMPLE\\\\tar"
	    "o\"}}}",
	    NULL);
	expect_unharmed(
	    "{\"TimeGenerated\":\"2026-03-02T01:15:31Z\",\"Computer\":\"web\",\"SyslogMessage\":"
	    "\"<Event><System><Provider Name=\\\"Linux-Sysmon\\\"/><EventID>5</EventID><TimeCreat"
	    "ed SystemTime=\\\"2026-03-02T01:15:30.5Z\\\"/><Channel>Linux-Sysmon/Operational</Cha"
	    "nnel><Computer>web</Computer></System><EventData><Data Name=\\\"Image\\\">/bin/sh</D"
	    "ata><Data Name=\\\"CommandLine\\\">sh -c \\\"a &lt b\\\"</Data></EventData></Event>"
	    "\"}",
	    NULL);
}

static void reads_the_samples(void **state)
{
	(void)state;
	expect_sample("windows_json/winlogbeat.ndjson", "windows-json", 4);
	expect_sample("windows_json/trees.json", "windows-json", 5);
}

static void reads_other_tools(void **state)
{
	/* Wazuh, Chainsaw, Vector, Hayabusa. */
	static const struct expect_case cases[] = {
	    {"{\"data\":{\"win\":{\"system\":{\"providerName\":\"Microsoft-Windows-Sysmon\","
	     "\"eventID\":"
	     "\"1\",\"channel\":\"Microsoft-Windows-Sysmon/Operational\",\"computer\":\"PC1\","
	     "\"systemTime\":\"2026-03-02T01:15:30.1Z\"},\"eventdata\":{\"image\":\"C:\\\\a.exe\","
	     "\"commandLine\":\"\\\\\\\"C:\\\\\\\\a.exe\\\\\\\" -x\"}}}}",
		{"@category=process_creation", "@service=sysmon", "Image=C:\\a.exe",
		    "CommandLine=\"C:\\a.exe\" -x", "machine=PC1",
		    "@time=2026-03-02T01:15:30.100000Z"}},
	    {"{\"group\":\"Sigma\",\"document\":{\"kind\":\"evtx\",\"data\":{\"Event\":{\"System\":"
	     "{"
	     "\"Provider_attributes\":{\"Name\":\"Microsoft-Windows-Sysmon\"},\"EventID\":1,"
	     "\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"Computer\":\"PC1\","
	     "\"TimeCreated_attributes\":{\"SystemTime\":\"2026-03-02T01:15:30.1Z\"}},"
	     "\"EventData\":{"
	     "\"Image\":\"C:\\\\a.exe\"}}}}}",
		{"@category=process_creation", "Image=C:\\a.exe", "machine=PC1"}},
	    {"{\"@timestamp\":\"2026-03-02T01:15:30Z\",\"channel\":\"Security\",\"event_id\":4688,"
	     "\"computer\":\"PC1\",\"provider_name\":\"Microsoft-Windows-Security-Auditing\","
	     "\"event_data\":{\"NewProcessName\":\"C:\\\\a.exe\"}}",
		{"@category=process_creation", "@service=security", "Image=C:\\a.exe",
		    "machine=PC1"}},
	    {"{\"Timestamp\":\"2026-03-02 10:15:30.123 "
	     "+09:00\",\"Computer\":\"PC1\",\"Channel\":\"Sec\","
	     "\"EventID\":4625,\"RuleTitle\":\"Logon Failure\",\"Details\":{\"TgtUser\":\"taro\"}}",
		{"@service=security", "machine=PC1", "@time=2026-03-02T01:15:30.123000Z"}},
	};
	(void)state;
	EXPECT("windows-json", cases);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_other_tools),
	    cmocka_unit_test(reads_winlogbeat),
	    cmocka_unit_test(reads_trees),
	    cmocka_unit_test(reads_wrapped_xml),
	    cmocka_unit_test(leaves_others_alone),
	    cmocka_unit_test(broken_records_do_no_harm),
	    cmocka_unit_test(reads_the_samples),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
