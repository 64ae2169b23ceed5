/* SPDX-License-Identifier: Apache-2.0 */
/* Microsoft 365's unified audit log, plain and wrapped. */
#include "expect.h"

static void reads_records(void **state)
{
	static const struct expect_case cases[] = {
	    {"{\"CreationTime\":\"2026-03-02T01:15:30\",\"Id\":\"i1\",\"Operation\":\"FileDownload"
	     "ed\",\"OrganizationId\":\"o\",\"RecordType\":6,\"UserKey\":\"k\",\"UserType\":0,\"Ve"
	     "rsion\":1,\"Workload\":\"SharePoint\",\"ClientIP\":\"203.0.113.9\",\"UserId\":\"taro"
	     "@example.com\",\"ObjectId\":\"https://example.sharepoint.com/sites/x/"
	     "設計図.pdf\",\"Sou"
	     "rceFileName\":\"設計図.pdf\",\"UserAgent\":\"Mozilla/5.0\",\"SiteUrl\":\"https://"
	     "exampl"
	     "e.sharepoint.com/sites/x/\"}",
		{"@product=m365", "@service=audit", "@time=2026-03-02T01:15:30.000000Z",
		    "event_action=FileDownloaded", "event_code=SharePointFileOperation",
		    "event_id=i1", "user=taro", "user_domain=example.com",
		    "user_email=taro@example.com", "user_id=taro@example.com", "src_ip=203.0.113.9",
		    "Filename=設計図.pdf",
		    "c-uri=https://example.sharepoint.com/sites/x/設計図.pdf",
		    "c-useragent=Mozilla/5.0", "Operation=FileDownloaded", "Workload=SharePoint",
		    "eventSource=SharePoint", "eventName=FileDownloaded", "RecordType=6"}},
	    {"{\"CreationTime\":\"2026-03-02T01:15:30\",\"Id\":\"i2\",\"Operation\":\"New-InboxRul"
	     "e\",\"RecordType\":1,\"ResultStatus\":\"True\",\"Workload\":\"Exchange\",\"UserId\":"
	     "\"taro@example.com\",\"ClientIP\":\"[2001:db8::5]:49152\",\"Parameters\":[{\"Name\":"
	     "\"ForwardTo\",\"Value\":\"evil@attacker.example\"},{\"Name\":\"MarkAsRead\",\"Value"
	     "\":\"True\"}]}",
		{"Parameters=ForwardTo=evil@attacker.example ;; MarkAsRead=True",
		    "Parameters.ForwardTo=evil@attacker.example", "src_ip=2001:db8::5",
		    "src_port=49152", "event_outcome=success", "status=success",
		    "event_code=ExchangeAdmin", "!Parameters.Name"}},
	    {"{\"CreationTime\":\"2026-03-02T01:15:30\",\"Id\":\"i3\",\"Operation\":\"UserLoginFai"
	     "led\",\"RecordType\":15,\"ResultStatus\":\"Success\",\"Workload\":\"AzureActiveDirec"
	     "tory\",\"UserId\":\"hanako@example.com\",\"ActorIpAddress\":\"203.0.113.9:443\",\"Cl"
	     "ientIP\":\"203.0.113.9:443\",\"LogonError\":\"InvalidUserNameOrPassword\",\"Extended"
	     "Properties\":[{\"Name\":\"RequestType\",\"Value\":\"Cmsi:Cmsi\"},{\"Name\":\"UserAge"
	     "nt\",\"Value\":\"curl\"}],\"ModifiedProperties\":[{\"Name\":\"Role\",\"NewValue\":\""
	     "a\",\"OldValue\":\"b\"}]}",
		{"event_outcome=failure", "RequestType=Cmsi:Cmsi", "UserAgent=curl",
		    "ExtendedProperties=RequestType=Cmsi:Cmsi ;; UserAgent=curl",
		    "ModifiedProperties=Role=a", "ModifiedProperties.Role.OldValue=b",
		    "reason=InvalidUserNameOrPassword", "src_ip=203.0.113.9", "src_port=443",
		    "ResultStatus=Success"}},
	    {"{\"CreationTime\":\"2026-03-02T01:15:30\",\"Id\":\"i4\",\"Operation\":\"AlertTrigger"
	     "ed\",\"RecordType\":40,\"Workload\":\"SecurityComplianceCenter\",\"UserId\":\"Securi"
	     "tyComplianceAlerts\",\"Name\":\"Suspicious inbox forwarding\",\"Severity\":\"High\","
	     "\"Category\":\"ThreatManagement\",\"Status\":\"Active\"}",
		{"@service=threat_management", "eventSource=SecurityComplianceCenter",
		    "eventName=Suspicious inbox forwarding", "status=success",
		    "rule_name=Suspicious inbox forwarding", "event_severity=High", "!user"}},
	    {"{\"CreationTime\":\"2026-03-02T01:15:30\",\"Id\":\"i5\",\"Operation\":\"TIMailData\""
	     ",\"RecordType\":28,\"Workload\":\"ThreatIntelligence\",\"UserId\":\"ThreatIntel\",\""
	     "P2Sender\":\"a@attacker.example\",\"Recipients\":[\"taro@example.com\",\"hanako@exam"
	     "ple.com\"],\"Subject\":\"請求書\",\"SenderIp\":\"203.0.113.9\",\"Verdict\":\"Phish\","
	     "\""
	     "DeliveryAction\":\"Blocked\",\"Directionality\":\"Inbound\"}",
		{"mail_from=a@attacker.example", "mail_to=taro@example.com ;; hanako@example.com",
		    "mail_subject=請求書", "src_ip=203.0.113.9", "DeliveryAction=Blocked"}},
	    {"{\"CreationTime\":\"2026-03-02T01:15:30\",\"Id\":\"i6\",\"Operation\":\"DlpRuleMatch"
	     "\",\"RecordType\":13,\"Workload\":\"Exchange\",\"UserId\":\"DlpAgent\",\"ExchangeMet"
	     "aData\":{\"From\":\"taro@example.com\",\"To\":[\"x@example.org\"],\"Subject\":"
	     "\"名簿\""
	     ",\"MessageID\":\"<1@example>\"},\"PolicyDetails\":[{\"PolicyName\":\"p\",\"Rules\":["
	     "{\"RuleId\":\"r1\",\"RuleName\":\"My Number\",\"Severity\":\"High\"}]}]}",
		{"rule_name=My Number", "rule_id=r1", "mail_from=taro@example.com",
		    "mail_to=x@example.org", "mail_id=<1@example>",
		    "PolicyDetails.Rules.Severity=High"}},
	    {"{\"CreationTime\":\"2026-03-02T01:15:30\",\"Id\":\"i1\",\"Operation\":\"FileDownload"
	     "ed\",\"OrganizationId\":\"o\",\"RecordType\":6,\"UserKey\":\"k\",\"UserType\":0,\"Ve"
	     "rsion\":1,\"Workload\":\"SharePoint\",\"ClientIP\":\"::ffff:203.0.113.9\",\"UserId\""
	     ":\"taro@example.com\",\"ObjectId\":\"https://example.sharepoint.com/sites/x/"
	     "設計図.pdf"
	     "\",\"SourceFileName\":\"設計図.pdf\",\"UserAgent\":\"Mozilla/"
	     "5.0\",\"SiteUrl\":\"https:"
	     "//example.sharepoint.com/sites/x/\"}",
		{"src_ip=203.0.113.9"}},
	};
	(void)state;
	EXPECT("m365-audit", cases);
}

static void reads_wrapped_records(void **state)
{
	static const struct expect_case cases[] = {
	    {"{\"CreationDate\":\"x\",\"UserIds\":\"taro\",\"Operations\":\"FileDownloaded\",\"Aud"
	     "itData\":\"{\\\"CreationTime\\\":\\\"2026-03-02T01:15:30\\\",\\\"Id\\\":\\\"i1\\\","
	     "\\\"Operation\\\":\\\"FileDownloaded\\\",\\\"OrganizationId\\\":\\\"o\\\",\\\"Record"
	     "Type\\\":6,\\\"UserKey\\\":\\\"k\\\",\\\"UserType\\\":0,\\\"Version\\\":1,\\\"Worklo"
	     "ad\\\":\\\"SharePoint\\\",\\\"ClientIP\\\":\\\"203.0.113.9\\\",\\\"UserId\\\":\\\"ta"
	     "ro@example.com\\\",\\\"ObjectId\\\":\\\"https://example.sharepoint.com/sites/x/"
	     "設計図.p"
	     "df\\\",\\\"SourceFileName\\\":\\\"設計図.pdf\\\",\\\"UserAgent\\\":\\\"Mozilla/"
	     "5.0\\\","
	     "\\\"SiteUrl\\\":\\\"https://example.sharepoint.com/sites/x/\\\"}\"}",
		{"event_action=FileDownloaded", "user=taro"}},
	    {"{\"o365audit\":{\"CreationTime\":\"2026-03-02T01:15:30\",\"Id\":\"i1\",\"Operation\""
	     ":\"FileDownloaded\",\"OrganizationId\":\"o\",\"RecordType\":6,\"UserKey\":\"k\",\"Us"
	     "erType\":0,\"Version\":1,\"Workload\":\"SharePoint\",\"ClientIP\":\"203.0.113.9\",\""
	     "UserId\":\"taro@example.com\",\"ObjectId\":\"https://example.sharepoint.com/sites/x/"
	     "設計図.pdf\",\"SourceFileName\":\"設計図.pdf\",\"UserAgent\":\"Mozilla/"
	     "5.0\",\"SiteUrl\":"
	     "\"https://example.sharepoint.com/sites/x/\"}}",
		{"event_id=i1"}},
	    {"{\"event\":{\"original\":\"{\\\"CreationTime\\\":\\\"2026-03-02T01:15:30\\\",\\\"Id"
	     "\\\":\\\"i2\\\",\\\"Operation\\\":\\\"New-InboxRule\\\",\\\"RecordType\\\":1,\\\"Res"
	     "ultStatus\\\":\\\"True\\\",\\\"Workload\\\":\\\"Exchange\\\",\\\"UserId\\\":\\\"taro"
	     "@example.com\\\",\\\"ClientIP\\\":\\\"[2001:db8::5]:49152\\\",\\\"Parameters\\\":[{"
	     "\\\"Name\\\":\\\"ForwardTo\\\",\\\"Value\\\":\\\"evil@attacker.example\\\"},{\\\"Nam"
	     "e\\\":\\\"MarkAsRead\\\",\\\"Value\\\":\\\"True\\\"}]}\"}}",
		{"event_id=i2"}},
	    {"{\"_source\":{\"CreationTime\":\"2026-03-02T01:15:30\",\"Id\":\"i3\",\"Operation\":"
	     "\"UserLoginFailed\",\"RecordType\":15,\"ResultStatus\":\"Success\",\"Workload\":\"Az"
	     "ureActiveDirectory\",\"UserId\":\"hanako@example.com\",\"ActorIpAddress\":\"203.0.11"
	     "3.9:443\",\"ClientIP\":\"203.0.113.9:443\",\"LogonError\":\"InvalidUserNameOrPasswor"
	     "d\",\"ExtendedProperties\":[{\"Name\":\"RequestType\",\"Value\":\"Cmsi:Cmsi\"},{\"Na"
	     "me\":\"UserAgent\",\"Value\":\"curl\"}],\"ModifiedProperties\":[{\"Name\":\"Role\","
	     "\"NewValue\":\"a\",\"OldValue\":\"b\"}]}}",
		{"event_id=i3"}},
	};
	(void)state;
	EXPECT("m365-audit", cases);
}

static void leaves_others_alone(void **state)
{
	(void)state;
	expect_other("m365-audit", "{\"Operation\":\"x\"}");
	expect_other("m365-audit", "{\"Operation\":\"x\",\"Workload\":\"y\"}");
	expect_other("m365-audit", "{\"AuditData\":\"{\"}");
	expect_other("m365-audit", "{\"AuditData\":5}");
	expect_other("m365-audit", "{\"event\":{\"original\":\"{}\"}}");
}

/* Purview's export: the record is a cell. */
static void reads_rows(void **state)
{
	struct text names[] = {TEXT_INIT("RecordType"), TEXT_INIT("CreationDate"),
	    TEXT_INIT("UserIds"), TEXT_INIT("Operations"), TEXT_INIT("AuditData")};
	struct columns columns = {
	    .kind = COLUMNS_CSV, .separator = ',', .names = names, .count = 5};
	static const struct expect_case cases[] = {
	    {"8,2026-03-02T01:15:30.0000000Z,taro@example.com,UserLoggedIn,\"{\"\"CreationTime\"\":"
	     "\"\"2026-03-02T01:15:29\"\",\"\"Operation\"\":\"\"UserLoggedIn\"\",\"\"Workload\"\":"
	     "\"\"AzureActiveDirectory\"\",\"\"UserId\"\":\"\"taro@example.com\"\","
	     "\"\"ClientIP\"\":"
	     "\"\"203.0.113.9\"\"}\"",
		{"@product=m365", "@service=audit", "@time=2026-03-02T01:15:29.000000Z",
		    "user=taro", "src_ip=203.0.113.9", "eventSource=AzureActiveDirectory"}},
	    {"8,2026-03-02T01:15:30,taro@example.com,X,\"{\"\"Operation\"\":\"\"FileDownloaded\"\"}"
	     "\"",
		{"@time=2026-03-02T01:15:30.000000Z", "event_action=FileDownloaded"}},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect_record("m365-audit", &columns, &cases[i]);
	expect_unharmed(cases[0].record, &columns);
}

static void broken_records_do_no_harm(void **state)
{
	(void)state;
	expect_unharmed(
	    "{\"CreationTime\":\"2026-03-02T01:15:30\",\"Id\":\"i2\",\"Operation\":\"New-InboxRul"
	    "e\",\"RecordType\":1,\"ResultStatus\":\"True\",\"Workload\":\"Exchange\",\"UserId\":"
	    "\"taro@example.com\",\"ClientIP\":\"[2001:db8::5]:49152\",\"Parameters\":[{\"Name\":"
	    "\"ForwardTo\",\"Value\":\"evil@attacker.example\"},{\"Name\":\"MarkAsRead\",\"Value"
	    "\":\"True\"}]}",
	    NULL);
}

static void reads_the_samples(void **state)
{
	(void)state;
	expect_sample("m365_audit/audit.ndjson", "m365-audit", 6);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_records),
	    cmocka_unit_test(reads_wrapped_records),
	    cmocka_unit_test(leaves_others_alone),
	    cmocka_unit_test(reads_rows),
	    cmocka_unit_test(broken_records_do_no_harm),
	    cmocka_unit_test(reads_the_samples),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
