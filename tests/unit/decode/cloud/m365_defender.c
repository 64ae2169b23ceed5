/* SPDX-License-Identifier: Apache-2.0 */
/* Microsoft Defender: alerts, incidents, pages of them, hunting tables. */
#include "expect.h"

static void reads_alerts_and_incidents(void **state)
{
	static const struct expect_case cases[] = {
	    {"{\"@odata.type\":\"#microsoft.graph.security.incident\",\"id\":\"77\",\"incidentWebU"
	     "rl\":\"https://example.com/77\",\"displayName\":\"Multi-stage\",\"createdDateTime\":"
	     "\"2026-03-02T01:25:00Z\",\"lastUpdateDateTime\":\"2026-03-03T00:00:00Z\",\"severity"
	     "\":\"medium\",\"tags\":[\"x\"],\"alerts\":{\"@odata.type\":\"#microsoft.graph.securi"
	     "ty.alert\",\"id\":\"a1\",\"incidentId\":\"77\",\"severity\":\"high\",\"serviceSource"
	     "\":\"microsoftDefenderForEndpoint\",\"detectionSource\":\"antivirus\",\"detectorId\""
	     ":\"d\",\"title\":\"Suspicious file\",\"description\":\"what it means\",\"category\":"
	     "\"Malware\",\"mitreTechniques\":[\"T1059\"],\"threatDisplayName\":null,\"createdDate"
	     "Time\":\"2026-03-02T01:20:00Z\",\"firstActivityDateTime\":\"2026-03-02T01:15:30.1234"
	     "567Z\",\"lastActivityDateTime\":\"2026-03-02T01:16:00Z\",\"evidence\":[{\"@odata.typ"
	     "e\":\"#microsoft.graph.security.deviceEvidence\",\"deviceDnsName\":\"pc-01.example.i"
	     "nternal\",\"remediationStatus\":\"none\"},{\"@odata.type\":\"#microsoft.graph.securi"
	     "ty.processEvidence\",\"remediationStatus\":\"prevented\",\"detectionStatus\":\"preve"
	     "nted\",\"processId\":4780,\"processCommandLine\":\"a.exe -x\",\"imageFile\":{\"sha25"
	     "6\":\"00\",\"fileName\":\"a.exe\",\"filePath\":\"C:\\\\Temp\"},\"parentProcessImageF"
	     "ile\":{\"fileName\":\"b.exe\",\"filePath\":\"C:\\\\Windows\"},\"userAccount\":{\"acc"
	     "ountName\":\"taro\",\"domainName\":\"EXAMPLE\",\"userSid\":\"S-1-5-21-1\",\"azureAdU"
	     "serId\":null,\"userPrincipalName\":\"taro@example.com\"}},{\"@odata.type\":\"#micros"
	     "oft.graph.security.fileEvidence\",\"fileDetails\":{\"sha1\":\"11\",\"sha256\":\"00\""
	     ",\"fileName\":\"a.exe\",\"filePath\":\"C:\\\\Temp\",\"fileSize\":5}},{\"@odata.type"
	     "\":\"#microsoft.graph.security.ipEvidence\",\"ipAddress\":\"203.0.113.9\"},{\"@odata"
	     ".type\":\"#microsoft.graph.security.urlEvidence\",\"url\":\"http://evil.example/x\"}"
	     "]}}",
		{"@product=m365_defender", "@service=alert", "@time=2026-03-02T01:15:30.123456Z",
		    "@message=Suspicious file", "event_id=77", "rule_name=Suspicious file",
		    "Signature=Suspicious file", "rule_category=Malware", "event_severity=high",
		    "machine=pc-01.example.internal", "user=taro", "user_domain=EXAMPLE",
		    "user_email=taro@example.com", "process_id=4780", "Image=C:\\Temp\\a.exe",
		    "ParentImage=C:\\Windows\\b.exe", "CommandLine=a.exe -x", "src_ip=203.0.113.9",
		    "Filename=a.exe", "c-uri=http://evil.example/x",
		    "incident.displayName=Multi-stage", "category=Malware",
		    "evidence.detectionStatus=prevented"}},
	    {"{\"@odata.type\":\"#microsoft.graph.security.incident\",\"id\":\"77\",\"incidentWebU"
	     "rl\":\"https://example.com/77\",\"displayName\":\"Multi-stage\",\"createdDateTime\":"
	     "\"2026-03-02T01:25:00Z\",\"lastUpdateDateTime\":\"2026-03-03T00:00:00Z\",\"severity"
	     "\":\"medium\",\"tags\":[\"x\"],\"alerts\":[]}",
		{"@service=incident", "@message=Multi-stage", "@time=2026-03-02T01:25:00.000000Z",
		    "event_severity=medium", "incident.id=77"}},
	    {"{\"@odata.type\":\"#microsoft.graph.security.alert\",\"id\":\"a5\",\"incidentId\":\""
	     "77\",\"severity\":\"high\",\"serviceSource\":\"microsoftDefenderForEndpoint\",\"dete"
	     "ctionSource\":\"antivirus\",\"detectorId\":\"d\",\"title\":\"Suspicious file\",\"des"
	     "cription\":\"what it means\",\"category\":\"Malware\",\"mitreTechniques\":[\"T1059\""
	     "],\"threatDisplayName\":null,\"createdDateTime\":\"2026-03-02T01:20:00Z\",\"firstAct"
	     "ivityDateTime\":\"2026-03-02T01:15:30.1234567Z\",\"lastActivityDateTime\":\"2026-03-"
	     "02T01:16:00Z\",\"evidence\":[{\"@odata.type\":\"#microsoft.graph.security.deviceEvid"
	     "ence\",\"deviceDnsName\":\"pc-01.example.internal\",\"remediationStatus\":\"none\"},"
	     "{\"@odata.type\":\"#microsoft.graph.security.processEvidence\",\"remediationStatus\""
	     ":\"prevented\",\"detectionStatus\":\"prevented\",\"processId\":4780,\"processCommand"
	     "Line\":\"a.exe -x\",\"imageFile\":{\"sha256\":\"00\",\"fileName\":\"a.exe\",\"filePa"
	     "th\":\"C:\\\\Temp\"},\"parentProcessImageFile\":{\"fileName\":\"b.exe\",\"filePath\""
	     ":\"C:\\\\Windows\"},\"userAccount\":{\"accountName\":\"taro\",\"domainName\":\"EXAMP"
	     "LE\",\"userSid\":\"S-1-5-21-1\",\"azureAdUserId\":null,\"userPrincipalName\":\"taro@"
	     "example.com\"}},{\"@odata.type\":\"#microsoft.graph.security.fileEvidence\",\"fileDe"
	     "tails\":{\"sha1\":\"11\",\"sha256\":\"00\",\"fileName\":\"a.exe\",\"filePath\":\"C:"
	     "\\\\Temp\",\"fileSize\":5}},{\"@odata.type\":\"#microsoft.graph.security.ipEvidence"
	     "\",\"ipAddress\":\"203.0.113.9\"},{\"@odata.type\":\"#microsoft.graph.security.urlEv"
	     "idence\",\"url\":\"http://evil.example/x\"}]}",
		{"@service=alert", "event_id=a5", "!incident.id"}},
	    {"{\"incidentId\":1111,\"incidentName\":\"Impossible travel\",\"createdTime\":\"2026-0"
	     "3-02T01:15:30Z\",\"severity\":\"High\",\"alerts\":[{\"alertId\":\"x\",\"title\":\"t"
	     "\",\"category\":\"InitialAccess\",\"severity\":\"High\",\"firstActivity\":\"2026-03-"
	     "02T01:10:00Z\",\"devices\":[{\"deviceDnsName\":\"pc-03\"}],\"entities\":[{\"entityTy"
	     "pe\":\"User\",\"accountName\":\"taro\",\"domainName\":\"EXAMPLE\",\"remediationStatu"
	     "s\":\"Active\"},{\"entityType\":\"Ip\",\"ipAddress\":\"203.0.113.9\"}]}]}",
		{"@service=alert", "event_id=1111", "rule_name=t", "machine=pc-03", "user=taro",
		    "src_ip=203.0.113.9", "@time=2026-03-02T01:10:00.000000Z",
		    "incident.incidentName=Impossible travel"}},
	};
	(void)state;
	EXPECT("m365-defender", cases);
}

static void reads_hunting_tables(void **state)
{
	static const struct expect_case cases[] = {
	    {"{\"time\":\"2026-03-02T01:20:00.5Z\",\"tenantId\":\"t\",\"operationName\":\"Publish"
	     "\",\"category\":\"AdvancedHunting-DeviceProcessEvents\",\"properties\":{\"Timestamp"
	     "\":\"2026-03-02T01:15:30.5Z\",\"DeviceName\":\"pc-01\",\"ActionType\":\"ProcessCreat"
	     "ed\",\"FileName\":\"cmd.exe\",\"FolderPath\":\"C:\\\\Windows\\\\System32\\\\cmd.exe"
	     "\",\"ProcessCommandLine\":\"cmd /c whoami\",\"AccountName\":\"taro\",\"AccountDomain"
	     "\":\"example\",\"AccountSid\":\"S-1-5-21-1\",\"InitiatingProcessFolderPath\":\"c:\\"
	     "\\windows\\\\explorer.exe\",\"InitiatingProcessCommandLine\":\"explorer.exe\",\"Proc"
	     "essIntegrityLevel\":\"High\",\"SHA256\":\"00\"}}",
		{"@product=windows", "@category=process_creation", "@service=deviceprocessevents",
		    "@time=2026-03-02T01:15:30.500000Z", "Image=C:\\Windows\\System32\\cmd.exe",
		    "CommandLine=cmd /c whoami", "ParentImage=c:\\windows\\explorer.exe",
		    "ParentCommandLine=explorer.exe", "IntegrityLevel=High", "User=example\\taro",
		    "user=taro", "machine=pc-01", "sha256=00",
		    "FolderPath=C:\\Windows\\System32\\cmd.exe"}},
	    {"{\"time\":\"2026-03-02T01:20:00.5Z\",\"tenantId\":\"t\",\"operationName\":\"Publish"
	     "\",\"category\":\"AdvancedHunting-DeviceNetworkEvents\",\"properties\":{\"Timestamp"
	     "\":\"2026-03-02T01:15:30.5Z\",\"DeviceName\":\"pc-01\",\"ActionType\":\"ConnectionSu"
	     "ccess\",\"RemoteIP\":\"198.51.100.7\",\"RemotePort\":443,\"RemoteUrl\":\"c2.example"
	     "\",\"LocalIP\":\"192.0.2.5\",\"LocalPort\":50123,\"Protocol\":\"Tcp\",\"InitiatingPr"
	     "ocessFolderPath\":\"c:\\\\a.exe\",\"InitiatingProcessAccountName\":\"taro\"}}",
		{"@category=network_connection", "DestinationIp=198.51.100.7",
		    "DestinationPort=443", "DestinationHostname=c2.example", "SourceIp=192.0.2.5",
		    "Initiated=true", "Image=c:\\a.exe", "dst_ip=198.51.100.7", "dst_port=443",
		    "src_ip=192.0.2.5", "transport=tcp", "event_outcome=success", "user=taro"}},
	    {"{\"time\":\"2026-03-02T01:20:00.5Z\",\"tenantId\":\"t\",\"operationName\":\"Publish"
	     "\",\"category\":\"AdvancedHunting-DeviceRegistryEvents\",\"properties\":{\"Timestamp"
	     "\":\"2026-03-02T01:15:30.5Z\",\"DeviceName\":\"pc-01\",\"ActionType\":\"RegistryValu"
	     "eSet\",\"RegistryKey\":\"HKEY_LOCAL_MACHINE\\\\SOFTWARE\\\\Run\",\"RegistryValueName"
	     "\":\"x\",\"RegistryValueData\":\"a.exe\"}}",
		{"@category=registry_set", "TargetObject=HKLM\\SOFTWARE\\Run\\x", "Details=a.exe"}},
	    {"{\"time\":\"2026-03-02T01:20:00.5Z\",\"tenantId\":\"t\",\"operationName\":\"Publish"
	     "\",\"category\":\"AdvancedHunting-DeviceFileEvents\",\"properties\":{\"Timestamp\":"
	     "\"2026-03-02T01:15:30.5Z\",\"DeviceName\":\"pc-01\",\"ActionType\":\"FileCreated\","
	     "\"FileName\":\"a.exe\",\"FolderPath\":\"C:\\\\Temp\\\\a.exe\",\"InitiatingProcessFol"
	     "derPath\":\"c:\\\\b.exe\"}}",
		{"@category=file_event", "TargetFilename=C:\\Temp\\a.exe", "Image=c:\\b.exe"}},
	    {"{\"time\":\"2026-03-02T01:20:00.5Z\",\"tenantId\":\"t\",\"operationName\":\"Publish"
	     "\",\"category\":\"AdvancedHunting-EmailEvents\",\"properties\":{\"Timestamp\":\"2026"
	     "-03-02T01:15:30.5Z\",\"SenderFromAddress\":\"a@attacker.example\",\"RecipientEmailAd"
	     "dress\":\"taro@example.com\",\"Subject\":\"請求書\",\"SenderIPv4\":\"203.0.113.9\","
	     "\"Th"
	     "reatTypes\":\"Phish\",\"DeliveryAction\":\"Blocked\",\"InternetMessageId\":\"<1>\"}}",
		{"@product=m365_defender", "@service=emailevents",
		    "@category=", "mail_from=a@attacker.example", "mail_to=taro@example.com",
		    "mail_subject=請求書", "src_ip=203.0.113.9", "ThreatTypes=Phish",
		    "mail_id=<1>"}},
	    {"{\"time\":\"2026-03-02T01:20:00.5Z\",\"tenantId\":\"t\",\"operationName\":\"Publish"
	     "\",\"category\":\"AdvancedHunting-IdentityLogonEvents\",\"properties\":{\"Timestamp"
	     "\":\"2026-03-02T01:15:30.5Z\",\"DeviceName\":\"pc-01\",\"IPAddress\":\"203.0.113.9\""
	     ",\"AccountName\":\"taro\",\"AccountDomain\":\"example\",\"ActionType\":\"LogonSucces"
	     "s\",\"Protocol\":\"NTLM\",\"DestinationPort\":\"\"}}",
		{"@service=identitylogonevents", "event_action=LogonSuccess",
		    "event_outcome=success", "app_protocol=ntlm", "src_ip=203.0.113.9", "!dst_port",
		    "category=AdvancedHunting-IdentityLogonEvents"}},
	};
	(void)state;
	EXPECT("m365-defender", cases);
}

static void leaves_others_alone(void **state)
{
	(void)state;
	expect_other("m365-defender", "{\"value\":[1]}");
	expect_other("m365-defender", "{\"value\":[],\"x\":1}");
	expect_other("m365-defender", "{\"category\":\"AdvancedHunting-X\"}");
	expect_other("m365-defender", "{\"category\":\"AdvancedHunting-X\",\"properties\":[]}");
	expect_other("m365-defender", "{\"alerts\":[]}");
}

static void broken_records_do_no_harm(void **state)
{
	(void)state;
	expect_unharmed(
	    "{\"incidentId\":1111,\"incidentName\":\"Impossible travel\",\"createdTime\":\"2026-0"
	    "3-02T01:15:30Z\",\"severity\":\"High\",\"alerts\":[{\"alertId\":\"x\",\"title\":\"t"
	    "\",\"category\":\"InitialAccess\",\"severity\":\"High\",\"firstActivity\":\"2026-03-"
	    "02T01:10:00Z\",\"devices\":[{\"deviceDnsName\":\"pc-03\"}],\"entities\":[{\"entityTy"
	    "pe\":\"User\",\"accountName\":\"taro\",\"domainName\":\"EXAMPLE\",\"remediationStatu"
	    "s\":\"Active\"},{\"entityType\":\"Ip\",\"ipAddress\":\"203.0.113.9\"}]}]}",
	    NULL);
	expect_unharmed(
	    "{\"time\":\"2026-03-02T01:20:00.5Z\",\"tenantId\":\"t\",\"operationName\":\"Publish"
	    "\",\"category\":\"AdvancedHunting-DeviceNetworkEvents\",\"properties\":{\"Timestamp"
	    "\":\"2026-03-02T01:15:30.5Z\",\"DeviceName\":\"pc-01\",\"ActionType\":\"ConnectionSu"
	    "ccess\",\"RemoteIP\":\"198.51.100.7\",\"RemotePort\":443,\"RemoteUrl\":\"c2.example"
	    "\",\"LocalIP\":\"192.0.2.5\",\"LocalPort\":50123,\"Protocol\":\"Tcp\",\"InitiatingPr"
	    "ocessFolderPath\":\"c:\\\\a.exe\",\"InitiatingProcessAccountName\":\"taro\"}}",
	    NULL);
}

static void reads_the_samples(void **state)
{
	(void)state;
	expect_sample("m365_defender/defender.ndjson", "m365-defender", 8);
}

/* How many events a record makes, and the host of the last. */
static void expect_events(const char *record, size_t count, const char *host)
{
	struct arena *arena = arena_create("test", (size_t)64 << 20);
	struct decode_context context = {.received = EXPECT_RECEIVED};
	struct events events;
	struct why why;
	events_init(&events, arena);
	const struct decoder *got = decode_record(text_of(record), &context, arena, &events, &why);
	assert_non_null(got);
	assert_string_equal(got->name, "m365-defender");
	assert_int_equal(events.count, count);
	if (count != 0)
		assert_true(
		    text_equal(event_get_field(events.at[count - 1], FIELD_HOST), text_of(host)));
	arena_destroy(arena);
}

static void one_event_for_each_alert(void **state)
{
	(void)state;
	expect_events(
	    "{\"@odata.type\":\"#microsoft.graph.security.incident\",\"id\":\"77\",\"incidentWebU"
	    "rl\":\"https://example.com/77\",\"displayName\":\"Multi-stage\",\"createdDateTime\":"
	    "\"2026-03-02T01:25:00Z\",\"lastUpdateDateTime\":\"2026-03-03T00:00:00Z\",\"severity"
	    "\":\"medium\",\"tags\":[\"x\"],\"alerts\":[{\"@odata.type\":\"#microsoft.graph.secur"
	    "ity.alert\",\"id\":\"a1\",\"incidentId\":\"77\",\"severity\":\"high\",\"serviceSourc"
	    "e\":\"microsoftDefenderForEndpoint\",\"detectionSource\":\"antivirus\",\"detectorId"
	    "\":\"d\",\"title\":\"Suspicious file\",\"description\":\"what it means\",\"category"
	    "\":\"Malware\",\"mitreTechniques\":[\"T1059\"],\"threatDisplayName\":null,\"createdD"
	    "ateTime\":\"2026-03-02T01:20:00Z\",\"firstActivityDateTime\":\"2026-03-02T01:15:30.1"
	    "234567Z\",\"lastActivityDateTime\":\"2026-03-02T01:16:00Z\",\"evidence\":[{\"@odata."
	    "type\":\"#microsoft.graph.security.deviceEvidence\",\"deviceDnsName\":\"pc-01.exampl"
	    "e.internal\",\"remediationStatus\":\"none\"},{\"@odata.type\":\"#microsoft.graph.sec"
	    "urity.processEvidence\",\"remediationStatus\":\"prevented\",\"detectionStatus\":\"pr"
	    "evented\",\"processId\":4780,\"processCommandLine\":\"a.exe -x\",\"imageFile\":{\"sh"
	    "a256\":\"00\",\"fileName\":\"a.exe\",\"filePath\":\"C:\\\\Temp\"},\"parentProcessIma"
	    "geFile\":{\"fileName\":\"b.exe\",\"filePath\":\"C:\\\\Windows\"},\"userAccount\":{\""
	    "accountName\":\"taro\",\"domainName\":\"EXAMPLE\",\"userSid\":\"S-1-5-21-1\",\"azure"
	    "AdUserId\":null,\"userPrincipalName\":\"taro@example.com\"}},{\"@odata.type\":\"#mic"
	    "rosoft.graph.security.fileEvidence\",\"fileDetails\":{\"sha1\":\"11\",\"sha256\":\"0"
	    "0\",\"fileName\":\"a.exe\",\"filePath\":\"C:\\\\Temp\",\"fileSize\":5}},{\"@odata.ty"
	    "pe\":\"#microsoft.graph.security.ipEvidence\",\"ipAddress\":\"203.0.113.9\"},{\"@oda"
	    "ta.type\":\"#microsoft.graph.security.urlEvidence\",\"url\":\"http://evil.example/x"
	    "\"}]},{\"@odata.type\":\"#microsoft.graph.security.alert\",\"id\":\"a2\",\"incidentI"
	    "d\":\"77\",\"severity\":\"high\",\"serviceSource\":\"microsoftDefenderForEndpoint\","
	    "\"detectionSource\":\"antivirus\",\"detectorId\":\"d\",\"title\":\"C2\",\"descriptio"
	    "n\":\"what it means\",\"category\":\"CommandAndControl\",\"mitreTechniques\":[\"T105"
	    "9\"],\"threatDisplayName\":null,\"createdDateTime\":\"2026-03-02T01:20:00Z\",\"first"
	    "ActivityDateTime\":\"2026-03-02T01:15:30.1234567Z\",\"lastActivityDateTime\":\"2026-"
	    "03-02T01:16:00Z\",\"evidence\":[{\"@odata.type\":\"#microsoft.graph.security.deviceE"
	    "vidence\",\"deviceDnsName\":\"pc-02\",\"remediationStatus\":\"none\"},{\"@odata.type"
	    "\":\"#microsoft.graph.security.processEvidence\",\"remediationStatus\":\"prevented\""
	    ",\"detectionStatus\":\"prevented\",\"processId\":4780,\"processCommandLine\":\"a.exe"
	    " -x\",\"imageFile\":{\"sha256\":\"00\",\"fileName\":\"a.exe\",\"filePath\":\"C:\\\\T"
	    "emp\"},\"parentProcessImageFile\":{\"fileName\":\"b.exe\",\"filePath\":\"C:\\\\Windo"
	    "ws\"},\"userAccount\":{\"accountName\":\"taro\",\"domainName\":\"EXAMPLE\",\"userSid"
	    "\":\"S-1-5-21-1\",\"azureAdUserId\":null,\"userPrincipalName\":\"taro@example.com\"}"
	    "},{\"@odata.type\":\"#microsoft.graph.security.fileEvidence\",\"fileDetails\":{\"sha"
	    "1\":\"11\",\"sha256\":\"00\",\"fileName\":\"a.exe\",\"filePath\":\"C:\\\\Temp\",\"fi"
	    "leSize\":5}},{\"@odata.type\":\"#microsoft.graph.security.ipEvidence\",\"ipAddress\""
	    ":\"203.0.113.9\"},{\"@odata.type\":\"#microsoft.graph.security.urlEvidence\",\"url\""
	    ":\"http://evil.example/x\"}]}]}",
	    2, "pc-02");
}

static void reads_pages(void **state)
{
	(void)state;
	expect_events(
	    "{\"@odata.context\":\"c\",\"value\":[{\"@odata.type\":\"#microsoft.graph.security.in"
	    "cident\",\"id\":\"77\",\"incidentWebUrl\":\"https://example.com/77\",\"displayName\""
	    ":\"Multi-stage\",\"createdDateTime\":\"2026-03-02T01:25:00Z\",\"lastUpdateDateTime\""
	    ":\"2026-03-03T00:00:00Z\",\"severity\":\"medium\",\"tags\":[\"x\"],\"alerts\":{\"@od"
	    "ata.type\":\"#microsoft.graph.security.alert\",\"id\":\"a1\",\"incidentId\":\"77\","
	    "\"severity\":\"high\",\"serviceSource\":\"microsoftDefenderForEndpoint\",\"detection"
	    "Source\":\"antivirus\",\"detectorId\":\"d\",\"title\":\"Suspicious file\",\"descript"
	    "ion\":\"what it means\",\"category\":\"Malware\",\"mitreTechniques\":[\"T1059\"],\"t"
	    "hreatDisplayName\":null,\"createdDateTime\":\"2026-03-02T01:20:00Z\",\"firstActivity"
	    "DateTime\":\"2026-03-02T01:15:30.1234567Z\",\"lastActivityDateTime\":\"2026-03-02T01"
	    ":16:00Z\",\"evidence\":[{\"@odata.type\":\"#microsoft.graph.security.deviceEvidence"
	    "\",\"deviceDnsName\":\"pc-01.example.internal\",\"remediationStatus\":\"none\"},{\"@"
	    "odata.type\":\"#microsoft.graph.security.processEvidence\",\"remediationStatus\":\"p"
	    "revented\",\"detectionStatus\":\"prevented\",\"processId\":4780,\"processCommandLine"
	    "\":\"a.exe -x\",\"imageFile\":{\"sha256\":\"00\",\"fileName\":\"a.exe\",\"filePath\""
	    ":\"C:\\\\Temp\"},\"parentProcessImageFile\":{\"fileName\":\"b.exe\",\"filePath\":\"C"
	    ":\\\\Windows\"},\"userAccount\":{\"accountName\":\"taro\",\"domainName\":\"EXAMPLE\""
	    ",\"userSid\":\"S-1-5-21-1\",\"azureAdUserId\":null,\"userPrincipalName\":\"taro@exam"
	    "ple.com\"}},{\"@odata.type\":\"#microsoft.graph.security.fileEvidence\",\"fileDetail"
	    "s\":{\"sha1\":\"11\",\"sha256\":\"00\",\"fileName\":\"a.exe\",\"filePath\":\"C:\\\\T"
	    "emp\",\"fileSize\":5}},{\"@odata.type\":\"#microsoft.graph.security.ipEvidence\",\"i"
	    "pAddress\":\"203.0.113.9\"},{\"@odata.type\":\"#microsoft.graph.security.urlEvidence"
	    "\",\"url\":\"http://evil.example/x\"}]}},{\"@odata.type\":\"#microsoft.graph.securit"
	    "y.alert\",\"id\":\"a9\",\"incidentId\":\"77\",\"severity\":\"high\",\"serviceSource"
	    "\":\"microsoftDefenderForEndpoint\",\"detectionSource\":\"antivirus\",\"detectorId\""
	    ":\"d\",\"title\":\"Suspicious file\",\"description\":\"what it means\",\"category\":"
	    "\"Malware\",\"mitreTechniques\":[\"T1059\"],\"threatDisplayName\":null,\"createdDate"
	    "Time\":\"2026-03-02T01:20:00Z\",\"firstActivityDateTime\":\"2026-03-02T01:15:30.1234"
	    "567Z\",\"lastActivityDateTime\":\"2026-03-02T01:16:00Z\",\"evidence\":[{\"@odata.typ"
	    "e\":\"#microsoft.graph.security.deviceEvidence\",\"deviceDnsName\":\"pc-01.example.i"
	    "nternal\",\"remediationStatus\":\"none\"},{\"@odata.type\":\"#microsoft.graph.securi"
	    "ty.processEvidence\",\"remediationStatus\":\"prevented\",\"detectionStatus\":\"preve"
	    "nted\",\"processId\":4780,\"processCommandLine\":\"a.exe -x\",\"imageFile\":{\"sha25"
	    "6\":\"00\",\"fileName\":\"a.exe\",\"filePath\":\"C:\\\\Temp\"},\"parentProcessImageF"
	    "ile\":{\"fileName\":\"b.exe\",\"filePath\":\"C:\\\\Windows\"},\"userAccount\":{\"acc"
	    "ountName\":\"taro\",\"domainName\":\"EXAMPLE\",\"userSid\":\"S-1-5-21-1\",\"azureAdU"
	    "serId\":null,\"userPrincipalName\":\"taro@example.com\"}},{\"@odata.type\":\"#micros"
	    "oft.graph.security.fileEvidence\",\"fileDetails\":{\"sha1\":\"11\",\"sha256\":\"00\""
	    ",\"fileName\":\"a.exe\",\"filePath\":\"C:\\\\Temp\",\"fileSize\":5}},{\"@odata.type"
	    "\":\"#microsoft.graph.security.ipEvidence\",\"ipAddress\":\"203.0.113.9\"},{\"@odata"
	    ".type\":\"#microsoft.graph.security.urlEvidence\",\"url\":\"http://evil.example/x\"}"
	    "]}]}",
	    2, "pc-01.example.internal");
	expect_events("{\"value\":[]}", 0, "");
	expect_events("{\"@odata.context\":\"x\",\"value\":[]}", 0, "");
}

static void reads_what_wazuh_wraps(void **state)
{
	static const struct expect_case cases[] = {
	    {"{\"integration\":\"ms-graph\",\"ms-graph\":{\"id\":\"1\",\"serviceSource\":\"x\","
	     "\"detectionSource\":\"antivirus\",\"title\":\"Found\",\"category\":\"Malware\","
	     "\"createdDateTime\":\"2026-03-02T01:15:30Z\"}}",
		{"@service=alert", "@time=2026-03-02T01:15:30.000000Z", "Signature=Found"}},
	};
	(void)state;
	EXPECT("m365-defender", cases);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_what_wazuh_wraps),
	    cmocka_unit_test(reads_alerts_and_incidents),
	    cmocka_unit_test(reads_hunting_tables),
	    cmocka_unit_test(leaves_others_alone),
	    cmocka_unit_test(broken_records_do_no_harm),
	    cmocka_unit_test(reads_the_samples),
	    cmocka_unit_test(one_event_for_each_alert),
	    cmocka_unit_test(reads_pages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
