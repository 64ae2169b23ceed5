/* SPDX-License-Identifier: Apache-2.0 */
/* nginx error log. */
#include "expect.h"

static const struct expect_case cases[] = {
    {"2026/11/20 10:12:13 [error] 2601#2602: *3 open() \"/var/www/html/x\" failed (2: No s"
     "uch file or directory), client: 192.0.2.10, server: www.parts.example, request: \"GE"
     "T /d?f=%2e%2e HTTP/1.1\", host: \"www.parts.example:8080\", referrer: \"http://r.exa"
     "mple/\"",
	{"@product=nginx", "@service=nginx", "@category=", "@time=2026-11-20T10:12:13.000000Z",
	    "level=error", "process_id=2601", "tid=2602", "session_id=3", "src_ip=192.0.2.10",
	    "file_path=/var/www/html/x", "reason=2: No such file or directory", "cs-method=GET",
	    "cs-uri-stem=/d", "c-uri=/d?f=%2e%2e ;; /d?f=..", "cs-host=www.parts.example",
	    "cs-referer=http://r.example/", "server=www.parts.example"}},
    {"2026/11/20 10:12:13 [alert] 2600#2600: worker process 2601 exited on signal 6 (core "
     "dumped)",
	{"@message=worker process 2601 exited on signal 6 (core dumped)", "level=alert",
	    "!session_id", "!src_ip"}},
    {"2026/11/20 10:12:13 [error] 1#1: *10 user \"tanaka\": password mismatch, client: 192"
     ".0.2.10, server: s, request: \"GET /p/ HTTP/1.1\"",
	{"user=tanaka", "event_outcome=failure"}},
    {"2026/11/20 10:12:13 [error] 1#1: *11 user \"suzuki\" was not found in \"/etc/nginx/h"
     "tpasswd\", client: 192.0.2.10",
	{"user=suzuki", "event_outcome=failure", "src_ip=192.0.2.10"}},
    {"2026/11/20 10:12:13 [error] 1#1: *19 connect() failed (111: Connection refused) whil"
     "e connecting to upstream, client: unix:, server: , request: \"GET /u HTTP/1.1\", ups"
     "tream: \"http://192.0.2.80:8080/u\"",
	{"upstream=http://192.0.2.80:8080/u", "!src_ip", "!src_host", "c-uri=/u"}},
    {"PHP message: PHP Notice:  second line\" while reading response header from upstream,"
     " client: 192.0.2.10, server: s",
	{"@time=none", "src_ip=192.0.2.10", "@service=nginx"}},
    {"2026/11/20 10:12:13 [error] 9#9: *5 [client 192.0.2.10] ModSecurity: Access denied w"
     "ith code 403 (phase 2). Matched \"x\" [file \"/y\"] [id \"949110\"] [msg \"Inbound A"
     "nomaly Score Exceeded (Total Score: 5)\"] [severity \"0\"] [tag \"t\"] [hostname \"h"
     "\"] [uri \"/i\"] [unique_id \"u\"], client: 192.0.2.10, server: s, request: \"GET /i"
     "?a HTTP/1.1\", host: \"www.parts.example\"",
	{"@product=modsecurity", "@service=nginx", "rule_id=949110", "event_action=blocked",
	    "anomaly_score=5", "!event_severity", "c-uri=/i?a", "cs-host=www.parts.example",
	    "event_id=u"}},
    {"2026/11/20 10:12:13 [notice] getpid: nothing", {"@message=getpid: nothing", "!process_id"}},
};

static void test_cases(void **state)
{
	(void)state;
	EXPECT("nginx-error", cases);
}

static void test_not_nginx(void **state)
{
	(void)state;
	expect_other("nginx-error", "2026/11/20 10:12:13 [error");
	expect_other("nginx-error", "2026/13/40 10:12:13 [error] 1#1: x");
	expect_other("nginx-error", "2026/11/20 10:12:13 error 1#1: x");
}

static void test_hostile(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect_unharmed(cases[i].record, NULL);
}

static void test_sample(void **state)
{
	(void)state;
	expect_sample("nginx_error/error.log", "nginx-error", 24);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cases),
	    cmocka_unit_test(test_not_nginx),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_sample),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
