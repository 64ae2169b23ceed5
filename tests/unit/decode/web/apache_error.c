/* SPDX-License-Identifier: Apache-2.0 */
/* Apache error log of 2.2 and 2.4. */
#include "expect.h"

static const struct expect_case cases[] = {
    {"[Fri Nov 20 10:20:08 2026] [error] [client 192.0.2.10] File does not exist: /var/www"
     "/favicon.ico, referer: http://r.example/",
	{"@product=apache", "@service=apache", "@category=", "@time=2026-11-20T10:20:08.000000Z",
	    "level=error", "src_ip=192.0.2.10", "file_path=/var/www/favicon.ico",
	    "cs-referer=http://r.example/",
	    "@message=File does not exist: /var/www/favicon.ico, referer: http://r.example/"}},
    {"[Fri Nov 20 10:20:09 2026] [notice] child pid 4711 exit signal Segmentation fault (1"
     "1)",
	{"@service=apache", "@message=child pid 4711 exit signal Segmentation fault (11)",
	    "level=notice"}},
    {"[Fri Nov 20 10:15:55.103786 2026] [core:notice] [pid 11379] AH00094: Command line: '"
     "apache2'",
	{"@time=2026-11-20T10:15:55.103786Z", "module=core", "level=notice", "process_id=11379",
	    "event_code=AH00094", "!src_ip"}},
    {"[Fri Nov 20 10:15:55.103786 2026] [auth_basic:error] [pid 1:tid 77] [client 192.0.2."
     "10:42264] AH01617: user tanaka: authentication failure for \"/p/\": Password Mismatc"
     "h",
	{"tid=77", "src_ip=192.0.2.10", "src_port=42264", "user=tanaka", "event_outcome=failure"}},
    {"[Fri Nov 20 10:15:55 2026] [auth_basic:error] [pid 1] [client 192.0.2.10:4] AH01618:"
     " user suzuki not found: /p/",
	{"user=suzuki", "event_outcome=failure"}},
    {"[Fri Nov 20 10:15:55 2026] [core:error] [pid 77:tid 88] (13)Permission denied: [clie"
     "nt 2001:db8::10:40112] AH00035: access to /s denied",
	{"reason=(13)Permission denied", "src_ip=2001:db8::10", "src_port=40112",
	    "event_code=AH00035"}},
    {"[Fri Nov 20 10:15:55 2026] [php:error] [pid 77] [client 192.0.2.1:5] script '/var/ww"
     "w/x.php' not found or unable to stat",
	{"file_path=/var/www/x.php"}},
    {"[Fri Nov 20 10:15:55 2026] [:error] [pid 77] [client host.example] [x] plain words",
	{"level=error", "src_host=host.example", "@message=[x] plain words"}},
    {"[Fri Nov 20 10:15:55 2026] [security2:error] [pid 9:tid 8] [client 192.0.2.10:42] [c"
     "lient 192.0.2.10] ModSecurity: Access denied with code 403 (phase 2). Operator GE ma"
     "tched 5 at TX:anomaly_score. [file \"/x.conf\"] [line \"94\"] [id \"949110\"] [msg "
     "\"Inbound Anomaly Score Exceeded (Total Score: 40)\"] [severity \"CRITICAL\"] [tag "
     "\"attack-generic\"] [hostname \"www.parts.example\"] [uri \"/download\"] [unique_id "
     "\"abc\"]",
	{"@product=modsecurity", "@service=apache", "rule_id=949110",
	    "Signature=Inbound Anomaly Score Exceeded (Total Score: 40)", "anomaly_score=40",
	    "event_severity=CRITICAL", "event_action=blocked", "rule_tag=attack-generic",
	    "cs-host=www.parts.example", "c-uri=/download", "event_id=abc", "src_ip=192.0.2.10",
	    "src_port=42",
	    "reason=Access denied with code 403 (phase 2). Operator GE matched 5 at TX:anomaly_sc"
	    "ore."}},
    {"[Fri Nov 20 10:15:55 2026] [security2:error] [pid 9] [client 192.0.2.10] ModSecurity: "
     "Warning. Matched x. [id \"930100\"] [msg \"Path Traversal\"]",
	{"@product=modsecurity", "event_action=warned", "rule_id=930100", "!anomaly_score"}},
    {"[Fri Nov 20 10:15:55 2026] [security2:notice] [pid 9] ModSecurity for Apache/2.9.7 c"
     "onfigured.",
	{"@product=apache", "!event_action"}},
    {"[Fri Nov 20 10:15:55 2026] no level", {"@message=no level", "!level"}},
};

static void test_cases(void **state)
{
	(void)state;
	EXPECT("apache-error", cases);
}

static void test_not_apache(void **state)
{
	(void)state;
	expect_other("apache-error", "[Fri Nov 20 10:20:08 2026");
	expect_other("apache-error", "[Xyz Nov 20 10:20:08 2026] [error] x");
	expect_other("apache-error", "[Fri Foo 20 10:20:08 2026] [error] x");
	expect_other("apache-error", "[2026-11-20 10:20:08 x 00:00] [error] x");
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
	expect_sample("apache_error/error.log", "apache-error", 18);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cases),
	    cmocka_unit_test(test_not_apache),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_sample),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
