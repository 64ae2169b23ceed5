/* SPDX-License-Identifier: Apache-2.0 */
/* Trend Micro Vision One: workbench alerts, observed techniques, pages of them. */
#include "expect.h"

static void reads_alerts(void **state)
{
	static const struct expect_case cases[] = {
	    {"{\"schemaVersion\":\"1.11\",\"id\":\"WB-1-20260302-1\",\"investigationStatus\":\"New"
	     "\",\"workbenchLink\":\"https://portal.example/wb\",\"alertProvider\":\"SAE\",\"model"
	     "\":\"Credential Dumping via Mimikatz\",\"score\":64,\"severity\":\"high\",\"createdD"
	     "ateTime\":\"2026-03-02T01:15:30Z\",\"updatedDateTime\":\"2026-03-05T00:00:00Z\",\"im"
	     "pactScope\":{\"desktopCount\":1,\"entities\":[{\"entityType\":\"account\",\"entityVa"
	     "lue\":\"example\\\\taro\",\"entityId\":\"x\"},{\"entityType\":\"host\",\"entityValue"
	     "\":{\"guid\":\"g\",\"name\":\"EXAMPLE\\\\pc-01\",\"ips\":[\"192.0.2.5\",\"fe80::1\"]"
	     "},\"entityId\":\"g\"},{\"entityType\":\"emailAddress\",\"entityValue\":\"taro@exampl"
	     "e.com\"}]},\"description\":\"A user obtained accounts.\",\"matchedRules\":[{\"id\":"
	     "\"r1\",\"name\":\"Potential Credential Dumping\",\"matchedFilters\":[{\"id\":\"f1\","
	     "\"name\":\"n\",\"mitreTechniqueIds\":[\"T1003\"]}]}],\"indicators\":[{\"id\":1,\"typ"
	     "e\":\"command_line\",\"field\":\"processCmd\",\"value\":\"mimikatz.exe\"},{\"id\":2,"
	     "\"type\":\"file_sha1\",\"value\":\"0123456789012345678901234567890123456789\"},{\"id"
	     "\":3,\"type\":\"url\",\"value\":\"http://evil.example/a.zip\"},{\"id\":4,\"type\":\""
	     "ip\",\"value\":\"203.0.113.9\"},{\"id\":5,\"type\":\"ip\",\"value\":\"no address\"}]"
	     "}",
		{"@product=vision_one", "@service=workbench", "@time=2026-03-02T01:15:30.000000Z",
		    "@message=Credential Dumping via Mimikatz", "event_id=WB-1-20260302-1",
		    "event_severity=high", "level=high",
		    "Signature=Credential Dumping via Mimikatz",
		    "rule_name=Potential Credential Dumping ;; Credential Dumping via Mimikatz",
		    "rule_id=r1", "user=taro", "user_domain=example", "user_email=taro@example.com",
		    "machine=pc-01", "src_ip=192.0.2.5 ;; fe80::1", "CommandLine=mimikatz.exe",
		    "sha1=0123456789012345678901234567890123456789",
		    "c-uri=http://evil.example/a.zip", "dst_ip=203.0.113.9", "severity=high",
		    "model=Credential Dumping via Mimikatz", "impactScope.desktopCount=1"}},
	    {"{\"source\":\"endpointActivityData\",\"uuid\":\"u1\",\"filters\":[{\"id\":\"F1\",\"n"
	     "ame\":\"Identified WMI Usage\",\"description\":\"d\",\"mitreTacticIds\":[\"TA0002\"]"
	     ",\"riskLevel\":\"high\"}],\"detectedDateTime\":\"2026-03-02T01:15:30Z\",\"entityType"
	     "\":\"endpoint\",\"entityName\":\"pc-01(192.0.2.5)\",\"endpoint\":{\"endpointName\":"
	     "\"pc-01\",\"agentGuid\":\"g\",\"ips\":[\"192.0.2.5\"]},\"detail\":{\"endpointHostNam"
	     "e\":\"pc-01\",\"processCmd\":\"wmic process list\",\"processFilePath\":\"C:\\\\Windo"
	     "ws\\\\wmic.exe\",\"processUser\":\"taro\",\"parentCmd\":\"cmd.exe\"}}",
		{"@service=observed_attack_techniques", "event_id=u1", "rule_id=F1",
		    "Signature=Identified WMI Usage", "event_severity=high", "machine=pc-01",
		    "src_ip=192.0.2.5", "CommandLine=wmic process list",
		    "Image=C:\\Windows\\wmic.exe", "user=taro", "ParentCommandLine=cmd.exe"}},
	    {"{\"items\":[{\"schemaVersion\":\"1.11\",\"id\":\"WB-1-20260302-1\",\"investigationSt"
	     "atus\":\"New\",\"workbenchLink\":\"https://portal.example/wb\",\"alertProvider\":\"S"
	     "AE\",\"model\":\"Credential Dumping via Mimikatz\",\"score\":64,\"severity\":\"high"
	     "\",\"createdDateTime\":\"2026-03-02T01:15:30Z\",\"updatedDateTime\":\"2026-03-05T00:"
	     "00:00Z\",\"impactScope\":{\"desktopCount\":1,\"entities\":[{\"entityType\":\"account"
	     "\",\"entityValue\":\"example\\\\taro\",\"entityId\":\"x\"},{\"entityType\":\"host\","
	     "\"entityValue\":{\"guid\":\"g\",\"name\":\"EXAMPLE\\\\pc-01\",\"ips\":[\"192.0.2.5\""
	     ",\"fe80::1\"]},\"entityId\":\"g\"},{\"entityType\":\"emailAddress\",\"entityValue\":"
	     "\"taro@example.com\"}]},\"description\":\"A user obtained accounts.\",\"matchedRules"
	     "\":[{\"id\":\"r1\",\"name\":\"Potential Credential Dumping\",\"matchedFilters\":[{\""
	     "id\":\"f1\",\"name\":\"n\",\"mitreTechniqueIds\":[\"T1003\"]}]}],\"indicators\":[{\""
	     "id\":1,\"type\":\"command_line\",\"field\":\"processCmd\",\"value\":\"mimikatz.exe\""
	     "},{\"id\":2,\"type\":\"file_sha1\",\"value\":\"0123456789012345678901234567890123456"
	     "789\"},{\"id\":3,\"type\":\"url\",\"value\":\"http://evil.example/a.zip\"},{\"id\":4"
	     ",\"type\":\"ip\",\"value\":\"203.0.113.9\"},{\"id\":5,\"type\":\"ip\",\"value\":\"no"
	     " address\"}]}],\"totalCount\":1}",
		{"@service=workbench"}},
	    {"{\"data\":{\"workbenchRecords\":[{\"schemaVersion\":\"1.11\",\"id\":\"WB-1-20260302-"
	     "1\",\"investigationStatus\":\"New\",\"workbenchLink\":\"https://portal.example/wb\","
	     "\"alertProvider\":\"SAE\",\"model\":\"Credential Dumping via Mimikatz\",\"score\":64"
	     ",\"severity\":\"high\",\"createdDateTime\":\"2026-03-02T01:15:30Z\",\"updatedDateTim"
	     "e\":\"2026-03-05T00:00:00Z\",\"impactScope\":{\"desktopCount\":1,\"entities\":[{\"en"
	     "tityType\":\"account\",\"entityValue\":\"example\\\\taro\",\"entityId\":\"x\"},{\"en"
	     "tityType\":\"host\",\"entityValue\":{\"guid\":\"g\",\"name\":\"EXAMPLE\\\\pc-01\",\""
	     "ips\":[\"192.0.2.5\",\"fe80::1\"]},\"entityId\":\"g\"},{\"entityType\":\"emailAddres"
	     "s\",\"entityValue\":\"taro@example.com\"}]},\"description\":\"A user obtained accoun"
	     "ts.\",\"matchedRules\":[{\"id\":\"r1\",\"name\":\"Potential Credential Dumping\",\"m"
	     "atchedFilters\":[{\"id\":\"f1\",\"name\":\"n\",\"mitreTechniqueIds\":[\"T1003\"]}]}]"
	     ",\"indicators\":[{\"id\":1,\"type\":\"command_line\",\"field\":\"processCmd\",\"valu"
	     "e\":\"mimikatz.exe\"},{\"id\":2,\"type\":\"file_sha1\",\"value\":\"01234567890123456"
	     "78901234567890123456789\"},{\"id\":3,\"type\":\"url\",\"value\":\"http://evil.exampl"
	     "e/a.zip\"},{\"id\":4,\"type\":\"ip\",\"value\":\"203.0.113.9\"},{\"id\":5,\"type\":"
	     "\"ip\",\"value\":\"no address\"}]}]}}",
		{"@service=workbench"}},
	    {"{\"workbenchId\":\"WB-2\",\"workbenchName\":\"old name\",\"impactScope\":{},\"severi"
	     "ty\":\"low\",\"createdTime\":\"2026-03-02T01:15:30Z\"}",
		{"event_id=WB-2", "@message=old name", "@time=2026-03-02T01:15:30.000000Z",
		    "Signature=old name"}},
	};
	(void)state;
	EXPECT("vision-one", cases);
}

static void leaves_others_alone(void **state)
{
	(void)state;
	expect_other("vision-one", "{\"workbenchLink\":\"x\"}");
	expect_other("vision-one", "{\"items\":[]}");
	expect_other("vision-one", "{\"items\":[{}]}");
	expect_other("vision-one", "{\"filters\":[],\"detail\":{}}");
}

static void broken_records_do_no_harm(void **state)
{
	(void)state;
	expect_unharmed(
	    "{\"source\":\"endpointActivityData\",\"uuid\":\"u1\",\"filters\":[{\"id\":\"F1\",\"n"
	    "ame\":\"Identified WMI Usage\",\"description\":\"d\",\"mitreTacticIds\":[\"TA0002\"]"
	    ",\"riskLevel\":\"high\"}],\"detectedDateTime\":\"2026-03-02T01:15:30Z\",\"entityType"
	    "\":\"endpoint\",\"entityName\":\"pc-01(192.0.2.5)\",\"endpoint\":{\"endpointName\":"
	    "\"pc-01\",\"agentGuid\":\"g\",\"ips\":[\"192.0.2.5\"]},\"detail\":{\"endpointHostNam"
	    "e\":\"pc-01\",\"processCmd\":\"wmic process list\",\"processFilePath\":\"C:\\\\Windo"
	    "ws\\\\wmic.exe\",\"processUser\":\"taro\",\"parentCmd\":\"cmd.exe\"}}",
	    NULL);
}

static void reads_the_samples(void **state)
{
	(void)state;
	expect_sample("vision_one/vision_one.ndjson", "vision-one", 3);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_alerts),
	    cmocka_unit_test(leaves_others_alone),
	    cmocka_unit_test(broken_records_do_no_harm),
	    cmocka_unit_test(reads_the_samples),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
