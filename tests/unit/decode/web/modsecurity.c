/* SPDX-License-Identifier: Apache-2.0 */
/* ModSecurity audit logs: JSON of versions 2 and 3 and the section form. */
#include "expect.h"

static const struct expect_case cases[] = {
    /* named by its most severe rule, never by the sum of the scores */
    {"{\"transaction\":{\"client_ip\":\"192.0.2.1\",\"time_stamp\":\"Fri Nov 20 06:28:50 "
     "2026\",\"unique_id\":\"u\",\"request\":{\"method\":\"GET\",\"uri\":\"/"
     "\"},\"messages\":[{\"message\":\"Host header is a numeric IP "
     "address\",\"details\":{\"ruleId\":\"920350\",\"severity\":\"4\"}},{\"message\":\"Remote "
     "Command "
     "Execution\",\"details\":{\"ruleId\":\"932160\",\"severity\":\"2\"}},{\"message\":\"SQL "
     "Injection\",\"details\":{\"ruleId\":\"942100\",\"severity\":\"2\"}},{\"message\":\"Inbound "
     "Anomaly Score Exceeded (Total Score: "
     "8)\",\"details\":{\"ruleId\":\"949110\",\"severity\":\"0\"}}]}}",
	{"rule_name=Remote Command Execution", "@message=Remote Command Execution"}},
    {"{\"transaction\":{\"client_ip\":\"192.0.2.1\",\"time_stamp\":\"Fri Nov 20 06:28:50 "
     "2026\",\"unique_id\":\"u\",\"request\":{\"method\":\"GET\",\"uri\":\"/"
     "\"},\"messages\":[{\"message\":\"Inbound Anomaly Score Exceeded (Total Score: "
     "8)\",\"details\":{\"ruleId\":\"949110\",\"severity\":\"0\"}},{\"message\":\"Host header is a "
     "numeric IP address\",\"details\":{\"ruleId\":\"920350\",\"severity\":\"4\"}}]}}",
	{"rule_name=Host header is a numeric IP address"}},
    {"{\"transaction\":{\"client_ip\":\"192.0.2.1\",\"time_stamp\":\"Fri Nov 20 06:28:50 "
     "2026\",\"unique_id\":\"u\",\"request\":{\"method\":\"GET\",\"uri\":\"/"
     "\"},\"messages\":[{\"message\":\"Inbound Anomaly Score Exceeded (Total Score: "
     "8)\",\"details\":{\"ruleId\":\"949110\",\"severity\":\"0\"}}]}}",
	{"!rule_name", "@message=Inbound Anomaly Score Exceeded (Total Score: 8)"}},
    {"{\"transaction\":{\"client_ip\":\"192.0.2.1\",\"time_stamp\":\"Fri Nov 20 06:28:50 "
     "2026\",\"unique_id\":\"u\",\"request\":{\"method\":\"GET\",\"uri\":\"/"
     "\"},\"messages\":[{\"message\":\"Own "
     "rule\",\"details\":{\"ruleId\":\"1000\",\"severity\":\"0\"}},{\"message\":\"Host header is a "
     "numeric IP address\",\"details\":{\"ruleId\":\"920350\",\"severity\":\"4\"}}]}}",
	{"rule_name=Host header is a numeric IP address"}},
    {"{\"transaction\":{\"client_ip\":\"192.0.2.1\",\"time_stamp\":\"Fri Nov 20 06:28:50 "
     "2026\",\"unique_id\":\"u\",\"request\":{\"method\":\"GET\",\"uri\":\"/"
     "\"},\"messages\":[{\"message\":\"Own "
     "rule\",\"details\":{\"ruleId\":\"1000\",\"severity\":\"0\"}},{\"message\":\"Inbound Anomaly "
     "Score Exceeded (Total Score: 8)\",\"details\":{\"ruleId\":\"949110\",\"severity\":\"0\"}}]}}",
	{"rule_name=Own rule"}},
    {"{\"transaction\":{\"time\":\"20/Nov/2026:06:28:50.734883 +0900\",\"transaction_id\":"
     "\"Yos\",\"remote_address\":\"192.0.2.10\",\"remote_port\":43790,\"local_address\":\""
     "192.0.2.20\",\"local_port\":80},\"request\":{\"request_line\":\"GET /i.php?e=%2fbin "
     "HTTP/1.1\",\"headers\":{\"host\":\"www.parts.example\",\"User-Agent\":\"curl\",\"Coo"
     "kie\":\"a=b\",\"X-Forwarded-For\":\"198.51.100.7, 10.0.0.1\",\"Referer\":\"http://r"
     "\"}},\"response\":{\"protocol\":\"HTTP/1.1\",\"status\":403,\"headers\":{\"Content-T"
     "ype\":\"text/html\"}},\"audit_data\":{\"messages\":[\"Warning. Matched phrase \\\"bi"
     "n/bash\\\" at ARGS:exec. [file \\\"/r.conf\\\"] [line \\\"485\\\"] [id \\\"932160\\"
     "\"] [msg \\\"Remote Command Execution\\\"] [data \\\"Matched Data: \\\\\\\"x\\\\\\\""
     " [id \\\\\\\"1\\\\\\\"]\\\"] [severity \\\"CRITICAL\\\"] [tag \\\"attack-rce\\\"] [t"
     "ag \\\"OWASP_CRS\\\"]\",\"Access denied with code 403 (phase 2). Operator GE matched"
     " 5. [file \\\"/s.conf\\\"] [id \\\"949110\\\"] [msg \\\"Inbound Anomaly Score Exceed"
     "ed (Total Score: 5)\\\"]\"],\"action\":{\"intercepted\":true,\"phase\":2},\"engine_m"
     "ode\":\"ENABLED\"}}",
	{"@product=modsecurity", "@category=webserver", "@service=modsecurity",
	    "@time=2026-11-19T21:28:50.734883Z", "@message=Remote Command Execution",
	    "rule_id=932160 ;; 949110",
	    "Signature=Remote Command Execution ;; Inbound Anomaly Score Exceeded (Total Score: 5"
	    ")",
	    "event_severity=CRITICAL", "rule_tag=attack-rce ;; OWASP_CRS", "anomaly_score=5",
	    "event_action=blocked", "src_ip=192.0.2.10", "src_port=43790", "dst_ip=192.0.2.20",
	    "dst_port=80", "cs-host=www.parts.example",
	    "cs-uri-query=e=%2fbin ;; e=/bin ;; /i.php?e=%2fbin ;; /i.php?e=/bin",
	    "c-useragent=curl", "cs-cookie=a=b", "x_forwarded_for=198.51.100.7 ;; 10.0.0.1",
	    "sc-status=403", "event_id=Yos", "transaction.remote_port=43790"}},
    {"{\"transaction\":{\"time\":\"20/Nov/2026:06:28:50.734883 +0900\",\"transaction_id\":"
     "\"Yos\",\"remote_address\":\"192.0.2.10\",\"remote_port\":43790,\"local_address\":\""
     "192.0.2.20\",\"local_port\":80},\"request\":{\"request_line\":\"GET /i.php?e=%2fbin "
     "HTTP/1.1\",\"headers\":{\"host\":\"www.parts.example\",\"User-Agent\":\"curl\",\"Coo"
     "kie\":\"a=b\",\"X-Forwarded-For\":\"198.51.100.7, 10.0.0.1\",\"Referer\":\"http://r"
     "\"}},\"response\":{\"protocol\":\"HTTP/1.1\",\"status\":403,\"headers\":{\"Content-T"
     "ype\":\"text/html\"}},\"audit_data\":{\"messages\":[\"Warning. Matched phrase \\\"bi"
     "n/bash\\\" at ARGS:exec. [file \\\"/r.conf\\\"] [line \\\"485\\\"] [id \\\"932160\\"
     "\"] [msg \\\"Remote Command Execution\\\"] [data \\\"Matched Data: \\\\\\\"x\\\\\\\""
     " [id \\\\\\\"1\\\\\\\"]\\\"] [severity \\\"CRITICAL\\\"] [tag \\\"attack-rce\\\"] [t"
     "ag \\\"OWASP_CRS\\\"]\"],\"action\":{\"intercepted\":false,\"phase\":2},\"engine_mod"
     "e\":\"ENABLED\"}}",
	{"event_action=detected", "rule_id=932160"}},
    {"{\"transaction\":{\"time\":\"20/Nov/2026:06:28:50.734883 +0900\",\"transaction_id\":"
     "\"Yos\",\"remote_address\":\"192.0.2.10\",\"remote_port\":43790,\"local_address\":\""
     "192.0.2.20\",\"local_port\":80},\"request\":{\"request_line\":\"GET /i.php?e=%2fbin "
     "HTTP/1.1\",\"headers\":{\"host\":\"www.parts.example\",\"User-Agent\":\"curl\",\"Coo"
     "kie\":\"a=b\",\"X-Forwarded-For\":\"198.51.100.7, 10.0.0.1\",\"Referer\":\"http://r"
     "\"}},\"response\":{\"protocol\":\"HTTP/1.1\",\"status\":403,\"headers\":{\"Content-T"
     "ype\":\"text/html\"}},\"audit_data\":{\"messages\":[],\"action\":{\"intercepted\":tr"
     "ue,\"phase\":2},\"engine_mode\":\"ENABLED\"}}",
	{"event_action=blocked", "!rule_id", "@message=GET /i.php?e=%2fbin"}},
    {"{\"transaction\":{\"time\":\"20/Nov/2026:06:28:50.734883 +0900\",\"transaction_id\":"
     "\"Yos\",\"remote_address\":\"192.0.2.10\",\"remote_port\":43790,\"local_address\":\""
     "192.0.2.20\",\"local_port\":80},\"request\":{\"request_line\":\"GET /i.php?e=%2fbin "
     "HTTP/1.1\",\"headers\":{\"host\":\"www.parts.example\",\"User-Agent\":\"curl\",\"Coo"
     "kie\":\"a=b\",\"X-Forwarded-For\":\"198.51.100.7, 10.0.0.1\",\"Referer\":\"http://r"
     "\"}},\"response\":{\"protocol\":\"HTTP/1.1\",\"status\":403,\"headers\":{\"Content-T"
     "ype\":\"text/html\"}},\"audit_data\":{\"messages\":[],\"action\":{\"intercepted\":fa"
     "lse,\"phase\":2},\"engine_mode\":\"ENABLED\"}}",
	{"!event_action"}},
    {"{\"transaction\":{\"time\":\"20/Nov/2026:06:28:50.734883 +0900\",\"transaction_id\":"
     "\"Yos\",\"remote_address\":\"192.0.2.10\",\"remote_port\":43790,\"local_address\":\""
     "192.0.2.20\",\"local_port\":80},\"request\":{\"request_line\":\"GET /i.php?e=%2fbin "
     "HTTP/1.1\",\"headers\":{\"host\":\"www.parts.example\",\"User-Agent\":\"curl\",\"Coo"
     "kie\":\"a=b\",\"X-Forwarded-For\":\"198.51.100.7, 10.0.0.1\",\"Referer\":\"http://r"
     "\"}},\"response\":{\"protocol\":\"HTTP/1.1\",\"status\":403,\"headers\":{\"Content-T"
     "ype\":\"text/html\"}},\"audit_data\":{\"messages\":[7,null,{}],\"action\":{\"interce"
     "pted\":\"yes\",\"phase\":2},\"engine_mode\":\"ENABLED\"}}",
	{"event_action=detected"}},
    {"{\"transaction\":{\"time\":\"20/Nov/2026:06:28:50.734883 +0900\",\"transaction_id\":"
     "\"Yos\",\"remote_address\":\"192.0.2.10\",\"remote_port\":43790,\"local_address\":\""
     "192.0.2.20\",\"local_port\":80},\"request\":{\"request_line\":\"GET /i.php?e=%2fbin "
     "HTTP/1.1\",\"headers\":{\"host\":\"www.parts.example\",\"User-Agent\":\"curl\",\"Coo"
     "kie\":\"a=b\",\"X-Forwarded-For\":\"198.51.100.7, 10.0.0.1\",\"Referer\":\"http://r"
     "\"}},\"response\":{\"protocol\":\"HTTP/1.1\",\"status\":403,\"headers\":{\"Content-T"
     "ype\":\"text/html\"}},\"audit_data\":{\"messages\":[\"Pattern match without metadata"
     "\"],\"action\":{\"intercepted\":false,\"phase\":2},\"engine_mode\":\"ENABLED\"}}",
	{"Signature=Pattern match without metadata", "!rule_id"}},
    {"{\"transaction\":{\"time\":\"20/Nov/2026:06:28:50.734883 +0900\",\"transaction_id\":"
     "\"Yos\",\"remote_address\":\"192.0.2.10\",\"remote_port\":43790,\"local_address\":\""
     "192.0.2.20\",\"local_port\":80},\"request\":{\"request_line\":\"GET /i.php?e=%2fbin "
     "HTTP/1.1\",\"headers\":{\"host\":\"www.parts.example\",\"User-Agent\":\"curl\",\"Coo"
     "kie\":\"a=b\",\"X-Forwarded-For\":\"198.51.100.7, 10.0.0.1\",\"Referer\":\"http://r"
     "\"}},\"response\":{\"protocol\":\"HTTP/1.1\",\"status\":403,\"headers\":{\"Content-T"
     "ype\":\"text/html\"}},\"audit_data\":{\"messages\":[\"Warning. [id \\\"1\\\"] [msg "
     "\\\"Anomaly Scores: (Inbound Scores: blocking=15, detection=20)\\\"] [unclosed \\\"x"
     "\"],\"action\":{\"intercepted\":false,\"phase\":2},\"engine_mode\":\"ENABLED\"}}",
	{"anomaly_score=15", "rule_id=1"}},
    {"{\"transaction\":{\"client_ip\":\"192.0.2.10\",\"time_stamp\":\"Fri Nov 20 10:30:47 "
     "2026\",\"client_port\":44464,\"host_ip\":\"192.0.2.20\",\"host_port\":443,\"unique_i"
     "d\":\"17\",\"is_interrupted\":true,\"request\":{\"method\":\"GET\",\"http_version\":"
     "1.1,\"uri\":\"/i?id=1\",\"headers\":{\"Host\":\"34.example\",\"User-Agent\":\"c\"}},"
     "\"response\":{\"http_code\":200,\"headers\":{\"Content-Type\":\"text/html\"}},\"prod"
     "ucer\":{\"secrules_engine\":\"Enabled\"},\"messages\":[{\"message\":\"SQL Injection"
     "\",\"details\":{\"match\":\"detected SQLi\",\"ruleId\":\"942100\",\"severity\":\"2\""
     ",\"tags\":[\"attack-sqli\",\"x\"]}}]}}",
	{"@time=2026-11-20T10:30:47.000000Z", "rule_id=942100", "Signature=SQL Injection",
	    "event_severity=CRITICAL", "rule_tag=attack-sqli ;; x", "event_action=blocked",
	    "cs-method=GET", "c-uri=/i?id=1", "cs-host=34.example", "http_version=1.1",
	    "sc-status=200", "dst_port=443", "reason=detected SQLi"}},
    {"{\"transaction\":{\"client_ip\":\"192.0.2.10\",\"time_stamp\":\"Fri Nov 20 10:30:47 "
     "2026\",\"client_port\":44464,\"host_ip\":\"192.0.2.20\",\"host_port\":443,\"unique_i"
     "d\":\"17\",\"is_interrupted\":false,\"request\":{\"method\":\"GET\",\"http_version\""
     ":1.1,\"uri\":\"/i?id=1\",\"headers\":{\"Host\":\"34.example\",\"User-Agent\":\"c\"}}"
     ",\"response\":{\"http_code\":403,\"headers\":{\"Content-Type\":\"text/html\"}},\"pro"
     "ducer\":{\"secrules_engine\":\"Enabled\"},\"messages\":[{\"message\":\"SQL Injection"
     "\",\"details\":{\"match\":\"detected SQLi\",\"ruleId\":\"942100\",\"severity\":\"2\""
     ",\"tags\":[\"attack-sqli\",\"x\"]}}]}}",
	{"event_action=detected"}},
    {"{\"transaction\":{\"client_ip\":\"192.0.2.10\",\"time_stamp\":\"Fri Nov 20 10:30:47 "
     "2026\",\"client_port\":44464,\"host_ip\":\"192.0.2.20\",\"host_port\":443,\"unique_i"
     "d\":\"17\",\"request\":{\"method\":\"GET\",\"http_version\":1.1,\"uri\":\"/i?id=1\","
     "\"headers\":{\"Host\":\"34.example\",\"User-Agent\":\"c\"}},\"response\":{\"http_cod"
     "e\":403,\"headers\":{\"Content-Type\":\"text/html\"}},\"producer\":{\"secrules_engin"
     "e\":\"Enabled\"},\"messages\":[{\"message\":\"SQL Injection\",\"details\":{\"match\""
     ":\"detected SQLi\",\"ruleId\":\"942100\",\"severity\":\"2\",\"tags\":[\"attack-sqli"
     "\",\"x\"]}}]}}",
	{"event_action=blocked"}},
    {"{\"transaction\":{\"client_ip\":\"192.0.2.10\",\"time_stamp\":\"Fri Nov 20 10:30:47 "
     "2026\",\"client_port\":44464,\"host_ip\":\"192.0.2.20\",\"host_port\":443,\"unique_i"
     "d\":\"17\",\"request\":{\"method\":\"GET\",\"http_version\":1.1,\"uri\":\"/i?id=1\","
     "\"headers\":{\"Host\":\"34.example\",\"User-Agent\":\"c\"}},\"response\":{\"http_cod"
     "e\":403,\"headers\":{\"Content-Type\":\"text/html\"}},\"producer\":{\"secrules_engin"
     "e\":\"DetectionOnly\"},\"messages\":[{\"message\":\"SQL Injection\",\"details\":{\"m"
     "atch\":\"detected SQLi\",\"ruleId\":\"942100\",\"severity\":\"2\",\"tags\":[\"attack"
     "-sqli\",\"x\"]}}]}}",
	{"event_action=detected"}},
    {"{\"transaction\":{\"client_ip\":\"192.0.2.10\",\"time_stamp\":\"Fri Nov 20 10:30:47 "
     "2026\",\"client_port\":44464,\"host_ip\":\"192.0.2.20\",\"host_port\":443,\"unique_i"
     "d\":\"17\",\"request\":{\"method\":\"GET\",\"http_version\":1.1,\"uri\":\"/i?id=1\","
     "\"headers\":{\"Host\":\"34.example\",\"User-Agent\":\"c\"}},\"response\":{\"http_cod"
     "e\":200,\"headers\":{\"Content-Type\":\"text/html\"}},\"producer\":{\"secrules_engin"
     "e\":\"Enabled\"},\"messages\":[{\"message\":\"SQL Injection\",\"details\":{\"match\""
     ":\"detected SQLi\",\"ruleId\":\"942100\",\"severity\":\"2\",\"tags\":[\"attack-sqli"
     "\",\"x\"]}}]}}",
	{"event_action=detected"}},
    {"{\"transaction\":{\"client_ip\":\"192.0.2.10\",\"time_stamp\":\"Fri Nov 20 10:30:47 "
     "2026\",\"client_port\":44464,\"host_ip\":\"192.0.2.20\",\"host_port\":443,\"unique_i"
     "d\":\"17\",\"request\":{\"method\":\"GET\",\"http_version\":1.1,\"uri\":\"/i?id=1\","
     "\"headers\":{\"Host\":\"34.example\",\"User-Agent\":\"c\"}},\"response\":{\"http_cod"
     "e\":403,\"headers\":{\"Content-Type\":\"text/html\"}},\"producer\":{\"secrules_engin"
     "e\":\"Enabled\"},\"messages\":[]}}",
	{"!event_action", "!rule_id"}},
    {"--6bf37966-A--\n[20/Nov/2026:10:12:07.429202 +0900] awAc 192.0.2.10 56526 192.0.2.20"
     " 80\n--6bf37966-B--\nPOST /shell.jsp HTTP/1.1\nHost: www.parts.example\nUser-Agent: "
     "curl\n\n--6bf37966-C--\nHost: forged.example\nGET /forged HTTP/1.1\n--6bf37966-F--\n"
     "HTTP/1.1 403 Forbidden\nContent-Type: text/html\n\n--6bf37966-H--\nMessage: Warning."
     " Pattern match \"x\" at ARGS. [file \"/r.conf\"] [id \"930120\"] [msg \"OS File Acce"
     "ss Attempt\"] [severity \"CRITICAL\"] [tag \"attack-lfi\"]\nMessage: Access denied w"
     "ith code 403 (phase 2). [file \"/s.conf\"] [id \"949110\"] [msg \"Inbound Anomaly Sc"
     "ore Exceeded (Total Score: 10)\"] [severity \"CRITICAL\"]\nAction: Intercepted (phas"
     "e 2)\nServer: Apache\nEngine-Mode: \"ENABLED\"\n\n--6bf37966-Z--\n",
	{"@time=2026-11-20T01:12:07.429202Z", "src_ip=192.0.2.10", "src_port=56526",
	    "dst_ip=192.0.2.20", "cs-method=POST", "c-uri=/shell.jsp", "cs-host=www.parts.example",
	    "sc-status=403", "sc-content-type=text/html", "rule_id=930120 ;; 949110",
	    "rule_tag=attack-lfi", "anomaly_score=10", "event_action=blocked", "event_id=awAc",
	    "engine_mode=\"ENABLED\"", "server=Apache", "@message=OS File Access Attempt"}},
    {"---Vv1aQaKG---A--\015\n[20/Nov/2026:10:30:47 +0000] 17 192.0.2.10 44464 192.0.2.20 4"
     "43\015\n---Vv1aQaKG---B--\015\nGET /i HTTP/1.1\015\nHost: h\015\n\015\n---Vv1aQaKG--"
     "-F--\015\nHTTP/1.1 200\015\n---Vv1aQaKG---H--\015\nModSecurity: Warning. detected SQ"
     "Li [file \"/x\"] [id \"942100\"] [msg \"SQL\"] [severity \"2\"] [uri \"/other\"]\015"
     "\n\015\n---Vv1aQaKG---Z--",
	{"rule_id=942100", "event_severity=CRITICAL", "event_action=detected", "c-uri=/i",
	    "sc-status=200", "cs-host=h", "event_id=17"}},
};

static void test_cases(void **state)
{
	(void)state;
	EXPECT("modsecurity", cases);
}

static void test_not_modsecurity(void **state)
{
	(void)state;
	expect_other("modsecurity", "{\"transaction\":{\"client_ip\":\"192.0.2.1\"}}");
	expect_other("modsecurity", "{\"transaction\":7,\"audit_data\":{}}");
	expect_other("modsecurity", "--6bf37966-B--\nGET / HTTP/1.1");
	expect_other("modsecurity", "--A--");
	expect_other("modsecurity", "--6bf37966-A--\nno time\n--6bf37966-Z--");
}

static void test_hostile(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect_unharmed(cases[i].record, NULL);
}

static void test_samples(void **state)
{
	(void)state;
	expect_sample("modsecurity/audit-v2.json", "modsecurity", 6);
	expect_sample("modsecurity/audit-v3.json", "modsecurity", 2);
	expect_sample("modsecurity/audit-native.log", "modsecurity", 6);
	expect_sample("modsecurity/audit-v3-native.log", "modsecurity", 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cases),
	    cmocka_unit_test(test_not_modsecurity),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_samples),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
