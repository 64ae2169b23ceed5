/* SPDX-License-Identifier: Apache-2.0 */
/* Entra ID and Azure: sign-ins, directory audit, activity, risk; in the shapes they come in. */
#include "expect.h"

static void reads_sign_ins(void **state)
{
	static const struct expect_case cases[] = {
	    {"{\"time\":\"2026-03-02T01:15:30Z\",\"resourceId\":\"/tenants/t/providers/"
	     "Microsoft.aadiam\",\"operationName\":\"Sign-in "
	     "activity\",\"category\":\"SignInLogs\",\"resultType\":\"0\",\"callerIpAddress\":"
	     "\"203.0.113.5\",\"properties\":{\"id\":\"s1\",\"createdDateTime\":\"2026-03-02T01:15:"
	     "29.5Z\",\"userPrincipalName\":\"hanako@example.com\",\"userId\":\"u1\","
	     "\"appDisplayName\":\"Azure "
	     "CLI\",\"ipAddress\":\"203.0.113.5\",\"authenticationProtocol\":\"deviceCode\","
	     "\"authenticationRequirement\":\"singleFactorAuthentication\","
	     "\"networkLocationDetails\":[],\"deviceDetail\":{\"deviceId\":\"\",\"displayName\":"
	     "\"PC-07\",\"isCompliant\":false,\"trustType\":\"Hybrid\"},\"userAgent\":\"tool/"
	     "1.0\",\"riskState\":\"atRisk\",\"clientAppUsed\":\"IMAP\",\"status\":{\"errorCode\":"
	     "0}}}",
		{"@product=azure", "@service=signinlogs", "@time=2026-03-02T01:15:29.500000Z",
		    "@message=Sign-in activity", "user=hanako", "user_domain=example.com",
		    "user_email=hanako@example.com", "user_id=u1", "src_ip=203.0.113.5",
		    "machine=PC-07", "application=Azure CLI", "event_code=0",
		    "event_outcome=success", "ResultType=0",
		    "AuthenticationRequirement=singleFactorAuthentication",
		    "NetworkLocationDetails=[]", "DeviceDetail.isCompliant=false",
		    "DeviceDetail.trusttype=Hybrid", "RiskState=atRisk",
		    "properties.message=Device Code", "ClientApp=IMAP", "Status=Success"}},
	    {"{\"TimeGenerated\":\"2026-03-02T01:15:30Z\",\"Type\":\"SigninLogs\",\"ResultType\":"
	     "\"50053\",\"ResultDescription\":\"The account is "
	     "locked\",\"UserPrincipalName\":\"taro@example.com\",\"IPAddress\":\"2001:db8::7\","
	     "\"AppDisplayName\":\"Mail\",\"DeviceDetail\":\"{\\\"displayName\\\":\\\"PC-09\\\","
	     "\\\"isCompliant\\\":true}\",\"Status\":\"{\\\"errorCode\\\":50053}\"}",
		{"@service=signinlogs", "@time=2026-03-02T01:15:30.000000Z",
		    "event_outcome=failure", "event_code=50053", "user=taro", "src_ip=2001:db8::7",
		    "machine=PC-09", "DeviceDetail.isCompliant=true", "ResultType=50053",
		    "resultType=50053", "reason=The account is locked",
		    "event_action=Sign-in activity"}},
	    {"{\"id\":\"g1\",\"createdDateTime\":\"2026-03-02T01:15:30Z\",\"userPrincipalName\":"
	     "\"taro@example.com\",\"appDisplayName\":\"Mail\",\"ipAddress\":\"203.0.113.6\","
	     "\"status\":{\"errorCode\":50126,\"failureReason\":\"Wrong password\"}}",
		{"@service=signinlogs", "event_id=g1", "event_outcome=failure", "ResultType=50126",
		    "ResultDescription=Wrong password", "Status=Failure", "!machine"}},
	};
	(void)state;
	EXPECT("azure", cases);
}

static void reads_the_directory_audit(void **state)
{
	static const struct expect_case cases[] = {
	    {"{\"id\":\"a1\",\"category\":\"ApplicationManagement\",\"activityDateTime\":\"2026-03-"
	     "02T01:15:30Z\",\"activityDisplayName\":\"Consent to "
	     "application\",\"loggedByService\":\"Core "
	     "Directory\",\"result\":\"success\",\"resultReason\":\"\",\"initiatedBy\":{\"user\":{"
	     "\"id\":\"u2\",\"userPrincipalName\":\"taro@example.com\",\"ipAddress\":\"203.0.113."
	     "8\"}},\"targetResources\":[{\"displayName\":\"App\",\"type\":\"ServicePrincipal\","
	     "\"modifiedProperties\":[{\"displayName\":\"ConsentContext.IsAdminConsent\","
	     "\"oldValue\":null,\"newValue\":\"\\\"False\\\"\"}]}]}",
		{"@service=auditlogs", "@message=Consent to application",
		    "event_action=Consent to application", "user=taro", "user_id=u2",
		    "src_ip=203.0.113.8", "event_outcome=success",
		    "ConsentContext.IsAdminConsent=False",
		    "properties.message=Consent to application",
		    "targetResources.type=ServicePrincipal", "OperationName=Consent to application",
		    "Status=Success"}},
	    {"{\"TimeGenerated\":\"2026-03-02T01:15:30Z\",\"Type\":\"AuditLogs\",\"OperationName\":"
	     "\"Update user\",\"Category\":\"UserManagement\",\"LoggedByService\":\"Core "
	     "Directory\",\"Result\":\"failure\",\"ResultReason\":\"why\",\"InitiatedBy\":\"{"
	     "\\\"user\\\":{\\\"userPrincipalName\\\":\\\"admin@example.com\\\",\\\"ipAddress\\\":"
	     "\\\"203.0.113.7\\\"}}\",\"TargetResources\":\"[{\\\"userPrincipalName\\\":\\\"hanako@"
	     "example.com\\\",\\\"modifiedProperties\\\":[{\\\"displayName\\\":"
	     "\\\"StrongAuthenticationRequirement\\\",\\\"newValue\\\":\\\"[{\\\\\\\"State\\\\\\\":"
	     "0}]\\\"}]}]\"}",
		{"@service=auditlogs", "user=admin", "src_ip=203.0.113.7",
		    "target_user=hanako@example.com", "event_outcome=failure", "reason=why",
		    "Category=UserManagement",
		    "TargetResources.ModifiedProperties.DisplayName="
		    "StrongAuthenticationRequirement",
		    "TargetResources.ModifiedProperties.NewValue=[{\"State\":0}]"}},
	    {"{\"time\":\"2026-03-02T01:15:30Z\",\"resourceId\":\"/tenants/t/providers/"
	     "Microsoft.aadiam\",\"operationName\":\"Update "
	     "device\",\"category\":\"AuditLogs\",\"properties\":{\"activityDateTime\":\"2026-03-"
	     "02T01:15:30Z\",\"activityDisplayName\":\"Update "
	     "device\",\"category\":\"Device\",\"result\":\"success\",\"initiatedBy\":{\"app\":{"
	     "\"displayName\":\"Service\"}},\"targetResources\":[{\"displayName\":\"LAPTOP-12\","
	     "\"type\":\"Device\"}]}}",
		{"@service=auditlogs", "Category=Device", "properties.category=Device",
		    "OperationName=Update device", "!user", "!src_ip"}},
	};
	(void)state;
	EXPECT("azure", cases);
}

static void reads_activity_and_risk(void **state)
{
	static const struct expect_case cases[] = {
	    {"{\"time\":\"2026-03-02T01:15:30Z\",\"resourceId\":\"/SUBSCRIPTIONS/1/RESOURCEGROUPS/"
	     "R/X\",\"operationName\":\"MICROSOFT.KEYVAULT/VAULTS/"
	     "DELETE\",\"category\":\"Administrative\",\"resultType\":\"Success\","
	     "\"callerIpAddress\":\"203.0.113.9:443\"}",
		{"@service=activitylogs", "event_action=MICROSOFT.KEYVAULT/VAULTS/DELETE",
		    "src_ip=203.0.113.9", "src_port=443", "event_outcome=success",
		    "ResourceProviderValue=MICROSOFT.KEYVAULT",
		    "OperationNameValue=MICROSOFT.KEYVAULT/VAULTS/DELETE",
		    "CategoryValue=Administrative", "!event_code"}},
	    {"{\"TimeGenerated\":\"2026-03-02T01:15:30Z\",\"Type\":\"AzureActivity\","
	     "\"OperationNameValue\":\"MICROSOFT.AUTHORIZATION/ELEVATEACCESS/"
	     "ACTION\",\"Caller\":\"taro@example.com\",\"CallerIpAddress\":\"203.0.113.9\","
	     "\"ActivityStatusValue\":\"Failure\"}",
		{"@service=activitylogs",
		    "operationName=MICROSOFT.AUTHORIZATION/ELEVATEACCESS/ACTION", "user=taro",
		    "event_outcome=failure"}},
	    {"{\"time\":\"3/2/2026 1:15:30 "
	     "AM\",\"resourceId\":\"/tenants/t\",\"operationName\":\"User Risk "
	     "Detection\",\"category\":\"UserRiskEvents\",\"properties\":{\"id\":\"r1\","
	     "\"riskEventType\":\"anonymizedIPAddress\",\"riskState\":\"atRisk\",\"riskLevel\":"
	     "\"high\",\"ipAddress\":\"203.0.113.4\",\"detectedDateTime\":\"2026-03-02T01:15:30Z\","
	     "\"activityDateTime\":\"2026-03-02T01:10:00Z\",\"userPrincipalName\":\"hanako@example."
	     "com\"}}",
		{"@service=riskdetection", "@time=2026-03-02T01:10:00.000000Z",
		    "riskEventType=anonymizedIPAddress", "Signature=anonymizedIPAddress",
		    "event_severity=high", "user=hanako", "src_ip=203.0.113.4"}},
	    {"{\"records\":[{\"time\":\"3/2/2026 1:15:30 "
	     "AM\",\"resourceId\":\"/tenants/t\",\"operationName\":\"User Risk "
	     "Detection\",\"category\":\"UserRiskEvents\",\"properties\":{\"id\":\"r1\","
	     "\"riskEventType\":\"anonymizedIPAddress\",\"riskState\":\"atRisk\",\"riskLevel\":"
	     "\"high\",\"ipAddress\":\"203.0.113.4\",\"detectedDateTime\":\"2026-03-02T01:15:30Z\","
	     "\"activityDateTime\":\"2026-03-02T01:10:00Z\",\"userPrincipalName\":\"hanako@example."
	     "com\"}}]}",
		{"@service=riskdetection", "event_id=r1"}},
	    {"{\"value\":[{\"id\":\"g1\",\"createdDateTime\":\"2026-03-02T01:15:30Z\","
	     "\"userPrincipalName\":\"taro@example.com\",\"appDisplayName\":\"Mail\",\"ipAddress\":"
	     "\"203.0.113.6\",\"status\":{\"errorCode\":50126,\"failureReason\":\"Wrong "
	     "password\"}}]}",
		{"@service=signinlogs", "event_id=g1"}},
	    {"{\"@timestamp\":\"2026-03-02T01:15:30Z\",\"event\":{\"original\":\"{\\\"id\\\": "
	     "\\\"g1\\\", \\\"createdDateTime\\\": \\\"2026-03-02T01:15:30Z\\\", "
	     "\\\"userPrincipalName\\\": \\\"taro@example.com\\\", \\\"appDisplayName\\\": "
	     "\\\"Mail\\\", \\\"ipAddress\\\": \\\"203.0.113.6\\\", \\\"status\\\": "
	     "{\\\"errorCode\\\": 50126, \\\"failureReason\\\": \\\"Wrong password\\\"}}\"}}",
		{"@service=signinlogs", "event_id=g1"}},
	};
	(void)state;
	EXPECT("azure", cases);
}

static void leaves_others_alone(void **state)
{
	(void)state;
	expect_other("azure", "{\"category\":\"Security\",\"operationName\":\"x\",\"time\":\"2026-"
			      "03-02T01:15:30Z\",\"resourceId\":\"/tenants/t\"}");
	expect_other("azure", "{\"category\":\"SignInLogs\"}");
	expect_other("azure", "{\"records\":[]}");
	expect_other(
	    "azure", "{\"createdDateTime\":\"2026-03-02T01:15:30Z\",\"userPrincipalName\":\"a\"}");
}

/* More changes than are named twice: the event stays within its limits. */
static void many_changes_are_bounded(void **state)
{
	struct buffer record;
	(void)state;
	buffer_init(&record, (size_t)1 << 20);
	buffer_put_string(&record,
	    "{\"activityDateTime\":\"2026-03-02T01:15:30Z\",\"activityDisplayName\":\"x\","
	    "\"initiatedBy\":{},\"targetResources\":[");
	for (size_t i = 0; i < 900; i++)
		buffer_put_string(&record,
		    "{\"modifiedProperties\":[{\"displayName\":\"a\",\"newValue\":\"b\"}]},");
	buffer_put_string(&record, "{}]}");
	struct arena *arena = arena_create("test", (size_t)64 << 20);
	struct decode_context context = {.received = EXPECT_RECEIVED};
	struct events events;
	struct why why;
	events_init(&events, arena);
	assert_non_null(decode_record(buffer_text(&record), &context, arena, &events, &why));
	assert_int_equal(events.count, 1);
	size_t named = 0;
	for (size_t i = 0; i < events.at[0]->count; i++)
		named += text_equal(events.at[0]->fields[i].name,
		    TEXT("TargetResources.ModifiedProperties.DisplayName"));
	assert_true(named <= 256);
	arena_destroy(arena);
	buffer_free(&record);
}

static void broken_records_do_no_harm(void **state)
{
	(void)state;
	expect_unharmed(
	    "{\"TimeGenerated\":\"2026-03-02T01:15:30Z\",\"Type\":\"AuditLogs\",\"OperationName\":"
	    "\"Update user\",\"Category\":\"UserManagement\",\"LoggedByService\":\"Core "
	    "Directory\",\"Result\":\"failure\",\"ResultReason\":\"why\",\"InitiatedBy\":\"{"
	    "\\\"user\\\":{\\\"userPrincipalName\\\":\\\"admin@example.com\\\",\\\"ipAddress\\\":"
	    "\\\"203.0.113.7\\\"}}\",\"TargetResources\":\"[{\\\"userPrincipalName\\\":\\\"hanako@"
	    "example.com\\\",\\\"modifiedProperties\\\":[{\\\"displayName\\\":"
	    "\\\"StrongAuthenticationRequirement\\\",\\\"newValue\\\":\\\"[{\\\\\\\"State\\\\\\\":"
	    "0}]\\\"}]}]\"}",
	    NULL);
	expect_unharmed("{\"time\":\"2026-03-02T01:15:30Z\",\"resourceId\":\"/SUBSCRIPTIONS/1/"
			"RESOURCEGROUPS/R/X\",\"operationName\":\"MICROSOFT.KEYVAULT/VAULTS/"
			"DELETE\",\"category\":\"Administrative\",\"resultType\":\"Success\","
			"\"callerIpAddress\":\"203.0.113.9:443\"}",
	    NULL);
}

static void reads_the_samples(void **state)
{
	(void)state;
	expect_sample("azure/entra.ndjson", "azure", 12);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_sign_ins),
	    cmocka_unit_test(reads_the_directory_audit),
	    cmocka_unit_test(reads_activity_and_risk),
	    cmocka_unit_test(leaves_others_alone),
	    cmocka_unit_test(many_changes_are_bounded),
	    cmocka_unit_test(broken_records_do_no_harm),
	    cmocka_unit_test(reads_the_samples),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
