/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What products say (content/verdicts) of records as their decoders read them: Windows, Microsoft
 * 365 and Defender, Trend Micro, CEF and LEEF.
 */
#include "says.h"

static const char *const files[] = {
    "windows", "m365", "azure", "m365-defender", "vision-one", "deep-security", "cef"};

static const struct trial trials[] = {
    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
     "er Name='Microsoft-Windows-Windows Defender' Guid='{00000000-0000-0000-0000-00000000"
     "0001}'/><EventID>1116</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Op"
     "code>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-"
     "03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activity"
     "ID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Windows"
     " Defender/Operational</Channel><Computer>PC-KEIRI.example.internal</Computer><Securi"
     "ty/></System><EventData><Data Name='Threat Name'>Trojan:Win32/Example.A</Data><Data "
     "Name='Path'>file:_C:\\a.exe</Data><Data Name='Action ID'>9</Data></EventData></Event"
     ">",
	"windows-defender-found medium unknown"},
    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
     "er Name='Microsoft-Windows-Windows Defender' Guid='{00000000-0000-0000-0000-00000000"
     "0001}'/><EventID>1116</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Op"
     "code>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-"
     "03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activity"
     "ID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Windows"
     " Defender/Operational</Channel><Computer>PC-KEIRI.example.internal</Computer><Securi"
     "ty/></System><EventData><Data Name='Threat Name'>Ransom:Win32/Example</Data><Data Na"
     "me='Path'>file:_C:\\a.exe</Data><Data Name='Action ID'>9</Data></EventData></Event>",
	"windows-defender-ransomware critical unknown"},
    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
     "er Name='Microsoft-Windows-Windows Defender' Guid='{00000000-0000-0000-0000-00000000"
     "0001}'/><EventID>1117</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Op"
     "code>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-"
     "03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activity"
     "ID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Windows"
     " Defender/Operational</Channel><Computer>PC-KEIRI.example.internal</Computer><Securi"
     "ty/></System><EventData><Data Name='Threat Name'>Trojan:Win32/Example.A</Data><Data "
     "Name='Path'>file:_C:\\a.exe</Data><Data Name='Action ID'>2</Data></EventData></Event"
     ">",
	"windows-defender-action low blocked"},
    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
     "er Name='Microsoft-Windows-Windows Defender' Guid='{00000000-0000-0000-0000-00000000"
     "0001}'/><EventID>1117</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Op"
     "code>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-"
     "03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activity"
     "ID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Windows"
     " Defender/Operational</Channel><Computer>PC-KEIRI.example.internal</Computer><Securi"
     "ty/></System><EventData><Data Name='Threat Name'>Trojan:Win32/Example.A</Data><Data "
     "Name='Path'>file:_C:\\a.exe</Data><Data Name='Action ID'>3</Data></EventData></Event"
     ">",
	"windows-defender-action low blocked"},
    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
     "er Name='Microsoft-Windows-Windows Defender' Guid='{00000000-0000-0000-0000-00000000"
     "0001}'/><EventID>1117</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Op"
     "code>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-"
     "03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activity"
     "ID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Windows"
     " Defender/Operational</Channel><Computer>PC-KEIRI.example.internal</Computer><Securi"
     "ty/></System><EventData><Data Name='Threat Name'>Trojan:Win32/Example.A</Data><Data "
     "Name='Path'>file:_C:\\a.exe</Data><Data Name='Action ID'>6</Data></EventData></Event"
     ">",
	"windows-defender-action high allowed"},
    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
     "er Name='Microsoft-Windows-Windows Defender' Guid='{00000000-0000-0000-0000-00000000"
     "0001}'/><EventID>1117</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Op"
     "code>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-"
     "03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activity"
     "ID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Windows"
     " Defender/Operational</Channel><Computer>PC-KEIRI.example.internal</Computer><Securi"
     "ty/></System><EventData><Data Name='Threat Name'>Ransom:Win32/Example</Data><Data Na"
     "me='Path'>file:_C:\\a.exe</Data><Data Name='Action ID'>2</Data></EventData></Event>",
	"windows-defender-ransomware medium blocked"},
    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
     "er Name='Microsoft-Windows-Windows Defender' Guid='{00000000-0000-0000-0000-00000000"
     "0001}'/><EventID>1118</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Op"
     "code>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-"
     "03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activity"
     "ID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Windows"
     " Defender/Operational</Channel><Computer>PC-KEIRI.example.internal</Computer><Securi"
     "ty/></System><EventData><Data Name='Threat Name'>Trojan:Win32/Example.A</Data><Data "
     "Name='Path'>file:_C:\\a.exe</Data><Data Name='Action ID'>2</Data></EventData></Event"
     ">",
	"windows-defender-failed critical allowed"},
    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
     "er Name='Microsoft-Windows-Windows Defender' Guid='{00000000-0000-0000-0000-00000000"
     "0001}'/><EventID>1119</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Op"
     "code>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-"
     "03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activity"
     "ID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Windows"
     " Defender/Operational</Channel><Computer>PC-KEIRI.example.internal</Computer><Securi"
     "ty/></System><EventData><Data Name='Threat Name'>Trojan:Win32/Example.A</Data><Data "
     "Name='Path'>file:_C:\\a.exe</Data><Data Name='Action ID'>2</Data></EventData></Event"
     ">",
	"windows-defender-failed critical allowed"},
    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
     "er Name='Microsoft-Windows-Windows Defender' Guid='{00000000-0000-0000-0000-00000000"
     "0001}'/><EventID>1008</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Op"
     "code>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-"
     "03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activity"
     "ID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Windows"
     " Defender/Operational</Channel><Computer>PC-KEIRI.example.internal</Computer><Securi"
     "ty/></System><EventData><Data Name='Threat Name'>Trojan:Win32/Example.A</Data><Data "
     "Name='Path'>file:_C:\\a.exe</Data><Data Name='Action ID'>2</Data></EventData></Event"
     ">",
	"windows-defender-failed critical allowed"},
    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
     "er Name='Microsoft-Windows-Windows Defender' Guid='{00000000-0000-0000-0000-00000000"
     "0001}'/><EventID>1006</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Op"
     "code>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-"
     "03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activity"
     "ID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Windows"
     " Defender/Operational</Channel><Computer>PC-KEIRI.example.internal</Computer><Securi"
     "ty/></System><EventData><Data Name='Threat Name'>Trojan:Win32/Example.A</Data><Data "
     "Name='Path'>file:_C:\\a.exe</Data></EventData></Event>",
	"windows-defender-found medium unknown"},
    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
     "er Name='Microsoft-Windows-Windows Defender' Guid='{00000000-0000-0000-0000-00000000"
     "0001}'/><EventID>1007</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Op"
     "code>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-"
     "03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activity"
     "ID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Windows"
     " Defender/Operational</Channel><Computer>PC-KEIRI.example.internal</Computer><Securi"
     "ty/></System><EventData><Data Name='Threat Name'>Trojan:Win32/Example.A</Data><Data "
     "Name='Path'>file:_C:\\a.exe</Data><Data Name='Action ID'>1</Data></EventData></Event"
     ">",
	"windows-defender-action low blocked"},
    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
     "er Name='Microsoft-Windows-Windows Defender' Guid='{00000000-0000-0000-0000-00000000"
     "0001}'/><EventID>1015</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Op"
     "code>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-"
     "03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activity"
     "ID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Windows"
     " Defender/Operational</Channel><Computer>PC-KEIRI.example.internal</Computer><Securi"
     "ty/></System><EventData><Data Name='Threat Name'>Trojan:Win32/Example.A</Data><Data "
     "Name='Path'>file:_C:\\a.exe</Data></EventData></Event>",
	"windows-defender-behavior high unknown"},
    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
     "er Name='Microsoft-Windows-Windows Defender' Guid='{00000000-0000-0000-0000-00000000"
     "0001}'/><EventID>5007</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Op"
     "code>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-"
     "03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activity"
     "ID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Windows"
     " Defender/Operational</Channel><Computer>PC-KEIRI.example.internal</Computer><Securi"
     "ty/></System><EventData><Data Name='Threat Name'>Trojan:Win32/Example.A</Data><Data "
     "Name='Path'>file:_C:\\a.exe</Data></EventData></Event>",
	""},
    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
     "er Name='Microsoft-Windows-Windows Defender' Guid='{00000000-0000-0000-0000-00000000"
     "0001}'/><EventID>1121</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Op"
     "code>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-"
     "03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activity"
     "ID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Windows"
     " Defender/Operational</Channel><Computer>PC-KEIRI.example.internal</Computer><Securi"
     "ty/></System><EventData><Data Name='Path'>C:\\a.exe</Data></EventData></Event>",
	"windows-defender-attack-surface low blocked"},
    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
     "er Name='Microsoft-Windows-Windows Defender' Guid='{00000000-0000-0000-0000-00000000"
     "0001}'/><EventID>1122</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Op"
     "code>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-"
     "03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activity"
     "ID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Windows"
     " Defender/Operational</Channel><Computer>PC-KEIRI.example.internal</Computer><Securi"
     "ty/></System><EventData><Data Name='Path'>C:\\a.exe</Data></EventData></Event>",
	"windows-defender-attack-surface medium allowed"},
    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
     "er Name='Microsoft-Windows-Windows Defender' Guid='{00000000-0000-0000-0000-00000000"
     "0001}'/><EventID>1123</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Op"
     "code>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-"
     "03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activity"
     "ID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Windows"
     " Defender/Operational</Channel><Computer>PC-KEIRI.example.internal</Computer><Securi"
     "ty/></System><EventData><Data Name='Process Name'>C:\\a.exe</Data></EventData></Even"
     "t>",
	"windows-defender-folder low blocked"},
    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
     "er Name='Microsoft-Windows-Windows Defender' Guid='{00000000-0000-0000-0000-00000000"
     "0001}'/><EventID>1125</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Op"
     "code>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-"
     "03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activity"
     "ID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Windows"
     " Defender/Operational</Channel><Computer>PC-KEIRI.example.internal</Computer><Securi"
     "ty/></System><EventData><Data Name='Destination'>http://evil.example</Data></EventDa"
     "ta></Event>",
	"windows-defender-network high allowed"},
    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
     "er Name='Microsoft-Windows-Windows Defender' Guid='{00000000-0000-0000-0000-00000000"
     "0001}'/><EventID>1126</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Op"
     "code>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-"
     "03-02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation Activity"
     "ID='{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-Windows"
     " Defender/Operational</Channel><Computer>PC-KEIRI.example.internal</Computer><Securi"
     "ty/></System><EventData><Data Name='Destination'>http://evil.example</Data></EventDa"
     "ta></Event>",
	"windows-defender-network low blocked"},
    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
     "er Name='Microsoft-Windows-AppLocker' Guid='{00000000-0000-0000-0000-000000000001}'/"
     "><EventID>8004</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Opcode>0<"
     "/Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-03-02T0"
     "1:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation ActivityID='{a}"
     "'/><Execution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-AppLocker/EXE "
     "and DLL</Channel><Computer>PC-KEIRI.example.internal</Computer><Security/></System><"
     "EventData><Data Name='FilePath'>x</Data></EventData></Event>",
	"windows-applocker low blocked"},
    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
     "er Name='Microsoft-Windows-AppLocker' Guid='{00000000-0000-0000-0000-000000000001}'/"
     "><EventID>8003</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Opcode>0<"
     "/Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-03-02T0"
     "1:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation ActivityID='{a}"
     "'/><Execution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-AppLocker/EXE "
     "and DLL</Channel><Computer>PC-KEIRI.example.internal</Computer><Security/></System><"
     "EventData><Data Name='FilePath'>x</Data></EventData></Event>",
	"windows-applocker low allowed"},
    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
     "er Name='Microsoft-Windows-NTLM' Guid='{00000000-0000-0000-0000-000000000001}'/><Eve"
     "ntID>8004</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Opcode>0</Opco"
     "de><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-03-02T01:15:"
     "30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation ActivityID='{a}'/><E"
     "xecution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-NTLM/Operational</C"
     "hannel><Computer>PC-KEIRI.example.internal</Computer><Security/></System><EventData>"
     "</EventData></Event>",
	""},
    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
     "er Name='Microsoft-Windows-CodeIntegrity' Guid='{00000000-0000-0000-0000-00000000000"
     "1}'/><EventID>3077</EventID><Version>2</Version><Level>0</Level><Task>1</Task><Opcod"
     "e>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-03-"
     "02T01:15:30.123456700Z'/><EventRecordID>4711</EventRecordID><Correlation ActivityID="
     "'{a}'/><Execution ProcessID='4' ThreadID='88'/><Channel>Microsoft-Windows-CodeIntegr"
     "ity/Operational</Channel><Computer>PC-KEIRI.example.internal</Computer><Security/></"
     "System><EventData><Data Name='FileNameBuffer'>x</Data></EventData></Event>",
	"windows-application-control low blocked"},
    {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provid"
     "er Name='Other' Guid='{00000000-0000-0000-0000-000000000001}'/><EventID>1116</EventI"
     "D><Version>2</Version><Level>0</Level><Task>1</Task><Opcode>0</Opcode><Keywords>0x80"
     "20000000000000</Keywords><TimeCreated SystemTime='2026-03-02T01:15:30.123456700Z'/><"
     "EventRecordID>4711</EventRecordID><Correlation ActivityID='{a}'/><Execution ProcessI"
     "D='4' ThreadID='88'/><Channel>System</Channel><Computer>PC-KEIRI.example.internal</C"
     "omputer><Security/></System><EventData><Data Name='Threat Name'>x</Data></EventData>"
     "</Event>",
	""},
    {"{\"CreationTime\":\"2026-03-02T01:15:30\",\"Id\":\"i5\",\"Operation\":\"TIMailData\""
     ",\"RecordType\":28,\"Workload\":\"ThreatIntelligence\",\"UserId\":\"ThreatIntel\",\""
     "P2Sender\":\"a@attacker.example\",\"Recipients\":[\"taro@example.com\",\"hanako@exam"
     "ple.com\"],\"Subject\":\"請求書\",\"SenderIp\":\"203.0.113.9\",\"Verdict\":\"Phish\",\""
     "DeliveryAction\":\"Blocked\",\"Directionality\":\"Inbound\"}",
	"m365-mail-phishing low blocked"},
    {"{\"CreationTime\":\"2026-03-02T01:15:30\",\"Id\":\"i5\",\"Operation\":\"TIMailData\""
     ",\"RecordType\":28,\"Workload\":\"ThreatIntelligence\",\"UserId\":\"ThreatIntel\",\""
     "P2Sender\":\"a@attacker.example\",\"Recipients\":[\"taro@example.com\",\"hanako@exam"
     "ple.com\"],\"Subject\":\"請求書\",\"SenderIp\":\"203.0.113.9\",\"Verdict\":\"HighConfPh"
     "ish\",\"DeliveryAction\":\"Delivered\",\"Directionality\":\"Inbound\"}",
	"m365-mail-phishing high allowed"},
    {"{\"CreationTime\":\"2026-03-02T01:15:30\",\"Id\":\"i5\",\"Operation\":\"TIMailData\""
     ",\"RecordType\":28,\"Workload\":\"ThreatIntelligence\",\"UserId\":\"ThreatIntel\",\""
     "P2Sender\":\"a@attacker.example\",\"Recipients\":[\"taro@example.com\",\"hanako@exam"
     "ple.com\"],\"Subject\":\"請求書\",\"SenderIp\":\"203.0.113.9\",\"Verdict\":\"Malware\","
     "\"DeliveryAction\":\"Delivered\",\"Directionality\":\"Inbound\"}",
	"m365-mail-malware high allowed"},
    {"{\"CreationTime\":\"2026-03-02T01:15:30\",\"Id\":\"i5\",\"Operation\":\"TIMailData\""
     ",\"RecordType\":28,\"Workload\":\"ThreatIntelligence\",\"UserId\":\"ThreatIntel\",\""
     "P2Sender\":\"a@attacker.example\",\"Recipients\":[\"taro@example.com\",\"hanako@exam"
     "ple.com\"],\"Subject\":\"請求書\",\"SenderIp\":\"203.0.113.9\",\"Verdict\":\"Spam\",\"D"
     "eliveryAction\":\"DeliveredAsSpam\",\"Directionality\":\"Inbound\"}",
	"m365-mail-spam informational blocked"},
    {"{\"CreationTime\":\"2026-03-02T01:15:30\",\"Id\":\"i5\",\"Operation\":\"TIMailData\""
     ",\"RecordType\":28,\"Workload\":\"ThreatIntelligence\",\"UserId\":\"ThreatIntel\",\""
     "P2Sender\":\"a@attacker.example\",\"Recipients\":[\"taro@example.com\",\"hanako@exam"
     "ple.com\"],\"Subject\":\"請求書\",\"SenderIp\":\"203.0.113.9\",\"Verdict\":\"Good\",\"D"
     "eliveryAction\":\"Delivered\",\"Directionality\":\"Inbound\"}",
	""},
    {"{\"CreationTime\":\"2026-03-02T01:15:30\",\"Id\":\"i\",\"Operation\":\"TIUrlClickDat"
     "a\",\"RecordType\":41,\"Workload\":\"ThreatIntelligence\",\"UserId\":\"taro@example."
     "com\",\"Url\":\"http://evil.example/\",\"UrlClickAction\":2}",
	"m365-mail-link medium blocked"},
    {"{\"CreationTime\":\"2026-03-02T01:15:30\",\"Id\":\"i\",\"Operation\":\"TIUrlClickDat"
     "a\",\"RecordType\":41,\"Workload\":\"ThreatIntelligence\",\"UserId\":\"taro@example."
     "com\",\"Url\":\"http://evil.example/\",\"UrlClickAction\":4}",
	"m365-mail-link high allowed"},
    {"{\"CreationTime\":\"2026-03-02T01:15:30\",\"Id\":\"i\",\"Operation\":\"FileMalwareDe"
     "tected\",\"RecordType\":6,\"Workload\":\"SharePoint\",\"UserId\":\"x\"}",
	"m365-file-malware high unknown"},
    {"{\"CreationTime\":\"2026-03-02T01:15:30\",\"Id\":\"i4\",\"Operation\":\"AlertTrigger"
     "ed\",\"RecordType\":40,\"Workload\":\"SecurityComplianceCenter\",\"UserId\":\"Securi"
     "tyComplianceAlerts\",\"Name\":\"Suspicious inbox forwarding\",\"Severity\":\"High\","
     "\"Category\":\"ThreatManagement\",\"Status\":\"Active\"}",
	"m365-alert-mail medium unknown"},
    {"{\"CreationTime\":\"2026-03-02T01:15:30\",\"Id\":\"i4\",\"Operation\":\"AlertTrigger"
     "ed\",\"RecordType\":40,\"Workload\":\"SecurityComplianceCenter\",\"UserId\":\"Securi"
     "tyComplianceAlerts\",\"Name\":\"Potential ransomware activity\",\"Severity\":\"High"
     "\",\"Category\":\"ThreatManagement\",\"Status\":\"Active\"}",
	"m365-alert-ransomware critical unknown"},
    {"{\"CreationTime\":\"2026-03-02T01:15:30\",\"Id\":\"i4\",\"Operation\":\"AlertTrigger"
     "ed\",\"RecordType\":40,\"Workload\":\"SecurityComplianceCenter\",\"UserId\":\"Securi"
     "tyComplianceAlerts\",\"Name\":\"Impossible travel activity\",\"Severity\":\"High\","
     "\"Category\":\"ThreatManagement\",\"Status\":\"Active\"}",
	"m365-alert medium unknown"},
    {"{\"CreationTime\":\"2026-03-02T01:15:30\",\"Id\":\"i4\",\"Operation\":\"AlertTrigger"
     "ed\",\"RecordType\":40,\"Workload\":\"SecurityComplianceCenter\",\"UserId\":\"Securi"
     "tyComplianceAlerts\",\"Name\":\"Impossible travel activity\",\"Severity\":\"Low\",\""
     "Category\":\"ThreatManagement\",\"Status\":\"Active\"}",
	""},
    {"{\"CreationTime\":\"2026-03-02T01:15:30\",\"Id\":\"i6\",\"Operation\":\"DlpRuleMatch"
     "\",\"RecordType\":13,\"Workload\":\"Exchange\",\"UserId\":\"DlpAgent\",\"ExchangeMet"
     "aData\":{\"From\":\"taro@example.com\",\"To\":[\"x@example.org\"],\"Subject\":\"名簿\""
     ",\"MessageID\":\"<1@example>\"},\"PolicyDetails\":[{\"PolicyName\":\"p\",\"Rules\":["
     "{\"RuleId\":\"r1\",\"RuleName\":\"My Number\",\"Severity\":\"High\"}]}]}",
	"m365-dlp medium unknown"},
    {"{\"CreationTime\":\"2026-03-02T01:15:30\",\"Id\":\"i1\",\"Operation\":\"FileDownload"
     "ed\",\"OrganizationId\":\"o\",\"RecordType\":6,\"UserKey\":\"k\",\"UserType\":0,\"Ve"
     "rsion\":1,\"Workload\":\"SharePoint\",\"ClientIP\":\"203.0.113.9\",\"UserId\":\"taro"
     "@example.com\",\"ObjectId\":\"https://example.sharepoint.com/sites/x/設計図.pdf\",\"Sou"
     "rceFileName\":\"設計図.pdf\",\"UserAgent\":\"Mozilla/5.0\",\"SiteUrl\":\"https://exampl"
     "e.sharepoint.com/sites/x/\"}",
	""},
    {"{\"@odata.type\":\"#microsoft.graph.security.alert\",\"id\":\"a1\",\"incidentId\":\""
     "77\",\"severity\":\"high\",\"serviceSource\":\"microsoftDefenderForEndpoint\",\"dete"
     "ctionSource\":\"antivirus\",\"detectorId\":\"d\",\"title\":\"Emotet\",\"description"
     "\":\"what it means\",\"category\":\"Malware\",\"mitreTechniques\":[\"T1059\"],\"thre"
     "atDisplayName\":null,\"createdDateTime\":\"2026-03-02T01:20:00Z\",\"firstActivityDat"
     "eTime\":\"2026-03-02T01:15:30.1234567Z\",\"lastActivityDateTime\":\"2026-03-02T01:16"
     ":00Z\",\"evidence\":[{\"deviceDnsName\":\"pc\",\"remediationStatus\":\"prevented\"}]"
     "}",
	"m365-defender-malware low blocked"},
    {"{\"@odata.type\":\"#microsoft.graph.security.alert\",\"id\":\"a1\",\"incidentId\":\""
     "77\",\"severity\":\"high\",\"serviceSource\":\"microsoftDefenderForEndpoint\",\"dete"
     "ctionSource\":\"antivirus\",\"detectorId\":\"d\",\"title\":\"Emotet\",\"description"
     "\":\"what it means\",\"category\":\"Malware\",\"mitreTechniques\":[\"T1059\"],\"thre"
     "atDisplayName\":null,\"createdDateTime\":\"2026-03-02T01:20:00Z\",\"firstActivityDat"
     "eTime\":\"2026-03-02T01:15:30.1234567Z\",\"lastActivityDateTime\":\"2026-03-02T01:16"
     ":00Z\",\"evidence\":[{\"deviceDnsName\":\"pc\",\"remediationStatus\":\"active\"}]}",
	"m365-defender-malware high allowed"},
    {"{\"@odata.type\":\"#microsoft.graph.security.alert\",\"id\":\"a1\",\"incidentId\":\""
     "77\",\"severity\":\"high\",\"serviceSource\":\"microsoftDefenderForEndpoint\",\"dete"
     "ctionSource\":\"antivirus\",\"detectorId\":\"d\",\"title\":\"Ransomware behavior\","
     "\"description\":\"what it means\",\"category\":\"SuspiciousActivity\",\"mitreTechniq"
     "ues\":[\"T1059\"],\"threatDisplayName\":null,\"createdDateTime\":\"2026-03-02T01:20:"
     "00Z\",\"firstActivityDateTime\":\"2026-03-02T01:15:30.1234567Z\",\"lastActivityDateT"
     "ime\":\"2026-03-02T01:16:00Z\",\"evidence\":[]}",
	"m365-defender-ransomware critical unknown"},
    {"{\"@odata.type\":\"#microsoft.graph.security.alert\",\"id\":\"a1\",\"incidentId\":\""
     "77\",\"severity\":\"high\",\"serviceSource\":\"microsoftDefenderForEndpoint\",\"dete"
     "ctionSource\":\"antivirus\",\"detectorId\":\"d\",\"title\":\"Beacon\",\"description"
     "\":\"what it means\",\"category\":\"CommandAndControl\",\"mitreTechniques\":[\"T1059"
     "\"],\"threatDisplayName\":null,\"createdDateTime\":\"2026-03-02T01:20:00Z\",\"firstA"
     "ctivityDateTime\":\"2026-03-02T01:15:30.1234567Z\",\"lastActivityDateTime\":\"2026-0"
     "3-02T01:16:00Z\",\"evidence\":[]}",
	"m365-defender-callback high unknown"},
    {"{\"@odata.type\":\"#microsoft.graph.security.alert\",\"id\":\"a1\",\"incidentId\":\""
     "77\",\"severity\":\"high\",\"serviceSource\":\"microsoftDefenderForEndpoint\",\"dete"
     "ctionSource\":\"microsoftDefenderForOffice365\",\"detectorId\":\"d\",\"title\":\"Rep"
     "orted as junk\",\"description\":\"what it means\",\"category\":\"InitialAccess\",\"m"
     "itreTechniques\":[\"T1059\"],\"threatDisplayName\":null,\"createdDateTime\":\"2026-0"
     "3-02T01:20:00Z\",\"firstActivityDateTime\":\"2026-03-02T01:15:30.1234567Z\",\"lastAc"
     "tivityDateTime\":\"2026-03-02T01:16:00Z\",\"evidence\":[]}",
	"m365-defender-mail medium unknown"},
    {"{\"@odata.type\":\"#microsoft.graph.security.alert\",\"id\":\"a1\",\"incidentId\":\""
     "77\",\"severity\":\"high\",\"serviceSource\":\"microsoftDefenderForEndpoint\",\"dete"
     "ctionSource\":\"antivirus\",\"detectorId\":\"d\",\"title\":\"Toolbar\",\"description"
     "\":\"what it means\",\"category\":\"UnwantedSoftware\",\"mitreTechniques\":[\"T1059"
     "\"],\"threatDisplayName\":null,\"createdDateTime\":\"2026-03-02T01:20:00Z\",\"firstA"
     "ctivityDateTime\":\"2026-03-02T01:15:30.1234567Z\",\"lastActivityDateTime\":\"2026-0"
     "3-02T01:16:00Z\",\"evidence\":[]}",
	"m365-defender-unwanted low unknown"},
    {"{\"@odata.type\":\"#microsoft.graph.security.alert\",\"id\":\"a1\",\"incidentId\":\""
     "77\",\"severity\":\"high\",\"serviceSource\":\"microsoftDefenderForEndpoint\",\"dete"
     "ctionSource\":\"antivirus\",\"detectorId\":\"d\",\"title\":\"Dump of LSASS\",\"descr"
     "iption\":\"what it means\",\"category\":\"CredentialAccess\",\"mitreTechniques\":[\""
     "T1059\"],\"threatDisplayName\":null,\"createdDateTime\":\"2026-03-02T01:20:00Z\",\"f"
     "irstActivityDateTime\":\"2026-03-02T01:15:30.1234567Z\",\"lastActivityDateTime\":\"2"
     "026-03-02T01:16:00Z\",\"evidence\":[]}",
	"m365-defender-late high unknown"},
    {"{\"@odata.type\":\"#microsoft.graph.security.alert\",\"id\":\"a1\",\"incidentId\":\""
     "77\",\"severity\":\"high\",\"serviceSource\":\"microsoftDefenderForEndpoint\",\"dete"
     "ctionSource\":\"antivirus\",\"detectorId\":\"d\",\"title\":\"Odd\",\"description\":"
     "\"what it means\",\"category\":\"Execution\",\"mitreTechniques\":[\"T1059\"],\"threa"
     "tDisplayName\":null,\"createdDateTime\":\"2026-03-02T01:20:00Z\",\"firstActivityDate"
     "Time\":\"2026-03-02T01:15:30.1234567Z\",\"lastActivityDateTime\":\"2026-03-02T01:16:"
     "00Z\",\"evidence\":[]}",
	"m365-defender-alert medium unknown"},
    {"{\"time\":\"2026-03-02T01:20:00.5Z\",\"tenantId\":\"t\",\"operationName\":\"Publish"
     "\",\"category\":\"AdvancedHunting-EmailEvents\",\"properties\":{\"Timestamp\":\"2026"
     "-03-02T01:15:30.5Z\",\"SenderFromAddress\":\"a@attacker.example\",\"RecipientEmailAd"
     "dress\":\"taro@example.com\",\"Subject\":\"請求書\",\"SenderIPv4\":\"203.0.113.9\",\"Th"
     "reatTypes\":\"Phish\",\"DeliveryAction\":\"Blocked\",\"InternetMessageId\":\"<1>\"}}",
	"m365-defender-mail-phishing low blocked"},
    {"{\"time\":\"2026-03-02T01:20:00.5Z\",\"tenantId\":\"t\",\"operationName\":\"Publish"
     "\",\"category\":\"AdvancedHunting-EmailEvents\",\"properties\":{\"Timestamp\":\"2026"
     "-03-02T01:15:30.5Z\",\"SenderFromAddress\":\"a@attacker.example\",\"RecipientEmailAd"
     "dress\":\"taro@example.com\",\"Subject\":\"請求書\",\"SenderIPv4\":\"203.0.113.9\",\"Th"
     "reatTypes\":\"Malware, Phish\",\"DeliveryAction\":\"Delivered\",\"InternetMessageId"
     "\":\"<1>\"}}",
	"m365-defender-mail-malware high allowed"},
    {"{\"time\":\"2026-03-02T01:20:00.5Z\",\"tenantId\":\"t\",\"operationName\":\"Publish"
     "\",\"category\":\"AdvancedHunting-EmailEvents\",\"properties\":{\"Timestamp\":\"2026"
     "-03-02T01:15:30.5Z\",\"SenderFromAddress\":\"a@attacker.example\",\"RecipientEmailAd"
     "dress\":\"taro@example.com\",\"Subject\":\"請求書\",\"SenderIPv4\":\"203.0.113.9\",\"Th"
     "reatTypes\":\"Spam\",\"DeliveryAction\":\"Junked\",\"InternetMessageId\":\"<1>\"}}",
	"m365-defender-mail-spam informational blocked"},
    {"{\"schemaVersion\":\"1.11\",\"id\":\"WB-1-20260302-1\",\"investigationStatus\":\"New"
     "\",\"workbenchLink\":\"https://portal.example/wb\",\"alertProvider\":\"SAE\",\"model"
     "\":\"APT\",\"score\":64,\"severity\":\"critical\",\"createdDateTime\":\"2026-03-02T0"
     "1:15:30Z\",\"updatedDateTime\":\"2026-03-05T00:00:00Z\",\"impactScope\":{\"desktopCo"
     "unt\":1,\"entities\":[{\"entityType\":\"account\",\"entityValue\":\"example\\\\taro"
     "\",\"entityId\":\"x\"},{\"entityType\":\"host\",\"entityValue\":{\"guid\":\"g\",\"na"
     "me\":\"EXAMPLE\\\\pc-01\",\"ips\":[\"192.0.2.5\",\"fe80::1\"]},\"entityId\":\"g\"},{"
     "\"entityType\":\"emailAddress\",\"entityValue\":\"taro@example.com\"}]},\"descriptio"
     "n\":\"A user obtained accounts.\",\"matchedRules\":[],\"indicators\":[{\"id\":1,\"ty"
     "pe\":\"command_line\",\"field\":\"processCmd\",\"value\":\"mimikatz.exe\"},{\"id\":2"
     ",\"type\":\"file_sha1\",\"value\":\"0123456789012345678901234567890123456789\"},{\"i"
     "d\":3,\"type\":\"url\",\"value\":\"http://evil.example/a.zip\"},{\"id\":4,\"type\":"
     "\"ip\",\"value\":\"203.0.113.9\"},{\"id\":5,\"type\":\"ip\",\"value\":\"no address\""
     "}]}",
	"vision-one-critical critical unknown"},
    {"{\"schemaVersion\":\"1.11\",\"id\":\"WB-1-20260302-1\",\"investigationStatus\":\"New"
     "\",\"workbenchLink\":\"https://portal.example/wb\",\"alertProvider\":\"SAE\",\"model"
     "\":\"APT\",\"score\":64,\"severity\":\"high\",\"createdDateTime\":\"2026-03-02T01:15"
     ":30Z\",\"updatedDateTime\":\"2026-03-05T00:00:00Z\",\"impactScope\":{\"desktopCount"
     "\":1,\"entities\":[{\"entityType\":\"account\",\"entityValue\":\"example\\\\taro\","
     "\"entityId\":\"x\"},{\"entityType\":\"host\",\"entityValue\":{\"guid\":\"g\",\"name"
     "\":\"EXAMPLE\\\\pc-01\",\"ips\":[\"192.0.2.5\",\"fe80::1\"]},\"entityId\":\"g\"},{\""
     "entityType\":\"emailAddress\",\"entityValue\":\"taro@example.com\"}]},\"description"
     "\":\"A user obtained accounts.\",\"matchedRules\":[],\"indicators\":[{\"id\":1,\"typ"
     "e\":\"command_line\",\"field\":\"processCmd\",\"value\":\"mimikatz.exe\"},{\"id\":2,"
     "\"type\":\"file_sha1\",\"value\":\"0123456789012345678901234567890123456789\"},{\"id"
     "\":3,\"type\":\"url\",\"value\":\"http://evil.example/a.zip\"},{\"id\":4,\"type\":\""
     "ip\",\"value\":\"203.0.113.9\"},{\"id\":5,\"type\":\"ip\",\"value\":\"no address\"}]"
     "}",
	"vision-one-high high unknown"},
    {"{\"schemaVersion\":\"1.11\",\"id\":\"WB-1-20260302-1\",\"investigationStatus\":\"New"
     "\",\"workbenchLink\":\"https://portal.example/wb\",\"alertProvider\":\"SAE\",\"model"
     "\":\"APT\",\"score\":64,\"severity\":\"low\",\"createdDateTime\":\"2026-03-02T01:15:"
     "30Z\",\"updatedDateTime\":\"2026-03-05T00:00:00Z\",\"impactScope\":{\"desktopCount\""
     ":1,\"entities\":[{\"entityType\":\"account\",\"entityValue\":\"example\\\\taro\",\"e"
     "ntityId\":\"x\"},{\"entityType\":\"host\",\"entityValue\":{\"guid\":\"g\",\"name\":"
     "\"EXAMPLE\\\\pc-01\",\"ips\":[\"192.0.2.5\",\"fe80::1\"]},\"entityId\":\"g\"},{\"ent"
     "ityType\":\"emailAddress\",\"entityValue\":\"taro@example.com\"}]},\"description\":"
     "\"A user obtained accounts.\",\"matchedRules\":[],\"indicators\":[{\"id\":1,\"type\""
     ":\"command_line\",\"field\":\"processCmd\",\"value\":\"mimikatz.exe\"},{\"id\":2,\"t"
     "ype\":\"file_sha1\",\"value\":\"0123456789012345678901234567890123456789\"},{\"id\":"
     "3,\"type\":\"url\",\"value\":\"http://evil.example/a.zip\"},{\"id\":4,\"type\":\"ip"
     "\",\"value\":\"203.0.113.9\"},{\"id\":5,\"type\":\"ip\",\"value\":\"no address\"}]}",
	"vision-one-other medium unknown"},
    {"{\"schemaVersion\":\"1.11\",\"id\":\"WB-1-20260302-1\",\"investigationStatus\":\"New"
     "\",\"workbenchLink\":\"https://portal.example/wb\",\"alertProvider\":\"SAE\",\"model"
     "\":\"Ransomware note\",\"score\":64,\"severity\":\"high\",\"createdDateTime\":\"2026"
     "-03-02T01:15:30Z\",\"updatedDateTime\":\"2026-03-05T00:00:00Z\",\"impactScope\":{\"d"
     "esktopCount\":1,\"entities\":[{\"entityType\":\"account\",\"entityValue\":\"example"
     "\\\\taro\",\"entityId\":\"x\"},{\"entityType\":\"host\",\"entityValue\":{\"guid\":\""
     "g\",\"name\":\"EXAMPLE\\\\pc-01\",\"ips\":[\"192.0.2.5\",\"fe80::1\"]},\"entityId\":"
     "\"g\"},{\"entityType\":\"emailAddress\",\"entityValue\":\"taro@example.com\"}]},\"de"
     "scription\":\"A user obtained accounts.\",\"matchedRules\":[],\"indicators\":[{\"id"
     "\":1,\"type\":\"command_line\",\"field\":\"processCmd\",\"value\":\"mimikatz.exe\"},"
     "{\"id\":2,\"type\":\"file_sha1\",\"value\":\"012345678901234567890123456789012345678"
     "9\"},{\"id\":3,\"type\":\"url\",\"value\":\"http://evil.example/a.zip\"},{\"id\":4,"
     "\"type\":\"ip\",\"value\":\"203.0.113.9\"},{\"id\":5,\"type\":\"ip\",\"value\":\"no "
     "address\"}]}",
	"vision-one-ransomware critical unknown"},
    {"{\"source\":\"endpointActivityData\",\"uuid\":\"u1\",\"filters\":[{\"id\":\"F1\",\"n"
     "ame\":\"Identified WMI Usage\",\"description\":\"d\",\"mitreTacticIds\":[\"TA0002\"]"
     ",\"riskLevel\":\"high\"}],\"detectedDateTime\":\"2026-03-02T01:15:30Z\",\"entityType"
     "\":\"endpoint\",\"entityName\":\"pc-01(192.0.2.5)\",\"endpoint\":{\"endpointName\":"
     "\"pc-01\",\"agentGuid\":\"g\",\"ips\":[\"192.0.2.5\"]},\"detail\":{\"endpointHostNam"
     "e\":\"pc-01\",\"processCmd\":\"wmic process list\",\"processFilePath\":\"C:\\\\Windo"
     "ws\\\\wmic.exe\",\"processUser\":\"taro\",\"parentCmd\":\"cmd.exe\"}}",
	"vision-one-technique medium unknown"},
    {"CEF:0|Trend Micro|Deep Security Agent|20.0.1|4000000|Eicar|6|act=Quarantine",
	"deep-security-malware low blocked"},
    {"CEF:0|Trend Micro|Deep Security Agent|20.0.1|4000000|Eicar|6|act=Quarantine failed",
	"deep-security-malware high allowed"},
    {"CEF:0|Trend Micro|Deep Security Agent|20.0.1|4000000|Eicar|6|act=Pass",
	"deep-security-malware high allowed"},
    {"CEF:0|Trend Micro|Deep Security Agent|20.0.1|4000000|Ransom.X|6|act=Delete",
	"deep-security-ransomware medium blocked"},
    {"CEF:0|Trend Micro|Deep Security Agent|20.0.1|1001111|Rule|8|act=IDS:Reset",
	"deep-security-intrusion high allowed"},
    {"CEF:0|Trend Micro|Deep Security Agent|20.0.1|1001111|Rule|8|act=Reset",
	"deep-security-intrusion low blocked"},
    {"{\"detectedDateTime\":\"2026-03-02T01:15:30Z\",\"riskEventType\":\"passwordSpray\","
     "\"riskState\":\"atRisk\",\"riskLevel\":\"high\"}",
	"azure-risk-account medium unknown"},
    {"{\"detectedDateTime\":\"2026-03-02T01:15:30Z\",\"riskEventType\":\"anonymizedIPAddress\","
     "\"riskState\":\"atRisk\",\"riskLevel\":\"high\"}",
	"azure-risk-sign-in medium unknown"},
    {"{\"detectedDateTime\":\"2026-03-02T01:15:30Z\",\"riskEventType\":\"anonymizedIPAddress\","
     "\"riskState\":\"dismissed\",\"riskLevel\":\"high\"}",
	""},
    {"{\"detectedDateTime\":\"2026-03-02T01:15:30Z\",\"riskEventType\":\"leakedCredentials\","
     "\"riskState\":\"remediated\",\"riskLevel\":\"high\"}",
	""},
    {"{\"detectedDateTime\":\"2026-03-02T01:15:30Z\",\"riskEventType\":\"somethingNew\","
     "\"riskState\":\"atRisk\",\"riskLevel\":\"high\"}",
	""},
    {"CEF:0|Trend Micro|Deep Security Agent|20.0.1|1001111|Rule|3|act=Block",
	"deep-security-intrusion-minor low blocked"},
    {"CEF:0|Trend Micro|Deep Security Agent|20.0.1|20|Log|0|act=Deny",
	"deep-security-firewall informational blocked"},
    {"CEF:0|Trend Micro|Deep Security Agent|20.0.1|20|Log|0|act=Log", ""},
    {"CEF:0|Trend Micro|Deep Security Agent|20.0.1|30|Changed|6|act=updated",
	"deep-security-integrity low allowed"},
    {"CEF:0|Trend Micro|Deep Security Agent|20.0.1|3002795|Events|8|x=1",
	"deep-security-log-inspection medium unknown"},
    {"CEF:0|Trend Micro|Deep Security Agent|20.0.1|5000000|WebReputation|5|request=http://"
     "evil.example/",
	"deep-security-web-reputation low blocked"},
    {"CEF:0|Trend Micro|Deep Security Agent|20.0.1|5000001|WebReputation|5|request=http://"
     "evil.example/",
	"deep-security-web-reputation high allowed"},
    {"CEF:0|Trend Micro|Deep Security Agent|20.0.1|6001200|AppControl|6|act=blocked filePa"
     "th=/bin/x",
	"deep-security-application low blocked"},
    {"CEF:0|Trend Micro|Deep Security Agent|20.0.1|7000000|Device Control|6|act=block "
     "fileName=E:\\a.exe",
	"deep-security-device low blocked"},
    {"CEF:0|Trend Micro|Deep Security Manager|20|740|Agent/Appliance Error|8|msg=x",
	"deep-security-protection-off medium unknown"},
    {"CEF:0|Trend Micro|Deep Security Manager|20|600|User Signed In|3|msg=x", ""},
    {"LEEF:2.0|Trend Micro|Deep Security Agent|20|1001111|cat=Intrusion Prevention\tname=R"
     "ule\tsev=8\tact=Reset",
	"deep-security-intrusion low blocked"},
    {"CEF:0|A|NGAV|1|5|Trojan found|8|act=Deleted", "cef-malware low blocked"},
    {"CEF:0|A|NGAV|1|5|Trojan found|8|act=Detected only", "cef-malware high allowed"},
    {"CEF:0|A|NGAV|1|5|Virus pattern update|1|act=updated", ""},
    {"CEF:0|A|NGAV|1|5|Ransomware trojan|9|act=Blocked", "cef-ransomware medium blocked"},
    {"CEF:0|A|IPS|1|5|C&C callback|9|act=Blocked", "cef-callback medium blocked"},
    {"CEF:0|A|IPS|1|5|SQL Injection|9|act=alert", "cef-intrusion high allowed"},
    {"CEF:0|A|Web|1|5|Phishing site|9|act=Denied", "cef-site low blocked"},
    {"CEF:0|A|Mail|1|5|Spam|3|act=quarantine", "cef-spam informational blocked"},
    {"CEF:0|A|Web|1|5|Page viewed|3|act=allow", ""},
    {"LEEF:1.0|A|NGAV|1|5|cat=Malware\taction=blocked\tname=x", "cef-malware low blocked"},
};

SAYS_MAIN(files, trials)
