/* SPDX-License-Identifier: Apache-2.0 */
/* Access logs as JSON: nginx, Caddy, Traefik. */
#include "expect.h"

static void reads_requests(void **state)
{
	static const struct expect_case cases[] = {
	    {"{\"time_local\":\"02/Mar/2026:10:15:30 "
	     "+0900\",\"remote_addr\":\"203.0.113.5\",\"remote_user\":\"bob\",\"request\":\"GET "
	     "/a?b=%3Cscript%3E "
	     "HTTP/"
	     "1.1\",\"status\":\"404\",\"body_bytes_sent\":\"153\",\"http_referrer\":\"\",\"http_"
	     "user_agent\":\"curl/7\",\"http_x_forwarded_for\":\"198.51.100.1, 192.0.2.1\"}",
		{"@category=webserver", "@time=2026-03-02T01:15:30.000000Z",
		    "@message=GET /a?b=%3Cscript%3E", "src_ip=203.0.113.5", "user=bob",
		    "cs-method=GET", "cs-uri-stem=/a", "sc-status=404", "sc-bytes=153",
		    "c-useragent=curl/7", "event_outcome=failure",
		    "x_forwarded_for=198.51.100.1 ;; 192.0.2.1", "status=404"}},
	    {"{\"level\":\"info\",\"ts\":1772414130.5,\"msg\":\"handled "
	     "request\",\"request\":{\"remote_ip\":\"203.0.113.5\",\"method\":\"GET\",\"host\":\"a."
	     "example\",\"uri\":\"/x\",\"headers\":{\"User-Agent\":[\"curl/"
	     "7\"]}},\"status\":200,\"size\":12}",
		{"@time=2026-03-02T01:15:30.500000Z", "cs-host=a.example", "cs-uri-stem=/x",
		    "sc-status=200", "c-useragent=curl/7", "event_outcome=success"}},
	    {"{\"ClientHost\":\"203.0.113.5\",\"RequestMethod\":\"GET\",\"RequestPath\":\"/"
	     "x\",\"DownstreamStatus\":404,\"StartUTC\":\"2026-03-02T01:15:30Z\"}",
		{"src_ip=203.0.113.5", "cs-method=GET", "sc-status=404"}},
	    {"{\"remote_addr\":\"203.0.113.5\",\"request_method\":\"POST\",\"uri\":\"/"
	     "x\",\"args\":\"a=1\",\"status\":500,\"query\":\"a=1\",\"time_iso8601\":\"2026-03-"
	     "02T10:15:30+09:00\"}",
		{"cs-method=POST", "cs-uri-stem=/x", "!query",
		    "@time=2026-03-02T01:15:30.000000Z"}},
	};
	(void)state;
	EXPECT("web-json", cases);
	expect_unharmed(cases[1].record, NULL);
	expect_unharmed(cases[3].record, NULL);
}

static void leaves_others_alone(void **state)
{
	(void)state;
	expect_other("web-json", "{\"remote_addr\":\"203.0.113.5\",\"status\":\"200\"}");
	expect_other("web-json",
	    "{\"remote_addr\":\"nobody\",\"status\":\"200\",\"method\":\"GET\",\"uri\":\"/\"}");
	expect_other("web-json", "{\"remote_addr\":\"203.0.113.5\",\"status\":\"running\","
				 "\"method\":\"GET\",\"uri\":\"/\"}");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_requests),
	    cmocka_unit_test(leaves_others_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
