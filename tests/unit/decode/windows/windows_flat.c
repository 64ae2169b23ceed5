/* SPDX-License-Identifier: Apache-2.0 */
/* Windows events as flat JSON: NXLog, OTRF, Azure Monitor, Get-WinEvent, Fluentd, and how their
 * times are read. */
#include "expect.h"

static void reads_nxlog(void **state)
{
	static const struct expect_case cases[] = {
	    {"{\"EventTime\":\"2026-03-02 10:15:30\",\"EventReceivedTime\":\"2026-03-02 10:15:33\""
	     ",\"@timestamp\":\"2026-03-02T01:15:33.700Z\",\"@version\":\"1\",\"host\":\"collector"
	     ".example\",\"port\":5000,\"tags\":[\"x\"],\"Hostname\":\"PC-KEIRI.example.internal\""
	     ",\"Keywords\":-9214364837600034816,\"EventType\":\"AUDIT_SUCCESS\",\"SeverityValue\""
	     ":2,\"Severity\":\"INFO\",\"EventID\":4688,\"SourceName\":\"Microsoft-Windows-Securit"
	     "y-Auditing\",\"ProviderGuid\":\"{1}\",\"Version\":2,\"Task\":13312,\"OpcodeValue\":0"
	     ",\"RecordNumber\":4711,\"ExecutionProcessID\":4,\"ThreadID\":88,\"Channel\":\"Securi"
	     "ty\",\"Category\":\"Process Creation\",\"Opcode\":\"Info\",\"Message\":\"A new proce"
	     "ss has been created.\",\"SubjectUserSid\":\"S-1-5-18\",\"SubjectUserName\":\"PC-KEIR"
	     "I$\",\"SubjectDomainName\":\"EXAMPLE\",\"SubjectLogonId\":\"0x3e7\",\"NewProcessId\""
	     ":\"0x1d18\",\"NewProcessName\":\"C:\\\\Windows\\\\System32\\\\cmd.exe\",\"TokenEleva"
	     "tionType\":\"%%1936\",\"ProcessId\":\"0x2a0\",\"CommandLine\":\"cmd.exe /c \\\"whoam"
	     "i & echo <x>\\\"\",\"TargetUserSid\":\"S-1-0-0\",\"TargetUserName\":\"-\",\"TargetDo"
	     "mainName\":\"-\",\"TargetLogonId\":\"0x0\",\"ParentProcessName\":\"C:\\\\Windows\\\\"
	     "explorer.exe\",\"MandatoryLabel\":\"S-1-16-16384\",\"SourceModuleName\":\"in\"}",
		{"@product=windows", "@category=process_creation", "@service=security",
		    "Image=C:\\Windows\\System32\\cmd.exe", "ParentImage=C:\\Windows\\explorer.exe",
		    "CommandLine=cmd.exe /c \"whoami & echo <x>\"", "User=NT AUTHORITY\\SYSTEM",
		    "LogonId=0x3e7", "IntegrityLevel=System ;; S-1-16-16384",
		    "machine=PC-KEIRI.example.internal", "user=PC-KEIRI$", "user_domain=EXAMPLE",
		    "process_id=7448", "process_name=cmd.exe", "event_outcome=success",
		    "level=information", "EventID=4688",
		    "Provider_Name=Microsoft-Windows-Security-Auditing",
		    "Keywords=0x8020000000000000", "EventRecordID=4711", "Execution_ProcessID=4",
		    "@time=2026-03-02T01:15:30.000000Z"}},
	    {"{\"EventTime\":\"2026-03-02 10:15:30\",\"EventReceivedTime\":\"2026-03-02 10:15:33\""
	     ",\"@timestamp\":\"2026-03-02T01:15:33.700Z\",\"@version\":\"1\",\"host\":\"collector"
	     ".example\",\"port\":5000,\"tags\":[\"x\"],\"Hostname\":\"PC-KEIRI.example.internal\""
	     ",\"Keywords\":-9214364837600034816,\"EventType\":\"AUDIT_SUCCESS\",\"SeverityValue\""
	     ":2,\"Severity\":\"INFO\",\"EventID\":4688,\"SourceName\":\"Microsoft-Windows-Securit"
	     "y-Auditing\",\"ProviderGuid\":\"{1}\",\"Version\":2,\"Task\":13312,\"OpcodeValue\":0"
	     ",\"RecordNumber\":4711,\"ExecutionProcessID\":4,\"ThreadID\":88,\"Channel\":\"Securi"
	     "ty\",\"Category\":\"Process Creation\",\"Opcode\":\"Info\",\"Message\":\"A new proce"
	     "ss has been created.\",\"SubjectUserSid\":\"S-1-5-18\",\"SubjectUserName\":\"PC-KEIR"
	     "I$\",\"SubjectDomainName\":\"EXAMPLE\",\"SubjectLogonId\":\"0x3e7\",\"NewProcessId\""
	     ":\"0x1d18\",\"NewProcessName\":\"C:\\\\Windows\\\\System32\\\\cmd.exe\",\"TokenEleva"
	     "tionType\":\"%%1936\",\"ProcessId\":\"0x2a0\",\"CommandLine\":\"cmd.exe /c \\\"whoam"
	     "i & echo <x>\\\"\",\"TargetUserSid\":\"S-1-0-0\",\"TargetUserName\":\"-\",\"TargetDo"
	     "mainName\":\"-\",\"TargetLogonId\":\"0x0\",\"ParentProcessName\":\"C:\\\\Windows\\\\"
	     "explorer.exe\",\"MandatoryLabel\":\"S-1-16-16384\",\"SourceModuleName\":\"in\"}",
		{"host=collector.example", "!tags", "!port", "!@version",
		    "Message=A new process has been created.", "Severity=INFO", "Level=4",
		    "SourceModuleName=in", "Opcode=0 ;; Info"}},
	    {"{\"EventTime\":\"2026-03-02 10:15:30\",\"@timestamp\":\"2026-03-02T01:20:00Z\",\"Hos"
	     "tname\":\"PC\",\"EventID\":12,\"EventTypeOrignal\":\"INFO\",\"SourceName\":\"Microso"
	     "ft-Windows-Sysmon\",\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"UtcTime\""
	     ":\"2026-03-02 01:15:30.384\",\"TargetObject\":\"HKU\\\\x\",\"AccountName\":\"SYSTEM"
	     "\",\"Domain\":\"NT AUTHORITY\",\"Severity\":\"WARNING\"}",
		{"@category=registry_event", "@time=2026-03-02T01:15:30.384000Z", "level=warning",
		    "user=SYSTEM", "!user_id"}},
	    {"{\"EventTime\":\"2026-03-02 10:15:30\",\"@timestamp\":\"2026-03-02T01:15:31Z\",\"Hos"
	     "tname\":\"PC\",\"EventID\":6005,\"SourceName\":\"EventLog\",\"Channel\":\"System\"}",
		{"@time=2026-03-02T01:15:31.000000Z"}},
	    {"{\"EventTime\":\"2026-03-02 10:15:30\",\"Hostname\":\"PC\",\"EventID\":6005,\"Source"
	     "Name\":\"EventLog\",\"Channel\":\"System\",\"AccountName\":\"taro\",\"Domain\":\"EXA"
	     "MPLE\",\"UserID\":\"S-1-5-21-1\"}",
		{"@time=2026-03-02T10:15:30.000000Z", "user=taro", "user_domain=EXAMPLE",
		    "user_id=S-1-5-21-1"}},
	};
	(void)state;
	EXPECT("windows-json", cases);
}

static void reads_otrf(void **state)
{
	static const struct expect_case cases[] = {
	    {"{\"SourceName\":\"PowerShell\",\"Level\":\"4\",\"Keywords\":\"0x80000000000000\",\"C"
	     "hannel\":\"Windows PowerShell\",\"Hostname\":\"PC\",\"TimeCreated\":\"2026-03-02T01:"
	     "15:30.118Z\",\"@timestamp\":\"2026-03-02T01:15:30.118Z\",\"EventID\":800,\"Message\""
	     ":\"Pipeline execution details for command line: x\\r\\n\\tUserId=EXAMPLE\\\\taro\\r"
	     "\\n\\tHostApplication=powershell.exe -nop\\r\\n\",\"Task\":\"8\"}",
		{"@category=ps_classic_script", "@service=powershell-classic",
		    "HostApplication=powershell.exe -nop", "user=taro",
		    "Data=Pipeline execution details for command line: x\r\n"
		    "\tUserId=EXAMPLE\\taro\r\n"
		    "\tHostApplication=powershell.exe -nop\r\n",
		    "@time=2026-03-02T01:15:30.118000Z"}},
	};
	(void)state;
	EXPECT("windows-json", cases);
}

static void reads_azure_monitor(void **state)
{
	static const struct expect_case cases[] = {
	    {"{\"TenantId\":\"t\",\"TimeGenerated\":\"2026-03-02T01:15:30.347Z\",\"Provider\":\"Mi"
	     "crosoft-Windows-Sysmon\",\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"Comp"
	     "uter\":\"PC\",\"Task\":1,\"EventLevel\":4,\"EventData\":\"{\\\"Image\\\":\\\"C:\\\\"
	     "\\\\a.exe\\\",\\\"SourceIp\\\":\\\"192.0.2.5\\\",\\\"DestinationIp\\\":\\\"198.51.10"
	     "0.7\\\"}\",\"EventID\":3,\"Type\":\"WindowsEvent\"}",
		{"@category=network_connection", "Image=C:\\a.exe", "src_ip=192.0.2.5",
		    "dst_ip=198.51.100.7", "!EventData", "Level=4",
		    "@time=2026-03-02T01:15:30.347000Z"}},
	    {"{\"TimeGenerated\":\"2026-03-02T01:15:30.21Z\",\"Computer\":\"PC\",\"EventSourceName"
	     "\":\"Microsoft-Windows-Security-Auditing\",\"Channel\":\"Security\",\"EventID\":5156"
	     ",\"EventData\":\"<EventData xmlns=\\\"http://schemas.microsoft.com/win/2004/08/event"
	     "s/event\\\">\\r\\n  <Data Name=\\\"Application\\\">\\\\device\\\\harddiskvolume2\\\\"
	     "a.exe</Data><Data Name=\\\"SourceAddress\\\">192.0.2.5</Data><Data Name=\\\"SourcePo"
	     "rt\\\">50452</Data><Data Name=\\\"DestAddress\\\">198.51.100.7</Data><Data Name=\\\""
	     "DestPort\\\">8080</Data><Data Name=\\\"Protocol\\\">6</Data></EventData>\"}",
		{"@service=security", "Provider_Name=Microsoft-Windows-Security-Auditing",
		    "SourceAddress=192.0.2.5", "dst_port=8080", "transport=tcp",
		    "process_name=a.exe", "@time=2026-03-02T01:15:30.210000Z"}},
	    {"{\"TimeGenerated\":\"2026-03-02T01:15:30.21Z\",\"Computer\":\"PC\",\"EventSourceName"
	     "\":\"Microsoft-Windows-Security-Auditing\",\"Channel\":\"Security\",\"EventID\":5156"
	     ",\"EventData\":\"<EventData><Data Name=\"}",
		{"incomplete=unclosed token", "EventID=5156"}},
	};
	(void)state;
	EXPECT("windows-json", cases);
}

static void reads_get_winevent(void **state)
{
	static const struct expect_case cases[] = {
	    {"{\"Id\":4624,\"Version\":1,\"Level\":0,\"LogName\":\"Security\",\"ProviderName\":\"M"
	     "icrosoft-Windows-Security-Auditing\",\"ProviderId\":\"1\",\"MachineName\":\"PC\",\"R"
	     "ecordId\":5,\"TimeCreated\":\"/Date(1772414130500)/\",\"UserId\":{\"BinaryLength\":1"
	     "2,\"Value\":\"S-1-5-18\"},\"Message\":\"logged on\",\"Properties\":[{\"Value\":\"S-1"
	     "-0-0\"},{\"Value\":\"-\"},{\"Value\":3}]}",
		{"EventID=4624", "Channel=Security", "Computer=PC", "Data=S-1-0-0 ;; - ;; 3",
		    "Security_UserID=S-1-5-18", "@time=2026-03-02T01:15:30.500000Z",
		    "@message=logged on"}},
	};
	(void)state;
	EXPECT("windows-json", cases);
}

static void reads_fluentd(void **state)
{
	static const struct expect_case cases[] = {
	    {"{\"ProviderName\":\"Microsoft-Windows-TaskScheduler\",\"ProviderGUID\":\"{1}\",\"Eve"
	     "ntID\":\"106\",\"Qualifiers\":\"\",\"Level\":\"4\",\"Task\":\"106\",\"Opcode\":\"0\""
	     ",\"Keywords\":\"0x8000000000000000\",\"TimeCreated\":\"2026/03/02 01:15:30.500000000"
	     "\",\"EventRecordID\":\"7\",\"ActivityID\":\"\",\"ThreadID\":\"8\",\"Channel\":\"Micr"
	     "osoft-Windows-TaskScheduler/Operational\",\"Computer\":\"PC\",\"UserID\":\"S-1-5-18"
	     "\",\"Version\":\"0\",\"EventData\":[\"\\\\Updater\",\"taro\"]}",
		{"@service=taskscheduler", "Data=\\Updater ;; taro", "EventID=106",
		    "Provider_Name=Microsoft-Windows-TaskScheduler", "user_id=S-1-5-18",
		    "@time=2026-03-02T01:15:30.500000Z"}},
	};
	(void)state;
	EXPECT("windows-json", cases);
}

static void broken_records_do_no_harm(void **state)
{
	(void)state;
	expect_unharmed(
	    "{\"TenantId\":\"t\",\"TimeGenerated\":\"2026-03-02T01:15:30.347Z\",\"Provider\":\"Mi"
	    "crosoft-Windows-Sysmon\",\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"Comp"
	    "uter\":\"PC\",\"Task\":1,\"EventLevel\":4,\"EventData\":\"{\\\"Image\\\":\\\"C:\\\\"
	    "\\\\a.exe\\\",\\\"SourceIp\\\":\\\"192.0.2.5\\\",\\\"DestinationIp\\\":\\\"198.51.10"
	    "0.7\\\"}\",\"EventID\":3,\"Type\":\"WindowsEvent\"}",
	    NULL);
	expect_unharmed(
	    "{\"Id\":4624,\"Version\":1,\"Level\":0,\"LogName\":\"Security\",\"ProviderName\":\"M"
	    "icrosoft-Windows-Security-Auditing\",\"ProviderId\":\"1\",\"MachineName\":\"PC\",\"R"
	    "ecordId\":5,\"TimeCreated\":\"/Date(1772414130500)/\",\"UserId\":{\"BinaryLength\":1"
	    "2,\"Value\":\"S-1-5-18\"},\"Message\":\"logged on\",\"Properties\":[{\"Value\":\"S-1"
	    "-0-0\"},{\"Value\":\"-\"},{\"Value\":3}]}",
	    NULL);
}

static void reads_the_samples(void **state)
{
	(void)state;
	expect_sample("windows_json/flat.ndjson", "windows-json", 9);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_nxlog),
	    cmocka_unit_test(reads_otrf),
	    cmocka_unit_test(reads_azure_monitor),
	    cmocka_unit_test(reads_get_winevent),
	    cmocka_unit_test(reads_fluentd),
	    cmocka_unit_test(broken_records_do_no_harm),
	    cmocka_unit_test(reads_the_samples),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
