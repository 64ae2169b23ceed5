/* SPDX-License-Identifier: Apache-2.0 */
/* Windows events as XML: wevtutil, forwarded with RenderingInfo, Sysmon for Linux, and what is
 * hostile or broken. */
#include "expect.h"

static void reads_events(void **state)
{
	static const struct expect_case cases[] = {
	    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='Microsoft-Windows-Security-Auditing' Guid='{00000000-0000-0000-0000-0000000"
	     "00001}'/><EventID>4688</EventID><Version>2</Version><Level>0</Level><Task>1</Task><O"
	     "pcode>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026"
	     "-03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activit"
	     "yID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Security</Channel><Compu"
	     "ter>PC-KEIRI.example.internal</Computer><Security/></System><EventData><Data Name='S"
	     "ubjectUserSid'>S-1-5-18</Data><Data Name='SubjectUserName'>PC-KEIRI$</Data><Data Nam"
	     "e='SubjectDomainName'>EXAMPLE</Data><Data Name='SubjectLogonId'>0x3e7</Data><Data Na"
	     "me='NewProcessId'>0x1d18</Data><Data Name='NewProcessName'>C:\\Windows\\System32\\cm"
	     "d.exe</Data><Data Name='TokenElevationType'>%%1936</Data><Data Name='ProcessId'>0x2a"
	     "0</Data><Data Name='CommandLine'>cmd.exe /c \"whoami &amp; echo &lt;x&gt;\"</Data><D"
	     "ata Name='TargetUserSid'>S-1-0-0</Data><Data Name='TargetUserName'>-</Data><Data Nam"
	     "e='TargetDomainName'>-</Data><Data Name='TargetLogonId'>0x0</Data><Data Name='Parent"
	     "ProcessName'>C:\\Windows\\explorer.exe</Data><Data Name='MandatoryLabel'>S-1-16-1638"
	     "4</Data></EventData></Event>",
		{"@product=windows", "@category=process_creation", "@service=security",
		    "@time=2026-03-02T01:15:30.123456Z", "Image=C:\\Windows\\System32\\cmd.exe",
		    "ParentImage=C:\\Windows\\explorer.exe",
		    "CommandLine=cmd.exe /c \"whoami & echo <x>\"", "User=NT AUTHORITY\\SYSTEM",
		    "LogonId=0x3e7", "IntegrityLevel=System ;; S-1-16-16384",
		    "machine=PC-KEIRI.example.internal", "user=PC-KEIRI$", "user_domain=EXAMPLE",
		    "process_id=7448", "process_name=cmd.exe", "event_outcome=success",
		    "level=information", "EventID=4688",
		    "Provider_Name=Microsoft-Windows-Security-Auditing",
		    "Keywords=0x8020000000000000", "EventRecordID=4711", "Execution_ProcessID=4"}},
	    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='Microsoft-Windows-Security-Auditing' Guid='{00000000-0000-0000-0000-0000000"
	     "00001}'/><EventID>4657</EventID><Version>2</Version><Level>0</Level><Task>1</Task><O"
	     "pcode>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026"
	     "-03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activit"
	     "yID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Security</Channel><Compu"
	     "ter>PC-KEIRI.example.internal</Computer><Security/></System><EventData><Data Name='S"
	     "ubjectUserSid'>S-1-5-21-1-2-3-1001</Data><Data Name='SubjectUserName'>taro</Data><Da"
	     "ta Name='SubjectDomainName'>EXAMPLE</Data><Data Name='SubjectLogonId'>0x51b2</Data><"
	     "Data Name='ObjectName'>\\REGISTRY\\MACHINE\\SYSTEM\\ControlSet001\\Services\\x</Data"
	     "><Data Name='ObjectValueName'>Start</Data><Data Name='HandleId'>0x1</Data><Data Name"
	     "='OperationType'>%%1905</Data><Data Name='OldValueType'>%%1876</Data><Data Name='Old"
	     "Value'>2</Data><Data Name='NewValueType'>%%1876</Data><Data Name='NewValue'>4</Data>"
	     "<Data Name='ProcessId'>0x99</Data><Data Name='ProcessName'>C:\\Windows\\regedit.exe<"
	     "/Data></EventData></Event>",
		{"@category=registry_set",
		    "TargetObject=HKLM\\System\\CurrentControlSet\\Services\\x\\Start",
		    "Details=DWORD (0x00000004) ;; 4", "EventType=SetValue",
		    "Image=C:\\Windows\\regedit.exe", "user=taro", "user_id=S-1-5-21-1-2-3-1001"}},
	    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='Microsoft-Windows-Security-Auditing' Guid='{00000000-0000-0000-0000-0000000"
	     "00001}'/><EventID>4657</EventID><Version>2</Version><Level>0</Level><Task>1</Task><O"
	     "pcode>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026"
	     "-03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activit"
	     "yID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Security</Channel><Compu"
	     "ter>PC-KEIRI.example.internal</Computer><Security/></System><EventData><Data Name='O"
	     "bjectName'>\\REGISTRY\\USER\\S-1-5-21-1-2-3-1001\\Software\\Run</Data><Data Name='Ob"
	     "jectValueName'>a</Data><Data Name='OperationType'>%%1906</Data><Data Name='NewValueT"
	     "ype'>-</Data><Data Name='NewValue'>-</Data></EventData></Event>",
		{"@category=registry_delete",
		    "TargetObject=HKU\\S-1-5-21-1-2-3-1001\\Software\\Run\\a",
		    "EventType=DeleteValue", "Details=-"}},
	    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='Microsoft-Windows-Security-Auditing' Guid='{00000000-0000-0000-0000-0000000"
	     "00001}'/><EventID>4625</EventID><Version>2</Version><Level>0</Level><Task>1</Task><O"
	     "pcode>0</Opcode><Keywords>0x8010000000000000</Keywords><TimeCreated SystemTime='2026"
	     "-03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activit"
	     "yID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Security</Channel><Compu"
	     "ter>PC-KEIRI.example.internal</Computer><Security/></System><EventData><Data Name='S"
	     "ubjectUserName'>-</Data><Data Name='TargetUserSid'>S-1-0-0</Data><Data Name='TargetU"
	     "serName'>admin</Data><Data Name='TargetDomainName'>EXAMPLE</Data><Data Name='LogonTy"
	     "pe'>3</Data><Data Name='WorkstationName'>KALI</Data><Data Name='IpAddress'>::ffff:20"
	     "3.0.113.9</Data><Data Name='IpPort'>51000</Data><Data Name='ProcessName'>-</Data></E"
	     "ventData></Event>",
		{"@service=security", "@category=", "user=admin", "src_ip=203.0.113.9",
		    "src_port=51000", "src_host=KALI", "logon_type=3", "event_outcome=failure",
		    "IpAddress=::ffff:203.0.113.9", "!process_name"}},
	    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='Microsoft-Windows-Security-Auditing' Guid='{00000000-0000-0000-0000-0000000"
	     "00001}'/><EventID>4769</EventID><Version>2</Version><Level>0</Level><Task>1</Task><O"
	     "pcode>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026"
	     "-03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activit"
	     "yID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Security</Channel><Compu"
	     "ter>PC-KEIRI.example.internal</Computer><Security/></System><EventData><Data Name='T"
	     "argetUserName'>hanako@EXAMPLE.INTERNAL</Data><Data Name='TargetDomainName'>EXAMPLE.I"
	     "NTERNAL</Data><Data Name='ServiceName'>cifs</Data><Data Name='IpAddress'>::1</Data><"
	     "Data Name='IpPort'>0</Data></EventData></Event>",
		{"user=hanako", "user_domain=EXAMPLE.INTERNAL", "src_ip=::1", "!src_port",
		    "!target_user"}},
	    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='Microsoft-Windows-Security-Auditing' Guid='{00000000-0000-0000-0000-0000000"
	     "00001}'/><EventID>4732</EventID><Version>2</Version><Level>0</Level><Task>1</Task><O"
	     "pcode>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026"
	     "-03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activit"
	     "yID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Security</Channel><Compu"
	     "ter>PC-KEIRI.example.internal</Computer><Security/></System><EventData><Data Name='M"
	     "emberName'>CN=jiro,OU=x,DC=example</Data><Data Name='MemberSid'>S-1-5-21-9</Data><Da"
	     "ta Name='TargetUserName'>Administrators</Data><Data Name='TargetDomainName'>Builtin<"
	     "/Data><Data Name='SubjectUserName'>taro</Data><Data Name='SubjectDomainName'>EXAMPLE"
	     "</Data></EventData></Event>",
		{"user=taro", "group=Administrators", "target_user=jiro"}},
	    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='Microsoft-Windows-Security-Auditing' Guid='{00000000-0000-0000-0000-0000000"
	     "00001}'/><EventID>4720</EventID><Version>2</Version><Level>0</Level><Task>1</Task><O"
	     "pcode>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026"
	     "-03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activit"
	     "yID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Security</Channel><Compu"
	     "ter>PC-KEIRI.example.internal</Computer><Security/></System><EventData><Data Name='T"
	     "argetUserName'>newbie</Data><Data Name='TargetDomainName'>EXAMPLE</Data><Data Name='"
	     "SubjectUserName'>taro</Data><Data Name='SubjectDomainName'>EXAMPLE</Data></EventData"
	     "></Event>",
		{"user=taro", "target_user=newbie", "!group"}},
	    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='Microsoft-Windows-Sysmon' Guid='{00000000-0000-0000-0000-000000000001}'/><E"
	     "ventID>1</EventID><Version>2</Version><Level>4</Level><Task>1</Task><Opcode>0</Opcod"
	     "e><Keywords>0x8000000000000000</Keywords><TimeCreated SystemTime='2026-03-02T01:15:3"
	     "0.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation ActivityID='{a}'/><Ex"
	     "ecution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Sysmon/Operational</"
	     "Channel><Computer>PC-KEIRI.example.internal</Computer><Security UserID='S-1-5-18'/><"
	     "/System><EventData><Data Name='RuleName'>-</Data><Data Name='UtcTime'>2026-03-02 01:"
	     "15:30.120</Data><Data Name='ProcessId'>6180</Data><Data Name='Image'>C:\\Temp\\a.exe"
	     "</Data><Data Name='User'>EXAMPLE\\taro</Data><Data Name='Hashes'>SHA1=01234567890123"
	     "45678901234567890123456789,MD5=00112233445566778899aabbccddeeff,IMPHASH=ffeeddccbbaa"
	     "99887766554433221100</Data><Data Name='ParentImage'>C:\\Windows\\explorer.exe</Data>"
	     "</EventData></Event>",
		{"@category=process_creation", "@service=sysmon", "Image=C:\\Temp\\a.exe",
		    "user=taro", "user_domain=EXAMPLE", "md5=00112233445566778899aabbccddeeff",
		    "sha1=0123456789012345678901234567890123456789",
		    "Imphash=ffeeddccbbaa99887766554433221100", "process_id=6180", "!event_outcome",
		    "!user_id", "Security_UserID=S-1-5-18"}},
	    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='Microsoft-Windows-Sysmon' Guid='{00000000-0000-0000-0000-000000000001}'/><E"
	     "ventID>12</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Opcode>0</Opco"
	     "de><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-03-02T01:15:"
	     "30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation ActivityID='{a}'/><E"
	     "xecution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Sysmon/Operational<"
	     "/Channel><Computer>PC-KEIRI.example.internal</Computer><Security/></System><EventDat"
	     "a><Data Name='EventType'>DeleteValue</Data><Data Name='TargetObject'>HKLM\\x</Data><"
	     "/EventData></Event>",
		{"@category=registry_delete"}},
	    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='Microsoft-Windows-Sysmon' Guid='{00000000-0000-0000-0000-000000000001}'/><E"
	     "ventID>12</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Opcode>0</Opco"
	     "de><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-03-02T01:15:"
	     "30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation ActivityID='{a}'/><E"
	     "xecution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Sysmon/Operational<"
	     "/Channel><Computer>PC-KEIRI.example.internal</Computer><Security/></System><EventDat"
	     "a><Data Name='EventType'>CreateKey</Data><Data Name='TargetObject'>HKLM\\x</Data></E"
	     "ventData></Event>",
		{"@category=registry_add"}},
	    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='Microsoft-Windows-Sysmon' Guid='{00000000-0000-0000-0000-000000000001}'/><E"
	     "ventID>12</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Opcode>0</Opco"
	     "de><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-03-02T01:15:"
	     "30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation ActivityID='{a}'/><E"
	     "xecution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Sysmon/Operational<"
	     "/Channel><Computer>PC-KEIRI.example.internal</Computer><Security/></System><EventDat"
	     "a><Data Name='TargetObject'>HKLM\\x</Data></EventData></Event>",
		{"@category=registry_event"}},
	    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='Microsoft-Windows-Sysmon' Guid='{00000000-0000-0000-0000-000000000001}'/><E"
	     "ventID>3</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Opcode>0</Opcod"
	     "e><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-03-02T01:15:3"
	     "0.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation ActivityID='{a}'/><Ex"
	     "ecution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Sysmon/Operational</"
	     "Channel><Computer>PC-KEIRI.example.internal</Computer><Security/></System><EventData"
	     "><Data Name='Image'>C:\\a.exe</Data><Data Name='Protocol'>tcp</Data><Data Name='Init"
	     "iated'>true</Data><Data Name='SourceIp'>192.0.2.5</Data><Data Name='SourcePort'>5012"
	     "3</Data><Data Name='DestinationIp'>198.51.100.7</Data><Data Name='DestinationHostnam"
	     "e'>c2.example</Data><Data Name='DestinationPort'>443</Data></EventData></Event>",
		{"@category=network_connection", "src_ip=192.0.2.5", "src_port=50123",
		    "dst_ip=198.51.100.7", "dst_port=443", "dst_host=c2.example", "transport=tcp"}},
	    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='Microsoft-Windows-Sysmon' Guid='{00000000-0000-0000-0000-000000000001}'/><E"
	     "ventID>22</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Opcode>0</Opco"
	     "de><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-03-02T01:15:"
	     "30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation ActivityID='{a}'/><E"
	     "xecution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Sysmon/Operational<"
	     "/Channel><Computer>PC-KEIRI.example.internal</Computer><Security/></System><EventDat"
	     "a><Data Name='QueryName'>evil.example</Data><Data Name='QueryResults'>198.51.100.7;<"
	     "/Data></EventData></Event>",
		{"@category=dns_query", "query=evil.example", "answer=198.51.100.7;"}},
	    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='Microsoft-Windows-PowerShell' Guid='{00000000-0000-0000-0000-000000000001}'"
	     "/><EventID>4103</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Opcode>0"
	     "</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-03-02T"
	     "01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation ActivityID='{a"
	     "}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-PowerShell/Op"
	     "erational</Channel><Computer>PC-KEIRI.example.internal</Computer><Security/></System"
	     "><EventData><Data Name='ContextInfo'>        Severity = Informational\n"
	     "        Host Name = ConsoleHost\n"
	     "        Host Application = powershell.exe -nop\n"
	     "        Engine Version = 5.1\n"
	     "        Command Name = Get-Item\n"
	     "        User = EXAMPLE\\taro\n"
	     "</Data><Data Name='Payload'>CommandInvocation(Get-Item)</Data></EventData></Event>",
		{"@category=ps_module", "HostApplication=powershell.exe -nop",
		    "HostName=ConsoleHost", "EngineVersion=5.1", "CommandName=Get-Item",
		    "user=taro", "!Severity"}},
	    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='PowerShell' Guid='{00000000-0000-0000-0000-000000000001}'/><EventID>400</Ev"
	     "entID><Version>2</Version><Level>0</Level><Task>1</Task><Opcode>0</Opcode><Keywords>"
	     "0x8020000000000000</Keywords><TimeCreated SystemTime='2026-03-02T01:15:30.123456700Z"
	     "'/><EventRecordID>4711</EventRecordID><Correlation ActivityID='{a}'/><Execution Proc"
	     "essID='4' ThreadID='88'/><Channel>Windows PowerShell</Channel><Computer>PC-KEIRI.exa"
	     "mple.internal</Computer><Security/></System><EventData><Data>Available</Data><Data>N"
	     "one</Data><Data>\tNewEngineState=Available\n"
	     "\tPreviousEngineState=None\n"
	     "\n"
	     "\tHostName=ConsoleHost\n"
	     "\tHostApplication=powershell -enc AAAA\n"
	     "\tEngineVersion=2.0\n"
	     "</Data></EventData></Event>",
		{"@category=ps_classic_start", "@service=powershell-classic",
		    "Data=Available ;; None ;; \tNewEngineState=Available\n"
		    "\tPreviousEngineState=None\n"
		    "\n"
		    "\tHostName=ConsoleHost\n"
		    "\tHostApplication=powershell -enc AAAA\n"
		    "\tEngineVersion=2.0\n",
		    "HostApplication=powershell -enc AAAA", "EngineVersion=2.0"}},
	    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='Microsoft-Windows-Windows Defender' Guid='{00000000-0000-0000-0000-00000000"
	     "0001}'/><EventID>1117</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Op"
	     "code>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-"
	     "03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activity"
	     "ID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Windows"
	     " Defender/Operational</Channel><Computer>PC-KEIRI.example.internal</Computer><Securi"
	     "ty/></System><EventData><Data Name='Product Name'>%%827</Data><Data Name='Detection "
	     "User'>EXAMPLE\\taro</Data><Data Name='Threat Name'>Trojan:Win32/Example.A</Data><Dat"
	     "a Name='Path'>file:_C:\\Users\\taro\\a.exe; process:_pid:5,ProcessStart:1</Data><Dat"
	     "a Name='Process Name'>C:\\Windows\\explorer.exe</Data><Data Name='Action ID'>2</Data"
	     "></EventData></Event>",
		{"@category=antivirus", "@service=windefend", "Signature=Trojan:Win32/Example.A",
		    "Filename=a.exe ;; C:\\Users\\taro\\a.exe", "file_path=C:\\Users\\taro\\a.exe",
		    "ThreatName=Trojan:Win32/Example.A", "Threat_Name=Trojan:Win32/Example.A",
		    "Threat Name=Trojan:Win32/Example.A", "ActionID=2", "event_action=quarantined",
		    "user=taro", "process_name=explorer.exe"}},
	    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='Microsoft-Windows-Windows Defender' Guid='{00000000-0000-0000-0000-00000000"
	     "0001}'/><EventID>1119</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Op"
	     "code>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-"
	     "03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activity"
	     "ID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Windows"
	     " Defender/Operational</Channel><Computer>PC-KEIRI.example.internal</Computer><Securi"
	     "ty/></System><EventData><Data Name='Threat Name'>x</Data><Data Name='Action ID'>2</D"
	     "ata></EventData></Event>",
		{"event_action=failed"}},
	    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='Microsoft-Windows-Windows Defender' Guid='{00000000-0000-0000-0000-00000000"
	     "0001}'/><EventID>1116</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Op"
	     "code>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-"
	     "03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activity"
	     "ID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Windows"
	     " Defender/Operational</Channel><Computer>PC-KEIRI.example.internal</Computer><Securi"
	     "ty/></System><EventData><Data Name='Threat Name'>x</Data><Data Name='Action ID'>9</D"
	     "ata></EventData></Event>",
		{"!event_action", "@category=antivirus"}},
	    {"<Event><System><Provider Name='Microsoft-Windows-Eventlog'/><EventID Qualifiers='163"
	     "84'>1102</EventID><Level>4</Level><TimeCreated SystemTime='2026-03-02T01:15:30Z'/><C"
	     "hannel>Security</Channel><Computer>PC</Computer></System><UserData><LogFileCleared x"
	     "mlns='http://manifests.microsoft.com/win/2004/08/windows/eventlog'><SubjectUserName>"
	     "taro</SubjectUserName><SubjectDomainName>EXAMPLE</SubjectDomainName><Channel>Securit"
	     "y</Channel></LogFileCleared></UserData></Event>",
		{"EventID=1102", "EventID_Qualifiers=16384", "SubjectUserName=taro", "user=taro",
		    "Channel=Security ;; Security"}},
	    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='Service Control Manager' Guid='{00000000-0000-0000-0000-000000000001}'/><Ev"
	     "entID>7045</EventID><Version>2</Version><Level>4</Level><Task>1</Task><Opcode>0</Opc"
	     "ode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-03-02T01:15"
	     ":30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation ActivityID='{a}'/><"
	     "Execution ProcessID='4' ThreadID='88'/><Channel>System</Channel><Computer>PC-KEIRI.e"
	     "xample.internal</Computer><Security/></System><EventData><Data Name='ServiceName'>up"
	     "dater</Data><Data Name='ImagePath'>%SystemRoot%\\x.exe</Data></EventData><RenderingI"
	     "nfo "
	     "Culture='ja-JP'><Message>サービスがインストールされました。</Message><Level>情報</"
	     "Level></Rendering"
	     "Info></Event>",
		{"@service=system", "@message=サービスがインストールされました。",
		    "Message=サービスがインストールされました。", "Level=4",
		    "ServiceName=updater"}},
	    {"<?xml version='1.0' encoding='utf-8'?>\r\n"
	     "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='Microsoft-Windows-Security-Auditing' Guid='{00000000-0000-0000-0000-0000000"
	     "00001}'/><EventID>4634</EventID><Version>2</Version><Level>0</Level><Task>1</Task><O"
	     "pcode>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026"
	     "-03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activit"
	     "yID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Security</Channel><Compu"
	     "ter>PC-KEIRI.example.internal</Computer><Security/></System><EventData><Data Name='T"
	     "argetUserName'>taro</Data></EventData></Event>",
		{"EventID=4634", "user=taro"}},
	};
	(void)state;
	EXPECT("windows-xml", cases);
}

static void reads_what_is_broken(void **state)
{
	static const struct expect_case cases[] = {
	    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='Microsoft-Windows-Security-Auditing' Guid='{00000000-0000-0000-0000-0000000"
	     "00001}'/><EventID>4688</EventID><Version>2</Version><Level>0</Level><Task>1</Task><O"
	     "pcode>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026"
	     "-03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activit"
	     "yID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Security</Channel><Compu"
	     "ter>PC-KEIRI.example.internal</Computer><Security/></System><EventData><Data Name='C"
	     "ommandLine'>a\001b</Data></EventData></Event>",
		{"CommandLine=a?b", "!incomplete"}},
	    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='Microsoft-Windows-Security-Auditing' Guid='{00000000-0000-0000-0000-0000000"
	     "00001}'/><EventID>4688</EventID><Version>2</Version><Level>0</Level><Task>1</Task><O"
	     "pcode>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026"
	     "-03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activit"
	     "yID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Security</Channel><Compu"
	     "ter>PC-KEIRI.example.internal</Computer><Security/></System><EventData><Data Name='C"
	     "ommandLine'>a&#x1;b&#65;</Data></EventData></Event>",
		{"CommandLine=a?bA"}},
	    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='Microsoft-Windows-Security-Auditing' Guid='{00000000-0000-0000-0000-0000000"
	     "00001}'/><EventID>4688</EventID><Version>2</Version><Level>0</Level><Task>1</Task><O"
	     "pcode>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026"
	     "-03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activit"
	     "yID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Security</Channel><Compu"
	     "ter>PC-KEIRI.example.internal</Computer><Security/></System><EventData><Data Name='N"
	     "ewProcessName'>C:\\a.exe</Data><Data Name='CommandLine'>long ",
		{"NewProcessName=C:\\a.exe", "CommandLine=long", "incomplete=no element found",
		    "Image=C:\\a.exe"}},
	    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='Microsoft-Windows-Security-Auditing' Guid='{00000000-0000-0000-0000-0000000"
	     "00001}'/><EventID>4688</EventID><Version>2</Version><Level>0</Level><Task>1</Task><O"
	     "pcode>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026"
	     "-03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activit"
	     "yID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Security</Channel><Compu"
	     "ter>PC-KEIRI.example.internal</Computer><Security/></System><EventData><Data Name='C"
	     "ommandLine'>a &lt b &amp; c & d &bogus &#65; \002</Data></EventData></Event>",
		{"CommandLine=a < b & c & d &bogus A ?", "!incomplete"}},
	    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='Microsoft-Windows-Security-Auditing' Guid='{00000000-0000-0000-0000-0000000"
	     "00001}'/><EventID>4688</EventID><Version>2</Version><Level>0</Level><Task>1</Task><O"
	     "pcode>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026"
	     "-03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activit"
	     "yID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Security</Channel><Compu"
	     "ter>PC-KEIRI.example.internal</Computer><Security/></System><EventData><Data></Data>"
	     "</EventData></Event>",
		{"Data="}},
	    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='Microsoft-Windows-Security-Auditing' Guid='{00000000-0000-0000-0000-0000000"
	     "00001}'/><EventID>4688</EventID><Version>2</Version><Level>0</Level><Task>1</Task><O"
	     "pcode>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026"
	     "-03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activit"
	     "yID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Security</Channel><Compu"
	     "ter>PC-KEIRI.example.internal</Computer><Security/></System><EventData><Data Name=''"
	     ">x</Data><Binary>0102</Binary></EventData></Event>",
		{"Data=x", "Binary=0102"}},
	    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	     "er Name='Microsoft-Windows-Security-Auditing' Guid='{00000000-0000-0000-0000-0000000"
	     "00001}'/><EventID>4688</EventID><Version>2</Version><Level>0</Level><Task>1</Task><O"
	     "pcode>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026"
	     "-03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activit"
	     "yID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Security</Channel><Compu"
	     "ter>PC-KEIRI.example.internal</Computer><Security/></System><EventData><Data Name='T"
	     "wice'>1</Data><Data Name='Twice'>2</Data></EventData></Event>",
		{"Twice=1 ;; 2"}},
	};
	(void)state;
	EXPECT("windows-xml", cases);
}

static void leaves_others_alone(void **state)
{
	(void)state;
	expect_other("windows-xml", "<Events><Event></Event></Events>");
	expect_other("windows-xml", "<Event");
	expect_other("windows-xml", "<Event><System></System></Event>");
	expect_other("windows-xml", "<Event><System><EventID>");
	expect_other("windows-xml", "");
}

static void broken_records_do_no_harm(void **state)
{
	(void)state;
	expect_unharmed(
	    "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
	    "er Name='Microsoft-Windows-Security-Auditing' Guid='{00000000-0000-0000-0000-0000000"
	    "00001}'/><EventID>4688</EventID><Version>2</Version><Level>0</Level><Task>1</Task><O"
	    "pcode>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026"
	    "-03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activit"
	    "yID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Security</Channel><Compu"
	    "ter>PC-KEIRI.example.internal</Computer><Security/></System><EventData><Data Name='S"
	    "ubjectUserSid'>S-1-5-18</Data><Data Name='SubjectUserName'>PC-KEIRI$</Data><Data Nam"
	    "e='SubjectDomainName'>EXAMPLE</Data><Data Name='SubjectLogonId'>0x3e7</Data><Data Na"
	    "me='NewProcessId'>0x1d18</Data><Data Name='NewProcessName'>C:\\Windows\\System32\\cm"
	    "d.exe</Data></EventData></Event>",
	    NULL);
}

static void reads_the_samples(void **state)
{
	(void)state;
	expect_sample("windows_xml/events.xml", "windows-xml", 4);
}

/* No entity may be declared, so none can be fetched or blown up. */
static void refuses_document_types(void **state)
{
	static const char *const records[] = {
	    "<!DOCTYPE Event [<!ENTITY a "
	    "\"x\">]><Event><System><EventID>1</EventID></System></Event>",
	    "<?xml version=\"1.0\"?><!DOCTYPE E [<!ENTITY a \"&b;&b;\"><!ENTITY b \"x\">]>"
	    "<Event><System><EventID>&a;</EventID></System></Event>",
	    "<Event ><!DOCTYPE a></Event>",
	};
	(void)state;
	for (size_t i = 0; i < sizeof(records) / sizeof(records[0]); i++)
		expect_other("windows-xml", records[i]);
	expect_other(
	    "windows-xml", "<Event><System><EventID>&undeclared;</EventID></System></Event>");
}

/* `depth` times `open` in an event's data. */
static void nested(const char *open, size_t depth, struct buffer *out)
{
	buffer_put_string(out, "<Event><System><EventID>1</EventID></System><EventData>");
	for (size_t i = 0; i < depth; i++)
		buffer_put_string(out, open);
}

static const struct decoder *decoded(struct text record, struct arena *arena, struct events *events)
{
	struct decode_context context = {.received = EXPECT_RECEIVED};
	struct why why;
	events_init(events, arena);
	return decode_record(record, &context, arena, events, &why);
}

static void refuses_depth(void **state)
{
	struct buffer record;
	struct arena *arena = arena_create("test", (size_t)64 << 20);
	struct events events;
	(void)state;
	buffer_init(&record, (size_t)1 << 20);
	nested("<a>", 10000, &record);
	const struct decoder *got = decoded(buffer_text(&record), arena, &events);
	assert_true(got == NULL || strcmp(got->name, "windows-xml") != 0);
	buffer_free(&record);
	arena_destroy(arena);
}

static void counts_what_is_over_the_limit(void **state)
{
	struct buffer record;
	struct arena *arena = arena_create("test", (size_t)64 << 20);
	struct events events;
	(void)state;
	buffer_init(&record, (size_t)1 << 20);
	nested("<Data Name='n'>v</Data>", 10000, &record);
	buffer_put_string(&record, "</EventData></Event>");
	const struct decoder *got = decoded(buffer_text(&record), arena, &events);
	assert_non_null(got);
	assert_string_equal(got->name, "windows-xml");
	assert_true(events.at[0]->count <= 2048);
	/* Whatever the data, the System part is there. */
	assert_non_null(event_find(events.at[0], TEXT("EventID")));
	assert_true(events.at[0]->left_out >= 10000 - 2048);
	buffer_free(&record);
	arena_destroy(arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_events),
	    cmocka_unit_test(reads_what_is_broken),
	    cmocka_unit_test(leaves_others_alone),
	    cmocka_unit_test(broken_records_do_no_harm),
	    cmocka_unit_test(reads_the_samples),
	    cmocka_unit_test(refuses_document_types),
	    cmocka_unit_test(refuses_depth),
	    cmocka_unit_test(counts_what_is_over_the_limit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
